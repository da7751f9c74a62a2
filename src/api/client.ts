/**
 * A node's API, typed, for programs on the same computer. It imports nothing heavy: the command line starts with it.
 * What else a program outside needs of ours (errors, where the socket is) is exported from here, too.
 */
import { createConnection, type Socket } from 'node:net'
import { AppError } from '../base/errors.ts'
import { checkPrivate, type Home } from './home.ts'
import { LineWriter, MAX_REPLY_BYTES, readLines } from './lines.ts'
import { Calls, nodeGone, type Caller, type CallOptions } from './remote.ts'
import type { ApiEvent, KeptEvent } from './schema.ts'

export type { CallOptions } from './remote.ts'
export { AppError, hasCode, type ErrorCode } from '../base/errors.ts'
export { systemClock } from '../base/time.ts'
export { createLog, type Log } from '../base/log.ts'
export { DEFAULT_PROFILE, checkPrivate, prepareHome, resolveHome, type Home } from './home.ts'

export interface Client extends Caller {
  /** aborts when the node goes away */
  readonly closed: AbortSignal
  close: () => void
}

/** @throws AppError NODE_NOT_RUNNING; REFUSED when the socket's folder is not ours alone */
export async function connect (
  home: Home, { signal, onEvent }: CallOptions & { onEvent?: (event: ApiEvent) => void | Promise<void> } = {}
): Promise<Client> {
  const socket = await open(home, signal)
  const lines = new LineWriter(socket)
  const calls = new Calls(async frame => { await lines.write(frame) })
  const closed = new AbortController()
  const receive = async (): Promise<void> => {
    try {
      for await (const line of readLines(socket, { maxBytes: MAX_REPLY_BYTES })) {
        const event = calls.receive(Buffer.from(line).toString())
        if (event !== undefined) await onEvent?.(event)
      }
    } catch {} // whatever it was, the connection is over
    socket.destroy()
    closed.abort(nodeGone())
    calls.end(closed.signal.reason as AppError)
  }
  void receive()
  return {
    call: async (name, params, options) => await calls.call(name, params, options),
    request: async (name, params, options) => await calls.request(name, params, options),
    closed: closed.signal,
    close: () => { socket.destroy() }
  }
}

export interface EventStream extends AsyncIterable<KeptEvent> {
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
  let pass = Promise.withResolvers<KeptEvent>()
  let taken = Promise.withResolvers<void>()
  const client = await connect(home, {
    signal,
    onEvent: async event => {
      // Of the moment: who resumes could not be given it again.
      if (event.type === 'typing' || event.type === 'presence') return
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
  async function * iterate (): AsyncGenerator<KeptEvent> {
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

const notRunning = (): AppError => nodeGone('the node is not running')

function connectError (cause: NodeJS.ErrnoException): AppError {
  if (cause.code === 'ENOENT' || cause.code === 'ECONNREFUSED') return notRunning()
  return new AppError('REFUSED', `cannot use the node's socket (${cause.code ?? 'unknown reason'})`, { cause })
}
