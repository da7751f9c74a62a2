/** Lets a few tasks run at a time; the others wait in the order in which they came, or leave when their signal aborts. */
export class Lane {
  readonly #width: number
  readonly #waiting = new Set<() => void>()
  #running = 0

  constructor (width: number) {
    this.#width = width
  }

  /** @throws what the task throws; the signal's reason, when it aborts before the task's turn */
  async run<T> (task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted()
    if (this.#running < this.#width) this.#running++
    else await this.#turn(signal)
    try {
      return await task()
    } finally {
      const [next] = this.#waiting
      if (next === undefined) this.#running--
      else next() // hands its place on
    }
  }

  async #turn (signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.delete(start)
        signal.removeEventListener('abort', onAbort)
      }
      const start = (): void => {
        leave()
        resolve()
      }
      const onAbort = (): void => {
        leave()
        reject(signal.reason)
      }
      this.#waiting.add(start)
      signal.addEventListener('abort', onAbort, { once: true })
    })
  }
}
