import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { WorldClock } from '../support/clock.ts'
import { Post } from './desk.ts'

const { disk } = await vi.hoisted(async () => {
  const { FullDisk } = await import('../support/full-disk.ts')
  return { disk: new FullDisk() }
})
vi.mock('level', async original => disk.level(await original()))

test('a receipt that a full disk did not take ends the stream, and comes again over the next one', async () => {
  await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
  const [ada, radia] = post.desks
  const [contact] = ada.parts.contacts.all()
  await ada.say(radia, 'once')
  await post.pause()
  post.deliver(1, 0)
  await post.pause()
  expect(post.underway[0].some(({ ack }) => ack !== undefined)).toBe(true)

  disk.watch(join(post.folder, 'Ada'), { failFrom: 1 })
  while (post.underway[0].length > 0) post.deliver(0, 0)
  await disk.whenFull
  await post.pause()
  disk.clear()
  expect(ada.parts.links.isOnline(contact!.contactId)).toBe(false)
  expect(ada.owes(radia)).toBe(1)

  await post.disconnect()
  post.connect()
  await post.deliverAll()
  expect(ada.owes(radia)).toBe(0)
  expect((await ada.rows(radia)).map(({ state }) => state)).toEqual(['delivered'])
  expect((await radia.rows(ada)).map(({ text }) => text)).toEqual(['once'])
})
