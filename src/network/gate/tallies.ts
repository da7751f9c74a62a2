/** Counts what each group of addresses has open, and how fast it opens more: what one attacker can take is bounded. */
import { SECOND, type Clock } from '../../base/time.ts'

export interface Bound {
  /** open at once */
  max: number
  /** new ones a second; twice as many may come in a burst */
  rate: number
}

/** What one arrival counts towards. */
export interface Count {
  key: string
  bound: Bound
}

interface Tally {
  open: number
  /** attempts left, refilled with time */
  tokens: number
  atMs: number
}

const MAX_IDLE_TALLIES = 10_000

export class Tallies {
  readonly #clock: Clock
  readonly #tallies = new Map<string, Tally>()

  constructor ({ clock }: { clock: Clock }) {
    this.#clock = clock
  }

  /** @returns a function that gives the place back; undefined: one of the groups is full, or too fast */
  admit (counts: Count[]): (() => void) | undefined {
    const counted = counts.map(({ key, bound }) => ({ bound, tally: this.#tally(key, bound) }))
    const tooFast = counted.map(({ tally, bound }) => !this.#spend(tally, bound)).includes(true)
    if (tooFast || counted.some(({ tally, bound }) => tally.open >= bound.max)) return undefined
    for (const { tally } of counted) tally.open++
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      for (const { tally } of counted) tally.open--
    }
  }

  #tally (key: string, { rate }: Bound): Tally {
    const known = this.#tallies.get(key)
    if (known !== undefined) return known
    if (this.#tallies.size >= MAX_IDLE_TALLIES) this.#forgetIdle()
    const tally = { open: 0, tokens: rate * 2, atMs: this.#clock.now() }
    this.#tallies.set(key, tally)
    return tally
  }

  #spend (tally: Tally, { rate }: Bound): boolean {
    const nowMs = this.#clock.now()
    tally.tokens = Math.min(rate * 2, tally.tokens + Math.max(0, nowMs - tally.atMs) * rate / SECOND)
    tally.atMs = nowMs
    if (tally.tokens < 1) return false
    tally.tokens--
    return true
  }

  #forgetIdle (): void {
    const nowMs = this.#clock.now()
    for (const [key, { open, atMs }] of this.#tallies) {
      if (open === 0 && nowMs - atMs > 2 * SECOND) this.#tallies.delete(key)
    }
  }
}
