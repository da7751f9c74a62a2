import { expect, test } from 'vitest'
import { Pace } from '../../src/messenger/reach/pace.ts'
import { HandClock } from '../store/workbench.ts'

const EVERY_MS = 100

function paced (mayBegin: () => boolean = () => true): { pace: Pace<string>, begun: string[], clock: HandClock } {
  const clock = new HandClock()
  const begun: string[] = []
  return { begun, clock, pace: new Pace({ clock, everyMs: EVERY_MS, mayBegin, begin: key => { begun.push(key) } }) }
}

test('the first begins at once, the others one after another, and nobody twice', () => {
  const { pace, begun, clock } = paced()
  for (const key of ['a', 'b', 'c', 'b', 'd']) pace.add(key)
  expect(begun).toEqual(['a'])
  clock.pass(EVERY_MS)
  clock.pass(EVERY_MS)
  pace.forget('d')
  clock.pass(EVERY_MS)
  expect(begun).toEqual(['a', 'b', 'c'])
  pace.add('e')
  expect(begun).toEqual(['a', 'b', 'c', 'e'])
})

test('a turn passes while there is enough under way, and nothing begins any more once it is stopped', () => {
  let isFree = false
  const { pace, begun, clock } = paced(() => isFree)
  for (const key of ['a', 'b']) pace.add(key)
  clock.pass(EVERY_MS)
  expect(begun).toEqual([])
  isFree = true
  clock.pass(EVERY_MS)
  expect(begun).toEqual(['a'])
  pace.stop()
  clock.pass(EVERY_MS)
  expect(begun).toEqual(['a'])
})
