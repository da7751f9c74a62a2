/** The DHT as the rest of nobyte uses it: put a record, read records, know when there is anybody to ask. */
import { createHash } from 'node:crypto'
import type { PeerId } from '@libp2p/interface'
import type { KadDHT, QueryEvent } from '@libp2p/kad-dht'
import type { Libp2p } from 'libp2p'
import { ENOUGH, withDeadline } from '../../base/abort.ts'
import { copy, type Bytes } from '../../base/bytes.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { pause, SECOND, type Clock, type Timer } from '../../base/time.ts'
import type { CappedDatastore } from './datastore.ts'
import type { RecordRules } from './validators.ts'

export interface Dht {
  mode: () => 'client' | 'server'
  /** whether a DHT server is connected; 'dht:ready' tells when that becomes true */
  isReady: () => boolean
  /** how many DHT servers are known */
  tableSize: () => number
  /**
   * Stores a record at the servers nearest to its key, and here. With nobody to ask it is kept here alone and counts 0:
   * put it again on 'dht:ready'.
   * @param isOwn false: somebody else's, which is kept here as any other and makes room for others. Default: true
   * @returns how many other nodes stored it, also where the signal ended it before all had answered; and how many did not
   *   as far as that is known, if any: too busy, perhaps, or gone
   * @throws AppError TOO_LARGE | PROTOCOL: not a valid record, or older than what is stored; or the signal's reason where
   *   nobody has stored it
   */
  put: (key: Bytes, value: Bytes, options: { signal: AbortSignal, isOwn?: boolean }) => Promise<{ stored: number, missed?: number }>
  /**
   * Hands up every valid record found under a key as it arrives, the same one perhaps several times; older and newer
   * ones may both come. Resolves when there is nobody left to ask. @throws the signal's reason
   */
  read: (key: Bytes, options: { signal: AbortSignal, onValue: (value: Bytes) => void }) => Promise<void>
}

/** The parts of kad-dht that its types hide. */
interface Inside {
  routingTable: RoutingTable
  peerRouting: {
    /** asks one server; a record that is not valid is left out */
    getValueOrPeers: (from: PeerId, key: Uint8Array, options: { signal: AbortSignal, path: object }) => AsyncIterable<QueryEvent>
  }
}

interface RoutingTable {
  size: number
  /** nearest first */
  closestPeers: (id: Uint8Array, options: { count: number }) => PeerId[]
  add: (peerId: PeerId) => Promise<void>
  remove: (peerId: PeerId) => Promise<void>
  addEventListener: (name: 'peer:add' | 'peer:remove', listener: (event: CustomEvent<PeerId>) => void) => void
}

const SELF_LOOKUP_MS = 10 * SECOND
const READMIT_EVERY_MS = 10 * SECOND
/** Among so many that are nearest, those to whom a connection is open are asked first. */
const NEAREST = 20
const ASKED_FIRST = 3
const HEAD_START_MS = 100
/** with this many to ask, one more or less makes no difference */
const FEW_SERVERS = 20

export function createDht (
  { kad, datastore, rules, readiness, isConnected, clock, log }: {
    kad: KadDHT
    datastore: CappedDatastore
    rules: RecordRules
    readiness: Readiness
    isConnected: (peerId: PeerId) => boolean
    clock: Clock
    log: Log
  }
): Dht {
  /** Mostly one of these has it, and answers before a query, which asks nine at a time, has so much as opened its streams. */
  async function askNearest (key: Bytes, signal: AbortSignal, onValue: (value: Bytes) => void): Promise<{ wereAll: boolean }> {
    const { routingTable, peerRouting } = kad as unknown as Inside
    const nearest = routingTable.closestPeers(createHash('sha256').update(key).digest(), { count: NEAREST })
    const asked = nearest.filter(isConnected).slice(0, ASKED_FIRST)
    const known = new Set(asked.map(String))
    const answers = await Promise.all(asked.map(async peerId => {
      let hasSaidAll = false
      for await (const event of peerRouting.getValueOrPeers(peerId, key, { signal, path: NO_PATH })) {
        if (event.name !== 'PEER_RESPONSE') continue
        if (event.record !== undefined) onValue(copy(event.record.value))
        hasSaidAll = event.closer.every(({ id }) => known.has(id.toString()))
      }
      return hasSaidAll
    }))
    return { wereAll: known.size === routingTable.size && answers.every(Boolean) }
  }

  return {
    isReady: readiness.isReady,
    mode: () => kad.getMode(),
    tableSize: () => tableOf(kad).size,
    async put (key, value, { signal, isOwn = true }) {
      signal.throwIfAborted()
      rules.validate(key, value)
      if (isOwn) datastore.keep(key)
      const [storedAt, silent] = [new Set<string>(), new Set<string>()]
      try {
        for await (const event of kad.put(key, value, { signal })) {
          if (event.name === 'PEER_RESPONSE' && event.messageName === 'PUT_VALUE') storedAt.add(event.from.toString())
          if (event.name !== 'QUERY_ERROR') continue
          storedAt.delete(event.from.toString())
          silent.add(event.from.toString())
        }
      } catch (err) {
        log.debug('put-cut-short', errorFields(err)) // some servers may have it all the same
      }
      if (storedAt.size === 0) signal.throwIfAborted()
      const missed = silent.size + (signal.aborted ? 1 : 0) // one at least had not answered
      return { stored: storedAt.size, ...(missed === 0 ? {} : { missed }) }
    },
    async read (key, { signal, onValue }) {
      signal.throwIfAborted()
      const local = datastore.stored(key)
      if (local !== undefined) onValue(local.value)
      if (tableOf(kad).size === 0) return // a query among nobody costs as much as one question
      const asked = askNearest(key, signal, onValue).catch((err: unknown) => {
        log.debug('nearest-not-asked', errorFields(err))
        return { wereAll: false }
      })
      const waited = new AbortController()
      const first = await Promise.race([asked, pause(clock, HEAD_START_MS, AbortSignal.any([signal, waited.signal])).catch(() => {})])
      waited.abort(ENOUGH)
      signal.throwIfAborted()
      if (first?.wereAll === true) return // a query would ask them the same again
      try {
        for await (const event of kad.get(key, { signal })) {
          // These responses have passed the validator; the events of onProgress have not.
          if (event.name === 'PEER_RESPONSE' && event.record !== undefined) onValue(copy(event.record.value))
        }
      } catch {
        // At its end get() corrects holders of older records, and throws when a single one refuses: the values are here.
        signal.throwIfAborted()
      }
      await asked
      signal.throwIfAborted()
    }
  }
}

const tableOf = (kad: KadDHT): RoutingTable => (kad as unknown as Inside).routingTable
/** what kad-dht says of a question that is part of no query */
const NO_PATH = { index: -1, queued: 0, running: 0, total: 0 }

export interface Readiness {
  isReady: () => boolean
  isServer: (peerId: PeerId) => boolean
  stop: () => void
}

/** Calls `onReady` when a connected DHT server first is in the routing table, and again after there was none. */
export function watchReadiness (
  { libp2p, kad, protocol, clock, log, onReady }: {
    libp2p: Libp2p, kad: KadDHT, protocol: string, clock: Clock, log: Log, onReady: () => void
  }
): Readiness {
  const table = tableOf(kad)
  const inTable = new Set<string>()
  /** connected, and said that they serve our DHT */
  const servers = new Map<string, PeerId>()
  let isReady = false
  let timer: Timer

  function check (): void {
    const was = isReady
    isReady = [...servers.keys()].some(id => inTable.has(id))
    if (!isReady || was) return
    onReady()
    lookUpSelf().catch((err: unknown) => { log.debug('self-lookup-failed', errorFields(err)) })
  }

  /** kad-dht would do so by its own timer only, and make every other query wait for it. */
  async function lookUpSelf (): Promise<void> {
    const signal = withDeadline(SELF_LOOKUP_MS)
    for await (const _event of kad.getClosestPeers(libp2p.peerId.toMultihash().bytes, { signal })) { /* fills the routing table */ }
  }

  /** kad-dht pings a newcomer once before it takes it in; one that was too busy then would never get another chance. */
  function readmit (): void {
    timer = clock.after(READMIT_EVERY_MS, readmit)
    if (inTable.size >= FEW_SERVERS) return
    for (const [id, peerId] of servers) if (!inTable.has(id)) table.add(peerId).catch(() => {})
  }

  table.addEventListener('peer:add', ({ detail }) => {
    inTable.add(detail.toString())
    check()
  })
  table.addEventListener('peer:remove', ({ detail }) => {
    inTable.delete(detail.toString())
    check()
  })
  libp2p.addEventListener('peer:identify', ({ detail: { peerId, protocols, connection } }) => {
    if (connection.limits !== undefined) return // the DHT does not go through relays
    if (protocols.includes(protocol)) servers.set(peerId.toString(), peerId)
    check()
  })
  libp2p.addEventListener('peer:disconnect', ({ detail: peerId }) => {
    servers.delete(peerId.toString())
    // kad-dht would keep it, and every put wait for its time-out: people's peer ids are gone for good when they stop.
    table.remove(peerId).catch((err: unknown) => { log.debug('not-removed', errorFields(err)) })
    check()
  })
  readmit()
  return {
    isReady: () => isReady,
    isServer: peerId => servers.has(peerId.toString()) || inTable.has(peerId.toString()),
    stop: () => { timer.cancel() }
  }
}
