/** The API on its Unix socket: ours alone (0700 folder, 0600 socket), bounded, replaced after a kill −9. */
import { chmod, unlink } from 'node:fs/promises'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { AppError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import { Connection } from './connection.ts'
import type { MethodTable } from './dispatch.ts'
import { prepareHome, type Home } from './home.ts'
import { LineTransport } from './lines.ts'

const MAX_CONNECTIONS = 64

export interface ApiServer {
  /** Stops listening, lets answers under way go out, ends every connection. Idempotent. */
  close: () => Promise<void>
}

/**
 * Call it while holding the profile's lock: then a socket that nobody answers on can only be a dead node's.
 * @throws AppError EXISTS: a node answers on this socket; REFUSED: the folder is not ours alone
 */
export async function startApiServer (
  { home, table, log }: { home: Home, table: MethodTable, log: Log }
): Promise<ApiServer> {
  await prepareHome(home)
  const connections = new Set<Connection>()
  const serving = new Set<Promise<void>>()
  const accept = (socket: Socket): void => {
    const connection = new Connection({ transport: new LineTransport(socket), table, log })
    if (connections.size >= MAX_CONNECTIONS) {
      void connection.refuse(new AppError('TOO_MANY', `more than ${MAX_CONNECTIONS} connections`))
      return
    }
    connections.add(connection)
    const served: Promise<void> = connection.serve().finally(() => {
      connections.delete(connection)
      serving.delete(served)
    })
    serving.add(served)
  }
  // Half-open: a script that pipes requests in and closes its side still gets the answers.
  const server = createServer({ allowHalfOpen: true }, accept)
  await listen(server, home.socket)
  await chmod(home.socket, 0o600)
  server.on('error', () => { log.error('api.socket-failed') })
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    const closed = new Promise<void>(resolve => { server.close(() => { resolve() }) })
    await Promise.allSettled([...connections].map(async connection => { await connection.close() }))
    await Promise.allSettled([closed, ...serving])
  }
  return { close: async () => { await (closing ??= close()) } }
}

async function listen (server: Server, path: string): Promise<void> {
  try {
    await tryListen(server, path)
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw listenError(err)
    if (await isAnswered(path)) {
      throw new AppError('EXISTS', 'a node is already running for this profile', { hint: 'See: nobyte status' })
    }
    await unlink(path)
    await tryListen(server, path)
  }
}

const listenError = (cause: unknown): AppError =>
  new AppError('REFUSED', `cannot listen on the local socket (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'})`, { cause })

async function tryListen (server: Server, path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function isAnswered (path: string): Promise<boolean> {
  return await new Promise(resolve => {
    const socket = createConnection(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => { resolve(false) })
  })
}
