/**
 * What becomes of a message after it was written. Each of the two people has marks of their own on it, and each mark
 * is kept by who said it last, so that they come out the same in whatever order, and however often, they arrive.
 */
import { isNewer, type Stamp } from '../core/stamps.ts'
import type { Direction } from './pages.ts'

/** One person's marks on one message. */
export interface MarksRow {
  /** their own message reads otherwise since then; the text lies in a row of its own */
  edit?: Stamp & { atMs: number }
  /** their own message was taken back, for both */
  deleted?: { atMs: number }
  /** an empty one was taken back */
  reaction?: Stamp & { emoji: string }
  /** of both of theirs the newer counts */
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

/** Of the author of a message, and of the other. */
export type BothMarks = Record<Direction, MarksRow>

/** How a message shows. */
export interface MarksView {
  hidden: boolean
  deleted: boolean
  edited: boolean
  reactions: { by: Direction, emoji: string }[]
  pinned: boolean
}

export function viewOf (marks: BothMarks, author: Direction): MarksView {
  const reactions = (['out', 'in'] as const).flatMap(by => {
    const emoji = marks[by].reaction?.emoji ?? ''
    return emoji === '' ? [] : [{ by, emoji }]
  })
  // What anybody but its author says of a message's text counts for nothing.
  const { deleted, edit } = marks[author]
  const pin = marks.out.pin !== undefined && isNewer(marks.out.pin, marks.in.pin) ? marks.out.pin : marks.in.pin
  return {
    hidden: marks.out.hidden === true,
    deleted: deleted !== undefined,
    edited: deleted === undefined && edit !== undefined,
    reactions: deleted === undefined ? reactions : [],
    pinned: deleted === undefined && pin?.on === true
  }
}
