/**
 * Keeps this node's places on relays: servers of its own network, of different operators where there are several. A
 * place goes when the connection does, and libp2p does not ask for it again: here it is, once the server is back.
 */
import { RELAY_V2_HOP_CODEC } from '@libp2p/circuit-relay-v2'
import type { PeerId } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import type { Libp2p } from 'libp2p'
import { errorFields, type Log } from '../../base/log.ts'
import { jitterMs } from '../../base/random.ts'
import { MINUTE, SECOND, type Clock, type Timer } from '../../base/time.ts'
import { isPrivateAddress, isRelayed, peerIdOf, withoutPeerId } from '../addresses.ts'
import type { Bootstrap, ConnectedEntry } from '../networks/bootstrap.ts'
import { isDirectConnection } from '../dial.ts'
import type { ReservationStore } from './transport.ts'

const FIRST_RETRY_MS = 30 * SECOND
const MAX_RETRY_MS = 10 * MINUTE
const CHECK_EVERY_MS = MINUTE
/** told of one relay: the rest of a record belongs to direct addresses and to the other relay */
const MAX_ADDRESSES_PER_RELAY = 3

export interface Relays {
  /** where this node can be reached through its relays: multiaddrs that end in /p2p-circuit */
  addresses: () => string[]
  /** Looks again whether there is a place to ask for. */
  check: () => void
  stop: () => void
}

interface Refusal {
  failures: number
  untilMs: number
}

export function keepRelays (
  { libp2p, reservations, bootstrap, wanted, isPublic, clock, log, onChanged }: {
    libp2p: Libp2p
    reservations: ReservationStore
    bootstrap: Pick<Bootstrap, 'connected' | 'isSettled'>
    wanted: number
    isPublic: boolean
    clock: Clock
    log: Log
    /** the addresses are others now */
    onChanged: () => void
  }
): Relays {
  /** connected directly, and said that they relay; with the address at which we reached them, if it was us */
  const offering = new Map<string, string | undefined>()
  const refusals = new Map<string, Refusal>()
  let told = ''
  let checking: Promise<void> | undefined
  let again = false
  let stopped = false
  let timer: Timer

  const holds = (relay: ConnectedEntry): boolean => reservations.hasReservation(peerIdFromString(relay.peerId))
  const operatorOf = ({ operator, peerId }: ConnectedEntry): string => operator ?? peerId
  const isThere = ({ peerId }: ConnectedEntry): boolean => offering.has(peerId) && libp2p.getConnections(peerIdFromString(peerId))
    .some(connection => connection.status === 'open' && isDirectConnection(connection))
  const held = (): ConnectedEntry[] => bootstrap.connected().filter(holds)

  function choose (): ConnectedEntry | undefined {
    const nowMs = clock.now()
    const operators = new Set(held().map(operatorOf))
    const free = bootstrap.connected().filter(relay =>
      isThere(relay) && !holds(relay) && (refusals.get(relay.peerId)?.untilMs ?? 0) <= nowMs)
    const other = free.find(relay => !operators.has(operatorOf(relay)))
    // A second one of the same operator would fall with it, and see no less: another operator's may still answer.
    return other ?? (operators.size === 0 || bootstrap.isSettled() ? free[0] : undefined)
  }

  async function fill (): Promise<void> {
    for (;;) {
      if (stopped || held().length >= wanted) return
      const relay = choose()
      if (relay === undefined) return
      try {
        await reservations.addRelay(peerIdFromString(relay.peerId), 'configured')
        refusals.delete(relay.peerId)
      } catch (err) {
        if (stopped) return
        const failures = refusals.get(relay.peerId)?.failures ?? 0
        const delayMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 10))
        refusals.set(relay.peerId, { failures: failures + 1, untilMs: clock.now() + jitterMs(delayMs * 0.8, delayMs * 1.2) })
        log.debug('no-place-on-relay', errorFields(err))
      }
    }
  }

  function check (): void {
    if (stopped) return
    again = checking !== undefined
    checking ??= fill().catch((err: unknown) => { log.warn('relays-not-kept', errorFields(err)) }).finally(() => {
      checking = undefined
      tell()
      if (again) check()
    })
  }

  function tell (): void {
    const now = addresses().join(' ')
    if (now === told || stopped) return
    told = now
    onChanged()
  }

  /** Only what the network's own list says, or what we reached it by: a relay could name anybody's address as its own. */
  function addresses (): string[] {
    return held().flatMap(({ peerId, addresses: listed }) => {
      const reached = offering.get(peerId)
      const own = listed.filter(address => (peerIdOf(address) ?? peerId) === peerId)
      const known = [...(reached === undefined ? [] : [reached]), ...own].filter(address => !isRelayed(address))
      const sockets = new Set(known.map(withoutPeerId))
      const useful = [...sockets].filter(socket => !isPublic || !isPrivateAddress(socket))
      return (useful.length === 0 ? [...sockets] : useful).slice(0, MAX_ADDRESSES_PER_RELAY)
        .map(socket => `${socket}/p2p/${peerId}/p2p-circuit`)
    })
  }

  function tick (): void {
    check()
    timer = clock.after(CHECK_EVERY_MS, tick)
  }

  libp2p.addEventListener('peer:identify', ({ detail: { peerId, protocols, connection } }) => {
    if (connection.limits !== undefined || !protocols.includes(RELAY_V2_HOP_CODEC)) return
    const reached = connection.direction === 'outbound' ? connection.remoteAddr.toString() : undefined
    offering.set(peerId.toString(), reached ?? offering.get(peerId.toString()))
    check()
  })
  libp2p.addEventListener('peer:disconnect', ({ detail: peerId }: { detail: PeerId }) => {
    offering.delete(peerId.toString())
    refusals.delete(peerId.toString()) // whoever comes back may have room
    check()
  })
  reservations.addEventListener('relay:removed', check)
  tick()
  return {
    addresses,
    check,
    stop () {
      stopped = true
      timer.cancel()
    }
  }
}
