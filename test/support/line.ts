/**
 * The line by which others reach somebody: a TCP relay whose address they announce. It can be cut (every connection
 * through it breaks), go silent (a pulled cable: nobody is told), or be slow.
 */
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

type State = 'open' | 'cut' | 'silent'

export class Line implements AsyncDisposable {
  readonly #server: Server
  readonly #pairs = new Set<[near: Socket, far: Socket]>()
  #state: State = 'open'
  #bytesPerSecond = Infinity
  /** where it leads; nobody answers before there is somebody */
  port: number | undefined

  private constructor (server: Server) {
    this.#server = server
    server.on('connection', near => { this.#carry(near) })
  }

  static async lay (): Promise<Line> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new Line(server)
  }

  get address (): string {
    return `/ip4/127.0.0.1/tcp/${(this.#server.address() as AddressInfo).port}`
  }

  cut (): void {
    this.#state = 'cut'
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy()
  }

  silence (): void {
    this.#state = 'silent'
    for (const [near, far] of this.#pairs) {
      near.pause()
      far.pause()
    }
  }

  heal (): void {
    this.#state = 'open'
    for (const [near, far] of this.#pairs) {
      near.resume()
      far.resume()
    }
  }

  slowDown (bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    this.cut()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #carry (near: Socket): void {
    near.on('error', () => {})
    if (this.#state === 'cut' || this.port === undefined) {
      near.destroy()
      return
    }
    const far = connect(this.port, '127.0.0.1')
    far.on('error', () => {})
    const pair: [Socket, Socket] = [near, far]
    this.#pairs.add(pair)
    const end = (): void => {
      this.#pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    near.on('close', end)
    far.on('close', end)
    this.#pour(near, far)
    this.#pour(far, near)
    if (this.#state === 'silent') this.silence()
  }

  #pour (from: Socket, to: Socket): void {
    from.on('data', chunk => {
      const hasRoom = to.write(chunk)
      const delayMs = chunk.byteLength / this.#bytesPerSecond * 1000
      if (delayMs > 1) {
        from.pause()
        setTimeout(() => { if (this.#state !== 'silent') from.resume() }, delayMs).unref()
      } else if (!hasRoom) {
        from.pause()
        to.once('drain', () => { if (this.#state !== 'silent') from.resume() })
      }
    })
    from.on('end', () => { to.end() })
  }
}
