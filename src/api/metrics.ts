/**
 * An operator's node in numbers, as Prometheus reads them: on a port of this computer, or in a file. No label names a
 * person, an address, a queue or a key: what is counted here may lie with somebody else for years.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { isAbsolute } from 'node:path'
import { AppError } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import { SECOND, systemClock, type Clock, type Timer } from '../base/time.ts'
import { replaceFile } from '../store/files.ts'

const WRITE_EVERY_MS = 15 * SECOND
const LOOPBACK = '127.0.0.1'

/** Of an operator's node, what is counted. */
export interface CountedNode {
  status: () => {
    peers: number
    dht: { tableSize: number }
    relay?: { reservations: number, circuits: number }
    mailbox?: {
      queues: number, senders: number, cells: number, bytes: number, fetching: number, held: number, rejected: number
      answered: Record<string, number>, received: { proxied: number, direct: number }
    }
    proxy?: {
      clients: number, hosts: number, underWay: number, frames: { toHosts: number, toClients: number }, refused: Record<string, number>
    }
    startedAtMs: number
  }
  holdings: () => object
}

interface Metrics {
  stop: () => Promise<void>
}

interface MetricsOptions {
  node: CountedNode
  /** a port, on which this computer alone may ask; or the absolute path of a file, which is written anew all the time */
  at: string
  log: Log
  clock?: Clock
}

/** @throws AppError BAD_INPUT: neither a port nor an absolute path, or the port is taken */
export async function publishMetrics ({ node, at, log, clock = systemClock }: MetricsOptions): Promise<Metrics> {
  if (/^\d+$/.test(at) && Number(at) > 0 && Number(at) < 65_536) return await onPort(node, Number(at))
  if (isAbsolute(at)) return await inFile(node, at, { log, clock })
  throw new AppError('BAD_INPUT', 'metrics go to a port or to a file', { hint: 'For example: --metrics 9464, or --metrics ./nobyte.prom' })
}

async function onPort (node: CountedNode, port: number): Promise<Metrics> {
  const server = createServer(({ method, url, headers: { host = '' } }, response) => {
    // A page in a browser on this computer could ask under a name that it made lead here.
    const isLocal = [LOOPBACK, 'localhost'].includes(host.split(':')[0] ?? '')
    const isAsked = isLocal && method === 'GET' && url === '/metrics'
    response.writeHead(isAsked ? 200 : 404, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
    response.end(isAsked ? metricsText(node) : '')
  })
  server.listen(port, LOOPBACK)
  try {
    await once(server, 'listening')
  } catch (cause) {
    throw new AppError('BAD_INPUT', `port ${port} is in use by another program`, { hint: 'Choose another for --metrics', cause })
  }
  return {
    async stop () {
      server.close()
      server.closeAllConnections()
    }
  }
}

async function inFile (node: CountedNode, path: string, { log, clock }: { log: Log, clock: Clock }): Promise<Metrics> {
  let timer: Timer | undefined
  let writing: Promise<void>
  const write = async (): Promise<void> => { await replaceFile(path, metricsText(node)) }
  const again = (): void => {
    timer = clock.after(WRITE_EVERY_MS, () => {
      writing = write().catch((err: unknown) => { log.warn('metrics-not-written', errorFields(err)) }).finally(again)
    })
  }
  writing = write()
  await writing
  again()
  return {
    async stop () {
      await writing
      timer?.cancel()
    }
  }
}

function metricsText (node: CountedNode): string {
  const { peers, dht, relay, mailbox, proxy, startedAtMs } = node.status()
  const lines: string[] = []
  const add = (type: 'gauge' | 'counter', name: string, help: string, values: number | Record<string, number>, label = 'kind'): void => {
    const rows = typeof values === 'number'
      ? [`nobyte_${name} ${values}`]
      : Object.entries(values).map(([value, count]) => `nobyte_${name}{${label}="${value}"} ${count}`)
    lines.push(`# HELP nobyte_${name} ${help}`, `# TYPE nobyte_${name} ${type}`, ...rows)
  }
  add('gauge', 'started_seconds', 'when this process began to serve, since 1970', Math.floor(startedAtMs / SECOND))
  add('gauge', 'memory_bytes', 'resident memory of this process', process.memoryUsage.rss())
  add('gauge', 'peers', 'nodes connected now', peers)
  add('gauge', 'dht_known', 'nodes in the routing table', dht.tableSize)
  add('gauge', 'holdings', 'how many things of each kind this node holds', numbersOf(node.holdings()))
  if (relay !== undefined) add('gauge', 'relay', 'places kept, and pairs talking through it', { ...relay })
  if (mailbox !== undefined) {
    const { queues, senders, cells, bytes, fetching, held, rejected, answered, received } = mailbox
    add('gauge', 'mailbox', 'what waits, who waits for something, and commands held back', { queues, senders, cells, fetching, held })
    add('gauge', 'mailbox_bytes', 'bodies that wait', bytes)
    add('counter', 'mailbox_answers_total', 'commands answered', answered, 'status')
    add('counter', 'mailbox_commands_total', 'commands read, by whether a proxy stood between', { ...received })
    add('counter', 'mailbox_rejected_total', 'frames that were no command for this host, or came again', rejected)
  }
  if (proxy !== undefined) {
    const { clients, hosts, underWay, frames, refused } = proxy
    add('gauge', 'proxy', 'streams of clients, hosts that frames are carried to, commands without an answer', {
      clients, hosts, under_way: underWay
    })
    add('counter', 'proxy_frames_total', 'sealed frames carried', { to_hosts: frames.toHosts, to_clients: frames.toClients })
    add('counter', 'proxy_refused_total', 'streams that were not opened', refused)
  }
  return `${lines.join('\n')}\n`
}

const numbersOf = (values: object): Record<string, number> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, number] => typeof entry[1] === 'number'))
