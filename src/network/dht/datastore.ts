/**
 * libp2p's datastore, in memory and capped. When it is full, whoever wrote most loses first, so that a flood of records
 * evicts itself; and of theirs what is farthest from this node, since others hold that as well.
 */
import { createHash } from 'node:crypto'
import { NotFoundError, type PeerId } from '@libp2p/interface'
import { Record as Libp2pRecord } from '@libp2p/kad-dht'
import type { Libp2pOptions } from 'libp2p'
import { copy, equal, toHex, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { HOUR, type Clock, type Timer } from '../../base/time.ts'
import { join, leave, type Share, type Shared } from './shares.ts'

type Datastore = NonNullable<Libp2pOptions['datastore']>
type Key = Parameters<Datastore['get']>[0]
type Source<T> = AsyncIterable<T> | Iterable<T>
interface Pair { key: Key, value: Uint8Array }
interface Query<T> {
  prefix?: string
  filters?: Array<(item: T) => boolean>
  orders?: Array<(a: T, b: T) => -1 | 0 | 1>
  limit?: number
  offset?: number
}

export interface RecordLimits {
  maxRecords: number
  maxBytes: number
}

/** What a stored value says about itself. @throws when it is none of our records */
export type Describe = (value: Uint8Array) => { seq: number, eolMs: number }

export interface StoredRecord {
  value: Bytes
  seq: number
  eolMs: number
}

interface Entry extends StoredRecord, Shared {
  key: Key
  /** whoever put it, the latest last */
  writers: number[]
  dhtKey: string
  bytes: Uint8Array
  receivedMs: number
}

/** kad-dht looks here first for each key that it asks others for: one error for all, since a trace costs more than the look. */
const NOT_FOUND = new NotFoundError()
const OURSELVES = -1
/** that are remembered of one record */
const MAX_WRITERS = 4
const RECORDS = '/dht/record/'
const PROVIDERS = '/dht/provider'
const PEERS = '/peers/'
const SWEEP_EVERY_MS = HOUR
/** Publishers repeat their records every two hours; one that has not been for so long has no publisher any more. */
const UNREPEATED_MS = 48 * HOUR
const MAX_PEER_ENTRY_BYTES = 16 * 1024
const MAX_OTHER_ENTRIES = 1000

export class CappedDatastore implements Datastore {
  readonly #clock: Clock
  readonly #describe: Describe
  readonly #writer: () => number | undefined
  readonly #limits: RecordLimits & { maxKnownPeers: number }
  readonly #ownHash: Uint8Array
  readonly #ownPeerKey: string
  readonly #records = new Map<string, Entry>()
  readonly #byDhtKey = new Map<string, Entry>()
  readonly #shares = new Map<number, Share<Entry>>()
  readonly #own = new Set<string>()
  readonly #rest = new Map<string, Pair>()
  #bytes = 0
  #peers = 0
  #sweeping: Timer | undefined

  constructor (
    { clock, describe, writer, peerId }: {
      clock: Clock
      describe: Describe
      /** which group of addresses is being written for just now; undefined: this node itself */
      writer: () => number | undefined
      peerId: Pick<PeerId, 'toMultihash' | 'toCID'>
    },
    limits: RecordLimits & { maxKnownPeers: number }
  ) {
    this.#clock = clock
    this.#describe = describe
    this.#writer = writer
    this.#limits = limits
    this.#ownHash = sha256(peerId.toMultihash().bytes)
    this.#ownPeerKey = `${PEERS}${peerId.toCID().toString()}`
  }

  start (): void {
    this.#sweeping = this.#clock.after(SWEEP_EVERY_MS, () => {
      this.sweep()
      this.start()
    })
  }

  stop (): void {
    this.#sweeping?.cancel()
  }

  /** Forgets expired records, and those whose publisher stopped repeating them. @returns how many */
  sweep (): number {
    const nowMs = this.#clock.now()
    const gone = [...this.#records.values()].filter(({ eolMs, receivedMs }) => eolMs <= nowMs || nowMs - receivedMs > UNREPEATED_MS)
    for (const entry of gone) {
      this.#remove(entry)
      this.#own.delete(entry.dhtKey)
    }
    return gone.length
  }

  /** A record that this node publishes: never evicted, whatever its distance. */
  keep (dhtKey: Uint8Array): void {
    this.#own.add(toHex(dhtKey))
    const stored = this.#byDhtKey.get(toHex(dhtKey))
    if (stored !== undefined) leave(this.#shares, stored)
  }

  stored (dhtKey: Uint8Array): StoredRecord | undefined {
    return this.#byDhtKey.get(toHex(dhtKey))
  }

  holdings (): { records: number, bytes: number, knownPeers: number } {
    return { records: this.#records.size, bytes: this.#bytes, knownPeers: this.#peers }
  }

  put (key: Key, bytes: Uint8Array): Key {
    const name = key.toString()
    if (name.startsWith(RECORDS)) this.#putRecord(name, key, bytes)
    else this.#putOther(name, key, bytes)
    return key
  }

  get (key: Key): Uint8Array {
    const name = key.toString()
    const bytes = this.#records.get(name)?.bytes ?? this.#rest.get(name)?.value
    if (bytes === undefined) throw NOT_FOUND
    return bytes
  }

  has (key: Key): boolean {
    return this.#records.has(key.toString()) || this.#rest.has(key.toString())
  }

  delete (key: Key): void {
    const name = key.toString()
    const record = this.#records.get(name)
    if (record !== undefined) this.#remove(record)
    else if (this.#rest.delete(name) && name.startsWith(PEERS)) this.#peers--
  }

  async * putMany (source: Source<Pair>): AsyncGenerator<Key> {
    for await (const { key, value } of source) yield this.put(key, value)
  }

  async * getMany (source: Source<Key>): AsyncGenerator<Pair> {
    for await (const key of source) yield { key, value: this.get(key) }
  }

  async * deleteMany (source: Source<Key>): AsyncGenerator<Key> {
    for await (const key of source) {
      this.delete(key)
      yield key
    }
  }

  batch (): ReturnType<Datastore['batch']> {
    const work: Array<() => void> = []
    return {
      put: (key, value) => { work.push(() => { this.put(key, value) }) },
      delete: key => { work.push(() => { this.delete(key) }) },
      commit: () => { for (const step of work.splice(0)) step() }
    }
  }

  * query (query: Query<Pair>): Generator<Pair> {
    const pairs: Pair[] = [...this.#rest.values(), ...[...this.#records.values()].map(({ key, bytes }) => ({ key, value: bytes }))]
    yield * select(pairs, query, ({ key }) => key)
  }

  * queryKeys (query: Query<Key>): Generator<Key> {
    yield * select([...this.#rest.values(), ...this.#records.values()].map(({ key }) => key), query, key => key)
  }

  #putRecord (name: string, key: Key, bytes: Uint8Array): void {
    const { key: dhtKey, value } = Libp2pRecord.deserialize(bytes)
    const { seq, eolMs } = this.#describe(value)
    const old = this.#records.get(name)
    const text = toHex(dhtKey)
    const writer = this.#writer() ?? OURSELVES
    const isRepeated = old !== undefined && equal(old.value, value)
    const share = isRepeated && old.share !== undefined ? old.share : this.#shareOf(writer)
    const entry: Entry = {
      key,
      share: this.#own.has(text) ? undefined : share,
      writers: [...(isRepeated ? old.writers : []).filter(one => one !== writer), writer].slice(-MAX_WRITERS),
      dhtKey: text,
      distance: toHex(xor(sha256(dhtKey), this.#ownHash)),
      size: bytes.byteLength + value.byteLength,
      bytes: copy(bytes),
      value: copy(value),
      seq,
      eolMs,
      receivedMs: this.#clock.now()
    }
    if (old !== undefined) this.#remove(old)
    this.#records.set(name, entry)
    this.#byDhtKey.set(text, entry)
    if (entry.share !== undefined) join(this.#shares, entry, entry.share)
    this.#bytes += entry.size
    this.#evict()
    if (!this.#records.has(name)) throw new AppError('TOO_MANY', 'no room for a record so far away')
  }

  #shareOf (writer: number): Share<Entry> {
    return this.#shares.get(writer) ?? { writer, bytes: 0, entries: [] }
  }

  #evict (): void {
    while (this.#isFull()) {
      let largest: Share<Entry> | undefined
      for (const share of this.#shares.values()) if (largest === undefined || share.bytes > largest.bytes) largest = share
      const farthest = largest?.entries.at(-1)
      if (largest === undefined || farthest === undefined) return
      // Somebody else put the same one: a flood that repeats what others wrote must not take it with it.
      const other = farthest.writers.map(writer => this.#shareOf(writer)).find(({ bytes }) => bytes + farthest.size < largest.bytes)
      if (other === undefined) {
        this.#remove(farthest)
      } else {
        leave(this.#shares, farthest)
        join(this.#shares, farthest, other)
      }
    }
  }

  #isFull (): boolean {
    return this.#records.size > this.#limits.maxRecords || this.#bytes > this.#limits.maxBytes
  }

  #remove (entry: Entry): void {
    this.#records.delete(entry.key.toString())
    this.#byDhtKey.delete(entry.dhtKey)
    leave(this.#shares, entry)
    this.#bytes -= entry.size
  }

  #putOther (name: string, key: Key, value: Uint8Array): void {
    // nobyte has no use for provider records, and an attacker would have for the room
    if (name.startsWith(PROVIDERS)) throw new AppError('REFUSED', 'provider records are not kept')
    const isPeer = name.startsWith(PEERS)
    if (isPeer && value.byteLength > MAX_PEER_ENTRY_BYTES) throw new AppError('TOO_LARGE', 'too much to remember of one peer')
    this.delete(key) // what was written last moves to the end: the oldest is forgotten first
    this.#rest.set(name, { key, value: copy(value) })
    if (isPeer) this.#peers++
    if (isPeer ? this.#peers > this.#limits.maxKnownPeers : this.#rest.size - this.#peers > MAX_OTHER_ENTRIES) {
      this.#forgetOldest(isPeer)
    }
  }

  #forgetOldest (isPeer: boolean): void {
    for (const [name, { key }] of this.#rest) {
      if (name.startsWith(PEERS) === isPeer && name !== this.#ownPeerKey) {
        this.delete(key)
        return
      }
    }
  }
}

function * select<T> (
  items: T[], { prefix = '', filters = [], orders = [], offset = 0, limit }: Query<T>, keyOf: (item: T) => Key
): Generator<T> {
  let found = items.filter(item => keyOf(item).toString().startsWith(prefix) && filters.every(accepts => accepts(item)))
  for (const order of orders) found = found.sort(order)
  yield * found.slice(offset, limit === undefined ? undefined : offset + limit)
}

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const xor = (a: Uint8Array, b: Uint8Array): Uint8Array => a.map((byte, i) => byte ^ b[i]!)
