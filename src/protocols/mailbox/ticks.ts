/**
 * The moments at which a host answers fetches that a deposit has set off. A proxy sees when a deposit goes in and when
 * somebody's answer comes out: were it at once, it would know the two who talk. What answers a client's own question
 * without waiting says nothing of others, and so waits for no tick.
 */
import type { Random } from '../../base/random.ts'
import { SECOND, pause, type Clock } from '../../base/time.ts'

const TICK_MS = SECOND
const JITTER_MS = SECOND / 4

export class Ticks {
  readonly #clock: Clock
  readonly #random: Random
  #next: Promise<void> | undefined

  constructor ({ clock, random }: { clock: Clock, random: Random }) {
    this.#clock = clock
    this.#random = random
  }

  /** Everybody who waits goes on together; when that is does not depend on who began to wait, or when. @throws the signal's reason */
  async next (signal: AbortSignal): Promise<void> {
    this.#next ??= this.#tick().finally(() => { this.#next = undefined })
    await this.#next
    signal.throwIfAborted()
  }

  async #tick (): Promise<void> {
    const sinceTickMs = this.#clock.now() % TICK_MS
    await pause(this.#clock, TICK_MS - sinceTickMs + this.#random(1)[0]! / 256 * JITTER_MS)
  }
}
