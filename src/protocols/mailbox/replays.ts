/**
 * Which commands were seen in the last minutes, by their ephemeral keys. All of them may be repeated harmlessly; but who
 * stands between client and host could watch what a repetition changes, so there is none for as long as this remembers.
 */
import { MINUTE, type Clock } from '../../base/time.ts'

const REMEMBERED_MS = 10 * MINUTE
/** in each of two halves, of which the older is forgotten as a whole: a flood costs memory of this size at most */
const MAX_REMEMBERED = 250_000

export class Replays {
  readonly #clock: Clock
  #recent = new Set<string>()
  #older = new Set<string>()
  #sinceMs: number

  constructor (deps: { clock: Clock }) {
    this.#clock = deps.clock
    this.#sinceMs = deps.clock.now()
  }

  /** @returns whether it is seen for the first time */
  isNew (ephemeral: Uint8Array): boolean {
    const nowMs = this.#clock.now()
    if (this.#recent.size >= MAX_REMEMBERED || Math.abs(nowMs - this.#sinceMs) >= REMEMBERED_MS) {
      this.#older = this.#recent
      this.#recent = new Set()
      this.#sinceMs = nowMs
    }
    const name = Buffer.from(ephemeral.subarray(0, 16)).toString('latin1')
    if (this.#recent.has(name) || this.#older.has(name)) return false
    this.#recent.add(name)
    return true
  }
}
