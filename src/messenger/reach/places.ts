/**
 * What is derived from pair secrets, kept while it is in use: each look-up and each telling needs it again, and the
 * derivation costs more than the rest of a look-up.
 */
import { fromBase64url, type Bytes } from '../../base/bytes.ts'
import type { DeviceId } from '../../base/ids.ts'
import { epochAt, pairOffsetMs, rendezvousKeys, type RendezvousKeys, type Replica } from '../../crypto/rendezvous.ts'

/** of each of two generations: four for each of five hundred contacts */
const MAX_KEPT = 2048

export class Places {
  readonly #pairs = new Kept<{ secret: Bytes, offsetMs: number }>()
  readonly #keys = new Kept<RendezvousKeys>()

  /** Those that a pair's days have at these times, each once. @param secret base64url */
  epochs (secret: string, times: readonly number[]): number[] {
    const { offsetMs } = this.#pairOf(secret)
    return [...new Set(times.map(ms => epochAt(offsetMs, ms)))]
  }

  keys (secret: string, publisher: DeviceId, replica: Replica, epoch: number): RendezvousKeys {
    return this.#keys.get(`${secret} ${publisher} ${replica} ${epoch}`, () =>
      rendezvousKeys(this.#pairOf(secret).secret, publisher, replica, epoch))
  }

  #pairOf (text: string): { secret: Bytes, offsetMs: number } {
    return this.#pairs.get(text, () => {
      const secret = fromBase64url(text)
      return { secret, offsetMs: pairOffsetMs(secret) }
    })
  }
}

/** What was not asked for while as much again was made is let go. */
class Kept<T> {
  #young = new Map<string, T>()
  #old = new Map<string, T>()

  get (name: string, make: () => T): T {
    const known = this.#young.get(name)
    if (known !== undefined) return known
    const value = this.#old.get(name) ?? make()
    if (this.#young.size >= MAX_KEPT) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(name, value)
    return value
  }
}
