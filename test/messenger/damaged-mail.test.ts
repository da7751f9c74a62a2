import { describe, expect, test } from 'vitest'
import { TABLES } from '../../src/store/tables.ts'
import { WorldClock } from '../support/clock.ts'
import { Post, type Desk } from './desk.ts'

const texts = async (desk: Desk, with_: Desk): Promise<string[]> => (await desk.rows(with_)).map(({ text }) => text)

describe('mail whose rows can no longer be read', () => {
  test.each([
    ['envelopes that were sent and not received', true, TABLES.envelopes],
    ['contents that wait for an envelope', false, TABLES.outbox]
  ])('%s: after a restart the same messages go again, each shown once, in order', async (_what, online, table) => {
    await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
    const [ada, radia] = post.desks
    const before = [ada.resets(radia), radia.resets(ada)]
    await ada.say(radia, 'arrived')
    await post.deliverAll()
    if (!online) await post.disconnect()
    const lost = ['one', 'two', 'three']
    for (const text of lost) {
      await ada.say(radia, text)
      await post.pause()
    }
    await post.disconnect()
    await post.pause()
    expect(await ada.damageMail(radia, table)).toBeGreaterThan(0)
    await ada.restart()
    expect(ada.owes(radia)).toBe(3)
    await ada.say(radia, 'four')
    post.connect()
    await post.deliverAll()
    expect(await texts(radia, ada)).toEqual(['arrived', ...lost, 'four'])
    expect((await ada.rows(radia)).map(({ state }) => state)).toEqual(Array(5).fill('delivered'))
    expect(ada.owes(radia)).toBe(0)
    expect([ada.resets(radia), radia.resets(ada)]).toEqual(before)
  })

  test('what had arrived although no receipt came is not shown again', async () => {
    await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
    const [ada, radia] = post.desks
    await ada.say(radia, 'arrived, and she does not know it')
    await post.pause()
    while (post.underway[1].length > 0) post.deliver(1, 0)
    await post.pause()
    await post.disconnect() // with the receipt on its way
    await post.pause()
    expect(await texts(radia, ada)).toEqual(['arrived, and she does not know it'])
    expect(await ada.damageMail(radia, TABLES.envelopes)).toBe(1)
    await ada.restart()
    post.connect()
    await post.deliverAll()
    expect(await texts(radia, ada)).toEqual(['arrived, and she does not know it'])
    expect(ada.owes(radia)).toBe(0)
  })

  test('an envelope that becomes unreadable while the program runs is packed anew', async () => {
    await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
    const [ada, radia] = post.desks
    await ada.say(radia, 'one')
    await ada.say(radia, 'two')
    await post.pause()
    await post.disconnect()
    await post.pause()
    expect(await ada.damageMail(radia, TABLES.envelopes)).toBeGreaterThan(0)
    post.connect()
    await post.deliverAll()
    expect(await texts(radia, ada)).toEqual(['one', 'two'])
    expect(ada.owes(radia)).toBe(0)
  })

  test('keys that were lost on their way are given again', async () => {
    await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
    const [ada, radia] = post.desks
    await post.disconnect()
    const given = async (): Promise<number> => ada.parts.devices.get(radia.identity.device.deviceId).given?.length ?? 0
    await ada.parts.keys.give(radia.identity.account.accountId, radia.identity.device.deviceId)
    const before = await given()
    expect(await ada.damageMail(radia, TABLES.outbox)).toBe(1)
    await ada.restart()
    expect(await given()).toBe(before + 1)
    post.connect()
    await post.deliverAll()
    await ada.loseSession(radia)
    await radia.loseSession(ada)
    post.connect()
    await ada.say(radia, 'still able to begin anew')
    await post.deliverAll()
    await radia.say(ada, 'so am I')
    await post.deliverAll()
    expect(await texts(radia, ada)).toEqual(['still able to begin anew', 'so am I'])
  })
})

test('whoever begins one session after another makes nobody keep more and more keys', async () => {
  await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
  const [ada, radia] = post.desks
  for (let i = 0; i < 20; i++) {
    await radia.loseSession(ada)
    post.connect()
    await radia.say(ada, `${i}`)
    await post.deliverAll()
  }
  expect(await texts(ada, radia)).toHaveLength(20)
  expect(ada.parts.devices.get(radia.identity.device.deviceId).given!.length).toBeLessThanOrEqual(16)
  expect(await ada.keptKeys()).toBeLessThanOrEqual(16 + 1) // and those that Post.between makes for the first meeting
})
