import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/base/time.ts'
import type { ContactRow, JoinRow } from '../../src/messenger/core/rows.ts'
import { jsonCodec } from '../../src/store/codecs.ts'
import { TABLES } from '../../src/store/tables.ts'
import type { GroupInfo } from '../../src/messenger/groups/talks.ts'
import type { Person } from '../support/person.ts'
import { createWorld, meet } from '../support/world.ts'

const GROUP = 'Walkers'
const PATIENCE = { timeoutMs: 100_000 }

const groupOf = async (person: Person): Promise<GroupInfo> => await person.messenger.groups.info(GROUP)
const counts = async (person: Person, names: string): Promise<void> =>
  await person.until(`the members are ${names}`, async () => (await person.messenger.groups.list()).some(({ name, members }) =>
    name === GROUP && members.map(one => one.name).sort().join(', ') === names))
const heard = async (person: Person): Promise<string[]> => (await person.conversation(GROUP)).map(({ from, text }) => `${from}: ${text}`)
const hears = async (person: Person, line: string): Promise<void> =>
  await person.until(`${line} is heard`, async () => (await heard(person)).includes(line))

/** With whom somebody is in touch in groups alone. */
async function linesOf ({ store }: Person): Promise<string[]> {
  const names: string[] = []
  for await (const { value } of store.table(TABLES.contacts, jsonCodec<ContactRow>()).entries({})) {
    if (value.groupOnly === true) names.push(value.announcedName)
  }
  return names.sort()
}

/** Whether what somebody asks with, to join, lies in a mailbox. */
async function leftAt ({ store }: Person): Promise<boolean> {
  for await (const { value } of store.table(TABLES.joins, jsonCodec<JoinRow>()).entries({})) return (value.left ?? []).length > 0
  return false
}

describe('a link into a group', () => {
  test('adds whoever uses it, who reads nothing from before and is nobody\'s contact; as many as may, until it is taken back', async () => {
    await using world = await createWorld()
    const [ada, ben, cid, dot] = await world.people('Ada', 'Ben', 'Cid', 'Dot')
    await meet(ada, ben)
    await ada.messenger.groups.create(GROUP, ['Ben'])
    await ben.takesPart(GROUP)
    await ada.say(GROUP, 'among ourselves')
    await hears(ben, 'Ada: among ourselves')
    await expect(ben.messenger.groupLinks.make(GROUP)).rejects.toMatchObject({ code: 'REFUSED' })
    const { link } = await ada.messenger.groupLinks.make(GROUP, { limit: 1 })
    expect(cid.messenger.leadsTo(link)).toBe('group')
    await expect(cid.accept(link)).rejects.toMatchObject({ code: 'BAD_LINK', hint: 'To join it: nobyte group join LINK' })
    expect(await cid.messenger.joinGroup(link, PATIENCE)).toMatchObject({ name: GROUP, state: 'member' })
    for (const one of [ada, ben, cid]) await counts(one, 'Ada, Ben, Cid')
    await cid.say(GROUP, 'hello, all')
    for (const one of [ada, ben]) await hears(one, 'Cid: hello, all')
    await ben.say(GROUP, 'welcome')
    await hears(cid, 'Ben: welcome')
    expect((await cid.conversation(GROUP)).map(({ text }) => text)).toEqual(['hello, all', 'welcome'])
    for (const one of [ada, cid]) {
      expect((await one.messenger.people()).map(({ name }) => name)).toEqual(one === ada ? ['Ben'] : [])
      await expect(one.say(one === ada ? 'Cid' : 'Ada', 'just to you')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    await expect(dot.messenger.joinGroup(link, PATIENCE)).rejects.toMatchObject({ code: 'LINK_USED' })
    const [other, another] = [await ada.messenger.groupLinks.make(GROUP), await ada.messenger.groupLinks.make(GROUP)]
    await ada.messenger.revokeInvite(another.inviteId)
    expect(await ada.messenger.groupLinks.list(GROUP)).toMatchObject([{ inviteId: other.inviteId, used: 0, limit: null }])
    expect(await ada.messenger.groupLinks.revoke(GROUP)).toBe(1)
    await expect(dot.messenger.joinGroup(other.link, PATIENCE)).rejects.toMatchObject({ code: /LINK_(USED|EXPIRED)/ })
    expect((await groupOf(ada)).members).toHaveLength(3)
  })

  test('is followed while its maker is away: the request lies in her mailbox, and whoever asked is in it once she is back', async () => {
    await using world = await createWorld({ servers: 2, mailboxes: true })
    const [ada, ben] = await world.people('Ada', 'Ben')
    await meet(ada, ben)
    await ada.messenger.groups.create(GROUP, ['Ben'])
    const { link } = await ada.messenger.groupLinks.make(GROUP)
    await counts(ben, 'Ada, Ben') // whoever was asked may use a link as well
    expect(await ben.messenger.joinGroup(link, PATIENCE)).toMatchObject({ state: 'member' })
    for (const keeper of world.keepers) await expect.poll(() => keeper.bundleOf(link)?.kind, { timeout: 100_000 }).toBe('bundle')
    await ada.stop()
    const cid = await world.person('Cid')
    await expect(cid.messenger.joinGroup(link, { timeoutMs: 1 })).rejects.toMatchObject({ code: 'QUEUED' })
    await expect.poll(async () => await leftAt(cid), { timeout: 100_000 }).toBe(true)
    await cid.stop()
    await ada.start()
    for (const one of [ada, ben]) await counts(one, 'Ada, Ben, Cid')
    await ben.say(GROUP, 'before you were here')
    await cid.start()
    await counts(cid, 'Ada, Ben, Cid')
    await cid.until('he takes part', async () => (await groupOf(cid)).state === 'member')
    await hears(cid, 'Ben: before you were here')
    await cid.say(GROUP, 'at last')
    for (const one of [ada, ben]) await hears(one, 'Cid: at last')
  })

  test('leads back in nobody who was removed, and is of no more use once its maker may add nobody', async () => {
    await using world = await createWorld()
    const [ada, ben, cid, dot] = await world.people('Ada', 'Ben', 'Cid', 'Dot')
    await meet(ada, ben)
    await ada.messenger.groups.create(GROUP, ['Ben'])
    await ben.takesPart(GROUP)
    await ada.messenger.groups.setRole(GROUP, 'Ben', 'admin')
    await ben.until('he is an admin', async () => (await groupOf(ben)).members.some(({ isSelf, role }) => isSelf && role === 'admin'))
    const { link } = await ben.messenger.groupLinks.make(GROUP)
    await cid.messenger.joinGroup(link, PATIENCE)
    await counts(ada, 'Ada, Ben, Cid')
    await ada.messenger.groups.remove(GROUP, 'Cid')
    await cid.until('he knows', async () => (await groupOf(cid)).state === 'gone')
    await counts(ben, 'Ada, Ben')
    await cid.messenger.groups.forget(GROUP)
    await expect(cid.messenger.joinGroup(link, PATIENCE)).rejects.toMatchObject({ code: 'REFUSED' })
    await ada.messenger.groups.setRole(GROUP, 'Ben', 'member')
    await ben.until('he is none', async () => (await groupOf(ben)).members.some(({ isSelf, role }) => isSelf && role === 'member'))
    await expect(dot.messenger.joinGroup(link, PATIENCE)).rejects.toMatchObject({ code: 'REFUSED' })
    await counts(ada, 'Ada, Ben')
  })

  test('gives those who came by it lines to each other: they talk on when whoever let them in is gone', async () => {
    await using world = await createWorld()
    const [ada, ben, cid, dot] = await world.people('Ada', 'Ben', 'Cid', 'Dot')
    await ada.messenger.groups.create(GROUP, [])
    const { link } = await ada.messenger.groupLinks.make(GROUP)
    for (const one of [ben, cid, dot]) await one.messenger.joinGroup(link, PATIENCE)
    for (const one of [ben, cid, dot]) {
      await one.until('all are reached', async () => (await groupOf(one)).members.every(({ isSelf, isReached }) => isSelf || isReached))
    }
    await ada.stop()
    const id = await ben.say(GROUP, 'among ourselves')
    for (const one of [cid, dot]) await hears(one, 'Ben: among ourselves')
    await ben.until('both said so', async () =>
      (await ben.conversation(GROUP)).find(({ messageId }) => messageId === id)?.delivered?.count === 2)
    for (const one of [ben, cid, dot]) expect(await one.messenger.people()).toEqual([])
    await cid.restart()
    await cid.say(GROUP, 'still here')
    await hears(dot, 'Cid: still here')
    await cid.messenger.groups.leave(GROUP)
    await counts(ben, 'Ada, Ben, Dot')
    world.clock.pass(3 * DAY)
    await expect.poll(async () => {
      world.clock.pass(HOUR)
      return await linesOf(ben)
    }).toEqual(['Ada', 'Dot'])
  })

  test('meets two who were together in a group alone: each hears of the other as a person once one of them asks', async () => {
    await using world = await createWorld()
    const [ada, cid] = await world.people('Ada', 'Cid')
    await ada.messenger.groups.create(GROUP, [])
    await cid.messenger.joinGroup((await ada.messenger.groupLinks.make(GROUP)).link, PATIENCE)
    await ada.accept(await cid.invite())
    await ada.say(cid, 'just to you')
    await cid.hears(ada, ['just to you'])
    await cid.say(GROUP, 'to all')
    await hears(ada, 'Cid: to all')
  })
})
