/** A member of a group: their node in a process of its own, embedded through dist/index.js. Some others may be out of its reach. */
import net from 'node:net'
import { setPriority } from 'node:os'
import type * as Nobyte from '../../../../src/index.ts'

// There are many of them, and stories beside theirs.
setPriority(5)

/** ports that no cable leads to at present, and what is open to which */
const cut = new Set<number>()
const open = new Map<net.Socket, number>()
const connect = net.connect.bind(net)
// Before anything that dials is loaded: it takes the function from here.
net.connect = ((options: net.TcpNetConnectOpts) => {
  const socket = cut.has(options.port) ? new net.Socket() : connect(options)
  if (cut.has(options.port)) setImmediate(() => { socket.destroy(new Error('no cable')) })
  open.set(socket, options.port)
  socket.once('close', () => { open.delete(socket) })
  return socket
}) as typeof net.connect

const { openNode } = await import(new URL('../../../../dist/index.js', import.meta.url).href) as typeof Nobyte

export interface MemberOptions {
  folder: string
  name: string
  network: string
  port: number
}

const [options] = process.argv.slice(2)
const { folder, name, network, port } = JSON.parse(options!) as MemberOptions
const node = await openNode({
  folder, name, network, passphrase: 'correct-horse', listen: [`/ip4/127.0.0.1/tcp/${port}`],
  argon2: { memoryKiB: 1024, passes: 1, parallelism: 1 } // light: it is started again and again
})

/** Whoever listens there is not reached, until this is said again. */
function leadNowhere (ports: readonly number[]): void {
  cut.clear()
  for (const port of ports) cut.add(port)
  for (const [socket, port] of open) if (cut.has(port)) socket.destroy()
}

/** What is asked is a method of the messenger, or of a part of it, by its name. */
process.on('message', ({ id, path, args }: { id: number, path: string[], args: unknown[] }) => {
  if (path[0] === 'leadNowhere') {
    leadNowhere(args as number[])
    process.send?.({ id })
    return
  }
  const owner = path.slice(0, -1).reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], node.messenger)
  const method = (owner as Record<string, (...args: unknown[]) => unknown>)[path.at(-1)!]!
  Promise.resolve().then(async () => await method.apply(owner, args)).then(
    result => { process.send?.({ id, result }) },
    (err: unknown) => { process.send?.({ id, error: err instanceof Error ? err.message : String(err) }) }
  )
})
process.once('disconnect', () => { process.exit() })
for (const event of ['message:received', 'group:changed'] as const) {
  node.messenger.events.on(event, () => { process.send?.({ news: true }) })
}
process.send?.({ ready: true })
