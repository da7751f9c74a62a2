/** Where people talk: with one contact, or in a group. Features that work on what was said know no more of it than this. */
import type { AccountId, ContentId, GroupId } from '../../base/ids.ts'
import type { MessageState } from '../core/events.ts'
import type { Step } from '../core/journeys.ts'
import type { PageStateRow } from '../core/rows.ts'
import type { Author } from './marks.ts'
import type { Body, Enqueued } from './outbox.ts'
import type { PlacedPage } from './pages.ts'
import type { FreshContent } from './parcels.ts'

/** queued: durable here; of one that came in, written: by its author's clock, and received: durable here */
export type TimelineRow = Step | { what: 'queued' | 'written' | 'delivered' | 'received' | 'read', atMs: number }

/** What became of a message for one of those whom it was for. */
export interface ReceiptOf {
  contactId: AccountId
  name: string
  state: 'waiting' | 'delivered' | 'read'
  /** when it was durable there; null where that was not told */
  deliveredAtMs: number | null
}

/** What is told of a message beside what it says. */
export interface Told {
  state: MessageState
  /** durable there, or, of one that came in, here; in a group, at all */
  deliveredAtMs: number | null
  readAtMs: number | null
  /** who keeps it for them while they are away, and until when */
  custody?: { host: string, untilMs: number }[]
  /** what became of it, and when; only where it was asked for */
  timeline?: TimelineRow[]
  groupId?: GroupId
  /** in a group: the account of who wrote it */
  authorId?: AccountId
  /** of one's own in a group: whom it was for, and how many of those have it, or have read it, as far as they said so to this device */
  delivered?: { of: number, count: number, read: number }
  /** the same by name; only where it was asked for */
  receipts?: ReceiptOf[]
  /** in a group: its author was removed, and whoever removed them had not heard this */
  late?: true
  /** in a group: the membership that its author cites never came */
  unverified?: true
  /** in a group: it was said before one was added, and this member handed it on */
  offeredBy?: string
}

export interface Venue {
  /** under which its history, its marks and its draft lie */
  readonly contactId: AccountId
  readonly groupId?: GroupId
  /** of one text */
  readonly maxTextBytes: number
  /** after how long what is said now disappears; 0: it stays */
  readonly expiresAfterMs: number
  /** @throws AppError BLOCKED, KEY_CHANGED, REFUSED: nothing can be said here now */
  checkOpen: () => void
  /**
   * Resolves once it is durable here; `also` adds what has to become durable with it.
   * @throws AppError as checkOpen; DISK_FULL, CORRUPT: nothing was kept
   */
  say: (body: Body, options?: { also?: FreshContent['also'] }) => Promise<Enqueued>
  /** as it is shown */
  nameOf: (author: Author) => string
  /** Of each content of a page. */
  told: (page: PlacedPage, state: PageStateRow, options: { timeline: boolean }) => Promise<Told[]>
  /** Lets those know who wrote these, and all of theirs before, that they were read; unless they are not to know. */
  tellRead: (newest: ReadonlyMap<Author, ContentId>, readAtMs: number) => Promise<void>
}
