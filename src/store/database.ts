/** Level, opened, read, written and opened again; its errors become ours. Knows bytes only. */
import { Level } from 'level'
import { AppError } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import { diskFull } from './files.ts'
import type { KeyRange } from './rows.ts'

export type RawOp =
  | { type: 'put', key: Uint8Array, value: Uint8Array }
  | { type: 'del', key: Uint8Array }

/** A row as it lies on disk. */
export interface RawRow {
  key: Uint8Array
  value: Uint8Array
}

type RawLevel = Level<Uint8Array, Uint8Array> & { compactRange: (start: Uint8Array, end: Uint8Array) => Promise<void> }

export const WRITE_BUFFER_BYTES = 4 * 1024 * 1024
const ROWS_AT_ONCE = 128
const FIRST_ROWS = 8
const BYTES_AT_ONCE = 128 * 1024

export class Database {
  readonly #level: RawLevel
  readonly #log: Log
  #reopening: Promise<void> | undefined
  #usable = true
  #closed = false

  private constructor (level: RawLevel, log: Log) {
    this.#level = level
    this.#log = log
  }

  /** @throws AppError CORRUPT: missing or damaged beyond use; DISK_FULL: opening writes a little */
  static async open ({ path, create, log }: { path: string, create: boolean, log: Log }): Promise<Database> {
    const level = new Level<Uint8Array, Uint8Array>(path, {
      keyEncoding: 'view',
      valueEncoding: 'view',
      createIfMissing: create,
      errorIfExists: create,
      compression: false, // ciphertext does not compress
      writeBufferSize: WRITE_BUFFER_BYTES
    }) as RawLevel
    try {
      await level.open()
    } catch (err) {
      throw databaseError(err)
    }
    return new Database(level, log)
  }

  /** Makes level's list of its files anew from the files themselves; what was deleted lately may be there again. */
  static async repair (path: string): Promise<void> {
    await (Level as unknown as { repair: (path: string) => Promise<void> }).repair(path)
  }

  async get (key: Uint8Array): Promise<Uint8Array | undefined> {
    // Synchronous: 5 µs instead of 40, and of far more while the thread pool waits for the disk on behalf of a commit.
    return await this.#use(async level => level.getSync(key))
  }

  /** @param sync on disk when it resolves. After an error nothing is known about these ops until `reopen` */
  async write (ops: RawOp[], { sync }: { sync: boolean }): Promise<void> {
    await this.#use(async level => { await level.batch(ops, { sync }) })
  }

  /** Rows in the order of their keys, a few at a time; goes on where it was when the database is opened again meanwhile. */
  async * rows ({ gte, lt, reverse = false, keysOnly = false, most = Infinity, onDamage }: KeyRange & {
    reverse?: boolean
    /** how many will be wanted, as far as that is known: no more are read at once */
    most?: number
    /** values are empty then */
    keysOnly?: boolean
    onDamage?: () => void
  }): AsyncGenerator<RawRow[]> {
    let last: Uint8Array | undefined
    // Whoever wants the newest row alone should not have a hundred read; who wants all of them soon reads many at once.
    let atOnce = Math.min(most, FIRST_ROWS)
    for (;;) {
      await this.#ready()
      const range = last === undefined ? { gte, lt } : reverse ? { gte, lt: last } : { gt: last, lt }
      const iterator = this.#level.iterator({ ...range, reverse, values: !keysOnly, highWaterMarkBytes: BYTES_AT_ONCE })
      try {
        for (;;) {
          const entries = await iterator.nextv(atOnce)
          if (entries.length === 0) return
          atOnce = Math.min(ROWS_AT_ONCE, 4 * atOnce)
          last = entries.at(-1)![0]
          yield entries.map(([key, value]) => ({ key, value }))
        }
      } catch (err) {
        // The iterator has given every row that it could read, and tells of the damage at the end.
        if (levelCode(err) === 'LEVEL_CORRUPTION' && onDamage !== undefined) {
          onDamage()
          return
        }
        if (this.#closed || levelCode(err) !== 'LEVEL_ITERATOR_NOT_OPEN') throw databaseError(err)
      } finally {
        await iterator.close()
      }
    }
  }

  /** Makes overwritten and deleted values leave the disk. */
  async compact ({ gte, lt }: KeyRange): Promise<void> {
    await this.#use(async level => { await level.compactRange(gte, lt) })
  }

  /**
   * After a failed write level must not be written to: the log may end in half a record, behind which nothing would be
   * found again. Opening anew reads back what is there. @throws AppError DISK_FULL
   */
  async reopen (): Promise<void> {
    this.#usable = false
    await this.#ready()
  }

  async close (): Promise<void> {
    this.#closed = true
    await this.#reopening?.catch(() => {})
    await this.#level.close()
  }

  async #use<T> (task: (level: RawLevel) => Promise<T>): Promise<T> {
    await this.#ready()
    try {
      return await task(this.#level)
    } catch (err) {
      throw databaseError(err)
    }
  }

  async #ready (): Promise<void> {
    if (this.#closed) throw new AppError('LOCKED', 'the store is closed')
    if (this.#usable) return
    this.#reopening ??= (async () => {
      try {
        await this.#level.close()
        await this.#level.open({ createIfMissing: false, errorIfExists: false })
        this.#usable = true
        this.#log.info('store-reopened')
      } catch (err) {
        this.#log.warn('store-not-reopened', errorFields(err))
        throw databaseError(err)
      } finally {
        this.#reopening = undefined
      }
    })()
    await this.#reopening
  }
}

/** Level's own code of an error, or of what caused it. */
export function levelCode (err: unknown): string | undefined {
  const { cause, code } = err as { cause?: unknown, code?: unknown }
  const inner = cause === undefined ? undefined : levelCode(cause)
  return inner ?? (typeof code === 'string' && code.startsWith('LEVEL_') ? code : undefined)
}

/** Ours for level's. */
export function databaseError (err: unknown): unknown {
  if (err instanceof AppError || !(err instanceof Error)) return err
  const code = levelCode(err)
  if (code === undefined) return err
  if (code === 'LEVEL_DATABASE_NOT_OPEN' && err.cause === undefined) return new AppError('LOCKED', 'the store is closed', { cause: err })
  if (code === 'LEVEL_CORRUPTION') return new AppError('CORRUPT', 'the database is damaged', { cause: err })
  const text = `${err.message} ${err.cause instanceof Error ? err.cause.message : ''}`
  if (/no space left|quota exceeded/i.test(text)) return diskFull(err) // LevelDB passes on the system's words only
  return new AppError('INTERNAL', 'the database cannot be used', { cause: err })
}
