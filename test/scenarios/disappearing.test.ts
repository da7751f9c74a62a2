import { describe, expect, test } from 'vitest'
import { DAY, MINUTE } from '../../src/base/time.ts'
import type { MessageRow } from '../../src/messenger/conversations.ts'
import type { Person } from '../support/person.ts'
import { createWorld } from '../support/world.ts'

const texts = async (person: Person, other: Person): Promise<string[]> => (await person.conversation(other)).map(({ text }) => text)

describe('messages that disappear', () => {
  test('do so at both ends, a while after they were read, also across restarts; others stay', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await ada.say(radia, 'this stays')
    await ada.messenger.chats.expire('Radia', DAY)
    await radia.until('she knows', async () => (await radia.contact(ada))?.expiresAfterMs === DAY)
    await ada.say(radia, 'from Ada')
    await radia.say(ada, 'from Radia')
    await Promise.all([ada.delivered(radia), radia.delivered(ada)])
    const named = async (text: string): Promise<MessageRow> => (await radia.conversation(ada)).find(row => row.text === text)!
    expect(await named('this stays')).toMatchObject({ expiresAtMs: null })
    expect(await named('from Ada')).toMatchObject({ expiresAfterMs: DAY, expiresAtMs: null })
    const { deliveredAtMs } = await named('from Radia')
    expect(await named('from Radia')).toMatchObject({ expiresAfterMs: DAY, expiresAtMs: deliveredAtMs! + DAY })
    await Promise.all([ada.messenger.read('Radia'), radia.messenger.read('Ada')])
    const { readAtMs, expiresAtMs } = await named('from Ada')
    expect(expiresAtMs).toBe(readAtMs! + DAY)
    world.clock.pass(DAY - MINUTE)
    await radia.restart()
    expect(await texts(radia, ada)).toHaveLength(3)
    world.clock.pass(2 * MINUTE)
    for (const [person, other] of [[ada, radia], [radia, ada]] as const) {
      await person.until('two are gone', async () => (await texts(person, other)).join() === 'this stays')
    }
    await ada.restart()
    expect(await texts(ada, radia)).toEqual(['this stays'])
    await radia.messenger.chats.expire('Ada', 0)
    await ada.until('it is off', async () => (await ada.contact(radia))?.expiresAfterMs === 0)
  })

  test('wait for whoever was away, and for being read', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await ada.messenger.chats.expire('Radia', 5 * MINUTE)
    await radia.until('she knows', async () => (await radia.contact(ada))?.expiresAfterMs === 5 * MINUTE)
    await radia.stop()
    await ada.say(radia, 'for later')
    world.clock.pass(DAY)
    expect(await texts(ada, radia)).toEqual(['for later'])
    await radia.start()
    await radia.hears(ada, ['for later'])
    await ada.delivered(radia)
    world.clock.pass(DAY)
    await ada.until('it is gone where it was written', async () => (await texts(ada, radia)).length === 0)
    expect(await radia.heard(ada)).toEqual(['for later'])
    await radia.messenger.read('Ada')
    world.clock.pass(6 * MINUTE)
    await radia.until('it is gone', async () => (await radia.heard(ada)).length === 0)
  })

  test('for less than five minutes, or more than a year, are none', async () => {
    await using world = await createWorld()
    const [ada] = await world.acquainted('Ada', 'Radia')
    for (const afterMs of [1, MINUTE, 400 * DAY]) {
      await expect(ada.messenger.chats.expire('Radia', afterMs)).rejects.toMatchObject({ code: 'BAD_INPUT' })
    }
  })
})
