/** The real clock, which a story can put forward: time runs on as ever, and days pass when the story says so. */
import { systemClock, type Clock, type Timer } from '../../src/base/time.ts'

interface Alarm {
  atMs: number
  ring: () => void
  real: Timer
}

export class WorldClock implements Clock {
  #aheadMs = 0
  readonly #alarms = new Set<Alarm>()

  now = (): number => systemClock.now() + this.#aheadMs

  after = (delayMs: number, callback: () => void): Timer => {
    const alarm: Alarm = {
      atMs: this.now() + delayMs,
      ring: () => {
        this.#alarms.delete(alarm)
        alarm.real.cancel()
        callback()
      },
      real: systemClock.after(delayMs, () => { alarm.ring() })
    }
    this.#alarms.add(alarm)
    return {
      cancel: () => {
        this.#alarms.delete(alarm)
        alarm.real.cancel()
      }
    }
  }

  /** Lets time pass as if the computers had slept: every timer that was due meanwhile rings once, in order. */
  pass (ms: number): void {
    this.#aheadMs += ms
    const nowMs = this.now()
    const due = [...this.#alarms].filter(({ atMs }) => atMs <= nowMs).sort((a, b) => a.atMs - b.atMs)
    for (const alarm of due) if (this.#alarms.has(alarm)) alarm.ring()
    for (const alarm of this.#alarms) {
      if (alarm.atMs <= nowMs) continue // rings by itself: it was set just now, by one of those that rang
      alarm.real.cancel()
      alarm.real = systemClock.after(alarm.atMs - nowMs, () => { alarm.ring() })
    }
  }

  /** How many timers wait. A world that has ended leaves none. */
  get pending (): number {
    return this.#alarms.size
  }

  /** The same time as somebody's clock shows it that is off by so much. */
  offBy (offMs: number): Clock {
    return { now: () => this.now() + offMs, after: this.after }
  }
}
