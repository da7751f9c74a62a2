/**
 * Group commit: while one write waits for the disk, those that come meanwhile queue and go together in the next. Each
 * group carries its number in a row of its own, so that after a failed write the store knows whether it was kept.
 */
import { u64be, readU64be, toHex } from '../base/bytes.ts'
import { AppError, hasCode } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import type { Database, RawOp } from './database.ts'
import { diskFull } from './files.ts'
import type { Reserve } from './reserve.ts'
import type { Rows } from './rows.ts'

export type Op =
  | { type: 'put', rows: Rows, key: Uint8Array, plaintext: Uint8Array }
  | { type: 'del', key: Uint8Array }
  /** decided when its turn has come, with nothing else being written */
  | { type: 'late', decide: (earlier: EarlierOps) => Promise<RawOp[]> }

/** What the same group writes before this op: not in the database yet. */
export interface EarlierOps {
  ops: readonly RawOp[]
  touches: (key: Uint8Array) => boolean
}

interface Waiting {
  ops: readonly Op[]
  sealed: Map<Op, { value: Uint8Array, generation: number }>
  bytes: number
  sync: boolean
  resolve: () => void
  reject: (err: unknown) => void
}

const MAX_GROUP_BYTES = 4 * 1024 * 1024
const COUNTER = { id: 'commits' }

export interface CommitsDeps {
  database: Database
  reserve: Reserve
  /** of the table that the group's number is kept in */
  storeRows: Rows
  log: Log
  /** after each group that is on disk for certain */
  onDurable: (counter: bigint) => void
}

export class Commits {
  readonly #deps: CommitsDeps
  readonly #counterKey: Uint8Array
  /** the schema version that new values carry */
  schema: number
  #counter = 0n
  #queue: Waiting[] = []
  #running: Promise<void> | undefined
  #full = false
  /** the number of a group of which nobody knows whether it was kept, since the database cannot be opened */
  #uncertain: bigint | undefined
  #closed = false

  constructor (deps: CommitsDeps, { schema }: { schema: number }) {
    this.#deps = deps
    this.schema = schema
    this.#counterKey = deps.storeRows.storeKey(COUNTER)
  }

  /** The number of the last group that was written. */
  get counter (): bigint { return this.#counter }

  /** Reads the last group's number from the database. @returns undefined when it is missing or damaged */
  async readCounter (): Promise<bigint | undefined> {
    const value = await this.#deps.database.get(this.#counterKey)
    const row = value === undefined ? undefined : this.#deps.storeRows.open(this.#counterKey, value)
    return row === undefined ? undefined : readU64be(row.plaintext)
  }

  /** Groups to come get numbers above this one. */
  startAfter (counter: bigint): void {
    this.#counter = counter
  }

  /** All of the ops or none; on disk when it resolves, unless `sync` is false. @throws AppError DISK_FULL, LOCKED */
  async commit (ops: readonly Op[], { sync = true }: { sync?: boolean } = {}): Promise<void> {
    if (this.#closed) throw new AppError('LOCKED', 'the store is closed')
    if (ops.length === 0) return
    await new Promise<void>((resolve, reject) => {
      // Sealed at once, so that this work is done while the group before waits for the disk.
      const sealed: Waiting['sealed'] = new Map()
      let bytes = 0
      for (const op of ops) {
        if (op.type !== 'put') continue
        const value = op.rows.seal(op.key, op.plaintext, this.schema)
        sealed.set(op, { value, generation: op.rows.generation })
        bytes += value.byteLength
      }
      this.#queue.push({ ops, sealed, bytes, sync, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when everything committed so far is written; commits nothing from then on. */
  async close (): Promise<void> {
    this.#closed = true
    await this.#running
  }

  async #run (): Promise<void> {
    await Promise.resolve() // what is committed in the same turn goes together
    while (this.#queue.length > 0) {
      const group = this.#takeGroup()
      try {
        await this.#write(group)
        for (const { resolve } of group) resolve()
      } catch (err) {
        for (const { reject } of group) reject(err)
      }
    }
    this.#running = undefined
  }

  #takeGroup (): Waiting[] {
    let bytes = 0
    let count = 0
    for (const { bytes: size } of this.#queue) {
      if (count > 0 && bytes + size > MAX_GROUP_BYTES) break
      bytes += size
      count++
    }
    return this.#queue.splice(0, count)
  }

  async #write (group: Waiting[]): Promise<void> {
    const { database, reserve, storeRows, log, onDurable } = this.#deps
    if (this.#uncertain !== undefined) await this.#settle(this.#uncertain)
    if (this.#full && !await reserve.take()) throw diskFull(undefined)
    this.#full = false

    const ops = await this.#assemble(group)
    const number = this.#counter + 1n
    ops.push({ type: 'put', key: this.#counterKey, value: storeRows.seal(this.#counterKey, u64be(number), this.schema) })
    this.#counter = number
    const sync = group.some(({ sync }) => sync)
    try {
      await database.write(ops, { sync })
    } catch (err) {
      log.warn('store-write-failed', errorFields(err))
      this.#full = hasCode(err, 'DISK_FULL')
      if (this.#full) await reserve.give()
      this.#uncertain = number
      await database.reopen()
      this.#uncertain = undefined
      // What failed may have been the wait for the disk only, or a compaction; opening has made the log durable.
      if (await this.readCounter() !== number) throw err
    }
    if (sync) onDurable(number)
  }

  /** The database can be opened again: was the group kept that its callers were told had failed? */
  async #settle (number: bigint): Promise<void> {
    await this.#deps.database.reopen()
    if (await this.readCounter() === number) {
      throw new AppError('INTERNAL', 'a write that seemed to have failed was kept', { hint: 'Restart nobyte' })
    }
    this.#uncertain = undefined
  }

  async #assemble (group: Waiting[]): Promise<RawOp[]> {
    const ops: RawOp[] = []
    for (const waiting of group) {
      const start = ops.length
      try {
        for (const op of waiting.ops) await this.#append(ops, op, waiting)
      } catch (err) {
        ops.length = start
        waiting.reject(err)
      }
    }
    return ops
  }

  async #append (ops: RawOp[], op: Op, { sealed }: Waiting): Promise<void> {
    switch (op.type) {
      case 'put': {
        const { rows, key, plaintext } = op
        const { value, generation } = sealed.get(op)!
        // Where a rotation has begun since, the key that this was sealed under is about to go.
        ops.push({ type: 'put', key, value: generation === rows.generation ? value : rows.seal(key, plaintext, this.schema) })
        break
      }
      case 'del':
        ops.push(op)
        break
      case 'late':
        ops.push(...await op.decide(earlier(ops)))
        break
      default:
        op satisfies never
    }
  }
}

function earlier (ops: RawOp[]): EarlierOps {
  let keys: Set<string> | undefined
  const before = ops.slice()
  return {
    ops: before,
    touches: key => (keys ??= new Set(before.map(op => toHex(op.key)))).has(toHex(key))
  }
}
