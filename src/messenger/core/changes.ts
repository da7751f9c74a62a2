/**
 * A change: what one step writes, and the facts that go out once it is durable. Facts that scripts resume from are
 * written in the same batch, so a crash can neither lose one nor announce what was not stored.
 */
import type { Events } from '../../base/events.ts'
import type { Batch, Store, Table } from '../../store/store.ts'
import { jsonCodec } from '../../store/codecs.ts'
import { TABLES } from '../../store/tables.ts'
import type { EventName, MessengerEvents } from './events.ts'
import type { EventRow } from './rows.ts'

/** How many facts a script that was away can still catch up on. */
const KEPT_EVENTS = 100_000
const LOG = 'log'

export interface LoggedEvent {
  seq: number
  name: EventName
  payload: MessengerEvents[EventName]
}

interface Fact {
  name: EventName
  payload: MessengerEvents[EventName]
}

export class Change {
  readonly batch: Batch
  readonly #log: ChangeLog
  readonly #preparations: (() => void)[] = []
  readonly #callbacks: (() => void)[] = []
  readonly #undoings: (() => void)[] = []
  readonly #facts: Fact[] = []

  constructor (log: ChangeLog, batch: Batch) {
    this.#log = log
    this.batch = batch
  }

  /** Announces a fact once this change is durable, and keeps it for scripts that resume. */
  emit<Name extends EventName> (name: Name, payload: MessengerEvents[Name]): void {
    this.#facts.push({ name, payload })
  }

  /**
   * Runs when this change is committed, at the moment that settles its place among all others: here a row is made from
   * what the changes before it have left. Throwing keeps the whole change from being made.
   */
  before (callback: () => void): void {
    this.#preparations.push(callback)
  }

  /** Runs once this change is durable, before its facts go out. */
  after (callback: () => void): void {
    this.#callbacks.push(callback)
  }

  /** Runs when this change could not be made durable. */
  undo (callback: () => void): void {
    this.#undoings.push(callback)
  }

  /** `sync: false` is for what a resend would repair after a crash. */
  async commit ({ sync = true }: { sync?: boolean } = {}): Promise<void> {
    try {
      // What they keep in memory is there before anybody who waited for this change looks.
      const callbacks = this.#callbacks.splice(0)
      for (const callback of this.#preparations) callback()
      this.#callbacks.push(...callbacks)
      await this.#log.commit(this.batch, this.#facts, sync, () => {
        for (const callback of this.#callbacks) callback()
      })
    } catch (err) {
      for (const callback of this.#undoings) callback()
      throw err
    }
  }
}

export class ChangeLog {
  readonly store: Store
  readonly #events: Events<MessengerEvents>
  readonly #table: Table<EventRow>
  readonly #followers = new Set<() => void>()
  readonly #pending = new Set<number>()
  #nextSeq = 1

  constructor ({ store, events }: { store: Store, events: Events<MessengerEvents> }) {
    this.store = store
    this.#events = events
    this.#table = store.table(TABLES.events, jsonCodec<EventRow>())
  }

  async load (): Promise<void> {
    for await (const { value } of this.#table.entries({ id: LOG, reverse: true, limit: 1 })) {
      this.#nextSeq = value.firstSeq + countOf(value.payload)
    }
    const batch = this.store.batch()
    const oldest = this.#nextSeq - KEPT_EVENTS
    if (oldest <= 0) return
    for await (const { at } of this.#table.entries({ id: LOG, lt: BigInt(oldest) })) this.#table.del(batch, { id: LOG, at })
    await this.store.commit(batch, { sync: false })
  }

  begin (): Change {
    return new Change(this, this.store.batch())
  }

  /** Announces what is not worth keeping, such as somebody going online. */
  tell<Name extends EventName> (name: Name, payload: MessengerEvents[Name]): void {
    this.#events.emit(name, payload)
  }

  get latestSeq (): number {
    return this.#nextSeq - 1
  }

  /**
   * Every kept fact after `seq`, oldest first; one for each message of a group. It ends before a fact whose batch is
   * still on its way to the disk, so that whoever resumes from what it read can miss nothing.
   */
  async * since (seq: number): AsyncIterable<LoggedEvent> {
    const end = Math.min(this.#nextSeq, ...this.#pending)
    // A row holds one fact for each of its messages, so the row before may still reach past `seq`.
    let from = seq + 1
    for await (const { value } of this.#table.entries({ id: LOG, lt: BigInt(seq + 1), reverse: true, limit: 1 })) from = value.firstSeq
    for await (const { value } of this.#table.entries({ id: LOG, gte: BigInt(from), lt: BigInt(end) })) {
      for (const event of spread(value)) if (event.seq > seq) yield event
    }
  }

  /** Calls back whenever there is more to read. @returns a function that ends it */
  follow (listener: () => void): () => void {
    this.#followers.add(listener)
    return () => { this.#followers.delete(listener) }
  }

  /** @internal for Change */
  async commit (batch: Batch, facts: Fact[], sync: boolean, done: () => void): Promise<void> {
    const firstSeqs: number[] = []
    for (const { name, payload } of facts) {
      const firstSeq = this.#nextSeq
      this.#nextSeq += countOf(payload)
      this.#pending.add(firstSeq)
      firstSeqs.push(firstSeq)
      this.#table.put(batch, { id: LOG, at: firstSeq }, { firstSeq, name, payload })
    }
    try {
      await this.store.commit(batch, { sync })
    } finally {
      for (const firstSeq of firstSeqs) this.#pending.delete(firstSeq)
    }
    done()
    for (const { name, payload } of facts) this.#events.emit(name, payload as never)
    if (facts.length > 0) for (const follower of this.#followers) follower()
  }
}

const countOf = (payload: object): number =>
  'messageIds' in payload && Array.isArray(payload.messageIds) ? Math.max(1, payload.messageIds.length) : 1

function * spread ({ firstSeq, name, payload }: EventRow): Iterable<LoggedEvent> {
  const { messageIds } = payload
  if (messageIds === undefined) {
    yield { seq: firstSeq, name: name as EventName, payload: payload as never }
    return
  }
  for (const [i, id] of messageIds.entries()) {
    yield { seq: firstSeq + i, name: name as EventName, payload: { ...payload, messageIds: [id] } as never }
  }
}
