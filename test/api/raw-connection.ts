/** The socket as any program sees it: bytes in, lines out. */
import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Home } from '../../src/api/home.ts'

export interface Reply {
  jsonrpc: string
  id: unknown
  method?: string
  params?: { seq: number, type: string, text?: string }
  result?: any // oxlint-disable-line typescript/no-explicit-any
  error?: { code: number, message: string, data: { code: string, hint?: string, details?: unknown } }
}

export class RawConnection {
  readonly socket: Socket
  readonly #lines: AsyncIterator<string>

  private constructor (socket: Socket) {
    this.socket = socket
    this.#lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  }

  static async to (home: Home): Promise<RawConnection> {
    const socket = createConnection(home.socket)
    await once(socket, 'connect')
    socket.on('error', () => {})
    return new RawConnection(socket)
  }

  write (frame: unknown): void {
    this.socket.write(`${typeof frame === 'string' ? frame : JSON.stringify(frame)}\n`)
  }

  /** @returns undefined once the node has hung up */
  async next<T = Reply> (): Promise<T | undefined> {
    const { value, done } = await this.#lines.next()
    return done === true ? undefined : JSON.parse(value) as T
  }

  async ask (method: string, params: unknown = {}): Promise<Reply> {
    this.write({ jsonrpc: '2.0', id: 1, method, params })
    return (await this.next())!
  }

  [Symbol.dispose] (): void {
    this.socket.destroy()
  }
}
