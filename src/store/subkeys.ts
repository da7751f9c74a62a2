/**
 * The keys of rotating tables, in a file of their own so that an old one can be destroyed: what was sealed under it
 * stays unreadable wherever the disk still has it. While a rotation runs the file holds the old key and the new one.
 */
import { concat, fromBase64url, toBase64url, u64be, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import type { Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import { LABELS } from '../crypto/labels.ts'
import { AEAD_KEY_BYTES, AEAD_NONCE_BYTES, hkdf, openAead, sealAead } from '../crypto/primitives.ts'
import { mendOneByte } from './damage/oneByte.ts'
import { parseJson, readWhole, replaceFile } from './files.ts'

const VERSION = 2
const SUBKEY_BYTES = 32

interface SubkeysFile {
  version: number
  current: number
  rotatedAtMs: number
  keys: { generation: number, nonce: string, wrapped: string }[]
}

interface Kept {
  keys: Map<number, Bytes>
  current: number
  rotatedAtMs: number
}

export class Subkeys {
  readonly #path: string
  readonly #wrappingKey: Bytes
  readonly #random: Random
  #keys: Map<number, Bytes>
  #current: number
  #rotatedAtMs: number
  /** a byte of the file was wrong when it was read, and is right again */
  readonly wasMended: boolean

  private constructor (
    { path, wrappingKey, random, keys, current, rotatedAtMs, wasMended = false }: Kept & {
      path: string, wrappingKey: Bytes, random: Random, wasMended?: boolean
    }
  ) {
    this.#path = path
    this.#wrappingKey = wrappingKey
    this.#random = random
    this.#keys = keys
    this.#current = current
    this.#rotatedAtMs = rotatedAtMs
    this.wasMended = wasMended
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

  /** @throws AppError CORRUPT: missing, damaged in more than one byte, or of another profile; NEWER_SCHEMA */
  static async read (
    { path, dataKey, random, log }: { path: string, dataKey: Bytes, random: Random, log: Log }
  ): Promise<Subkeys> {
    const wrapping = wrappingKey(dataKey)
    const content = await readWhole(path)
    if (content === undefined) throw new AppError('CORRUPT', 'keys.json is missing')
    const isSound = (candidate: Bytes): boolean => unwrap(wrapping, candidate)?.isWhole === true
    const found = await mendOneByte(content, { path, name: 'keys.json', isSound, isText: true, log })
    const kept = unwrap(wrapping, found?.content ?? content)
    if (kept !== undefined) return new Subkeys({ path, random, wrappingKey: wrapping, ...kept, wasMended: found?.wasDamaged === true })
    const file = parseJson(content) as Partial<SubkeysFile> | null | undefined
    if (typeof file?.version === 'number' && file.version > VERSION) {
      throw new AppError('NEWER_SCHEMA', 'this profile was written by a newer nobyte')
    }
    throw new AppError('CORRUPT', 'keys.json is damaged')
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
        const wrapped = sealAead(this.#wrappingKey, nonce, key, associatedData(generation, { current, rotatedAtMs }))
        return { generation, nonce: toBase64url(nonce), wrapped: toBase64url(wrapped) }
      })
    }
    await replaceFile(this.#path, JSON.stringify(file))
  }
}

const wrappingKey = (dataKey: Bytes): Bytes => hkdf(dataKey, LABELS.storeSubkeys, AEAD_KEY_BYTES)

/** Each key answers for the whole file: another time of the last rotation, or another current key, opens none of them. */
const associatedData = (generation: number, { current, rotatedAtMs }: Pick<SubkeysFile, 'current' | 'rotatedAtMs'>): Bytes =>
  concat(u64be(generation), u64be(current), u64be(rotatedAtMs))

/** @returns undefined when the current key cannot be had; not whole: an older one cannot */
function unwrap (wrapping: Bytes, content: Bytes): Kept & { isWhole: boolean } | undefined {
  const file = parseJson(content) as SubkeysFile
  try {
    if (file.version !== VERSION) return undefined
    const keys = new Map<number, Bytes>()
    for (const { generation, nonce, wrapped } of file.keys) {
      const key = openAead(wrapping, fromBase64url(nonce), fromBase64url(wrapped), associatedData(generation, file))
      if (key !== undefined) keys.set(generation, key)
    }
    if (!keys.has(file.current)) return undefined
    return { keys, current: file.current, rotatedAtMs: file.rotatedAtMs, isWhole: keys.size === file.keys.length }
  } catch {
    return undefined // it may hold anything
  }
}
