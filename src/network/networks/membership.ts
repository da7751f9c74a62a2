/**
 * Every connection is asked who it is before it counts. The identify protocol carries the network's id in its name, so
 * that a node of another network cannot even answer, and is let go with an error that says so.
 */
import type { Identify } from '@libp2p/identify'
import type { Connection, IdentifyResult, PeerStore } from '@libp2p/interface'
import { AppError } from '../../base/errors.ts'
import { SECOND, type Clock } from '../../base/time.ts'
import { MAX_ROUTE_ADDRESSES } from '../../wire/limits.ts'

const IDENTIFY_TIMEOUT_MS = 8 * SECOND
/** The dialler is told nothing when we hang up first, so it gets the time to find out by itself. */
const FAREWELL_MS = 2 * SECOND

export interface Membership {
  /** Resolves when the connection's other end is on our network. @throws AppError NETWORK_MISMATCH | PEER_UNREACHABLE */
  confirmed: (connection: Connection) => Promise<void>
}

export function watchMembership (
  { identify, peerStore, clock, onOpen }: {
    identify: Identify
    peerStore: PeerStore
    clock: Clock
    onOpen: (listener: (connection: Connection) => void) => void
  }
): Membership {
  const confirmations = new WeakMap<Connection, Promise<void>>()

  async function ask (connection: Connection): Promise<void> {
    let answer
    try {
      answer = await identify.identify(connection, { signal: AbortSignal.timeout(IDENTIFY_TIMEOUT_MS) })
    } catch (err) {
      throw explain(err)
    }
    await trim(peerStore, answer)
  }

  function begin (connection: Connection): Promise<void> {
    const known = confirmations.get(connection)
    if (known !== undefined) return known
    const confirmation = ask(connection)
    confirmations.set(connection, confirmation)
    confirmation.catch(err => {
      clock.after(connection.direction === 'inbound' ? FAREWELL_MS : 0, () => { connection.abort(err) })
    })
    return confirmation
  }

  onOpen(connection => { begin(connection).catch(() => {}) })
  return { confirmed: begin }
}

/** A peer may claim thousands of addresses, and each would be dialled and handed on. */
async function trim (peerStore: PeerStore, { peerId, signedPeerRecord, listenAddrs }: IdentifyResult): Promise<void> {
  const addresses = signedPeerRecord?.addresses ?? listenAddrs
  if (addresses.length > MAX_ROUTE_ADDRESSES) {
    await peerStore.patch(peerId, { multiaddrs: addresses.slice(0, MAX_ROUTE_ADDRESSES) })
  }
}

function explain (err: unknown): AppError {
  if ((err as Error).name === 'UnsupportedProtocolError') {
    return new AppError('NETWORK_MISMATCH', 'the other node is on another network', {
      hint: 'Both sides need the same network file. Compare: nobyte network show', cause: err
    })
  }
  return new AppError('PEER_UNREACHABLE', 'the other node hung up before it said who it is', {
    hint: 'It may be on another network, full, or just stopping', cause: err
  })
}
