/**
 * Makes guessing slow, and nobody else: only failures wait for one another. Everyone comes from 127.0.0.1, so that whoever
 * guesses cannot be told from the owner by address, and must not be able to lock the owner out.
 */
import { pause, type Clock } from '../../base/time.ts'
import { FAILURE_EVERY_MS, FREE_FAILURES, MAX_WAITING_FAILURES } from './limits.ts'

export class Throttle {
  readonly #clock: Clock
  /** when the last failure that was counted is paid for */
  #paidMs = 0
  #waiting = 0

  constructor ({ clock }: { clock: Clock }) {
    this.#clock = clock
  }

  /** Resolves when a failure may be answered: false when too many wait already. */
  async fail (): Promise<boolean> {
    if (this.#waiting >= MAX_WAITING_FAILURES) return false
    const now = this.#clock.now()
    this.#paidMs = Math.max(this.#paidMs, now) + FAILURE_EVERY_MS
    const waitMs = this.#paidMs - now - FREE_FAILURES * FAILURE_EVERY_MS
    if (waitMs <= 0) return true
    this.#waiting++
    try {
      await pause(this.#clock, waitMs)
    } finally {
      this.#waiting--
    }
    return true
  }
}
