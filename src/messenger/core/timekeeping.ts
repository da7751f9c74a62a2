/** Where steady time stood, kept over restarts; and what a person should hear of a clock that is in doubt. */
import { SteadyClock } from '../../base/steady.ts'
import { DAY, HOUR, type Clock } from '../../base/time.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Store } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'

const KEY = { id: 'steady-time' }

export async function openSteadyClock (store: Store, machine: Clock): Promise<SteadyClock> {
  const lastMs = await store.table(TABLES.settings, jsonCodec<number>()).getSound(KEY)
  return new SteadyClock(machine, { lastMs })
}

/** Without sync: that a little less time has passed does no harm. */
export async function keepSteadyTime (store: Store, steady: SteadyClock): Promise<void> {
  const batch = store.batch()
  store.table(TABLES.settings, jsonCodec<number>()).put(batch, KEY, steady.now())
  await store.commit(batch, { sync: false })
}

/** @returns undefined when there is nothing to say */
export function describeDoubt (steady: SteadyClock): string | undefined {
  const { doubt, aheadMs } = steady
  if (doubt !== undefined) {
    const { nowMs, expectedMs } = doubt
    const far = `${span(Math.abs(nowMs - expectedMs))} ${nowMs < expectedMs ? 'before' : 'after'}`
    return `This computer's clock says ${day(nowMs)}, ${far} where it was last seen. ` +
      'Nothing expires until it is set right, or a contact\'s clock agrees with it.'
  }
  if (aheadMs === 0) return undefined
  return `A contact's clock is ${span(aheadMs)} ahead of this computer's, which says ${day(steady.now())}. One of the two is wrong.`
}

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

function span (ms: number): string {
  const [count, unit] = ms >= 700 * DAY ? [ms / (365.25 * DAY), 'year'] : ms >= DAY ? [ms / DAY, 'day'] : [ms / HOUR, 'hour']
  const whole = Math.round(count)
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`
}
