/** A list of conversations shows their last lines as they are now, however often it was asked for before. */
import { expect, test } from 'vitest'
import type { Person } from '../support/person.ts'
import { createWorld } from '../support/world.ts'

const lastLine = async (person: Person): Promise<{ text: string, state: string, edited: boolean, read: boolean } | undefined> => {
  const { last } = (await person.messenger.chats.list())[0]!
  return last === null ? undefined : { text: last.text, state: last.state, edited: last.edited, read: last.readAtMs !== null }
}

test('a list asked for again and again shows what was said, sent, read, changed and taken back since', async () => {
  await using world = await createWorld()
  const [ada, radia] = await world.acquainted('Ada', 'Radia')
  expect([await lastLine(ada), await lastLine(radia)]).toEqual([undefined, undefined])
  const first = await ada.say(radia, 'one')
  await ada.delivered(radia)
  expect(await lastLine(ada)).toEqual({ text: 'one', state: 'delivered', edited: false, read: false })
  expect(await lastLine(radia)).toEqual({ text: 'one', state: 'received', edited: false, read: false })
  await radia.messenger.read('Ada')
  expect(await lastLine(radia)).toMatchObject({ text: 'one', read: true })
  await ada.until('she knows it was read', async () => (await lastLine(ada))?.state === 'read')
  await ada.messenger.chats.edit(first, 'one, and a half')
  expect(await lastLine(ada)).toMatchObject({ text: 'one, and a half', edited: true })
  await radia.until('it reads anew', async () => (await lastLine(radia))?.text === 'one, and a half')

  await radia.stop()
  await ada.sees(radia, { online: false })
  const second = await ada.say(radia, 'two')
  expect(await lastLine(ada)).toMatchObject({ text: 'two', state: 'waiting' })
  await ada.messenger.renamePerson('Radia', 'Perlman')
  await radia.start()
  await ada.until('it has arrived', async () => (await lastLine(ada))?.state === 'delivered')
  await ada.messenger.chats.delete(second)
  expect(await lastLine(ada)).toMatchObject({ text: 'one, and a half', state: 'read' })
  await ada.messenger.removePerson('Perlman')
  expect(await ada.messenger.chats.list()).toEqual([])
})
