import { describe, expect, test } from 'vitest'
import type { GroupInfo } from '../../src/messenger/groups/talks.ts'
import type { Person } from '../support/person.ts'
import { createWorld, meet, type World } from '../support/world.ts'

const GROUP = 'Walkers'

/** Everybody met everybody. */
async function acquainted (world: World, ...names: string[]): Promise<Person[]> {
  const people = await Promise.all(names.map(async name => await world.person(name)))
  for (const [i, one] of people.entries()) for (const other of people.slice(i + 1)) await meet(one, other)
  return people
}

const groupOf = async (person: Person): Promise<GroupInfo> => await person.messenger.groups.info(GROUP)
const isIn = async (person: Person): Promise<boolean> => (await person.messenger.groups.list()).some(({ name }) => name === GROUP)
const members = async (person: Person): Promise<string> => (await groupOf(person)).members.map(({ name }) => name).sort().join(', ')
const heard = async (person: Person): Promise<string[]> => (await person.conversation(GROUP)).map(({ from, text }) => `${from}: ${text}`)

const hears = async (person: Person, line: string): Promise<void> =>
  await person.until(`${line} is heard`, async () => await isIn(person) && (await heard(person)).includes(line))
const counts = async (person: Person, names: string): Promise<void> =>
  await person.until(`the members are ${names}`, async () => await isIn(person) && await members(person) === names)

describe('a group', () => {
  test('talks; who is removed reads nothing from then on, and a newcomer of what was before only what a member hands them', async () => {
    await using world = await createWorld()
    const [ada, ben, cid, dot] = await acquainted(world, 'Ada', 'Ben', 'Cid', 'Dot') as [Person, Person, Person, Person]
    await ada.messenger.groups.create(GROUP, ['Ben', 'Cid'])
    for (const one of [ben, cid]) await counts(one, 'Ada, Ben, Cid')
    expect((await groupOf(ben)).state).toBe('invited')
    await expect(ben.say(GROUP, 'who asked me?')).rejects.toMatchObject({ code: 'REFUSED', hint: 'To do so: nobyte group accept' })
    await Promise.all([ben, cid].map(async one => { await one.takesPart(GROUP) }))
    await ada.until('both take part', async () => (await groupOf(ada)).members.every(({ accepted }) => accepted))
    const first = await ada.say(GROUP, 'hello, all')
    await Promise.all([ben, cid].map(async one => { await hears(one, 'Ada: hello, all') }))
    await ben.say(GROUP, 'hello yourself')
    await Promise.all([ada, cid].map(async one => { await hears(one, 'Ben: hello yourself') }))
    await ada.until('both have it', async () => {
      const row = (await ada.conversation(GROUP)).find(({ messageId }) => messageId === first)
      return row?.state === 'delivered' && JSON.stringify(row).includes('"delivered":{"of":2,"count":2,"read":0}')
    })
    await ada.messenger.groups.remove(GROUP, 'Cid')
    await counts(ben, 'Ada, Ben')
    await cid.until('he knows', async () => (await groupOf(cid)).state === 'gone')
    await ben.say(GROUP, 'he is gone')
    await ben.messenger.chats.react(first, '👍')
    await ada.messenger.groups.add(GROUP, ['Dot'])
    await counts(ben, 'Ada, Ben, Dot')
    await ben.say(GROUP, 'welcome')
    await hears(dot, 'Ben: welcome')
    await hears(ada, 'Ben: welcome')
    expect(await heard(dot)).toEqual(['Ben: welcome'])
    expect(await ben.messenger.groups.offerPast(GROUP, 'Dot')).toEqual({ offered: 4 })
    await dot.until('what came before is there', async () => (await dot.conversation(GROUP)).length === 4)
    expect((await dot.conversation(GROUP)).map(({ text, offeredBy, reactions }) => [text, offeredBy, reactions.length])).toEqual([
      ['hello, all', 'Ben', 1], ['hello yourself', 'Ben', 0], ['he is gone', 'Ben', 0], ['welcome', undefined, 0]
    ])
    expect(await groupOf(dot)).toMatchObject({ unread: 1, doubts: [] })
    expect(await ben.messenger.groups.offerPast(GROUP, 'Ada')).toEqual({ offered: 0 })
    await cid.restart()
    await ada.say(cid, 'just to you')
    await cid.hears(ada, ['just to you'])
    expect(await heard(cid)).toEqual(['Ada: hello, all', 'Ben: hello yourself'])
    await expect(cid.say(GROUP, 'let me in')).rejects.toMatchObject({ code: 'REFUSED' })
    await Promise.all([ada.restart(), ben.restart()])
    expect(await heard(ben)).toEqual(['Ada: hello, all', 'Ben: hello yourself', 'Ben: he is gone', 'Ben: welcome'])
    expect(await heard(ada)).toEqual(await heard(ben))
  })

  test('reaches members over others where they do not know each other, and whoever was away over whoever is there', async () => {
    await using world = await createWorld()
    const [ada, ben, cid] = await world.people('Ada', 'Ben', 'Cid')
    await meet(ada, ben)
    await meet(ben, cid)
    await ben.messenger.groups.create(GROUP, ['Ada', 'Cid'])
    await Promise.all([ada, cid].map(async one => { await counts(one, 'Ada, Ben, Cid') }))
    await Promise.all([ada, cid].map(async one => { await one.takesPart(GROUP) }))
    await ada.say(GROUP, 'from one end')
    await hears(cid, 'Ada: from one end')
    await cid.say(GROUP, 'from the other')
    await hears(ada, 'Cid: from the other')
    await cid.stop()
    await ada.say(GROUP, 'while you were away')
    await hears(ben, 'Ada: while you were away')
    await ada.stop()
    await cid.start()
    await hears(cid, 'Ada: while you were away')
    expect(await heard(cid)).toEqual(['Ada: from one end', 'Cid: from the other', 'Ada: while you were away'])
  })

  test('agrees again after two removed each other while they were apart: the senior stays', async () => {
    await using world = await createWorld()
    const [ada, ben, cid] = await acquainted(world, 'Ada', 'Ben', 'Cid') as [Person, Person, Person]
    await ada.messenger.groups.create(GROUP, [])
    for (const one of [ben, cid]) {
      await ada.messenger.groups.add(GROUP, [one.name], 'admin')
      await counts(one, one === ben ? 'Ada, Ben' : 'Ada, Ben, Cid')
    }
    await counts(ben, 'Ada, Ben, Cid')
    await Promise.all([ada, cid].map(async one => { await one.stop() }))
    await ben.messenger.groups.remove(GROUP, 'Cid')
    await ben.stop()
    await cid.start()
    await cid.messenger.groups.remove(GROUP, 'Ben')
    await Promise.all([ada, ben].map(async one => { await one.start() }))
    await counts(ada, 'Ada, Ben')
    await counts(ben, 'Ada, Ben')
    await counts(cid, 'Ada, Ben')
    expect(await groupOf(ada)).toMatchObject({ fallen: 1 })
  })
})
