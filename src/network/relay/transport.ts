/** libp2p's relay transport, taking circuits from no other relay than those on which this node keeps a place itself. */
import { circuitRelayTransport, RELAY_V2_STOP_CODEC } from '@libp2p/circuit-relay-v2'
import type { PeerId, StreamHandler, Transport } from '@libp2p/interface'
import { overriding } from './overriding.ts'

/** The part of libp2p's store of reservations that its types hide. */
export interface ReservationStore {
  /** @throws when there is no place, or no relay */
  addRelay: (relay: PeerId, type: 'configured') => Promise<unknown>
  hasReservation: (relay: PeerId) => boolean
  /** relays at which something went wrong once */
  relayFilter: { has: () => boolean, add: () => boolean }
  addEventListener: (name: 'relay:removed', listener: () => void) => void
}

type Components = Parameters<ReturnType<typeof circuitRelayTransport>>[0]

export interface RelayTransport {
  create: (components: Components) => Transport
  /** there once the transport is made */
  reservations: () => ReservationStore
}

export function relayTransport ({ maxCircuits }: { maxCircuits: number }): RelayTransport {
  let store: ReservationStore | undefined
  const reservations = (): ReservationStore => {
    if (store === undefined) throw new TypeError('the transport is not made yet')
    return store
  }
  // libp2p would reserve at whoever brings a circuit: any peer could make itself the way to this node.
  const fromOwnRelays = (handler: StreamHandler): StreamHandler => async (stream, connection) => {
    if (reservations().hasReservation(connection.remotePeer)) await handler(stream, connection)
    else stream.abort(new Error('no relay of this node'))
  }
  return {
    reservations,
    create (components) {
      const { registrar } = components
      const transport = circuitRelayTransport({ maxInboundStopStreams: maxCircuits, maxOutboundStopStreams: maxCircuits })(
        overriding(components, {
          registrar: overriding(registrar, {
            handle: async (protocol, handler, options) => {
              await registrar.handle(protocol, protocol === RELAY_V2_STOP_CODEC ? fromOwnRelays(handler) : handler, options)
            }
          })
        })
      )
      store = (transport as unknown as { reservationStore: ReservationStore }).reservationStore
      // A relay that went away at the wrong moment would be shunned for as long as this process runs.
      store.relayFilter = { has: () => false, add: () => true }
      return transport
    }
  }
}
