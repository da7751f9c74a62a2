/** Who is on the same local network and wants to be seen, as far as this node is seen itself. */
import { computed, signal } from '@preact/signals'
import type { NearbyStatus } from '../../api/schema.ts'
import { call, onEvent, onLocked } from './connection.ts'
import { run } from './run.ts'

const NOBODY: NearbyStatus = { untilMs: null, people: [] }

export const nearby = signal<NearbyStatus>(NOBODY)
/** it was on, and ended without being told to */
export const nearbyOver = signal(false)
/** who waits for an answer here */
export const nearbyAsking = computed(() => nearby.value.untilMs === null ? 0
  : nearby.value.people.filter(({ state }) => state === 'asks' || state === 'compare').length)

let isWanted = false

function take (next: NearbyStatus): void {
  if (nearby.value.untilMs !== null && next.untilMs === null && isWanted) nearbyOver.value = true
  nearby.value = next
}

export async function loadNearby (): Promise<void> {
  take(await call('nearby.list'))
}

export async function startNearby (): Promise<void> {
  isWanted = true
  nearbyOver.value = false
  take(await call('nearby.start', {}))
}

export async function stopNearby (): Promise<void> {
  isWanted = false
  await call('nearby.stop')
  nearby.value = NOBODY
}

export async function pickNearby (id: string): Promise<void> {
  await call('nearby.pick', { id })
  await loadNearby()
}

export async function confirmNearby (id: string, match: boolean): Promise<void> {
  await call('nearby.confirm', { id, match })
  await loadNearby()
}

export function followNearby (): void {
  onEvent(({ type }) => {
    if (type !== 'nearby') return
    isWanted ||= nearby.value.untilMs !== null
    run(loadNearby)
  })
  onLocked(() => {
    nearby.value = NOBODY
    nearbyOver.value = false
  })
}
