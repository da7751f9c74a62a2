import { describe, expect, test } from 'vitest'
import { DAY, MINUTE } from '../../src/base/time.ts'
import { PreKeys } from '../../src/wire/gen/identity.ts'
import { WorldClock } from '../support/clock.ts'
import { Post, type Desk } from './desk.ts'

const heard = async (desk: Desk, from: Desk): Promise<string[]> =>
  (await desk.rows(from)).filter(({ direction }) => direction === 'in').map(({ text }) => text)

/** Whether either of the two was told that their session began anew, since this was called. */
function watchResets (...desks: Desk[]): () => number {
  let count = 0
  for (const desk of desks) desk.parts.events.on('session:reset', () => { count++ })
  return () => count
}

/** They go on as if nothing had been: both ways, and with no further reset. */
async function expectWell (post: Post): Promise<void> {
  const [ada, radia] = post.desks
  const resets = watchResets(ada, radia)
  const before = [(await heard(radia, ada)).length, (await heard(ada, radia)).length] as const
  for (const text of ['and on', 'and on and on']) {
    await ada.say(radia, text)
    await radia.say(ada, text)
    await post.deliverAll()
  }
  expect((await heard(radia, ada)).slice(before[0])).toEqual(['and on', 'and on and on'])
  expect((await heard(ada, radia)).slice(before[1])).toEqual(['and on', 'and on and on'])
  expect([ada.owes(radia), radia.owes(ada)]).toEqual([0, 0])
  expect(resets()).toBe(0)
}

describe('a session that broke is reset visibly, and what waits is sent again under the new one', () => {
  test('when more messages were skipped than the ratchet can catch up with', async () => {
    await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
    const [ada, radia] = post.desks
    await ada.say(radia, 'before')
    await post.deliverAll()
    const resets = watchResets(ada, radia)
    await ada.skipMessages(radia, 25_001)
    await ada.say(radia, 'too far ahead')
    await ada.say(radia, 'and so is this')
    await post.deliverAll()
    expect(await heard(radia, ada)).toEqual(['before', 'too far ahead', 'and so is this'])
    expect(resets()).toBeGreaterThan(0)
    await expectWell(post)
  })

  test('when the keys that it was begun with are gone on the other side', async () => {
    await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
    const [ada, radia] = post.desks
    await radia.losePreKeys()
    await ada.loseSession(radia)
    post.connect()
    const resets = watchResets(ada, radia)
    await ada.say(radia, 'to keys that are gone')
    await ada.say(radia, 'this too')
    await post.deliverAll()
    expect(await heard(radia, ada)).toEqual(['to keys that are gone', 'this too'])
    expect(resets()).toBeGreaterThan(0)
    await expectWell(post)
  })

  test('when it stayed unanswered for 31 days', async () => {
    const clock = new WorldClock()
    await using post = await Post.between('Ada', 'Radia', { clock })
    const [ada, radia] = post.desks
    const keys = await radia.parts.ratchets.step('strangers', async overlay => await overlay.makePreKeys())
    await ada.parts.ratchets.step(radia.identity.device.deviceId, async overlay => { await overlay.begin(keys) })
    await ada.say(radia, 'sent, and lost on its way')
    await post.pause()
    await post.disconnect()
    clock.pass(31 * DAY)
    const resets = watchResets(ada, radia)
    await ada.say(radia, 'a month later')
    await radia.losePreKeys() // those of the session that nobody answered: that envelope is of no use any more
    post.connect()
    await post.deliverAll()
    expect(await heard(radia, ada)).toEqual(['sent, and lost on its way', 'a month later'])
    expect(resets()).toBeGreaterThan(0)
    await expectWell(post)
  })

  test('when both have lost it, and neither holds keys of the other to begin anew', async () => {
    await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
    const [ada, radia] = post.desks
    await ada.say(radia, 'before')
    await post.deliverAll()
    await post.disconnect()
    for (const [one, other] of [[ada, radia], [radia, ada]] as const) {
      await one.loseSpare(other)
      await one.loseSession(other)
      await one.say(other, `${one.name} has nothing left`)
    }
    const resets = watchResets(ada, radia)
    post.connect()
    await post.deliverAll()
    expect(await heard(radia, ada)).toEqual(['before', 'Ada has nothing left'])
    expect(await heard(ada, radia)).toEqual(['Radia has nothing left'])
    expect(resets()).toBeGreaterThan(0)
    await expectWell(post)
  })

  test('when one has lost it with all keys, and the other has used up the spare bundle', async () => {
    await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
    const [ada, radia] = post.desks
    await post.disconnect()
    await ada.loseSpare(radia)
    await ada.losePreKeys()
    await radia.loseSpare(ada)
    await ada.loseSession(radia)
    await radia.say(ada, 'can you read this?')
    const resets = watchResets(ada, radia)
    post.connect()
    await post.deliverAll()
    expect(await heard(ada, radia)).toEqual(['can you read this?'])
    expect(resets()).toBeGreaterThan(0)
    await expectWell(post)
  })

  test('and not for keys that the other device did not sign, nor twice within ten minutes', async () => {
    const clock = new WorldClock()
    await using post = await Post.between('Ada', 'Radia', { clock })
    const [ada, radia] = post.desks
    const resets = watchResets(ada, radia)
    const keysOf = async (desk: Desk): Promise<Uint8Array<ArrayBuffer>> =>
      PreKeys.encode(await desk.parts.ratchets.step('strangers', async overlay => await overlay.makePreKeys()))
    for (const begin of [new Uint8Array(1826), await keysOf(radia)]) {
      post.underway[1].push({ begin })
      await post.deliverAll()
      await expect.poll(() => radia.parts.links.isOnline(ada.identity.account.accountId)).toBe(false)
      post.connect()
      await post.deliverAll()
    }
    expect(resets()).toBe(0)
    for (let i = 0; i < 2; i++) post.underway[1].push({ begin: await keysOf(ada) })
    await expect.poll(async () => {
      await post.deliverAll()
      return resets()
    }).toBe(1)
    const askAgain = async (text: string): Promise<void> => {
      await post.disconnect()
      post.connect()
      post.underway[1].push({ begin: await keysOf(ada) })
      await ada.say(radia, text)
      await post.deliverAll()
      expect(await heard(radia, ada)).toContain(text)
    }
    await askAgain('over another stream')
    expect(resets()).toBe(1)
    clock.pass(11 * MINUTE)
    await askAgain('later')
    expect(resets()).toBe(2)
    await expectWell(post)
  })

  test('when it stayed unanswered for 31 days and there is no spare bundle: as soon as they are heard', async () => {
    const clock = new WorldClock()
    await using post = await Post.between('Ada', 'Radia', { clock })
    const [ada, radia] = post.desks
    await ada.loseSession(radia)
    await ada.say(radia, 'begins from the spare bundle')
    post.connect()
    await post.pause()
    await post.disconnect() // lost, with the bundle's keys used up
    clock.pass(31 * DAY)
    await ada.say(radia, 'a month later')
    await radia.say(ada, 'where are you?')
    post.connect()
    await post.deliverAll()
    expect(await heard(radia, ada)).toEqual(['begins from the spare bundle', 'a month later'])
    expect(await heard(ada, radia)).toEqual(['where are you?'])
    await expectWell(post)
  })
})
