/** An infrastructure node behind the API: its own few methods, and nothing that knows a person. */
import { errorFields, type Log } from '../base/log.ts'
import type { Home } from './home.ts'
import { infrastructureMethodTable } from './methods.ts'
import { publishMetrics, type CountedNode } from './metrics.ts'
import type { InfrastructureControl } from './node.ts'
import type { NetworkStatus, Ready, Status } from './schema.ts'
import { startApiServer } from './server.ts'

/** What runs: infra.ts makes one. */
export interface InfrastructureNode {
  readonly peerId: string
  readonly addresses: string[]
  status: () => {
    network: { name: string, id: string, isPrivate: boolean }
    operator: string
    peers: number
    dht: { mode: 'client' | 'server', tableSize: number }
    relay?: { reservations: number, circuits: number }
    mailbox?: Hosted & NonNullable<ReturnType<CountedNode['status']>['mailbox']>
    proxy?: NonNullable<ReturnType<CountedNode['status']>['proxy']>
    stunPorts?: number[]
    upnp?: NonNullable<Status['upnp']>
    startedAtMs: number
  }
  peers: () => NetworkStatus['peers']
  holdings: () => object
  stop: () => Promise<void>
}

/**
 * Resolves once the API answers.
 * @param metrics port or file; @throws AppError EXISTS: a node answers on this socket; BAD_INPUT: as publishMetrics
 */
export async function serveInfrastructureApi (
  { home, node, metrics, version, log }: { home: Home, node: InfrastructureNode, metrics?: string, version: string, log: Log }
): Promise<{ ready: Ready, closed: Promise<'stopped'>, stop: () => Promise<void> }> {
  const { promise: closed, resolve: end } = Promise.withResolvers<'stopped'>()
  let stopping: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    stopping ??= (async () => {
      await server.close()
      await published?.stop()
      await node.stop()
    })().catch((err: unknown) => { log.error('not closed cleanly', errorFields(err)) }).finally(() => { end('stopped') })
    await stopping
  }
  const control = controlOf(node, { version, stop: () => { void stop() } })
  const published = metrics === undefined ? undefined : await publishMetrics({ node, at: metrics, log })
  const server = await startApiServer({ home, table: infrastructureMethodTable(control), log }).catch(async (err: unknown) => {
    await published?.stop()
    throw err
  })
  return { ready: control.ready(), closed, stop }
}

function controlOf (
  node: InfrastructureNode, { version, stop }: { version: string, stop: () => void }
): InfrastructureControl {
  const ready = (): Ready => ({ peerId: node.peerId, addresses: node.addresses, pid: process.pid })
  return {
    ready,
    stop,
    status: async () => {
      const { network, peers, dht, relay, stunPorts, upnp, mailbox, proxy, startedAtMs, operator } = node.status()
      return {
        state: 'open',
        role: 'infrastructure',
        version,
        pid: process.pid,
        startedAtMs,
        peerId: node.peerId,
        network: network.name,
        networkId: network.id,
        addresses: node.addresses,
        peers,
        dht,
        ...(relay === undefined ? {} : { relay }),
        ...(stunPorts === undefined ? {} : { stunPorts }),
        ...(upnp === undefined ? {} : { upnp }),
        ...(mailbox === undefined ? {} : { mailbox: shown(mailbox) }),
        ...(proxy === undefined ? {} : { proxy: { clients: proxy.clients, hosts: proxy.hosts } }),
        waiting: 0,
        notes: [
          `Operator ${operator} sees the addresses of everyone who connects, and which keys they ask for; no names and no content.`,
          ...(relay === undefined ? [] : [RELAY_NOTE]),
          ...(mailbox === undefined ? [] : [mailboxNote(mailbox)]),
          ...(proxy === undefined ? [] : [PROXY_NOTE])
        ]
      }
    },
    network: async () => {
      const { network, operator } = node.status()
      const { addresses } = node
      return {
        id: network.id,
        name: network.name,
        kind: 'network',
        private: network.isPrivate,
        bootstrap: [{ addresses, operator }],
        addresses,
        peers: node.peers()
      }
    },
    holdings: async () => Object.fromEntries(Object.entries(node.holdings()).filter(([, count]) => typeof count === 'number'))
  }
}

const RELAY_NOTE = 'As a relay it also sees which addresses talk through it, when and how much; not what they say.'
const PROXY_NOTE = 'As a proxy it sees which addresses ask which other operator\'s host, and when; not which mailbox it is about.'

interface Hosted { queues: number, cells: number, bytes: number, durable: boolean }

const shown = ({ queues, cells, bytes, durable }: Hosted): Hosted => ({ queues, cells, bytes, durable })

const mailboxNote = ({ durable }: Hosted): string => durable
  ? 'What waits in its mailboxes survives a restart; who takes the disk learns how much waits where, and cannot read it.'
  : 'What waits in its mailboxes is lost when it stops, since their key is in memory only; senders then send again.'
