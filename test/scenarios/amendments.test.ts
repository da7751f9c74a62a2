import { describe, expect, test } from 'vitest'
import type { MessageRow } from '../../src/messenger/conversations.ts'
import { createWorld } from '../support/world.ts'

const shown = ({ text, edited, deleted, reactions }: MessageRow): unknown[] =>
  [text, edited, deleted, reactions.map(({ emoji }) => emoji).join('')]

describe('what was said', () => {
  test('is edited, taken back and reacted to while the other is away, and both see the same afterwards, also after a restart', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    const first = await ada.say(radia, 'meet me at nine')
    const second = await ada.say(radia, 'I never liked him')
    await radia.hears(ada, ['', ''])
    await ada.delivered(radia)
    await radia.stop()
    await ada.messenger.chats.edit(first, 'meet me at ten')
    await ada.messenger.chats.edit(first, 'meet me at eleven')
    await ada.messenger.chats.delete(second, { everyone: true })
    const third = await ada.say(radia, 'password: swordfish')
    await ada.messenger.chats.edit(third, 'never mind')
    await ada.restart()
    await radia.start()
    await radia.until('it is as Ada left it', async () => (await radia.heard(ada)).join() === 'meet me at eleven,,never mind')
    await radia.messenger.chats.react(first, '🕚')
    await ada.until('she sees the reaction', async () => (await ada.conversation(radia))[0]?.reactions.length === 1)
    const expected = [['meet me at eleven', true, false, '🕚'], ['', false, true, ''], ['never mind', true, false, '']]
    expect((await ada.conversation(radia)).map(shown)).toEqual(expected)
    await radia.restart()
    expect((await radia.conversation(ada)).map(shown)).toEqual(expected)
    await radia.messenger.chats.react(first, '')
    await ada.until('the reaction is gone', async () => (await ada.conversation(radia))[0]?.reactions.length === 0)
    expect(ada.events('message:changed').length).toBeGreaterThan(0)
  })

  test('and deleted here alone is gone here, and still there for the other, who receives what had waited', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await radia.stop()
    const waiting = await ada.say(radia, 'still on its way')
    await ada.messenger.chats.delete(waiting)
    expect(await ada.conversation(radia)).toEqual([])
    await ada.restart()
    await radia.start()
    await radia.hears(ada, ['still on its way'])
    expect(await radia.heard(ada)).toEqual(['still on its way'])
    expect(await ada.conversation(radia)).toEqual([])
  })

  test('is pinned by either, and unpinned by the other', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    const ids: string[] = []
    for (const text of ['the address', 'the key', 'the code']) ids.push(await ada.say(radia, text))
    await radia.hears(ada, ids)
    await ada.messenger.chats.pin(ids[2]!, true)
    await ada.messenger.chats.pin(ids[0]!, true)
    const pinned = async (): Promise<string> => (await radia.messenger.chats.pinned('Ada')).map(({ text }) => text).join()
    await radia.until('both are there', async () => await pinned() === 'the address,the code')
    await radia.messenger.chats.pin(ids[2]!, false)
    await ada.until('one is left', async () => (await ada.messenger.chats.pinned('Radia')).length === 1)
    await Promise.all([ada.restart(), radia.restart()])
    expect(await pinned()).toBe('the address')
    expect((await ada.conversation(radia)).map(row => row.pinned)).toEqual([true, false, false])
  })

  test('names whoever reads it by @ and their name, in any case, and nobody with a longer one', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    for (const text of ['Radia?', '@RADIA!', 'ask @radiation', 'so, @radia']) await ada.say(radia, text)
    await radia.hears(ada, ['', '', '', ''])
    expect((await radia.conversation(ada)).map(({ mentioned }) => mentioned)).toEqual([false, true, false, true])
    expect((await ada.conversation(radia)).some(({ mentioned }) => mentioned)).toBe(false)
  })

  test('is changed only by who said it, and only while it is there', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    const id = await ada.say(radia, 'mine')
    await radia.hears(ada, ['mine'])
    const { chats } = radia.messenger
    await expect(chats.edit(id, 'hers')).rejects.toMatchObject({ code: 'REFUSED' })
    await expect(chats.delete(id, { everyone: true })).rejects.toMatchObject({ code: 'REFUSED' })
    await expect(chats.react(id, 'thumb')).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(chats.react('01ARZ3NDEKTSV4RRFFQ69G5FAV', '👍')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await ada.messenger.chats.delete(id, { everyone: true })
    await expect(ada.messenger.chats.edit(id, 'back again')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(ada.messenger.chats.edit(id, '')).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })
})
