/**
 * The page and its API on one port of 127.0.0.1, for browsers of this computer: files, a code for a token, calls with a
 * token, and a WebSocket that carries the frames of the Unix socket.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws'
import { AppError } from '../../base/errors.ts'
import type { Log } from '../../base/log.ts'
import type { Clock } from '../../base/time.ts'
import { Connection } from '../connection.ts'
import { answerFrame, type Caller, type MethodTable } from '../dispatch.ts'
import { MAX_REQUEST_BYTES } from '../lines.ts'
import type { Assets } from './assets.ts'
import { askedBy, refusalOf, RPC_PATH, SESSION_PATH, type Own } from './gate.ts'
import { bareResponse, SECURITY_HEADERS } from './headers.ts'
import type { LaunchCodes, Sessions } from './launch.ts'
import { CLOSE_MS, DEADLINE_EVERY_MS, HEADERS_MS, MAX_CONNECTIONS, MAX_HEADER_BYTES, REQUEST_MS } from './limits.ts'
import { isOurs } from './owner.ts'
import { authentication, NOT_AUTHENTICATED, WebSocketTransport } from './socket.ts'
import type { Throttle } from './throttle.ts'

export const LOOPBACK = '127.0.0.1'
const JSON_TYPE = 'application/json'
const OVERSIZED: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }

export interface PageServerOptions {
  /** the host's name in the address; 127.0.0.1 itself when absent */
  name?: string
  /** any free one when absent */
  port?: number
  assets: Assets
  table: MethodTable
  codes: LaunchCodes
  sessions: Sessions
  throttle: Throttle
  /** A code became a session; its token is told when this resolves. */
  onSession: () => Promise<void>
  clock: Clock
  log: Log
}

export interface PageServer extends Own {
  readonly port: number
  /** Lets answers under way go out. Idempotent. */
  close: () => Promise<void>
}

/** @throws AppError EXISTS: the port is taken */
export async function startPageServer (options: PageServerOptions): Promise<PageServer> {
  const server = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_MS,
    requestTimeout: REQUEST_MS,
    connectionsCheckingInterval: DEADLINE_EVERY_MS,
    insecureHTTPParser: false, // refuses a request with two lengths, among others
    requireHostHeader: false // 421 for that, like for every other host that is not ours
  })
  server.maxConnections = MAX_CONNECTIONS
  await listen(server, options.port ?? 0)
  const { port } = server.address() as AddressInfo
  const host = `${options.name ?? LOOPBACK}:${port}`
  const own = { host, origin: `http://${host}` }
  const site = new Site(options, own)
  server.on('request', (request, response) => { void site.answer(request, response) })
  server.on('upgrade', (request, socket, head) => { void site.upgrade(request, socket, head) })
  server.on('clientError', (err: NodeJS.ErrnoException, socket) => {
    if (socket.writable) socket.end(bareResponse(OVERSIZED[err.code ?? ''] ?? 400, 'Refused'))
    else socket.destroy()
  })
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    const closed = new Promise<void>(resolve => { server.close(() => { resolve() }) })
    await site.close()
    server.closeAllConnections()
    await closed
  }
  return { ...own, port, close: async () => { await (closing ??= close()) } }
}

class Site {
  readonly #options: PageServerOptions
  readonly #own: Own
  readonly #sockets = new WebSocketServer({
    noServer: true, maxPayload: MAX_REQUEST_BYTES, perMessageDeflate: false, clientTracking: false, closeTimeout: CLOSE_MS
  } as ServerOptions)
  readonly #connections = new Set<Connection>()
  readonly #underWay = new Set<Promise<void>>()
  readonly #ours = new WeakMap<Socket, Promise<boolean>>()

  constructor (options: PageServerOptions, own: Own) {
    this.#options = options
    this.#own = own
  }

  async answer (request: IncomingMessage, response: ServerResponse): Promise<void> {
    const over = new Promise<void>(resolve => { response.once('finish', resolve).once('close', resolve) })
    const underWay: Promise<void> = over.finally(() => { this.#underWay.delete(underWay) })
    this.#underWay.add(underWay)
    try {
      await this.#answer(request, response)
    } catch {
      response.destroy() // the other side went away, or sent what is no body
    }
  }

  async #answer (request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!await this.#isOurs(request.socket)) return end(response, 401)
    const refused = refusalOf(askedBy(request, { upgrades: false }), this.#own)
    if (refused !== undefined) return end(response, refused)
    if (request.url === SESSION_PATH) return await this.#beginSession(request, response)
    if (request.url === RPC_PATH) return await this.#call(request, response)
    const asset = this.#options.assets.get(request.url ?? '')
    if (asset === undefined) return end(response, 404)
    response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': asset.type, 'content-length': asset.bytes.byteLength })
    response.end(request.method === 'HEAD' ? undefined : asset.bytes)
  }

  async #beginSession (request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request)
    if (body === undefined) return end(response, 413)
    const code = codeIn(body)
    if (code === undefined || !this.#options.codes.redeem(code)) return await this.#fail(response, 'that code does not open the page')
    const token = this.#options.sessions.begin()
    await this.#options.onSession()
    sendJson(response, 200, JSON.stringify({ token }))
  }

  async #call (request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!this.#hasToken(request)) return await this.#fail(response, 'a token is needed')
    const body = await readBody(request)
    if (body === undefined) return end(response, 413)
    const { table, log } = this.#options
    const gone = new AbortController()
    response.once('close', () => { gone.abort(new AppError('ABORTED', 'the caller is gone')) })
    const reply = await answerFrame(body, { table, caller: singleCall(gone.signal), log })
    if (reply === undefined) end(response, 204)
    else sendJson(response, 200, reply)
  }

  async upgrade (request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    stream.on('error', () => {})
    const refuse = (status: number): void => { stream.end(bareResponse(status, 'Refused')) }
    if (!await this.#isOurs(request.socket)) return refuse(401)
    const refused = refusalOf(askedBy(request, { upgrades: true }), this.#own)
    if (refused !== undefined) return refuse(refused)
    const isKnown = this.#hasToken(request)
    if (request.headers.authorization !== undefined && !isKnown) {
      return refuse(await this.#options.throttle.fail() ? 401 : 429)
    }
    if (stream.destroyed) return
    this.#sockets.handleUpgrade(request, stream, head, socket => { void this.#serve(socket, { isKnown }) })
  }

  async #serve (socket: WebSocket, { isKnown }: { isKnown: boolean }): Promise<void> {
    const { sessions, throttle, clock, table, log } = this.#options
    const transport = new WebSocketTransport(socket)
    if (!isKnown) {
      const frame = await transport.first(clock)
      const caller = frame === undefined ? undefined : authentication(frame, token => sessions.has(token))
      if (caller === undefined) {
        if (frame !== undefined) await throttle.fail()
        return transport.end(NOT_AUTHENTICATED)
      }
      await transport.write(JSON.stringify({ jsonrpc: '2.0', id: caller.id, result: {} })).catch(() => {})
    }
    const connection = new Connection({ transport, table, log })
    this.#connections.add(connection)
    await connection.serve()
    this.#connections.delete(connection)
  }

  async close (): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>()
    const timer = this.#options.clock.after(CLOSE_MS, resolve)
    const ending = [...this.#connections].map(async connection => { await connection.close() })
    await Promise.race([Promise.allSettled([...ending, ...this.#underWay]), late])
    timer.cancel()
  }

  #hasToken ({ headers, rawHeaders }: IncomingMessage): boolean {
    if (rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'authorization').length !== 1) return false
    const [, token] = /^Bearer ([\w-]{1,128})$/.exec(headers.authorization ?? '') ?? []
    return token !== undefined && this.#options.sessions.has(token)
  }

  async #isOurs (socket: Socket): Promise<boolean> {
    const known = this.#ours.get(socket) ?? isOurs(socket)
    this.#ours.set(socket, known)
    return await known
  }

  async #fail (response: ServerResponse, message: string): Promise<void> {
    const isTurn = await this.#options.throttle.fail()
    const [status, error] = isTurn ? [401, { code: 'REFUSED', message }] : [429, { code: 'TOO_MANY', message: 'too many failures' }]
    sendJson(response, status as number, JSON.stringify({ error }))
  }
}

async function listen (server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new AppError(cause.code === 'EADDRINUSE' ? 'EXISTS' : 'REFUSED', `cannot listen on ${LOOPBACK}:${port}`, { cause }))
    })
    server.listen({ host: LOOPBACK, port, exclusive: true }, resolve)
  })
}

function end (response: ServerResponse, status: number): void {
  // What was refused may have a body on its way, which nobody reads.
  response.writeHead(status, { ...SECURITY_HEADERS, 'content-length': '0', ...(status < 400 ? {} : { connection: 'close' }) })
  response.end()
}

function sendJson (response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...SECURITY_HEADERS, 'content-type': JSON_TYPE, 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

/** @returns undefined when it is longer than a request may be */
async function readBody (request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += part.byteLength
    if (bytes > MAX_REQUEST_BYTES) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function codeIn (body: Buffer): string | undefined {
  try {
    const { code } = JSON.parse(body.toString('utf8')) as { code?: unknown }
    return typeof code === 'string' ? code : undefined
  } catch {
    return undefined
  }
}

/** A call that has no connection of its own. */
const singleCall = (signal: AbortSignal): Caller => ({
  begin: () => ({ signal, end () {} }),
  cancel () {},
  stream () { throw new AppError('REFUSED', 'events need a WebSocket', { hint: 'Connect to /api' }) },
  endStream () {}
})
