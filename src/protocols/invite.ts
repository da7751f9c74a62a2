/**
 * First contact, directly: the joiner sends one request, the inviter one reply, each of one fixed size whatever it
 * says. Both are sealed under the link's secret; whoever holds no link made here gets random bytes of the same size.
 */
import { setMaxListeners } from 'node:events'
import type { Connection, Stream } from '@libp2p/interface'
import type { Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import type { Clock } from '../base/time.ts'
import type { DialTarget } from '../network/dial.ts'
import type { NetworkNode } from '../network/node.ts'
import { FRAME_TIMEOUT_MS, INVITE_REPLY_BYTES, INVITE_REQUEST_BYTES } from '../wire/limits.ts'
import { PROTOCOLS } from '../wire/protocols.ts'
import { Doorkeeper, dismiss } from './doorkeeper.ts'
import { firstFrame, frames, frameSink } from './stream.ts'
import { Visitor, refused } from './visitor.ts'

export interface InviteExchange {
  /**
   * Sends a sealed request of INVITE_REQUEST_BYTES. The reply may be random bytes: only opening it tells.
   * @throws AppError PEER_UNREACHABLE, NETWORK_MISMATCH, NETWORK_BLOCKED: as NetworkNode.dial; REFUSED: no reply;
   *   EXISTS: asking this peer already; the signal's reason
   */
  ask: (target: DialTarget, request: Bytes, options: { signal: AbortSignal }) => Promise<Bytes>
  /** Ends what is under way. */
  stop: () => Promise<void>
}

interface InviteDeps {
  node: NetworkNode
  /** @returns a sealed reply of INVITE_REPLY_BYTES; undefined: no link of ours */
  answer: (request: Bytes, context: { remote: Bytes }) => Promise<Bytes | undefined>
  clock: Clock
  random: Random
  log: Log
}

export async function createInviteExchange ({ node, answer, clock, random, log }: InviteDeps): Promise<InviteExchange> {
  // A joiner asks at the last known address, whoever answers there by now. They must not find the maker of the link
  // again by repeating the request at every door and timing the answers.
  const doorkeeper = new Doorkeeper({ clock, random, log }, { replyBytes: INVITE_REPLY_BYTES, delaysAnswers: true })
  const visitor = new Visitor({ node }, { protocol: PROTOCOLS.invite })
  const stopping = new AbortController()
  setMaxListeners(0, stopping.signal) // one for each stream

  const onStream = async (stream: Stream, connection: Connection): Promise<void> => {
    const received = frames(stream, {
      maxBytes: INVITE_REQUEST_BYTES, firstFrameTimeoutMs: FRAME_TIMEOUT_MS, clock, signal: stopping.signal
    })
    const answered = await doorkeeper.receive({
      stream,
      connection,
      read: async () => await firstFrame(received),
      answer: async request => request.byteLength === INVITE_REQUEST_BYTES
        ? await answer(request, { remote: new Uint8Array(connection.remotePeer.toMultihash().bytes) })
        : undefined
    })
    await received.return()
    if (answered) await dismiss(stream)
  }

  await node.handle(PROTOCOLS.invite, (stream, connection) => {
    onStream(stream, connection).catch((err: unknown) => {
      log.debug('invite-stream-failed', errorFields(err))
      stream.abort(err instanceof Error ? err : new AppError('INTERNAL', 'failed'))
    })
  }, { maxInboundStreams: 4, maxOutboundStreams: 4, runOnLimitedConnection: true })

  return {
    async ask (target, request, { signal }) {
      if (request.byteLength !== INVITE_REQUEST_BYTES) throw new TypeError(`a request has ${INVITE_REQUEST_BYTES} bytes`)
      const either = AbortSignal.any([signal, stopping.signal])
      const { stream } = await visitor.visit(target, { signal: either })
      try {
        await frameSink(stream).send([request])
        const reply = await firstFrame(frames(stream, { maxBytes: INVITE_REPLY_BYTES, clock, signal: either }))
        if (reply.byteLength !== INVITE_REPLY_BYTES) throw new AppError('PROTOCOL', 'a reply of another size')
        return reply
      } catch (err) {
        either.throwIfAborted()
        throw refused(err)
      } finally {
        stream.abort(new AppError('ABORTED', 'the exchange is over'))
      }
    },
    async stop () {
      await node.unhandle(PROTOCOLS.invite)
      stopping.abort(new AppError('ABORTED', 'the node is stopping'))
    }
  }
}
