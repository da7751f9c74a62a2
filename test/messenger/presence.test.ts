/** Who is there is told at the moment when it changes, and kept nowhere. */
import { expect, test } from 'vitest'
import { createWorld } from '../support/world.ts'

const PATIENCE_MS = 100_000

test('Radia is told when Ada goes and when she comes; nothing of it is kept', async () => {
  await using world = await createWorld()
  const [ada, radia] = await world.acquainted('Ada', 'Radia')
  await Promise.all([ada.sees(radia), radia.sees(ada)])
  const { accountId } = ada
  const told: boolean[] = []
  radia.user.onMoment(moment => {
    if (moment.type === 'presence' && moment.contactId === accountId && moment.online !== told.at(-1)) told.push(moment.online)
  })
  const soon = () => expect.poll(() => told, { timeout: PATIENCE_MS })
  const kept = radia.messenger.log.latestSeq
  await ada.stop()
  await soon().toEqual([false])
  expect((await radia.messenger.person(accountId))?.online).toBe(false)
  await ada.start()
  await soon().toEqual([false, true])
  expect((await radia.contact(ada))?.online).toBe(true)
  expect(radia.messenger.log.latestSeq).toBe(kept)

  // Whoever starts her network anew is told so as well, by the messenger that ends and by the one that takes its place.
  await radia.user.chooseWay('direct')
  await soon().toEqual([false, true, false, true])

  await radia.messenger.block('Ada')
  await soon().toEqual([false, true, false, true, false])
})
