/**
 * The queues that a mailbox host keeps for others: ids, public keys and times, and nothing that says whose they are.
 * Durable before it is answered for. Rows: `r` rid → queue; `s` sid → rid, key; `m` rid, sid → nothing.
 */
import { concat, copy, readU64be, u64be, utf8, type Bytes } from '../../base/bytes.ts'
import { AppError, hasCode } from '../../base/errors.ts'
import type { Log } from '../../base/log.ts'
import { QUEUE_ID_BYTES, QUEUE_KEY_BYTES } from '../../wire/limits.ts'
import { holdsDatabase } from '../damage/inspection.ts'
import { Database, type RawOp } from '../database.ts'
import { makeFolder } from '../files.ts'
import { mendHosted } from './mending.ts'

export interface Queue {
  /** X25519 public key of whoever may fetch */
  receiver: Bytes
  /** how long it lasts without being fetched, and a cell in it */
  ttlMs: number
  untilMs: number
  createdMs: number
  isFetched: boolean
}

export interface Sender {
  sid: Bytes
  /** X25519 public key of whoever may deposit */
  key: Bytes
}

const QUEUE_BYTES = QUEUE_KEY_BYTES + 3 * 8 + 1
const NOTHING = new Uint8Array(0)

const isKeyLength = (bytes: number): boolean => bytes === 1 + QUEUE_ID_BYTES || bytes === 1 + 2 * QUEUE_ID_BYTES

export class QueueTable {
  readonly #database: Database
  #queues = 0
  #senders = 0
  /** what is written next, all of it at once: each sync costs the same, however much it is for */
  #next: { ops: RawOp[], done: Promise<void> } | undefined
  #writing: Promise<unknown> = Promise.resolve()

  private constructor (database: Database) {
    this.#database = database
  }

  /** @throws AppError CORRUPT, with a hint; DISK_FULL */
  static async open ({ folder, log }: { folder: string, log: Log }): Promise<QueueTable> {
    await makeFolder(folder)
    const create = !await holdsDatabase(folder)
    let database: Database
    try {
      if (!create) await mendHosted(folder, { isKeyLength, log })
      database = await Database.open({ path: folder, create, log })
    } catch (err) {
      if (!hasCode(err, 'CORRUPT')) throw err
      throw new AppError('CORRUPT', `the mailbox's queues in ${folder} are damaged`, {
        hint: 'Delete that folder: people then make new queues, and send again what waited in these', cause: err
      })
    }
    const table = new QueueTable(database)
    for await (const rows of database.rows({ ...startingWith('r'), keysOnly: true })) table.#queues += rows.length
    for await (const rows of database.rows({ ...startingWith('s'), keysOnly: true })) table.#senders += rows.length
    return table
  }

  get counts (): { queues: number, senders: number } {
    return { queues: this.#queues, senders: this.#senders }
  }

  async queue (rid: Uint8Array): Promise<Queue | undefined> {
    const value = await this.#database.get(keyOf('r', rid))
    return value === undefined ? undefined : decodeQueue(value)
  }

  async sender (sid: Uint8Array): Promise<{ rid: Bytes, key: Bytes } | undefined> {
    const value = await this.#database.get(keyOf('s', sid))
    return value === undefined ? undefined : { rid: copy(value.subarray(0, QUEUE_ID_BYTES)), key: copy(value.subarray(QUEUE_ID_BYTES)) }
  }

  async sendersOf (rid: Uint8Array): Promise<Bytes[]> {
    const sids: Bytes[] = []
    for await (const rows of this.#database.rows({ ...startingWith('m', rid), keysOnly: true })) {
      for (const { key } of rows) sids.push(copy(key.subarray(1 + QUEUE_ID_BYTES)))
    }
    return sids
  }

  /** Makes or changes a queue. What is new or added must not be there yet, what is removed must. */
  async save (
    rid: Uint8Array, queue: Queue, { isNew = false, add = [], remove = [] }: { isNew?: boolean, add?: Sender[], remove?: Bytes[] } = {}
  ): Promise<void> {
    await this.#count({ queues: isNew ? 1 : 0, senders: add.length - remove.length }, [
      { type: 'put', key: keyOf('r', rid), value: encodeQueue(queue) },
      ...add.flatMap(({ sid, key }): RawOp[] => [
        { type: 'put', key: keyOf('s', sid), value: concat(rid, key) }, { type: 'put', key: keyOf('m', rid, sid), value: NOTHING }
      ]),
      ...removing(rid, remove)
    ])
  }

  async delete (rid: Uint8Array): Promise<void> {
    const sids = await this.sendersOf(rid)
    await this.#count({ queues: -1, senders: -sids.length }, [{ type: 'del', key: keyOf('r', rid) }, ...removing(rid, sids)])
  }

  /** The ids of all queues for which this holds. */
  async find (holds: (queue: Queue) => boolean): Promise<Bytes[]> {
    const found: Bytes[] = []
    for await (const rows of this.#database.rows(startingWith('r'))) {
      for (const { key, value } of rows) if (holds(decodeQueue(value))) found.push(copy(key.subarray(1)))
    }
    return found
  }

  /** When a queue was made or fetched last, as the host's clock said then. @returns undefined: there is none */
  async latestMs (): Promise<number | undefined> {
    let latestMs: number | undefined
    for await (const rows of this.#database.rows(startingWith('r'))) {
      for (const { value } of rows) {
        const { untilMs, ttlMs } = decodeQueue(value)
        latestMs = Math.max(latestMs ?? 0, untilMs - ttlMs)
      }
    }
    return latestMs
  }

  async close (): Promise<void> {
    await this.#database.close()
  }

  /** Counted at once: many may be made at the same time, and none beyond what there may be. */
  async #count ({ queues, senders }: { queues: number, senders: number }, ops: RawOp[]): Promise<void> {
    this.#queues += queues
    this.#senders += senders
    try {
      await this.#together(ops)
    } catch (err) {
      this.#queues -= queues
      this.#senders -= senders
      throw err
    }
  }

  async #together (ops: RawOp[]): Promise<void> {
    if (this.#next !== undefined) {
      for (const op of ops) this.#next.ops.push(op)
      return await this.#next.done
    }
    const all = [...ops]
    const done = this.#writing.then(async () => {
      this.#next = undefined
      await this.#write(all)
    })
    this.#next = { ops: all, done }
    this.#writing = done.catch(() => {})
    await done
  }

  async #write (ops: RawOp[]): Promise<void> {
    try {
      await this.#database.write(ops, { sync: true })
    } catch (err) {
      await this.#database.reopen().catch(() => {}) // tried again with the next use
      throw err
    }
  }
}

const removing = (rid: Uint8Array, sids: Bytes[]): RawOp[] => sids.flatMap((sid): RawOp[] => [
  { type: 'del', key: keyOf('s', sid) }, { type: 'del', key: keyOf('m', rid, sid) }
])

const keyOf = (kind: 'r' | 's' | 'm', ...ids: Uint8Array[]): Bytes => concat(utf8(kind), ...ids)

/** Ids have one length, so what begins with one is followed by at most one more. */
function startingWith (kind: 'r' | 's' | 'm', id: Uint8Array = NOTHING): { gte: Bytes, lt: Bytes } {
  const gte = keyOf(kind, id)
  return { gte, lt: concat(gte, new Uint8Array(2 * QUEUE_ID_BYTES).fill(0xff)) }
}

const encodeQueue = ({ receiver, ttlMs, untilMs, createdMs, isFetched }: Queue): Bytes =>
  concat(receiver, u64be(ttlMs), u64be(untilMs), u64be(createdMs), new Uint8Array([isFetched ? 1 : 0]))

function decodeQueue (value: Uint8Array): Queue {
  if (value.byteLength !== QUEUE_BYTES) throw new AppError('CORRUPT', `a queue of ${value.byteLength} bytes`)
  const number = (index: number): number => Number(readU64be(value, QUEUE_KEY_BYTES + 8 * index))
  return {
    receiver: copy(value.subarray(0, QUEUE_KEY_BYTES)),
    ttlMs: number(0),
    untilMs: number(1),
    createdMs: number(2),
    isFetched: value.at(-1) === 1
  }
}
