import { expect, test } from 'vitest'
import { createWorld } from '../support/world.ts'

test('whoever connects anew is somebody else to the network and the same to friends, and what was on its way arrives', async () => {
  await using world = await createWorld()
  const [ada, radia] = await world.acquainted('Ada', 'Radia')
  await ada.say(radia, 'before')
  await ada.delivered(radia)
  const [{ node, store }, facts] = [ada.user.running, ada.messenger.log.latestSeq]
  await Promise.all([radia.say(ada, 'meanwhile'), ada.user.reconnect()])
  expect(ada.node.peerId).not.toBe(node.peerId)
  expect(ada.store).toBe(store) // nobody is asked for the passphrase again
  await ada.sees(radia)
  await ada.say(radia, 'after')
  await radia.hears(ada, ['before', 'after'])
  await ada.hears(radia, ['meanwhile'])
  expect(await radia.heard(ada)).toEqual(['before', 'after'])
  expect(ada.messenger.log.latestSeq).toBeGreaterThan(facts) // whoever follows goes on where they were
})

test('a link leads to its network without meeting anybody, and never to where one is', async () => {
  await using here = await createWorld()
  await using there = await createWorld()
  const [ada, grace] = await here.acquainted('Ada', 'Grace')
  const radia = await there.person('Radia')
  await expect(ada.user.joinNetworkOf(await grace.invite())).rejects.toMatchObject({ code: 'EXISTS' })
  await expect(ada.user.joinNetworkOf('nobyte:none')).rejects.toMatchObject({ code: 'BAD_LINK' })
  expect(ada.node.network.id).toBe(here.network.id)

  const link = await radia.invite()
  await expect(ada.accept(link)).rejects.toMatchObject({ code: 'NETWORK_MISMATCH' }) // with a friend here nobody moves unasked
  expect(await ada.user.joinNetworkOf(link)).toMatchObject({ id: there.network.id, psk: there.network.psk })
  await ada.until('there is a server to ask', () => ada.node.dht.isReady())
  expect((await ada.messenger.people()).map(({ name }) => name)).toEqual(['Grace'])
  expect((await radia.messenger.invites())).toHaveLength(1)
  await ada.accept(link)
  await radia.say('Ada', 'welcome')
  await ada.hears(radia, ['welcome'])
})
