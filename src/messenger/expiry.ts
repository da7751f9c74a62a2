/**
 * Messages that disappear. How long they stay is settled for a conversation, by either of the two, and travels in each
 * text, so that both ends mean the same by it. The time of one's own begins when it has arrived there, that of theirs
 * when it was read here: nothing disappears before it could be read.
 */
import { AppError } from '../base/errors.ts'
import { contentIdFromBytes, type AccountId, type ContentId } from '../base/ids.ts'
import { errorFields, type Log } from '../base/log.ts'
import { SECOND, type Clock, type Timer } from '../base/time.ts'
import { jsonCodec } from '../store/codecs.ts'
import type { Store, Table } from '../store/store.ts'
import { TABLES } from '../store/tables.ts'
import type { Content } from '../wire/gen/content.ts'
import { MAX_EXPIRY_MS, MIN_EXPIRY_MS } from '../wire/limits.ts'
import type { Change, ChangeLog } from './core/changes.ts'
import { checkReachable, withTimer, type Contacts } from './core/contacts.ts'
import type { ContactRow } from './core/rows.ts'
import { stampOf } from './core/stamps.ts'
import { begunAt, checkExpiry, expiryOf } from './mail/contents.ts'
import type { History } from './mail/history.ts'
import type { PlacedPage } from './mail/pages.ts'
import type { Inbox, Sender } from './mail/inbox.ts'
import type { Markings } from './mail/markings.ts'
import type { Outbox } from './mail/outbox.ts'

/** How late a message may disappear. */
const TICK_MS = 15 * SECOND

/** A page with messages that disappear. */
interface ExpiringRow {
  contactId: AccountId
  position: string
  /** when the next of them goes; not known before its time has begun */
  dueMs?: number
}

export interface ExpiryDeps {
  store: Store
  changes: ChangeLog
  contacts: Contacts
  history: History
  markings: Markings
  outbox: Outbox
  /** by which things expire; while in doubt, the one at which less has */
  clock: Clock
  log: Log
}

export class Expiry {
  readonly #deps: ExpiryDeps
  readonly #rows: Table<ExpiringRow>
  readonly #expiring = new Map<string, ExpiringRow>()
  #timer: Timer | undefined
  #working: Promise<void> | undefined
  #stopped = false

  constructor (deps: ExpiryDeps) {
    this.#deps = deps
    this.#rows = deps.store.table(TABLES.expiries, jsonCodec<ExpiringRow>())
  }

  listen (inbox: Inbox): void {
    inbox.register('timer', async (sender, content, change) => { await this.#onTimer(sender, content, change) })
    this.#deps.history.onPage((change, contactId, page) => { this.#follow(change, contactId, page) })
  }

  async load (): Promise<void> {
    for await (const { value } of this.#rows.entries({})) this.#expiring.set(nameOf(value), value)
  }

  start (): void {
    this.#tick()
  }

  async stop (): Promise<void> {
    this.#stopped = true
    this.#timer?.cancel()
    await this.#working
  }

  /**
   * From now on messages, of both, disappear so long after they were read; 0: no longer.
   * @throws AppError BAD_INPUT, BLOCKED, KEY_CHANGED
   */
  async set (contact: ContactRow, afterMs: number): Promise<void> {
    checkExpiry(afterMs)
    checkReachable(contact)
    const { outbox, history, contacts } = this.#deps
    const { contactId } = contact
    const conversation = await history.conversation(contactId)
    await outbox.enqueue(contactId, { timer: { afterMs } }, {
      also: (change, content) => {
        history.saveConversation(change, contactId, conversation)
        contacts.revise(change, contactId, row => withTimer(row, 'out', { ...stampOf(content, content.lamport), afterMs }))
      }
    })
  }

  /** Forgets a conversation. */
  remove (change: Change, contactId: AccountId): void {
    this.#rows.delAll(change.batch, contactId)
    change.after(() => {
      for (const [name, row] of this.#expiring) if (row.contactId === contactId) this.#expiring.delete(name)
    })
  }

  async #onTimer ({ contactId }: Sender, content: Content, change: Change): Promise<void> {
    const { history, contacts } = this.#deps
    const { afterMs } = content.timer!
    if (!Number.isSafeInteger(afterMs) || (afterMs !== 0 && (afterMs < MIN_EXPIRY_MS || afterMs > MAX_EXPIRY_MS))) {
      throw new AppError('PROTOCOL', 'a timer out of its bounds')
    }
    const stamp = stampOf(content, await history.witness(change, contactId, content.lamport))
    contacts.revise(change, contactId, row => withTimer(row, 'in', { ...stamp, afterMs }))
  }

  /** In the batch that makes the page durable. */
  #follow (change: Change, contactId: AccountId, { position, contents }: PlacedPage): void {
    if (contents.every(content => expiryOf(content) === undefined)) return
    const row: ExpiringRow = { contactId, position: `${position}` }
    this.#rows.put(change.batch, { id: contactId, at: position }, row)
    change.after(() => { this.#expiring.set(nameOf(row), row) })
  }

  #tick (): void {
    if (this.#stopped) return
    this.#working = this.#sweep().catch((err: unknown) => {
      this.#deps.log.warn('expired messages not removed yet', errorFields(err))
    }).finally(() => {
      this.#working = undefined
      if (!this.#stopped) this.#timer = this.#deps.clock.after(TICK_MS, () => { this.#tick() })
    })
  }

  async #sweep (): Promise<void> {
    const nowMs = this.#deps.clock.now()
    for (const row of this.#expiring.values()) {
      if (this.#stopped) return
      if (row.dueMs === undefined || row.dueMs <= nowMs) await this.#expire(row, nowMs)
    }
  }

  async #expire (row: ExpiringRow, nowMs: number): Promise<void> {
    const { history, changes } = this.#deps
    const { contactId } = row
    const position = BigInt(row.position)
    const page = await history.page(contactId, position)
    const begunMs = page === undefined ? undefined : begunAt(page, await history.state(contactId, position))
    if (page !== undefined && begunMs === undefined) return
    const change = changes.begin()
    let dueMs: number | undefined
    for (const content of page?.contents ?? []) {
      const afterMs = expiryOf(content)
      if (afterMs === undefined) continue
      // A time in the future was written under a clock that was ahead.
      const endMs = Math.min(begunMs!, nowMs) + afterMs
      if (endMs <= nowMs) await this.#hide(change, contactId, contentIdFromBytes(content.id))
      else dueMs = Math.min(dueMs ?? Infinity, endMs)
    }
    const next: ExpiringRow | undefined = dueMs === undefined ? undefined : { contactId, position: row.position, dueMs }
    const key = { id: contactId, at: position }
    if (next === undefined) this.#rows.del(change.batch, key)
    else if (next.dueMs !== row.dueMs) this.#rows.replace(change.batch, key, next)
    change.after(() => {
      if (next === undefined) this.#expiring.delete(nameOf(row))
      else this.#expiring.set(nameOf(row), next)
    })
    await change.commit({ sync: false }) // after a crash it is done again
  }

  async #hide (change: Change, contactId: AccountId, messageId: ContentId): Promise<void> {
    const { mark } = await this.#deps.markings.marker(contactId, messageId, { by: 'out', authorOnly: false })
    mark(change, { hidden: true })
  }
}

const nameOf = ({ contactId, position }: ExpiringRow): string => `${contactId}${position}`
