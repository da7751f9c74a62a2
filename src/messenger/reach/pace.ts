/**
 * What is to be done for many people while nobody waits for any of it: one after another, with time between them for
 * whatever else this computer is asked. Whoever has a turn coming gets no second one.
 */
import type { Clock, Timer } from '../../base/time.ts'

interface PaceDeps<Key> {
  clock: Clock
  everyMs: number
  /** false: not now, there is enough under way */
  mayBegin?: () => boolean
  begin: (key: Key) => void
}

export class Pace<Key> {
  readonly #deps: PaceDeps<Key>
  readonly #waiting = new Set<Key>()
  #timer: Timer | undefined
  #stopped = false

  constructor (deps: PaceDeps<Key>) {
    this.#deps = deps
  }

  add (key: Key): void {
    if (this.#stopped) return
    this.#waiting.add(key)
    if (this.#timer === undefined) this.#next()
  }

  forget (key: Key): void {
    this.#waiting.delete(key)
  }

  stop (): void {
    this.#stopped = true
    this.#timer?.cancel()
    this.#waiting.clear()
  }

  #next (): void {
    this.#timer = undefined
    const [key] = this.#waiting
    if (key === undefined) return
    const { clock, everyMs, mayBegin, begin } = this.#deps
    this.#timer = clock.after(everyMs, () => { this.#next() })
    if (mayBegin?.() === false) return
    this.#waiting.delete(key)
    begin(key)
  }
}
