/** How much a member is handed of what they say that they lack: whoever asks again and again is not served without end. */
import type { AccountId } from '../../base/ids.ts'
import { SECOND, type Clock } from '../../base/time.ts'
import { MAX_HANDED_AT_ONCE, MAX_HANDED_PER_SECOND } from '../../wire/limits.ts'

/** Contacts who were served last; of others what they had is forgotten, which makes room for no more than a burst each. */
const MAX_NOTED = 1024

export class Allowance {
  readonly #clock: Clock
  readonly #noted = new Map<AccountId, { left: number, atMs: number }>()

  constructor (clock: Clock) {
    this.#clock = clock
  }

  /** Steps and items together, of all groups. */
  left (contactId: AccountId): number {
    const nowMs = this.#clock.now()
    const { left, atMs } = this.#noted.get(contactId) ?? { left: MAX_HANDED_AT_ONCE, atMs: nowMs }
    // A clock that was set back gives nothing, and takes nothing.
    return Math.min(MAX_HANDED_AT_ONCE, left + Math.floor(Math.max(0, nowMs - atMs) * MAX_HANDED_PER_SECOND / SECOND))
  }

  take (contactId: AccountId, count: number): void {
    const left = Math.max(0, this.left(contactId) - count)
    this.#noted.delete(contactId)
    this.#noted.set(contactId, { left, atMs: this.#clock.now() })
    if (this.#noted.size > MAX_NOTED) this.#noted.delete(this.#noted.keys().next().value!)
  }
}
