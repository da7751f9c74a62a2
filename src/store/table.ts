import type { Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import type { Codec } from './codecs.ts'
import type { EarlierOps, Op } from './commits.ts'
import type { DamageReport } from './damage/report.ts'
import type { Database, RawOp } from './database.ts'
import { atOf, type Key, type KeyRange, type Rows } from './rows.ts'

/** Writes of several tables that are kept together or not at all. */
export class Batch {
  readonly #ops: Op[] = []

  /** as they were added; a later write of the same key wins */
  get ops (): readonly Op[] { return this.#ops }
  get isEmpty (): boolean { return this.#ops.length === 0 }

  add (op: Op): void {
    this.#ops.push(op)
  }
}

export interface EntriesOptions {
  /** only this id's rows, in the order of `at` */
  id?: string | Uint8Array
  gte?: bigint | number
  lt?: bigint | number
  reverse?: boolean
  limit?: number
  /** called for each row that cannot be read, and so is left out */
  onDamaged?: (at: bigint) => void
}

/** One kind of value. Reads see what is committed, never what a batch has collected. */
export interface Table<V> {
  /** @throws AppError CORRUPT naming the table: the stored value is damaged */
  get: (key: Key) => Promise<V | undefined>
  /** As get, for what can be done without: a damaged value counts as none. The damage report names it. */
  getSound: (key: Key) => Promise<V | undefined>
  has: (key: Key) => Promise<boolean>
  /**
   * Without an id, all rows of the table in no meaningful order. Damaged rows are left out and reported.
   * A commit meanwhile may or may not show.
   */
  entries: (options?: EntriesOptions) => AsyncIterable<{ at: bigint, value: V }>
  put: (batch: Batch, key: Key, value: V) => void
  /** As put, but what is gone by then stays gone. */
  replace: (batch: Batch, key: Key, value: V) => void
  del: (batch: Batch, key: Key) => void
  /** Deletes every row of the id, also those that are written between this call and the commit. */
  delAll: (batch: Batch, id: string | Uint8Array) => void
}

export interface StoredTableDeps {
  rows: Rows
  database: Database
  damage: DamageReport
  /** the oldest schema version that a value may carry, and the newest */
  schemas: { oldest: number, latest: number }
}

export class StoredTable<V> implements Table<V> {
  readonly #rows: Rows
  readonly #database: Database
  readonly #damage: DamageReport
  readonly #schemas: { oldest: number, latest: number }
  readonly #codec: Codec<V>

  constructor ({ rows, database, damage, schemas }: StoredTableDeps, codec: Codec<V>) {
    this.#rows = rows
    this.#database = database
    this.#damage = damage
    this.#schemas = schemas
    this.#codec = codec
  }

  async get (key: Key): Promise<V | undefined> {
    const storeKey = this.#rows.storeKey(key)
    const stored = await this.#database.get(storeKey)
    if (stored === undefined) return undefined
    const row = this.#read(storeKey, stored)
    if (row === undefined) throw new AppError('CORRUPT', `a stored value is damaged (${this.#name})`, { details: { table: this.#name } })
    return row.value
  }

  async getSound (key: Key): Promise<V | undefined> {
    const storeKey = this.#rows.storeKey(key)
    const stored = await this.#database.get(storeKey)
    return stored === undefined ? undefined : this.#read(storeKey, stored)?.value
  }

  async has (key: Key): Promise<boolean> {
    return await this.#database.get(this.#rows.storeKey(key)) !== undefined
  }

  async * entries (
    { id, gte, lt, reverse = false, limit = Infinity, onDamaged }: EntriesOptions = {}
  ): AsyncGenerator<{ at: bigint, value: V }> {
    let left = limit
    if (left <= 0) return
    const range = this.#rows.range({ id, gte, lt })
    for await (const page of this.#database.rows({ ...range, reverse, most: limit, onDamage: () => { this.#damage.add(this.#name) } })) {
      for (const { key, value: stored } of page) {
        const row = this.#read(key, stored)
        if (row === undefined) {
          onDamaged?.(atOf(key))
          continue
        }
        yield { at: atOf(key), value: row.value }
        if (--left <= 0) return
      }
    }
  }

  put (batch: Batch, key: Key, value: V): void {
    batch.add({ type: 'put', rows: this.#rows, key: this.#rows.storeKey(key), plaintext: this.#codec.encode(value) })
  }

  replace (batch: Batch, key: Key, value: V): void {
    const storeKey = this.#rows.storeKey(key)
    const plaintext = this.#codec.encode(value)
    batch.add({
      type: 'late',
      decide: async earlier => earlier.touches(storeKey) || await this.#database.get(storeKey) === undefined
        ? []
        : [{ type: 'put', key: storeKey, value: this.#rows.seal(storeKey, plaintext, this.#schemas.latest) }]
    })
  }

  del (batch: Batch, key: Key): void {
    batch.add({ type: 'del', key: this.#rows.storeKey(key) })
  }

  delAll (batch: Batch, id: string | Uint8Array): void {
    const range = this.#rows.range({ id })
    batch.add({ type: 'late', decide: async earlier => await deletions(this.#database, range, earlier) })
  }

  get #name (): string { return this.#rows.declaration.name }

  #read (storeKey: Uint8Array, stored: Uint8Array): { value: V } | undefined {
    const row = this.#rows.open(storeKey, stored)
    // A value of before a migration was put back by someone: the migration has left none.
    if (row !== undefined && row.schema >= this.#schemas.oldest && row.schema <= this.#schemas.latest) {
      const value = this.#decode(row.plaintext)
      if (value !== undefined) return value
    }
    this.#damage.add(this.#name, storeKey)
    return undefined
  }

  #decode (plaintext: Bytes): { value: V } | undefined {
    try {
      return { value: this.#codec.decode(plaintext) }
    } catch {
      return undefined
    }
  }
}

async function deletions (database: Database, { gte, lt }: KeyRange, { ops }: EarlierOps): Promise<RawOp[]> {
  const inRange = (key: Uint8Array): boolean => Buffer.compare(key, gte) >= 0 && Buffer.compare(key, lt) < 0
  const deleted: RawOp[] = ops.filter(({ type, key }) => type === 'put' && inRange(key)).map(({ key }) => ({ type: 'del', key }))
  for await (const page of database.rows({ gte, lt, keysOnly: true })) {
    for (const { key } of page) deleted.push({ type: 'del', key })
  }
  return deleted
}
