/** What was said in groups, as people read it. */
import { toText } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import {
  CONTENT_ID_BYTES, contentIdBytes, contentIdFromBytes, parseContentId, type AccountId, type ContentId, type GroupId
} from '../../base/ids.ts'
import type { Clock } from '../../base/time.ts'
import type { ChangeLog } from '../core/changes.ts'
import { shownName, type Contacts } from '../core/contacts.ts'
import type { MessageState } from '../core/events.ts'
import { plainName, type Identity } from '../core/identity.ts'
import { mentions, readable } from '../mail/contents.ts'
import type { History } from '../mail/history.ts'
import type { PlacedPage } from '../mail/pages.ts'
import type { Group } from './group.ts'
import type { Groups } from './groups.ts'
import { authorOf, historyOf, isLate } from './hearing.ts'

const DEFAULT_READ = 50
const MAX_READ = 1000

/** As a message with a person, with what only a group has. */
export interface GroupMessageRow {
  messageId: ContentId
  /** the group's: of the conversation */
  contactId: AccountId
  groupId: GroupId
  authorId: AccountId
  direction: 'in' | 'out'
  from: string
  text: string
  replyTo?: ContentId
  edited: false
  deleted: false
  reactions: never[]
  mentioned: boolean
  pinned: false
  expiresAtMs: null
  newer?: true
  sentAtMs: number
  deliveredAtMs: number | null
  readAtMs: number | null
  state: MessageState
  /** of one's own: how many of those whom it was for have it, as far as they said so to this device */
  delivered?: { of: number, count: number }
  /** its author was removed, and whoever removed them had not heard this */
  late?: true
  /** the membership that its author cites never came */
  unverified?: true
}

export interface ReadingsDeps {
  groups: Groups
  identity: Identity
  contacts: Contacts
  changes: ChangeLog
  history: History
  clock: Clock
}

export class Readings {
  readonly #deps: ReadingsDeps

  constructor (deps: ReadingsDeps) {
    this.#deps = deps
  }

  /** Oldest first: the newest `limit`, or the oldest unread ones. Unless it is a peek, what is shown counts as read. */
  async read (
    id: GroupId, { limit = DEFAULT_READ, before, unread = false, peek = false }:
    { limit?: number, before?: string, unread?: boolean, peek?: boolean } = {}
  ): Promise<GroupMessageRow[]> {
    const { history } = this.#deps
    const contactId = historyOf(id)
    const wanted = Math.min(limit, MAX_READ)
    const group = await this.#group(id)
    const end = before === undefined ? undefined : (await this.#find(id, before)).position
    const { readThrough } = await history.conversation(contactId)
    const pages = unread ? history.pagesAfter(contactId, readThrough) : history.pagesBefore(contactId, end)
    const shown: PlacedPage[] = []
    for await (const page of pages) {
      if (unread && end !== undefined && page.position >= end) break
      if (!unread || page.direction === 'in') shown.push(page)
      if (shown.length >= wanted) break
    }
    if (!unread) shown.reverse()
    const rows = (await Promise.all(shown.map(async page => await this.#rows(group, page)))).flat()
    const last = shown.findLast(({ direction }) => direction === 'in')
    if (!peek && last !== undefined && last.position > readThrough) await this.#markRead(contactId, last.position)
    return rows
  }

  /** @returns undefined when there is none */
  async message (id: GroupId, messageId: string): Promise<GroupMessageRow | undefined> {
    const { groups, history } = this.#deps
    const group = await groups.roster.open(id)
    const page = group && await history.find(historyOf(id), contentIdBytes(parseContentId(messageId)))
    if (group === undefined || page === undefined) return undefined
    return (await this.#rows(group, page)).find(row => row.messageId === messageId)
  }

  async #rows (group: Group, { direction, contents, position, storedAtMs }: PlacedPage): Promise<GroupMessageRow[]> {
    const { history, identity } = this.#deps
    const contactId = historyOf(group.id)
    const { readAtMs } = await history.state(contactId, position)
    return await Promise.all(contents.map(async one => {
      const content = readable(one)
      const origin = authorOf(one)
      const text = toText(content.text?.text ?? new Uint8Array(0))
      const replyTo = content.text?.replyTo
      const isOut = direction === 'out'
      const author = origin?.author ?? identity.account.accountId
      const of = one.origin?.addressees ?? 0
      const count = isOut ? (await this.#deps.groups.roster.archive.receipts(group.id, contentIdFromBytes(one.id))).length : 0
      return {
        messageId: contentIdFromBytes(one.id),
        contactId,
        groupId: group.id,
        authorId: author,
        direction,
        from: this.nameIn(group, author),
        text,
        ...(replyTo?.byteLength === CONTENT_ID_BYTES ? { replyTo: contentIdFromBytes(replyTo) } : {}),
        edited: false as const,
        deleted: false as const,
        reactions: [],
        mentioned: !isOut && mentions(text, identity.name),
        pinned: false as const,
        expiresAtMs: null,
        ...(content.newer === undefined ? {} : { newer: true as const }),
        sentAtMs: content.sentAtMs,
        deliveredAtMs: isOut ? null : storedAtMs,
        readAtMs: readAtMs ?? null,
        state: !isOut ? 'received' as const : count >= of ? 'delivered' as const : count > 0 ? 'sent' as const : 'waiting' as const,
        ...(isOut ? { delivered: { of, count } } : {}),
        ...(origin !== undefined && !isOut && isLate(group, origin) ? { late: true as const } : {}),
        ...(one.origin?.unverified === true ? { unverified: true as const } : {})
      }
    }))
  }

  async #markRead (contactId: AccountId, position: bigint): Promise<void> {
    const { changes, history, clock } = this.#deps
    const conversation = await history.conversation(contactId)
    const change = changes.begin()
    let left = 0
    for await (const page of history.pagesBefore(contactId)) {
      if (page.position <= conversation.readThrough) break
      if (page.direction === 'out') continue
      if (page.position > position) left += page.contents.length
      else history.putState(change.batch, contactId, page.position, { readAtMs: clock.now() })
    }
    conversation.readThrough = position
    conversation.unread = left
    history.saveConversation(change, contactId, conversation)
    await change.commit()
  }

  /** A contact's name as it is shown here, else what whoever added them called them. */
  nameIn (group: Group, account: AccountId): string {
    const { identity, contacts } = this.#deps
    if (account === identity.account.accountId) return identity.name
    const contact = contacts.byAccount(account)
    return contact === undefined ? plainName(group.nameOf(account) ?? account.slice(0, 8)) : shownName(contact)
  }

  async #group (id: GroupId): Promise<Group> {
    const group = await this.#deps.groups.roster.open(id)
    if (group === undefined) throw new AppError('NOT_FOUND', 'no such group', { hint: 'See: nobyte group' })
    return group
  }

  async #find (id: GroupId, messageId: string): Promise<PlacedPage> {
    const page = await this.#deps.history.find(historyOf(id), contentIdBytes(parseContentId(messageId)))
    if (page === undefined) throw new AppError('NOT_FOUND', 'no such message here')
    return page
  }
}
