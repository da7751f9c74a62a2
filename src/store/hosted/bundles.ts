/**
 * The bundles of invite links that lie at a mailbox host, sealed like the cells beside them. Whose link it is, nobody here
 * knows; the record's own signature decides who may replace it, and nobody can take one away before its time. Rows, the
 * name hashed under the host's key: `b` name → until when, who pays for it, sealed record.
 */
import { createSecretKey, type KeyObject } from 'node:crypto'
import { concat, copy, readU64be, u64be, utf8, type Bytes } from '../../base/bytes.ts'
import { LABELS } from '../../crypto/labels.ts'
import { AEAD_KEY_BYTES, AEAD_NONCE_BYTES, hkdf, hmac, openAead, sealAead } from '../../crypto/primitives.ts'
import type { Database, RawOp } from '../database.ts'
import { Serial } from '../../base/serial.ts'

export interface HostedBundle {
  /** SHA-256 of the link's public key */
  name: Bytes
  /** which queue pays for it */
  rid: Bytes
  seq: number
  record: Bytes
  untilMs: number
}

export interface BundleLimits {
  maxBundles: number
  maxBundlesPerQueue: number
}

export type BundleOutcome = { kind: 'stored', untilMs: number } | { kind: 'full' }

interface Known {
  /** who pays: a hash, in text */
  payer: string
  seq: number
  untilMs: number
}

const NAME_BYTES = 16
const PAYER_AT = 16
const NONCE_AT = PAYER_AT + NAME_BYTES
const SEALED_AT = NONCE_AT + AEAD_NONCE_BYTES

export class WaitingBundles {
  readonly #database: Database
  readonly #write: (ops: RawOp[]) => Promise<void>
  readonly #key: KeyObject
  readonly #nameKey: Bytes
  readonly #nonce: () => Bytes
  readonly #limits: BundleLimits
  /** by name; what is on the disk, and what is on its way there */
  readonly #known = new Map<string, Known>()
  readonly #paid = new Map<string, number>()
  readonly #turns = new Serial<string>()

  /** @param write as the cells' own: an error has been dealt with when it comes */
  constructor ({ database, write, secret, nonce, limits }: {
    database: Database, write: (ops: RawOp[]) => Promise<void>, secret: Bytes, nonce: () => Bytes, limits: BundleLimits
  }) {
    this.#database = database
    this.#write = write
    this.#key = createSecretKey(hkdf(secret, LABELS.hostBundles, AEAD_KEY_BYTES))
    this.#nameKey = hkdf(secret, LABELS.hostNames, AEAD_KEY_BYTES)
    this.#nonce = nonce
    this.#limits = limits
  }

  /** What an earlier process of a durable host kept. */
  async load (): Promise<void> {
    for await (const rows of this.#database.rows({ gte: utf8('b'), lt: utf8('c') })) {
      for (const { key, value } of rows) {
        this.#note(textOf(key.subarray(1)), {
          untilMs: Number(readU64be(value)), seq: Number(readU64be(value, 8)), payer: textOf(value.subarray(PAYER_AT, NONCE_AT))
        })
      }
    }
  }

  get count (): number { return this.#known.size }

  /** One with a lower seq than the one that is here counts as stored, and changes nothing. */
  async put ({ name, rid, seq, record, untilMs }: HostedBundle): Promise<BundleOutcome> {
    const id = this.#name('b', name)
    return await this.#turns.run(textOf(id), async () => {
      const known = this.#known.get(textOf(id))
      if (known !== undefined && known.seq >= seq) return { kind: 'stored', untilMs: known.untilMs }
      const payer = known?.payer ?? textOf(this.#name('r', rid))
      if (known === undefined && !this.#hasRoom(payer)) return { kind: 'full' }
      // Taken before it is written, or many at once would all find the same room.
      const next = { payer, seq, untilMs }
      this.#note(textOf(id), next)
      const nonce = this.#nonce()
      const head = concat(u64be(untilMs), u64be(seq), bytesOf(payer))
      const key = keyOf(id)
      try {
        await this.#write([{ type: 'put', key, value: concat(head, nonce, sealAead(this.#key, nonce, record, concat(key, head))) }])
      } catch (err) {
        if (known === undefined) this.#forget(textOf(id))
        else this.#note(textOf(id), known)
        throw err
      }
      return { kind: 'stored', untilMs }
    })
  }

  async get (name: Bytes, nowMs: number): Promise<Bytes | undefined> {
    const id = this.#name('b', name)
    const known = this.#known.get(textOf(id))
    return known === undefined || known.untilMs <= nowMs ? undefined : await this.#read(id)
  }

  /** Forgets those whose time is over. */
  async sweep (nowMs: number): Promise<void> {
    const over = [...this.#known].filter(([, { untilMs }]) => untilMs <= nowMs).map(([id]) => id)
    for (const id of over) {
      await this.#turns.run(id, async () => {
        if ((this.#known.get(id)?.untilMs ?? Infinity) > nowMs) return // renewed meanwhile
        await this.#write([{ type: 'del', key: keyOf(bytesOf(id)) }])
        this.#forget(id)
      })
    }
  }

  /** The fuller it is, the less for one: however many queues somebody fills, another gets room for one of theirs. */
  #hasRoom (payer: string): boolean {
    const { maxBundles, maxBundlesPerQueue } = this.#limits
    const share = Math.ceil(maxBundlesPerQueue * (1 - this.#known.size / maxBundles))
    return (this.#paid.get(payer) ?? 0) < share
  }

  async #read (id: Bytes): Promise<Bytes | undefined> {
    const key = keyOf(id)
    const value = await this.#database.get(key)
    if (value === undefined) return undefined
    const [head, nonce, sealed] = [value.subarray(0, NONCE_AT), value.subarray(NONCE_AT, SEALED_AT), value.subarray(SEALED_AT)]
    return openAead(this.#key, nonce, sealed, concat(key, head))
  }

  #note (id: string, next: Known): void {
    if (!this.#known.has(id)) this.#paid.set(next.payer, (this.#paid.get(next.payer) ?? 0) + 1)
    this.#known.set(id, next)
  }

  #forget (id: string): void {
    const payer = this.#known.get(id)?.payer
    if (payer === undefined) return
    this.#known.delete(id)
    const left = (this.#paid.get(payer) ?? 0) - 1
    if (left > 0) this.#paid.set(payer, left)
    else this.#paid.delete(payer)
  }

  #name (kind: 'b' | 'r', id: Bytes): Bytes {
    return hmac(this.#nameKey, utf8(kind), id).slice(0, NAME_BYTES)
  }
}

const keyOf = (id: Uint8Array): Bytes => concat(utf8('b'), id)
const textOf = (id: Uint8Array): string => Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString('latin1')
const bytesOf = (text: string): Bytes => copy(Buffer.from(text, 'latin1'))
