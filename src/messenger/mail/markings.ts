/**
 * Where marks are kept, and how they find their message. One that comes before its message is held until that is there;
 * of those only so many, since whoever sends them may never send what they speak of.
 */
import { fromHex, fromUtf8, readU64be, utf8 } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { contentIdBytes, contentIdFromBytes, type AccountId, type ContentId } from '../../base/ids.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Batch, Codec, Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import type { Change } from '../core/changes.ts'
import { idsOf } from './contents.ts'
import type { History } from './history.ts'
import type { Direction, PlacedPage } from './pages.ts'
import { merged, viewOf, type Author, type MarksRow, type MarksView } from './marks.ts'

/** Marks by one person in one conversation whose messages are not here. */
export const MAX_HELD = 1024
/** by all who talk there; above, whoever has the most of them makes room */
export const MAX_HELD_TOGETHER = 8 * MAX_HELD
/** Rows that were written of late: a mark that is made meanwhile builds on them, on the disk or not yet. */
const MAX_RECENT = 4096

const textCodec: Codec<string> = { encode: text => utf8(text), decode: bytes => fromUtf8(bytes) }

/** As it lies in the store: a member of a group is named in it. */
type StoredRow = MarksRow & { by?: AccountId }
interface HeldRow { contactId: AccountId, messageId: ContentId, by?: AccountId }

/** A page of which something has to leave the disk, and the places of the rows that say so. */
export interface ErasurePlan {
  contactId: AccountId
  position: bigint
  rows: bigint[]
}

export interface Marker {
  /** its message is here */
  known: boolean
  /** Adds marks to a change; `text` belongs to an edit. */
  mark: (change: Change, patch: MarksRow, text?: string) => void
}

export class Markings {
  readonly #history: History
  readonly #marks: Table<StoredRow>
  readonly #texts: Table<string>
  readonly #heldRows: Table<HeldRow>
  readonly #pins: Table<ContentId>
  readonly #plans: Table<{ contactId: AccountId, position: string }>
  readonly #onPlan: () => void
  readonly #recent = new Map<string, MarksRow>()
  readonly #held = new Map<AccountId, Map<Author, Map<ContentId, bigint>>>()
  readonly #changed = new WeakMap<Change, Map<AccountId, Set<ContentId>>>()
  #nextHeld = 1n
  #nextPlan = 1n

  /** @param onPlan something has to leave the disk from now on */
  constructor ({ store, history, onPlan }: { store: Store, history: History, onPlan: () => void }) {
    this.#history = history
    history.onPage((change, contactId, page) => {
      if (page.direction === 'in') change.before(() => { this.#arrived(change, contactId, page) })
    })
    this.#marks = store.table(TABLES.marks, jsonCodec<StoredRow>())
    this.#texts = store.table(TABLES.edits, textCodec)
    this.#heldRows = store.table(TABLES.heldMarks, jsonCodec())
    this.#pins = store.table(TABLES.pins, jsonCodec())
    this.#plans = store.table(TABLES.erasures, jsonCodec())
    this.#onPlan = onPlan
  }

  async load (): Promise<void> {
    for await (const { at, value: { contactId, messageId, by } } of this.#heldRows.entries({})) {
      this.#heldOf(contactId, by ?? 'in').set(messageId, at)
      if (at >= this.#nextHeld) this.#nextHeld = at + 1n
    }
    for await (const { at } of this.#plans.entries({})) if (at >= this.#nextPlan) this.#nextPlan = at + 1n
    // In the order in which they came: the oldest go first.
    for (const authors of this.#held.values()) {
      for (const [by, held] of authors) authors.set(by, new Map([...held].sort(([, a], [, b]) => a < b ? -1 : 1)))
    }
  }

  /**
   * Gets ready to mark a message for one of those who talk.
   * @throws AppError NOT_FOUND: there is no such message, and it is not somebody else who speaks of it;
   *   REFUSED: only who wrote a message may do this
   */
  async marker (
    contactId: AccountId, messageId: ContentId, { by, authorOnly }: { by: Author, authorOnly: boolean }
  ): Promise<Marker> {
    const place = await this.#history.locate(contactId, contentIdBytes(messageId))
    if (place === undefined && by === 'out') throw new AppError('NOT_FOUND', 'no such message here')
    if (authorOnly && place !== undefined && place.author !== by) {
      throw new AppError('REFUSED', 'only who wrote a message can change it or take it back')
    }
    const key = markKey(contactId, messageId, by)
    const stored = await this.#marks.getSound(key)
    return {
      known: place !== undefined,
      mark: (change, patch, text) => {
        // At the moment that settles the order of changes: both sides may be marking it.
        change.before(() => { this.#write(change, { contactId, messageId, by, stored, patch, text }) })
        if (place === undefined) {
          change.before(() => { this.#hold(change, contactId, messageId, by) })
        } else {
          this.#attach(change, contactId, messageId, place.position)
          if (removesText(patch)) this.#plan(change, contactId, place.position)
        }
      }
    }
  }

  /** Messages are there for which marks may have waited. */
  #arrived (change: Change, contactId: AccountId, { position, contents }: PlacedPage): void {
    const authors = this.#held.get(contactId)
    if (authors === undefined) return
    for (const messageId of idsOf(contents)) {
      const speakers = [...authors].filter(([, held]) => held.has(messageId))
      for (const [by] of speakers) this.#letGo(change, contactId, messageId, by)
      if (speakers.length === 0) continue
      this.#attach(change, contactId, messageId, position)
      this.#plan(change, contactId, position)
    }
  }

  /** Whether a message of this page has marks. */
  async has (contactId: AccountId, position: bigint): Promise<boolean> {
    return await this.#marks.has(pageKey(contactId, position))
  }

  async view (contactId: AccountId, messageId: ContentId, author: Author): Promise<MarksView> {
    const marks = new Map<Author, MarksRow>()
    for await (const { at, value } of this.#marks.entries({ id: marksId(contactId, messageId) })) {
      marks.set(value.by ?? (at === BY.out ? 'out' : 'in'), value)
    }
    return viewOf(marks, author)
  }

  /** What a message reads like that its author edited; undefined when they did not, or the text is damaged. */
  async text (contactId: AccountId, messageId: ContentId, author: Author): Promise<string | undefined> {
    return await this.#texts.getSound(textKey(contactId, messageId, author))
  }

  /** Messages that were pinned, the newest first; whether they still are their marks say. */
  async * pinned (contactId: AccountId): AsyncIterable<ContentId> {
    for await (const { value } of this.#pins.entries({ id: contactId, reverse: true })) yield value
  }

  /** One for each page. */
  async plans (): Promise<ErasurePlan[]> {
    const plans = new Map<string, ErasurePlan>()
    for await (const { at, value: { contactId, position } } of this.#plans.entries({})) {
      const name = `${contactId}${position}`
      const plan = plans.get(name) ?? { contactId, position: BigInt(position), rows: [] }
      plan.rows.push(at)
      plans.set(name, plan)
    }
    return [...plans.values()]
  }

  /** The text of a message that is not shown any more goes with it. */
  forgetText (batch: Batch, contactId: AccountId, messageId: ContentId, author: Author): void {
    this.#texts.del(batch, textKey(contactId, messageId, author))
  }

  /** What was planned for a page is done. What was planned since has rows of its own. */
  settle (batch: Batch, { contactId, rows }: ErasurePlan): void {
    for (const at of rows) this.#plans.del(batch, { id: contactId, at })
  }

  /** Forgets all marks on a conversation; its pages are still there. */
  async remove (change: Change, contactId: AccountId): Promise<void> {
    const { batch } = change
    const ids = [...this.#held.get(contactId)?.values() ?? []].flatMap(held => [...held.keys()])
    for await (const { at } of this.#marks.entries({ id: pageId(contactId) })) {
      this.#marks.del(batch, pageKey(contactId, at))
      ids.push(...idsOf((await this.#history.page(contactId, at))?.contents ?? []))
    }
    for (const messageId of ids) {
      for await (const { value: { by } } of this.#marks.entries({ id: marksId(contactId, messageId) })) {
        this.#texts.del(batch, textKey(contactId, messageId, by ?? 'in'))
      }
      this.#marks.delAll(batch, marksId(contactId, messageId))
    }
    for (const table of [this.#heldRows, this.#plans, this.#pins]) table.delAll(batch, contactId)
    change.after(() => {
      this.#held.delete(contactId)
      this.#recent.clear()
    })
  }

  #write (
    change: Change, { contactId, messageId, by, stored, patch, text }:
    { contactId: AccountId, messageId: ContentId, by: Author, stored: MarksRow | undefined, patch: MarksRow, text: string | undefined }
  ): void {
    const name = `${contactId}${messageId}${by}`
    const before = this.#recent.get(name) ?? stored ?? {}
    const row = merged(before, patch)
    this.#marks.put(change.batch, markKey(contactId, messageId, by), isOneOfTwo(by) ? row : { ...row, by })
    const key = textKey(contactId, messageId, by)
    if (row.deleted !== undefined || row.hidden === true) this.#texts.del(change.batch, key)
    else if (text !== undefined && row.edit?.id === patch.edit?.id) this.#texts.put(change.batch, key, text)
    // Off leaves it: the other may have pinned it since. The marks decide.
    if (patch.pin?.on === true) this.#pins.put(change.batch, pinKey(contactId, messageId), messageId)
    this.#recent.delete(name)
    this.#recent.set(name, row)
    if (this.#recent.size > MAX_RECENT) this.#recent.delete(this.#recent.keys().next().value!)
    change.undo(() => { this.#recent.delete(name) })
  }

  /** Its page is looked at for marks from now on, and whoever listens hears of it once for each change. */
  #attach (change: Change, contactId: AccountId, messageId: ContentId, position: bigint): void {
    this.#marks.put(change.batch, pageKey(contactId, position), {})
    const changed = this.#changed.get(change) ?? new Map<AccountId, Set<ContentId>>()
    this.#changed.set(change, changed)
    const ids = changed.get(contactId)
    if (ids !== undefined) {
      ids.add(messageId)
      return
    }
    const first = new Set([messageId])
    changed.set(contactId, first)
    change.before(() => { change.emit('message:changed', { contactId, messageIds: [...first] }) })
  }

  #plan (change: Change, contactId: AccountId, position: bigint): void {
    this.#plans.put(change.batch, { id: contactId, at: this.#nextPlan++ }, { contactId, position: `${position}` })
    change.after(this.#onPlan)
  }

  #hold (change: Change, contactId: AccountId, messageId: ContentId, by: Author): void {
    const held = this.#heldOf(contactId, by)
    if (held.has(messageId)) return
    const at = this.#nextHeld++
    held.set(messageId, at)
    this.#heldRows.put(change.batch, { id: contactId, at }, { contactId, messageId, ...(isOneOfTwo(by) ? {} : { by }) })
    change.undo(() => { held.delete(messageId) })
    if (held.size > MAX_HELD) this.#drop(change, contactId, by)
    const authors = [...this.#held.get(contactId)!]
    if (authors.reduce((sum, [, { size }]) => sum + size, 0) <= MAX_HELD_TOGETHER) return
    this.#drop(change, contactId, authors.reduce((most, one) => one[1].size > most[1].size ? one : most)[0])
  }

  /** The oldest of somebody's goes, as if it had never been said. */
  #drop (change: Change, contactId: AccountId, by: Author): void {
    const oldest = this.#heldOf(contactId, by).keys().next().value!
    this.#letGo(change, contactId, oldest, by)
    this.#recent.delete(`${contactId}${oldest}${by}`)
    this.#marks.del(change.batch, markKey(contactId, oldest, by))
    this.#texts.del(change.batch, textKey(contactId, oldest, by))
    const isSpokenOf = [...this.#held.get(contactId)!.values()].some(held => held.has(oldest))
    if (!isSpokenOf) this.#pins.del(change.batch, pinKey(contactId, oldest))
  }

  #letGo (change: Change, contactId: AccountId, messageId: ContentId, by: Author): void {
    const held = this.#heldOf(contactId, by)
    const at = held.get(messageId)!
    held.delete(messageId)
    this.#heldRows.del(change.batch, { id: contactId, at })
    change.undo(() => { held.set(messageId, at) })
  }

  #heldOf (contactId: AccountId, by: Author): Map<ContentId, bigint> {
    const authors = this.#held.get(contactId) ?? new Map<Author, Map<ContentId, bigint>>()
    this.#held.set(contactId, authors)
    const held = authors.get(by) ?? new Map<ContentId, bigint>()
    authors.set(by, held)
    return held
  }
}

const removesText = ({ edit, deleted, hidden }: MarksRow): boolean => edit !== undefined || deleted !== undefined || hidden === true

/** @throws AppError PROTOCOL: not a content id */
export const targetOf = (bytes: Uint8Array): ContentId => contentIdFromBytes(bytes)

const BY = { out: 0n, in: 1n }
const isOneOfTwo = (by: Author): by is Direction => by === 'out' || by === 'in'
const marksId = (contactId: AccountId, messageId: ContentId): string => `${contactId}${messageId}`
/** Somebody's account begins with eight bytes of its own; one bit is set, so that it is neither of the two. */
const markKey = (contactId: AccountId, messageId: ContentId, by: Author): { id: string, at: bigint } =>
  ({ id: marksId(contactId, messageId), at: isOneOfTwo(by) ? BY[by] : readU64be(fromHex(by)) | 2n })
/** Of two, the author alone may edit; of many, each writes to a place of their own, before it is known whose the message is. */
const textKey = (contactId: AccountId, messageId: ContentId, by: Author): { id: string } =>
  ({ id: `${contactId}${messageId}${isOneOfTwo(by) ? '' : by}` })
/** In the order of their ids, which begin with the time. */
const pinKey = (contactId: AccountId, messageId: ContentId): { id: string, at: bigint } =>
  ({ id: contactId, at: readU64be(contentIdBytes(messageId)) })
const pageId = (contactId: AccountId): string => `page:${contactId}`
const pageKey = (contactId: AccountId, position: bigint): { id: string, at: bigint } => ({ id: pageId(contactId), at: position })
