/**
 * A node's API, typed, for programs on the same computer. It imports nothing heavy: the command line starts with it.
 * What else a program outside needs of ours (errors, where the socket is) is exported from here, too.
 */
import { createConnection, type Socket } from 'node:net'
import { AppError, type ErrorCode } from '../base/errors.ts'
import { checkPrivate, type Home } from './home.ts'
import { LineWriter, MAX_REPLY_BYTES, readLines } from './lines.ts'
import type { ApiEvent, MethodName, Params, Result } from './schema.ts'

export { AppError, hasCode, type ErrorCode } from '../base/errors.ts'
export { systemClock } from '../base/time.ts'
export { createLog, type Log } from '../base/log.ts'
export { DEFAULT_PROFILE, checkPrivate, prepareHome, resolveHome, type Home } from './home.ts'

export interface CallOptions {
  signal?: AbortSignal
}

export interface Client {
  /** @throws AppError with the node's code, NODE_NOT_RUNNING when it goes away; the signal's reason */
  call: <Name extends MethodName>(name: Name, params?: Params<Name>, options?: CallOptions) => Promise<Result<Name>>
  /** The same for a method that only its caller knows. */
  request: (name: string, params: unknown, options?: CallOptions) => Promise<unknown>
  /** aborts when the node goes away */
  readonly closed: AbortSignal
  close: () => void
}

interface Waiting { resolve: (result: unknown) => void, reject: (err: unknown) => void }
interface Incoming {
  id?: number
  method?: string
  params?: ApiEvent
  result?: unknown
  error?: { message: string, data?: Partial<AppError> }
}

/** @throws AppError NODE_NOT_RUNNING; REFUSED when the socket's folder is not ours alone */
export async function connect (
  home: Home, { signal, onEvent }: CallOptions & { onEvent?: (event: ApiEvent) => void | Promise<void> } = {}
): Promise<Client> {
  const socket = await open(home, signal)
  const lines = new LineWriter(socket)
  const closed = new AbortController()
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  const settle = async (line: Uint8Array): Promise<void> => {
    const { id, method, params, result, error } = JSON.parse(Buffer.from(line).toString()) as Incoming
    if (method === 'event' && params !== undefined) return await onEvent?.(params)
    const call = id === undefined || id === null ? undefined : waiting.get(id)
    if (call === undefined) return
    if (error === undefined) call.resolve(result)
    else call.reject(remoteError(error))
  }
  const receive = async (): Promise<void> => {
    try {
      for await (const line of readLines(socket, { maxBytes: MAX_REPLY_BYTES })) await settle(line)
    } catch {} // whatever it was, the connection is over
    socket.destroy()
    closed.abort(notRunning('the node went away'))
    for (const { reject } of waiting.values()) reject(closed.signal.reason)
  }
  void receive()
  const request: Client['request'] = async (name, params, { signal } = {}) => {
    signal?.throwIfAborted()
    closed.signal.throwIfAborted()
    const id = ++lastId
    const onAbort = (): void => {
      lines.write(JSON.stringify({ jsonrpc: '2.0', method: 'rpc.cancel', params: { id } })).catch(() => {})
      waiting.get(id)?.reject(signal?.reason)
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    try {
      return await new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        lines.write(JSON.stringify({ jsonrpc: '2.0', id, method: name, params })).catch(() => {
          reject(notRunning('the node went away'))
        })
      })
    } finally {
      waiting.delete(id)
      signal?.removeEventListener('abort', onAbort)
    }
  }
  return {
    call: async (name, params, options) => await request(name, params ?? {}, options) as never,
    request,
    closed: closed.signal,
    close: () => { socket.destroy() }
  }
}

export interface EventStream extends AsyncIterable<ApiEvent> {
  /** the newest event when the stream began */
  readonly latestSeq: number
  close: () => void
}

/**
 * Events after `from` (the newest when absent) on a connection of its own, which is not read while the consumer is
 * busy. The iteration ends with NODE_NOT_RUNNING when the node goes away: call again with the last seq to resume.
 * @throws AppError LOCKED, NO_PROFILE, NODE_NOT_RUNNING
 */
export async function openEvents (home: Home, { from, signal }: CallOptions & { from?: number } = {}): Promise<EventStream> {
  let pass = Promise.withResolvers<ApiEvent>()
  let taken = Promise.withResolvers<void>()
  const client = await connect(home, {
    signal,
    onEvent: async event => {
      pass.resolve(event)
      await taken.promise
    }
  })
  const fail = (reason: unknown): void => {
    pass.promise.catch(() => {}) // nobody may be waiting for it
    pass.reject(reason)
    taken.resolve()
  }
  client.closed.addEventListener('abort', () => { fail(client.closed.reason) }, { once: true })
  signal?.addEventListener('abort', () => {
    fail(signal.reason)
    client.close()
  }, { once: true })
  const subscribed = client.call('events.subscribe', { from }, { signal })
  const { latestSeq } = await subscribed.catch((err: unknown) => {
    client.close()
    throw err
  })
  async function * iterate (): AsyncGenerator<ApiEvent> {
    try {
      while (true) {
        const event = await pass.promise
        const release = taken
        pass = Promise.withResolvers()
        taken = Promise.withResolvers()
        if (client.closed.aborted) fail(signal?.aborted === true ? signal.reason : client.closed.reason)
        release.resolve()
        yield event
      }
    } finally {
      client.close()
    }
  }
  return { latestSeq, close: client.close, [Symbol.asyncIterator]: iterate }
}

async function open (home: Home, signal?: AbortSignal): Promise<Socket> {
  signal?.throwIfAborted()
  try {
    // Whoever could have made this folder could read the passphrase that we are about to send.
    await checkPrivate(home.runtime)
  } catch (err) {
    throw (err as NodeJS.ErrnoException).code === 'ENOENT' ? notRunning() : err
  }
  return await new Promise((resolve, reject) => {
    const socket = createConnection(home.socket)
    const onAbort = (): void => {
      socket.destroy()
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    socket.once('connect', () => {
      signal?.removeEventListener('abort', onAbort)
      socket.on('error', () => {}) // the reader's loop ends with it
      resolve(socket)
    })
    socket.once('error', err => { reject(connectError(err)) })
  })
}

const notRunning = (message = 'the node is not running'): AppError =>
  new AppError('NODE_NOT_RUNNING', message, { hint: 'Start it: nobyte start' })

function connectError (cause: NodeJS.ErrnoException): AppError {
  if (cause.code === 'ENOENT' || cause.code === 'ECONNREFUSED') return notRunning()
  return new AppError('REFUSED', `cannot use the node's socket (${cause.code ?? 'unknown reason'})`, { cause })
}

function remoteError ({ message, data = {} }: NonNullable<Incoming['error']>): AppError {
  const { code = 'INTERNAL' as ErrorCode, hint, details, retryAfterMs } = data
  return new AppError(code, message, { hint, retryAfterMs, details })
}
