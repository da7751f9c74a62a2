/** Dials a peer's addresses side by side, relays a little later, and says in plain words why none answered. */
import type { Connection } from '@libp2p/interface'
import type { Libp2p } from 'libp2p'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { isAbort, raceSignal, withDeadline } from '../base/abort.ts'
import { equal, type Bytes } from '../base/bytes.ts'
import { AppError, hasCode } from '../base/errors.ts'
import { SECOND, pause, type Clock, type Timer } from '../base/time.ts'
import { MAX_ROUTE_ADDRESSES } from '../wire/limits.ts'
import { hostOf, isRelayed, peerIdBytes, peerPart, relayOf, withoutPeerId, type RelayPart } from './addresses.ts'
import type { Gate } from './gate/gate.ts'
import type { Membership } from './networks/membership.ts'
import { SOCKET_OPEN } from './networks/network-key.ts'

export interface DialTarget {
  /** multihash; when left out, whoever answers at an address is accepted */
  peerId?: Bytes
  addresses: string[]
  /** multihash; where `peerId` is left out, whom relays are asked for: they know nobody by an address */
  lastPeerId?: Bytes
  /** no relay, neither a new connection nor an open one */
  onlyDirect?: boolean
}

export interface Reached {
  connection: Connection
  /**
   * Resolves when the other end is on our network; until then nothing may be said to it.
   * @throws AppError NETWORK_MISMATCH | PEER_UNREACHABLE
   */
  confirmed: Promise<void>
}

export type Reach = (target: DialTarget, options: { signal: AbortSignal }) => Promise<Reached>

const DIAL_TIMEOUT_MS = 10 * SECOND
/** Once a socket is open a secure channel takes four round trips; with a wrong key it never comes, and nobody says so. */
const HANDSHAKE_TIMEOUT_MS = 6 * SECOND
const HUNG_UP_RETRY_MS = 300
/** The next address is tried while the one before has not answered for this long. */
const STAGGER_MS = 200
/** for the direct addresses, where there are any: what a relay carries costs it, and ends after a while */
const RELAY_DELAY_MS = 500
/** whoever names relays makes us connect to them */
const MAX_CIRCUITS = 6
const neverAborted = new AbortController().signal

/** Whether nobody stands between. */
export const isDirectConnection = ({ direct, limits }: Connection): boolean => direct && limits === undefined

export function createDialler (
  { libp2p, membership, gate, clock, hasKey, stopped }: {
    libp2p: Libp2p, membership: Membership, gate: Gate, clock: Clock, hasKey: boolean, stopped: AbortSignal
  }
): Reach {
  /** Dials that are under way, by address: a server may be bootstrap node and mailbox host, and is wanted twice at a start. */
  const underway = new Map<string, Promise<Connection>>()
  /** how many wanted one: whoever has no use for it leaves it to the others */
  const takers = new WeakMap<Connection, number>()

  /** @throws AppError NETWORK_MISMATCH | PEER_UNREACHABLE | NETWORK_BLOCKED | BAD_INPUT, or the signal's reason */
  return async function reach (target, options) {
    const signal = AbortSignal.any([options.signal, stopped])
    signal.throwIfAborted()
    const connection = openTo(target) ?? await dialAny(target, signal)
    const confirmed = membership.confirmed(connection)
    confirmed.catch(() => {}) // whoever waits for it is told
    return { connection, confirmed }
  }

  function openTo ({ peerId, onlyDirect = false }: DialTarget): Connection | undefined {
    if (peerId === undefined) return undefined
    const open = libp2p.getConnections().filter(connection => connection.status === 'open' && leadsTo(connection, peerId))
    return open.find(isDirectConnection) ?? (onlyDirect ? undefined : open[0])
  }

  async function dialAny (
    { peerId, lastPeerId = peerId, addresses, onlyDirect = false }: DialTarget, signal: AbortSignal
  ): Promise<Connection> {
    const { sockets, circuits } = waysOf(addresses, onlyDirect ? undefined : lastPeerId)
    if (sockets.length + circuits.length === 0) throw new AppError('PEER_UNREACHABLE', 'there is no address to dial')
    const settled = new AbortController()
    const deadline = AbortSignal.any([withDeadline(DIAL_TIMEOUT_MS, signal), settled.signal])
    const direct = sockets.map(async (socket, index) => {
      if (index > 0) await pause(clock, index * STAGGER_MS, deadline)
      return await dialOne(peerId, socket, deadline, settled.signal)
    })
    const directFailed = Promise.allSettled(direct)
    const relayed = circuits.map(async ({ relay, circuit }, index) => {
      await Promise.race([pause(clock, RELAY_DELAY_MS, deadline), directFailed])
      if (index > 0) await pause(clock, index * STAGGER_MS, deadline)
      return await dialThrough(relay, circuit, deadline, settled.signal)
    })
    try {
      return await Promise.any([...direct, ...relayed])
    } catch (err) {
      signal.throwIfAborted()
      throw worst(err instanceof AggregateError ? err.errors : [err])
    } finally {
      settled.abort()
    }
  }

  /** The relay has to be of our network, like everyone: it is met first. */
  async function dialThrough (relay: RelayPart, circuit: Multiaddr, signal: AbortSignal, settled: AbortSignal): Promise<Connection> {
    const relayId = peerIdBytes(relay.peerId)
    const way = openTo({ peerId: relayId, addresses: [], onlyDirect: true }) ??
      await dialOne(relayId, multiaddr(relay.socket), signal, neverAborted)
    await membership.confirmed(way)
    try {
      // Forced, or two who dial each other at once would each close the other's circuit as a second one.
      const connection = await gate.permit(circuit, async () => await libp2p.dial(circuit, { signal, force: true }))
      if (settled.aborted) await connection.close().catch(() => {})
      return connection
    } catch (err) {
      throw new AppError('PEER_UNREACHABLE', 'their relay does not reach them', {
        hint: 'The other node may be off, or have lost its place there', cause: err
      })
    }
  }

  async function dialOne (
    expected: Bytes | undefined, socket: Multiaddr, signal: AbortSignal, settled: AbortSignal
  ): Promise<Connection> {
    let connection
    try {
      connection = await connectOrJoin(socket, signal)
    } catch (err) {
      if (!hasCode(err, 'NETWORK_MISMATCH') || isAbort(err.cause)) throw err
      // A node that is just stopping hangs up as one with another key does; the second time it is gone.
      await pause(clock, HUNG_UP_RETRY_MS, signal)
      connection = await connectOrJoin(socket, signal)
    }
    if (expected !== undefined && !leadsTo(connection, expected)) {
      await leave(connection)
      throw new AppError('PEER_UNREACHABLE', 'somebody else is at this address now')
    }
    // Two addresses of one peer may answer together: the second connection is one too many.
    if (settled.aborted) await leave(connection)
    return connection
  }

  async function connectOrJoin (socket: Multiaddr, signal: AbortSignal): Promise<Connection> {
    const name = socket.toString()
    const others = await raceSignal(underway.get(name)?.catch(() => undefined) ?? Promise.resolve(undefined), signal)
    if (others?.status === 'open') return take(others)
    const own = connect(socket, signal)
    underway.set(name, own)
    try {
      return take(await own)
    } finally {
      if (underway.get(name) === own) underway.delete(name)
    }
  }

  function take (connection: Connection): Connection {
    takers.set(connection, (takers.get(connection) ?? 0) + 1)
    return connection
  }

  async function leave (connection: Connection): Promise<void> {
    const left = (takers.get(connection) ?? 1) - 1
    takers.set(connection, left)
    if (left === 0) await connection.close().catch(() => {})
  }

  async function connect (socket: Multiaddr, signal: AbortSignal): Promise<Connection> {
    const late = new AbortController()
    let handshake: Timer | undefined
    try {
      // Without /p2p, so that libp2p does not join this dial to the ones of the peer's other addresses.
      return await gate.permit(socket, async () => await libp2p.dial(socket, {
        signal: AbortSignal.any([signal, late.signal]),
        onProgress ({ type }: { type: string }) {
          if (type !== SOCKET_OPEN && type !== 'upgrader:encrypt-outbound-connection') return
          handshake ??= clock.after(HANDSHAKE_TIMEOUT_MS, () => { late.abort(new AppError('TIMED_OUT', 'no secure channel')) })
        }
      }))
    } catch (err) {
      throw explain(err, { isOpen: handshake !== undefined, hasKey })
    } finally {
      handshake?.cancel()
    }
  }
}

const leadsTo = (connection: Connection, peerId: Bytes): boolean =>
  equal(connection.remotePeer.toMultihash().bytes, peerId)

interface Ways {
  sockets: Multiaddr[]
  circuits: { relay: RelayPart, circuit: Multiaddr }[]
}

/** @param peerId whom relays are asked for; without it there is no way through them */
function waysOf (addresses: string[], peerId: Bytes | undefined): Ways {
  const sockets = new Set<string>()
  const relays = new Map<string, RelayPart>()
  for (const address of addresses) {
    try {
      const relay = relayOf(address)
      if (relay !== undefined && withoutPeerId(address).endsWith('/p2p-circuit')) relays.set(withoutPeerId(address), relay)
      else if (!isRelayed(address) && hostOf(address) !== undefined) sockets.add(withoutPeerId(address))
    } catch {
      // an address from a newer version, or nonsense: the others may still do
    }
  }
  const destination = peerId && nameOf(peerId)
  return {
    sockets: [...sockets].slice(0, MAX_ROUTE_ADDRESSES).map(socket => multiaddr(socket)),
    circuits: destination === undefined
      ? []
      : [...relays].slice(0, MAX_CIRCUITS).map(([way, relay]) => ({ relay, circuit: multiaddr(way).encapsulate(destination) }))
  }
}

/** A multihash as the last part of a multiaddr. */
function nameOf (peerId: Bytes): Multiaddr | undefined {
  try {
    return peerPart(peerId)
  } catch {
    return undefined
  }
}

/** The socket opened but no secure channel came of it: the two ends do not speak the same language. */
function explain (err: unknown, { isOpen, hasKey }: { isOpen: boolean, hasKey: boolean }): AppError {
  if ((err as Error).name === 'InvalidPeerIdError') {
    return new AppError('PEER_UNREACHABLE', 'that address is this node\'s own', { cause: err })
  }
  if (isOpen) {
    return new AppError('NETWORK_MISMATCH', hasKey
      ? 'whoever answers there does not have this network\'s key'
      : 'whoever answers there is not on this open network', {
      hint: hasKey
        ? 'It probably has another key, or none: both sides need the same network file (a node that is full hangs up like this, too)'
        : 'It probably is on a private network: join with its network file, or with a link that carries the key',
      cause: err
    })
  }
  const codes = codesOf(err)
  if (codes.some(code => code === 'ENETUNREACH' || code === 'EADDRNOTAVAIL' || code === 'ENETDOWN')) {
    return new AppError('NETWORK_BLOCKED', 'this computer has no way to that address', {
      hint: 'Check that this computer is connected to a network', cause: err
    })
  }
  if (codes.includes('ECONNREFUSED')) {
    return new AppError('PEER_UNREACHABLE', 'nothing listens at that address', { hint: 'The other node is not running', cause: err })
  }
  return new AppError('PEER_UNREACHABLE', isAbort(err) ? 'no answer from that address' : 'that address cannot be reached', {
    hint: 'The other node may be off, or behind a router or firewall', cause: err
  })
}

function codesOf (err: unknown): string[] {
  if (!(err instanceof Error)) return []
  const { code, errors = [] } = err as { code?: string, errors?: unknown[] }
  return [...(code === undefined ? [] : [code]), ...errors.flatMap(codesOf), ...codesOf(err.cause)]
}

/** Of several failures the one that tells most: a wrong key before an unreachable address. */
function worst (errors: unknown[]): unknown {
  return errors.find(err => hasCode(err, 'NETWORK_MISMATCH')) ??
    errors.find(err => hasCode(err, 'PEER_UNREACHABLE')) ??
    errors[0]
}
