import { errorFields, type Log } from '../../base/log.ts'
import { HOUR, type Clock, type Timer } from '../../base/time.ts'

/** Work that is due daily, looked at hourly: many nodes run for less than a day at a time. */
export function keepHouse (
  work: () => Promise<void>, { clock, log }: { clock: Clock, log: Log }
): { start: () => void, stop: () => Promise<void> } {
  let timer: Timer | undefined
  let working = Promise.resolve()
  const turn = (): void => {
    working = work().catch((err: unknown) => { log.warn('housekeeping failed', errorFields(err)) })
    timer = clock.after(HOUR, turn)
  }
  return {
    start: turn,
    async stop () {
      timer?.cancel()
      await working
    }
  }
}
