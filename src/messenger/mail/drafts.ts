/** What was begun and not sent, one for each conversation. */
import type { AccountId, ContentId } from '../../base/ids.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Batch, Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'

export interface Draft {
  text: string
  replyTo?: ContentId
  atMs: number
}

export class Drafts {
  readonly #store: Store
  readonly #rows: Table<Draft>

  constructor ({ store }: { store: Store }) {
    this.#store = store
    this.#rows = store.table(TABLES.drafts, jsonCodec<Draft>())
  }

  async get (contactId: AccountId): Promise<Draft | undefined> {
    return await this.#rows.getSound({ id: contactId })
  }

  /** An empty text removes it. A crash may lose the last second of it, as it may what is being typed. */
  async set (contactId: AccountId, draft: Draft): Promise<void> {
    const batch = this.#store.batch()
    if (draft.text === '') this.remove(batch, contactId)
    else this.#rows.put(batch, { id: contactId }, draft)
    await this.#store.commit(batch, { sync: false })
  }

  remove (batch: Batch, contactId: AccountId): void {
    this.#rows.del(batch, { id: contactId })
  }
}
