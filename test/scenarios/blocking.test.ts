import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/time.ts'
import type { Person } from '../support/person.ts'
import { createWorld, meet } from '../support/world.ts'

/** Resolves once somebody's dial was turned away at their door. */
async function refused (person: Person, who: string): Promise<void> {
  await expect.poll(async () => (await person.messenger.why(who)).facts.dials, { timeout: 60_000 })
    .toContainEqual(expect.objectContaining({ result: 'REFUSED' }))
}

describe('blocking', () => {
  test('a blocked person receives nothing, delivers nothing, and is heard again after unblocking', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await ada.say(radia, 'before')
    await radia.hears(ada, ['before'])
    await ada.messenger.block('Radia')
    await radia.sees(ada, { online: false })
    await expect(ada.say(radia, 'no')).rejects.toMatchObject({ code: 'BLOCKED' })
    await radia.say(ada, 'are you there?')
    world.clock.pass(3 * MINUTE)
    await refused(radia, 'Ada')
    expect(await ada.heard(radia)).toEqual([])
    expect((await radia.said(ada)).at(-1)?.state).toBe('waiting')
    expect((await ada.contact(radia))?.blocked).toBe(true)

    await ada.messenger.unblock('Radia')
    await world.together(ada, radia)
    await ada.hears(radia, ['are you there?'])
    await ada.say(radia, 'now I am')
    await radia.hears(ada, ['before', 'now I am'])
  })

  test('a block outlives a restart', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await ada.messenger.block('Radia')
    await ada.restart()
    await radia.say(ada, 'hello?')
    world.clock.pass(3 * MINUTE)
    await refused(radia, 'Ada')
    expect(await ada.heard(radia)).toEqual([])
  })

  test('a removed person is a stranger: what they send is not taken, and a new link makes them a contact again', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await radia.say(ada, 'before')
    await ada.hears(radia, ['before'])
    await ada.messenger.removePerson('Radia')
    await radia.sees(ada, { online: false })
    expect(await ada.messenger.people()).toEqual([])
    await radia.say(ada, 'after')
    await meet(ada, radia)
    await ada.hears(radia, ['after'])
    expect(await ada.heard(radia)).toEqual(['after'])
    expect((await radia.said(ada)).map(({ text }) => text)).toEqual(['before', 'after'])
  })
})
