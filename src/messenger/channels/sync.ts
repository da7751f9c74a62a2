/** Two who have a channel, talking: each sends what comes after what the other has. */
import { toHex, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import type { ChannelId } from '../../base/ids.ts'
import type { Random } from '../../base/random.ts'
import {
  MAX_KNOWN_BYTES, openAnswer, openQuestion, sealAnswer, sealQuestion, talkHint
} from '../../crypto/channel-keys.ts'
import { headBytes, readHead, type Head, type VerifiedPost } from '../../crypto/channel-posts.ts'
import type { Talk } from '../../protocols/channels.ts'
import { ChannelBatch, ChannelKnown } from '../../wire/gen/channel.ts'
import {
  HINT_BYTES, MAX_CHANNEL_BATCH_BYTES, MAX_CHANNEL_CHAINS, MAX_CHANNEL_POST_BYTES, MAX_POSTS_PER_BATCH, MAX_TALK_BYTES
} from '../../wire/limits.ts'
import { readMessage } from '../../wire/messages.ts'
import type { Channel } from './channel.ts'
import type { Channels } from './channels.ts'

/** what a batch adds to a post: its signature, tags and lengths */
const AROUND_A_POST = 80

export interface SyncDeps {
  channels: Channels
  ownId: Bytes
  random: Random
}

export interface Heard {
  /** the other has more than one talk carries */
  more: boolean
  posts: number
}

export class Sync {
  readonly #deps: SyncDeps

  constructor (deps: SyncDeps) {
    this.#deps = deps
  }

  /** @returns undefined for a question that is about no channel served here, or by somebody without its read key */
  async answer (
    question: Bytes, dialler: Bytes, { onProven }: { onProven: (talk: Talk) => Promise<void> }
  ): Promise<{ answer: Bytes, talk: (talk: Talk) => Promise<void> } | undefined> {
    const { channels, ownId, random } = this.#deps
    const ends = { dialler, listener: ownId }
    const hint = toHex(question.subarray(0, HINT_BYTES))
    const channel = channels.all.find(({ row, keys }) => row.serving && toHex(talkHint(keys, ownId)) === hint)
    const bytes = channel && openQuestion(channel.keys, question, ends)
    if (channel === undefined || bytes === undefined) return undefined
    const theirs = headsIn(bytes)
    return {
      answer: sealAnswer(channel.keys, await this.known(channel), question, ends, random),
      talk: async talk => {
        await this.#tell(channel, theirs, talk)
        await this.#hear(channel.id, talk)
        await onProven(talk)
      }
    }
  }

  ask (channel: Channel, known: Bytes, listener: Bytes): Bytes {
    return sealQuestion(channel.keys, known, { dialler: this.#deps.ownId, listener }, this.#deps.random)
  }

  /** @throws AppError REFUSED: whoever was asked does not have the channel, or does not serve it; PROTOCOL */
  async listen (
    channel: Channel, { question, answer, listener, talk, onProven }:
    { question: Bytes, answer: Bytes, listener: Bytes, talk: Talk, onProven: () => Promise<void> }
  ): Promise<Heard> {
    const bytes = openAnswer(channel.keys, answer, question, { dialler: this.#deps.ownId, listener })
    if (bytes === undefined) throw new AppError('REFUSED', 'nobody there serves this channel')
    const theirs = headsIn(bytes)
    const heard = await this.#hear(channel.id, talk)
    await onProven()
    await this.#tell(channel, theirs, talk)
    return heard
  }

  async #hear (id: ChannelId, talk: Talk): Promise<Heard> {
    let left = MAX_TALK_BYTES
    let posts = 0
    for (;;) {
      const frame = await talk.next()
      left -= frame.byteLength
      if (left < -MAX_CHANNEL_BATCH_BYTES) throw new AppError('PROTOCOL', 'more than one talk carries')
      const batch = readMessage(ChannelBatch, frame, MAX_CHANNEL_BATCH_BYTES)
      if (batch.posts.length > 0) posts += (await this.#deps.channels.take(id, batch.posts)).posts.length
      if (batch.last) return { more: batch.more, posts }
      if (batch.posts.length === 0) throw new AppError('PROTOCOL', 'a batch of nothing')
    }
  }

  async #tell (channel: Channel, theirs: readonly Head[], talk: Talk): Promise<void> {
    let batch: ChannelBatch = { posts: [], last: false, more: false }
    let inBatch = 0
    let left = MAX_TALK_BYTES
    for await (const { signed } of this.#missing(channel, theirs)) {
      const bytes = signed.post.byteLength + AROUND_A_POST
      if (left < bytes) {
        batch.more = true
        break
      }
      if (batch.posts.length === MAX_POSTS_PER_BATCH || inBatch + bytes > MAX_CHANNEL_BATCH_BYTES - MAX_CHANNEL_POST_BYTES) {
        await talk.send(ChannelBatch.encode(batch))
        batch = { posts: [], last: false, more: false }
        inBatch = 0
      }
      batch.posts.push(signed)
      inBatch += bytes
      left -= bytes
    }
    await talk.send(ChannelBatch.encode({ ...batch, last: true }))
  }

  /** What the other lacks, in the order in which it came here; where they have another past, the post that shows it. */
  async * #missing (channel: Channel, theirs: readonly Head[]): AsyncIterable<VerifiedPost> {
    const { archive } = this.#deps.channels
    const { id, row } = channel
    const has = new Map(theirs.map(head => [`${head.author} ${head.chain}`, head.seq]))
    let from: bigint | undefined
    for (const mine of row.heads) {
      const name = `${mine.author} ${mine.chain}`
      const known = theirs.find(({ author, chain }) => author === mine.author && chain === mine.chain)
      if (known !== undefined && known.seq > 0 && known.seq <= mine.seq) {
        const at = await archive.place(id, mine, known.seq)
        const same = at === undefined ? undefined : await archive.post(id, at)
        if (same !== undefined && same.hash !== known.hash) {
          yield same
          has.set(name, Infinity)
          continue
        }
      }
      if (channel.endOf(mine) <= (known?.seq ?? 0)) continue
      const at = await archive.place(id, mine, (known?.seq ?? 0) + 1)
      if (at !== undefined && (from === undefined || at < from)) from = at
    }
    if (from === undefined) return
    for await (const { value } of archive.posts(id, from)) {
      const { author, chain, seq } = value
      if (seq <= (has.get(`${author} ${chain}`) ?? 0) || seq > channel.endOf(value)) continue
      yield value
    }
  }

  /** What is here, as far as it counts. */
  async known (channel: Channel): Promise<Bytes> {
    const { archive } = this.#deps.channels
    const heads = await Promise.all(channel.row.heads.map(async head => {
      const end = channel.endOf(head)
      if (end === head.seq) return head
      const at = await archive.place(channel.id, head, end)
      const last = at === undefined ? undefined : await archive.post(channel.id, at)
      return last === undefined ? undefined : { ...head, seq: end, hash: last.hash }
    }))
    return ChannelKnown.encode({ heads: heads.filter(head => head !== undefined).slice(0, MAX_CHANNEL_CHAINS).map(headBytes) })
  }
}

const headsIn = (bytes: Bytes): Head[] => readMessage(ChannelKnown, bytes, MAX_KNOWN_BYTES).heads.map(readHead)
