/** Posts without bounds, and without end: what is taken of them is bounded, and the channel goes on. */
import { expect, test } from 'vitest'
import { fromBase64url, utf8, type Bytes } from '../../../src/base/bytes.ts'
import { AppError } from '../../../src/base/errors.ts'
import { silentLog } from '../../../src/base/log.ts'
import { systemRandom } from '../../../src/base/random.ts'
import { systemClock } from '../../../src/base/time.ts'
import { sealPost, topicAt } from '../../../src/crypto/channel-keys.ts'
import { signPost, type VerifiedPost } from '../../../src/crypto/channel-posts.ts'
import { epochAt, pairOffsetMs } from '../../../src/crypto/rendezvous.ts'
import type { Channel } from '../../../src/messenger/channels/channel.ts'
import { headOf } from '../../../src/messenger/channels/feed.ts'
import { Spread } from '../../../src/messenger/channels/spread.ts'
import type { Judgement, Topics } from '../../../src/network/topics.ts'
import { CHANNEL_POSTS_AT_ONCE } from '../../../src/wire/limits.ts'
import { Shelf } from './shelf.ts'

const HUGE = 4 * 1024 * 1024
/** `npm run test:scale`: 10,000 */
const FLOOD = Number(process.env.NOBYTE_FLOOD ?? 2 * CHANNEL_POSTS_AT_ONCE)

test('a post, a name or what is handed on as a post, of 4 MiB, is refused before it is signed, read or kept', async () => {
  const [owner, ben] = await Promise.all([Shelf.open(), Shelf.open()])
  const { id } = await owner.channels.create('Night sky')
  const channel = await ben.follow(owner.channels.get(id)!)
  const huge = 'x'.repeat(HUGE)
  await expect(owner.channels.post(id, { text: { text: utf8(huge) } })).rejects.toMatchObject({ code: 'PROTOCOL' })
  await expect(owner.channels.post(id, { settings: { name: huge } })).rejects.toMatchObject({ code: 'PROTOCOL' })
  await expect(ben.channels.take(id, [{ post: new Uint8Array(HUGE), signature: new Uint8Array(64) }])).rejects.toThrow(AppError)
  expect(channel.row.posts).toBe(0)
  await owner.say(id, 'still here')
  await ben.asks(owner, id)
  expect(await ben.reads(id)).toEqual(['still here'])
})

test(`an author's flood of ${FLOOD} posts is taken at its pace as it is spread; the rest is asked for, and all of it comes`, async () => {
  const [owner, ben] = await Promise.all([Shelf.open(), Shelf.open()])
  // Time stands still: nothing is gained while the flood comes.
  const nowMs = systemClock.now()
  const clock = { now: () => nowMs, after: systemClock.after }
  const { id } = await owner.channels.create('Night sky')
  const channel = await ben.follow(owner.channels.get(id)!)
  await ben.asks(owner, id)
  const judges = new Map<string, (message: Bytes) => Judgement>()
  const topics: Topics = {
    join: (name, judge) => { judges.set(name, judge) }, leave: name => { judges.delete(name) }, publish: async () => 0,
    allow () {}, meet () {}, peers: 0
  }
  let gaps = 0
  const spread = new Spread({
    node: { topics: async () => topics }, channels: ben.channels, clock, random: systemRandom, log: silentLog,
    onGap: () => { gaps++ }, onJoined () {}
  })
  await spread.open(channel)
  const posts = flood(owner.channels.get(id)!, FLOOD)
  await owner.channels.take(id, posts.map(({ signed }) => signed))
  const topic = topicAt(channel.readKey, epochAt(pairOffsetMs(channel.keys.places), clock.now()))
  const judge = judges.get(topic.name)!
  const heard = posts.map(({ signed }) => judge(sealPost(topic, signed, systemRandom)))
  spread.stop()
  expect(heard.filter(one => one === 'accept')).toHaveLength(CHANNEL_POSTS_AT_ONCE)
  expect(heard.filter(one => one === 'ignore')).toHaveLength(FLOOD - CHANNEL_POSTS_AT_ONCE)
  expect(gaps).toBe(FLOOD - CHANNEL_POSTS_AT_ONCE)
  expect(judge(systemRandom(HUGE))).toBe('reject')
  for (let more = true; more;) more = (await ben.asks(owner, id)).more
  expect(channel.row.posts).toBe(FLOOD + 1)
})

/** What whoever holds the author's key can sign one after the other, whatever their program thinks of it. */
function flood (channel: Channel, count: number): VerifiedPost[] {
  const { own } = channel.row
  const head = headOf(channel.row, own.author, own.chain)!
  const posts: VerifiedPost[] = []
  let [seq, prev] = [head.seq, head.hash]
  for (let i = 0; i < count; i++) {
    const place = { channel: channel.id, chain: own.chain, seq: ++seq, prev, atMs: 1767225600000 + i }
    const post = signPost(fromBase64url(own.seed), place, { text: { text: utf8(`post ${i}`) } })
    prev = post.hash
    posts.push(post)
  }
  return posts
}
