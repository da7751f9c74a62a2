/** How whoever sits here wants to see it: kept for the page, which keeps nothing itself. */
import { jsonCodec } from '../../store/codecs.ts'
import type { Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'

export interface PreferencesRow {
  theme?: 'system' | 'light' | 'dark'
  textPercent?: number
  language?: string
  notify?: boolean
  notifyContents?: boolean
}

const KEY = { id: 'preferences' }

export class Preferences {
  readonly #store: Store
  readonly #rows: Table<PreferencesRow>

  constructor ({ store }: { store: Store }) {
    this.#store = store
    this.#rows = store.table(TABLES.settings, jsonCodec<PreferencesRow>())
  }

  async get (): Promise<PreferencesRow> {
    return await this.#rows.getSound(KEY) ?? {}
  }

  async set (row: PreferencesRow): Promise<void> {
    const batch = this.#store.batch()
    this.#rows.put(batch, KEY, row)
    await this.#store.commit(batch, { sync: false })
  }
}
