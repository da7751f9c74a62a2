/**
 * The cells that wait at a mailbox host, sealed under a key that by default is in this process's memory only: what is
 * left on the disk when it ends opens nothing, and does not even say which queue held how many. Rows, all ids hashed
 * under that key: `c` queue, position → sealed cell; `t` tag → until when; `x` until, position → queue, tag, sender.
 */
import { createSecretKey, type KeyObject } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { concat, copy, readU64be, toHex, u64be, utf8, type Bytes } from '../../base/bytes.ts'
import { hasCode } from '../../base/errors.ts'
import { errorFields, type Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import { Serial } from '../../base/serial.ts'
import { LABELS } from '../../crypto/labels.ts'
import { AEAD_KEY_BYTES, AEAD_NONCE_BYTES, hkdf, hmac, openAead, sealAead } from '../../crypto/primitives.ts'
import { CELL_TAG_BYTES, QUEUE_ID_BYTES } from '../../wire/limits.ts'
import { Database, type RawOp, type RawRow } from '../database.ts'
import { makeFolder } from '../files.ts'
import { readKeyFile, writeKeyFile } from '../keyFile.ts'
import { nonceSource } from '../nonces.ts'
import { WaitingBundles, type BundleLimits } from './bundles.ts'
import { CellCounts, type CellLimits } from './counts.ts'
import { mendHosted } from './mending.ts'

export interface WaitingCell {
  /** its position: rising, never used twice */
  at: bigint
  sid: Bytes
  tag: Bytes
  body: Bytes
}

export interface Deposit {
  rid: Bytes
  sid: Bytes
  tag: Bytes
  body: Bytes
  untilMs: number
}

interface Place {
  folder: string
  /** the key lies beside the cells, so that they outlive the process and whoever takes the disk can open them */
  durable: boolean
  limits: CellLimits & BundleLimits
  random: Random
  log: Log
}

interface Deletion {
  ops: RawOp[]
  /** once they are carried out */
  done: () => void
}

const NAME_BYTES = 16
/** Deleted values leave the disk when level compacts; it is asked to after so many. */
const COMPACT_AFTER_CELLS = 16_384
const LAST = utf8('l')
/** of the rows above, in their order, and of LAST */
const KEY_BYTES = new Set([1 + NAME_BYTES + 8, 1 + NAME_BYTES, 1 + 8 + 8, LAST.byteLength])
const isKeyLength = (bytes: number): boolean => KEY_BYTES.has(bytes)
const MAX_POSITION = 2n ** 64n - 1n

export class WaitingCells {
  /** of the key: another one than before tells that all earlier cells are lost */
  readonly generation: bigint
  /** they lie in the same database, and are lost with it */
  readonly bundles: WaitingBundles
  readonly #database: Database
  readonly #cellKey: KeyObject
  readonly #nameKey: Bytes
  readonly #nonce: () => Bytes
  readonly #durable: boolean
  readonly #counts: CellCounts
  readonly #deleting = new Serial<'all'>()
  readonly #depositing = new Map<string, Promise<unknown>>()
  #last: bigint
  #deleted = 0

  private constructor (database: Database, secret: Bytes, { durable, limits, random }: Place, last: bigint) {
    this.#database = database
    this.generation = readU64be(hkdf(secret, LABELS.hostGeneration, 8))
    this.#cellKey = createSecretKey(hkdf(secret, LABELS.hostCells, AEAD_KEY_BYTES))
    this.#nameKey = hkdf(secret, LABELS.hostNames, AEAD_KEY_BYTES)
    this.#nonce = nonceSource(random)
    this.bundles = new WaitingBundles({
      database, secret, limits, nonce: this.#nonce, write: async ops => { await this.#write(ops) }
    })
    this.#durable = durable
    this.#counts = new CellCounts(limits)
    this.#last = last
  }

  /** What an earlier process left is deleted, unless it is durable and can be read. @throws AppError DISK_FULL */
  static async open (place: Place): Promise<WaitingCells> {
    const { folder, durable, random, log } = place
    const [path, keyPath] = [join(folder, 'cells'), join(folder, 'cells.key')]
    if (durable) {
      try {
        const kept = await WaitingCells.#kept(path, keyPath, place)
        if (kept !== undefined) return kept
      } catch (err) {
        // Their senders have them until they hear that they arrived, and are told by the generation that they are gone here.
        if (!hasCode(err, 'CORRUPT')) throw err
        log.error('mailbox-cells-lost', errorFields(err))
      }
    }
    await rm(keyPath, { force: true })
    await rm(path, { recursive: true, force: true })
    await makeFolder(path)
    const secret = random(AEAD_KEY_BYTES)
    const database = await Database.open({ path, create: true, log })
    if (durable) await writeKeyFile(keyPath, secret)
    return new WaitingCells(database, secret, place, 0n)
  }

  /** @throws AppError CORRUPT, DISK_FULL */
  static async #kept (path: string, keyPath: string, place: Place): Promise<WaitingCells | undefined> {
    const { log } = place
    const secret = await readKeyFile(keyPath, { name: 'cells.key', log })
    if (secret === undefined) return undefined
    await mendHosted(path, { isKeyLength, log })
    const database = await Database.open({ path, create: false, log })
    try {
      const cells = new WaitingCells(database, secret, place, readU64be(await database.get(LAST) ?? u64be(0)))
      await cells.#count()
      await cells.bundles.load()
      return cells
    } catch (err) {
      await database.close()
      throw err
    }
  }

  get holdings (): { cells: number, bytes: number, tags: number } {
    return this.#counts.holdings
  }

  /** The same tag of the same sender again is the same cell, also after it was fetched. @throws AppError DISK_FULL */
  async deposit (deposit: Deposit, nowMs: number): Promise<{ kind: 'stored', untilMs: number } | { kind: 'full' }> {
    const tagName = this.#name('t', deposit.sid, deposit.tag)
    const name = toHex(tagName)
    while (this.#depositing.has(name)) await this.#depositing.get(name)
    const turn = this.#deposit(deposit, tagName, nowMs)
    this.#depositing.set(name, turn.catch(() => {}))
    try {
      return await turn
    } finally {
      this.#depositing.delete(name)
    }
  }

  async #deposit (
    { rid, sid, tag, body, untilMs }: Deposit, tagName: Bytes, nowMs: number
  ): Promise<{ kind: 'stored', untilMs: number } | { kind: 'full' }> {
    const known = await this.#database.get(concat(utf8('t'), tagName))
    if (known !== undefined) return { kind: 'stored', untilMs: Number(readU64be(known)) }
    const [queue, sender] = [this.#name('r', rid), this.#name('s', sid)]
    if (!this.#counts.add(queue, sender)) return { kind: 'full' }
    const now = BigInt(nowMs) << 16n
    this.#last = now > this.#last ? now : this.#last + 1n
    const at = u64be(this.#last)
    const key = concat(utf8('c'), queue, at)
    const nonce = this.#nonce()
    const sealed = sealAead(this.#cellKey, nonce, concat(u64be(untilMs), sid, tag, body), key)
    try {
      // What does not outlive the process need not outlive a power cut.
      await this.#write([
        { type: 'put', key, value: concat(sender, nonce, sealed) },
        { type: 'put', key: concat(utf8('t'), tagName), value: u64be(untilMs) },
        { type: 'put', key: concat(utf8('x'), u64be(untilMs), at), value: concat(queue, tagName, sender) },
        { type: 'put', key: LAST, value: at }
      ])
    } catch (err) {
      this.#counts.remove(queue, sender)
      this.#counts.forget(sender)
      throw err
    }
    return { kind: 'stored', untilMs }
  }

  /** Oldest first. Damaged ones are left out: their sender hears of no receipt and sends again. */
  async list (
    rid: Bytes, { after, limit, nowMs }: { after: bigint, limit: number, nowMs: number }
  ): Promise<{ cells: WaitingCell[], more: boolean }> {
    const cells: WaitingCell[] = []
    const queue = this.#name('r', rid)
    if (this.#counts.waiting(queue) === 0) return { cells, more: false }
    if (after >= MAX_POSITION) return { cells, more: false }
    const { lt } = this.#range(queue)
    for await (const rows of this.#database.rows({ gte: concat(utf8('c'), queue, u64be(after + 1n)), lt })) {
      for (const { key, value } of rows) {
        const cell = this.#open(key, value, nowMs)
        if (cell === undefined) continue
        if (cells.length === limit) return { cells, more: true }
        cells.push(cell)
      }
    }
    return { cells, more: false }
  }

  /** Up to and including this position; without one, all. */
  async drop (rid: Bytes, upTo: bigint = MAX_POSITION): Promise<void> {
    const queue = this.#name('r', rid)
    if (this.#counts.waiting(queue) === 0) return
    const { gte, lt } = this.#range(queue)
    await this.#deleteAll(gte, upTo >= MAX_POSITION ? lt : concat(utf8('c'), queue, u64be(upTo + 1n)), ({ value }, key) => ({
      ops: [{ type: 'del', key }],
      done: () => { this.#removed(queue, value.subarray(0, NAME_BYTES)) }
    }))
  }

  /** Forgets what has had its time, tags included. */
  async sweep (nowMs: number): Promise<void> {
    await this.bundles.sweep(nowMs)
    await this.#deleteAll(utf8('x'), concat(utf8('x'), u64be(nowMs)), async ({ value }, key) => {
      const [queue, tag, sender] = [0, 1, 2].map(i => value.subarray(i * NAME_BYTES, (i + 1) * NAME_BYTES)) as [Bytes, Bytes, Bytes]
      const cell = concat(utf8('c'), queue, key.subarray(9))
      const isWaiting = await this.#database.get(cell) !== undefined
      return {
        ops: [concat(utf8('t'), tag), key, ...(isWaiting ? [cell] : [])].map(gone => ({ type: 'del', key: gone })),
        done: () => {
          if (isWaiting) this.#removed(queue, sender)
          this.#counts.forget(sender)
        }
      }
    })
    if (this.#deleted < COMPACT_AFTER_CELLS) return
    this.#deleted = 0
    await this.#database.compact({ gte: utf8('c'), lt: utf8('d') })
  }

  async close (): Promise<void> {
    await this.#database.close()
  }

  async #count (): Promise<void> {
    for await (const rows of this.#database.rows({ gte: utf8('x'), lt: utf8('y') })) {
      for (const { value } of rows) this.#counts.remember(value.subarray(2 * NAME_BYTES))
    }
    for await (const rows of this.#database.rows({ gte: utf8('c'), lt: utf8('d') })) {
      for (const { key, value } of rows) this.#counts.found(key.subarray(1, 1 + NAME_BYTES), value.subarray(0, NAME_BYTES))
    }
  }

  /** One after another, or two would both count the same cell as gone. */
  async #deleteAll (gte: Bytes, lt: Bytes, visit: (row: RawRow, key: Bytes) => Promise<Deletion> | Deletion): Promise<void> {
    await this.#deleting.run('all', async () => {
      for await (const rows of this.#database.rows({ gte, lt })) {
        const deletions: Deletion[] = []
        for (const row of rows) deletions.push(await visit(row, copy(row.key)))
        await this.#write(deletions.flatMap(({ ops }) => ops))
        for (const { done } of deletions) done()
      }
    })
  }

  #removed (queue: Uint8Array, sender: Uint8Array): void {
    this.#counts.remove(queue, sender)
    this.#deleted++
  }

  #open (key: Uint8Array, value: Uint8Array, nowMs: number): WaitingCell | undefined {
    const nonce = value.subarray(NAME_BYTES, NAME_BYTES + AEAD_NONCE_BYTES)
    const plaintext = openAead(this.#cellKey, nonce, value.subarray(NAME_BYTES + AEAD_NONCE_BYTES), key)
    if (plaintext === undefined || Number(readU64be(plaintext)) <= nowMs) return undefined
    const tagAt = 8 + QUEUE_ID_BYTES
    return {
      at: readU64be(key, 1 + NAME_BYTES),
      sid: plaintext.slice(8, tagAt),
      tag: plaintext.slice(tagAt, tagAt + CELL_TAG_BYTES),
      body: plaintext.slice(tagAt + CELL_TAG_BYTES)
    }
  }

  #range (queue: Bytes): { gte: Bytes, lt: Bytes } {
    const gte = concat(utf8('c'), queue)
    return { gte, lt: concat(gte, new Uint8Array(9).fill(0xff)) }
  }

  #name (kind: 'r' | 's' | 't', ...ids: Bytes[]): Bytes {
    return hmac(this.#nameKey, utf8(kind), ...ids).slice(0, NAME_BYTES)
  }

  async #write (ops: RawOp[]): Promise<void> {
    try {
      await this.#database.write(ops, { sync: this.#durable })
    } catch (err) {
      await this.#database.reopen().catch(() => {}) // tried again with the next use
      throw err
    }
  }
}
