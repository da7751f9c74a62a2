/**
 * How far the database had come, in a file outside it: a database behind this number was put back from a copy. The file
 * may lag (it is written at leisure), so a database ahead of it is as it should be. It carries a MAC: who has the disk
 * but not the passphrase cannot turn it down, only put an old one back. Against a whole disk put back it is no help; the
 * handshake with contacts is.
 */
import { concat, equal, readU64be, u64be, type Bytes } from '../base/bytes.ts'
import { errorFields, type Log } from '../base/log.ts'
import { SECOND, type Clock, type Timer } from '../base/time.ts'
import { LABELS } from '../crypto/labels.ts'
import { hkdf, hmac } from '../crypto/primitives.ts'
import { mendOneByte } from './damage/oneByte.ts'
import { overwriteFile, readWhole, replaceFile } from './files.ts'

const WRITE_DELAY_MS = SECOND
const MAC_BYTES = 32

export class RollbackCounter {
  readonly #path: string
  readonly #key: Bytes
  readonly #clock: Clock
  readonly #log: Log
  #value = 0n
  #timer: Timer | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor ({ path, dataKey, clock, log }: { path: string, dataKey: Bytes, clock: Clock, log: Log }) {
    this.#path = path
    this.#key = hkdf(dataKey, LABELS.storeCounter, MAC_BYTES)
    this.#clock = clock
    this.#log = log
  }

  /** @returns no value when the file is missing or not authentic, which a roll-back would also look like */
  async read (): Promise<{ value?: bigint, state: 'whole' | 'mended' | 'damaged' | 'missing' }> {
    const content = await readWhole(this.#path)
    if (content === undefined) return { state: 'missing' }
    const isSound = (candidate: Bytes): boolean => candidate.byteLength === 8 + MAC_BYTES &&
      equal(hmac(this.#key, candidate.subarray(0, 8)), candidate.subarray(8))
    const found = await mendOneByte(content, { path: this.#path, name: 'counter', isSound, log: this.#log })
    if (found === undefined) return { state: 'damaged' }
    return { value: readU64be(found.content), state: found.wasDamaged ? 'mended' : 'whole' }
  }

  /** Durable when it resolves. @throws AppError DISK_FULL */
  async write (value: bigint): Promise<void> {
    this.#timer?.cancel()
    this.#timer = undefined
    await this.#writing
    this.#value = value
    await replaceFile(this.#path, this.#content())
  }

  /** Writes `value`, already durable in the database, within a second or so: no commit waits for this file. */
  note (value: bigint): void {
    this.#value = value
    this.#timer ??= this.#clock.after(WRITE_DELAY_MS, () => {
      this.#timer = undefined
      // Without fsync: after a power cut an older number is merely less strict, and forty bytes at the start of a file
      // are not torn.
      this.#writing = overwriteFile(this.#path, this.#content())
        .catch(err => { this.#log.warn('rollback-counter-not-written', errorFields(err)) })
    })
  }

  #content (): Bytes {
    const value = u64be(this.#value)
    return concat(value, hmac(this.#key, value))
  }
}
