/** Channels as people see them: by name, with who posts there and from how many it is had. */
import { utf8, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import {
  contentIdBytes, contentIdFromBytes, idBytes, type AccountId, type ChannelAuthorId, type ChannelId, type ContentId
} from '../../base/ids.ts'
import { postId } from '../../crypto/channel-posts.ts'
import type { NetworkNode } from '../../network/node.ts'
import { addressTexts } from '../../wire/addresses.ts'
import { encodeChannelLink, parseChannelLink } from '../../wire/channel-link.ts'
import { MAX_CHANNEL_ADMINS, MAX_CHANNEL_TEXT_BYTES } from '../../wire/limits.ts'
import { shownName, type Contacts } from '../core/contacts.ts'
import { checkName, plainName } from '../core/identity.ts'
import type { History } from '../mail/history.ts'
import type { Channel, Role } from './channel.ts'
import { endsOf, type Channels } from './channels.ts'
import { ownerOf } from './feed.ts'
import { historyOf } from './notices.ts'
import type { DoubtRow } from './rows.ts'

const BY_ID = 'Use the beginning of an id'
const LOOK = { hint: 'See: nobyte channel' }

export interface ChannelInfo {
  channelId: ChannelId
  name: string
  /** of whoever sits here */
  role: Role
  /** one's own key there: whoever owns the channel can let it post */
  key: ChannelAuthorId
  authors: { authorId: ChannelAuthorId, name: string, role: 'owner' | 'admin' | 'dismissed', isSelf: boolean }[]
  posts: number
  unread: number
  serving: boolean
  /** with how many who serve it this node is in touch */
  sources: number
  /** what authors did that an honest program does not, each when it was first seen */
  doubts: { authorId: ChannelAuthorId, name: string, what: DoubtRow['what'], atMs: number }[]
}

export interface BoardDeps {
  channels: Channels
  history: History
  contacts: Contacts
  node: Pick<NetworkNode, 'routes' | 'network'>
  sources: (id: ChannelId) => number
  /** whether a group is called so */
  isGroup: (name: string) => Promise<boolean>
}

export class Board {
  readonly #deps: BoardDeps

  constructor (deps: BoardDeps) {
    this.#deps = deps
  }

  async list (): Promise<ChannelInfo[]> {
    return await Promise.all(this.#deps.channels.all.map(async channel => await this.#info(channel)))
  }

  /**
   * Which channel a name stands for, if any: its owner may call a channel anything, so the name of a person or a group never
   * means one, nor the beginning of a person's id. "#name" means channels alone. @throws AppError AMBIGUOUS
   */
  async placeOf (who: string): Promise<ChannelId | undefined> {
    if (who.trim().startsWith('#')) return this.#only(who.trim().slice(1))?.id
    if (this.#fitting(who).length === 0) return undefined
    if (this.#isPerson(who.trim().toLowerCase()) || await this.#deps.isGroup(who)) return undefined
    return this.#only(who)?.id
  }

  #fitting (who: string): Channel[] {
    const wanted = who.trim().toLowerCase()
    const { all } = this.#deps.channels
    const named = all.filter(channel => nameOf(channel).toLowerCase() === wanted)
    return named.length > 0 || !/^[0-9a-f]{4,64}$/.test(wanted) ? named : all.filter(({ id }) => id.startsWith(wanted))
  }

  /** @throws AppError AMBIGUOUS */
  #only (who: string): Channel | undefined {
    const fitting = this.#fitting(who)
    if (fitting.length <= 1) return fitting[0]
    const candidates = fitting.map(channel => ({ contactId: channel.id, name: nameOf(channel) }))
    throw new AppError('AMBIGUOUS', `"${who}" fits ${fitting.length} channels`, { hint: BY_ID, details: { candidates } })
  }

  /** @throws AppError NOT_FOUND, AMBIGUOUS */
  async info (who: string): Promise<ChannelInfo> {
    return await this.#info(this.#resolve(who))
  }

  /** @throws AppError BAD_INPUT, EXISTS, TOO_MANY */
  async create (name: string): Promise<ChannelInfo & { link: string }> {
    const shown = checkName(name)
    const lower = shown.toLowerCase()
    const isTaken = this.#isPerson(lower) || this.#deps.channels.all.some(channel => nameOf(channel).toLowerCase() === lower)
    if (isTaken || await this.#deps.isGroup(shown)) throw new AppError('EXISTS', `somebody or something is called "${shown}" already`)
    const channel = await this.#deps.channels.create(shown)
    return { ...await this.#info(channel), link: this.#link(channel) }
  }

  /** @throws AppError BAD_LINK, NETWORK_MISMATCH, TOO_MANY */
  async follow (text: string): Promise<ChannelInfo> {
    const link = parseChannelLink(text)
    if (link.networkId !== this.#deps.node.network.id) {
      throw new AppError('NETWORK_MISMATCH', 'this channel is on another network', {
        hint: 'Join it first: nobyte network join'
      })
    }
    const name = plainName(link.name)
    return await this.#info(await this.#deps.channels.follow({ ...link, name: name === '' ? link.channel.slice(0, 8) : name }))
  }

  /** @throws AppError NOT_FOUND, AMBIGUOUS */
  async link (who: string): Promise<{ channelId: ChannelId, name: string, link: string }> {
    const channel = this.#resolve(who)
    return { channelId: channel.id, name: nameOf(channel), link: this.#link(channel) }
  }

  /** Resolves once it is durable here. @throws AppError NOT_FOUND, AMBIGUOUS, BAD_INPUT, TOO_LARGE, REFUSED */
  async post (who: string, text: string): Promise<{ messageId: ContentId, contactId: AccountId, state: 'sent' }> {
    return await this.postTo(this.#resolve(who).id, text)
  }

  /** @throws AppError NOT_FOUND, BAD_INPUT, TOO_LARGE, REFUSED */
  async postTo (
    id: ChannelId, text: string, { replyTo }: { replyTo?: string } = {}
  ): Promise<{ messageId: ContentId, contactId: AccountId, state: 'sent' }> {
    if (replyTo !== undefined) throw new AppError('BAD_INPUT', 'a post to a channel answers no other')
    const post = await this.#deps.channels.post(id, { text: { text: postable(text) } })
    return { messageId: contentIdFromBytes(postId(post)), contactId: historyOf(id), state: 'sent' }
  }

  /** In which channel something was posted, if in any. */
  async placeOfPost (messageId: ContentId): Promise<ChannelId | undefined> {
    return await this.#deps.history.search(this.#deps.channels.histories, contentIdBytes(messageId)) as string as ChannelId | undefined
  }

  /** A post of one's own reads otherwise from now on. @throws AppError NOT_FOUND, BAD_INPUT, TOO_LARGE, REFUSED (not one's own) */
  async edit (id: ChannelId, messageId: ContentId, text: string): Promise<void> {
    await this.#deps.channels.post(id, { edit: { target: contentIdBytes(messageId), text: postable(text) } })
  }

  /** Posts of one's own are shown no more. @throws AppError NOT_FOUND, REFUSED (not one's own) */
  async retract (id: ChannelId, messageId: ContentId): Promise<void> {
    await this.#deps.channels.post(id, { retract: { targets: [contentIdBytes(messageId)] } })
  }

  /** Keeps a post at hand for all who follow. @throws AppError NOT_FOUND, REFUSED: one does not post here */
  async pin (id: ChannelId, messageId: ContentId, on: boolean): Promise<void> {
    await this.#deps.channels.post(id, { pin: { target: contentIdBytes(messageId), off: !on } })
  }

  /** Others may have the channel from here, or no longer. @throws AppError NOT_FOUND, AMBIGUOUS */
  async serve (who: string, on: boolean): Promise<ChannelInfo> {
    const { id } = this.#resolve(who)
    await this.#deps.channels.serve(id, on)
    return await this.info(id)
  }

  /** @throws AppError NOT_FOUND, AMBIGUOUS, REFUSED, BAD_INPUT */
  async rename (who: string, name: string): Promise<ChannelInfo> {
    const { id } = this.#resolve(who)
    await this.#deps.channels.post(id, { settings: { name: checkName(name) } })
    return await this.info(id)
  }

  /** @param key as they see it. @throws AppError NOT_FOUND, AMBIGUOUS, REFUSED, BAD_INPUT, EXISTS, TOO_MANY */
  async admit (who: string, key: string, name: string): Promise<ChannelInfo> {
    const { id } = this.#resolve(who)
    const author = key.trim().toLowerCase()
    if (!/^[0-9a-f]{64}$/.test(author)) {
      throw new AppError('BAD_INPUT', 'a key has 64 hex digits', { hint: 'They see theirs with: nobyte channel info' })
    }
    await this.#deps.channels.post(id, ({ row }) => {
      if (author === ownerOf(id) || row.admins.some(one => one.author === author)) {
        throw new AppError('EXISTS', 'this key posts already, or was dismissed for good')
      }
      if (row.admins.length >= MAX_CHANNEL_ADMINS) throw new AppError('TOO_MANY', `at most ${MAX_CHANNEL_ADMINS} admins in all`)
      return { admit: { author: idBytes(author as ChannelAuthorId), name: checkName(name) } }
    })
    return await this.info(id)
  }

  /** What they said until now stays. @throws AppError NOT_FOUND, AMBIGUOUS, REFUSED */
  async dismiss (who: string, admin: string): Promise<ChannelInfo> {
    const { id } = this.#resolve(who)
    const wanted = admin.trim().toLowerCase()
    await this.#deps.channels.post(id, channel => {
      const active = channel.row.admins.filter(({ ends }) => ends === undefined)
      const named = active.filter(one => plainName(one.name).toLowerCase() === wanted)
      const fitting = named.length > 0 || wanted.length < 4 ? named : active.filter(({ author }) => author.startsWith(wanted))
      if (fitting.length > 1) throw new AppError('AMBIGUOUS', `"${admin}" fits ${fitting.length} admins`, { hint: BY_ID })
      const [one] = fitting
      if (one === undefined) throw new AppError('NOT_FOUND', `no admin called "${admin}"`, LOOK)
      return { dismiss: { author: idBytes(one.author), ends: endsOf(channel, one.author) } }
    })
    return await this.info(id)
  }

  /** Nothing of it stays here. @throws AppError NOT_FOUND, AMBIGUOUS */
  async leave (who: string): Promise<ChannelInfo> {
    const channel = this.#resolve(who)
    const info = await this.#info(channel)
    await this.#deps.channels.leave(channel.id)
    return { ...info, serving: false, sources: 0 }
  }

  #resolve (who: string): Channel {
    const channel = this.#only(who.trim().replace(/^#/, ''))
    if (channel === undefined) throw new AppError('NOT_FOUND', `no channel called "${who}"`, LOOK)
    return channel
  }

  #link ({ id, readKey, row }: Channel): string {
    const { node } = this.#deps
    const own = row.serving ? addressTexts(node.routes().addresses).filter(address => !address.includes('/p2p-circuit')) : []
    return encodeChannelLink({
      channel: id, readKey: new Uint8Array(readKey), networkId: node.network.id, name: row.name, hints: [...new Set([...own, ...row.hints])]
    })
  }

  #isPerson (name: string): boolean {
    const isId = /^[0-9a-f]{4,64}$/.test(name)
    return this.#deps.contacts.people().some(row => shownName(row).toLowerCase() === name || (isId && row.contactId.startsWith(name)))
  }

  async #info (channel: Channel): Promise<ChannelInfo> {
    const { history, channels, sources } = this.#deps
    const { id, row, role } = channel
    const { author: self } = row.own
    return {
      channelId: id,
      name: nameOf(channel),
      role,
      key: self,
      authors: [
        { authorId: ownerOf(id), name: nameOf(channel), role: 'owner' as const, isSelf: self === ownerOf(id) },
        ...row.admins.map(({ author, name, ends }) => ({
          authorId: author,
          name: plainName(name),
          role: ends === undefined ? 'admin' as const : 'dismissed' as const,
          isSelf: author === self
        }))
      ],
      posts: row.posts,
      unread: (await history.conversation(historyOf(id))).unread,
      serving: row.serving,
      sources: sources(id),
      doubts: (await channels.archive.doubts(id)).map(({ author, what, atMs }) =>
        ({ authorId: author, name: plainName(channel.nameOf(author)), what, atMs }))
    }
  }
}

const nameOf = ({ row }: Channel): string => plainName(row.name) || row.channelId.slice(0, 8)

/** @throws AppError BAD_INPUT, TOO_LARGE */
function postable (text: string): Bytes {
  if (text === '') throw new AppError('BAD_INPUT', 'there is nothing to post')
  const bytes = utf8(text)
  if (bytes.byteLength <= MAX_CHANNEL_TEXT_BYTES) return bytes
  throw new AppError('TOO_LARGE', `a post has at most ${MAX_CHANNEL_TEXT_BYTES / 1024} KiB of text`)
}
