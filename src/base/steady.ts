/**
 * Time by which things may expire. A machine's clock can be set wrong by years, and all that a profile holds would expire
 * at once, or what is made meanwhile would look as old as that when the clock is right again. So the machine's clock is
 * believed as long as it goes on from where it was last seen. When it has leapt, steady time goes on from there without it
 * until the clock is back, or until somebody else's clock agrees with it.
 */
import { DAY, type Clock } from './time.ts'

/** Clocks are a day off more often than one thinks, and two days cannot be told from that. */
const MAX_BACK_MS = 2 * DAY
/** Nobody is away for longer without wondering; a wrong year is further. */
const MAX_AWAY_MS = 300 * DAY
/** when this was written: a time before it was never right, and nothing is measured from it */
const EARLIEST_MS = Date.UTC(2025, 0, 1)

export interface ClockDoubt {
  /** what the machine says */
  nowMs: number
  /** what it would be if time had gone on from where it was last seen */
  expectedMs: number
}

export class SteadyClock implements Clock {
  readonly #machine: Clock
  /** the latest time that was believed */
  #lastMs: number
  /** where the machine's clock stood when it was first doubted, and what it was believed to be then */
  #leap: { fromMs: number, believedMs: number } | undefined
  #machineMs: number
  /** by how much the clock of somebody whose message came from the future is ahead of this machine's */
  #aheadMs = 0

  /** @param lastMs steady time when the program last ran; undefined: it never did, and any time is as good */
  constructor (machine: Clock, { lastMs = 0 }: { lastMs?: number | undefined } = {}) {
    this.#machine = machine
    this.#lastMs = lastMs
    this.#machineMs = machine.now()
  }

  now = (): number => {
    const nowMs = this.#machine.now()
    if (this.#goesOn(nowMs)) {
      this.#leap = undefined
      this.#lastMs = Math.max(this.#lastMs, nowMs)
      this.#machineMs = nowMs
      return nowMs
    }
    // A second leap while in doubt says nothing about how much time has passed either.
    const moved = nowMs - this.#machineMs
    if (this.#leap === undefined || moved < 0 || moved > MAX_BACK_MS) this.#leap = { fromMs: nowMs, believedMs: this.#lastMs }
    this.#machineMs = nowMs
    this.#lastMs = this.#leap.believedMs + nowMs - this.#leap.fromMs
    return this.#lastMs
  }

  after: Clock['after'] = (delayMs, callback) => this.#machine.after(delayMs, callback)

  /** Of two times that may both be wrong, the one at which less has expired: what others made must not be thrown away. */
  readonly lenient: Clock = { now: () => Math.min(this.now(), this.#machine.now()), after: this.after }

  /** Times that it may be: one, or, while the machine's clock is in doubt, two. */
  candidates (): number[] {
    const steadyMs = this.now()
    return this.#leap === undefined ? [steadyMs] : [this.#machine.now(), steadyMs]
  }

  /** While it lasts, nothing expires by the machine's clock. */
  get doubt (): ClockDoubt | undefined {
    const expectedMs = this.now()
    return this.#leap === undefined ? undefined : { nowMs: this.#machine.now(), expectedMs }
  }

  /** By how much somebody else's clock is ahead of this machine's; 0 where it is not, or by no more than clocks are off. */
  get aheadMs (): number {
    return this.#aheadMs
  }

  /**
   * What a contact's clock showed when they wrote what has just come. A clock that two people have is believed again. It
   * can be an old message, so that being behind says nothing; none comes from the future.
   */
  witness (theirMs: number): void {
    const nowMs = this.#machine.now()
    if (theirMs - nowMs > MAX_BACK_MS) this.#aheadMs = Math.max(this.#aheadMs, theirMs - nowMs)
    if (this.doubt === undefined || Math.abs(theirMs - nowMs) > MAX_BACK_MS) return
    this.#leap = undefined
    this.#lastMs = nowMs
  }

  #goesOn (nowMs: number): boolean {
    if (this.#lastMs < EARLIEST_MS) return true
    return nowMs >= this.#lastMs - MAX_BACK_MS && nowMs <= this.#lastMs + MAX_AWAY_MS
  }
}
