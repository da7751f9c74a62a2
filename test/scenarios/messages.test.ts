import { describe, expect, test } from 'vitest'
import { DAY } from '../../src/base/time.ts'
import { createWorld } from '../support/world.ts'

const numbered = (count: number, name = 'message'): string[] => Array.from({ length: count }, (_, i) => `${name} ${i}`)

describe('messages', () => {
  test('what is written while the line is cut arrives once, in order, both ways, when it is mended', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    for (let round = 0; round < 3; round++) {
      await ada.say(radia, `${round} from Ada, connected`)
      world.cut(ada, radia)
      await Promise.all([ada.sees(radia, { online: false }), radia.sees(ada, { online: false })])
      await ada.say(radia, `${round} from Ada, cut off`)
      await radia.say(ada, `${round} from Radia, cut off`)
      await world.heal(ada, radia)
      await radia.say(ada, `${round} from Radia, connected`)
    }
    await Promise.all([ada.delivered(radia), radia.delivered(ada)])
    expect(await radia.heard(ada)).toEqual((await ada.said(radia)).map(({ text }) => text))
    expect(await ada.heard(radia)).toEqual((await radia.said(ada)).map(({ text }) => text))
  })

  test('a line that breaks in the middle of many messages loses and doubles none', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    const texts = numbered(600)
    const writing = (async () => { for (const text of texts) await ada.say(radia, text) })()
    for (let i = 0; i < 3; i++) {
      await radia.until('some arrived', async () => (await radia.heard(ada)).length > i * 150)
      world.cut(ada, radia)
      await radia.sees(ada, { online: false })
      await world.heal(ada, radia)
    }
    await writing
    await ada.delivered(radia)
    expect(await radia.heard(ada)).toEqual(texts)
  })

  test('an answer never stands before what it answers, at either side', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    const question = await ada.say(radia, 'question')
    await radia.hears(ada, ['question'])
    const answer = await radia.say(ada, 'answer', { replyTo: question })
    await ada.hears(radia, ['answer'])
    await ada.say(radia, 'thanks', { replyTo: answer })
    await radia.hears(ada, ['question', 'thanks'])
    for (const [person, other] of [[ada, radia], [radia, ada]] as const) {
      const rows = await person.conversation(other)
      expect(rows.map(({ text }) => text)).toEqual(['question', 'answer', 'thanks'])
      expect(rows.map(({ replyTo }) => replyTo)).toEqual([undefined, question, answer])
    }
    await expect(ada.say(radia, 'to nothing', { replyTo: '01ARZ3NDEKTSV4RRFFQ69G5FAV' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('a text of 64 KiB arrives whole, and a longer or empty one is refused before anything is kept', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    const longest = 'ß'.repeat(32 * 1024)
    await ada.say(radia, longest)
    await expect(ada.say(radia, `${longest}!`)).rejects.toMatchObject({ code: 'TOO_LARGE' })
    await expect(ada.say(radia, '')).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await ada.delivered(radia)
    expect(await radia.heard(ada)).toEqual([longest])
  })

  test('2,000 messages written while somebody is away travel in few envelopes and arrive once, in order', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await radia.stop()
    await ada.sees(radia, { online: false })
    const texts = numbered(2000)
    const { sentCounter: before } = await ada.deviceState(radia)
    for (let i = 0; i < texts.length; i += 50) {
      await Promise.all(texts.slice(i, i + 50).map(async text => await ada.say(radia, text)))
    }
    expect(ada.messenger.waiting).toBe(2000)
    await radia.start()
    await world.together(ada, radia)
    await ada.delivered(radia)
    expect(await radia.heard(ada)).toEqual(texts)
    expect((await ada.deviceState(radia)).sentCounter - before).toBeLessThan(20)
    expect(ada.messenger.waiting).toBe(0)
  })

  test('a message to somebody who is away for 40 days waits, and goes when they are back', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await radia.say(ada, 'I am off')
    await ada.hears(radia, ['I am off'])
    await radia.stop()
    await ada.sees(radia, { online: false })
    await ada.say(radia, 'see you')
    for (let day = 0; day < 40; day++) world.clock.pass(DAY)
    await ada.say(radia, 'still there?')
    await ada.restart()
    await radia.start()
    await world.together(ada, radia)
    await radia.hears(ada, ['see you', 'still there?'])
    await radia.say(ada, 'back')
    await ada.hears(radia, ['I am off', 'back'])
    await ada.delivered(radia)
    expect(await radia.heard(ada)).toEqual(['see you', 'still there?'])
  })

  test('what was read is told, unless the reader keeps it to themselves', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await ada.say(radia, 'one')
    await radia.hears(ada, ['one'])
    await ada.delivered(radia)
    expect((await ada.said(radia))[0]).toMatchObject({ state: 'delivered', readAtMs: null })
    expect((await radia.contact(ada))?.unread).toBe(1)
    await radia.messenger.read('Ada')
    expect((await radia.contact(ada))?.unread).toBe(0)
    await ada.until('it is read', async () => (await ada.said(radia))[0]?.state === 'read')
    await radia.messenger.setReadReceipts('Ada', false)
    await ada.say(radia, 'two')
    await radia.hears(ada, ['one', 'two'])
    await radia.messenger.read('Ada')
    await radia.say(ada, 'this would come after a receipt')
    await ada.hears(radia, ['this would come after a receipt'])
    expect((await ada.said(radia)).map(({ state }) => state)).toEqual(['read', 'delivered'])
  })

  test('what is read while the line is cut is told when it is mended, and stays read', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await ada.say(radia, 'one')
    await radia.hears(ada, ['one'])
    world.cut(ada, radia)
    await Promise.all([ada.sees(radia, { online: false }), radia.sees(ada, { online: false })])
    await radia.messenger.read('Ada')
    await world.heal(ada, radia)
    await ada.until('it is read', async () => (await ada.said(radia))[0]?.state === 'read')
    await ada.say(radia, 'two')
    await ada.until('that arrived', async () => (await ada.said(radia))[1]?.state === 'delivered')
    expect((await ada.said(radia))[0]?.readAtMs).not.toBeNull()
  })

  test('unread messages stay unread across a restart, and only what is shown counts as read', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    for (const text of numbered(5)) await ada.say(radia, text)
    await radia.hears(ada, numbered(5))
    await radia.restart()
    expect((await radia.contact(ada))?.unread).toBe(5)
    const unread = async (limit?: number): Promise<string[]> =>
      (await radia.messenger.read('Ada', { unread: true, limit })).map(({ text }) => text)
    const some = await unread(2)
    expect(some).toEqual(numbered(5).slice(0, some.length))
    expect((await radia.contact(ada))?.unread).toBe(5 - some.length)
    expect([...some, ...await unread()]).toEqual(numbered(5))
    expect(await radia.messenger.read('Ada', { unread: true })).toEqual([])
    await radia.restart()
    expect((await radia.contact(ada))?.unread).toBe(0)
  })
})
