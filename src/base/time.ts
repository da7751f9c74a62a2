/** The only place that reads the machine's clock; everything else is handed a Clock, so that tests can let days pass. */
export interface Clock {
  /** milliseconds since 1970 */
  now: () => number
  /** Calls back once after at least `delayMs`; does not keep the process alive. */
  after: (delayMs: number, callback: () => void) => Timer
}

export interface Timer {
  cancel: () => void
}

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

const MAX_TIMER_MS = 2 ** 31 - 1 // beyond this, setTimeout fires at once

export const systemClock: Clock = {
  now: () => Date.now(),
  after (delayMs, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(0, delayMs), MAX_TIMER_MS))
    timer.unref()
    return { cancel: () => { clearTimeout(timer) } }
  }
}

/** Resolves after `delayMs` on the given clock. @throws the signal's reason when aborted */
export async function pause (clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  await new Promise<void>((resolve, reject) => {
    const onAbort = (): void => {
      timer.cancel()
      reject(signal?.reason)
    }
    const timer = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    })
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

/** Lets everybody else have a turn: for long work that nobody waits for, which would hold up those who wait. */
export async function nextTurn (): Promise<void> {
  await new Promise<void>(resolve => { setImmediate(resolve) })
}
