/** What a node does and how much it may hold, by who runs it and on what kind of network. */
import { HOUR } from '../base/time.ts'
import { isPrivateAddress } from './addresses.ts'
import type { GateLimits } from './gate/gate.ts'
import type { RelayLimits } from './relay/server.ts'
import type { RecordLimits } from './dht/datastore.ts'
import type { NetworkDescriptor } from './networks/descriptors.ts'

export type Role = 'user' | 'infrastructure'

export interface Preset {
  /** strangers from the whole internet may be on this network: private addresses neither go out nor come in */
  isPublic: boolean
  dhtServer: boolean
  mdns: boolean
  websockets: boolean
  /** direct ways through routers, by WebRTC */
  punches: boolean
  maxConnections: number
  maxPendingConnections: number
  /** how often every connection is checked for life */
  pingIntervalMs: number
  maxKnownPeers: number
  records: RecordLimits
  gate: GateLimits
  /** when it relays for others */
  relay?: RelayLimits
  /** on how many relays it keeps a place, so that others reach it through them */
  relays: number
}

const MIB = 1024 * 1024

const INFRASTRUCTURE = {
  maxConnections: 2000,
  maxPendingConnections: 400,
  pingIntervalMs: 30_000,
  maxKnownPeers: 20_000,
  records: { maxRecords: 65_536, maxBytes: 256 * MIB },
  gate: {
    perAddress: 64, perBlock: 256, perLoopback: 2000, perRelay: 0, attemptsPerSecond: 16, loopbackAttemptsPerSecond: 500,
    traffic: { rate: 4 * MIB, burst: 16 * MIB }, allTraffic: { rate: 8 * MIB, burst: 2 * MIB }
  },
  relay: {
    maxReservations: 500,
    dataLimitBytes: 16 * MIB,
    durationLimitMs: HOUR,
    maxCircuits: 1000,
    // Behind one address may live a household or, at a mobile provider, a town; neither may take every place.
    reservations: { perAddress: 32, perBlock: 96, perLoopback: 500 },
    circuits: { perAddress: 64, perBlock: 192, perLoopback: 1000 },
    circuitsPerDestination: 32,
    circuitsPerDestinationAndAddress: 8,
    requestsPerSecond: 8,
    loopbackRequestsPerSecond: 200
  },
  relays: 0
}

const USER = {
  maxConnections: 100,
  maxPendingConnections: 100,
  pingIntervalMs: 20_000,
  maxKnownPeers: 2000,
  records: { maxRecords: 8192, maxBytes: 32 * MIB },
  gate: {
    perAddress: 16, perBlock: 48, perLoopback: 100, perRelay: 32, attemptsPerSecond: 4, loopbackAttemptsPerSecond: 200,
    traffic: { rate: MIB, burst: 4 * MIB }, allTraffic: { rate: 4 * MIB, burst: 2 * MIB }
  },
  // Nobody knows for certain that they can be reached from everywhere. A place costs a relay some hundred bytes, and the
  // connection is there anyway; of two, one may die.
  relays: 2
}

export function presetOf (
  { role, network, mdns = network.kind === 'lan', relay = true }:
  { role: Role, network: NetworkDescriptor, mdns?: boolean, relay?: boolean }
): Preset {
  const isOnInternet = network.kind !== 'lan' && network.bootstrap
    .some(({ addresses }) => addresses.some(address => !isPrivateAddress(address)))
  const isPublic = isOnInternet && network.psk === undefined
  const { relay: relayLimits, ...preset }: Omit<Preset, 'isPublic' | 'dhtServer' | 'mdns' | 'websockets' | 'punches'> =
    role === 'infrastructure' ? INFRASTRUCTURE : USER
  return {
    ...preset,
    ...(relay && relayLimits !== undefined ? { relay: relayLimits } : {}),
    isPublic,
    // Behind an ordinary router nobody could ask us anything, and every question to us would cost the asker a time-out.
    dhtServer: role === 'infrastructure' || !isOnInternet,
    mdns,
    websockets: network.kind !== 'lan',
    // Over WebRTC a private network's key would not stand between strangers and this node.
    punches: role === 'user' && network.kind !== 'lan' && network.psk === undefined,
    ...(network.kind === 'lan' ? { relays: 0 } : {})
  }
}
