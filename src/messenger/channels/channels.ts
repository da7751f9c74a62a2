/** The channels that are here: what people do with them, and what comes in for them. */
import { fromBase64url, fromHex, toBase64url, toHex, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { channelAuthorFromBytes, channelIdFromBytes, idBytes, type AccountId, type ChannelId } from '../../base/ids.ts'
import type { Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import { Serial } from '../../base/serial.ts'
import { nextTurn, type Clock } from '../../base/time.ts'
import { readPost, signPost, verifyPost, type ChannelAct, type VerifiedPost } from '../../crypto/channel-posts.ts'
import { ed25519FromSeed, SEED_BYTES } from '../../crypto/primitives.ts'
import type { Store } from '../../store/store.ts'
import { READ_KEY_BYTES, type ChannelLink } from '../../wire/channel-link.ts'
import type { SignedChannelPost } from '../../wire/gen/channel.ts'
import { GROUP_CHAIN_BYTES, MAX_CHANNELS } from '../../wire/limits.ts'
import type { Change, ChangeLog } from '../core/changes.ts'
import type { History } from '../mail/history.ts'
import type { Markings } from '../mail/markings.ts'
import { Archive } from './archive.ts'
import { Channel } from './channel.ts'
import { follow, headOf, judge } from './feed.ts'
import { historyOf, Notices } from './notices.ts'
import type { ChannelRow, DoubtRow, OwnRow } from './rows.ts'

const MAX_DOUBTS = 64
/** Posts that are checked before others have a turn, some milliseconds' work: a message on its way would wait for all of them. */
const POSTS_A_TURN = 32
/** addresses where a channel was had that are remembered */
const MAX_HINTS = 8

export interface ChannelsDeps {
  store: Store
  changes: ChangeLog
  history: History
  clock: Clock
  random: Random
  log: Log
  /** what is bound for searching goes with a channel that is left */
  search: { remove: (change: Change, id: AccountId) => void }
  markings: Pick<Markings, 'marker' | 'remove'>
}

export interface ChannelListeners {
  /** made, followed, or its serving switched */
  onOpen: (channel: Channel) => void
  onLeft: (id: ChannelId) => void
  onPosted: (channel: Channel, post: VerifiedPost) => void
}

/** What some posts came to. */
export interface Taken {
  posts: VerifiedPost[]
  /** something before them is missing here */
  wants: boolean
}

export class Channels {
  readonly archive: Archive
  readonly #deps: ChannelsDeps
  readonly #channels = new Map<ChannelId, Channel>()
  readonly #turns = new Serial<ChannelId>()
  readonly #notices: Notices
  #listeners: ChannelListeners | undefined

  constructor (deps: ChannelsDeps) {
    this.#deps = deps
    this.archive = new Archive(deps.store)
    this.#notices = new Notices(deps)
  }

  tell (listeners: ChannelListeners): void {
    this.#listeners = listeners
  }

  /** @param rolledBack the profile is an old copy: what is posted from now on is another chain */
  async load ({ rolledBack }: { rolledBack: boolean }): Promise<void> {
    const batch = this.#deps.store.batch()
    for await (const row of this.archive.channels()) {
      if (rolledBack) this.archive.put(batch, Object.assign(row, { own: { ...row.own, chain: this.#newChain() } }))
      const doubts = new Set((await this.archive.doubts(row.channelId)).map(nameOf))
      this.#channels.set(row.channelId, new Channel(row, { next: await this.archive.next(row.channelId), doubts }))
    }
    if (!batch.isEmpty) await this.#deps.store.commit(batch)
  }

  get all (): Channel[] { return [...this.#channels.values()] }
  get (id: ChannelId): Channel | undefined { return this.#channels.get(id) }
  /** Under what channels' posts lie for people to read. */
  get histories (): AccountId[] { return [...this.#channels.keys()].map(historyOf) }

  /** @throws AppError TOO_MANY */
  async create (name: string): Promise<Channel> {
    const { random, clock } = this.#deps
    const seed = random(SEED_BYTES)
    const id = channelIdFromBytes(ed25519FromSeed(seed).publicKey)
    await this.#open({
      channelId: id, readKey: toBase64url(random(READ_KEY_BYTES)), own: this.#own(seed), serving: true, name, hints: [],
      addedAtMs: clock.now(), namedAtMs: 0, admins: [], heads: [], posts: 0, bytes: 0
    })
    await this.post(id, { settings: { name } })
    return this.#channels.get(id)!
  }

  /** What is here already stays as it is, but for where it can be had. @throws AppError TOO_MANY */
  async follow ({ channel: id, readKey, name, hints }: ChannelLink): Promise<Channel> {
    const known = this.#channels.get(id)
    if (known !== undefined) {
      for (const hint of hints.toReversed()) await this.remember(id, hint)
      return known
    }
    const { random, clock } = this.#deps
    return await this.#open({
      channelId: id, readKey: toBase64url(readKey), own: this.#own(random(SEED_BYTES)), serving: false, name,
      hints: hints.slice(0, MAX_HINTS), addedAtMs: clock.now(), namedAtMs: 0, admins: [], heads: [], posts: 0, bytes: 0
    })
  }

  /** Resolves once it is durable. @throws AppError NOT_FOUND, REFUSED: one has no right to it */
  async post (id: ChannelId, act: ChannelAct | ((channel: Channel) => ChannelAct)): Promise<VerifiedPost> {
    const post = await this.#turn(id, async (channel, change) => {
      const { row } = channel
      const head = headOf(row, row.own.author, row.own.chain)
      const place = {
        channel: id, chain: row.own.chain, seq: (head?.seq ?? 0) + 1, prev: head?.hash ?? '', atMs: this.#deps.clock.now()
      }
      const signed = signPost(fromBase64url(row.own.seed), place, typeof act === 'function' ? act(channel) : act)
      const verdict = judge(id, row, signed)
      if (verdict !== 'next') {
        const why = verdict === 'full' ? 'it is full' : 'only its owner and its admins do'
        throw new AppError('REFUSED', `you cannot post that to this channel: ${why}`, { hint: 'See: nobyte channel info' })
      }
      this.#add(channel, change, signed)
      await this.#notices.show(change, channel, [signed])
      return signed
    })
    this.#listeners?.onPosted(this.#channels.get(id)!, post)
    return post
  }

  /**
   * What somebody handed on. What is known costs little, and nothing is believed that its author did not sign.
   * @throws AppError PROTOCOL: not signed by its author, or of another channel; NOT_FOUND: it was left meanwhile
   */
  async take (id: ChannelId, all: readonly SignedChannelPost[]): Promise<Taken> {
    return await this.#turn(id, async (channel, change) => {
      const taken: Taken = { posts: [], wants: false }
      for (const [i, signed] of all.entries()) {
        if (i % POSTS_A_TURN === POSTS_A_TURN - 1) await nextTurn()
        const post = readPost(signed)
        if (post.channel !== id) throw new AppError('PROTOCOL', 'a post of another channel')
        const verdict = judge(id, channel.row, post)
        switch (verdict) {
          case 'next':
            verifyPost(signed)
            this.#add(channel, change, post)
            taken.posts.push(post)
            break
          case 'taken':
            if (await this.#isOther(channel, post, taken.posts)) {
              verifyPost(signed)
              this.#doubt(change, channel, { author: post.author, what: 'forked' })
            }
            break
          case 'early': case 'stranger': taken.wants = true
            break
          case 'forked': case 'late': case 'refused':
            verifyPost(signed)
            this.#doubt(change, channel, { author: post.author, what: verdict })
            break
          case 'full': break
          default: verdict satisfies never
        }
      }
      await this.#notices.show(change, channel, taken.posts)
      return taken
    })
  }

  async serve (id: ChannelId, on: boolean): Promise<void> {
    await this.#turn(id, async channel => { channel.row = { ...channel.row, serving: on } })
    this.#listeners?.onOpen(this.#channels.get(id)!)
  }

  /** It was had there. */
  async remember (id: ChannelId, hint: string): Promise<void> {
    if (this.#channels.get(id)?.row.hints[0] === hint) return
    await this.#turn(id, async channel => {
      const { row } = channel
      channel.row = { ...row, hints: [hint, ...row.hints.filter(other => other !== hint)].slice(0, MAX_HINTS) }
    })
  }

  /** Nothing of it stays here. */
  async leave (id: ChannelId): Promise<void> {
    await this.#turn(id, async (channel, change) => {
      this.archive.remove(change.batch, channel.row)
      this.#deps.search.remove(change, historyOf(id))
      await this.#deps.markings.remove(change, historyOf(id))
      await this.#deps.history.remove(change.batch, historyOf(id))
      change.after(() => { this.#channels.delete(id) })
      change.emit('channel:left', { channelId: id })
    })
    this.#listeners?.onLeft(id)
  }

  /** Told apart from what is here by its hash: an author who signed two posts for one place. */
  async #isOther ({ id }: Channel, { author, chain, seq, hash }: VerifiedPost, fresh: VerifiedPost[]): Promise<boolean> {
    const known = fresh.find(post => post.author === author && post.chain === chain && post.seq === seq)
    if (known !== undefined) return known.hash !== hash
    const at = await this.archive.place(id, { author, chain }, seq)
    const kept = at === undefined ? undefined : await this.archive.post(id, at)
    return kept !== undefined && kept.hash !== hash
  }

  #add (channel: Channel, change: Change, post: VerifiedPost): void {
    this.archive.putPost(change.batch, channel.next++, post)
    channel.row = { ...channel.row, ...follow(channel.id, channel.row, post) }
  }

  #doubt (change: Change, channel: Channel, doubt: Pick<DoubtRow, 'author' | 'what'>): void {
    // Once of each: whoever does it again and again must not fill the list for others.
    if (channel.doubts.has(nameOf(doubt)) || channel.doubts.size >= MAX_DOUBTS) return
    this.#deps.log.warn('an author of a channel is doubted', { what: doubt.what })
    this.archive.putDoubt(change.batch, channel.id, channel.doubts.size, { ...doubt, atMs: this.#deps.clock.now() })
    channel.doubts.add(nameOf(doubt))
    change.undo(() => { channel.doubts.delete(nameOf(doubt)) })
    change.emit('channel:changed', { channelId: channel.id })
  }

  async #open (row: ChannelRow): Promise<Channel> {
    const { changes } = this.#deps
    if (this.#channels.size >= MAX_CHANNELS) throw new AppError('TOO_MANY', `at most ${MAX_CHANNELS} channels`)
    const channel = new Channel(row, { next: 0n, doubts: new Set() })
    this.#channels.set(row.channelId, channel)
    const change = changes.begin()
    change.undo(() => { this.#channels.delete(row.channelId) })
    this.archive.put(change.batch, row)
    change.emit('channel:changed', { channelId: row.channelId })
    await change.commit()
    this.#listeners?.onOpen(channel)
    return channel
  }

  async #turn<T> (id: ChannelId, task: (channel: Channel, change: Change) => Promise<T>): Promise<T> {
    return await this.#turns.run(id, async () => {
      const channel = this.#channels.get(id)
      if (channel === undefined) throw new AppError('NOT_FOUND', 'no such channel', { hint: 'See: nobyte channel' })
      const { row, next } = channel
      const change = this.#deps.changes.begin()
      try {
        const result = await task(channel, change)
        if (channel.row !== row) this.archive.put(change.batch, channel.row)
        if (!change.batch.isEmpty) await change.commit()
        return result
      } catch (err) {
        Object.assign(channel, { row, next })
        throw err
      }
    })
  }

  #own (seed: Bytes): OwnRow {
    return { author: channelAuthorFromBytes(ed25519FromSeed(seed).publicKey), seed: toBase64url(seed), chain: this.#newChain() }
  }

  #newChain (): string { return toHex(this.#deps.random(GROUP_CHAIN_BYTES)) }
}

const nameOf = ({ author, what }: Pick<DoubtRow, 'author' | 'what'>): string => `${author} ${what}`

/** As an act: how far they had come when they were dismissed. */
export const endsOf = ({ row }: Channel, author: string): NonNullable<ChannelAct['dismiss']>['ends'] => row.heads
  .filter(head => head.author === author)
  .map(head => ({ author: idBytes(head.author), chain: fromHex(head.chain), seq: head.seq, hash: fromHex(head.hash) }))
