import { expect, test } from 'vitest'
import { DAY, HOUR } from '../../src/base/time.ts'
import type { MessageRow } from '../../src/messenger/conversations.ts'
import { bytesCodec } from '../../src/store/codecs.ts'
import { TABLES } from '../../src/store/tables.ts'
import type { Person } from '../support/person.ts'
import { createWorld, meet, type World } from '../support/world.ts'

const GROUP = 'Walkers'

/** Ben knows both; Ada and Cid do not know each other. */
async function walkers (world: World): Promise<[Person, Person, Person]> {
  const [ada, ben, cid] = await world.people('Ada', 'Ben', 'Cid')
  await meet(ada, ben)
  await meet(ben, cid)
  await ben.messenger.groups.create(GROUP, ['Ada', 'Cid'])
  for (const one of [ada, cid]) {
    await one.until('all three are in it', async () => (await one.messenger.groups.list()).some(({ members }) => members.length === 3))
    await one.takesPart(GROUP)
  }
  return [ada, ben, cid]
}

const rowOf = async (person: Person, id: string): Promise<MessageRow | undefined> =>
  (await person.conversation(GROUP)).find(({ messageId }) => messageId === id)
const sees = async (people: Person[], id: string, shape: object): Promise<void> => {
  for (const person of people) {
    await person.until(`${id} is ${JSON.stringify(shape)}`, async () => {
      const row = await rowOf(person, id)
      return Object.entries(shape).every(([key, value]) => JSON.stringify(row?.[key as keyof MessageRow]) === JSON.stringify(value))
    })
  }
}

/** Whether a text lies anywhere in what is kept of what members signed. */
async function isKept (person: Person, text: string): Promise<boolean> {
  for await (const { value } of person.store.table(TABLES.groupItems, bytesCodec).entries()) {
    if (Buffer.from(value).includes(text)) return true
  }
  return false
}

/** What leaves the disk does so behind what is told of it. */
const isGone = async (person: Person, ...texts: string[]): Promise<void> => {
  for (const text of texts) await expect.poll(async () => await isKept(person, text), { timeout: 30_000 }).toBe(false)
}

test('what is said in a group is answered, edited, felt about, pinned, searched and taken back like what two say', async () => {
  await using world = await createWorld()
  const [ada, ben, cid] = await walkers(world)
  const all = [ada, ben, cid]
  const first = await ada.say(GROUP, 'at nine, @Cid?')
  await sees(all, first, { text: 'at nine, @Cid?' })
  expect(await rowOf(cid, first)).toMatchObject({ from: 'Ada', mentioned: true })
  const second = await cid.say(GROUP, 'where', { replyTo: first })
  await sees(all, second, { text: 'where', replyTo: first })
  await ada.messenger.chats.edit(first, 'at ten, @Cid?')
  await ada.messenger.chats.edit(first, 'at eleven, @Cid?')
  await cid.messenger.chats.react(first, '👍')
  await ben.messenger.chats.react(first, '❤️')
  await ben.messenger.chats.pin(second, true)
  await sees(all, first, { text: 'at eleven, @Cid?', edited: true })
  await sees(all, second, { pinned: true })
  for (const one of all) {
    await one.until('both feel something', async () => (await rowOf(one, first))?.reactions.length === 2)
    expect((await rowOf(one, first))!.reactions.map(({ from, emoji }) => `${from} ${emoji}`).sort()).toEqual(['Ben ❤️', 'Cid 👍'])
    expect((await one.messenger.chats.pinned(GROUP)).map(({ messageId }) => messageId)).toEqual([second])
    expect((await one.messenger.chats.search('eleven', { who: GROUP })).map(({ messageId }) => messageId)).toEqual([first])
    expect(await one.messenger.chats.search('nine')).toEqual([])
    await isGone(one, 'at nine', 'at ten')
    expect(await isKept(one, 'at eleven')).toBe(true)
  }
  await expect(ben.messenger.chats.edit(first, 'I say')).rejects.toMatchObject({ code: 'REFUSED' })
  await expect(ben.messenger.chats.delete(first, { everyone: true })).rejects.toMatchObject({ code: 'REFUSED' })
  await ben.messenger.chats.delete(second)
  await ada.messenger.chats.delete(first, { everyone: true })
  await sees(all, first, { text: '', deleted: true, reactions: [] })
  for (const one of all) {
    await isGone(one, 'at eleven')
    await one.restart()
    expect(await rowOf(one, first)).toMatchObject({ text: '', deleted: true })
  }
  expect(await rowOf(ben, second)).toBeUndefined()
  expect(await rowOf(ada, second)).toMatchObject({ text: 'where', from: 'Cid' })
})

test('a group says who has a message and who has read it, is muted, put away, drafted for, and forgets what is to disappear', async () => {
  await using world = await createWorld()
  const [ada, ben, cid] = await walkers(world)
  const { chats } = ben.messenger
  const id = await ben.say(GROUP, 'who is there?')
  await sees([ben], id, { state: 'delivered', delivered: { of: 2, count: 2, read: 0 } })
  await ada.messenger.read(GROUP)
  await sees([ben], id, { state: 'delivered', delivered: { of: 2, count: 2, read: 1 } })
  const [asked] = await ben.messenger.read(GROUP, { timeline: true })
  expect(asked!.receipts).toMatchObject([
    { name: 'Ada', state: 'read' }, { name: 'Cid', state: 'delivered', deliveredAtMs: expect.any(Number) }
  ])
  await cid.messenger.setReadReceipts(GROUP, false)
  await cid.messenger.read(GROUP)
  await cid.messenger.setReadReceipts(GROUP, true)
  const next = await ben.say(GROUP, 'and now?')
  await sees([cid], next, { text: 'and now?' })
  await cid.messenger.read(GROUP)
  await sees([ben], id, { state: 'read' })
  const [chat] = await chats.list(GROUP)
  expect(chat).toMatchObject({
    last: { text: 'and now?' }, contact: { name: GROUP, unread: 0, group: { state: 'member', members: 3, mayPost: true } }
  })
  expect((await chats.list()).map(({ contact: { name } }) => name)).toContain(GROUP)
  expect(await chats.mute(GROUP)).toMatchObject({ muted: true })
  expect(await chats.archive(GROUP, true)).toMatchObject({ archived: true })
  expect(await chats.markUnread(GROUP)).toMatchObject({ markedUnread: true })
  expect(await chats.setNote(GROUP, 'on Saturdays')).toMatchObject({ note: 'on Saturdays' })
  await chats.setDraft(GROUP, 'shall we')
  await ben.messenger.read(GROUP)
  await ben.restart()
  expect((await ben.messenger.chats.list(GROUP))[0]).toMatchObject({
    draft: 'shall we', contact: { muted: true, archived: true, markedUnread: false, note: 'on Saturdays' }
  })
  await ben.messenger.chats.expire(GROUP, DAY)
  await ada.until('she knows', async () => (await ada.messenger.groups.info(GROUP)).expiresAfterMs === DAY)
  await expect(ada.messenger.chats.expire(GROUP, 0)).rejects.toMatchObject({ code: 'REFUSED' })
  const brief = await ada.say(GROUP, 'gone tomorrow')
  await sees([ben, cid], brief, { expiresAfterMs: DAY })
  await ben.messenger.read(GROUP)
  world.clock.pass(DAY + HOUR)
  for (const one of [ada, ben]) {
    await one.until('it is gone', async () => await rowOf(one, brief) === undefined)
    await isGone(one, 'gone tomorrow')
  }
  expect(await rowOf(cid, brief)).toMatchObject({ text: 'gone tomorrow' })
  const numbers = await Promise.all([ada, ben, cid].map(async one => (await one.messenger.groups.verify(GROUP)).digits))
  expect(numbers[0]).toMatch(/^(\d{5} ?){12}$/)
  expect(new Set(numbers).size).toBe(1)
  await expect(cid.messenger.groups.forget(GROUP)).rejects.toMatchObject({ code: 'REFUSED' })
  await cid.messenger.groups.leave(GROUP)
  await cid.messenger.groups.forget(GROUP)
  await ben.until('he has left', async () => (await ben.messenger.groups.info(GROUP)).members.length === 2)
  expect((await ben.messenger.groups.verify(GROUP)).digits).not.toBe(numbers[0])
  await ben.say(GROUP, 'without you')
  await ben.say(cid, 'just to you')
  await cid.hears(ben, ['just to you'])
  await cid.restart()
  expect(await cid.messenger.groups.list()).toEqual([])
  expect(await cid.messenger.chats.search('tomorrow')).toEqual([])
  for (const table of [TABLES.groups, TABLES.groupOperations, TABLES.groupItems, TABLES.groupKeys, TABLES.groupReads]) {
    for await (const row of cid.store.table(table, bytesCodec).entries()) expect.fail(`${table.name} keeps ${row.value.byteLength} bytes`)
  }
})
