/** A WebSocket as a transport of the API: one frame a message; the first says who is there. */
import type { RawData, WebSocket } from 'ws'
import { raceSignal } from '../../base/abort.ts'
import { AppError } from '../../base/errors.ts'
import type { Clock } from '../../base/time.ts'
import type { Transport } from '../transport.ts'
import { AUTHENTICATE_MS, MAX_FIRST_FRAME_BYTES } from './limits.ts'

const NORMAL = 1000
const TEXT_ONLY = 1003
const GOING_AWAY = 1001
/** the page then asks for a new way in */
export const NOT_AUTHENTICATED = 4401

export class WebSocketTransport implements Transport {
  readonly #socket: WebSocket
  #waiting: Buffer[] = []
  #wake: (() => void) | undefined
  #closed = false

  constructor (socket: WebSocket) {
    this.#socket = socket
    socket.on('error', () => {}) // a frame that is too long, or no frame at all; 'close' follows
    socket.on('message', (data, isBinary) => { this.#receive(data, isBinary) })
    this.onClose(() => {
      this.#closed = true
      this.#wake?.()
    })
  }

  /** The same as every frame after it. Undefined when it does not come in time. */
  async first (clock: Clock): Promise<Buffer | undefined> {
    let frame: Buffer | undefined
    const timer = clock.after(AUTHENTICATE_MS, () => {
      this.#closed = true
      this.#wake?.()
    })
    for await (frame of this.frames()) break
    timer.cancel()
    return frame
  }

  async * frames (): AsyncGenerator<Buffer> {
    while (true) {
      const frame = this.#waiting.shift()
      if (frame !== undefined) {
        yield frame
        continue
      }
      if (this.#closed) return
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      this.#socket.resume()
      await promise
    }
  }

  async write (frame: string, signal?: AbortSignal): Promise<void> {
    const written = new Promise<void>((resolve, reject) => {
      this.#socket.send(frame, err => {
        if (err === undefined || err === null) resolve()
        else reject(new AppError('ABORTED', 'the connection is closed', { cause: err }))
      })
    })
    await (signal === undefined ? written : raceSignal(written, signal))
  }

  onClose (listener: () => void): void {
    this.#socket.once('close', listener)
  }

  async refuse (frame: string): Promise<void> {
    await this.write(frame).catch(() => {})
    this.end(NORMAL)
  }

  end (code = GOING_AWAY): void {
    this.#closed = true
    this.#socket.close(code)
    this.#socket.resume() // to read that the other side closes, too
  }

  destroy (): void {
    this.#socket.terminate()
  }

  #receive (data: RawData, isBinary: boolean): void {
    if (isBinary) return this.end(TEXT_ONLY)
    this.#waiting.push(data as Buffer)
    // Whatever has arrived is taken, and no more is read until it was looked at.
    this.#socket.pause()
    this.#wake?.()
  }
}

/** Reads who is there. @returns the call's id; undefined when it was not `rpc.authenticate` with a token that is known here */
export function authentication (frame: Buffer, isKnown: (token: string) => boolean): { id: string | number | null } | undefined {
  if (frame.byteLength > MAX_FIRST_FRAME_BYTES) return undefined
  try {
    const { id, method, params } = JSON.parse(frame.toString('utf8')) as {
      id?: string | number | null, method?: unknown, params?: { token?: unknown } | null
    }
    const token = params?.token
    return method === 'rpc.authenticate' && typeof token === 'string' && isKnown(token) ? { id: id ?? null } : undefined
  } catch {
    return undefined
  }
}
