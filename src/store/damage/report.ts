/** What could not be read, so that it can be named: a table, and how many of its rows. */
import { toHex } from '../../base/bytes.ts'
import type { Events } from '../../base/events.ts'
import type { Log } from '../../base/log.ts'

export interface Damage {
  /** a table's name, or the file or files that were damaged */
  where: string
  /** rows of a table; 0 where no number is known */
  rows: number
  /** a file in which a byte was wrong, and is right again: nothing is lost, but the disk may be failing */
  mended: boolean
}

export interface StoreEvents {
  /** told once for each row */
  'damage': { where: string }
}

const MAX_ROWS_KEPT = 10_000

export class DamageReport {
  readonly #rows = new Map<string, Set<string>>()
  readonly #mended = new Set<string>()
  readonly #log: Log
  readonly #events: Events<StoreEvents>

  constructor ({ log, events }: { log: Log, events: Events<StoreEvents> }) {
    this.#log = log
    this.#events = events
  }

  /** @param storeKey the row; without it, `where` as a whole */
  add (where: string, storeKey?: Uint8Array): void {
    const rows = this.#rows.get(where) ?? new Set()
    const known = this.#rows.has(where)
    this.#rows.set(where, rows)
    const row = storeKey === undefined ? undefined : toHex(storeKey)
    if (row === undefined ? known : rows.has(row) || rows.size >= MAX_ROWS_KEPT) return
    if (row !== undefined) rows.add(row)
    this.#log.error('store-damaged', { where })
    this.#events.emit('damage', { where })
  }

  addMended (where: string): void {
    this.#mended.add(where)
  }

  list (): Damage[] {
    return [
      ...[...this.#rows].map(([where, rows]) => ({ where, rows: rows.size, mended: false })),
      ...[...this.#mended].map(where => ({ where, rows: 0, mended: true }))
    ]
  }
}
