/** Six weeks, day by day, in which nobody is ever there when the other is; on real mailbox hosts. */
import { expect, test } from 'vitest'
import { DAY } from '../../src/base/time.ts'
import { createWorld, type World } from '../support/world.ts'
import { friends, gone, left, receipted } from './away.ts'

async function daysPass (world: World, days: number): Promise<void> {
  for (let day = 0; day < days; day++) {
    world.clock.pass(DAY)
    for (const host of world.hosts) await host.sweep()
  }
}

const waiting = (world: World): number[] => world.hosts.map(host => host.counts().cells)

test('what is left for somebody waits 14 days and no longer; what nobody fetched its sender still has; secrets are renewed', async () => {
  await using world = await createWorld({ servers: 2, mailboxes: 'real' })
  const [ada, radia] = await friends(world)
  const link = await ada.invite({ expiresInMs: 45 * DAY })
  const [secret] = await ada.pairSecrets(radia)
  await gone(radia, ada)
  await ada.say(radia, 'on the first day')
  await left(world, ada, radia, 2)
  await ada.stop()

  await daysPass(world, 13)
  expect(Math.min(...waiting(world))).toBeGreaterThan(0)
  await radia.start()
  await radia.hears(ada, ['on the first day'])
  await radia.say(ada, 'on the thirteenth day')
  await left(world, radia, ada, 2)
  await receipted(world, radia)
  await radia.stop()

  // Ada was last there 26 days ago. Her queues have long ceased to take anything; what they took is still there.
  await daysPass(world, 13)
  await ada.start()
  await ada.hears(radia, ['on the thirteenth day'])
  await ada.delivered(radia)
  await ada.say(radia, 'on the twenty-sixth day')
  await left(world, ada, radia, 2)
  await receipted(world, ada)
  await ada.stop()
  expect(Math.min(...waiting(world))).toBeGreaterThan(0)

  await daysPass(world, 15)
  expect(waiting(world)).toEqual([0, 0])
  await radia.start()
  await ada.start()
  await world.together(ada, radia)
  await radia.hears(ada, ['on the first day', 'on the twenty-sixth day'])
  expect(await radia.heard(ada)).toEqual(['on the first day', 'on the twenty-sixth day'])
  expect(await ada.heard(radia)).toEqual(['on the thirteenth day'])
  await expect.poll(async () => (await radia.pairSecrets(ada))[0], { timeout: 60_000 }).not.toBe(secret)
  expect([...ada.events('session:reset'), ...radia.events('session:reset')]).toEqual([])

  // The link's keys were kept as long as it lives.
  const grace = await world.person('Grace')
  expect(await grace.accept(link)).toMatchObject({ name: 'Ada', state: 'ready' })
  await grace.say(ada, 'after forty-one days')
  await ada.hears(grace, ['after forty-one days'])
})
