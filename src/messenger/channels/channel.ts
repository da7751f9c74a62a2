/** One channel that is here, with what is made from its row. */
import { fromBase64url } from '../../base/bytes.ts'
import type { ChannelId } from '../../base/ids.ts'
import { channelKeys, type ChannelKeys } from '../../crypto/channel-keys.ts'
import type { Head } from '../../crypto/channel-posts.ts'
import { ownerOf } from './feed.ts'
import type { AdminRow, ChannelRow } from './rows.ts'

export type Role = 'owner' | 'admin' | 'follower'

export class Channel {
  row: ChannelRow
  readonly keys: ChannelKeys
  readonly readKey: Uint8Array
  /** the place of the next post */
  next: bigint
  /** what was doubted already, by author and kind */
  readonly doubts: Set<string>

  constructor (row: ChannelRow, { next, doubts }: { next: bigint, doubts: Set<string> }) {
    this.row = row
    this.next = next
    this.doubts = doubts
    this.readKey = fromBase64url(row.readKey)
    this.keys = channelKeys(this.readKey)
  }

  get id (): ChannelId { return this.row.channelId }

  get role (): Role {
    const { own: { author }, admins } = this.row
    if (author === ownerOf(this.id)) return 'owner'
    return admins.some(one => one.author === author && one.ends === undefined) ? 'admin' : 'follower'
  }

  /** How far a chain counts: as far as it was heard, or, of somebody dismissed, as far as whoever dismissed them had heard it. */
  endOf ({ author, chain, seq }: Pick<Head, 'author' | 'chain' | 'seq'>): number {
    const ends = this.#admin(author)?.ends
    return ends === undefined ? seq : Math.min(seq, ends.find(end => end.chain === chain)?.seq ?? 0)
  }

  /** What this author's post is signed with, for people: the channel's name for its owner. */
  nameOf (author: string): string {
    return author === ownerOf(this.id) ? this.row.name : this.#admin(author)?.name ?? author.slice(0, 8)
  }

  #admin (author: string): AdminRow | undefined {
    return this.row.admins.find(one => one.author === author)
  }
}
