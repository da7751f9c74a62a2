/** Where steady time stood, kept over restarts; and what a person should hear of a clock that is in doubt. */
import { SteadyClock } from '../../base/steady.ts'
import type { Clock } from '../../base/time.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Store } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import { say, type Saying } from './sayings.ts'

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
export function describeDoubt (steady: SteadyClock): Saying | undefined {
  const { doubt, aheadMs } = steady
  if (doubt !== undefined) {
    const { nowMs, expectedMs } = doubt
    return say(nowMs < expectedMs ? 'clock.doubted' : 'clock.leapt', { dayMs: nowMs, spanMs: Math.abs(nowMs - expectedMs) })
  }
  return aheadMs === 0 ? undefined : say('clock.ahead', { spanMs: aheadMs, dayMs: steady.now() })
}
