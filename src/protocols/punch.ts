/**
 * Two who talk through a relay look for a way without it: each tells the other, over the relay and encrypted from end to
 * end, where its socket may be. Answered to contacts alone: it tells where this computer is.
 */
import { setMaxListeners } from 'node:events'
import type { Connection, Stream } from '@libp2p/interface'
import type { Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import { SECOND, type Clock } from '../base/time.ts'
import type { NetworkNode } from '../network/node.ts'
import type { Punching } from '../network/nat/punching.ts'
import { FRAME_TIMEOUT_MS, MAX_PUNCH_FRAME_BYTES } from '../wire/limits.ts'
import { PROTOCOLS } from '../wire/protocols.ts'
import { firstFrame, frames, frameSink } from './stream.ts'

/** Each try opens sockets on both sides and sends to whatever addresses the other names. */
const MAX_ANSWERING = 8
/** From the beginning of one try to the next; one that comes to nothing takes some ten seconds by itself. */
const SAME_PEER_AFTER_MS = 2 * SECOND

export interface Punch {
  /**
   * Afterwards there is a direct connection to this peer.
   * @throws AppError PEER_UNREACHABLE: no way through, or no relayed connection; PROTOCOL; the signal's reason
   */
  through: (peerId: Bytes, options: { signal: AbortSignal }) => Promise<void>
  stop: () => Promise<void>
}

interface PunchDeps {
  node: NetworkNode
  punching: Punching
  /** who may know where this computer is */
  isWelcome: (peerId: string) => boolean
  clock: Clock
  log: Log
}

export async function createPunch ({ node, punching, isWelcome, clock, log }: PunchDeps): Promise<Punch> {
  const answering = new Set<string>()
  const stopping = new AbortController()
  setMaxListeners(0, stopping.signal)

  const read = (stream: Stream, signal: AbortSignal): AsyncGenerator<Bytes, void, undefined> =>
    frames(stream, { maxBytes: MAX_PUNCH_FRAME_BYTES, firstFrameTimeoutMs: FRAME_TIMEOUT_MS, clock, signal })

  async function onStream (stream: Stream, { remotePeer }: Connection): Promise<void> {
    const peer = remotePeer.toString()
    if (!isWelcome(peer) || answering.has(peer) || answering.size >= MAX_ANSWERING) {
      stream.abort(new AppError('REFUSED', 'not now'))
      return
    }
    answering.add(peer)
    const sinceMs = clock.now()
    const received = read(stream, stopping.signal)
    try {
      const offer = await firstFrame(received)
      const { side, connected } = await punching.answer(offer, { signal: stopping.signal })
      await frameSink(stream).send([side])
      await connected
    } catch (err) {
      log.debug('no-way-through', errorFields(err))
    } finally {
      await received.return()
      stream.abort(new AppError('ABORTED', 'the exchange is over'))
      clock.after(Math.max(0, sinceMs + SAME_PEER_AFTER_MS - clock.now()), () => { answering.delete(peer) })
    }
  }

  await node.handle(PROTOCOLS.punch, (stream, connection) => { void onStream(stream, connection) }, {
    maxInboundStreams: 1, maxOutboundStreams: 1, runOnLimitedConnection: true
  })

  return {
    async through (peerId, options) {
      const signal = AbortSignal.any([options.signal, stopping.signal])
      const relayed = await node.dial({ peerId, addresses: [] }, { signal })
      const offer = await punching.offer(relayed.remotePeer.toString(), { signal })
      let stream: Stream | undefined
      try {
        stream = await relayed.newStream(PROTOCOLS.punch, { signal, runOnLimitedConnection: true })
        await frameSink(stream).send([offer.side])
        const received = read(stream, signal)
        try {
          await offer.connect(await firstFrame(received))
        } finally {
          await received.return()
        }
      } catch (err) {
        offer.abandon()
        signal.throwIfAborted()
        throw err instanceof AppError ? err : new AppError('PEER_UNREACHABLE', 'no direct way was found', { cause: err })
      } finally {
        stream?.abort(new AppError('ABORTED', 'the exchange is over'))
      }
    },
    async stop () {
      await node.unhandle(PROTOCOLS.punch)
      stopping.abort(new AppError('ABORTED', 'the node is stopping'))
    }
  }
}
