/**
 * What one table's rows look like on disk. Key: tag (6 bytes, the table) ‖ HMAC of the id (16) ‖ u64be `at`, so that
 * an id's rows lie together in the order of `at`. Value: format (1) ‖ schema (u16be) ‖ key generation (u32be) ‖
 * nonce (12) ‖ AES-256-GCM, with the store key and the first seven bytes as associated data: a value cannot be moved to
 * another key, nor passed off as another schema's.
 */
import { createSecretKey, type KeyObject } from 'node:crypto'
import { concat, readU64be, utf8, type Bytes } from '../base/bytes.ts'
import type { Random } from '../base/random.ts'
import { LABELS } from '../crypto/labels.ts'
import { AEAD_KEY_BYTES, AEAD_NONCE_BYTES, hkdf, hmac, openAead, sealAead } from '../crypto/primitives.ts'
import { nonceSource } from './nonces.ts'
import type { Subkeys } from './subkeys.ts'
import type { TableDeclaration } from './tables.ts'

export interface Key {
  /** hashed with a key of the table; text and its UTF-8 bytes are the same id */
  id: string | Uint8Array
  /** sorts the rows of an id; 0 where there is only one */
  at?: bigint | number
}

export const TAG_BYTES = 6
const ID_BYTES = 16
const PREFIX_BYTES = TAG_BYTES + ID_BYTES
const STORE_KEY_BYTES = PREFIX_BYTES + 8

export const isStoreKeyLength = (bytes: number): boolean => bytes === STORE_KEY_BYTES

const FORMAT = 1
const HEADER_BYTES = 7
const CACHED_PREFIXES = 4096

/** The secrets that all tables' keys come from. */
export interface RowSecrets {
  dataKey: Bytes
  subkeys: Subkeys
  random: Random
}

export interface OpenedRow {
  plaintext: Bytes
  /** the version of the schema that wrote it */
  schema: number
  generation: number
}

export class Rows {
  readonly declaration: TableDeclaration
  /** what every key of this table begins with */
  readonly tag: Bytes
  readonly #secrets: RowSecrets
  readonly #nonce: () => Bytes
  readonly #nameKey: KeyObject
  readonly #valueKeys = new Map<number, KeyObject>()
  // Hashing an id costs more than the rest of a look-up, and few ids are in use at a time: two generations of a cache.
  #prefixes = new Map<string, Bytes>()
  #olderPrefixes = new Map<string, Bytes>()

  constructor (declaration: TableDeclaration, secrets: RowSecrets) {
    const name = utf8(declaration.name)
    this.declaration = declaration
    this.#secrets = secrets
    this.#nonce = nonceSource(secrets.random)
    this.tag = hkdf(secrets.dataKey, LABELS.storeTag, TAG_BYTES, name)
    this.#nameKey = createSecretKey(hkdf(secrets.dataKey, LABELS.storeName, 32, name))
  }

  /** What every key of this id begins with; without an id, of this table. */
  prefix (id?: string | Uint8Array): Bytes {
    if (id === undefined) return this.tag
    const cached = typeof id === 'string' ? `t${id}` : `b${Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString('latin1')}`
    const known = this.#prefixes.get(cached)
    if (known !== undefined) return known
    const prefix = this.#olderPrefixes.get(cached) ??
      concat(this.tag, hmac(this.#nameKey, typeof id === 'string' ? utf8(id) : id).subarray(0, ID_BYTES))
    if (this.#prefixes.size >= CACHED_PREFIXES) {
      this.#olderPrefixes = this.#prefixes
      this.#prefixes = new Map()
    }
    this.#prefixes.set(cached, prefix)
    return prefix
  }

  /** @throws TypeError when `at` is not a whole number in [0, 2^64) */
  storeKey ({ id, at = 0 }: Key): Bytes {
    return this.#keyAt(this.prefix(id), at)
  }

  /** The half-open range of an id's keys with gte ≤ at < lt. */
  range ({ id, gte, lt }: Partial<Record<'gte' | 'lt', bigint | number | undefined>> & { id?: string | Uint8Array | undefined }): KeyRange {
    const prefix = this.prefix(id)
    if (id === undefined && (gte !== undefined || lt !== undefined)) throw new TypeError('a range of `at` needs an id')
    return {
      gte: gte === undefined ? prefix : this.#keyAt(prefix, gte),
      lt: lt === undefined ? successor(prefix) : this.#keyAt(prefix, lt)
    }
  }

  #keyAt (prefix: Uint8Array, at: bigint | number): Bytes {
    const value = BigInt(at)
    if (value < 0n || value >= 1n << 64n) throw new TypeError('`at` is out of range')
    const key = new Uint8Array(STORE_KEY_BYTES)
    key.set(prefix)
    new DataView(key.buffer).setBigUint64(PREFIX_BYTES, value)
    return key
  }

  /** Under the newest key of the table. */
  seal (storeKey: Uint8Array, plaintext: Uint8Array, schema: number): Bytes {
    const generation = this.generation
    const header = new Uint8Array(HEADER_BYTES)
    header[0] = FORMAT
    const view = new DataView(header.buffer)
    view.setUint16(1, schema)
    view.setUint32(3, generation)
    const nonce = this.#nonce()
    return concat(header, nonce, sealAead(this.#valueKey(generation)!, nonce, plaintext, concat(storeKey, header)))
  }

  /** @returns undefined when the value is not what was once sealed under this key */
  open (storeKey: Uint8Array, value: Uint8Array): OpenedRow | undefined {
    if (value.byteLength < HEADER_BYTES + AEAD_NONCE_BYTES || value[0] !== FORMAT) return undefined
    const view = new DataView(value.buffer, value.byteOffset, value.byteLength)
    const generation = view.getUint32(3)
    const key = this.#valueKey(generation)
    if (key === undefined) return undefined
    const sealedAt = HEADER_BYTES + AEAD_NONCE_BYTES
    const aad = concat(storeKey, value.subarray(0, HEADER_BYTES))
    const plaintext = openAead(key, value.subarray(HEADER_BYTES, sealedAt), value.subarray(sealedAt), aad)
    return plaintext === undefined ? undefined : { plaintext, schema: view.getUint16(1), generation }
  }

  /** The generation of keys that `seal` uses: 0 for a table whose key never changes. */
  get generation (): number {
    return this.declaration.rotating === true ? this.#secrets.subkeys.current : 0
  }

  #valueKey (generation: number): KeyObject | undefined {
    if ((generation === 0) !== (this.declaration.rotating !== true)) return undefined
    const secret = generation === 0 ? this.#secrets.dataKey : this.#secrets.subkeys.get(generation)
    if (secret === undefined) {
      this.#valueKeys.delete(generation)
      return undefined
    }
    const known = this.#valueKeys.get(generation)
    if (known !== undefined) return known
    const label = generation === 0 ? LABELS.storeTable : LABELS.storeRotating
    const key = createSecretKey(hkdf(secret, label, AEAD_KEY_BYTES, utf8(this.declaration.name)))
    this.#valueKeys.set(generation, key)
    return key
  }
}

export interface KeyRange {
  gte: Bytes
  lt: Bytes
}

export const atOf = (storeKey: Uint8Array): bigint => readU64be(storeKey, PREFIX_BYTES)

/** The least key that no key with this prefix reaches. */
function successor (prefix: Uint8Array): Bytes {
  const end = concat(prefix)
  for (let i = end.length - 1; i >= 0; i--) {
    if (end[i]! < 0xff) {
      end[i]!++
      return end.slice(0, i + 1)
    }
  }
  return new Uint8Array(STORE_KEY_BYTES + 1).fill(0xff) // a prefix of nothing but 0xff: past every key
}
