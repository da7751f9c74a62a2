/**
 * Circuit relay v2 for nodes that nobody can reach from outside. libp2p's server bounds what it holds in total; here
 * every group of addresses is bounded as well, so that nobody takes all places, or all of one person's.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import {
  circuitRelayServer, RELAY_V2_HOP_CODEC, type CircuitRelayServerComponents, type CircuitRelayService
} from '@libp2p/circuit-relay-v2'
import type { Connection, Libp2pEvents, PeerId, StreamHandler, TypedEventTarget } from '@libp2p/interface'
import type { Clock } from '../../base/time.ts'
import { hostOf } from '../addresses.ts'
import { addressGroups, type AddressGroup } from '../gate/gate.ts'
import { overriding } from './overriding.ts'
import { Tallies, type Count } from '../gate/tallies.ts'

/** by what one attacker cheaply has: an IPv4 address or an IPv6 /56; an IPv4 /24 */
export interface GroupLimits {
  perAddress: number
  perBlock: number
  perLoopback: number
}

export interface RelayLimits {
  maxReservations: number
  /** of one circuit, both ways together; then it ends */
  dataLimitBytes: number
  durationLimitMs: number
  maxCircuits: number
  reservations: GroupLimits
  circuits: GroupLimits
  circuitsPerDestination: number
  /** to one destination from one address: the others stay free for those whom it wants to hear */
  circuitsPerDestinationAndAddress: number
  /** reservations and circuits that one address asks for */
  requestsPerSecond: number
  loopbackRequestsPerSecond: number
}

export interface RelayHoldings {
  reservations: number
  circuits: number
}

export interface RelayServer extends CircuitRelayService {
  holdings: () => RelayHoldings
}

/** A request under way, and the circuit that comes of it, which lasts as long as its stream. */
interface Request {
  connection: Connection
  /** calls back when the stream ends */
  onOver: (callback: () => void) => void
}

type Components = CircuitRelayServerComponents & { events: TypedEventTarget<Libp2pEvents> }

const UNBOUNDED = Number.MAX_SAFE_INTEGER
/** of one connection at a time; libp2p's own 32 would be the most contacts that anybody talks to at once */
const MAX_STREAMS_PER_CONNECTION = 64

export function relayServer (limits: RelayLimits, { clock }: { clock: Clock }): (components: CircuitRelayServerComponents) => RelayServer {
  return given => {
    const components = given as Components
    const requests = new Tallies({ clock })
    const places = new Tallies({ clock })
    const requesting = new AsyncLocalStorage<Request>()
    /** gives back the place of a peer that holds a reservation */
    const reserved = new Map<string, () => void>()
    let circuits = 0

    const countsOf = ({ remoteAddr }: Connection, kind: 'reservations' | 'circuits'): Count[] => {
      const rate = (group: AddressGroup): number =>
        group.kind === 'loopback' ? limits.loopbackRequestsPerSecond : limits.requestsPerSecond * (group.kind === 'block' ? 4 : 1)
      return groupsOf(remoteAddr.toString()).map(group => ({
        key: `${kind} ${group.key}`, bound: { max: maxOf(limits[kind], group), rate: rate(group) }
      }))
    }

    /** Every request holds its place until its stream ends: asking slowly must not be cheaper than using a circuit. */
    const admit = (handler: StreamHandler): StreamHandler => async (stream, connection) => {
      const leave = requests.admit(countsOf(connection, 'circuits'))
      if (leave === undefined) {
        stream.abort(new Error('no place left for this address'))
        return
      }
      stream.addEventListener('close', leave, { once: true })
      const onOver = (callback: () => void): void => { stream.addEventListener('close', callback, { once: true }) }
      await requesting.run({ connection, onOver }, async () => { await handler(stream, connection) })
    }

    const mayReserve = (source: PeerId): boolean => {
      const id = source.toString()
      if (reserved.has(id)) return true // it renews its own
      const request = requesting.getStore()
      const leave = request && places.admit(countsOf(request.connection, 'reservations'))
      if (leave === undefined) return false
      reserved.set(id, leave)
      return true
    }

    const mayConnect = (destination: PeerId): boolean => {
      const request = requesting.getStore()
      if (request === undefined || circuits >= limits.maxCircuits) return false
      const [group] = groupsOf(request.connection.remoteAddr.toString())
      const perSource = group?.kind === 'loopback' ? limits.circuitsPerDestination : limits.circuitsPerDestinationAndAddress
      const leave = places.admit([
        { key: `to ${destination.toString()}`, bound: { max: limits.circuitsPerDestination, rate: UNBOUNDED } },
        { key: `to ${destination.toString()} from ${group?.key}`, bound: { max: perSource, rate: UNBOUNDED } }
      ])
      if (leave === undefined) return false
      circuits++
      request.onOver(() => {
        leave()
        circuits--
      })
      return true
    }

    const server = circuitRelayServer({
      maxInboundHopStreams: MAX_STREAMS_PER_CONNECTION,
      maxOutboundStopStreams: limits.circuitsPerDestination,
      reservations: {
        maxReservations: limits.maxReservations,
        defaultDataLimit: BigInt(limits.dataLimitBytes),
        defaultDurationLimit: limits.durationLimitMs
      }
    })(overriding(components, {
      registrar: overriding(components.registrar, {
        handle: async (protocol, handler, options) => {
          await components.registrar.handle(protocol, protocol === RELAY_V2_HOP_CODEC ? admit(handler) : handler, options)
        }
      }),
      connectionGater: overriding(components.connectionGater, {
        denyInboundRelayReservation: source => !mayReserve(source),
        denyOutboundRelayedConnection: (_source, destination) => !mayConnect(destination)
      })
    }))

    // libp2p would keep the places of all who are gone for two hours: people's peer ids are new at each of their starts.
    components.events.addEventListener('peer:disconnect', ({ detail: peerId }) => {
      reserved.get(peerId.toString())?.()
      reserved.delete(peerId.toString())
      server.reservations.get(peerId)?.signal.clear()
      server.reservations.delete(peerId)
    })
    return Object.assign(server, { holdings: () => ({ reservations: server.reservations.size, circuits }) })
  }
}

const groupsOf = (address: string): AddressGroup[] => {
  const host = hostOf(address)
  return host === undefined ? [] : addressGroups(host)
}

function maxOf ({ perAddress, perBlock, perLoopback }: GroupLimits, { kind }: AddressGroup): number {
  switch (kind) {
    case 'loopback': return perLoopback
    case 'address': return perAddress
    case 'block': return perBlock
  }
}
