/** What whoever sits here keeps about a conversation, be it with a person or a group. */
import type { Keeping } from './rows.ts'

/** undefined takes away */
export type KeepingPatch = { [Key in keyof Keeping]?: Keeping[Key] | undefined }

export function withKeeping<Row extends Keeping> (row: Row, patch: KeepingPatch): Row {
  const next = { ...row, ...patch }
  for (const key of Object.keys(patch) as (keyof Keeping)[]) if (patch[key] === undefined) delete next[key]
  return next as Row
}

/** @param topIn the position of the newest that came in */
export function shownKeeping (
  { note, mutedUntilMs = 0, archivedAt, markedUnread }: Keeping, { topIn, nowMs }: { topIn: bigint, nowMs: number }
): { markedUnread: boolean, muted: boolean, archived: boolean, note?: string } {
  const muted = mutedUntilMs > nowMs
  return {
    markedUnread: markedUnread === true,
    muted,
    archived: archivedAt !== undefined && (muted || topIn <= BigInt(archivedAt)),
    ...(note === undefined ? {} : { note })
  }
}
