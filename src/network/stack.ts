/** The only createLibp2p: which parts a node is made of, and with which settings. */
import { noise } from '@chainsafe/libp2p-noise'
import { privateKeyFromRaw } from '@libp2p/crypto/keys'
import { identify, type Identify } from '@libp2p/identify'
import { FaultTolerance, type ComponentLogger, type Logger, type Upgrader } from '@libp2p/interface'
import { kadDHT, passthroughMapper, removePrivateAddressesMapper, type KadDHT } from '@libp2p/kad-dht'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { ping, type Ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import type { Multiaddr } from '@multiformats/multiaddr'
import { createLibp2p, type Libp2p } from 'libp2p'
import { concat, type Bytes } from '../base/bytes.ts'
import type { Random } from '../base/random.ts'
import { SECOND, systemClock, type Clock } from '../base/time.ts'
import { ed25519FromSeed } from '../crypto/primitives.ts'
import { IDENTIFY_VERSION, kadProtocol, networkPrefix } from '../wire/protocols.ts'
import { withCappedStreams, type StreamCaps } from './gate/capped-streams.ts'
import { CappedDatastore } from './dht/datastore.ts'
import { pskBytes, type NetworkDescriptor } from './networks/descriptors.ts'
import { Gate } from './gate/gate.ts'
import { boundedYamux } from './gate/muxer.ts'
import { watchHeartbeat } from './heartbeat.ts'
import { networkKey } from './networks/network-key.ts'
import { noiseCrypto } from './noise.ts'
import type { RelayServer } from './relay/server.ts'
import type { ReservationStore } from './relay/transport.ts'
import type { Preset } from './roles.ts'
import type { TopicParts } from './topics.ts'
import { socketsOf, type Sockets } from './sockets.ts'
import { describeRecord, recordRules, type RecordRules } from './dht/validators.ts'
import { Writers } from './gate/writers.ts'

export interface Services {
  identify: Identify
  ping: Ping
  dht: KadDHT
  sockets: Sockets
  upgrader: Upgrader
  /** what gossipsub is made of, should it be wanted */
  topicParts: TopicParts
  relay?: RelayServer
  [name: string]: unknown
}

export interface Stack {
  libp2p: Libp2p<Services>
  datastore: CappedDatastore
  rules: RecordRules
  gate: Gate
  /** where this node may use relays */
  reservations?: () => ReservationStore
}

/** 16 addresses of 256 bytes, twice: plain and in the signed record */
const MAX_IDENTIFY_BYTES = 12 * 1024
const DHT_CAPS: StreamCaps = {
  /** A record, its key, and what libp2p puts around it. kad-dht opens a stream for each message. */
  inboundBytes: 8 * 1024,
  /** A record, and 20 peers with 16 addresses each. */
  outboundBytes: 128 * 1024,
  /**
   * 20 nearest, the one that was asked for, and the server itself; with room to spare. Each is dialled: a server that
   * named thousands could have a look-up last for ever, or everybody who asks it knock at a victim's door.
   */
  maxPeers: 32
}
/** A ping has 32 bytes and a stream of its own. libp2p echoes for 10 s, and would keep in memory what is not taken back. */
const MAX_PING_BYTES = 1024
/** names neither version nor platform, unlike libp2p's own */
const USER_AGENT = 'nobyte'

/** A node that is not started yet. */
export async function buildStack (
  { seed, network, preset, listen, mustListen, announce, announceFilter, clock, random }: {
    /** 32 bytes: the node's key */
    seed: Bytes
    network: NetworkDescriptor
    preset: Preset
    listen: string[]
    /** fail when an address cannot be listened on; otherwise do without it */
    mustListen: boolean
    announce: string[]
    announceFilter: (addresses: Multiaddr[]) => Multiaddr[]
    clock: Clock
    random: Random
  }
): Promise<Stack> {
  // libp2p would compute the public half in JavaScript: tens of milliseconds of every start.
  const privateKey = privateKeyFromRaw(concat(seed, ed25519FromSeed(seed).publicKey))
  const peerId = peerIdFromPrivateKey(privateKey)
  const caps = { ...preset.records, maxKnownPeers: preset.maxKnownPeers }
  const writers = new Writers({ random })
  const datastore = new CappedDatastore({ clock, describe: describeRecord, writer: () => writers.present, peerId }, caps)
  const rules = recordRules({ storedSeq: key => datastore.stored(key)?.seq, clock })
  const gate = new Gate({ clock }, { ...preset.gate, isPublic: preset.isPublic })
  const prefix = networkPrefix(network.id)
  const psk = pskBytes(network)
  const circuits = preset.relays === 0
    ? undefined
    : (await import('./relay/transport.ts')).relayTransport({ maxCircuits: preset.gate.perRelay })
  const relay = preset.relay && (await import('./relay/server.ts')).relayServer(preset.relay, { clock })

  const libp2p = await createLibp2p<Services>({
    start: false,
    privateKey,
    datastore,
    logger: silence,
    nodeInfo: { name: USER_AGENT, version: '1', userAgent: USER_AGENT },
    addresses: { listen, announce, announceFilter },
    transports: [
      tcp(),
      ...(preset.websockets ? [(await import('@libp2p/websockets')).webSockets()] : []),
      ...(circuits === undefined ? [] : [circuits.create])
    ],
    transportManager: { faultTolerance: mustListen ? FaultTolerance.FATAL_ALL : FaultTolerance.NO_FATAL },
    connectionEncrypters: [noise({ crypto: noiseCrypto })],
    streamMuxers: [boundedYamux()],
    ...(psk === undefined ? {} : { connectionProtector: networkKey(psk) }),
    connectionGater: gate,
    connectionManager: {
      maxConnections: preset.maxConnections,
      maxIncomingPendingConnections: preset.maxPendingConnections,
      // The gate limits attempts by address group; libp2p's own limit of 5 a second would refuse a whole household.
      inboundConnectionThreshold: preset.maxConnections,
      addressDialTimeout: 8 * SECOND,
      // Relays are kept by our own watchdog, with jitter: libp2p would have all their clients back in the same second.
      reconnectRetries: 0
    },
    connectionMonitor: { enabled: false }, // see heartbeat
    services: {
      identify: identify({
        protocolPrefix: prefix, runOnConnectionOpen: false, maxMessageSize: MAX_IDENTIFY_BYTES, maxInboundStreams: 2
      }),
      sockets: components => socketsOf(components),
      upgrader: ({ upgrader }) => upgrader,
      topicParts: ({ peerId, privateKey: key, peerStore, registrar, connectionManager }) =>
        ({ peerId, privateKey: key, peerStore, registrar, connectionManager, logger: silence }),
      ping: components => ping({ protocolPrefix: prefix, maxInboundStreams: 8, maxOutboundStreams: 8 })(
        withCappedStreams(components, { inboundBytes: MAX_PING_BYTES, outboundBytes: MAX_PING_BYTES })
      ),
      dht: components => kadDHT({
        protocol: kadProtocol(network.id),
        clientMode: !preset.dhtServer,
        peerInfoMapper: preset.isPublic ? removePrivateAddressesMapper : passthroughMapper,
        validators: rules.validators,
        selectors: rules.selectors,
        // We look ourselves up as soon as there is somebody to ask, and let no other query wait for that.
        allowQueryWithZeroPeers: true,
        networkDialTimeout: { minTimeout: 3 * SECOND, maxTimeout: 10 * SECOND },
        pingNewContactTimeout: { minTimeout: 3 * SECOND, maxTimeout: 10 * SECOND },
        pingOldContactTimeout: { minTimeout: 3 * SECOND, maxTimeout: 10 * SECOND }
      })(withCappedStreams(components, { ...DHT_CAPS, writers })),
      ...(relay === undefined ? {} : { relay })
    }
  })
  ;(libp2p.services.identify as unknown as { host: { protocolVersion: string } }).host.protocolVersion = IDENTIFY_VERSION
  libp2p.addEventListener('connection:open', ({ detail }) => {
    gate.follow(detail)
    watchHeartbeat(detail, { intervalMs: preset.pingIntervalMs, clock: systemClock })
  })
  return { libp2p, datastore, rules, gate, ...(circuits === undefined ? {} : { reservations: circuits.reservations }) }
}

/** libp2p's own debug log would print peers and keys when DEBUG is set. */
export const silentLogger: Logger = Object.assign(() => {}, {
  error () {}, trace () {}, enabled: false, newScope: () => silentLogger
})
const silence: ComponentLogger = { forComponent: () => silentLogger }

