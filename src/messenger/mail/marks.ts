/**
 * What becomes of a message after it was written. Each of the people who talk has marks of their own on it, and each mark
 * is kept by who said it last, so that they come out the same in whatever order, and however often, they arrive.
 */
import type { AccountId } from '../../base/ids.ts'
import { isNewer, type Stamp } from '../core/stamps.ts'
import type { Direction } from './pages.ts'

/** Who says something: whoever sits here (`out`), the contact (`in`), or a member of a group by their account. */
export type Author = Direction | AccountId

/** In which conversation something was said, and by whom. */
export interface Speaker {
  contactId: AccountId
  by: Author
}

/** Where a content stands, and who wrote it. */
export interface Located {
  position: bigint
  author: Author
}

/** One person's marks on one message. */
export interface MarksRow {
  /** their own message reads otherwise since then; the text lies in a row of its own */
  edit?: Stamp & { atMs: number }
  /** their own message was taken back, for all */
  deleted?: { atMs: number }
  /** an empty one was taken back */
  reaction?: Stamp & { emoji: string }
  /** of all of theirs the newest counts */
  pin?: Stamp & { on: boolean }
  /** not shown on this device any more */
  hidden?: true
}

/** Associative, commutative and idempotent. */
export function merged (row: MarksRow, patch: MarksRow): MarksRow {
  const deleted = row.deleted === undefined || (patch.deleted?.atMs ?? Infinity) < row.deleted.atMs ? patch.deleted : row.deleted
  const edit = patch.edit !== undefined && isNewer(patch.edit, row.edit) ? patch.edit : row.edit
  const reaction = patch.reaction !== undefined && isNewer(patch.reaction, row.reaction) ? patch.reaction : row.reaction
  const pin = patch.pin !== undefined && isNewer(patch.pin, row.pin) ? patch.pin : row.pin
  return {
    ...(edit === undefined ? {} : { edit }),
    ...(deleted === undefined ? {} : { deleted }),
    ...(reaction === undefined ? {} : { reaction }),
    ...(pin === undefined ? {} : { pin }),
    ...(row.hidden === true || patch.hidden === true ? { hidden: true } : {})
  }
}

/** How a message shows. */
export interface MarksView {
  hidden: boolean
  deleted: boolean
  edited: boolean
  reactions: { by: Author, emoji: string }[]
  pinned: boolean
}

export function viewOf (marks: ReadonlyMap<Author, MarksRow>, author: Author): MarksView {
  const reactions = [...marks].flatMap(([by, { reaction: { emoji } = { emoji: '' } }]) => emoji === '' ? [] : [{ by, emoji }])
  // What anybody but its author says of a message's text counts for nothing.
  const { deleted, edit } = marks.get(author) ?? {}
  const pin = [...marks.values()].reduce<MarksRow['pin']>((newest, row) =>
    row.pin !== undefined && isNewer(row.pin, newest) ? row.pin : newest, undefined)
  return {
    hidden: marks.get('out')?.hidden === true,
    deleted: deleted !== undefined,
    edited: deleted === undefined && edit !== undefined,
    reactions: deleted === undefined ? reactions : [],
    pinned: deleted === undefined && pin?.on === true
  }
}
