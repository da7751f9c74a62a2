/** Going through a whole table and writing its values anew, a page at a time, between other people's commits. */
import { concat } from '../base/bytes.ts'
import type { Commits, EarlierOps } from './commits.ts'
import type { Database, RawOp, RawRow } from './database.ts'
import type { OpenedRow, Rows } from './rows.ts'

export interface RewriteOptions {
  rows: Rows
  /** @returns the new value, 'keep', or undefined to delete the row */
  change: (row: OpenedRow) => Uint8Array | 'keep' | undefined
  /** a row that cannot be read stays as it is */
  onDamage: (storeKey: Uint8Array) => void
}

/** Durable when it resolves. @throws AppError DISK_FULL: some pages may be done */
export async function rewriteRows (
  { database, commits }: { database: Database, commits: Commits }, { rows, change, onDamage }: RewriteOptions
): Promise<void> {
  const { lt } = rows.range({})
  let gte: Uint8Array | undefined = rows.tag
  while (gte !== undefined) {
    const from: Uint8Array = gte
    const decide = async (earlier: EarlierOps): Promise<RawOp[]> => {
      // One page: what follows is read in the next turn, when nothing else is being written.
      const pages = database.rows({ gte: concat(from), lt, onDamage: () => { onDamage(from) } })
      const page = (await pages.next()).value as RawRow[] | undefined
      await pages.return(undefined)
      gte = page === undefined ? undefined : concat(page.at(-1)!.key, new Uint8Array(1))
      return (page ?? []).flatMap(({ key, value }): RawOp[] => {
        if (earlier.touches(key)) return []
        const row = rows.open(key, value)
        if (row === undefined) {
          onDamage(key)
          return []
        }
        const next = change(row)
        if (next === 'keep') return []
        return [next === undefined ? { type: 'del', key } : { type: 'put', key, value: rows.seal(key, next, commits.schema) }]
      })
    }
    await commits.commit([{ type: 'late', decide }])
  }
}
