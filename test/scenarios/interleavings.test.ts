import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MINUTE } from '../../src/base/time.ts'
import { createWorld } from '../support/world.ts'

type Event =
  | { kind: 'say', who: 0 | 1, count: number }
  | { kind: 'read', who: 0 | 1 }
  | { kind: 'cut' | 'heal' | 'pass' }
  | { kind: 'restart' | 'away' | 'back' | 'lose', who: 0 | 1 }

const who = fc.constantFrom(0 as const, 1 as const)
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('say' as const), who, count: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('read' as const), who }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('cut' as const, 'heal' as const, 'pass' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('restart' as const, 'away' as const, 'back' as const, 'lose' as const), who }) }
)

/** Of 12 runs 4 are tried each time: NOBYTE_TEST_RUNS=100 tries more. The seed is printed when one fails. */
const numRuns = Number(process.env.NOBYTE_TEST_RUNS ?? 4)

test('whatever happens to lines and computers between two people, both end with the same conversation', async () => {
  await fc.assert(fc.asyncProperty(fc.array(event, { minLength: 12, maxLength: 24 }), async events => {
    await using world = await createWorld()
    const people = await world.acquainted('Ada', 'Radia')
    const [ada, radia] = people
    await world.introduced(ada, radia)
    const isHere: [boolean, boolean] = [true, true]
    let said = 0
    const writing: Promise<unknown>[] = []
    for (const one of events) {
      switch (one.kind) {
        case 'say':
          if (!isHere[one.who]) break
          // Not waited for: what happens next happens in the middle of it.
          for (let i = 0; i < one.count; i++) {
            writing.push(people[one.who].say(people[1 - one.who]!, `${one.who} says ${said++}`).catch(() => {}))
          }
          break
        case 'read':
          if (isHere[one.who]) await people[one.who].messenger.read(people[1 - one.who]!.name)
          break
        case 'cut':
          world.cut(ada, radia)
          break
        case 'heal':
          for (const { line } of people) line.heal()
          break
        case 'pass':
          world.clock.pass(MINUTE)
          break
        case 'restart':
          if (isHere[one.who]) await people[one.who].restart()
          break
        case 'lose':
          if (isHere[one.who]) await people[one.who].loseSession(people[1 - one.who]!)
          break
        case 'away':
          if (isHere[one.who]) await people[one.who].stop()
          isHere[one.who] = false
          break
        case 'back':
          if (!isHere[one.who]) await people[one.who].start()
          isHere[one.who] = true
          break
        default:
          one satisfies never
      }
    }
    await Promise.all(writing)
    for (const i of [0, 1] as const) if (!isHere[i]) await people[i].start()
    await world.heal(ada, radia)
    await Promise.all([ada.delivered(radia), radia.delivered(ada)])
    const [hers, theirs] = [await ada.conversation(radia), await radia.conversation(ada)]
    const outOf = (rows: typeof hers, direction: 'in' | 'out'): string[] =>
      rows.filter(row => row.direction === direction).map(({ messageId, text }) => `${messageId} ${text}`)
    expect(outOf(theirs, 'in')).toEqual(outOf(hers, 'out'))
    expect(outOf(hers, 'in')).toEqual(outOf(theirs, 'out'))
  }), { numRuns, endOnFailure: true })
})
