/** Who stands between this device and the network's servers, and what each of them learns by it; in plain words. */
import { say, type Saying } from '../core/sayings.ts'
import type { GuardState, Guards } from './guards.ts'

export interface Ways {
  /** proxied: servers see another operator's node in place of this one */
  way: 'proxied' | 'direct'
  /** the other operators' nodes that were chosen, for a month each */
  guards: GuardState[]
  notes: Saying[]
}

export function waysOf (guards: Guards): Ways {
  const chosen = guards.list()
  const { places, areAwaited } = guards.missing
  if (areAwaited) return { way: 'proxied', guards: [], notes: [say('way.awaited', { places, count: places.length })] }
  if (guards.hosts.length === 0) return { way: 'direct', guards: [], notes: [directNote(guards)] }
  const names = [...new Set(chosen.map(({ operator }) => operator))]
  const failing = chosen.filter(({ state }) => state === 'unreachable').map(({ operator }) => operator)
  const notes = [names.length === 0 ? say('way.proxiedSoon') : say('way.proxied', { guards: names })]
  if (guards.unnamed.length > 0) notes.push(say('way.unnamed', { guards: guards.unnamed }))
  if (guards.exposed.length > 0) notes.push(say('way.exposed', { hosts: guards.exposed }))
  if (guards.stranded.length > 0) notes.push(say('way.stranded', { hosts: guards.stranded }))
  if (failing.length > 0) notes.push(say('way.failing', { guards: failing }))
  return { way: 'proxied', guards: chosen, notes }
}

function directNote ({ choice, operators, missing: { places } }: Guards): Saying {
  if (choice === 'direct') return say('way.chosen')
  if (places.length > 0) return say('way.incomplete', { places })
  return operators.length === 1 ? say('way.oneOperator', { operator: operators[0]! }) : say('way.servers')
}
