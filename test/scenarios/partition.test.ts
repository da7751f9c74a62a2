import { expect, test } from 'vitest'
import { createWorld } from '../support/world.ts'

test('with every server gone, friends go on talking and find each other again when one of them restarts', async () => {
  await using world = await createWorld()
  const [ada, radia] = await world.acquainted('Ada', 'Radia')
  const grace = await world.person('Grace')
  await grace.accept(await radia.invite())
  await world.together(grace, radia)
  await world.closeServers()
  await ada.say(radia, 'still here')
  await radia.hears(ada, ['still here'])
  await radia.restart()
  await world.together(ada, radia)
  await radia.say(ada, 'so am I')
  await ada.hears(radia, ['so am I'])
  expect(await radia.heard(ada)).toEqual(['still here'])
})

test('somebody who starts while no server answers is found as soon as one is back', async () => {
  await using world = await createWorld()
  const [ada, radia] = await world.acquainted('Ada', 'Radia')
  await Promise.all([ada.stop(), radia.stop()])
  await world.closeServers()
  await ada.start()
  await radia.start()
  await ada.say(radia, 'hello?')
  await world.openServers()
  await world.together(ada, radia)
  await radia.hears(ada, ['hello?'])
})

test('a slow line carries everything, only later', async () => {
  await using world = await createWorld()
  const [ada, radia] = await world.acquainted('Ada', 'Radia')
  for (const { line } of [ada, radia]) line.slowDown(200_000)
  const texts = Array.from({ length: 30 }, (_, i) => `${i} ${'x'.repeat(10_000)}`)
  await Promise.all(texts.map(async text => await ada.say(radia, text)))
  await ada.delivered(radia)
  expect(await radia.heard(ada)).toEqual(texts)
})

test('a line that went silent is noticed, and what was under way arrives once when it speaks again', async () => {
  await using world = await createWorld()
  const [ada, radia] = await world.acquainted('Ada', 'Radia')
  for (const { line } of [ada, radia]) line.silence()
  await ada.say(radia, 'into silence')
  for (const { line } of [ada, radia]) line.heal()
  await ada.delivered(radia)
  expect(await radia.heard(ada)).toEqual(['into silence'])
})
