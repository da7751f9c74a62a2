/** What a delivery stream is once both proofs are exchanged: frames both ways until it ends. */
import type { Connection, Stream } from '@libp2p/interface'
import { pEvent } from 'p-event'
import { withDeadline } from '../base/abort.ts'
import type { Bytes } from '../base/bytes.ts'
import { AppError, hasCode } from '../base/errors.ts'
import { isDirectConnection } from '../network/dial.ts'
import { Frame } from '../wire/gen/delivery.ts'
import { ENVELOPE_HASH_BYTES, MAX_CIPHERTEXT_BYTES, MAX_HASHES_PER_ACK, MAX_PRE_KEYS_BYTES } from '../wire/limits.ts'
import { PROTOCOLS } from '../wire/protocols.ts'
import { frameSink } from './stream.ts'

/** for what was sent to go out and for the other side to close its half */
const CLOSE_TIMEOUT_MS = 2000

export interface DeliveryLink<Tag> {
  readonly tag: Tag
  readonly remotePeerId: string
  readonly remoteAddress: string
  /** who opened the stream: outbound is this node */
  readonly direction: 'inbound' | 'outbound'
  /** of two links between the same nodes, both ends keep the one where this is true */
  readonly dialledByLowerPeerId: boolean
  readonly route: 'direct' | 'relayed'
  /**
   * Writes one or many frames at once, and waits until the stream takes more.
   * @throws AppError PEER_UNREACHABLE: the link is closed or broke; PROTOCOL: a frame that no peer would take
   */
  send: (frame: Partial<Frame> | ReadonlyArray<Partial<Frame>>) => Promise<void>
  /** What arrives, for one reader; ends with the link. @throws AppError PROTOCOL: the peer broke the protocol */
  readonly frames: AsyncIterable<Frame>
  /** Lets what was sent go out, then ends the link. */
  close: () => Promise<void>
  /** aborts when the link is over, for whatever reason */
  readonly closed: AbortSignal
}

interface LinkParts<Tag> {
  tag: Tag
  stream: Stream
  connection: Connection
  /** the frames after the proof */
  received: AsyncGenerator<Bytes, void, undefined>
  localPeerId: string
}

export function createLink<Tag> ({ tag, stream, connection, received, localPeerId }: LinkParts<Tag>): DeliveryLink<Tag> {
  const remotePeerId = connection.remotePeer.toString()
  const remoteAddress = connection.remoteAddr.toString()
  const sink = frameSink(stream)
  const over = new AbortController()
  const end = (): void => { over.abort(new AppError('ABORTED', 'the link is closed')) }

  const close = async (): Promise<void> => {
    const signal = withDeadline(CLOSE_TIMEOUT_MS)
    try {
      await stream.close({ signal })
      if (stream.status === 'open') await pEvent(stream, 'close', { signal })
    } catch {
      stream.abort(new AppError('ABORTED', 'the link is closed'))
    }
    end()
  }

  async function * arriving (): AsyncGenerator<Frame, void, undefined> {
    try {
      for await (const bytes of received) {
        const frame = decodeFrame(bytes)
        if (Object.keys(frame).length > 0) yield frame // else a kind that a later version knows
      }
    } catch (err) {
      stream.abort(err instanceof Error ? err : new AppError('PROTOCOL', 'a bad frame'))
      if (hasCode(err, 'PROTOCOL', 'TIMED_OUT')) throw err
    } finally {
      await close()
    }
  }

  const isRelayed = !isDirectConnection(connection)
  if (isRelayed) over.signal.addEventListener('abort', () => { hangUp(connection) }, { once: true })
  stream.addEventListener('close', end, { once: true })
  stream.addEventListener('remoteCloseWrite', () => { void close() }, { once: true })
  if (stream.status !== 'open' || stream.remoteWriteStatus === 'closed') void close()

  return {
    tag,
    remotePeerId,
    remoteAddress,
    direction: stream.direction,
    dialledByLowerPeerId: (localPeerId < remotePeerId) === (stream.direction === 'outbound'),
    route: isRelayed ? 'relayed' : 'direct',
    async send (frame) {
      const list = Array.isArray(frame) ? frame as ReadonlyArray<Partial<Frame>> : [frame as Partial<Frame>]
      await sink.send(list.map(one => {
        check(one)
        return Frame.encode(one)
      }))
    },
    frames: arriving(),
    close,
    closed: over.signal
  }
}

/** A circuit that nobody uses would keep its place on the relay. */
export function hangUp (connection: Connection): void {
  const inUse = Object.values<string>(PROTOCOLS)
  if (connection.streams.some(({ protocol, status }) => status === 'open' && inUse.includes(protocol))) return
  connection.close({ signal: withDeadline(CLOSE_TIMEOUT_MS) }).catch((err: Error) => { connection.abort(err) })
}

function decodeFrame (bytes: Bytes): Frame {
  let frame: Frame
  try {
    frame = Frame.decode(bytes)
  } catch (cause) {
    throw new AppError('PROTOCOL', 'a frame that cannot be decoded', { cause })
  }
  check(frame)
  return frame
}

/** The bounds that the encoding itself does not know. @throws AppError PROTOCOL */
function check ({ envelope, ack, nack, resume, begin }: Partial<Frame>): void {
  const size = envelope?.ciphertext.byteLength
  const sound = (size === undefined || (size > 0 && size <= MAX_CIPHERTEXT_BYTES)) &&
    (ack === undefined || (ack.hashes.length <= MAX_HASHES_PER_ACK && ack.hashes.every(isHash))) &&
    (nack === undefined || isHash(nack.hash)) &&
    (begin === undefined || begin.byteLength <= MAX_PRE_KEYS_BYTES) &&
    (resume === undefined || (Number.isSafeInteger(resume.lastCounter) && resume.lastCounter >= 0))
  if (!sound) throw new AppError('PROTOCOL', 'a frame outside its limits')
}

const isHash = (bytes: Uint8Array): boolean => bytes.byteLength === ENVELOPE_HASH_BYTES
