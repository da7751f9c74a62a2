/** Texts: sending, reading, and what became of each message. */
import { toText, utf8 } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import { CONTENT_ID_BYTES, contentIdBytes, contentIdFromBytes, parseContentId, type AccountId, type ContentId } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import type { Content } from '../wire/gen/content.ts'
import type { ChangeLog, Change } from './core/changes.ts'
import { authorOf, begunAt, expiryOf, idsOf, mentions, readable } from './mail/contents.ts'
import type { History } from './mail/history.ts'
import type { Inbox, Sender } from './mail/inbox.ts'
import type { Markings } from './mail/markings.ts'
import type { Author, MarksView } from './mail/marks.ts'
import type { Enqueued } from './mail/outbox.ts'
import type { PlacedPage } from './mail/pages.ts'
import type { Told, Venue } from './mail/venue.ts'

const DEFAULT_READ = 50
const MAX_READ = 1000

export interface MessageRow extends Told {
  messageId: ContentId
  contactId: AccountId
  direction: 'in' | 'out'
  /** the shown name of who wrote it */
  from: string
  text: string
  replyTo?: ContentId
  /** its author changed what it says */
  edited: boolean
  /** its author took it back; there is no text */
  deleted: boolean
  /** one of each person at most */
  reactions: { emoji: string, from: string, direction: 'in' | 'out' }[]
  /** it names whoever sits here: @ and their name */
  mentioned: boolean
  /** kept at hand by any of those who talk */
  pinned: boolean
  /** of one that disappears: how long after it was read */
  expiresAfterMs?: number
  /** when it does; null before its time has begun, and of one that stays */
  expiresAtMs: number | null
  /** made by a newer nobyte: this version cannot show it */
  newer?: true
  /** by the author's clock */
  sentAtMs: number
}

interface Wanted {
  wanted: number
  before: string | undefined
  timeline: boolean
}

interface Viewed {
  view: MarksView
  editedText: string | undefined
}

const UNMARKED: Viewed = { view: { hidden: false, deleted: false, edited: false, reactions: [], pinned: false }, editedText: undefined }

interface Shown {
  rows: MessageRow[]
  /** the last of theirs that is shown */
  newestIn: bigint | undefined
}

export interface ConversationsDeps {
  changes: ChangeLog
  history: History
  markings: Markings
  clock: Clock
}

export class Conversations {
  readonly #deps: ConversationsDeps
  readonly #readingListeners: ((contactId: AccountId) => void)[] = []

  constructor (deps: ConversationsDeps) {
    this.#deps = deps
  }

  /** Calls back when what somebody wrote was read here. */
  onReading (listener: (contactId: AccountId) => void): void {
    this.#readingListeners.push(listener)
  }

  listen (inbox: Inbox): void {
    inbox.register('read', async (sender, content, change) => { await this.#onRead(sender, content, change) })
  }

  /**
   * Resolves once the text is durable here.
   * @throws AppError TOO_LARGE, BLOCKED, KEY_CHANGED, REFUSED, NOT_FOUND (no such message to reply to), DISK_FULL
   */
  async send (venue: Venue, text: string, { replyTo }: { replyTo?: string } = {}): Promise<Enqueued> {
    if (text === '') throw new AppError('BAD_INPUT', 'there is nothing to send')
    const bytes = utf8(text)
    const { contactId, maxTextBytes, expiresAfterMs } = venue
    if (bytes.byteLength > maxTextBytes) throw new AppError('TOO_LARGE', `a message here has at most ${maxTextBytes / 1024} KiB of text`)
    venue.checkOpen()
    const target = replyTo === undefined ? undefined : contentIdBytes(parseContentId(replyTo))
    if (target !== undefined && await this.#deps.history.find(contactId, target) === undefined) {
      throw new AppError('NOT_FOUND', 'the message to reply to is not here')
    }
    return await venue.say({ text: { text: bytes, replyTo: target ?? new Uint8Array(0), expiresAfterMs } })
  }

  /** Oldest first: the newest `limit`, or the oldest unread ones. Unless it is a peek, what is shown counts as read. */
  async read (
    venue: Venue,
    { limit = DEFAULT_READ, before, unread = false, peek = false, timeline = false }:
    { limit?: number, before?: string, unread?: boolean, peek?: boolean, timeline?: boolean } = {}
  ): Promise<MessageRow[]> {
    const wanted = Math.min(limit, MAX_READ)
    const { rows, newestIn } = unread
      ? await this.#oldestUnread(venue, { wanted, before, timeline })
      : await this.#newest(venue, { wanted, before, timeline })
    const { readThrough } = await this.#deps.history.conversation(venue.contactId)
    if (!peek && newestIn !== undefined && newestIn > readThrough) await this.#markRead(venue, newestIn)
    return rows
  }

  async #newest (venue: Venue, { wanted, before, timeline }: Wanted): Promise<Shown> {
    const { history } = this.#deps
    const { contactId } = venue
    const anchor = before === undefined ? undefined : parseContentId(before)
    const end = anchor === undefined ? undefined : await this.#anchor(contactId, anchor)
    const rows: MessageRow[] = []
    let newestIn: Shown['newestIn']
    for await (const page of history.pagesBefore(contactId, end === undefined ? undefined : end.position + 1n)) {
      let contents = page.contents
      if (anchor !== undefined && page.position === end?.position) {
        contents = contents.slice(0, contents.findIndex(({ id }) => contentIdFromBytes(id) === anchor))
      }
      if (contents.length === 0) continue
      if (page.direction === 'in' && newestIn === undefined) newestIn = page.position
      rows.unshift(...await this.#rows(venue, { ...page, contents }, { timeline }))
      if (rows.length >= wanted) break
    }
    return { rows: rows.slice(-wanted), newestIn }
  }

  /** From the oldest on, so that what is not shown yet stays unread. What arrived in one page is read as one. */
  async #oldestUnread (venue: Venue, { wanted, before, timeline }: Wanted): Promise<Shown> {
    const { history } = this.#deps
    const { contactId } = venue
    const { readThrough } = await history.conversation(contactId)
    const anchor = before === undefined ? undefined : await this.#anchor(contactId, before)
    const rows: MessageRow[] = []
    let newestIn: Shown['newestIn']
    for await (const page of history.pagesAfter(contactId, readThrough)) {
      if (anchor !== undefined && page.position >= anchor.position) break
      if (page.direction === 'out') continue
      if (rows.length > 0 && rows.length + page.contents.length > wanted) break
      rows.push(...await this.#rows(venue, page, { timeline }))
      newestIn = page.position
    }
    return { rows, newestIn }
  }

  /** @throws AppError NOT_FOUND */
  async #anchor (contactId: AccountId, messageId: string): Promise<PlacedPage> {
    const page = await this.#deps.history.find(contactId, contentIdBytes(parseContentId(messageId)))
    if (page === undefined) throw new AppError('NOT_FOUND', 'no such message here')
    return page
  }

  async message (venue: Venue, messageId: string, options: { timeline?: boolean } = {}): Promise<MessageRow | undefined> {
    const id = parseContentId(messageId)
    const page = await this.#deps.history.find(venue.contactId, contentIdBytes(id))
    if (page === undefined) return undefined
    return (await this.#rows(venue, page, options)).find(row => row.messageId === id)
  }

  async #rows (venue: Venue, page: PlacedPage, { timeline = false }: { timeline?: boolean } = {}): Promise<MessageRow[]> {
    const { contactId } = venue
    const state = await this.#deps.history.state(contactId, page.position)
    const told = await venue.told(page, state, { timeline })
    const ownName = venue.nameOf('out')
    const begunMs = begunAt(page, state)
    const views = await this.#viewsOf(contactId, page)
    return page.contents.map(readable).flatMap((content, i) => {
      const { view, editedText } = views?.[i] ?? UNMARKED
      if (view.hidden) return []
      const text = view.deleted ? '' : editedText ?? toText(content.text?.text ?? new Uint8Array(0))
      const afterMs = expiryOf(content)
      const replyTo = content.text?.replyTo ?? content.erased?.replyTo
      return {
        messageId: contentIdFromBytes(content.id),
        contactId,
        direction: page.direction,
        from: venue.nameOf(authorOf(page.direction, content)),
        text,
        ...(replyTo?.byteLength === CONTENT_ID_BYTES ? { replyTo: contentIdFromBytes(replyTo) } : {}),
        edited: view.edited,
        deleted: view.deleted || (content.erased !== undefined && editedText === undefined),
        reactions: view.reactions.map(({ by, emoji }) =>
          ({ emoji, from: venue.nameOf(by), direction: by === 'out' ? 'out' as const : 'in' as const })),
        mentioned: page.direction === 'in' && mentions(text, ownName),
        pinned: view.pinned,
        ...(afterMs === undefined ? {} : { expiresAfterMs: afterMs }),
        expiresAtMs: afterMs === undefined || begunMs === undefined ? null : begunMs + afterMs,
        ...(content.newer === undefined ? {} : { newer: true as const }),
        sentAtMs: content.sentAtMs,
        ...told[i]!,
        ...(timeline && view.deleted ? { timeline: [] } : {})
      }
    })
  }

  /** What became of each message of a page; undefined for most pages, of which nothing became. */
  async #viewsOf (contactId: AccountId, { position, direction, contents }: PlacedPage): Promise<Viewed[] | undefined> {
    const { markings } = this.#deps
    if (!await markings.has(contactId, position)) return undefined
    return await Promise.all(contents.map(async content => {
      const id = contentIdFromBytes(content.id)
      const author = authorOf(direction, content)
      const view = await markings.view(contactId, id, author)
      return { view, editedText: view.edited ? await markings.text(contactId, id, author) : undefined }
    }))
  }

  async #markRead (venue: Venue, position: bigint): Promise<void> {
    const { changes, history, clock } = this.#deps
    const { contactId } = venue
    const conversation = await history.conversation(contactId)
    const readAtMs = clock.now()
    const change = changes.begin()
    const newest = new Map<Author, ContentId>()
    for await (const page of history.pagesBefore(contactId, position + 1n)) {
      if (page.position <= conversation.readThrough) break
      if (page.direction === 'out') continue
      history.putState(change.batch, contactId, page.position, { readAtMs })
      for (const content of page.contents.toReversed()) {
        const author = authorOf('in', content)
        if (!newest.has(author)) newest.set(author, contentIdFromBytes(content.id))
      }
    }
    conversation.readThrough = position
    conversation.unread = await this.#unreadAfter(contactId, position)
    history.saveConversation(change, contactId, conversation)
    change.after(() => { for (const listener of this.#readingListeners) listener(contactId) })
    await change.commit()
    await venue.tellRead(newest, readAtMs)
  }

  async #unreadAfter (contactId: AccountId, position: bigint): Promise<number> {
    let count = 0
    for await (const page of this.#deps.history.pagesBefore(contactId)) {
      if (page.position <= position) break
      if (page.direction === 'in') count += page.contents.length
    }
    return count
  }

  /** They read up to and including the named messages: so far back as the last receipt reached. */
  async #onRead ({ contactId }: Sender, { read }: Content, change: Change): Promise<void> {
    const { history, clock } = this.#deps
    const readAtMs = Math.min(read?.readAtMs ?? 0, clock.now())
    for (const id of (read?.ids ?? []).slice(0, MAX_RECEIPT_IDS)) {
      const last = id.byteLength === CONTENT_ID_BYTES ? await history.find(contactId, id) : undefined
      if (last?.direction !== 'out') continue
      for await (const page of history.pagesBefore(contactId, last.position + 1n)) {
        if (page.direction !== 'out') continue
        const state = await history.state(contactId, page.position)
        if (state.readAtMs !== undefined) break
        history.putState(change.batch, contactId, page.position, { readAtMs })
        change.emit('message:state', { contactId, messageIds: idsOf(page.contents), state: 'read' })
      }
    }
  }
}

/** A receipt names the last message that was read; more than a few would be a contact making work. */
const MAX_RECEIPT_IDS = 16
