import { describe, expect, test } from 'vitest'
import { fromBase64url } from '../../src/base/bytes.ts'
import { DAY, MINUTE } from '../../src/base/time.ts'
import { epochAt, epochEndMs, pairOffsetMs } from '../../src/crypto/rendezvous.ts'
import { createWorld } from '../support/world.ts'

describe('as days pass', () => {
  test('spare keys are renewed after 14 days', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await world.introduced(ada, radia)
    const before = await ada.spareFrom(radia)
    world.clock.pass(13 * DAY)
    await world.together(ada, radia)
    await radia.say(ada, 'thirteen days')
    await ada.hears(radia, ['thirteen days'])
    expect(await ada.spareFrom(radia)).toBe(before)
    world.clock.pass(2 * DAY)
    await world.together(ada, radia)
    await expect.poll(async () => await ada.spareFrom(radia), { timeout: 60_000 }).not.toBe(before)
    expect(ada.events('session:reset')).toEqual([])
  })

  test('the pair secret is renewed after 30 days, and the two find each other under the new one', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    const [before] = await ada.pairSecrets(radia)
    world.clock.pass(31 * DAY)
    await world.together(ada, radia)
    for (const [person, other] of [[ada, radia], [radia, ada]] as const) {
      await expect.poll(async () => (await person.pairSecrets(other))[0], { timeout: 60_000 }).not.toBe(before)
    }
    const [next] = await ada.pairSecrets(radia)
    expect((await radia.pairSecrets(ada))[0]).toBe(next)
    await radia.restart()
    await ada.restart()
    await world.together(ada, radia)
    world.clock.pass(3 * DAY)
    await ada.restart()
    await world.together(ada, radia)
    await ada.until('the new secret alone is left', async () => (await ada.pairSecrets(radia)).join() === next)
    await radia.restart()
    await world.together(ada, radia)
    await radia.until('the new secret alone is left', async () => (await radia.pairSecrets(ada)).join() === next)
    await ada.say(radia, 'under the new one')
    await radia.hears(ada, ['under the new one'])
  })

  test('two find each other on either side of the pair\'s midnight, and when they start on different days', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    const secret = fromBase64url((await ada.pairSecrets(radia))[0]!)
    const end = epochEndMs(secret, epochAt(pairOffsetMs(secret), world.clock.now()))
    world.clock.pass(end - world.clock.now() - MINUTE)
    await ada.restart()
    await world.published(ada, radia)
    const before = epochAt(pairOffsetMs(secret), world.clock.now())
    world.clock.pass(2 * MINUTE)
    expect(epochAt(pairOffsetMs(secret), world.clock.now())).toBe(before + 1)
    await radia.restart()
    await world.together(ada, radia)
    await radia.say(ada, 'good morning')
    await ada.hears(radia, ['good morning'])
  })

  test('a clock that is set back by a year holds nothing up', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    world.clock.pass(-365 * DAY)
    await ada.restart()
    await radia.restart()
    await world.together(ada, radia)
    await ada.say(radia, 'last year')
    await radia.hears(ada, ['last year'])
    await ada.delivered(radia)
  })
})
