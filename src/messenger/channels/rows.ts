/** What is kept of channels, as it lies (encrypted) in the store. Byte fields are base64url. */
import type { ChannelAuthorId, ChannelId } from '../../base/ids.ts'
import type { Head } from '../../crypto/channel-posts.ts'

export interface ChannelRow extends FeedRow {
  channelId: ChannelId
  readKey: string
  addedAtMs: number
  /** one's own key to speak there; an admin's says nothing before its owner has admitted it */
  own: OwnRow
  /** others find the channel here, and so this node */
  serving: boolean
  /** addresses where it was had, the newest first */
  hints: string[]
}

export interface OwnRow {
  author: ChannelAuthorId
  seed: string
  /** another one after an old copy of the profile was put back */
  chain: string
}

/** What came of all posts that are here. */
export interface FeedRow {
  /** until the first of its posts is here: as the link called it */
  name: string
  /** of the post that gave it this name */
  namedAtMs: number
  admins: AdminRow[]
  heads: Head[]
  posts: number
  bytes: number
}

export interface AdminRow {
  author: ChannelAuthorId
  name: string
  /** set when they were dismissed: how far each of their chains counts */
  ends?: Pick<Head, 'chain' | 'seq'>[]
}

/** Something that an honest author's program does not do. */
export interface DoubtRow {
  author: ChannelAuthorId
  atMs: number
  /**
   * - `forked`: signed two different posts for one place, or two pasts
   * - `late`: posted more after they were dismissed than whoever dismissed them had heard
   * - `refused`: did what only the owner may
   */
  what: 'forked' | 'late' | 'refused'
}
