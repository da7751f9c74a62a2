/** Who has what was said here to a group, and who has read it: as far as members who are contacts say so. */
import {
  CONTENT_ID_BYTES, contentIdFromBytes, groupIdFromBytes, type AccountId, type ContentId
} from '../../base/ids.ts'
import type { Clock } from '../../base/time.ts'
import type { Content } from '../../wire/gen/content.ts'
import type { GroupRead } from '../../wire/gen/group.ts'
import type { Change } from '../core/changes.ts'
import type { Contacts } from '../core/contacts.ts'
import type { MessageState } from '../core/events.ts'
import { idsOf } from '../mail/contents.ts'
import type { History } from '../mail/history.ts'
import type { Archive } from './archive.ts'
import type { Group } from './group.ts'
import { historyOf, originOf } from './hearing.ts'

const MAX_FOLLOWED = 1024
/** Pages that are looked at for messages of which to tell that they were read now; of older ones the history says so. */
const MAX_TOLD = 64

/** Of one message of one's own. */
export interface Reception {
  /** whom it was for; undefined when that cannot be told any more */
  addressees: AccountId[] | undefined
  of: number
  /** who has it, and since when as far as that was told */
  delivered: Map<AccountId, number | null>
  read: Map<AccountId, number>
}

export interface ReceiptsDeps {
  me: AccountId
  archive: Archive
  contacts: Contacts
  history: History
  clock: Clock
}

export class Receipts {
  readonly #deps: ReceiptsDeps
  /** of what was said in this run: who has it, of how many */
  readonly #followed = new Map<ContentId, { accounts: Set<AccountId>, of: number }>()

  constructor (deps: ReceiptsDeps) {
    this.#deps = deps
  }

  follow (messageId: ContentId, of: number): void {
    this.#followed.set(messageId, { accounts: new Set(), of })
    if (this.#followed.size > MAX_FOLLOWED) this.#followed.delete(this.#followed.keys().next().value!)
  }

  /** Somebody's device has these contents. */
  delivered (change: Change, contactId: AccountId, contents: readonly Content[]): void {
    const { archive, contacts, clock } = this.#deps
    const account = contacts.get(contactId)?.account
    for (const { group } of contents) {
      if (account === undefined || group?.message.byteLength !== CONTENT_ID_BYTES) continue
      const id = groupIdFromBytes(group.group)
      const messageId = contentIdFromBytes(group.message)
      archive.putReceipt(change.batch, id, messageId, { account, atMs: clock.now() })
      const known = this.#followed.get(messageId)
      known?.accounts.add(account)
      const isComplete = known !== undefined && known.accounts.size >= known.of
      change.emit('message:state', { contactId: historyOf(id), messageIds: [messageId], state: isComplete ? 'delivered' : 'sent' })
    }
  }

  /** A member has read up to here. */
  async read (change: Change, group: Group, account: AccountId, { id, readAtMs }: GroupRead): Promise<void> {
    const { archive, history, clock } = this.#deps
    const contactId = historyOf(group.id)
    const page = id.byteLength === CONTENT_ID_BYTES ? await history.find(contactId, id) : undefined
    const before = BigInt(group.reads.get(account)?.position ?? 0)
    if (page?.direction !== 'out' || page.position <= before) return
    const row = { account, position: `${page.position}`, atMs: Math.min(readAtMs, clock.now()) }
    group.reads.set(account, row)
    archive.putRead(change.batch, group.id, row)
    let looked = 0
    for await (const { position, direction, contents } of history.pagesBefore(contactId, page.position + 1n)) {
      if (position <= before || ++looked > MAX_TOLD) break
      if (direction === 'in') continue
      for (const content of contents) {
        const state = stateOf(await this.of(group, position, content))
        change.emit('message:state', { contactId, messageIds: idsOf([content]), state })
      }
    }
  }

  async of (group: Group, position: bigint, content: Content): Promise<Reception> {
    const { me, archive } = this.#deps
    const origin = originOf(content)
    const item = origin && await group.item(archive, origin.author, origin.chain, origin.seq)
    const standing = item && group.membership.at(item.heads)
    const addressees = standing && [...standing.members.keys()].filter(one => one !== me)
    const isFor = (account: AccountId): boolean => standing?.members.has(account) !== false
    const delivered = new Map<AccountId, number | null>()
    for (const { account, atMs } of await archive.receipts(group.id, contentIdFromBytes(content.id))) {
      if (isFor(account)) delivered.set(account, atMs)
    }
    const read = new Map<AccountId, number>()
    for (const row of group.reads.values()) {
      if (BigInt(row.position) < position || !isFor(row.account)) continue
      read.set(row.account, row.atMs)
      if (!delivered.has(row.account)) delivered.set(row.account, null)
    }
    return { addressees, of: content.origin?.addressees ?? 0, delivered, read }
  }
}

export function stateOf ({ of, delivered, read }: Reception): MessageState {
  if (of > 0 && read.size >= of) return 'read'
  return delivered.size >= of ? 'delivered' : delivered.size > 0 ? 'sent' : 'waiting'
}
