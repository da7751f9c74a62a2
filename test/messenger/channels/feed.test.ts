import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromHex, utf8 } from '../../../src/base/bytes.ts'
import { channelIdFromBytes, idBytes, type ChannelAuthorId } from '../../../src/base/ids.ts'
import { signPost, type ChannelAct, type VerifiedPost } from '../../../src/crypto/channel-posts.ts'
import { ed25519FromSeed } from '../../../src/crypto/primitives.ts'
import { follow, judge } from '../../../src/messenger/channels/feed.ts'
import type { FeedRow } from '../../../src/messenger/channels/rows.ts'

const EMPTY: FeedRow = { name: '', namedAtMs: 0, admins: [], heads: [], posts: 0, bytes: 0 }
const seeds = [1, 2, 3].map(byte => new Uint8Array(32).fill(byte))
const [owner, ben, cid] = seeds.map(seed => Buffer.from(ed25519FromSeed(seed).publicKey).toString('hex') as ChannelAuthorId) as
  [ChannelAuthorId, ChannelAuthorId, ChannelAuthorId]
const channel = channelIdFromBytes(idBytes(owner))
const CHAIN = '0c'.repeat(16)

/** One author's posts, each after the one before. */
function chainOf (seed: Uint8Array, acts: ChannelAct[]): VerifiedPost[] {
  const posts: VerifiedPost[] = []
  for (const [i, act] of acts.entries()) {
    posts.push(signPost(seed, { channel, chain: CHAIN, seq: i + 1, prev: posts.at(-1)?.hash ?? '', atMs: 1000 + i }, act))
  }
  return posts
}

const said = (count: number): ChannelAct[] => Array.from({ length: count }, (_, i) => ({ text: { text: utf8(`${i}`) } }))
const bens = chainOf(seeds[1]!, said(4))
const cids = chainOf(seeds[2]!, said(3))
const owners = chainOf(seeds[0]!, [
  { settings: { name: 'one' } },
  { admit: { author: idBytes(ben), name: 'Ben' } },
  { admit: { author: idBytes(cid), name: 'Cid' } },
  { dismiss: { author: idBytes(ben), ends: [{ author: idBytes(ben), chain: fromHex(CHAIN), seq: 2, hash: fromHex(bens[1]!.hash) }] } },
  { settings: { name: 'two' } }
])

/** What counts of a feed: of somebody dismissed, no more than whoever dismissed them had heard. */
const counting = ({ name, admins, heads }: FeedRow): unknown => ({
  name,
  admins: admins.map(({ author, ends }) => [author, ends]),
  heads: heads.map(({ author, seq }) => [author, Math.min(seq, admins.find(one => one.author === author)?.ends?.[0]?.seq ?? seq)] as const)
    .toSorted(([a], [b]) => a < b ? -1 : 1)
})

test('the same posts come to the same, in whatever order they come', () => {
  const all = [...owners, ...bens, ...cids]
  fc.assert(fc.property(fc.shuffledSubarray(all, { minLength: all.length }), order => {
    let feed = EMPTY
    let waiting = order
    for (let left = Infinity; waiting.length < left;) {
      left = waiting.length
      waiting = waiting.filter(post => {
        const verdict = judge(channel, feed, post)
        if (verdict !== 'next') return verdict === 'early' || verdict === 'stranger'
        feed = follow(channel, feed, post)
        return false
      })
    }
    expect(counting(feed)).toEqual({
      name: 'two', admins: [[ben, [{ chain: CHAIN, seq: 2 }]], [cid, undefined]],
      heads: ([[owner, 5], [ben, 2], [cid, 3]] as [string, number][]).toSorted(([a], [b]) => a < b ? -1 : 1)
    })
    for (const post of all) expect(['taken', 'late']).toContain(judge(channel, feed, post))
  }), { numRuns: 300 })
})
