/** Ctrl-C: the first asks for an orderly end, the next one for an end at once. */
import { AppError } from '../api/client.ts'
import { EXIT } from './exit-codes.ts'

/** @returns a signal that aborts at the first Ctrl-C */
export function watchInterruption (): AbortSignal {
  const interrupted = new AbortController()
  // The terminal sends a Ctrl-C to npm and to this process, and npm passes on its own, at a moment of its own: two for each.
  const signalsEach = process.env['npm_lifecycle_event'] === undefined ? 1 : 2
  let signals = 0
  process.on('SIGINT', () => {
    signals++
    if (signals > signalsEach) process.exit(EXIT.interrupted)
    interrupted.abort(new AppError('ABORTED', 'interrupted'))
  })
  return interrupted.signal
}
