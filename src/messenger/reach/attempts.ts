/** What was tried to reach somebody, and what came of it: the memory behind `nobyte why`. */
import type { AccountId } from '../../base/ids.ts'
import type { Clock } from '../../base/time.ts'

export interface DialResult {
  /** where, or the record it came from when no address was named */
  addresses: string[]
  atMs: number
  /** 'connected', or an error's code */
  result: string
}

export interface AttemptRecord {
  startedAtMs: number
  endedAtMs?: number
  /** when the record that was found was published; undefined when none was found */
  recordAtMs?: number
  lookedUp: boolean
  dials: DialResult[]
  nextAtMs?: number
}

const KEPT_DIALS = 8

export class Attempts {
  readonly #clock: Clock
  readonly #latest = new Map<AccountId, AttemptRecord>()

  constructor ({ clock }: { clock: Clock }) {
    this.#clock = clock
  }

  begin (contactId: AccountId): AttemptRecord {
    const record: AttemptRecord = { startedAtMs: this.#clock.now(), lookedUp: false, dials: [] }
    this.#latest.set(contactId, record)
    return record
  }

  dialled (record: AttemptRecord, addresses: string[], result: string): void {
    record.dials.push({ addresses, atMs: this.#clock.now(), result })
    if (record.dials.length > KEPT_DIALS) record.dials.shift()
  }

  latest (contactId: AccountId): AttemptRecord | undefined {
    return this.#latest.get(contactId)
  }

  forget (contactId: AccountId): void {
    this.#latest.delete(contactId)
  }
}
