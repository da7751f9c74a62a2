/**
 * The line by which others reach somebody: a TCP relay whose address they announce. It can be cut (every connection
 * through it breaks), go silent (a pulled cable: nobody is told), or be slow.
 */
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as pass } from 'node:timers/promises'
import { freePort } from './ports.ts'

type State = 'open' | 'cut' | 'silent'

export class Line implements AsyncDisposable {
  readonly #near: number
  readonly #server: Server
  readonly #pairs = new Set<[near: Socket, far: Socket]>()
  #state: State = 'open'
  #bytesPerSecond = Infinity
  #far: number | undefined
  #news = Promise.withResolvers<void>()

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
  }

  heal (): void {
    this.#state = 'open'
    if (this.#far !== undefined && !this.#server.listening) this.#server.listen(this.#near, '127.0.0.1')
    this.#change()
  }

  slowDown (bytesPerSecond: number): void {
    this.#bytesPerSecond = bytesPerSecond
    this.#change()
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    const { listening } = this.#server
    this.cut()
    if (listening) await once(this.#server, 'close')
  }

  #hangUp (): void {
    this.#server.close()
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy()
    this.#change()
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
  }

  #pour (from: Socket, to: Socket): void {
    from.on('data', chunk => {
      from.pause()
      void this.#pass(chunk, to).then(() => { from.resume() })
    })
    from.on('end', () => { to.end() })
  }

  /** In pieces of a tenth of a second each, where it is slow; resolves when all of it has gone, or the line is cut. */
  async #pass (chunk: Buffer, to: Socket): Promise<void> {
    for (let at = 0; at < chunk.byteLength && !to.destroyed;) {
      const news = this.#news.promise
      if (this.#state === 'silent') {
        await news
        continue
      }
      const isSlow = this.#bytesPerSecond < Infinity
      const end = isSlow ? at + Math.max(1, Math.floor(this.#bytesPerSecond / 10)) : chunk.byteLength
      const hasRoom = to.write(chunk.subarray(at, end))
      at = end
      if (isSlow) await Promise.race([news, pass(100, undefined, { ref: false })])
      else if (!hasRoom) await drained(to)
    }
  }

  /** Whoever waits for the line looks again. */
  #change (): void {
    this.#news.resolve()
    this.#news = Promise.withResolvers()
  }
}

/** Resolves when there is room again, or will never be. */
async function drained (socket: Socket): Promise<void> {
  await new Promise<void>(resolve => {
    const done = (): void => {
      socket.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    socket.on('drain', done)
    socket.on('close', done)
  })
}
