/**
 * What was said, in pages: one page holds what was enqueued, or arrived, in one step. A page's position orders it: the
 * Lamport time of its last content, then author, so an answer never stands before what it answers.
 */
import { concat, readU64be, u64be } from '../base/bytes.ts'
import { contentIdFromBytes, type AccountId, type ContentId } from '../base/ids.ts'
import { jsonCodec } from '../store/codecs.ts'
import type { Batch, Codec, Store, Table } from '../store/store.ts'
import { TABLES } from '../store/tables.ts'
import { Contents, type Content } from '../wire/gen/content.ts'
import type { ConversationRow, PageStateRow } from './rows.ts'

export type Direction = 'in' | 'out'

export interface Page {
  direction: Direction
  /** by this device's clock */
  storedAtMs: number
  contents: Content[]
}

export interface PlacedPage extends Page {
  position: bigint
}

const LAMPORT_SHIFT = 24n
const AUTHOR_BIT = 1n << 23n
/** A contact may claim any Lamport time; one that is far ahead would leave no room above it. */
const MAX_LAMPORT_LEAP = 1_000_000
/** More pages than this are never on their way to the disk at once. */
const MAX_PLACED = 4096

const pageCodec: Codec<Page> = {
  encode: ({ direction, storedAtMs, contents }) =>
    concat(Uint8Array.of(direction === 'in' ? 1 : 0), u64be(storedAtMs), Contents.encode({ contents })),
  decode: bytes => ({
    direction: bytes[0] === 1 ? 'in' : 'out',
    storedAtMs: Number(readU64be(bytes, 1)),
    contents: Contents.decode(bytes.subarray(9)).contents
  })
}
const positionCodec: Codec<bigint> = { encode: u64be, decode: bytes => readU64be(bytes) }

/** A ULID begins with 48 bits of milliseconds. */
const timeOf = (id: Uint8Array): bigint => readU64be(id) >> 16n

export class History {
  readonly #pages: Table<Page>
  readonly #index: Table<bigint>
  readonly #states: Table<PageStateRow>
  readonly #rows: Table<ConversationRow>
  readonly #conversations = new Map<AccountId, Conversation>()

  constructor ({ store }: { store: Store }) {
    this.#pages = store.table(TABLES.history, pageCodec)
    this.#index = store.table(TABLES.historyIndex, positionCodec)
    this.#states = store.table(TABLES.pageStates, jsonCodec<PageStateRow>())
    this.#rows = store.table(TABLES.conversations, jsonCodec<ConversationRow>())
  }

  async conversation (contactId: AccountId): Promise<Conversation> {
    const known = this.#conversations.get(contactId)
    if (known !== undefined) return known
    const row = await this.#rows.get({ id: contactId })
    let top = BigInt(row?.top ?? 0)
    // Two batches may reach the disk in the other order than their counters; the pages themselves are the truth.
    for await (const { at } of this.#pages.entries({ id: contactId, reverse: true, limit: 1 })) if (at > top) top = at
    const conversation = this.#conversations.get(contactId) ?? {
      lamport: Math.max(row?.lamport ?? 0, Number(top >> LAMPORT_SHIFT)),
      seq: row?.seq ?? 0,
      top,
      unread: row?.unread ?? 0,
      readThrough: BigInt(row?.readThrough ?? 0),
      placed: new Set()
    }
    this.#conversations.set(contactId, conversation)
    return conversation
  }

  /** Writes a page and takes its place in the order. Counters only ever grow, so a failed batch leaves a gap at most. */
  async addPage (batch: Batch, contactId: AccountId, page: Page): Promise<bigint> {
    const conversation = await this.conversation(contactId)
    const claimed = page.contents.reduce((max, content) => Math.max(max, content.lamport), 0)
    const lamport = Math.min(claimed, conversation.lamport + MAX_LAMPORT_LEAP)
    conversation.lamport = Math.max(conversation.lamport, lamport)
    let position = (BigInt(lamport) << LAMPORT_SHIFT) | (page.direction === 'in' ? AUTHOR_BIT : 0n)
    // A second page at the same Lamport time must never replace the first.
    while (position <= conversation.top && await this.#isTaken(contactId, position)) position += 1n
    conversation.placed.add(position)
    if (conversation.placed.size > MAX_PLACED) conversation.placed.delete(conversation.placed.values().next().value!)
    if (position > conversation.top) conversation.top = position
    if (page.direction === 'in') conversation.unread += page.contents.length
    this.#pages.put(batch, { id: contactId, at: position }, page)
    const first = page.contents.reduce((min, { id }) => timeOf(id) < min ? timeOf(id) : min, timeOf(page.contents[0]!.id))
    this.#index.put(batch, { id: contactId, at: (first << 16n) | (position & 0xffffn) }, position)
    this.saveConversation(batch, contactId, conversation)
    return position
  }

  saveConversation (batch: Batch, contactId: AccountId, { lamport, seq, top, unread, readThrough }: Conversation): void {
    this.#rows.put(batch, { id: contactId }, { lamport, seq, top: `${top}`, unread, readThrough: `${readThrough}` })
  }

  async page (contactId: AccountId, position: bigint): Promise<PlacedPage | undefined> {
    const page = await this.#pages.get({ id: contactId, at: position })
    return page === undefined ? undefined : { ...page, position }
  }

  /** Newest first. */
  async * pagesBefore (contactId: AccountId, before?: bigint): AsyncIterable<PlacedPage> {
    const range = { id: contactId, reverse: true, ...(before === undefined ? {} : { lt: before }) }
    for await (const { at, value } of this.#pages.entries(range)) {
      yield { ...value, position: at }
    }
  }

  /** The page that holds a content. Pages are indexed by their first content's time, so the search goes back from it. */
  async find (contactId: AccountId, id: Uint8Array): Promise<PlacedPage | undefined> {
    const text = contentIdFromBytes(id)
    for await (const { value } of this.#index.entries({ id: contactId, lt: (timeOf(id) + 1n) << 16n, reverse: true })) {
      const page = await this.page(contactId, value)
      if (page?.contents.some(content => contentIdFromBytes(content.id) === text) === true) return page
    }
    return undefined
  }

  async state (contactId: AccountId, position: bigint): Promise<PageStateRow> {
    return await this.#states.get({ id: contactId, at: position }) ?? {}
  }

  putState (batch: Batch, contactId: AccountId, position: bigint, state: PageStateRow): void {
    this.#states.put(batch, { id: contactId, at: position }, state)
  }

  /** Forgets a conversation; its pages, too. */
  async remove (batch: Batch, contactId: AccountId): Promise<void> {
    for (const table of [this.#pages, this.#index, this.#states]) {
      for await (const { at } of table.entries({ id: contactId })) table.del(batch, { id: contactId, at })
    }
    this.#rows.del(batch, { id: contactId })
    this.#conversations.delete(contactId)
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
  unread: number
  readThrough: bigint
  /** positions given out of late, whose pages may not be on the disk yet */
  placed: Set<bigint>
}

export const idsOf = (contents: Content[]): ContentId[] => contents.map(content => contentIdFromBytes(content.id))
