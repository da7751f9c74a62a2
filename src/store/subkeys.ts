/**
 * The keys of rotating tables, in a file of their own so that an old one can be destroyed: what was sealed under it
 * stays unreadable wherever the disk still has it. While a rotation runs the file holds the old key and the new one.
 */
import { fromBase64url, toBase64url, u64be, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import type { Random } from '../base/random.ts'
import { LABELS } from '../crypto/labels.ts'
import { AEAD_KEY_BYTES, AEAD_NONCE_BYTES, hkdf, openAead, sealAead } from '../crypto/primitives.ts'
import { readJson, replaceFile } from './files.ts'

const VERSION = 1
const SUBKEY_BYTES = 32

interface SubkeysFile {
  version: number
  current: number
  rotatedAtMs: number
  keys: { generation: number, nonce: string, wrapped: string }[]
}

export class Subkeys {
  readonly #path: string
  readonly #wrappingKey: Bytes
  readonly #random: Random
  #keys: Map<number, Bytes>
  #current: number
  #rotatedAtMs: number

  private constructor (
    { path, wrappingKey, random, keys, current, rotatedAtMs }:
    { path: string, wrappingKey: Bytes, random: Random, keys: Map<number, Bytes>, current: number, rotatedAtMs: number }
  ) {
    this.#path = path
    this.#wrappingKey = wrappingKey
    this.#random = random
    this.#keys = keys
    this.#current = current
    this.#rotatedAtMs = rotatedAtMs
  }

  /** Makes the first key and its file. */
  static async create (
    { path, dataKey, random, nowMs }: { path: string, dataKey: Bytes, random: Random, nowMs: number }
  ): Promise<Subkeys> {
    const subkeys = new Subkeys({
      path, random, wrappingKey: wrappingKey(dataKey), keys: new Map([[1, random(SUBKEY_BYTES)]]), current: 1, rotatedAtMs: nowMs
    })
    await subkeys.#save(subkeys.#keys, 1, nowMs)
    return subkeys
  }

  /** @throws AppError CORRUPT: missing, damaged, or of another profile; NEWER_SCHEMA */
  static async read ({ path, dataKey, random }: { path: string, dataKey: Bytes, random: Random }): Promise<Subkeys> {
    const wrapping = wrappingKey(dataKey)
    const file = await readJson(path, 'keys.json') as SubkeysFile | undefined
    try {
      if (file !== undefined && file.version > VERSION) {
        throw new AppError('NEWER_SCHEMA', 'this profile was written by a newer nobyte')
      }
      const keys = new Map<number, Bytes>()
      for (const { generation, nonce, wrapped } of file!.keys) {
        const key = openAead(wrapping, fromBase64url(nonce), fromBase64url(wrapped), u64be(generation))
        if (key !== undefined) keys.set(generation, key)
      }
      if (!keys.has(file!.current) || typeof file!.rotatedAtMs !== 'number') throw new TypeError('no current key')
      return new Subkeys({
        path, random, wrappingKey: wrapping, keys, current: file!.current, rotatedAtMs: file!.rotatedAtMs
      })
    } catch (err) {
      if (err instanceof AppError) throw err
      throw new AppError('CORRUPT', 'keys.json is missing or damaged', { cause: err })
    }
  }

  get current (): number { return this.#current }
  /** milliseconds since 1970 */
  get rotatedAtMs (): number { return this.#rotatedAtMs }
  /** A rotation began and has not ended: some rows may still be under an older key. */
  get rotating (): boolean { return this.#keys.size > 1 }

  get (generation: number): Bytes | undefined {
    return this.#keys.get(generation)
  }

  /** Adds a key and makes it the current one; the older ones stay until `retire`. */
  async renew (nowMs: number): Promise<void> {
    const generation = this.#current + 1
    const keys = new Map([...this.#keys, [generation, this.#random(SUBKEY_BYTES)]])
    await this.#save(keys, generation, nowMs)
    this.#keys = keys
    this.#current = generation
    this.#rotatedAtMs = nowMs
  }

  /** Destroys all keys but the current one. */
  async retire (): Promise<void> {
    const keys = new Map([[this.#current, this.#keys.get(this.#current)!]])
    await this.#save(keys, this.#current, this.#rotatedAtMs)
    for (const [generation, key] of this.#keys) if (generation !== this.#current) key.fill(0)
    this.#keys = keys
  }

  async #save (keys: Map<number, Bytes>, current: number, rotatedAtMs: number): Promise<void> {
    const file: SubkeysFile = {
      version: VERSION,
      current,
      rotatedAtMs,
      keys: [...keys].map(([generation, key]) => {
        const nonce = this.#random(AEAD_NONCE_BYTES)
        return { generation, nonce: toBase64url(nonce), wrapped: toBase64url(sealAead(this.#wrappingKey, nonce, key, u64be(generation))) }
      })
    }
    await replaceFile(this.#path, JSON.stringify(file))
  }
}

const wrappingKey = (dataKey: Bytes): Bytes => hkdf(dataKey, LABELS.storeSubkeys, AEAD_KEY_BYTES)
