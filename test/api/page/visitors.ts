/** A door to a page, opened in a folder of its own, and whoever may knock there: raw bytes over TCP, and WebSockets. */
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createConnection, type Socket } from 'node:net'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import type { PageDoor } from '../../../src/api/page/door.ts'
import type { WayIn } from '../../../src/api/schema.ts'
import { prepareHome, type Home } from '../../../src/api/home.ts'
import { pageMethodTable } from '../../../src/api/methods.ts'
import { silentLog } from '../../../src/base/log.ts'
import { systemRandom } from '../../../src/base/random.ts'
import { StoryClock } from '../../protocols/clock.ts'
import { ownHome, scriptedNode } from '../scripted-node.ts'

export interface Room {
  PageDoor: typeof PageDoor
}

export interface Answer {
  status: number
  headers: Map<string, string>
  body: string
}

export interface Asking {
  method?: string
  target?: string
  /** in place of the right one; several are several lines */
  host?: string[]
  headers?: Record<string, string | string[] | undefined>
  body?: string
}

export const FILES = { 'index.html': '<!doctype html><title>nobyte</title>', 'assets/app.js': 'void 0' }

export class Visited implements AsyncDisposable {
  readonly clock = new StoryClock()
  readonly home: Home
  readonly folder: string
  readonly #room: Room
  readonly #remove: () => Promise<void>
  readonly #sockets = new Set<Socket>()
  #door: PageDoor

  private constructor (room: Room, { home, remove, folder }: { home: Home, remove: () => Promise<void>, folder: string }) {
    this.#room = room
    this.home = home
    this.folder = folder
    this.#remove = remove
    this.#door = this.#make()
  }

  static async by (room: Room): Promise<Visited> {
    const { home, remove } = await ownHome()
    await prepareHome(home)
    const folder = join(home.state, 'web')
    await mkdir(join(folder, 'assets'), { recursive: true })
    for (const [name, content] of Object.entries(FILES)) await writeFile(join(folder, name), content)
    return new Visited(room, { home, remove, folder })
  }

  #make (): PageDoor {
    const node = scriptedNode()
    return new this.#room.PageDoor({
      home: this.home, folder: this.folder, table: () => pageMethodTable(node), random: systemRandom, clock: this.clock, log: silentLog
    })
  }

  async open (options: { plain?: boolean } = {}): Promise<Way> {
    return await Way.of(this, await this.#door.open(options))
  }

  /** The process ends, and another one takes its place. */
  async restart ({ keep }: { keep: boolean }): Promise<void> {
    await this.#door.close({ keep })
    this.#door = this.#make()
    await this.#door.resume()
  }

  dial (port: number, host = '127.0.0.1'): Socket {
    const socket = createConnection({ port, host })
    socket.on('error', () => {})
    this.#sockets.add(socket)
    return socket
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await this.#door.close({ keep: false })
    await this.#remove()
  }
}

/** One way in, and what its owner may do with it. */
export class Way {
  readonly visited: Visited
  readonly way: WayIn
  readonly host: string
  readonly origin: string
  readonly port: number
  /** what stands in the file that the browser is sent to */
  readonly code: string

  private constructor (visited: Visited, way: WayIn, code: string) {
    this.visited = visited
    this.way = way
    const { host, origin, port } = new URL(way.address)
    this.host = host
    this.origin = origin
    this.port = Number(port)
    this.code = code
  }

  static async of (visited: Visited, way: WayIn): Promise<Way> {
    const [, code = ''] = /#code=([\w-]+)"/.exec(await readFile(way.file, 'utf8')) ?? []
    return new Way(visited, way, code)
  }

  /** Sends a request as it stands, and reads until the other side hangs up. */
  async raw (text: string | Buffer): Promise<Answer> {
    const socket = this.visited.dial(this.port)
    const parts: Buffer[] = []
    socket.on('data', part => { parts.push(part) })
    socket.write(text)
    await once(socket, 'close')
    return parsed(Buffer.concat(parts).toString())
  }

  async ask ({ method = 'GET', target = '/', host = [this.host], headers = {}, body }: Asking = {}): Promise<Answer> {
    const lines = [
      `${method} ${target} HTTP/1.1`,
      ...host.map(value => `Host: ${value}`),
      ...Object.entries(headers).flatMap(([name, values = []]) => [values].flat().map(value => `${name}: ${value}`)),
      ...(body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
      'Connection: close'
    ]
    return await this.raw(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`)
  }

  async post (target: string, value: unknown, headers: Asking['headers'] = {}): Promise<Answer> {
    const all = { 'Content-Type': 'application/json', Origin: this.origin, ...headers }
    return await this.ask({ method: 'POST', target, headers: all, body: typeof value === 'string' ? value : JSON.stringify(value) })
  }

  async token (code = this.code): Promise<string> {
    const { status, body } = await this.post('/session', { code })
    if (status !== 200) throw new Error(`no session: ${status} ${body}`)
    return (JSON.parse(body) as { token: string }).token
  }

  async call (token: string | undefined, method = 'status', params: unknown = {}): Promise<Answer> {
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` }
    return await this.post('/rpc', { jsonrpc: '2.0', id: 1, method, params }, headers)
  }

  socket (headers: Record<string, string> = { Origin: this.origin }): WebSocket {
    return new WebSocket(`ws://127.0.0.1:${this.port}/api`, { headers: { Host: this.host, ...headers } })
  }

  /** @returns the status with which a WebSocket was refused; 101 when it was not */
  async knock (headers?: Record<string, string>): Promise<number> {
    const socket = this.socket(headers)
    socket.on('error', () => {})
    return await new Promise(resolve => {
      socket.once('unexpected-response', (_request, response) => {
        socket.terminate()
        resolve(response.statusCode ?? 0)
      })
      socket.once('open', () => {
        socket.terminate()
        resolve(101)
      })
    })
  }

  /** @returns the code with which the other side closed, after it was told this */
  async closedAfter (...frames: (string | Buffer)[]): Promise<number> {
    const socket = this.socket()
    socket.on('error', () => {})
    await once(socket, 'open')
    for (const frame of frames) socket.send(frame)
    const [code] = await once(socket, 'close') as [number]
    return code
  }
}

export const authenticate = (token: string): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'rpc.authenticate', params: { token } })

function parsed (text: string): Answer {
  const [head = '', ...body] = text.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers = new Map(lines.map(line => {
    const at = line.indexOf(':')
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()]
  }))
  return { status: Number(first.split(' ')[1] ?? 0), headers, body: body.join('\r\n\r\n') }
}
