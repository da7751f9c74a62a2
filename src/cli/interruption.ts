/** Ctrl-C: the first asks for an orderly end, the next one for an end at once. */
import { AppError } from '../api/client.ts'
import { EXIT } from './exit-codes.ts'

const MAX_ECHO_DELAY_MS = 1000

export interface Interruption {
  /** aborts at the first Ctrl-C */
  signal: AbortSignal
  /** Resolves when no more of a Ctrl-C is to come: it would end, by the signal, a process that is ending in order. */
  over: () => Promise<void>
}

export function watchInterruption (): Interruption {
  const interrupted = new AbortController()
  // The terminal sends a Ctrl-C to npm and to this process, and npm passes on its own, at a moment of its own: two for each.
  const signalsEach = process.env['npm_lifecycle_event'] === undefined ? 1 : 2
  const { promise: complete, resolve: completed } = Promise.withResolvers<void>()
  let signals = 0
  process.on('SIGINT', () => {
    signals++
    if (signals > signalsEach) process.exit(EXIT.interrupted)
    if (signals === signalsEach) completed()
    interrupted.abort(new AppError('ABORTED', 'interrupted'))
  })
  return {
    signal: interrupted.signal,
    async over () {
      if (signals === 0) return
      const late = setTimeout(completed, MAX_ECHO_DELAY_MS)
      await complete
      clearTimeout(late)
    }
  }
}
