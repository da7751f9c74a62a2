/**
 * Yamux with bounds that it does not have itself: it would gather a frame of 4 GiB before asking whether it may come. And
 * with fewer words: it would answer each message, however small, with leave to send as many bytes again.
 */
import { yamux } from '@libp2p/yamux'
import { StreamState } from '@libp2p/yamux/stream'
import type { MessageStream, StreamMessageEvent, StreamMuxer, StreamMuxerFactory } from '@libp2p/interface'
import { AppError } from '../../base/errors.ts'

const MIB = 1024 * 1024
const MAX_WINDOW_BYTES = MIB
/** kad-dht's 32, ping's 8, and those of the others; yamux itself would hold 1,000 and scan them all for each frame */
const MAX_INBOUND_STREAMS = 128
const MAX_UNSENT_BYTES = 8 * MIB
/** Frames of a peer who does not read: many are answered by one of 12 bytes, which no window holds back (measured: 1.3 GB). */
const MAX_FRAMES_UNREAD = 4096

const HEADER_BYTES = 12
const [TYPE_AT, LENGTH_AT] = [1, 8]
const [DATA, PING] = [0, 2]

/** An event of these muxers, for each piece that arrived. */
export const ASKED = 'nobyte:asked'
export interface Asked {
  frames: number
  pings: number
}

export function boundedYamux (): () => StreamMuxerFactory {
  const factory = yamux({
    maxInboundStreams: MAX_INBOUND_STREAMS,
    streamOptions: { maxStreamWindowSize: MAX_WINDOW_BYTES, maxReadBufferLength: 4 * MIB }
  })() as StreamMuxerFactory
  return () => ({
    protocol: factory.protocol,
    createStreamMuxer (connection) {
      (connection as { maxWriteBufferLength?: number }).maxWriteBufferLength = MAX_UNSENT_BYTES
      // Before the muxer's own listener, which is added in the same turn: both see every byte.
      const asking: { muxer?: StreamMuxer } = {}
      checkFrames(connection, detail => asking.muxer?.dispatchEvent(new CustomEvent<Asked>(ASKED, { detail })))
      asking.muxer = leaveQuietly(spareUpdates(factory.createStreamMuxer(connection)))
      return asking.muxer
    }
  })
}

/** The parts of yamux's muxer and streams that its types hide. */
interface Inside {
  sendGoAway: (reason?: number) => void
  _newStream: (...args: unknown[]) => {
    state: StreamState
    recvWindow: number
    recvWindowCapacity: number
    sendWindowUpdate: () => void
  }
}

/**
 * A window is widened once half of it is used, as other yamux implementations do. For a single message each of the two nodes
 * was woken twice, and encrypted, wrote, read and decrypted twice.
 */
function spareUpdates (muxer: StreamMuxer): StreamMuxer {
  const inside = muxer as unknown as Inside
  const make = inside._newStream.bind(muxer)
  inside._newStream = (...args) => {
    const stream = make(...args)
    const update = stream.sendWindowUpdate.bind(stream)
    stream.sendWindowUpdate = () => {
      // Before that it also opens the stream, or accepts it.
      if (stream.state !== StreamState.Established || stream.recvWindowCapacity <= stream.recvWindow / 2) update()
    }
    return stream
  }
  return muxer
}

/**
 * Ending a connection ends its streams first, and the end of one may end the line below, when the other side has asked for
 * too much: yamux would then throw since nobody can be told any more, out of a timer, which ends the process.
 */
function leaveQuietly (muxer: StreamMuxer): StreamMuxer {
  const inside = muxer as unknown as Inside
  const sendGoAway = inside.sendGoAway.bind(muxer)
  inside.sendGoAway = reason => {
    try {
      sendGoAway(reason)
    } catch {}
  }
  return muxer
}

/** Follows the headers through the stream of bytes. A window can be no longer than a frame that keeps to it. */
export function checkFrames (
  connection: Pick<MessageStream, 'addEventListener' | 'abort' | 'writableNeedsDrain'>, onAsked: (asked: Asked) => void
): void {
  let unread = 0
  let skipBytes = 0
  let headerBytes = 0
  let type = DATA
  let length = 0
  connection.addEventListener('message', ({ data }: StreamMessageEvent) => {
    const at = data instanceof Uint8Array ? (index: number): number => data[index]! : (index: number): number => data.get(index)
    const asked = { frames: 0, pings: 0 }
    for (let index = 0; index < data.byteLength;) {
      if (skipBytes > 0) {
        const skipped = Math.min(skipBytes, data.byteLength - index)
        skipBytes -= skipped
        index += skipped
        continue
      }
      const byte = at(index++)
      if (headerBytes === TYPE_AT) type = byte
      if (headerBytes >= LENGTH_AT) length = length * 256 + byte
      if (++headerBytes < HEADER_BYTES) continue
      if (type === DATA && length > MAX_WINDOW_BYTES) {
        connection.abort(new AppError('PROTOCOL', 'a frame longer than any window'))
        return
      }
      asked.frames++
      if (type === PING) asked.pings++
      unread = connection.writableNeedsDrain ? unread + 1 : 0
      if (unread > MAX_FRAMES_UNREAD) {
        connection.abort(new AppError('TOO_MANY', 'asks without reading the answers'))
        return
      }
      skipBytes = type === DATA ? length : 0
      headerBytes = 0
      length = 0
    }
    onAsked(asked)
  })
}
