/**
 * Composes an infrastructure node: bootstrap, DHT server, relay and STUN server with a stable key, which holds no profile
 * and no person's data.
 */
import { join } from 'node:path'
import type { Bytes } from './base/bytes.ts'
import { AppError, hasCode } from './base/errors.ts'
import type { Log } from './base/log.ts'
import { systemRandom, type Random } from './base/random.ts'
import { SteadyClock } from './base/steady.ts'
import { systemClock, type Clock } from './base/time.ts'
import { addBootstrap, readNetworkFile } from './network/networks/descriptors.ts'
import { openMailboxHost } from './hosting.ts'
import { createNode, type Holdings, type NetworkNode } from './network/node.ts'
import { followRoster } from './network/networks/roster.ts'
import { serveStun, type StunServer } from './network/nat/stun-server.ts'
import type { MailboxCounts, MailboxHosting } from './protocols/mailbox/host.ts'
import { createProxy, type ProxyCounts, type Proxying } from './protocols/proxy/proxy.ts'
import { describeDoors, type DoorDescription } from './network/upnp/opening.ts'
import { readKeyFile, writeKeyFile } from './store/keyFile.ts'
import { lockFolder } from './store/lock.ts'

export interface InfrastructureOptions {
  /** a folder of its own, made when it is not there */
  home: string
  networkFile: string
  listen: string[]
  /** what to tell others instead of the listening addresses */
  announce?: string[]
  /** who runs it; by default its peer id */
  operator?: string
  /** whether nodes that cannot be reached are reached through this one. Default: true */
  relay?: boolean
  /** on an open network: whether nodes may ask which address they are seen at. Default: true */
  stun?: boolean
  /** whether to have the router let others in. Default: false */
  upnp?: boolean
  /** whether messages for people who are offline may wait here. Default: true */
  mailbox?: boolean
  /** whether clients reach other operators' mailbox hosts through this node. Default: true */
  proxy?: boolean
  /** whether what waits survives a restart, and so can be taken with the disk. Default: false */
  durable?: boolean
  /**
   * known to nobody but those whom its owner tells: not written into the network file, no DHT server, no relay, no proxy, no STUN.
   * Default: false
   */
  forContacts?: boolean
  log: Log
  clock?: Clock
  random?: Random
}

export interface InfrastructureStatus {
  network: { name: string, id: string, isPrivate: boolean }
  operator: string
  peerId: string
  addresses: string[]
  peers: number
  dht: { mode: 'client' | 'server', tableSize: number }
  /** absent when it does not relay */
  relay?: { reservations: number, circuits: number }
  /** UDP; absent when it does not answer STUN */
  stunPorts?: number[]
  /** absent when nothing waits here */
  mailbox?: MailboxCounts & { durable: boolean }
  /** absent when the router was not asked to let others in */
  upnp?: DoorDescription
  /** absent when it carries nothing to other hosts */
  proxy?: ProxyCounts
  startedAtMs: number
}

export interface Infrastructure {
  readonly peerId: string
  readonly addresses: string[]
  /** everything that this operator's process holds of others */
  holdings: () => Holdings & Partial<Record<'queues' | 'cells', number>>
  status: () => InfrastructureStatus
  peers: NetworkNode['peers']
  stop: () => Promise<void>
}

const SEED_BYTES = 32

/**
 * Resolves once the node listens and its addresses are in the network file.
 * @throws AppError EXISTS: already running with this home; NOT_FOUND | BAD_INPUT: the network file, or an address that
 *   cannot be listened on; CORRUPT: the key file
 */
export async function startInfrastructure ({
  home, networkFile, listen, announce = [], operator, forContacts = false, relay = !forContacts, stun = !forContacts, upnp = false,
  mailbox = true, proxy = !forContacts, durable = false, log, clock = systemClock, random = systemRandom
}: InfrastructureOptions): Promise<Infrastructure> {
  if (listen.length === 0) throw new AppError('BAD_INPUT', 'an infrastructure node needs an address to listen on')
  const network = await readNetworkFile(networkFile)
  if (network.kind === 'lan') throw new AppError('BAD_INPUT', 'the local network needs no infrastructure')
  const lock = await lockFolder(home)
  try {
    const privateKeySeed = await stableSeed(join(home, 'infra.key'), { random, log })
    // A server whose clock leaps must not forget everybody's records; its mailboxes look after that themselves.
    const lenient = new SteadyClock(clock).lenient
    const node = await createNode({
      role: 'infrastructure', network, listen, announce, privateKeySeed, relay, upnp, log, random, clock: lenient,
      // Who serves the DHT is found by everybody.
      ...(forContacts ? { limits: { dhtServer: false } } : {})
    })
    const roster = followRoster({ path: networkFile, network, clock: lenient, log })
    let host: MailboxHosting | undefined
    let proxying: Proxying | undefined
    try {
      await node.doors?.tried // what it opens stands in the network file
      const addresses = node.addresses()
      if (addresses.length === 0) {
        throw new AppError('BAD_INPUT', 'others could not reach any address of this node', {
          hint: 'Tell them which to use: --announce ADDRESS'
        })
      }
      const named = operator ?? node.peerId
      host = mailbox
        ? await openMailboxHost({ node, home, seed: privateKeySeed, operator: named, roster, durable, clock, random, log })
        : undefined
      proxying = proxy ? await createProxy({ node, roster, clock: lenient, log }) : undefined
      if (!forContacts) await addBootstrap(networkFile, addresses, operator, { clock, proxy, ...(host && { mailbox: host.key }) })
      log.info('serving', { addresses: addresses.length })
      // On a private network nobody would ask: its key does not reach to what is found this way.
      const stunServer = stun && network.psk === undefined
        ? await serveStun({ listening: node.listening(), clock, log })
        : undefined
      return serving({
        node, host, proxying, durable, addresses, relay, stunServer, operator: named, startedAtMs: clock.now(), release: lock.release
      })
    } catch (err) {
      await proxying?.stop()
      await host?.stop()
      await node.stop()
      throw err
    }
  } catch (err) {
    await lock.release()
    throw err
  }
}

function serving ({ node, host, proxying, durable, addresses, relay, stunServer, operator, startedAtMs, release }: {
  node: NetworkNode
  host: MailboxHosting | undefined
  proxying: Proxying | undefined
  durable: boolean
  addresses: string[]
  relay: boolean
  stunServer: StunServer | undefined
  operator: string
  startedAtMs: number
  release: () => Promise<void>
}): Infrastructure {
  let stopped: Promise<void> | undefined
  return {
    peerId: node.peerId,
    addresses,
    holdings: () => ({ ...node.holdings(), ...hosted(host) }),
    peers: () => node.peers(),
    status: () => ({
      network: { name: node.network.name, id: node.network.id, isPrivate: node.network.psk !== undefined },
      operator,
      peerId: node.peerId,
      addresses,
      peers: new Set(node.peers().map(({ peerId }) => peerId)).size,
      dht: { mode: node.dht.mode(), tableSize: node.dht.tableSize() },
      ...(relay ? { relay: relayed(node.holdings()) } : {}),
      ...(host === undefined ? {} : { mailbox: { ...host.counts(), durable } }),
      ...(proxying === undefined ? {} : { proxy: proxying.counts() }),
      ...(stunServer === undefined ? {} : { stunPorts: stunServer.ports }),
      ...(node.doors === undefined ? {} : { upnp: describeDoors(node.doors.state()) }),
      startedAtMs
    }),
    async stop () {
      stopped ??= (async () => {
        try {
          await stunServer?.stop()
          await proxying?.stop()
          await host?.stop()
          await node.stop()
        } finally {
          await release()
        }
      })()
      await stopped
    }
  }
}

const relayed = ({ relayReservations: reservations, relayCircuits: circuits }: Holdings): { reservations: number, circuits: number } =>
  ({ reservations, circuits })

function hosted (host: MailboxHosting | undefined): Partial<Record<'queues' | 'cells', number>> {
  if (host === undefined) return {}
  const { queues, cells } = host.counts()
  return { queues, cells }
}

/**
 * The node's key, made at the first start: others have its peer id in their network files.
 * @throws AppError CORRUPT: a node that silently took a new key would be lost to everyone who knows the old one
 */
async function stableSeed (path: string, { random, log }: { random: Random, log: Log }): Promise<Bytes> {
  const kept = await readKeyFile(path, { name: 'infra.key', log }).catch(err => {
    throw hasCode(err, 'CORRUPT')
      ? new AppError('CORRUPT', err.message, { hint: 'Restore it from a backup, or delete it: the node then gets a new id', cause: err })
      : err
  })
  if (kept !== undefined) return kept
  const seed = random(SEED_BYTES)
  await writeKeyFile(path, seed)
  return seed
}
