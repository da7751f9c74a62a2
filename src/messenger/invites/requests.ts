/** Strangers who used a reusable link: nothing of theirs is shown as a message before a person says yes. */
import { AppError } from '../../base/errors.ts'
import type { AccountId } from '../../base/ids.ts'
import type { Clock } from '../../base/time.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import { InviteStatus } from '../../wire/gen/invite.ts'
import { MAX_REQUESTS } from '../../wire/limits.ts'
import type { Change, ChangeLog } from '../core/changes.ts'
import { newcomerOf, type Newcomer } from './introductions.ts'
import type { RequestRow } from '../core/rows.ts'

/** Decisions are remembered, so that the same request again gets the same answer; the oldest are forgotten first. */
const MAX_DECIDED = 500

export class Requests {
  readonly #table: Table<RequestRow>
  readonly #changes: ChangeLog
  readonly #clock: Clock
  readonly #admit: (change: Change, newcomer: Newcomer) => Promise<AccountId>
  readonly #rows = new Map<string, RequestRow>()

  constructor ({ store, changes, clock, admit }: {
    store: Store, changes: ChangeLog, clock: Clock, admit: (change: Change, newcomer: Newcomer) => Promise<AccountId>
  }) {
    this.#table = store.table(TABLES.requests, jsonCodec<RequestRow>())
    this.#changes = changes
    this.#clock = clock
    this.#admit = admit
  }

  async load (): Promise<void> {
    for await (const { value } of this.#table.entries({})) this.#rows.set(value.requestId, value)
  }

  /** Undecided, oldest first. */
  waiting (): RequestRow[] {
    return [...this.#rows.values()].filter(row => row.decidedAtMs === undefined).sort((a, b) => a.receivedAtMs - b.receivedAtMs)
  }

  get (requestId: string): RequestRow | undefined {
    return this.#rows.get(requestId)
  }

  get isFull (): boolean {
    return this.waiting().length >= MAX_REQUESTS
  }

  /** What an earlier copy of the same request was told. */
  statusOf (requestHash: string): InviteStatus | undefined {
    const row = [...this.#rows.values()].find(known => known.requestHash === requestHash)
    if (row === undefined) return undefined
    if (row.decidedAtMs === undefined) return InviteStatus.WAITING
    return row.approved === true ? InviteStatus.ACCEPTED : InviteStatus.REFUSED
  }

  keep (change: Change, newcomer: Newcomer, { inviteId, requestHash }: { inviteId: string, requestHash: string }): void {
    const row: RequestRow = { ...newcomer, requestId: requestHash.slice(0, 16), inviteId, requestHash, receivedAtMs: this.#clock.now() }
    this.#put(change, row)
    change.emit('request:received', { requestId: row.requestId })
  }

  /** @throws AppError NOT_FOUND */
  async approve (requestId: string): Promise<AccountId> {
    const row = this.#find(requestId)
    const change = this.#changes.begin()
    const contactId = await this.#admit(change, newcomerOf(row))
    this.#put(change, { ...row, decidedAtMs: this.#clock.now(), approved: true })
    change.emit('invite:used', { inviteId: row.inviteId, contactId })
    await change.commit()
    return contactId
  }

  /** @throws AppError NOT_FOUND */
  async decline (requestId: string): Promise<void> {
    const row = this.#find(requestId)
    const change = this.#changes.begin()
    this.#put(change, { ...row, text: '', decidedAtMs: this.#clock.now(), approved: false })
    const decided = [...this.#rows.values()].filter(known => known.decidedAtMs !== undefined)
      .sort((a, b) => a.decidedAtMs! - b.decidedAtMs!)
    for (const old of decided.slice(0, Math.max(0, decided.length - MAX_DECIDED))) {
      this.#table.del(change.batch, { id: old.requestId })
      change.after(() => { this.#rows.delete(old.requestId) })
    }
    await change.commit()
  }

  #find (requestId: string): RequestRow {
    const found = this.waiting().filter(row => row.requestId.startsWith(requestId.toLowerCase()))
    if (found.length !== 1) {
      const problem = found.length === 0 ? 'no such request' : 'this fits several requests'
      throw new AppError('NOT_FOUND', problem, { hint: 'See: nobyte requests' })
    }
    return found[0]!
  }

  #put (change: Change, row: RequestRow): void {
    this.#table.put(change.batch, { id: row.requestId }, row)
    change.after(() => { this.#rows.set(row.requestId, row) })
  }
}
