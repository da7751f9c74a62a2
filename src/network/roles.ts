/** What a node does and how much it may hold, by who runs it and on what kind of network. */
import { isPrivateAddress } from './addresses.ts'
import type { GateLimits } from './gate.ts'
import type { RecordLimits } from './datastore.ts'
import type { NetworkDescriptor } from './descriptors.ts'

export type Role = 'user' | 'infrastructure'

export interface Preset {
  /** strangers from the whole internet may be on this network: private addresses neither go out nor come in */
  isPublic: boolean
  dhtServer: boolean
  mdns: boolean
  websockets: boolean
  maxConnections: number
  maxPendingConnections: number
  /** how often every connection is checked for life */
  pingIntervalMs: number
  maxKnownPeers: number
  records: RecordLimits
  gate: GateLimits
}

const MIB = 1024 * 1024

const INFRASTRUCTURE = {
  maxConnections: 2000,
  maxPendingConnections: 200,
  pingIntervalMs: 30_000,
  maxKnownPeers: 20_000,
  records: { maxRecords: 65_536, maxBytes: 256 * MIB },
  gate: { perAddress: 64, perBlock: 256, perLoopback: 2000, attemptsPerSecond: 16, loopbackAttemptsPerSecond: 500 }
}

const USER = {
  maxConnections: 100,
  maxPendingConnections: 50,
  pingIntervalMs: 20_000,
  maxKnownPeers: 2000,
  records: { maxRecords: 8192, maxBytes: 32 * MIB },
  gate: { perAddress: 16, perBlock: 48, perLoopback: 100, attemptsPerSecond: 8, loopbackAttemptsPerSecond: 200 }
}

export function presetOf (
  { role, network, mdns = network.kind === 'lan' }: { role: Role, network: NetworkDescriptor, mdns?: boolean }
): Preset {
  const isPublic = network.kind !== 'lan' && network.psk === undefined && network.bootstrap
    .some(({ addresses }) => addresses.some(address => !isPrivateAddress(address)))
  return {
    ...(role === 'infrastructure' ? INFRASTRUCTURE : USER),
    isPublic,
    // Behind an ordinary router nobody could ask us anything, and every question to us would cost the asker a time-out.
    dhtServer: role === 'infrastructure' || !isPublic,
    mdns,
    websockets: network.kind !== 'lan'
  }
}
