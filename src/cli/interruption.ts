/** Ctrl-C: the first asks for an orderly end, a later one for an end at once. */
import { AppError, systemClock } from '../api/client.ts'
import { EXIT } from './exit-codes.ts'

/** npm passes on the Ctrl-C that the terminal has sent to this process already; that one is no second wish. */
const ECHO_MS = 1000

/** @returns a signal that aborts at the first Ctrl-C */
export function watchInterruption (): AbortSignal {
  const interrupted = new AbortController()
  let firstMs: number | undefined
  process.on('SIGINT', () => {
    const nowMs = systemClock.now()
    firstMs ??= nowMs
    if (nowMs - firstMs > ECHO_MS) process.exit(EXIT.interrupted)
    interrupted.abort(new AppError('ABORTED', 'interrupted'))
  })
  return interrupted.signal
}
