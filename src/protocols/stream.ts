/**
 * A libp2p stream as frames: an unsigned varint length, then so many bytes. Everything that arrives is hostile: a
 * length is refused before anything is allocated for it, a frame once begun must be complete in time, and a reader
 * who is slower than the sender makes the sender wait instead of filling this computer's memory.
 */
import type { Stream, StreamCloseEvent, StreamMessageEvent } from '@libp2p/interface'
import { decode, type LengthDecoderFunction } from 'it-length-prefixed'
import { pipe } from 'it-pipe'
import { pEvent } from 'p-event'
import type { Uint8ArrayList } from 'uint8arraylist'
import { concat, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import type { Clock, Timer } from '../base/time.ts'
import { FRAME_TIMEOUT_MS } from '../wire/limits.ts'

const PAUSE_ABOVE_BYTES = 256 * 1024
const RESUME_BELOW_BYTES = PAUSE_ABOVE_BYTES / 2
/** lengths up to 256 MiB can be said; what may be said is `maxBytes` */
const MAX_LENGTH_BYTES = 4

export interface FramesOptions {
  /** the largest frame that may arrive, without its length */
  maxBytes: number
  /** the same for the first frame: a stranger's proof is shorter than what a contact may send. Default: maxBytes */
  firstFrameMaxBytes?: number
  /** from now until the first frame is complete. Default: for ever */
  firstFrameTimeoutMs?: number
  /** from a frame's first byte to its last; between frames a stream may rest. Default: FRAME_TIMEOUT_MS */
  frameTimeoutMs?: number
  clock: Clock
  signal: AbortSignal
}

/**
 * The frames of a stream, each in memory of its own, ending when the other side closes its half. Any error aborts the
 * stream. A reader who stops early has to close the stream: what had arrived by then is dropped.
 * @throws AppError PROTOCOL: too large, cut off, or a length that is none; TIMED_OUT: too slow; PEER_UNREACHABLE: the
 *   stream or its connection broke; the signal's reason
 */
export async function * frames (stream: Stream, {
  maxBytes, firstFrameMaxBytes = maxBytes, firstFrameTimeoutMs, frameTimeoutMs = FRAME_TIMEOUT_MS, clock, signal
}: FramesOptions): AsyncGenerator<Bytes, void, undefined> {
  // The rest of a frame that is waited for must never be held back.
  if (maxBytes > RESUME_BELOW_BYTES) throw new TypeError('frames are too large for this much back-pressure')
  const inflow = new Inflow(stream)
  const deadline = new Deadline(clock, () => { stream.abort(new AppError('TIMED_OUT', 'a frame was not complete in time')) })
  let limitBytes = firstFrameMaxBytes
  let lengthBytes = 0

  // The decoder asks for more only when it holds no whole frame, so a slow consumer never runs into this deadline.
  async function * timed (): AsyncGenerator<Uint8Array | Uint8ArrayList, void, undefined> {
    for (;;) {
      if (inflow.heldBytes > 0 && !inflow.hasMore) deadline.arm(frameTimeoutMs)
      const chunk = await inflow.next()
      if (chunk === undefined) break
      yield chunk
    }
    if (inflow.heldBytes > 0) throw new AppError('PROTOCOL', 'the stream ended inside a frame')
  }

  const decoding = {
    lengthDecoder,
    maxLengthLength: MAX_LENGTH_BYTES,
    maxDataLength: Infinity, // onLength decides
    onLength (length: number) {
      if (length > limitBytes) throw new AppError('PROTOCOL', `a frame claims ${length} bytes, ${limitBytes} are allowed`)
      lengthBytes = lengthDecoder.bytes
    },
    onData (data: Uint8ArrayList) {
      inflow.release(lengthBytes + data.byteLength)
      limitBytes = maxBytes
      deadline.disarm()
    }
  }

  const onAbort = (): void => { stream.abort(signal.reason) }
  try {
    signal.throwIfAborted()
    signal.addEventListener('abort', onAbort, { once: true })
    if (firstFrameTimeoutMs !== undefined) deadline.arm(firstFrameTimeoutMs)
    for await (const frame of pipe(timed, source => decode(source, decoding))) {
      yield new Uint8Array(frame.subarray()) // a copy: the list's memory belongs to libp2p
    }
  } catch (cause) {
    const err = asError(cause, signal)
    stream.abort(err)
    throw err
  } finally {
    signal.removeEventListener('abort', onAbort)
    deadline.disarm()
    inflow.stop()
  }
}

/** @throws AppError PROTOCOL: the stream ended without one; as frames() */
export async function firstFrame (received: AsyncGenerator<Bytes, void, undefined>): Promise<Bytes> {
  const { value, done } = await received.next()
  if (done === true) throw new AppError('PROTOCOL', 'the stream ended before its first frame')
  return value
}

interface FrameSink {
  /**
   * Writes all frames at once, in the order of the calls, and waits until the stream takes more.
   * @throws AppError PEER_UNREACHABLE: the stream is closed or broke
   */
  send: (frames: readonly Uint8Array[]) => Promise<void>
}

export function frameSink (stream: Stream): FrameSink {
  let tail: Promise<void> | undefined
  const write = async (frames: readonly Uint8Array[]): Promise<void> => {
    try {
      if (stream.writableNeedsDrain) await drained(stream) // others write to the same connection
      stream.send(prefixed(frames))
      if (stream.writableNeedsDrain) await drained(stream)
    } catch (cause) {
      throw broken(cause)
    }
  }
  return {
    send (frames) {
      const turn = tail === undefined ? write(frames) : tail.then(async () => { await write(frames) })
      const settled = turn.catch(() => {}).then(() => {
        if (tail === settled) tail = undefined
      })
      tail = settled
      return turn
    }
  }
}

/** Not stream.onDrain(): it works only once. */
async function drained (stream: Stream): Promise<void> {
  while (stream.writableNeedsDrain) {
    if (stream.status !== 'open') throw new Error(`the stream is ${stream.status}`)
    await pEvent(stream, 'drain', { rejectionEvents: ['close'] })
  }
}

/** The stream's bytes as they come. Pauses the stream while more than PAUSE_ABOVE_BYTES are held that no frame has taken. */
class Inflow {
  readonly #stream: Stream
  readonly #chunks: Array<Uint8Array | Uint8ArrayList> = []
  #news = Promise.withResolvers<void>()
  #resuming = false
  #failure: Error | undefined
  /** arrived, and not yet part of a frame that was handed on */
  heldBytes = 0

  constructor (stream: Stream) {
    this.#stream = stream
    stream.addEventListener('message', this.#onMessage)
    stream.addEventListener('end', this.#onEnd)
    stream.addEventListener('close', this.#onClose)
  }

  get hasMore (): boolean {
    return this.#chunks.length > 0
  }

  /** @returns undefined at the end. @throws what broke the stream, after everything that had arrived here */
  async next (): Promise<Uint8Array | Uint8ArrayList | undefined> {
    for (;;) {
      const chunk = this.#chunks.shift()
      if (chunk !== undefined) return chunk
      if (this.#failure !== undefined) throw this.#failure
      if (this.#stream.status === 'aborted' || this.#stream.status === 'reset') {
        throw new Error(`the stream was ${this.#stream.status} before it was read`)
      }
      if (this.#stream.readableEnded) return undefined
      await this.#news.promise
      this.#news = Promise.withResolvers()
    }
  }

  release (bytes: number): void {
    this.heldBytes -= bytes
    if (this.#stream.readStatus !== 'paused' || this.heldBytes >= RESUME_BELOW_BYTES || this.#failure !== undefined) return
    // While resume() empties libp2p's own buffer into #onMessage, a pause() would be forgotten, so it comes afterwards.
    this.#resuming = true
    try {
      this.#stream.resume()
    } catch (err) {
      if (this.#stream.status === 'open') throw err // else the buffer was emptied, and there is no window to widen any more
    } finally {
      this.#resuming = false
    }
    this.#holdBack()
  }

  stop (): void {
    this.#stream.removeEventListener('message', this.#onMessage)
    this.#stream.removeEventListener('end', this.#onEnd)
    this.#stream.removeEventListener('close', this.#onClose)
  }

  #holdBack (): void {
    if (this.heldBytes > PAUSE_ABOVE_BYTES && this.#stream.readStatus === 'readable') this.#stream.pause()
  }

  readonly #onMessage = ({ data }: StreamMessageEvent): void => {
    this.#chunks.push(data)
    this.heldBytes += data.byteLength
    if (!this.#resuming) this.#holdBack()
    this.#news.resolve()
  }

  readonly #onEnd = (): void => { this.#news.resolve() }

  readonly #onClose = ({ error }: StreamCloseEvent): void => {
    this.#failure = error
    this.#news.resolve()
  }
}

/** One timer for one frame: arming it again does not move it. */
class Deadline {
  readonly #clock: Clock
  readonly #onLate: () => void
  #timer: Timer | undefined

  constructor (clock: Clock, onLate: () => void) {
    this.#clock = clock
    this.#onLate = onLate
  }

  arm (delayMs: number): void {
    this.#timer ??= this.#clock.after(delayMs, this.#onLate)
  }

  disarm (): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }
}

/** An unsigned varint in its shortest form. A RangeError tells the decoder to wait for the next byte. */
const lengthDecoder: LengthDecoderFunction = Object.assign((data: Uint8ArrayList): number => {
  let length = 0
  for (let i = 0; i < MAX_LENGTH_BYTES; i++) {
    if (i === data.byteLength) throw new RangeError('the length goes on')
    const byte = data.get(i)
    length += (byte & 0x7f) << (7 * i)
    if (byte >= 0x80) continue
    if (byte === 0 && i > 0) break
    lengthDecoder.bytes = i + 1
    return length
  }
  throw new AppError('PROTOCOL', 'a frame length that is no short varint')
}, { bytes: 0 })

/** All frames with their lengths, in one piece of memory: many small pieces would cost the layers below ten times as much. */
const prefixed = (frames: readonly Uint8Array[]): Bytes => concat(...frames.flatMap(frame => [lengthOf(frame), frame]))

function lengthOf ({ byteLength }: Uint8Array): Bytes {
  const digits: number[] = []
  let rest = byteLength
  for (; rest >= 0x80; rest >>>= 7) digits.push((rest & 0x7f) | 0x80)
  return Uint8Array.of(...digits, rest)
}

function asError (cause: unknown, signal: AbortSignal): Error {
  if (signal.aborted) return signal.reason instanceof Error ? signal.reason : new AppError('ABORTED', 'the caller gave up')
  return cause instanceof AppError ? cause : broken(cause)
}

const broken = (cause: unknown): AppError => cause instanceof AppError
  ? cause
  : new AppError('PEER_UNREACHABLE', 'the stream broke', { cause: cause instanceof Error ? cause : undefined })
