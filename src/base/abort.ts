import { AppError } from './errors.ts'

/** The caller's signal and a deadline in one. */
export function withDeadline (timeoutMs: number, signal?: AbortSignal): AbortSignal {
  const deadline = AbortSignal.timeout(timeoutMs)
  return signal === undefined ? deadline : AbortSignal.any([signal, deadline])
}

/** Settles as `promise` does, or rejects as soon as the signal aborts, for work that ignores signals. */
export async function raceSignal<T> (promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw signal.reason
  let onAbort: () => void
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => { reject(signal.reason) }
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort!)
  }
}

export const isAbort = (err: unknown): boolean =>
  (err instanceof Error && (err.name === 'AbortError' || err.name === 'TimeoutError')) ||
  (err instanceof AppError && (err.code === 'ABORTED' || err.code === 'TIMED_OUT'))

/**
 * For work that is cut short because its result is there. Whoever aborts without a reason makes an error of its own each
 * time, with a trace of the calls, which costs more than what is cut short.
 */
export const ENOUGH = new AppError('ABORTED', 'there is nothing more to do')
