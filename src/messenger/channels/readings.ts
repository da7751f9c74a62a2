/** What was posted in channels, as people read it. */
import { toHex, toText } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import {
  contentIdBytes, contentIdFromBytes, parseContentId, type AccountId, type ChannelAuthorId, type ChannelId, type ContentId
} from '../../base/ids.ts'
import type { Clock } from '../../base/time.ts'
import type { Head } from '../../crypto/channel-posts.ts'
import type { Content } from '../../wire/gen/content.ts'
import type { ChangeLog } from '../core/changes.ts'
import type { MessageState } from '../core/events.ts'
import { plainName } from '../core/identity.ts'
import { authorOf } from '../mail/contents.ts'
import type { History } from '../mail/history.ts'
import type { Markings } from '../mail/markings.ts'
import type { PlacedPage } from '../mail/pages.ts'
import type { Channel } from './channel.ts'
import type { Channels } from './channels.ts'
import { historyOf } from './notices.ts'

const DEFAULT_READ = 50
const MAX_READ = 1000

/** As a message with a person, with what only a channel has. */
export interface ChannelPostRow {
  messageId: ContentId
  /** the channel's: of the conversation */
  contactId: AccountId
  channelId: ChannelId
  authorId: AccountId
  direction: 'in' | 'out'
  from: string
  text: string
  edited: boolean
  /** by its author; its text is gone here, and stays in the signed chain */
  deleted: boolean
  reactions: never[]
  mentioned: false
  pinned: boolean
  expiresAtMs: null
  sentAtMs: number
  deliveredAtMs: number | null
  readAtMs: number | null
  state: MessageState
  /** its author was dismissed, and whoever dismissed them had not heard this */
  late?: true
}

export interface ReadingsDeps {
  channels: Channels
  changes: ChangeLog
  history: History
  markings: Pick<Markings, 'has' | 'view' | 'text'>
  clock: Clock
}

export class Readings {
  readonly #deps: ReadingsDeps

  constructor (deps: ReadingsDeps) {
    this.#deps = deps
  }

  /**
   * Oldest first: the newest `limit`, or the oldest unread ones, and of these the rest of a page. Unless it is a peek, what
   * is shown counts as read.
   */
  async read (
    id: ChannelId, { limit = DEFAULT_READ, before, unread = false, peek = false }:
    { limit?: number, before?: string, unread?: boolean, peek?: boolean } = {}
  ): Promise<ChannelPostRow[]> {
    const { history } = this.#deps
    const channel = this.#channel(id)
    const contactId = historyOf(id)
    const wanted = Math.min(limit, MAX_READ)
    const end = before === undefined ? undefined : await this.#find(id, before)
    const { readThrough } = await history.conversation(contactId)
    const pages = unread ? history.pagesAfter(contactId, readThrough) : history.pagesBefore(contactId, end && end.position + 1n)
    const shown: PlacedPage[] = []
    let count = 0
    for await (const page of pages) {
      if (unread && end !== undefined && page.position > end.position) break
      const contents = page.position === end?.position ? untilId(page, before!) : page.contents
      if (!unread || page.direction === 'in') shown.push({ ...page, contents })
      count += contents.length
      if (count >= wanted) break
    }
    if (!unread) shown.reverse()
    const rows = (await Promise.all(shown.map(async page => await this.#rows(channel, page)))).flat()
    const last = shown.findLast(({ direction }) => direction === 'in')
    if (!peek && last !== undefined && last.position > readThrough) await this.#markRead(contactId, last.position)
    return unread ? rows : rows.slice(-wanted)
  }

  /** @returns undefined when there is none */
  async message (id: ChannelId, messageId: string): Promise<ChannelPostRow | undefined> {
    const channel = this.#deps.channels.get(id)
    const page = channel && await this.#deps.history.find(historyOf(id), contentIdBytes(parseContentId(messageId)))
    if (channel === undefined || page === undefined) return undefined
    return (await this.#rows(channel, page)).find(row => row.messageId === messageId)
  }

  async #rows (channel: Channel, { direction, contents, position, storedAtMs }: PlacedPage): Promise<ChannelPostRow[]> {
    const { history, markings } = this.#deps
    const contactId = historyOf(channel.id)
    const { readAtMs } = await history.state(contactId, position)
    const isMarked = await markings.has(contactId, position)
    const rows: ChannelPostRow[] = []
    for (const content of contents) {
      const { id, text, origin, sentAtMs } = content
      const isOut = direction === 'out'
      const messageId = contentIdFromBytes(id)
      const writer = authorOf(direction, content)
      const { hidden, deleted, edited, pinned } = isMarked ? await markings.view(contactId, messageId, writer) : UNMARKED
      if (hidden) continue
      const { author, ...place } = placeOf(origin)
      const now = edited ? await markings.text(contactId, messageId, writer) : undefined
      rows.push({
        messageId,
        contactId,
        channelId: channel.id,
        authorId: author as string as AccountId,
        direction,
        from: plainName(channel.nameOf(author)),
        text: deleted ? '' : now ?? toText(text?.text ?? new Uint8Array(0)),
        edited,
        deleted,
        reactions: [],
        mentioned: false as const,
        pinned,
        expiresAtMs: null,
        sentAtMs,
        deliveredAtMs: isOut ? null : storedAtMs,
        readAtMs: readAtMs ?? null,
        state: isOut ? 'sent' as const : 'received' as const,
        ...(place.seq > channel.endOf({ author, ...place }) ? { late: true as const } : {})
      })
    }
    return rows
  }

  async #markRead (contactId: AccountId, position: bigint): Promise<void> {
    const { changes, history, clock } = this.#deps
    const conversation = await history.conversation(contactId)
    const change = changes.begin()
    let left = 0
    for await (const page of history.pagesBefore(contactId)) {
      if (page.position <= conversation.readThrough) break
      if (page.direction === 'out') continue
      if (page.position > position) left += page.contents.length
      else history.putState(change.batch, contactId, page.position, { readAtMs: clock.now() })
    }
    conversation.readThrough = position
    conversation.unread = left
    history.saveConversation(change, contactId, conversation)
    await change.commit()
  }

  #channel (id: ChannelId): Channel {
    const channel = this.#deps.channels.get(id)
    if (channel === undefined) throw new AppError('NOT_FOUND', 'no such channel', { hint: 'See: nobyte channel' })
    return channel
  }

  async #find (id: ChannelId, messageId: string): Promise<PlacedPage> {
    const page = await this.#deps.history.find(historyOf(id), contentIdBytes(parseContentId(messageId)))
    if (page === undefined) throw new AppError('NOT_FOUND', 'no such message here')
    return page
  }
}

const UNMARKED = { hidden: false, deleted: false, edited: false, pinned: false }

const placeOf = (origin: Content['origin']): Pick<Head, 'author' | 'chain' | 'seq'> => ({
  author: toHex(origin?.author ?? new Uint8Array(0)) as ChannelAuthorId,
  chain: toHex(origin?.chain ?? new Uint8Array(0)),
  seq: origin?.seq ?? 0
})

const untilId = ({ contents }: PlacedPage, messageId: string): PlacedPage['contents'] =>
  contents.slice(0, Math.max(0, contents.findIndex(({ id }) => contentIdFromBytes(id) === messageId)))
