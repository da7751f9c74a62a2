import { describe, expect, test } from 'vitest'
import { HOUR } from '../../src/base/time.ts'
import type { Person } from '../support/person.ts'
import { createWorld } from '../support/world.ts'

const why = async (person: Person, who: string): Promise<string> => (await person.messenger.why(who)).lines.join('\n')

describe('why a message has not arrived', () => {
  test('because they were never seen', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.people('Ada', 'Radia')
    const link = await ada.invite()
    await ada.stop()
    await radia.accept(link, { wait: false })
    await radia.say('Ada', 'hello')
    const lines = await why(radia, 'Ada')
    expect(lines).toContain('Ada has not answered your first message yet')
    expect(lines).toContain('1 message waits here')
    expect(lines).toContain('No record of where they are was found')
  })

  test('because they have not approved yet', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.people('Ada', 'Radia')
    await radia.accept(await ada.invite({ reusable: true }), { wait: false })
    await radia.until('it is known to wait', async () => (await radia.contact('Ada'))?.state === 'request-sent')
    expect(await why(radia, 'Ada')).toContain('Ada has your request and has not approved it yet.')
  })

  test('because they are away: since when, where they were last, what was tried, and when next', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await ada.stop()
    await radia.sees(ada, { online: false })
    world.clock.pass(3 * HOUR)
    await radia.say(ada, 'one')
    await radia.say(ada, 'two')
    await expect.poll(async () => await why(radia, 'Ada'), { timeout: 60_000 }).toMatch(/Tried .*\/tcp\/\d+ .*: nobody answered there/)
    const lines = await why(radia, 'Ada')
    expect(lines).toContain('Ada is not connected; last seen 3 hours ago.')
    expect(lines).toContain('2 messages wait here and will go when they appear.')
  })

  test('because they are blocked, or block us, which looks like nobody\'s business', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await ada.messenger.block('Radia')
    expect(await why(ada, 'Radia')).toContain('You blocked Radia: nothing is sent or taken.')
    await radia.sees(ada, { online: false })
    await radia.say(ada, 'hello?')
    await expect.poll(async () => await why(radia, 'Ada'), { timeout: 60_000 })
      .toContain('somebody answered who is not them, or who does not want to hear from you')
  })

  test('because no server can be reached', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await ada.stop()
    await world.closeServers()
    await expect.poll(async () => await why(radia, 'Ada'), { timeout: 60_000 }).toContain('No server of this network can be reached.')
  })

  test('it has: they are online', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await ada.say(radia, 'hello')
    await ada.delivered(radia)
    const { lines, facts } = await ada.messenger.why('Radia')
    expect(lines[0]).toMatch(/^Radia is online, directly at \/ip4\/127\.0\.0\.1\/tcp\/\d+/)
    expect(lines[1]).toBe('Everything you wrote has arrived.')
    expect(facts).toMatchObject({ state: 'ready', waiting: 0, route: { kind: 'direct' } })
  })
})
