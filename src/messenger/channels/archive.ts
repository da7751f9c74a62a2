/** Channels as they lie in the store. Posts are kept in the order in which they came: each after what it needs. */
import { readU64be, u64be } from '../../base/bytes.ts'
import type { ChannelId } from '../../base/ids.ts'
import { readPost, type Head, type VerifiedPost } from '../../crypto/channel-posts.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Batch, Codec, Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import { SignedChannelPost } from '../../wire/gen/channel.ts'
import type { ChannelRow, DoubtRow } from './rows.ts'

const postCodec: Codec<VerifiedPost> = {
  encode: ({ signed }) => SignedChannelPost.encode(signed),
  decode: bytes => readPost(SignedChannelPost.decode(bytes))
}

const placeCodec: Codec<bigint> = { encode: at => u64be(at), decode: bytes => readU64be(bytes) }

const chainOf = (id: ChannelId, { author, chain }: Pick<Head, 'author' | 'chain'>): string => `${id}:${author}:${chain}`

export class Archive {
  readonly #channels: Table<ChannelRow>
  readonly #posts: Table<VerifiedPost>
  readonly #places: Table<bigint>
  readonly #doubts: Table<DoubtRow>

  constructor (store: Store) {
    this.#channels = store.table(TABLES.channels, jsonCodec())
    this.#posts = store.table(TABLES.channelPosts, postCodec)
    this.#places = store.table(TABLES.channelPlaces, placeCodec)
    this.#doubts = store.table(TABLES.channelDoubts, jsonCodec())
  }

  async * channels (): AsyncIterable<ChannelRow> {
    for await (const { value } of this.#channels.entries({})) yield value
  }

  put (batch: Batch, row: ChannelRow): void { this.#channels.put(batch, { id: row.channelId }, row) }

  /** From a place on, in the order in which they came. */
  posts (id: ChannelId, from: bigint): AsyncIterable<{ at: bigint, value: VerifiedPost }> {
    return this.#posts.entries({ id, gte: from })
  }

  /** The place of the newest, and of the next. */
  async next (id: ChannelId): Promise<bigint> {
    for await (const { at } of this.#posts.entries({ id, reverse: true, limit: 1 })) return at + 1n
    return 0n
  }

  putPost (batch: Batch, at: bigint, post: VerifiedPost): void {
    this.#posts.put(batch, { id: post.channel, at }, post)
    this.#places.put(batch, { id: chainOf(post.channel, post), at: post.seq }, at)
  }

  /** Where a post lies; undefined when it is not here. */
  async place (id: ChannelId, chain: Pick<Head, 'author' | 'chain'>, seq: number): Promise<bigint | undefined> {
    return await this.#places.getSound({ id: chainOf(id, chain), at: seq })
  }

  async post (id: ChannelId, at: bigint): Promise<VerifiedPost | undefined> { return await this.#posts.getSound({ id, at }) }

  async doubts (id: ChannelId): Promise<DoubtRow[]> {
    const rows: DoubtRow[] = []
    for await (const { value } of this.#doubts.entries({ id })) rows.push(value)
    return rows
  }

  putDoubt (batch: Batch, id: ChannelId, at: number, row: DoubtRow): void { this.#doubts.put(batch, { id, at }, row) }

  remove (batch: Batch, { channelId, heads }: ChannelRow): void {
    this.#channels.del(batch, { id: channelId })
    for (const table of [this.#posts, this.#doubts]) table.delAll(batch, channelId)
    for (const head of heads) this.#places.delAll(batch, chainOf(channelId, head))
  }
}
