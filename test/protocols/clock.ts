import type { Clock } from '../../src/base/time.ts'

interface Alarm {
  atMs: number
  ring: () => void
}

/** Time that stands still until a story lets it pass. */
export class StoryClock implements Clock {
  #nowMs = Date.UTC(2026, 0, 1)
  readonly #alarms = new Set<Alarm>()
  readonly #watchers = new Set<() => void>()

  now = (): number => this.#nowMs

  after = (delayMs: number, ring: () => void): { cancel: () => void } => {
    const alarm = { atMs: this.#nowMs + delayMs, ring }
    this.#alarms.add(alarm)
    for (const tell of this.#watchers) tell()
    return { cancel: () => { this.#alarms.delete(alarm) } }
  }

  /** how many timers are waiting */
  get pending (): number {
    return this.#alarms.size
  }

  /** Resolves as soon as someone waits for time to pass. */
  async awaited (): Promise<void> {
    while (this.#alarms.size === 0) {
      await new Promise<void>(resolve => {
        const tell = (): void => {
          this.#watchers.delete(tell)
          resolve()
        }
        this.#watchers.add(tell)
      })
    }
  }

  pass (ms: number): void {
    const untilMs = this.#nowMs + ms
    for (;;) {
      const [next] = [...this.#alarms].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)
      if (next === undefined) break
      this.#alarms.delete(next)
      this.#nowMs = next.atMs
      next.ring()
    }
    this.#nowMs = untilMs
  }
}
