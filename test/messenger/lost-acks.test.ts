import { expect, test } from 'vitest'
import type { Frame } from '../../src/wire/gen/delivery.ts'
import { WorldClock } from '../support/clock.ts'
import { Post } from './desk.ts'

const [ADA, RADIA] = [0, 1] as const

const opened = async (): Promise<Post> => await Post.between('Ada', 'Radia', { clock: new WorldClock() })
const onTheWay = ({ underway }: Post, to: typeof ADA | typeof RADIA, kind: 'envelope' | 'ack' | 'nack'): Frame[] =>
  underway[to].filter(frame => frame[kind] !== undefined)
const ciphertexts = (post: Post): unknown[] => onTheWay(post, RADIA, 'envelope').map(({ envelope }) => envelope!.ciphertext)

async function allArriveAtRadia (post: Post): Promise<void> {
  while (post.underway[RADIA].length > 0) post.deliver(RADIA, 0)
  await post.pause()
}

test('an envelope whose ack was lost comes again byte by byte, and is acknowledged without being decrypted or shown again', async () => {
  await using post = await opened()
  const [ada, radia] = post.desks
  await ada.say(radia, 'only once')
  await post.pause()
  const first = ciphertexts(post)
  expect(first).toHaveLength(1)
  await allArriveAtRadia(post)
  expect(onTheWay(post, ADA, 'ack')).toHaveLength(1)

  // The ack goes under with its link, again and again, and nothing is left with which the envelope could be read.
  await post.disconnect()
  await radia.loseSession(ada)
  for (let round = 0; round < 2; round++) {
    post.connect()
    await post.pause()
    expect(ciphertexts(post)).toEqual(first)
    await allArriveAtRadia(post)
    expect(onTheWay(post, ADA, 'nack')).toEqual([])
    expect(onTheWay(post, ADA, 'ack')).toHaveLength(1)
  }

  await post.deliverAll()
  expect(ada.owes(radia)).toBe(0)
  expect((await radia.rows(ada)).map(({ text }) => text)).toEqual(['only once'])
})

test('an envelope that comes twice at once is acknowledged twice, and is no reason to begin anew', async () => {
  await using post = await opened()
  const [ada, radia] = post.desks
  for (const text of ['one', 'two']) {
    await ada.say(radia, text)
    await post.pause()
  }
  expect(ciphertexts(post)).toHaveLength(2)
  // While the first is taken in the second gathers with its twin, for one step.
  post.deliver(RADIA, 0)
  post.deliver(RADIA, 0, { again: true })
  await allArriveAtRadia(post)
  expect(onTheWay(post, ADA, 'nack')).toEqual([])
  expect(onTheWay(post, ADA, 'ack').flatMap(({ ack }) => ack!.hashes)).toHaveLength(3)
  expect((await radia.rows(ada)).map(({ text }) => text)).toEqual(['one', 'two'])
})
