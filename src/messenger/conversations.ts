/** Texts with one contact: sending, reading, and what became of each message. */
import { toText, utf8 } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import { CONTENT_ID_BYTES, contentIdBytes, contentIdFromBytes, parseContentId, type AccountId, type ContentId } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import type { Content } from '../wire/gen/content.ts'
import { MAX_TEXT_BYTES } from '../wire/limits.ts'
import type { Change, ChangeLog } from './core/changes.ts'
import { checkReachable, shownName, timerOf, type Contacts } from './core/contacts.ts'
import type { MessageState } from './core/events.ts'
import type { Step } from './core/journeys.ts'
import { begunAt, expiryOf, idsOf, mentions, readable } from './mail/contents.ts'
import type { History } from './mail/history.ts'
import type { PlacedPage } from './mail/pages.ts'
import type { Markings } from './mail/markings.ts'
import type { MarksView } from './mail/marks.ts'
import type { Inbox, Sender } from './mail/inbox.ts'
import type { Enqueued, Outbox } from './mail/outbox.ts'
import type { ContactRow, PageStateRow } from './core/rows.ts'

const DEFAULT_READ = 50
const MAX_READ = 1000

export interface MessageRow {
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
  /** kept at hand by either of the two */
  pinned: boolean
  /** of one that disappears: how long after it was read */
  expiresAfterMs?: number
  /** when it does; null before its time has begun, and of one that stays */
  expiresAtMs: number | null
  /** made by a newer nobyte: this version cannot show it */
  newer?: true
  /** by the author's clock */
  sentAtMs: number
  /** durable there, or, of one that came in, here */
  deliveredAtMs: number | null
  readAtMs: number | null
  state: MessageState
  /** who keeps it for them while they are away, and until when */
  custody?: { host: string, untilMs: number }[]
  /** what became of it, and when; only where it was asked for */
  timeline?: TimelineRow[]
}

/** queued: durable here; of one that came in, written: by its author's clock, and received: durable here */
export type TimelineRow = Step | { what: 'queued' | 'written' | 'delivered' | 'received' | 'read', atMs: number }

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
  newestIn: { position: bigint, id: ContentId } | undefined
}

export interface ConversationsDeps {
  /** this account's own name */
  ownName: string
  contacts: Contacts
  changes: ChangeLog
  history: History
  markings: Markings
  outbox: Outbox
  clock: Clock
}

export class Conversations {
  readonly #deps: ConversationsDeps

  constructor (deps: ConversationsDeps) {
    this.#deps = deps
  }

  listen (inbox: Inbox): void {
    inbox.register('read', async (sender, content, change) => { await this.#onRead(sender, content, change) })
  }

  /**
   * Resolves once the text is durable here.
   * @throws AppError TOO_LARGE, BLOCKED, KEY_CHANGED, NOT_FOUND (no such message to reply to), DISK_FULL
   */
  async send (contact: ContactRow, text: string, { replyTo }: { replyTo?: string } = {}): Promise<Enqueued> {
    if (text === '') throw new AppError('BAD_INPUT', 'there is nothing to send')
    const bytes = utf8(text)
    if (bytes.byteLength > MAX_TEXT_BYTES) {
      throw new AppError('TOO_LARGE', `a message has at most ${MAX_TEXT_BYTES / 1024} KiB of text`)
    }
    checkReachable(contact)
    const target = replyTo === undefined ? undefined : contentIdBytes(parseContentId(replyTo))
    if (target !== undefined && await this.#deps.history.find(contact.contactId, target) === undefined) {
      throw new AppError('NOT_FOUND', 'the message to reply to is not here')
    }
    return await this.#deps.outbox.enqueue(contact.contactId, {
      text: { text: bytes, replyTo: target ?? new Uint8Array(0), expiresAfterMs: timerOf(contact) }
    })
  }

  /** Oldest first: the newest `limit`, or the oldest unread ones. Unless it is a peek, what is shown counts as read. */
  async read (
    contact: ContactRow,
    { limit = DEFAULT_READ, before, unread = false, peek = false, timeline = false }:
    { limit?: number, before?: string, unread?: boolean, peek?: boolean, timeline?: boolean } = {}
  ): Promise<MessageRow[]> {
    const wanted = Math.min(limit, MAX_READ)
    const { rows, newestIn } = unread
      ? await this.#oldestUnread(contact, { wanted, before, timeline })
      : await this.#newest(contact, { wanted, before, timeline })
    const { readThrough } = await this.#deps.history.conversation(contact.contactId)
    if (!peek && newestIn !== undefined && newestIn.position > readThrough) await this.#markRead(contact, newestIn)
    return rows
  }

  async #newest (contact: ContactRow, { wanted, before, timeline }: Wanted): Promise<Shown> {
    const { history } = this.#deps
    const { contactId } = contact
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
      if (page.direction === 'in' && newestIn === undefined) newestIn = { position: page.position, id: idsOf(contents).at(-1)! }
      rows.unshift(...await this.#rows(contact, { ...page, contents }, { timeline }))
      if (rows.length >= wanted) break
    }
    return { rows: rows.slice(-wanted), newestIn }
  }

  /** From the oldest on, so that what is not shown yet stays unread. What arrived in one page is read as one. */
  async #oldestUnread (contact: ContactRow, { wanted, before, timeline }: Wanted): Promise<Shown> {
    const { history } = this.#deps
    const { contactId } = contact
    const { readThrough } = await history.conversation(contactId)
    const anchor = before === undefined ? undefined : await this.#anchor(contactId, before)
    const rows: MessageRow[] = []
    let newestIn: Shown['newestIn']
    for await (const page of history.pagesAfter(contactId, readThrough)) {
      if (anchor !== undefined && page.position >= anchor.position) break
      if (page.direction === 'out') continue
      if (rows.length > 0 && rows.length + page.contents.length > wanted) break
      rows.push(...await this.#rows(contact, page, { timeline }))
      newestIn = { position: page.position, id: idsOf(page.contents).at(-1)! }
    }
    return { rows, newestIn }
  }

  /** @throws AppError NOT_FOUND */
  async #anchor (contactId: AccountId, messageId: string): Promise<PlacedPage> {
    const page = await this.#deps.history.find(contactId, contentIdBytes(parseContentId(messageId)))
    if (page === undefined) throw new AppError('NOT_FOUND', 'no such message here')
    return page
  }

  async message (contact: ContactRow, messageId: string, options: { timeline?: boolean } = {}): Promise<MessageRow | undefined> {
    const id = parseContentId(messageId)
    const page = await this.#deps.history.find(contact.contactId, contentIdBytes(id))
    if (page === undefined) return undefined
    return (await this.#rows(contact, page, options)).find(row => row.messageId === id)
  }

  async #rows (contact: ContactRow, page: PlacedPage, { timeline = false }: { timeline?: boolean } = {}): Promise<MessageRow[]> {
    const { history, outbox, ownName } = this.#deps
    const isOut = page.direction === 'out'
    const state = await history.state(contact.contactId, page.position)
    const custody = isOut && reached(state) === undefined ? this.#custodyOf(contact.contactId, page.position) : []
    const shown: MessageState = isOut
      ? reached(state) ?? (custody.length > 0 ? 'in mailbox' : outbox.stateOf(contact.contactId, page.position))
      : 'received'
    const from = { out: ownName, in: shownName(contact) }
    const begunMs = begunAt(page.direction, state)
    const views = await this.#viewsOf(contact.contactId, page)
    const steps = timeline && isOut ? await this.#stepsOf(contact.contactId, page.position) : []
    return page.contents.map(readable).flatMap((content, i) => {
      const { view, editedText } = views?.[i] ?? UNMARKED
      if (view.hidden) return []
      const text = view.deleted ? '' : editedText ?? toText(content.text?.text ?? new Uint8Array(0))
      const afterMs = expiryOf(content)
      const replyTo = content.text?.replyTo ?? content.erased?.replyTo
      return {
        messageId: contentIdFromBytes(content.id),
        contactId: contact.contactId,
        direction: page.direction,
        from: from[page.direction],
        text,
        ...(replyTo?.byteLength === CONTENT_ID_BYTES ? { replyTo: contentIdFromBytes(replyTo) } : {}),
        edited: view.edited,
        deleted: view.deleted || (content.erased !== undefined && editedText === undefined),
        reactions: view.reactions.map(({ by, emoji }) => ({ emoji, from: from[by], direction: by })),
        mentioned: !isOut && mentions(text, ownName),
        pinned: view.pinned,
        ...(afterMs === undefined ? {} : { expiresAfterMs: afterMs }),
        expiresAtMs: afterMs === undefined || begunMs === undefined ? null : begunMs + afterMs,
        ...(content.newer === undefined ? {} : { newer: true as const }),
        sentAtMs: content.sentAtMs,
        deliveredAtMs: isOut ? state.deliveredAtMs ?? state.readAtMs ?? null : page.storedAtMs,
        readAtMs: state.readAtMs ?? null,
        state: shown,
        ...(custody.length > 0 ? { custody } : {}),
        ...(timeline ? { timeline: view.deleted ? [] : timelineOf(page, content, { steps, state }) } : {})
      }
    })
  }

  /** What became of each message of a page; undefined for most pages, of which nothing became. */
  async #viewsOf (contactId: AccountId, { position, direction, contents }: PlacedPage): Promise<Viewed[] | undefined> {
    const { markings } = this.#deps
    if (!await markings.has(contactId, position)) return undefined
    return await Promise.all(idsOf(contents).map(async id => {
      const view = await markings.view(contactId, id, direction)
      return { view, editedText: view.edited ? await markings.text(contactId, id) : undefined }
    }))
  }

  #custodyOf (contactId: AccountId, position: bigint): NonNullable<MessageRow['custody']> {
    const { outbox, clock } = this.#deps
    return outbox.custodyOf(contactId, position).filter(({ untilMs, doubted }) => untilMs > clock.now() && doubted !== true)
      .map(({ alias, untilMs }) => ({ host: alias, untilMs }))
  }

  async #stepsOf (contactId: AccountId, position: bigint): Promise<Step[]> {
    return [...await this.#deps.history.steps(contactId, position), ...this.#deps.outbox.stepsOf(contactId, position)]
  }

  async #markRead (contact: ContactRow, { position, id }: { position: bigint, id: ContentId }): Promise<void> {
    const { changes, history, outbox, clock } = this.#deps
    const { contactId } = contact
    const conversation = await history.conversation(contactId)
    const readAtMs = clock.now()
    const change = changes.begin()
    for await (const page of history.pagesBefore(contactId, position + 1n)) {
      if (page.position <= conversation.readThrough) break
      if (page.direction === 'in') history.putState(change.batch, contactId, page.position, { readAtMs })
    }
    conversation.readThrough = position
    conversation.unread = await this.#unreadAfter(contactId, position)
    history.saveConversation(change, contactId, conversation)
    await change.commit()
    if (contact.readReceipts && contact.blockedAtMs === undefined && contact.state === 'ready') {
      await outbox.enqueue(contactId, { read: { ids: [contentIdBytes(id)], readAtMs } })
    }
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

const reached = (state: PageStateRow): MessageState | undefined =>
  state.readAtMs !== undefined ? 'read' : state.deliveredAtMs !== undefined ? 'delivered' : undefined

function timelineOf (
  { direction, storedAtMs }: PlacedPage, { sentAtMs }: Content, { steps, state }: { steps: readonly Step[], state: PageStateRow }
): TimelineRow[] {
  const { deliveredAtMs, readAtMs } = state
  const read: TimelineRow[] = readAtMs === undefined ? [] : [{ what: 'read', atMs: readAtMs }]
  // By their clock, which may be another: it stands first whatever it says.
  if (direction === 'in') return [{ what: 'written', atMs: sentAtMs }, { what: 'received', atMs: storedAtMs }, ...read]
  const delivered: TimelineRow[] = deliveredAtMs === undefined ? [] : [{ what: 'delivered', atMs: deliveredAtMs }]
  return [{ what: 'queued', atMs: storedAtMs }, ...[...steps, ...delivered, ...read].sort((a, b) => a.atMs - b.atMs)]
}
