/**
 * People who come by links, come and go, fall apart into two halves that contradict each other, and meet again.
 * In `npm run test:scale` thirty do so, each in a process of their own (processes/groups.scale.ts).
 */
import { expect, test } from 'vitest'
import type { MessageRow } from '../../src/messenger/conversations.ts'
import type { GroupInfo } from '../../src/messenger/groups/talks.ts'
import { Chance } from '../support/chance.ts'
import type { Person as Somebody } from '../support/person.ts'
import { createWorld } from '../support/world.ts'

const PEOPLE = 6
const AWAY = 0.2
const GROUP = 'Crowd'
const PATIENCE_MS = 100_000

/** Something that was said, and who was in the group for whoever said it. */
interface Said {
  line: string
  audience: string[]
}

const groupOf = async ({ messenger }: Somebody): Promise<GroupInfo> => await messenger.groups.info(GROUP)
const namesOf = ({ members }: GroupInfo): string[] => members.map(({ name }) => name).sort()
const rowsOf = async ({ messenger }: Somebody): Promise<MessageRow[]> => await messenger.read(GROUP, { limit: 1000, peek: true })
/** What counts: what somebody said beyond what their remover had heard stays where it was seen, and is marked. */
const linesOf = async (one: Somebody): Promise<string[]> =>
  (await rowsOf(one)).filter(({ late }) => late !== true).map(({ from, text }) => `${from}: ${text}`).sort()

async function say (one: Somebody, text: string): Promise<Said> {
  const audience = namesOf(await groupOf(one))
  await one.messenger.send(GROUP, text)
  return { line: `${one.name}: ${text}`, audience }
}

/** Somebody does this, unless they have been removed, or have lost the right to it, in the meantime. */
const tries = async (step: Promise<unknown>): Promise<void> => { await step.catch(() => {}) }
const stopAll = async (people: readonly Somebody[]): Promise<void> => { await Promise.all(people.map(async one => { await one.stop() })) }
const startAll = async (people: readonly Somebody[]): Promise<void> => { for (const one of people) await one.start() }

test(`${PEOPLE} people come and go, are parted twice, contradict each other, and agree; nothing is lost or doubled`, async () => {
  await using world = await createWorld()
  const chance = new Chance()
  const people: Somebody[] = []
  for (let i = 0; i < PEOPLE; i++) people.push(await world.person(`P${i}`))
  const [owner, one, other] = people as [Somebody, Somebody, Somebody]
  const rest = people.slice(3)
  await owner.messenger.groups.create(GROUP, [])
  const first = await owner.messenger.groupLinks.make(GROUP)
  for (const admin of [one, other]) {
    await admin.messenger.joinGroup(first.link, { timeoutMs: PATIENCE_MS })
    await owner.messenger.groups.setRole(GROUP, admin.name, 'admin')
  }
  await other.until('is an admin', async () => (await groupOf(other)).members.some(({ isSelf, role }) => isSelf && role === 'admin'))
  const second = await other.messenger.groupLinks.make(GROUP)
  for (const [i, somebody] of rest.entries()) {
    await somebody.messenger.joinGroup(i % 2 === 0 ? first.link : second.link, { timeoutMs: PATIENCE_MS })
  }
  for (const somebody of people) {
    await somebody.until('everybody is there', async () =>
      (await groupOf(somebody)).members.filter(({ accepted }) => accepted).length === PEOPLE, { withinMs: PATIENCE_MS })
  }
  const said: Said[] = []
  const away = people.filter(() => chance.happens(AWAY))
  await stopAll(away)
  for (const somebody of people.filter(somebody => !away.includes(somebody))) said.push(await say(somebody, 'some are away'))
  await startAll(away)
  // Two halves, each with an admin; while one is there the other is not, and neither knows what the other does.
  const halves = [[owner, one, ...rest.filter((_, i) => i % 2 === 0)], [other, ...rest.filter((_, i) => i % 2 === 1)]] as const
  const goers = rest.slice(-2 - Math.floor(PEOPLE / 10))
  const [, , ...loners] = goers
  const part = async (deeds: [(() => Promise<void>)[], (() => Promise<void>)[]], text: string): Promise<void> => {
    for (const [i, half] of halves.entries()) {
      await stopAll(halves[1 - i]!)
      if (i === 1) await startAll(half)
      for (const deed of deeds[i]!) await tries(deed())
      for (const somebody of half) {
        if ((await groupOf(somebody)).state === 'member') await tries(say(somebody, text).then(what => { said.push(what) }))
      }
    }
    await startAll(halves[0])
  }
  await part([
    [
      async () => { await one.messenger.groups.remove(GROUP, goers[0]!.name) },
      async () => { await one.messenger.groups.set(GROUP, { posts: 'members' }) },
      async () => { await owner.messenger.groups.setRole(GROUP, rest[0]!.name, 'admin') },
      ...loners.map(goer => async () => { await owner.messenger.groups.remove(GROUP, goer.name) })
    ],
    [
      async () => { await other.messenger.groups.setRole(GROUP, goers[0]!.name, 'admin') },
      async () => { await other.messenger.groups.set(GROUP, { adds: 'members' }) },
      async () => { await other.messenger.groups.setRole(GROUP, rest[0]!.name, 'reader') },
      async () => { await other.messenger.groups.remove(GROUP, goers[1]!.name) }
    ]
  ], 'apart')
  await part([
    [async () => { await one.messenger.groups.remove(GROUP, other.name) }],
    [async () => { await other.messenger.groups.remove(GROUP, one.name) }]
  ], 'apart again')
  // Two admins removed each other: the senior of them stays.
  const staying = people.filter(somebody => ![...goers, other].includes(somebody))
  const wanted = staying.map(({ name }) => name).sort()
  const gone = people.filter(somebody => !staying.includes(somebody))
  // Either of two may be the later: who waits for news of one alone may miss the other's.
  for (const somebody of staying) {
    await expect.poll(async () => {
      const group = await groupOf(somebody)
      return namesOf(group).join() === wanted.join() && group.heads.join() === (await groupOf(owner)).heads.join()
    }, { timeout: PATIENCE_MS }).toBe(true)
  }
  const isByWhoStays = ({ line }: Said): boolean => wanted.includes(line.split(':')[0]!)
  for (const somebody of staying) {
    // Who is removed for whoever speaks does not get it, even where that removal falls.
    const meant = said.filter(({ audience }) => audience.includes(somebody.name) && audience.includes(owner.name))
    await expect.poll(async () => {
      const [lines, owners] = [await linesOf(somebody), await linesOf(owner)]
      return meant.every(one => lines.includes(one.line) === owners.includes(one.line) && (!isByWhoStays(one) || lines.includes(one.line)))
    }, { timeout: PATIENCE_MS }).toBe(true)
    const ids = (await rowsOf(somebody)).map(({ messageId }) => messageId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(await linesOf(somebody)).size).toBe((await linesOf(somebody)).length)
  }
  for (const somebody of gone) {
    await somebody.until('they know', async () => (await groupOf(somebody)).state === 'gone', { withinMs: PATIENCE_MS })
    const allowed = said.filter(({ audience }) => audience.includes(somebody.name)).map(({ line }) => line)
    expect((await rowsOf(somebody)).map(({ from, text }) => `${from}: ${text}`).filter(line => !allowed.includes(line))).toEqual([])
  }
}, 3_600_000)
