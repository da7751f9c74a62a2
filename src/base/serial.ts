/** Runs tasks one after another per key: libsignal has no locking of its own, so every session gets its turn here. */
export class Serial<Key> {
  readonly #tails = new Map<Key, Promise<unknown>>()

  async run<T> (key: Key, task: () => Promise<T>): Promise<T> {
    const turn = (this.#tails.get(key) ?? Promise.resolve()).then(task, task)
    const tail = turn.catch(() => {})
    this.#tails.set(key, tail)
    try {
      return await turn
    } finally {
      if (this.#tails.get(key) === tail) this.#tails.delete(key)
    }
  }
}
