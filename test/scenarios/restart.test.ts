import { expect, test } from 'vitest'
import { createWorld } from '../support/world.ts'

test('both restart at once, each elsewhere and with a new PeerId: they find each other again, and no message is lost', async () => {
  await using world = await createWorld({ servers: 2 })
  const [ada, radia] = await world.acquainted('Ada', 'Radia')
  const said = { ada: ['one'], radia: ['eins'] }
  await ada.say(radia, 'one')
  await radia.say(ada, 'eins')
  await Promise.all([ada.delivered(radia), radia.delivered(ada)])
  for (let round = 0; round < 3; round++) {
    const peerIds = [ada.node.peerId, radia.node.peerId]
    // Not waited for: whatever is under way just then is cut off in the middle.
    const writing = Array.from({ length: 20 }, async (_, i) => {
      await Promise.allSettled([
        ada.say(radia, `${round} ${i}`).then(() => { said.ada.push(`${round} ${i}`) }),
        radia.say(ada, `${round} ${i}`).then(() => { said.radia.push(`${round} ${i}`) })
      ])
    })
    await Promise.all([ada.move(), radia.move()])
    await Promise.all(writing)
    await Promise.all([ada.start(), radia.start()])
    expect(peerIds).not.toContain(ada.node.peerId)
    expect(peerIds).not.toContain(radia.node.peerId)
    await world.together(ada, radia)
  }
  await Promise.all([ada.delivered(radia), radia.delivered(ada)])
  expect(await radia.heard(ada)).toEqual((await ada.said(radia)).map(({ text }) => text))
  expect(await ada.heard(radia)).toEqual((await radia.said(ada)).map(({ text }) => text))
  expect(await radia.heard(ada)).toEqual(expect.arrayContaining(said.ada))
  expect(await ada.heard(radia)).toEqual(expect.arrayContaining(said.radia))
  expect([...ada.events('session:reset'), ...radia.events('session:reset')]).toEqual([])
})
