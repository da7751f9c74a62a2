/** The encrypted database of an unlocked profile. */
import { toHex } from '../base/bytes.ts'
import type { Events } from '../base/events.ts'
import { errorFields, type Log } from '../base/log.ts'
import type { Clock } from '../base/time.ts'
import type { Codec } from './codecs.ts'
import type { Commits } from './commits.ts'
import type { RollbackCounter } from './counter.ts'
import type { Damage, DamageReport, StoreEvents } from './damage/report.ts'
import type { Database, RawOp } from './database.ts'
import { latestSchema, oldestSchema, type Migration } from './migrations.ts'
import type { Reserve } from './reserve.ts'
import { rewriteRows } from './rewrite.ts'
import { Rows, TAG_BYTES, type Key, type RowSecrets } from './rows.ts'
import { Batch, StoredTable, type EntriesOptions, type Table } from './table.ts'
import { TABLES, type TableDeclaration } from './tables.ts'

export type { Batch, Codec, EntriesOptions, Key, Table }

/** How much of one table is there. */
export interface Holding {
  table: TableDeclaration
  rows: number
  /** encrypted, without level's own overhead */
  bytes: number
}

export interface Store {
  /** The database is older than its counter file: sessions must be reset, never used again. True until `settleRollback`. */
  readonly rolledBack: boolean
  /** The number of the last commit group. */
  readonly counter: bigint
  /** When the keys of rotating tables were last replaced, in milliseconds since 1970; 0 while a rotation is unfinished. */
  readonly keysRotatedAtMs: number
  readonly events: Events<StoreEvents>

  table: <V>(declaration: TableDeclaration, codec: Codec<V>) => Table<V>
  batch: () => Batch
  /**
   * All of the batch or nothing; on disk when it resolves, unless `sync` is false. Commits that wait together go together.
   * @throws AppError DISK_FULL: nothing was kept; it may be tried again when there is space
   */
  commit: (batch: Batch, options?: { sync?: boolean }) => Promise<void>
  /** Adds to the batch, which resets the sessions, that the roll-back has been dealt with. */
  settleRollback: (batch: Batch) => void
  /** Replaces the keys of rotating tables, or finishes what a crash interrupted. @throws AppError DISK_FULL: call it again */
  rotateKeys: () => Promise<void>
  /**
   * What these rows held before leaves the database's files; what they hold now stays. Flash storage may keep it for a
   * while all the same. @throws AppError DISK_FULL: call it again
   */
  scrub: (declaration: TableDeclaration, keys: readonly Key[]) => Promise<void>
  /** What was found damaged since the store was opened. */
  damage: () => Damage[]
  /** Reads every row there is, so that `damage` tells of all that can be found. */
  check: () => Promise<Damage[]>
  /** Counts the rows of every declared table. */
  holdings: () => Promise<Holding[]>
  /** Waits for what is being committed. Idempotent. */
  close: () => Promise<void>
}

export const ROLLBACK = { id: 'rolled-back' }

export interface EncryptedStoreDeps {
  secrets: RowSecrets
  database: Database
  commits: Commits
  reserve: Reserve
  rollbackCounter: RollbackCounter
  damage: DamageReport
  events: Events<StoreEvents>
  clock: Clock
  log: Log
}

export class EncryptedStore implements Store {
  readonly events: Events<StoreEvents>
  readonly #deps: EncryptedStoreDeps
  readonly #migrations: readonly Migration[]
  readonly #rows = new Map<string, Rows>()
  #rolledBack: boolean
  #rotation: Promise<void> | undefined
  #closing: Promise<void> | undefined

  constructor (deps: EncryptedStoreDeps, { migrations, rolledBack }: { migrations: readonly Migration[], rolledBack: boolean }) {
    this.#deps = deps
    this.events = deps.events
    this.#migrations = migrations
    this.#rolledBack = rolledBack
  }

  get rolledBack (): boolean { return this.#rolledBack }
  get counter (): bigint { return this.#deps.commits.counter }

  get keysRotatedAtMs (): number {
    const { subkeys } = this.#deps.secrets
    return subkeys.rotating ? 0 : subkeys.rotatedAtMs
  }

  table<V> (declaration: TableDeclaration, codec: Codec<V>): Table<V> {
    const { database, damage } = this.#deps
    const schemas = { oldest: oldestSchema(declaration, this.#migrations), latest: latestSchema(this.#migrations) }
    return new StoredTable({ rows: this.#rowsOf(declaration), database, damage, schemas }, codec)
  }

  batch (): Batch {
    return new Batch()
  }

  async commit (batch: Batch, { sync = true }: { sync?: boolean } = {}): Promise<void> {
    await this.#deps.commits.commit(batch.ops, { sync })
    if (this.#rolledBack && batch.ops.includes(this.#settled)) this.#rolledBack = false
  }

  readonly #settled = { type: 'del' as const, key: new Uint8Array(0) }

  settleRollback (batch: Batch): void {
    this.#settled.key = this.#rowsOf(TABLES.store).storeKey(ROLLBACK)
    batch.add(this.#settled)
  }

  async rotateKeys (): Promise<void> {
    this.#rotation ??= this.#rotate().finally(() => { this.#rotation = undefined })
    await this.#rotation
  }

  async #rotate (): Promise<void> {
    const { secrets: { subkeys }, database, commits, damage, clock, log } = this.#deps
    if (!subkeys.rotating) await subkeys.renew(clock.now())
    const rotating = this.#declared().filter(({ declaration }) => declaration.rotating === true)
    for (const rows of rotating) {
      await rewriteRows({ database, commits }, {
        rows,
        change: ({ plaintext, generation }) => generation === rows.generation ? 'keep' : plaintext,
        onDamage: key => { damage.add(rows.declaration.name, key) }
      })
    }
    await subkeys.retire()
    log.info('store-keys-rotated')
    // Unreadable now, yet there is no reason to keep it.
    for (const rows of rotating) await database.compact(rows.range({}))
  }

  async scrub (declaration: TableDeclaration, keys: readonly Key[]): Promise<void> {
    const { database, commits } = this.#deps
    const rows = this.#rowsOf(declaration)
    const byId = Map.groupBy(keys, ({ id }) => toHex(rows.prefix(id)))
    for (const group of byId.values()) {
      const ats = group.map(({ at = 0 }) => BigInt(at)).sort((a, b) => a < b ? -1 : 1)
      const range = rows.range({ id: group[0]!.id, gte: ats[0]!, lt: ats.at(-1)! + 1n })
      // Level drops what was overwritten only where it merges two files: old and new value in one file would both stay. So
      // the new ones are written again, behind a file that holds the old ones.
      await database.compact(range)
      await commits.commit([{
        type: 'late',
        decide: async earlier => (await Promise.all(group.map(async (key): Promise<RawOp[]> => {
          const storeKey = rows.storeKey(key)
          if (earlier.touches(storeKey)) return []
          const value = await database.get(storeKey)
          const row = value === undefined ? undefined : rows.open(storeKey, value)
          if (value !== undefined && row === undefined) return [] // damaged: it stays for who can mend it
          return [row === undefined
            ? { type: 'del', key: storeKey }
            : { type: 'put', key: storeKey, value: rows.seal(storeKey, row.plaintext, row.schema) }]
        }))).flat()
      }])
      await database.compact(range)
    }
  }

  damage (): Damage[] {
    return this.#deps.damage.list()
  }

  async check (): Promise<Damage[]> {
    const { database, damage } = this.#deps
    const tables = this.#byTag()
    for await (const page of database.rows({ ...EVERYTHING, onDamage: () => { damage.add('the database') } })) {
      for (const { key, value } of page) {
        const rows = tables.get(tagOf(key))
        if (rows?.open(key, value) === undefined) damage.add(rows?.declaration.name ?? 'unknown', key)
      }
    }
    return damage.list()
  }

  async holdings (): Promise<Holding[]> {
    const counts = new Map([...this.#byTag()].map(([tag, { declaration }]) => [tag, { table: declaration, rows: 0, bytes: 0 }]))
    for await (const page of this.#deps.database.rows({ ...EVERYTHING, onDamage () {} })) {
      for (const { key, value } of page) {
        const held = counts.get(tagOf(key))
        if (held === undefined) continue
        held.rows++
        held.bytes += value.byteLength
      }
    }
    return [...counts.values()]
  }

  async close (): Promise<void> {
    this.#closing ??= (async () => {
      const { commits, reserve, rollbackCounter, database, secrets, log } = this.#deps
      await this.#rotation?.catch(() => {})
      await reserve.stop()
      await commits.close()
      try {
        await rollbackCounter.write(commits.counter)
      } catch (err) {
        log.warn('rollback-counter-not-written', errorFields(err))
      }
      await database.close()
      secrets.dataKey.fill(0)
    })()
    await this.#closing
  }

  #declared (): Rows[] {
    for (const declaration of Object.values<TableDeclaration>(TABLES)) this.#rowsOf(declaration)
    return [...this.#rows.values()]
  }

  #byTag (): Map<string, Rows> {
    return new Map(this.#declared().map(rows => [toHex(rows.tag), rows]))
  }

  #rowsOf (declaration: TableDeclaration): Rows {
    const known = this.#rows.get(declaration.name)
    if (known !== undefined) return known
    const rows = new Rows(declaration, this.#deps.secrets)
    this.#rows.set(declaration.name, rows)
    return rows
  }
}

const EVERYTHING = { gte: new Uint8Array(0), lt: new Uint8Array(TAG_BYTES + 1).fill(0xff) }

const tagOf = (key: Uint8Array): string => toHex(key.subarray(0, TAG_BYTES))
