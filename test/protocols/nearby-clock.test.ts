/** What time does to people nearby, by a clock that stands still until a story lets it pass. */
import { streamPair } from '@libp2p/utils'
import { expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { MINUTE } from '../../src/base/time.ts'
import { newHalf } from '../../src/crypto/nearby.ts'
import { Nearby } from '../../src/messenger/nearby/nearby.ts'
import { NEARBY_NETWORK } from '../../src/network/lan/nearby.ts'
import { createNode } from '../../src/network/node.ts'
import { Meeting } from '../../src/protocols/meeting.ts'
import { FRAME_TIMEOUT_MS, MAX_NEARBY_MS } from '../../src/wire/limits.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import { StoryClock } from './clock.ts'

const never = new AbortController().signal

async function twoWhoMeet (clock: StoryClock): Promise<[asker: Meeting, asked: Meeting]> {
  const protocol = PROTOCOLS.nearbyMeeting
  const streams = await streamPair({ protocol, delay: 0 })
  const ends = { protocol, asker: random(38), asked: random(38) }
  const [asker, asked] = (['asker', 'asked'] as const).map((role, i) =>
    new Meeting({ stream: streams[i]!, peerId: role, own: newHalf(random), role, ends, clock, random, signal: never }))
  return [asker!, asked!]
}

test('whoever begins a meeting and then says nothing is waited for no longer than a frame may take', async () => {
  const clock = new StoryClock()
  const [, asked] = await twoWhoMeet(clock)
  const promised = expect(asked.promised()).rejects.toMatchObject({ code: 'TIMED_OUT' })
  await clock.awaited()
  clock.pass(FRAME_TIMEOUT_MS)
  await promised
})

test('whoever is asked has two minutes to see who asks; somebody who promised opens at once or not at all', async () => {
  const clock = new StoryClock()
  const [asker, asked] = await twoWhoMeet(clock)
  await asker.promise()
  await asked.promised()
  let isOver = false
  const waiting = expect(asker.words().finally(() => { isOver = true })).rejects.toMatchObject({ code: 'TIMED_OUT' })
  await clock.awaited()
  clock.pass(2 * MINUTE - 1)
  await new Promise(resolve => { setImmediate(resolve) })
  expect(isOver).toBe(false)
  clock.pass(1)
  await waiting

  const [silent, other] = await twoWhoMeet(clock)
  await silent.promise()
  await other.promised()
  const words = expect(other.words()).rejects.toMatchObject({ code: 'TIMED_OUT' })
  await clock.awaited()
  clock.pass(FRAME_TIMEOUT_MS)
  await words
})

test('whoever stalls after the words is waited for as long as was agreed, and heard no more afterwards', async () => {
  const clock = new StoryClock()
  const [asker, asked] = await twoWhoMeet(clock)
  await asker.promise()
  await asked.promised()
  const [words, same] = await Promise.all([asker.words(), asked.words()])
  expect(words).toEqual(same)
  const hearing = expect(asker.hear(MINUTE)).rejects.toMatchObject({ code: 'TIMED_OUT' })
  await clock.awaited()
  clock.pass(MINUTE)
  await hearing
  await expect(asker.hear(MINUTE)).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' })
})

test('nobody is seen for longer than ten minutes, and its node is gone with it', async () => {
  const clock = new StoryClock()
  const opened: Awaited<ReturnType<typeof createNode>>[] = []
  const nearby = new Nearby({
    openNode: async () => {
      const node = await createNode({
        role: 'user', network: NEARBY_NETWORK, listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false, log: silentLog, limits: { dhtServer: false }
      })
      opened.push(node)
      return node
    },
    place: async () => ({}) as never,
    makeLink: async () => { throw new TypeError('nobody is met here') },
    followLink: async () => { throw new TypeError('nobody is met here') },
    onVerified: async () => {},
    onChanged () {},
    name: 'Ada',
    clock,
    random,
    log: silentLog
  })
  const { untilMs } = await nearby.start()
  expect(untilMs).toBe(clock.now() + MAX_NEARBY_MS)
  expect(MAX_NEARBY_MS).toBe(10 * MINUTE)
  clock.pass(MAX_NEARBY_MS - 1)
  await nearby.start() // once more makes it no longer
  expect(nearby.list().untilMs).toBe(untilMs)
  clock.pass(1)
  expect(nearby.list()).toEqual({ untilMs: null, people: [] })
  expect(() => nearby.pick('anybody')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  await expect.poll(() => opened[0]!.addresses()).toEqual([])
})
