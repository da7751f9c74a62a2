/**
 * What was said, in pages: one page holds what was enqueued, or arrived, in one step. A page's position orders it: the
 * Lamport time of its last content, then author, so an answer never stands before what it answers.
 */
import { readU64be } from '../../base/bytes.ts'
import { contentIdFromBytes, type AccountId, type ContentId } from '../../base/ids.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Batch, Key, Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import type { Change } from '../core/changes.ts'
import { boundedSteps, type Step } from '../core/journeys.ts'
import type { ConversationRow, PageStateRow } from '../core/rows.ts'
import { authorOf, idsOf } from './contents.ts'
import type { Located } from './marks.ts'
import { INDEX_SPAN_MS, indexCodec, pageCodec, readKey, spansOf, wayKey, type IndexRow, type Page, type PlacedPage } from './pages.ts'

type PageListener = (change: Change, contactId: AccountId, page: PlacedPage) => void

const LAMPORT_SHIFT = 24n
const AUTHOR_SHIFT = LAMPORT_SHIFT - 1n
const AUTHOR_BIT = 1n << AUTHOR_SHIFT
/** A contact may claim any Lamport time; one that is far ahead would leave no room above it. */
const MAX_LAMPORT_LEAP = 1_000_000
/** More pages than this are never on their way to the disk at once. */
const MAX_PLACED = 4096
const MAX_INDEXED = 4 * MAX_PLACED
const MIN_OLDER_ENTRIES = 1024
const MAX_OLDER_ENTRIES = 16_384

const INDEX_SHIFT = 16n
/** how many pages may begin in one millisecond */
const INDEX_SLOTS = 1n << INDEX_SHIFT

/** Where a page lies in `TABLES.history`. */
export const pageKey = (contactId: AccountId, position: bigint): Key => ({ id: contactId, at: position })
/** A ULID begins with 48 bits of milliseconds. */
const timeOf = (id: Uint8Array): bigint => readU64be(id) >> 16n

export class History {
  readonly #pages: Table<Page>
  readonly #index: Table<IndexRow>
  readonly #states: Table<PageStateRow>
  readonly #rows: Table<ConversationRow>
  readonly #pageListeners: PageListener[] = []
  readonly #conversations = new Map<AccountId, Conversation>()
  /** steps that may be on their way to the disk, by contact and position */
  readonly #ways = new Map<string, Step[]>()

  constructor ({ store }: { store: Store }) {
    this.#pages = store.table(TABLES.history, pageCodec)
    this.#index = store.table(TABLES.historyIndex, indexCodec)
    this.#states = store.table(TABLES.pageStates, jsonCodec<PageStateRow>())
    this.#rows = store.table(TABLES.conversations, jsonCodec<ConversationRow>())
  }

  /** Calls back with each page while its change is made, for what has to become durable with it. */
  onPage (listener: PageListener): void {
    this.#pageListeners.push(listener)
  }

  async conversation (contactId: AccountId): Promise<Conversation> {
    const known = this.#conversations.get(contactId)
    if (known !== undefined) return known
    const row = await this.#rows.getSound({ id: contactId })
    let top = BigInt(row?.top ?? 0)
    // Two batches may reach the disk in the other order than their counters; the pages themselves are the truth.
    for await (const { at } of this.#pages.entries({ id: contactId, reverse: true, limit: 1 })) if (at > top) top = at
    const conversation = this.#conversations.get(contactId) ?? {
      lamport: Math.max(row?.lamport ?? 0, Number(top >> LAMPORT_SHIFT)),
      seq: row?.seq ?? 0,
      top,
      topIn: BigInt(row?.topIn ?? row?.readThrough ?? 0),
      unread: row?.unread ?? 0,
      readThrough: BigInt(row?.readThrough ?? 0),
      placed: new Set(),
      indexed: new Set(),
      arriving: new Map()
    }
    this.#conversations.set(contactId, conversation)
    return conversation
  }

  /** The highest position in use as it was written down: two batches that reach the disk the other way round may leave it behind. */
  async notedTop (contactId: AccountId): Promise<bigint> {
    return this.#conversations.get(contactId)?.top ?? BigInt((await this.#rows.getSound({ id: contactId }))?.top ?? 0)
  }

  /** Writes a page where it belongs, a past one as nothing new. Counters only ever grow: a failed batch leaves a gap at most. */
  async addPage (change: Change, contactId: AccountId, page: Page, { isPast = false }: { isPast?: boolean } = {}): Promise<bigint> {
    const { batch } = change
    const conversation = await this.conversation(contactId)
    const claimed = page.contents.reduce((max, content) => Math.max(max, content.lamport), 0)
    const lamport = Math.min(claimed, conversation.lamport + MAX_LAMPORT_LEAP)
    conversation.lamport = Math.max(conversation.lamport, lamport)
    let position = (BigInt(lamport) << LAMPORT_SHIFT) | (page.direction === 'in' ? AUTHOR_BIT : 0n)
    // Their count may have fallen, when they put an old copy back. What arrives later never stands before what came earlier.
    if (page.direction === 'in' && !isPast && position <= conversation.topIn) position = conversation.topIn + 1n
    // A second page at the same Lamport time must never replace the first.
    while (position <= conversation.top && await this.#isTaken(contactId, position)) position += 1n
    remember(conversation.placed, position)
    if (position > conversation.top) conversation.top = position
    if (page.direction === 'in' && !isPast) {
      conversation.topIn = position
      conversation.unread += page.contents.length
      change.undo(() => { conversation.unread -= page.contents.length })
    }
    // What one said oneself may come back from a group, with what was said of it.
    if (page.direction === 'in' || page.contents.some(({ origin }) => origin !== undefined)) {
      this.#arrive(change, conversation.arriving, page, position)
    }
    this.#pages.put(batch, { id: contactId, at: position }, page)
    await this.#putIndex(batch, contactId, page, position)
    for (const listener of this.#pageListeners) listener(change, contactId, { ...page, position })
    this.saveConversation(change, contactId, conversation)
    return position
  }

  /** Until it can be found on the disk, what else comes in the same step finds it here. */
  #arrive (change: Change, arriving: Map<ContentId, Located>, { direction, contents }: Page, position: bigint): void {
    for (const content of contents) arriving.set(contentIdFromBytes(content.id), { position, author: authorOf(direction, content) })
    const settle = (): void => { for (const id of idsOf(contents)) arriving.delete(id) }
    change.after(settle)
    change.undo(settle)
  }

  /**
   * What is said here from now on comes after what was said at this Lamport time.
   * @returns the time as it is believed: a contact may claim any
   */
  async witness (change: Change, contactId: AccountId, claimed: number): Promise<number> {
    const conversation = await this.conversation(contactId)
    const lamport = Math.min(claimed, conversation.lamport + MAX_LAMPORT_LEAP)
    if (lamport > conversation.lamport) {
      conversation.lamport = lamport
      this.saveConversation(change, contactId, conversation)
    }
    return lamport
  }

  /** As it is when the change is committed: an earlier state must never be written over a later one. */
  saveConversation (change: Change, contactId: AccountId, conversation: Conversation): void {
    change.before(() => {
      const { lamport, seq, top, topIn, unread, readThrough } = conversation
      this.#rows.put(change.batch, { id: contactId }, {
        lamport, seq, top: `${top}`, topIn: `${topIn}`, unread, readThrough: `${readThrough}`
      })
    })
  }

  async page (contactId: AccountId, position: bigint): Promise<PlacedPage | undefined> {
    const page = await this.#pages.getSound({ id: contactId, at: position })
    return page === undefined ? undefined : { ...page, position }
  }

  /** Newest first. */
  async * pagesBefore (contactId: AccountId, before?: bigint): AsyncIterable<PlacedPage> {
    const range = { id: contactId, reverse: true, ...(before === undefined ? {} : { lt: before }) }
    for await (const { at, value } of this.#pages.entries(range)) {
      yield { ...value, position: at }
    }
  }

  /** Oldest first. */
  async * pagesAfter (contactId: AccountId, after: bigint): AsyncIterable<PlacedPage> {
    for await (const { at, value } of this.#pages.entries({ id: contactId, gte: after + 1n })) {
      yield { ...value, position: at }
    }
  }

  /** Writes a page anew, unless it was removed meanwhile. Its contents keep their ids. */
  replacePage (batch: Batch, contactId: AccountId, { position, ...page }: PlacedPage): void {
    this.#pages.replace(batch, pageKey(contactId, position), page)
  }

  /** Where a content stands, or will when what is arriving is on the disk. */
  async locate (contactId: AccountId, id: Uint8Array): Promise<Located | undefined> {
    const messageId = contentIdFromBytes(id)
    const arriving = (await this.conversation(contactId)).arriving.get(messageId)
    if (arriving !== undefined) return arriving
    const page = await this.find(contactId, id)
    const content = page?.contents.find(one => contentIdFromBytes(one.id) === messageId)
    return page && content && { position: page.position, author: authorOf(page.direction, content) }
  }

  /** Which of several conversations a content belongs to. */
  async search (contactIds: readonly AccountId[], id: Uint8Array): Promise<AccountId | undefined> {
    for (const find of [this.#findFirst.bind(this), this.find.bind(this)]) {
      for (const contactId of contactIds) if (await find(contactId, id) !== undefined) return contactId
    }
    return undefined
  }

  /** The page that begins with a content, as most do that hold one: found without going far. */
  async #findFirst (contactId: AccountId, id: Uint8Array): Promise<PlacedPage | undefined> {
    const ms = timeOf(id)
    const text = contentIdFromBytes(id)
    for await (const { value } of this.#index.entries({ id: contactId, gte: ms << INDEX_SHIFT, lt: (ms + 1n) << INDEX_SHIFT })) {
      const page = await this.page(contactId, value.position)
      if (page?.contents.some(content => contentIdFromBytes(content.id) === text) === true) return page
    }
    return undefined
  }

  /** The page that holds a content. */
  async find (contactId: AccountId, id: Uint8Array): Promise<PlacedPage | undefined> {
    const text = contentIdFromBytes(id)
    for await (const page of this.#around(contactId, timeOf(id), timeOf(id))) {
      if (page.contents.some(content => contentIdFromBytes(content.id) === text)) return page
    }
    return undefined
  }

  /** Which of these contents are here already. */
  async known (contactId: AccountId, ids: readonly Uint8Array[]): Promise<Set<ContentId>> {
    const wanted = new Set(ids.map(contentIdFromBytes))
    const known = new Set<ContentId>()
    if (wanted.size === 0) return known
    const times = ids.map(timeOf).sort((a, b) => a < b ? -1 : 1)
    for await (const { contents } of this.#around(contactId, times[0]!, times.at(-1)!)) {
      for (const id of idsOf(contents)) if (wanted.has(id)) known.add(id)
      if (known.size === wanted.size) break
    }
    return known
  }

  /**
   * The pages that may hold contents of these times. An entry lies at the time of its first content, so the search goes
   * back from there. It ends behind many in a row that are older, or whoever looks for what is not here would have the
   * whole index read; but not within the span that an entry may be for, however much was said in it.
   */
  async * #around (contactId: AccountId, fromMs: bigint, toMs: bigint): AsyncIterable<PlacedPage> {
    let older = 0
    const looked = new Set<bigint>()
    for await (const { at, value } of this.#index.entries({ id: contactId, lt: (toMs + 1n) << INDEX_SHIFT, reverse: true })) {
      if (value.lastMs < fromMs) {
        older++
        const isFar = at >> INDEX_SHIFT < fromMs - INDEX_SPAN_MS
        if (older >= MAX_OLDER_ENTRIES || (isFar && older >= MIN_OLDER_ENTRIES)) return
        continue
      }
      older = 0
      if (looked.has(value.position)) continue
      looked.add(value.position)
      const page = await this.page(contactId, value.position)
      if (page !== undefined) yield page
    }
  }

  async state (contactId: AccountId, position: bigint): Promise<PageStateRow> {
    const delivered = await this.#states.getSound({ id: contactId, at: position })
    const read = await this.#states.getSound(readKey(contactId, position))
    return { ...delivered, ...read }
  }

  /** A row each: what is told of the one may be written while the other is still on its way to the disk. */
  putState (batch: Batch, contactId: AccountId, position: bigint, { readAtMs, ...delivered }: PageStateRow): void {
    if (delivered.deliveredAtMs !== undefined) this.#states.put(batch, { id: contactId, at: position }, delivered)
    if (readAtMs !== undefined) this.#states.put(batch, readKey(contactId, position), { readAtMs })
  }

  /** Keeps what became of a page that was not delivered yet. */
  async addSteps (change: Change, contactId: AccountId, position: bigint, steps: readonly Step[]): Promise<void> {
    const name = `${contactId}/${position}`
    const stored = this.#ways.has(name) ? undefined : await this.#states.getSound(wayKey(contactId, position))
    const next = boundedSteps([...this.#ways.get(name) ?? stored?.steps ?? [], ...steps])
    this.#ways.delete(name)
    this.#ways.set(name, next)
    if (this.#ways.size > MAX_PLACED) this.#ways.delete(this.#ways.keys().next().value!)
    this.#states.put(change.batch, wayKey(contactId, position), { steps: next })
  }

  /** What is kept of a page's journey, in the order of its times. */
  async steps (contactId: AccountId, position: bigint): Promise<Step[]> {
    const before = await this.#states.getSound(wayKey(contactId, position))
    const delivered = await this.#states.getSound({ id: contactId, at: position })
    return [...before?.steps ?? [], ...delivered?.steps ?? []]
  }

  /** Nothing of the page is left to tell a journey of. That it was delivered stays. */
  async forgetSteps (change: Change, contactId: AccountId, position: bigint): Promise<void> {
    this.#ways.delete(`${contactId}/${position}`)
    this.#states.del(change.batch, wayKey(contactId, position))
    const key = { id: contactId, at: position }
    const { steps, ...delivered } = await this.#states.getSound(key) ?? {}
    if (steps !== undefined) this.#states.replace(change.batch, key, delivered)
  }

  /** Forgets a conversation; its pages, too. */
  async remove (batch: Batch, contactId: AccountId): Promise<void> {
    for (const table of [this.#pages, this.#index, this.#states]) {
      for await (const { at } of table.entries({ id: contactId })) table.del(batch, { id: contactId, at })
    }
    for (const key of [readKey, wayKey]) {
      for await (const { at } of this.#states.entries({ id: key(contactId, 0n).id })) this.#states.del(batch, key(contactId, at))
    }
    this.#rows.del(batch, { id: contactId })
    this.#conversations.delete(contactId)
  }

  /** Several pages may begin in the same millisecond. */
  async #putIndex (batch: Batch, contactId: AccountId, { contents }: Page, position: bigint): Promise<void> {
    const { indexed } = await this.conversation(contactId)
    for (const { firstMs, lastMs } of spansOf(contents.map(({ id }) => timeOf(id)))) {
      let slot = position >> AUTHOR_SHIFT
      let at: bigint
      do {
        at = (firstMs << INDEX_SHIFT) | (slot++ % INDEX_SLOTS)
      } while (indexed.has(at) || await this.#index.has({ id: contactId, at }))
      remember(indexed, at, MAX_INDEXED)
      this.#index.put(batch, { id: contactId, at }, { position, lastMs })
    }
  }

  async #isTaken (contactId: AccountId, position: bigint): Promise<boolean> {
    const conversation = await this.conversation(contactId)
    return conversation.placed.has(position) || await this.#pages.has({ id: contactId, at: position })
  }
}

export interface Conversation {
  lamport: number
  seq: number
  top: bigint
  /** the highest position of what they wrote */
  topIn: bigint
  unread: number
  readThrough: bigint
  /** positions given out of late, whose pages may not be on the disk yet */
  placed: Set<bigint>
  /** the same of places in the index */
  indexed: Set<bigint>
  /** what came in and is on its way to the disk */
  arriving: Map<ContentId, Located>
}

function remember (given: Set<bigint>, one: bigint, most = MAX_PLACED): void {
  given.add(one)
  if (given.size > most) given.delete(given.values().next().value!)
}
