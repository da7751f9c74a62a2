/** One node on one network: what protocols are served on, dialled over and found through. */
import type { Connection, StreamHandler } from '@libp2p/interface'
import type { Libp2p } from 'libp2p'
import { multiaddr } from '@multiformats/multiaddr'
import { copy, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import { Events } from '../base/events.ts'
import { errorFields, type Log } from '../base/log.ts'
import { systemRandom, type Random } from '../base/random.ts'
import { systemClock, type Clock } from '../base/time.ts'
import { kadProtocol } from '../wire/protocols.ts'
import { MAX_ROUTE_ADDRESSES } from '../wire/limits.ts'
import { isAddress, isPrivateAddress, peerIdBytes, peerIdOf, relayOf, socketOf, withoutPeerId, type Socket } from './addresses.ts'
import { announceable } from './announce.ts'
import { createBootstrap, type BootstrapState } from './networks/bootstrap.ts'
import type { NetworkDescriptor } from './networks/descriptors.ts'
import { createDht, watchReadiness, type Dht } from './dht/dht.ts'
import { createDialler, isDirectConnection, type DialTarget, type Reached } from './dial.ts'
import type { Gate } from './gate/gate.ts'
import { watchAddresses } from './interfaces.ts'
import { watchMembership } from './networks/membership.ts'
import { createPunching, type Punching } from './nat/punching.ts'
import { keepRelays } from './relay/relays.ts'
import { presetOf, type Preset, type Role } from './roles.ts'
import { buildStack } from './stack.ts'
import { keepTopics } from './speaking.ts'
import type { Topics } from './topics.ts'
import type { Doors } from './upnp/opening.ts'

export interface NodeOptions {
  role: Role
  network: NetworkDescriptor
  /** multiaddrs to listen on; a wildcard host means every interface */
  listen: string[]
  /** what to tell others instead of the listening addresses */
  announce?: string[]
  /** 32 bytes: a node whose id is to stay the same; otherwise it is fresh */
  privateKeySeed?: Bytes
  /** overrides the network's habit: on in a LAN, off elsewhere */
  mdns?: boolean
  /** false: an infrastructure node that does not relay for others */
  relay?: boolean
  /** false: the network's servers are not dialled before `join` */
  joins?: boolean
  /** has the router let others in; not on a local network, which nobody reaches from outside. Default: false */
  upnp?: boolean
  log: Log
  clock?: Clock
  random?: Random
  /** overrides of the role's limits */
  limits?: Partial<Preset>
}

export interface Peer {
  peerId: string
  address: string
  direction: 'inbound' | 'outbound'
  kind: 'dht-server' | 'peer'
  route: 'direct' | 'relayed'
  /** whose relay it is, where there is one between */
  relay?: string
}

export interface NetworkEvents {
  'peer:connected': { peerId: string }
  'peer:disconnected': { peerId: string }
  /** there is a DHT server to ask, for the first time or again */
  'dht:ready': Record<never, never>
  /** those of this computer, or only its ways through relays */
  'addresses:changed': { isDirect: boolean }
}

export interface HandlerOptions {
  /** also over relays, where every byte counts */
  runOnLimitedConnection?: boolean
  maxInboundStreams?: number
  maxOutboundStreams?: number
}

export interface Holdings {
  /** other people's and own records in the DHT's part that this node keeps */
  records: number
  recordBytes: number
  /** nodes whose addresses are remembered */
  knownPeers: number
  connections: number
  /** connections turned away by the gate since the start */
  refusedConnections: number
  /** of addresses, that have sent more than they may and are not read for the moment */
  heldGroups: number
  /** of nodes that can be reached through this one, when it relays */
  relayReservations: number
  /** pairs of nodes that talk through this one, when it relays */
  relayCircuits: number
}

export interface NetworkNode extends Pick<Gate, 'welcome' | 'recognise' | 'wait' | 'charge'> {
  readonly peerId: string
  /** as multihash */
  readonly peerIdBytes: Bytes
  readonly network: NetworkDescriptor
  readonly events: Events<NetworkEvents>
  readonly dht: Dht
  /** full multiaddrs with /p2p that others may be told */
  addresses: () => string[]
  /** what records carry: the same without /p2p, at most 16 */
  routes: () => { peerId: Bytes, addresses: Bytes[] }
  peers: () => Peer[]
  bootstrap: () => BootstrapState[]
  /** the sockets' own addresses, announced or not */
  listening: () => string[]
  /** Whose relay an address leads through: its operator, or else its peer id; undefined for a direct address. */
  relayAt: (address: string) => string | undefined
  holdings: () => Holdings
  handle: (protocol: string, handler: StreamHandler, options?: HandlerOptions) => Promise<void>
  unhandle: (protocol: string) => Promise<void>
  /** @throws AppError NETWORK_MISMATCH | PEER_UNREACHABLE | NETWORK_BLOCKED, or the signal's reason */
  dial: (target: DialTarget, options: { signal: AbortSignal }) => Promise<Connection>
  /** As dial, a round trip earlier: whether the other end is on our network is still being asked. */
  reach: (target: DialTarget, options: { signal: AbortSignal }) => Promise<Reached>
  /** through the router, where it was asked for */
  readonly doors: Pick<Doors, 'state' | 'tried'> | undefined
  /** makes direct ways where there is only a relayed one; on open networks alone */
  readonly punching: Punching | undefined
  /** Loads and starts what is said to several at once, unless that was done already. */
  topics: () => Promise<Topics>
  /** Dials the network's servers, unless that has begun already. */
  join: () => void
  stop: () => Promise<void>
}

/** Resolves as soon as the node listens: bootstrap nodes and the DHT are reached in the background. */
export async function createNode ({
  role, network, listen, announce = [], privateKeySeed, mdns, relay = true, joins = true, upnp = false, log,
  clock = systemClock, random = systemRandom, limits
}: NodeOptions): Promise<NetworkNode> {
  const wrong = [...listen, ...announce].find(address => !isAddress(address))
  if (wrong !== undefined) {
    throw new AppError('BAD_INPUT', `${wrong} is not an address`, { hint: 'Write it like /ip4/0.0.0.0/tcp/4501' })
  }
  const preset = { ...presetOf({ role, network, relay, ...(mdns === undefined ? {} : { mdns }) }), ...limits }
  const events = new Events<NetworkEvents>(err => { log.warn('listener-failed', errorFields(err)) })
  const { libp2p, datastore, rules, gate, reservations } = await buildStack({
    seed: privateKeySeed ?? random(32),
    network,
    preset,
    listen,
    mustListen: role === 'infrastructure',
    announce,
    announceFilter: addresses => announceable({ addresses, listen, announce, isPublic: preset.isPublic }),
    clock,
    random
  })
  const { identify, dht: kad, sockets, upgrader, topicParts, relay: relaying } = libp2p.services

  const membership = watchMembership({
    identify,
    peerStore: libp2p.peerStore,
    clock,
    onOpen: listener => { libp2p.addEventListener('connection:open', ({ detail }) => { listener(detail) }) }
  })
  const stopping = new AbortController()
  const reach = createDialler({
    libp2p, membership, gate, clock, hasKey: network.psk !== undefined, stopped: stopping.signal
  })
  const dial: NetworkNode['dial'] = async (target, options) => {
    const { connection, confirmed } = await reach(target, options)
    await confirmed
    return connection
  }
  const bootstrap = createBootstrap({
    entries: network.bootstrap.map(entry => ({
      ...entry, addresses: entry.addresses.filter(address => peerIdOf(address) !== libp2p.peerId.toString())
    })).filter(({ addresses }) => addresses.length > 0),
    dial: async ({ addresses }, signal) => (await dial({ addresses }, { signal })).remotePeer.toString(),
    onAnswer: () => { relays?.check() },
    clock,
    log
  })
  const relays = reservations && keepRelays({
    libp2p,
    reservations: reservations(),
    bootstrap,
    wanted: preset.relays,
    isPublic: preset.isPublic,
    clock,
    log,
    onChanged: () => { events.emit('addresses:changed', { isDirect: false }) }
  })
  const readiness = watchReadiness({
    libp2p, kad, protocol: kadProtocol(network.id), clock, log, onReady: () => { events.emit('dht:ready', {}) }
  })
  libp2p.addEventListener('peer:connect', ({ detail }) => { events.emit('peer:connected', { peerId: detail.toString() }) })
  libp2p.addEventListener('peer:identify', ({ detail: { peerId, connection } }) => {
    if (connection.limits === undefined) bootstrap.onConnected(peerId.toString())
  })
  libp2p.addEventListener('peer:disconnect', ({ detail }) => {
    bootstrap.onDisconnected(detail.toString())
    events.emit('peer:disconnected', { peerId: detail.toString() })
  })

  await start(libp2p)
  sockets.confirm()
  datastore.start()
  if (sockets.listening().length === 0) log.warn('not-listening')

  if (joins) bootstrap.start()
  const discovery = preset.mdns
    ? (await import('./lan/discovery.ts')).watchNeighbours({
        networkId: network.id,
        ownId: libp2p.peerId.toString(),
        ownAddresses: () => libp2p.getMultiaddrs().map(String),
        isConnected: id => libp2p.getConnections().some(({ remotePeer }) => remotePeer.toString() === id),
        dial: async ({ peerId, addresses }) => {
          await dial({ peerId: peerIdBytes(peerId), addresses }, { signal: stopping.signal })
        },
        clock,
        random,
        log
      })
    : undefined
  const watching = watchAddresses({
    read () {
      sockets.confirm()
      return libp2p.getMultiaddrs().join()
    },
    clock,
    onChanged () {
      bootstrap.hurry()
      events.emit('addresses:changed', { isDirect: true })
    }
  })

  const doors = upnp && network.kind !== 'lan'
    ? (await import('./upnp/opening.ts')).keepDoorsOpen({
        listening: () => sockets.listening(),
        onChanged (open) {
          sockets.leadTo(open)
          watching.check()
        },
        clock,
        random,
        log
      })
    : undefined

  const speaking = keepTopics(libp2p, topicParts)
  const ownAddresses = (): string[] => {
    const direct = libp2p.getMultiaddrs().map(address => withoutPeerId(address.toString()))
    const relayed = relays?.addresses() ?? []
    return [...direct.slice(0, MAX_ROUTE_ADDRESSES - relayed.length), ...relayed]
  }
  const relayAt = (address: string): string | undefined => {
    const peerId = relayOf(address)?.peerId
    const entry = bootstrap.connected().find(known => known.peerId === peerId) ??
      network.bootstrap.find(({ addresses }) => addresses.some(listed => peerIdOf(listed) === peerId))
    return peerId && (entry?.operator ?? peerId)
  }
  const stunServer = (): Socket | undefined => bootstrap.connected()
    .flatMap(({ addresses }) => addresses.filter(address => !preset.isPublic || !isPrivateAddress(address)))
    .map(socketOf).find(socket => socket !== undefined)
  const punching = preset.punches ? createPunching({ upgrader, stunServer, isPublic: preset.isPublic, clock }) : undefined
  const ownBytes = copy(libp2p.peerId.toMultihash().bytes)
  return {
    peerId: libp2p.peerId.toString(),
    peerIdBytes: ownBytes,
    network,
    events,
    dht: createDht({
      kad, datastore, rules, readiness, clock, log,
      isConnected: peerId => libp2p.getConnections(peerId).some(isDirectConnection)
    }),
    addresses: () => ownAddresses().map(address => `${address}/p2p/${libp2p.peerId.toString()}`),
    routes: () => ({
      peerId: ownBytes,
      addresses: ownAddresses().map(address => copy(multiaddr(address).bytes))
    }),
    peers: () => libp2p.getConnections().map(connection => {
      const address = connection.remoteAddr.toString()
      const isDirect = isDirectConnection(connection)
      return {
        peerId: connection.remotePeer.toString(),
        address,
        direction: connection.direction,
        kind: readiness.isServer(connection.remotePeer) ? 'dht-server' : 'peer',
        ...(isDirect ? { route: 'direct' } : { route: 'relayed', relay: relayAt(address) ?? 'unknown' })
      }
    }),
    bootstrap: () => bootstrap.states(),
    listening: () => sockets.listening(),
    relayAt,
    holdings () {
      const { records, bytes, knownPeers } = datastore.holdings()
      const { reservations: relayReservations, circuits: relayCircuits } = relaying?.holdings() ?? { reservations: 0, circuits: 0 }
      const connections = { connections: libp2p.getConnections().length, refusedConnections: gate.refused, heldGroups: gate.held }
      return { records, recordBytes: bytes, knownPeers, ...connections, relayReservations, relayCircuits }
    },
    handle: async (protocol, handler, options = {}) => { await libp2p.handle(protocol, handler, options) },
    unhandle: async protocol => { await libp2p.unhandle(protocol) },
    dial,
    reach,
    doors,
    punching,
    welcome: connection => { gate.welcome(connection) },
    recognise: connection => { gate.recognise(connection) },
    wait: connection => gate.wait(connection),
    charge: (connection, cost) => { gate.charge(connection, cost) },
    topics: speaking.topics,
    join: () => { bootstrap.start() },
    async stop () {
      stopping.abort(new AppError('ABORTED', 'this node is stopping'))
      watching.stop()
      await doors?.stop()
      relays?.stop()
      bootstrap.stop()
      readiness.stop()
      await discovery?.stop()
      datastore.stop()
      await speaking.stop()
      await libp2p.stop()
      sockets.settle()
      gate.stop()
      await punching?.stop()
    }
  }
}

async function start (libp2p: Pick<Libp2p, 'start' | 'stop'>): Promise<void> {
  try {
    await libp2p.start()
  } catch (err) {
    await Promise.resolve(libp2p.stop()).catch(() => {})
    if ((err as Error).name !== 'UnsupportedListenAddressesError') throw err
    throw new AppError('BAD_INPUT', 'cannot listen on the given address', {
      hint: 'The port may be in use by another program, or the address is not one of this computer\'s', cause: err
    })
  }
}
