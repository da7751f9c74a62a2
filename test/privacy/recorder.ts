/**
 * A line on which somebody listens: passes TCP on to a server and keeps what went by. Noise hides what is said and shows,
 * in clear, how long each of its messages is; so whether cells have one size can be seen from outside.
 */
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

export class Recorder implements AsyncDisposable {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #directions: { isToServer: boolean, parts: Buffer[] }[] = []

  private constructor (server: Server) {
    this.#server = server
  }

  /** @param most connections that are let in; afterwards nobody is, as by a firewall */
  static async to (port: number, { most = Infinity }: { most?: number } = {}): Promise<Recorder> {
    const server = createServer()
    const recorder = new Recorder(server)
    let taken = 0
    server.on('connection', client => {
      if (taken++ < most) recorder.#pass(client, connect({ port, host: '127.0.0.1' }))
      else client.destroy()
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return recorder
  }

  get address (): string { return `/ip4/127.0.0.1/tcp/${(this.#server.address() as AddressInfo).port}` }

  /** Everything that went by. */
  get packets (): Buffer {
    return Buffer.concat(this.#directions.flatMap(({ parts }) => parts))
  }

  /** The lengths of Noise's messages to the server, without its tags. */
  get lengths (): number[] {
    return this.#directions.filter(({ isToServer }) => isToServer).flatMap(({ parts }) => noiseLengths(Buffer.concat(parts)))
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #pass (client: Socket, server: Socket): void {
    for (const [from, into, isToServer] of [[client, server, true], [server, client, false]] as const) {
      const parts: Buffer[] = []
      this.#directions.push({ isToServer, parts })
      this.#sockets.add(from)
      from.on('data', part => { parts.push(part) })
      from.on('error', () => {})
      from.on('close', () => {
        into.destroy()
        this.#sockets.delete(from)
      })
      from.pipe(into)
    }
  }
}

const NOISE_TAG_BYTES = 16
const NOISE = '/noise\n'

/** Behind the negotiation of an open network: u16be length and message, without end; the handshake's are among them. */
function noiseLengths (bytes: Buffer): number[] {
  let at = bytes.indexOf(NOISE) + NOISE.length
  const lengths: number[] = []
  while (at >= NOISE.length && at + 2 <= bytes.byteLength) {
    const length = bytes.readUInt16BE(at)
    lengths.push(length - NOISE_TAG_BYTES)
    at += 2 + length
  }
  return lengths
}
