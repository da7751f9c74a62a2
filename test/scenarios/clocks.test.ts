import { describe, expect, test } from 'vitest'
import { DAY, HOUR, type Clock } from '../../src/base/time.ts'
import { describeDoubt } from '../../src/messenger/core/timekeeping.ts'
import { jsonCodec } from '../../src/store/codecs.ts'
import { TABLES } from '../../src/store/tables.ts'
import type { Person } from '../support/person.ts'
import { createWorld, meet, type World } from '../support/world.ts'

const YEARS = 365.25 * DAY

/** Somebody's own clock, which can be set. */
function clockOf (world: World): Clock & { set: (offMs: number) => void } {
  let offMs = 0
  return { now: () => world.clock.now() + offMs, after: world.clock.after, set: ms => { offMs = ms } }
}

const seqOf = async (person: Person): Promise<number> =>
  await person.store.table(TABLES.settings, jsonCodec<number>()).get({ id: 'rendezvous-seq' }) ?? 0

/** How many rows of all that can expire there are. */
async function holdings (person: Person): Promise<Record<string, number>> {
  const { seen, prekeys, spares, sessions, invites, contacts } = TABLES
  const kinds: string[] = [seen, prekeys, spares, sessions, invites, contacts].map(({ name }) => name)
  const held = await person.store.holdings()
  return Object.fromEntries(held.filter(({ table }) => kinds.includes(table.name)).map(({ table, rows }) => [table.name, rows]))
}

test.each([
  ['ahead', DAY], ['behind', -DAY]
])('a clock that is a day %s: the two find each other, by a link and later, and talk', async (_how, offMs) => {
  await using world = await createWorld()
  const ada = await world.person('Ada')
  const radia = await world.person('Radia', { clock: world.clock.offBy(offMs) })
  await radia.accept(await ada.invite())
  const grace = await world.person('Grace')
  await grace.accept(await radia.invite())
  await Promise.all([ada.restart(), radia.restart()])
  await world.together(ada, radia)
  await ada.say(radia, 'what day is it?')
  await radia.hears(ada, ['what day is it?'])
  await radia.say(ada, 'yours is as good as mine')
  await ada.hears(radia, ['yours is as good as mine'])
  await radia.messenger.read('Ada')
  await ada.until('Radia has read it', async () => (await ada.said(radia))[0]?.state === 'read')
  const [{ timeline } = {}] = await ada.messenger.read('Radia', { peek: true, timeline: true })
  expect(timeline?.map(({ what }) => what).slice(-2)).toEqual(['delivered', 'read'])
  expect(describeDoubt(radia.user.running.clock)).toBeUndefined()
})

describe('a clock that is set', () => {
  test.each([
    ['forward by ten years', 10 * YEARS, '10 years after'], ['back by ten years', -10 * YEARS, '10 years before']
  ])('%s is warned of; nothing expires, no seq falls, and people find each other, then and when it is right again', async (
    _how, offMs, warning
  ) => {
    await using world = await createWorld()
    const clock = clockOf(world)
    const ada = await world.person('Ada', { clock })
    const [radia, grace] = await world.people('Radia', 'Grace')
    await meet(ada, radia)
    await world.introduced(ada, radia)
    await ada.say(radia, 'before')
    await ada.delivered(radia)
    await radia.say(ada, 'before as well')
    await radia.delivered(ada)
    const link = await ada.invite()
    const [held, secrets, seq] = [await holdings(ada), await ada.pairSecrets(radia), await seqOf(ada)]

    await ada.stop()
    clock.set(offMs)
    await ada.start()
    world.clock.pass(HOUR) // the house is kept hourly
    await world.together(ada, radia)
    expect(describeDoubt(ada.user.running.clock)?.text).toContain(warning)
    await ada.say(radia, 'what year is it?')
    await radia.hears(ada, ['before', 'what year is it?'])
    await radia.restart()
    await ada.restart()
    await world.together(ada, radia)
    await expect.poll(async () => await seqOf(ada)).toBeGreaterThan(seq)
    expect(await seqOf(ada)).toBeLessThan(world.clock.now() + DAY) // or it would stay years ahead for ever
    const after = await holdings(ada)
    for (const [table, rows] of Object.entries(held)) expect(after[table], table).toBeGreaterThanOrEqual(rows)
    expect(await ada.pairSecrets(radia)).toEqual(secrets)
    // A link that was made before still leads to her, and one that is made now does so as well.
    await grace.accept(link)
    await world.together(ada, grace)
    const alan = await world.person('Alan')
    await alan.accept(await ada.invite())

    const during = await seqOf(ada)
    await ada.stop()
    clock.set(0)
    await ada.start()
    world.clock.pass(HOUR)
    await world.together(ada, radia)
    expect(describeDoubt(ada.user.running.clock)).toBeUndefined()
    await expect.poll(async () => await seqOf(ada)).toBeGreaterThan(during)
    expect((await ada.messenger.people()).map(({ name }) => name)).toEqual(['Radia', 'Grace', 'Alan'])
    await radia.say(ada, 'the same as ever')
    await ada.hears(radia, ['before as well', 'the same as ever'])
    await ada.say(radia, 'good')
    await radia.hears(ada, ['before', 'what year is it?', 'good'])
    expect(await radia.heard(ada)).toEqual(['before', 'what year is it?', 'good'])
    expect([...ada.events('session:reset'), ...radia.events('session:reset')]).toEqual([])
  })

  test('right while others think it wrong: somebody who was away for two years is believed as soon as a contact agrees', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await ada.stop()
    for (let i = 0; i < 24; i++) {
      world.clock.pass(31 * DAY)
      radia.user.running.clock.now()
    }
    await radia.restart()
    await ada.start()
    await world.together(ada, radia)
    await radia.say(ada, 'long time no see')
    await ada.hears(radia, ['long time no see'])
    expect(describeDoubt(ada.user.running.clock)).toBeUndefined()
  })

  test('years behind from the first day: a contact\'s message tells', async () => {
    await using world = await createWorld()
    const ada = await world.person('Ada', { clock: world.clock.offBy(-DAY * 20) })
    const radia = await world.person('Radia')
    await ada.accept(await radia.invite())
    await radia.say(ada, 'hello from the future')
    await ada.hears(radia, ['hello from the future'])
    expect(describeDoubt(ada.user.running.clock)?.text).toContain('20 days ahead')
  })
})
