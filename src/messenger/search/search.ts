/**
 * Finding words in everything that was said. Texts are bound into volumes, encrypted like all else; what was said since
 * is read page by page. Nothing of it is kept in memory, and no word stands anywhere in the clear.
 */
import { readU64be, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { contentIdBytes, type AccountId, type ContentId } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { Serial } from '../../base/serial.ts'
import { nextTurn } from '../../base/time.ts'
import { bytesCodec, jsonCodec } from '../../store/codecs.ts'
import type { Batch, Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import type { Change, ChangeLog } from '../core/changes.ts'
import type { Contacts } from '../core/contacts.ts'
import type { History } from '../mail/history.ts'
import type { PlacedPage } from '../mail/pages.ts'
import type { Markings } from '../mail/markings.ts'
import { Arrivals } from './arrivals.ts'
import { textsOf } from './texts.ts'
import { bind, boundSize, findIn, termsOf, type Found, type Hit, type SearchedText } from './volumes.ts'

const VOLUME_BYTES = 256 * 1024
/** Pages of all conversations together that are read one by one in a search before they are bound. */
const MAX_UNBOUND = 1024
/** Pages that are bound before others have a turn, about a millisecond's work: a message on its way would wait for all of them. */
const PAGES_A_TURN = 16
const MAX_QUERY_CHARS = 256
/** Nobody says it: looking for it reads everything once, so that the first search finds it read. */
const UNSAID = '\u0001'
const MAX_TERMS = 8

export interface SearchDeps {
  store: Store
  changes: ChangeLog
  contacts: Contacts
  history: History
  markings: Markings
  /** under what else history lies: of groups */
  others: () => AccountId[]
  log: Log
}

/** How far a conversation is bound. */
interface BoundRow {
  contactId: AccountId
  through: string
}

export class Search {
  readonly #deps: SearchDeps
  /** by the position of their last page; each reaches back to the one before */
  readonly #volumes: Table<Bytes>
  readonly #bounds: Table<BoundRow>
  /** pages that came in behind what is bound */
  readonly #late: Table<{ contactId: AccountId, position: string }>
  readonly #through = new Map<AccountId, bigint>()
  /** the same, when a volume is on its way to the disk: what comes in front of that is late */
  readonly #binding = new Map<AccountId, bigint>()
  readonly #unbound = new Map<AccountId, number>()
  readonly #arrivals = new Arrivals()
  readonly #turns = new Serial<AccountId>()
  #working: Promise<void> | undefined
  /** a page came in since the work that goes on looked for such */
  #isAskedAgain = false
  /** which conversations have something unbound, as far as their counters tell */
  #counted: Promise<void> = Promise.resolve()
  /** whose counters the pages themselves have yet to bear out */
  readonly #unproven = new Set<AccountId>()
  readonly #searches = new Set<Promise<unknown>>()
  #isWarm = false
  /** pages of all conversations since the last turn of binding */
  #sinceBound = 0
  #stopped = false

  constructor (deps: SearchDeps) {
    this.#deps = deps
    this.#volumes = deps.store.table(TABLES.volumes, bytesCodec)
    this.#bounds = deps.store.table(TABLES.bounds, jsonCodec<BoundRow>())
    this.#late = deps.store.table(TABLES.latePages, jsonCodec())
    deps.history.onPage((change, contactId, page) => { this.#follow(change, contactId, page) })
  }

  async load (): Promise<void> {
    for await (const { value: { contactId, through } } of this.#bounds.entries({})) this.#through.set(contactId, BigInt(through))
  }

  /** More is being bound than a search reads through without being felt. */
  get isBinding (): boolean {
    return this.#working !== undefined && [...this.#unbound.values()].some(count => count > 0)
  }

  /** Binds what the last run left unbound. */
  start (): void {
    this.#counted = this.#count()
    this.#bindSoon()
  }

  async #count (): Promise<void> {
    for (const contactId of this.#conversations) {
      this.#unproven.add(contactId)
      if (await this.#deps.history.notedTop(contactId) <= (this.#through.get(contactId) ?? 0n)) continue
      this.#unbound.set(contactId, Math.max(1, this.#unbound.get(contactId) ?? 0))
    }
  }

  get #conversations (): AccountId[] {
    return [...this.#deps.contacts.all().map(({ contactId }) => contactId), ...this.#deps.others()]
  }

  async stop (): Promise<void> {
    this.#stopped = true
    await this.settled()
  }

  async settled (): Promise<void> {
    while (this.#working !== undefined) await this.#working
  }

  /**
   * Messages that hold every word of the query, in any case and with or without accents; newest first.
   * @throws AppError BAD_INPUT: no word, or too many
   */
  async find (query: string, { contactId, most }: { contactId?: AccountId, most: number }): Promise<Hit[]> {
    const terms = termsOf(query)
    if (terms.length === 0) throw new AppError('BAD_INPUT', 'there is nothing to look for')
    if (terms.length > MAX_TERMS || query.length > MAX_QUERY_CHARS) throw new AppError('BAD_INPUT', 'that is more than can be looked for')
    const search = this.#look(terms, { contactId, most })
    this.#searches.add(search)
    try {
      return await search
    } finally {
      this.#searches.delete(search)
    }
  }

  async #look (terms: readonly string[], { contactId, most }: { contactId: AccountId | undefined, most: number }): Promise<Hit[]> {
    await this.#counted
    const all: Found[] = []
    // From the last on, like what a volume gives: of the same millisecond, too, the newer comes first.
    const conversations = contactId === undefined ? this.#conversations : [contactId]
    for (const one of conversations) if ((this.#unbound.get(one) ?? 0) > 0) all.push(...await this.#findUnbound(one, terms))
    const volumes = contactId === undefined ? this.#volumes.entries({}) : this.#volumes.entries({ id: contactId })
    for await (const { value } of volumes) all.push(...findIn(value, terms, most))
    all.sort((a, b) => b.atMs - a.atMs)
    const found: Hit[] = []
    const seen = new Set<ContentId>()
    for (const one of all) {
      if (found.length === most) break
      const hit = one.hit()
      if (seen.has(hit.messageId)) continue
      seen.add(hit.messageId)
      // A volume may be a moment behind an edit or a deletion.
      const page = await this.#deps.history.page(hit.contactId, hit.position)
      const texts = page === undefined ? [] : await textsOf(this.#deps.markings, hit.contactId, page)
      if (texts.some(({ messageId, text }) => messageId === hit.messageId && terms.every(term => text.includes(term)))) found.push(hit)
    }
    return found
  }

  /** These pages were changed: what is bound of them is bound anew, and what it was before leaves the disk. */
  async rebind (contactId: AccountId, positions: readonly bigint[]): Promise<void> {
    const volumes = new Set<bigint>()
    await this.#turns.run(contactId, async () => {
      for (const position of positions) {
        for await (const { at } of this.#volumes.entries({ id: contactId, gte: position, limit: 1 })) volumes.add(at)
      }
      for (const at of volumes) await this.#rebindVolume(contactId, at)
    })
    await this.#deps.store.scrub(TABLES.volumes, [...volumes].map(at => ({ id: contactId, at })))
  }

  /** Forgets a conversation. */
  remove (change: Change, contactId: AccountId): void {
    for (const table of [this.#volumes, this.#bounds, this.#late]) table.delAll(change.batch, contactId)
    change.after(() => {
      for (const map of [this.#through, this.#binding, this.#unbound]) map.delete(contactId)
      this.#arrivals.forget(contactId)
    })
  }

  #follow (change: Change, contactId: AccountId, { position }: PlacedPage): void {
    let isLate = false
    change.before(() => {
      this.#arrivals.setsOut(contactId, position)
      isLate = position <= (this.#binding.get(contactId) ?? this.#through.get(contactId) ?? 0n)
      if (isLate) this.#late.put(change.batch, { id: contactId, at: position }, { contactId, position: `${position}` })
    })
    change.undo(() => { this.#arrivals.turnsBack(contactId, position) })
    change.after(() => {
      this.#arrivals.lands(contactId, position)
      this.#unbound.set(contactId, (this.#unbound.get(contactId) ?? 0) + 1)
      if (isLate || ++this.#sinceBound > MAX_UNBOUND) this.#bindSoon()
    })
  }

  #bindSoon (): void {
    if (this.#stopped) return
    this.#isAskedAgain = this.#working !== undefined
    this.#working ??= this.#bindAll().catch((err: unknown) => {
      this.#deps.log.warn('not bound for searching', errorFields(err)) // searches go on reading page by page
    }).finally(() => {
      this.#working = undefined
      if (this.#isAskedAgain) this.#bindSoon()
    })
  }

  async #bindAll (): Promise<void> {
    await this.#counted
    this.#sinceBound = 0
    for await (const { value: { contactId, position } } of this.#late.entries({})) {
      if (this.#stopped) return
      await this.rebind(contactId, [BigInt(position)])
      const batch = this.#deps.store.batch()
      this.#late.del(batch, { id: contactId, at: BigInt(position) })
      await this.#deps.store.commit(batch, { sync: false })
    }
    for (const [contactId, count] of this.#unbound) {
      if (this.#stopped) return
      if (count > 0) await this.#turns.run(contactId, async () => { await this.#bind(contactId) })
    }
    for (const contactId of this.#unproven) {
      await this.#rest()
      if (this.#stopped) return
      await this.#turns.run(contactId, async () => { await this.#bind(contactId) })
      this.#unproven.delete(contactId)
    }
    if (this.#isWarm) return
    this.#isWarm = true
    await this.#rest()
    if (!this.#stopped) await this.#look([UNSAID], { contactId: undefined, most: 1 })
  }

  /** Whoever looks for something goes first. */
  async #rest (): Promise<void> {
    await Promise.allSettled(this.#searches)
    await nextTurn()
  }

  /** Binds what was said since; a last volume with room in it is filled up. */
  async #bind (contactId: AccountId): Promise<void> {
    const { history } = this.#deps
    const counted = this.#unbound.get(contactId) ?? 0
    this.#arrivals.beginReading(contactId)
    let from = this.#through.get(contactId) ?? 0n
    if (!await this.#hasPagesAfter(contactId, from)) {
      this.#unbound.set(contactId, Math.max(0, (this.#unbound.get(contactId) ?? 0) - counted))
      return
    }
    let last: bigint | undefined
    for await (const { at, value } of this.#volumes.entries({ id: contactId, reverse: true, limit: 1 })) {
      if (value.byteLength < VOLUME_BYTES / 2) last = at
    }
    if (last !== undefined) from = await this.#startOf(contactId, last)
    let texts: SearchedText[] = []
    let bytes = 0
    let through = from
    let isCut = false
    let pages = 0
    const flush = async (): Promise<void> => {
      if (through === from || (last !== undefined && through <= last)) return
      await this.#put(contactId, texts, { through, replaces: last })
      last = undefined
      from = through
      texts = []
      bytes = 0
    }
    for await (const page of history.pagesAfter(contactId, from)) {
      if (++pages % PAGES_A_TURN === 0) await nextTurn()
      isCut = this.#stopped || this.#arrivals.isWaitedFor(contactId, page.position)
      if (isCut) break
      for (const text of await textsOf(this.#deps.markings, contactId, page)) {
        texts.push(text)
        bytes += boundSize(text)
      }
      through = page.position
      if (bytes >= VOLUME_BYTES) await flush()
    }
    await flush()
    if (!isCut) this.#unbound.set(contactId, Math.max(0, (this.#unbound.get(contactId) ?? 0) - counted))
  }

  async #hasPagesAfter (contactId: AccountId, position: bigint): Promise<boolean> {
    for await (const _ of this.#deps.history.pagesAfter(contactId, position)) return true
    return false
  }

  async #put (
    contactId: AccountId, texts: SearchedText[], { through, replaces }: { through: bigint, replaces: bigint | undefined }
  ): Promise<void> {
    const change: Change = this.#deps.changes.begin()
    if (replaces !== undefined && replaces !== through) this.#volumes.del(change.batch, { id: contactId, at: replaces })
    this.#volumes.put(change.batch, { id: contactId, at: through }, bind(contactId, texts))
    this.#bounds.put(change.batch, { id: contactId }, { contactId, through: `${through}` })
    change.before(() => {
      const isHere = this.#deps.contacts.get(contactId) !== undefined || this.#deps.others().includes(contactId)
      if (!isHere) throw new AppError('NOT_FOUND', 'the conversation was removed meanwhile')
      // The next turn binds it.
      if (this.#arrivals.isPassedOver(contactId, through)) throw new AppError('QUEUED', 'a page came in meanwhile')
      this.#binding.set(contactId, through)
    })
    change.undo(() => { this.#binding.delete(contactId) })
    change.after(() => {
      this.#binding.delete(contactId)
      this.#through.set(contactId, through)
    })
    await change.commit({ sync: false })
  }

  async #rebindVolume (contactId: AccountId, at: bigint): Promise<void> {
    const texts: SearchedText[] = []
    for await (const page of this.#deps.history.pagesAfter(contactId, await this.#startOf(contactId, at))) {
      if (page.position > at) break
      texts.push(...await textsOf(this.#deps.markings, contactId, page))
    }
    const batch: Batch = this.#deps.store.batch()
    this.#volumes.replace(batch, { id: contactId, at }, bind(contactId, texts))
    await this.#deps.store.commit(batch)
  }

  /** The position behind which a volume begins. */
  async #startOf (contactId: AccountId, at: bigint): Promise<bigint> {
    for await (const before of this.#volumes.entries({ id: contactId, lt: at, reverse: true, limit: 1 })) return before.at
    return 0n
  }

  async #findUnbound (contactId: AccountId, terms: readonly string[]): Promise<Found[]> {
    const found: Found[] = []
    for await (const page of this.#deps.history.pagesAfter(contactId, this.#through.get(contactId) ?? 0n)) {
      for (const { messageId, position, text } of await textsOf(this.#deps.markings, contactId, page)) {
        if (!terms.every(term => text.includes(term))) continue
        found.push({ atMs: Number(readU64be(contentIdBytes(messageId)) >> 16n), hit: () => ({ contactId, position, messageId }) })
      }
    }
    return found.reverse()
  }
}
