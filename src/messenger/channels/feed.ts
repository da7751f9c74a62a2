/**
 * A channel's posts, as what they come to: what is the next in its chain counts, everything else is known, too early, or
 * refused. Pure: state in, state out. Whoever has the same posts has the same state, in whatever order authors' chains came.
 */
import { toHex } from '../../base/bytes.ts'
import { channelAuthorFromBytes, type ChannelAuthorId, type ChannelId } from '../../base/ids.ts'
import { readHead, type Head, type VerifiedPost } from '../../crypto/channel-posts.ts'
import {
  MAX_CHAINS_PER_DISMISSAL, MAX_CHANNEL_ADMINS, MAX_CHANNEL_BYTES, MAX_CHANNEL_CHAINS, MAX_CHANNEL_POSTS
} from '../../wire/limits.ts'
import type { FeedRow } from './rows.ts'

export type Verdict =
  | 'next'
  /** its place in the chain is taken, by itself or by another post: whoever keeps them tells */
  | 'taken'
  /** what comes before it is not here */
  | 'early'
  /** by nobody who speaks here, as far as is known here */
  | 'stranger'
  | 'forked' | 'late' | 'refused'
  /** a channel has no room for more */
  | 'full'

/** The key that speaks for the channel is the channel's own. */
export const ownerOf = (channel: ChannelId): ChannelAuthorId => channel as string as ChannelAuthorId

export const headOf = ({ heads }: Pick<FeedRow, 'heads'>, author: ChannelAuthorId, chain: string): Head | undefined =>
  heads.find(head => head.author === author && head.chain === chain)

export function judge (channel: ChannelId, feed: FeedRow, post: VerifiedPost): Verdict {
  const { author, chain, seq, prev, act } = post
  const isOwner = author === ownerOf(channel)
  const admin = feed.admins.find(one => one.author === author)
  if (!isOwner && admin === undefined) return 'stranger'
  const head = headOf(feed, author, chain)
  if (seq <= (head?.seq ?? 0)) return 'taken'
  if (admin?.ends !== undefined && seq > (admin.ends.find(end => end.chain === chain)?.seq ?? 0)) return 'late'
  if (seq > (head?.seq ?? 0) + 1) return 'early'
  if (prev !== (head?.hash ?? '')) return 'forked'
  if (!isOwner && (act.settings !== undefined || act.admit !== undefined || act.dismiss !== undefined)) return 'refused'
  if (head === undefined && !hasRoomFor(channel, feed, author)) return 'full'
  if (feed.posts >= MAX_CHANNEL_POSTS || feed.bytes + post.signed.post.byteLength > MAX_CHANNEL_BYTES) return 'full'
  return 'next'
}

/** @param post one that is the next */
export function follow (channel: ChannelId, feed: FeedRow, { author, chain, seq, hash, atMs, act, signed }: VerifiedPost): FeedRow {
  const { settings, admit, dismiss } = act
  const next: FeedRow = {
    ...feed,
    heads: [...feed.heads.filter(head => head.author !== author || head.chain !== chain), { author, chain, seq, hash }],
    posts: feed.posts + 1,
    bytes: feed.bytes + signed.post.byteLength
  }
  // A device of which an old copy was put back goes on in another chain: the later name counts.
  if (settings !== undefined && atMs >= feed.namedAtMs) Object.assign(next, { name: settings.name, namedAtMs: atMs })
  if (admit !== undefined) {
    const admitted = channelAuthorFromBytes(admit.author)
    const isNew = admitted !== ownerOf(channel) && !feed.admins.some(one => one.author === admitted)
    if (isNew && feed.admins.length < MAX_CHANNEL_ADMINS) next.admins = [...feed.admins, { author: admitted, name: admit.name }]
  }
  if (dismiss !== undefined) {
    const gone = toHex(dismiss.author)
    const ends = dismiss.ends.map(readHead).map(end => ({ chain: end.chain, seq: end.seq }))
    next.admins = feed.admins.map(one => one.author === gone && one.ends === undefined ? { ...one, ends } : one)
  }
  return next
}

/** One author's chains must not take the room of the others', and an owner's always finds some. */
function hasRoomFor (channel: ChannelId, { heads }: FeedRow, author: ChannelAuthorId): boolean {
  const own = heads.filter(head => head.author === author).length
  if (author === ownerOf(channel)) return own < MAX_CHAINS_PER_DISMISSAL
  const others = heads.filter(head => head.author !== ownerOf(channel)).length
  return own < MAX_CHAINS_PER_DISMISSAL && others < MAX_CHANNEL_CHAINS - MAX_CHAINS_PER_DISMISSAL
}
