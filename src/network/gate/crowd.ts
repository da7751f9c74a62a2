/**
 * What strangers of all address groups together may send. Reading costs the same whoever has sent it, and a hundred groups
 * that each keep to their share would leave no time for anybody else. Groups that ask for more than an equal part of it are
 * read one after another; whoever sends less than that waits for nobody.
 */
import { SECOND, type Clock, type Timer } from '../../base/time.ts'

/** What a group may send before anybody asks whether it is more than an equal part. */
const MODEST_BYTES = 256 * 1024
/** about what is read of a connection at once */
const TURN_BYTES = 64 * 1024

export interface ThrottleLimits {
  /** what may be sent a second, in bytes; costs other than bytes are counted in bytes as well */
  rate: number
  /** and in a burst */
  burst: number
}

interface Part {
  /** sent beyond an equal part, in bytes */
  excess: number
  atMs: number
}

export class Crowd<Group extends object> {
  readonly #clock: Clock
  readonly #limits: ThrottleLimits
  readonly #onTurn: (group: Group) => void
  readonly #parts = new WeakMap<Group, Part>()
  /** whose turn comes, the next one first */
  readonly #waiting = new Set<Group>()
  #tokens: number
  #atMs: number
  #calling: Timer | undefined

  /** @param onTurn the group is to be read again */
  constructor ({ clock, onTurn }: { clock: Clock, onTurn: (group: Group) => void }, limits: ThrottleLimits) {
    this.#clock = clock
    this.#limits = limits
    this.#onTurn = onTurn
    this.#tokens = limits.burst
    this.#atMs = clock.now()
  }

  isWaiting (group: Group): boolean {
    return this.#waiting.has(group)
  }

  /** @returns whether it has to wait for its turn from now on */
  spend (group: Group, cost: number): boolean {
    this.#refill()
    this.#tokens = Math.max(-this.#limits.burst, this.#tokens - cost)
    const part = this.#parts.get(group) ?? { excess: 0, atMs: this.#atMs }
    const equalRate = this.#limits.rate / (this.#waiting.size + 1)
    part.excess = Math.max(0, part.excess - (this.#atMs - part.atMs) * equalRate / SECOND) + cost
    part.atMs = this.#atMs
    this.#parts.set(group, part)
    if (this.#tokens >= 0 || part.excess <= MODEST_BYTES || this.#waiting.has(group)) return false
    this.#waiting.add(group)
    this.#callLater()
    return true
  }

  stop (): void {
    this.#calling?.cancel()
  }

  #refill (): void {
    const nowMs = this.#clock.now()
    const { rate, burst } = this.#limits
    this.#tokens = Math.min(burst, this.#tokens + Math.max(0, nowMs - this.#atMs) * rate / SECOND)
    this.#atMs = Math.max(nowMs, this.#atMs)
  }

  #callLater (): void {
    if (this.#calling !== undefined) return
    this.#calling = this.#clock.after(Math.ceil(Math.max(TURN_BYTES, 1 - this.#tokens) * SECOND / this.#limits.rate), () => {
      this.#calling = undefined
      this.#refill()
      const [next] = this.#waiting
      if (next === undefined) return
      if (this.#tokens >= 0) {
        this.#waiting.delete(next)
        this.#onTurn(next)
      }
      if (this.#waiting.size > 0) this.#callLater()
    })
  }
}
