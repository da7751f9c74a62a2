/** Newline-delimited frames over a local socket: bounded while reading, patient while writing. */
import type { Socket } from 'node:net'
import { raceSignal } from '../base/abort.ts'
import { AppError } from '../base/errors.ts'
import type { Transport } from './transport.ts'

/** what a caller may send at once */
export const MAX_REQUEST_BYTES = 1024 * 1024
/** what a node may answer at once: 1,000 of the longest texts */
export const MAX_REPLY_BYTES = 80 * 1024 * 1024

const NEWLINE = 0x0a
const REFUSAL_MS = 1000

/**
 * Lines without their newline; an unfinished last one is dropped. The socket is not read while the consumer is busy.
 * @throws AppError TOO_LARGE: a line longer than maxBytes
 */
export async function * readLines (socket: Socket, { maxBytes }: { maxBytes: number }): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = []
  let bytes = 0
  // Not destroyed when the input ends: the other side may have closed its half only, and waits for answers.
  for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      parts.push(chunk.subarray(start, end))
      if (bytes + end - start > maxBytes) throw tooLong(maxBytes)
      yield parts.length === 1 ? parts[0]! : Buffer.concat(parts)
      parts = []
      bytes = 0
      start = end + 1
    }
    if (start === chunk.length) continue
    parts.push(chunk.subarray(start))
    bytes += chunk.length - start
    if (bytes > maxBytes) throw tooLong(maxBytes)
  }
}

const tooLong = (maxBytes: number): AppError => new AppError('TOO_LARGE', `a frame is longer than ${maxBytes} bytes`)

const closedError = (): AppError => new AppError('ABORTED', 'the connection is closed')

export class LineWriter {
  readonly #socket: Socket
  #draining: Promise<void> | undefined

  constructor (socket: Socket) {
    this.#socket = socket
  }

  /** Resolves once the socket takes more. @throws AppError ABORTED when it closed; the signal's reason */
  async write (text: string, signal?: AbortSignal): Promise<void> {
    if (this.#socket.destroyed || !this.#socket.writable) throw closedError()
    if (this.#socket.write(`${text}\n`)) return
    // One wait for all who wrote meanwhile.
    this.#draining ??= this.#drain().finally(() => { this.#draining = undefined })
    await (signal === undefined ? this.#draining : raceSignal(this.#draining, signal))
  }

  async #drain (): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const settle = (): void => {
        this.#socket.off('drain', settle).off('close', settle)
        if (this.#socket.destroyed) reject(closedError())
        else resolve()
      }
      this.#socket.on('drain', settle).on('close', settle)
    })
  }
}

/** A Unix socket as a transport: one frame a line. */
export class LineTransport implements Transport {
  readonly #socket: Socket
  readonly #lines: LineWriter

  constructor (socket: Socket) {
    this.#socket = socket
    this.#lines = new LineWriter(socket)
    socket.on('error', () => {}) // a caller may vanish at any moment; 'close' follows
  }

  async * frames (): AsyncGenerator<Uint8Array> {
    for await (const line of readLines(this.#socket, { maxBytes: MAX_REQUEST_BYTES })) {
      if (!isBlank(line)) yield line
    }
  }

  async write (frame: string, signal?: AbortSignal): Promise<void> {
    await this.#lines.write(frame, signal)
  }

  onClose (listener: () => void): void {
    this.#socket.once('close', listener)
  }

  /** What still arrives is read and dropped for a while: closing on it would lose the answer. */
  async refuse (frame: string): Promise<void> {
    const socket = this.#socket
    if (socket.destroyed) return
    await new Promise<void>(resolve => {
      const timer = setTimeout(() => { socket.destroy() }, REFUSAL_MS)
      socket.once('close', () => {
        clearTimeout(timer)
        resolve()
      })
      socket.once('end', () => { socket.destroySoon() })
      socket.end(`${frame}\n`)
      socket.resume()
    })
  }

  end (): void {
    this.#socket.destroySoon()
  }

  destroy (): void {
    this.#socket.destroy()
  }
}

const isBlank = (line: Uint8Array): boolean => line.length === 0 || (line.length === 1 && line[0] === 0x0d)
