/**
 * People who come by links, each in a process of their own that is killed when they go, fall apart into two halves that
 * do not reach each other and contradict each other, twice, and meet again. `npm run test:scale` has 30 of them.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { MessageRow } from '../../../src/messenger/conversations.ts'
import type { GroupInfo } from '../../../src/messenger/groups/talks.ts'
import { Chance } from '../../support/chance.ts'
import { freePort } from '../../support/ports.ts'
import { createWorld, type World } from '../../support/world.ts'
import { Member, until } from './members.ts'

const PEOPLE = Number(process.env.NOBYTE_CROWD ?? 30)
const ROUNDS = PEOPLE > 10 ? 3 : 1
const AWAY = 0.2
const GROUP = 'Crowd'
const PATIENCE_MS = PEOPLE > 10 ? 900_000 : 400_000

/** Something that was said, and who was in the group for whoever said it. */
interface Said {
  line: string
  audience: string[]
}

async function newcomer (world: World, name: string): Promise<Member> {
  const folder = join(world.folder, name)
  await mkdir(folder)
  const member = new Member({ folder, name, network: join(world.folder, 'network.json'), port: await freePort() })
  onTestFinished(async () => { await member.stop() })
  await member.start()
  return member
}

const groupOf = async ({ messenger }: Member): Promise<GroupInfo> => await messenger.groups.info(GROUP)
const namesOf = ({ members }: GroupInfo): string[] => members.map(({ name }) => name).sort()
const rowsOf = async ({ messenger }: Member): Promise<MessageRow[]> => await messenger.read(GROUP, { limit: 1000, peek: true })
/** What counts: what somebody said beyond what their remover had heard stays where it was seen, and is marked. */
const linesOf = async (one: Member): Promise<string[]> =>
  (await rowsOf(one)).filter(({ late }) => late !== true).map(({ from, text }) => `${from}: ${text}`).sort()

async function say (one: Member, text: string): Promise<Said> {
  const audience = namesOf(await groupOf(one))
  await one.messenger.send(GROUP, text)
  return { line: `${one.name}: ${text}`, audience }
}

const stopAll = async (people: readonly Member[]): Promise<void> => { await Promise.all(people.map(async one => { await one.stop() })) }
const startAll = async (people: readonly Member[]): Promise<void> => { await Promise.all(people.map(async one => { await one.start() })) }
/** Asks no more of them than it takes to know. */
async function everyOf (people: readonly Member[], isSo: (one: Member) => Promise<boolean>): Promise<boolean> {
  for (const one of people) if (!await isSo(one)) return false
  return true
}

test(`${PEOPLE} people in processes come and go, are parted twice, contradict each other, and agree; nothing is lost`, async () => {
  await using world = await createWorld()
  await writeFile(join(world.folder, 'network.json'), JSON.stringify(world.network))
  const chance = new Chance()
  const people = await Promise.all(Array.from({ length: PEOPLE }, async (_, i) => await newcomer(world, `P${i}`)))
  const [owner, one, other] = people as [Member, Member, Member]
  const rest = people.slice(3)
  const agree = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
    await until(people, what, isSo, { withinMs: PATIENCE_MS })
  }
  await owner.messenger.groups.create(GROUP, [])
  const first = await owner.messenger.groupLinks.make(GROUP)
  // One after the other: whoever was added first is the senior.
  for (const admin of [one, other]) {
    await admin.messenger.joinGroup(first.link, { timeoutMs: PATIENCE_MS })
    await owner.messenger.groups.setRole(GROUP, admin.name, 'admin')
  }
  await agree('there are admins', async () => await everyOf([one, other], async admin =>
    (await groupOf(admin)).members.some(({ isSelf, role }) => isSelf && role === 'admin')))
  const second = await other.messenger.groupLinks.make(GROUP)
  await Promise.all(rest.map(async (somebody, i) => {
    await somebody.messenger.joinGroup(i % 2 === 0 ? first.link : second.link, { timeoutMs: PATIENCE_MS })
  }))
  await agree('everybody takes part', async () => await everyOf(people, async somebody =>
    (await groupOf(somebody)).members.filter(({ accepted }) => accepted).length === PEOPLE))

  const said: Said[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const away = people.filter(() => chance.happens(AWAY))
    await stopAll(away)
    for (const somebody of people.filter(somebody => !away.includes(somebody))) said.push(await say(somebody, `round ${round}`))
    await startAll(away)
  }

  // Two halves, each with an admin: neither knows what the other does.
  const halves = [[owner, one, ...rest.filter((_, i) => i % 2 === 0)], [other, ...rest.filter((_, i) => i % 2 === 1)]] as const
  const cut = async (isCut: boolean): Promise<void> => {
    for (const [i, half] of halves.entries()) {
      await Promise.all(half.map(async somebody => { await somebody.leadsNowhereTo(isCut ? halves[1 - i]! : []) }))
    }
  }
  // Of these, one is removed by one half while the other makes them an admin, one by the other half, and in a large crowd some more.
  const goers = rest.slice(-2 - Math.floor(PEOPLE / 10))
  const [contested, others, ...more] = goers as [Member, Member, ...Member[]]
  const leaver = rest[1]!
  type Deeds = (() => Promise<unknown>)[]
  const part = async (deeds: readonly [Deeds, Deeds], text: string): Promise<void> => {
    await cut(true)
    await Promise.all(halves.map(async (half, i) => {
      for (const deed of deeds[i]!) await deed()
      for (const somebody of half) {
        // Whoever was removed meanwhile may have heard of it, or not: then they speak, and are heard late at most.
        if ((await groupOf(somebody)).state === 'member') await say(somebody, text).then(what => { said.push(what) }, () => {})
      }
    }))
    expect((await groupOf(owner)).heads).not.toEqual((await groupOf(other)).heads)
    await cut(false)
  }
  const { groups: owners } = owner.messenger
  const { groups: ones } = one.messenger
  const { groups: theirs } = other.messenger
  await part([
    [
      async () => await ones.remove(GROUP, contested.name),
      async () => await ones.set(GROUP, { posts: 'members' }),
      async () => await owners.setRole(GROUP, rest[0]!.name, 'admin'),
      async () => await owners.setRole(GROUP, leaver.name, 'admin'),
      ...more.map(goer => async () => await owners.remove(GROUP, goer.name))
    ],
    [
      async () => await theirs.setRole(GROUP, contested.name, 'admin'),
      async () => await theirs.set(GROUP, { adds: 'members' }),
      async () => await theirs.setRole(GROUP, rest[0]!.name, 'reader'),
      async () => await leaver.messenger.groups.leave(GROUP),
      async () => await theirs.remove(GROUP, others.name)
    ]
  ], 'apart')
  const agreed = async (members: readonly Member[]): Promise<boolean> => {
    const wanted = members.map(({ name }) => name).sort().join()
    const heads = new Set<string>()
    return await everyOf(members, async somebody => {
      const group = await groupOf(somebody)
      heads.add(group.heads.join())
      return namesOf(group).join() === wanted && heads.size === 1
    })
  }
  const left = people.filter(somebody => ![...goers, leaver].includes(somebody))
  await agree('those who are left agree', async () => await agreed(left))
  await part([
    [async () => await ones.remove(GROUP, other.name)],
    [async () => await theirs.remove(GROUP, one.name)]
  ], 'apart again')

  // Two admins removed each other: the senior of them stays.
  const gone = [...goers, leaver, other]
  const staying = left.filter(somebody => somebody !== other)
  await agree('those who stay agree', async () => await agreed(staying))
  const isByWhoStays = ({ line }: Said): boolean => staying.some(({ name }) => line.startsWith(`${name}: `))
  await agree('all who stay have what was for all of them', async () => {
    const owners = await linesOf(owner)
    return await everyOf(staying, async somebody => {
      const lines = await linesOf(somebody)
      // Who is removed for whoever speaks does not get it, even where that removal falls.
      const meant = said.filter(({ audience }) => audience.includes(somebody.name) && audience.includes(owner.name))
      return meant.every(what =>
        lines.includes(what.line) === owners.includes(what.line) && (!isByWhoStays(what) || lines.includes(what.line)))
    })
  })
  await agree('those who are gone know', async () => await everyOf(gone, async somebody => (await groupOf(somebody)).state === 'gone'))
  for (const somebody of people) {
    const rows = await rowsOf(somebody)
    const lines = rows.map(({ from, text }) => `${from}: ${text}`)
    expect(new Set(rows.map(({ messageId }) => messageId)).size).toBe(rows.length)
    expect(new Set(lines).size).toBe(lines.length)
    const allowed = said.filter(({ audience }) => audience.includes(somebody.name)).map(({ line }) => line)
    expect(lines.filter(line => !allowed.includes(line))).toEqual([])
  }
}, 3_600_000)
