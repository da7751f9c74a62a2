/** A group as those see it who work on what is said there. */
import { AppError } from '../../base/errors.ts'
import { accountIdFromBytes, type AccountId, type ContentId, type GroupId } from '../../base/ids.ts'
import type { Content } from '../../wire/gen/content.ts'
import { MAX_EXPIRY_MS, MAX_GROUP_TEXT_BYTES, MIN_EXPIRY_MS } from '../../wire/limits.ts'
import type { Contacts } from '../core/contacts.ts'
import type { Identity } from '../core/identity.ts'
import type { PageStateRow } from '../core/rows.ts'
import type { Author } from '../mail/marks.ts'
import type { Body, Enqueued } from '../mail/outbox.ts'
import type { PlacedPage } from '../mail/pages.ts'
import type { FreshContent } from '../mail/parcels.ts'
import type { ReceiptOf, TimelineRow, Told, Venue } from '../mail/venue.ts'
import type { Group } from './group.ts'
import { notYet, type Groups } from './groups.ts'
import { historyOf, isLate, originOf } from './hearing.ts'
import { nameIn } from './names.ts'
import { stateOf, type Reception } from './receipts.ts'
import { mayPost, takesPart } from './standing.ts'

export class GroupVenue implements Venue {
  readonly maxTextBytes = MAX_GROUP_TEXT_BYTES
  readonly #deps: { groups: Groups, identity: Identity, contacts: Contacts }
  readonly #group: Group

  constructor (deps: { groups: Groups, identity: Identity, contacts: Contacts }, group: Group) {
    this.#deps = deps
    this.#group = group
  }

  get groupId (): GroupId { return this.#group.id }
  get contactId (): AccountId { return historyOf(this.#group.id) }

  /** Whoever set it may have set anything. */
  get expiresAfterMs (): number {
    const { expiresAfterMs } = this.#group.membership.now.settings
    return expiresAfterMs === 0 ? 0 : Math.max(MIN_EXPIRY_MS, Math.min(expiresAfterMs, MAX_EXPIRY_MS))
  }

  checkOpen (): void {
    const { membership: { now } } = this.#group
    const { accountId } = this.#deps.identity.account
    if (mayPost(now, accountId) && !takesPart(now, accountId)) throw notYet()
    if (mayPost(now, accountId)) return
    throw new AppError('REFUSED', 'you may not write to this group', { hint: 'Who may what: nobyte group info' })
  }

  async say (body: Body, options: { also?: FreshContent['also'] } = {}): Promise<Enqueued> {
    return await this.#deps.groups.say(this.groupId, body, options)
  }

  nameOf (author: Author): string {
    const { identity } = this.#deps
    return author === 'out' || author === 'in' ? identity.name : nameIn(this.#deps, this.#group, author)
  }

  async told (page: PlacedPage, state: PageStateRow, { timeline }: { timeline: boolean }): Promise<Told[]> {
    return await Promise.all(page.contents.map(async content => page.direction === 'out'
      ? await this.#toldOfOwn(page, content, { timeline })
      : this.#toldOfTheirs(page, content, state, { timeline })))
  }

  async tellRead (newest: ReadonlyMap<Author, ContentId>, readAtMs: number): Promise<void> {
    await this.#deps.groups.tellRead(this.groupId, newest, readAtMs)
  }

  #toldOfTheirs ({ storedAtMs }: PlacedPage, content: Content, { readAtMs }: PageStateRow, { timeline }: { timeline: boolean }): Told {
    const origin = originOf(content)
    const read: TimelineRow[] = readAtMs === undefined ? [] : [{ what: 'read', atMs: readAtMs }]
    return {
      groupId: this.groupId,
      ...(origin === undefined ? {} : { authorId: origin.author }),
      state: 'received',
      deliveredAtMs: storedAtMs,
      readAtMs: readAtMs ?? null,
      ...(origin !== undefined && isLate(this.#group, origin) ? { late: true } : {}),
      ...(content.origin?.unverified === true ? { unverified: true } : {}),
      ...(content.origin === undefined || content.origin.offeredBy.byteLength === 0
        ? {}
        : { offeredBy: this.nameOf(accountIdFromBytes(content.origin.offeredBy)) }),
      ...(timeline ? { timeline: [{ what: 'written', atMs: content.sentAtMs }, { what: 'received', atMs: storedAtMs }, ...read] } : {})
    }
  }

  async #toldOfOwn ({ position, storedAtMs }: PlacedPage, content: Content, { timeline }: { timeline: boolean }): Promise<Told> {
    const { groups, identity } = this.#deps
    const reception = await groups.receipts.of(this.#group, position, content)
    const { of, delivered, read } = reception
    const state = stateOf(reception)
    const isThere = of > 0 && (state === 'delivered' || state === 'read')
    const latest = (times: Iterable<number | null>): number | null => [...times].reduce((last, ms) =>
      ms === null || last === null ? last ?? ms : Math.max(last, ms), null)
    return {
      groupId: this.groupId,
      authorId: identity.account.accountId,
      state,
      deliveredAtMs: isThere ? latest(delivered.values()) : null,
      readAtMs: state === 'read' ? latest(read.values()) : null,
      delivered: { of, count: delivered.size, read: read.size },
      ...(timeline ? { timeline: [{ what: 'queued', atMs: storedAtMs }], receipts: this.#receipts(reception) } : {})
    }
  }

  /** By name; of those whom it was for, or, where that cannot be told any more, of those who said that they have it. */
  #receipts ({ addressees, delivered, read }: Reception): ReceiptOf[] {
    return (addressees ?? [...delivered.keys()]).map(contactId => ({
      contactId,
      name: nameIn(this.#deps, this.#group, contactId),
      state: read.has(contactId) ? 'read' as const : delivered.has(contactId) ? 'delivered' as const : 'waiting' as const,
      deliveredAtMs: delivered.get(contactId) ?? null
    })).sort((a, b) => a.name < b.name ? -1 : 1)
  }
}
