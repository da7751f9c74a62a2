/**
 * The line by which others reach somebody: a TCP relay whose address they announce. It can be cut (every connection
 * through it breaks), go silent (a pulled cable: nobody is told), or be slow.
 */
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { freePort } from './ports.ts'

type State = 'open' | 'cut' | 'silent'

export class Line implements AsyncDisposable {
  readonly #near: number
  readonly #server: Server
  readonly #pairs = new Set<[near: Socket, far: Socket]>()
  #state: State = 'open'
  #bytesPerSecond = Infinity
  #far: number | undefined

  private constructor (near: number) {
    this.#near = near
    this.#server = createServer(socket => { this.#carry(socket) })
  }

  static async lay (): Promise<Line> {
    return new Line(await freePort())
  }

  get address (): string {
    return `/ip4/127.0.0.1/tcp/${this.#near}`
  }

  /** @param port where somebody listens; before that, and after they left, connections are refused */
  leadTo (port: number | undefined): void {
    this.#far = port
    if (port === undefined) this.#hangUp()
    else if (this.#state !== 'cut') this.heal()
  }

  cut (): void {
    this.#state = 'cut'
    this.#hangUp()
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
    if (this.#far !== undefined && !this.#server.listening) this.#server.listen(this.#near, '127.0.0.1')
    for (const [near, far] of this.#pairs) {
      near.resume()
      far.resume()
    }
  }

  slowDown (bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    const { listening } = this.#server
    this.cut()
    if (listening) await once(this.#server, 'close')
  }

  #hangUp (): void {
    this.#server.close()
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy()
  }

  #carry (near: Socket): void {
    near.on('error', () => {})
    if (this.#state === 'cut' || this.#far === undefined) {
      near.destroy()
      return
    }
    const far = connect(this.#far, '127.0.0.1')
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
