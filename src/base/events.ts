/** A typed emitter: facts go out after they are durable, and their payload is ids. A throwing listener harms no one else. */
export class Events<Catalogue extends object> {
  readonly #listeners = new Map<keyof Catalogue, Set<(payload: never) => void>>()
  readonly #onListenerError: (err: unknown) => void

  constructor (onListenerError: (err: unknown) => void = () => {}) {
    this.#onListenerError = onListenerError
  }

  /** @returns a function that takes the listener off again */
  on<Name extends keyof Catalogue> (name: Name, listener: (payload: Catalogue[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
    return () => { listeners.delete(listener) }
  }

  emit<Name extends keyof Catalogue> (name: Name, payload: Catalogue[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) {
      try {
        (listener as (payload: Catalogue[Name]) => void)(payload)
      } catch (err) {
        this.#onListenerError(err)
      }
    }
  }

  /** Resolves with the next payload that passes the filter. @throws the signal's reason when aborted */
  async next<Name extends keyof Catalogue> (
    name: Name, { filter = () => true, signal }: { filter?: (payload: Catalogue[Name]) => boolean, signal?: AbortSignal } = {}
  ): Promise<Catalogue[Name]> {
    signal?.throwIfAborted()
    return await new Promise((resolve, reject) => {
      const finish = (): void => {
        off()
        signal?.removeEventListener('abort', onAbort)
      }
      const onAbort = (): void => {
        finish()
        reject(signal?.reason)
      }
      const off = this.on(name, payload => {
        if (!filter(payload)) return
        finish()
        resolve(payload)
      })
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }
}
