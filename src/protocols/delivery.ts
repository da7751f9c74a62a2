/**
 * The long-lived stream between two devices of contacts. Both prove that they hold the pair secret, the dialler
 * first; then Frame messages flow both ways. What the proofs say is opaque here. A peer that is gone without a word is
 * noticed by libp2p's own connection monitor, which ends the connection and so the link.
 */
import { setMaxListeners } from 'node:events'
import type { Connection, Stream } from '@libp2p/interface'
import { withDeadline } from '../base/abort.ts'
import type { Bytes } from '../base/bytes.ts'
import { AppError, hasCode } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import type { Clock } from '../base/time.ts'
import { DIAL_PROOF_BYTES, LISTEN_PROOF_BYTES } from '../crypto/handshake.ts'
import { isDirectConnection, type DialTarget } from '../network/dial.ts'
import type { NetworkNode } from '../network/node.ts'
import { FRAME_TIMEOUT_MS, MAX_DELIVERY_FRAME_BYTES } from '../wire/limits.ts'
import { PROTOCOLS } from '../wire/protocols.ts'
import { Doorkeeper } from './doorkeeper.ts'
import { createLink, hangUp, type DeliveryLink } from './link.ts'
import { firstFrame, frames, frameSink } from './stream.ts'
import { Turns, type EndTurn } from './turns.ts'
import { Visitor, refused } from './visitor.ts'

export type { DeliveryLink }

/** Both peers as multihashes. */
export interface ProofContext {
  local: Bytes
  remote: Bytes
}

/** The listener's half. */
export interface Proofs<Tag> {
  /** @returns undefined for whoever is unknown or blocked: both look the same from outside */
  listen: (proof: Bytes, context: ProofContext) => Promise<{ reply: Bytes, tag: Tag } | undefined>
}

/** The dialler's half; only after the dial is it known who listens. */
export interface DialProof<Tag> {
  prove: (context: ProofContext) => { proof: Bytes, check: (reply: Bytes) => Tag | undefined }
}

export interface Delivery<Tag> {
  /**
   * @throws AppError PEER_UNREACHABLE, NETWORK_MISMATCH, NETWORK_BLOCKED: as NetworkNode.dial; REFUSED: whoever answered
   *   does not know us, or not this protocol; EXISTS: a link to this peer is open or being opened; the signal's reason
   */
  dial: (target: DialTarget, dialProof: DialProof<Tag>, options: { signal: AbortSignal }) => Promise<DeliveryLink<Tag>>
  /** Takes no more links and closes the open ones. */
  stop: () => Promise<void>
}

interface DeliveryDeps<Tag> {
  node: NetworkNode
  proofs: Proofs<Tag>
  /** each link, of either direction, once */
  onLink: (link: DeliveryLink<Tag>) => void
  clock: Clock
  random: Random
  log: Log
}

export async function createDelivery<Tag> ({ node, proofs, onLink, clock, random, log }: DeliveryDeps<Tag>): Promise<Delivery<Tag>> {
  const doorkeeper = new Doorkeeper({ clock, random, log }, { replyBytes: LISTEN_PROOF_BYTES })
  const visitor = new Visitor({ node }, { protocol: PROTOCOLS.delivery })
  const turns = new Turns({ localPeerId: node.peerId })
  const links = new Set<DeliveryLink<Tag>>()
  const stopping = new AbortController()
  setMaxListeners(0, stopping.signal) // one for each stream

  const read = (stream: Stream, firstFrameMaxBytes: number): AsyncGenerator<Bytes, void, undefined> => frames(stream, {
    maxBytes: MAX_DELIVERY_FRAME_BYTES, firstFrameMaxBytes, firstFrameTimeoutMs: FRAME_TIMEOUT_MS, clock, signal: stopping.signal
  })
  const contextOf = (connection: Connection): ProofContext => ({
    local: node.peerIdBytes, remote: new Uint8Array(connection.remotePeer.toMultihash().bytes)
  })
  /** Another link would lead there no better. */
  const isMet = (connection: Connection): boolean => [...links].some(({ remotePeerId, route, closed }) =>
    remotePeerId === connection.remotePeer.toString() && !closed.aborted && (route === 'direct' || !isDirectConnection(connection)))
  const begin = (tag: Tag, stream: Stream, connection: Connection, received: AsyncGenerator<Bytes, void, undefined>): DeliveryLink<Tag> => {
    node.welcome(connection)
    const link = createLink({ tag, stream, connection, received, localPeerId: node.peerId })
    links.add(link)
    link.closed.addEventListener('abort', () => { links.delete(link) }, { once: true })
    onLink(link)
    return link
  }

  const onStream = async (stream: Stream, connection: Connection): Promise<void> => {
    const received = read(stream, DIAL_PROOF_BYTES)
    let tag: { value: Tag } | undefined
    let endTurn: EndTurn = () => {}
    try {
      const answered = await doorkeeper.receive({
        stream,
        connection,
        read: async () => await firstFrame(received),
        async answer (proof) {
          if (proof.byteLength !== DIAL_PROOF_BYTES) return undefined
          const accepted = await proofs.listen(proof, contextOf(connection))
          if (accepted === undefined) return undefined
          endTurn = await turns.toAnswer(connection, { signal: withDeadline(FRAME_TIMEOUT_MS, stopping.signal) })
          tag = { value: accepted.tag }
          return accepted.reply
        }
      })
      if (answered && tag !== undefined) begin(tag.value, stream, connection, received)
      else await received.return()
    } finally {
      endTurn()
    }
  }

  await node.handle(PROTOCOLS.delivery, (stream, connection) => {
    onStream(stream, connection).catch((err: unknown) => {
      log.warn('delivery-stream-failed', errorFields(err))
      stream.abort(err instanceof Error ? err : new AppError('INTERNAL', 'failed'))
    })
  }, { maxInboundStreams: 4, maxOutboundStreams: 4, runOnLimitedConnection: true })

  return {
    async dial (target, dialProof, { signal }) {
      const { stream, connection } = await visitor.visit(target, { signal: AbortSignal.any([signal, stopping.signal]) })
      const onAbort = (): void => { stream.abort(signal.reason) }
      signal.addEventListener('abort', onAbort, { once: true })
      const received = read(stream, LISTEN_PROOF_BYTES)
      let tag: Tag | undefined
      let endTurn: EndTurn = () => {}
      try {
        endTurn = await turns.toAsk(connection, { signal })
        if (isMet(connection)) throw new AppError('EXISTS', 'a link to this peer is open already')
        const { proof, check } = dialProof.prove(contextOf(connection))
        await frameSink(stream).send([proof])
        const reply = await firstFrame(received)
        if (reply.byteLength === LISTEN_PROOF_BYTES) tag = check(reply)
        if (tag === undefined) throw new AppError('REFUSED', 'whoever answered there did not know us')
        return begin(tag, stream, connection, received)
      } catch (err) {
        stream.abort(err instanceof Error ? err : new AppError('REFUSED', 'refused'))
        if (hasCode(err, 'EXISTS') && !isDirectConnection(connection)) hangUp(connection)
        signal.throwIfAborted()
        stopping.signal.throwIfAborted()
        throw hasCode(err, 'EXISTS') ? err : refused(err)
      } finally {
        endTurn()
        signal.removeEventListener('abort', onAbort)
      }
    },
    async stop () {
      await node.unhandle(PROTOCOLS.delivery)
      await Promise.all([...links].map(async link => { await link.close() }))
      stopping.abort(new AppError('ABORTED', 'the node is stopping'))
    }
  }
}
