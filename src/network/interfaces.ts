/** Whether a node's own addresses are still the ones that it had. */
import { SECOND, type Clock, type Timer } from '../base/time.ts'

const ADDRESS_CHECK_MS = 15 * SECOND

/** Interfaces come and go without telling. */
export function watchAddresses (
  { read, clock, onChanged }: { read: () => string, clock: Clock, onChanged: () => void }
): { check: () => void, stop: () => void } {
  let timer: Timer
  let last = read()
  const check = (): void => {
    const now = read()
    const isNew = now !== last
    last = now
    if (isNew) onChanged()
  }
  const later = (): void => {
    timer = clock.after(ADDRESS_CHECK_MS, () => {
      check()
      later()
    })
  }
  later()
  return { check, stop: () => { timer.cancel() } }
}
