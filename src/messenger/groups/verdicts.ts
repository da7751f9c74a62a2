/**
 * Which steps of a group stand, where people did contradictory things without knowing of each other. A removal beats what
 * the removed one did beside it, and beside it adding them; a step falls with the step that gave its author the right to it.
 * Of removals that would undo each other in a circle the one by the senior stands: the higher role, else who was added
 * first; and where that is the same, the one with the lower hash.
 */
import { accountIdFromBytes, type AccountId } from '../../base/ids.ts'
import type { OperationHash, VerifiedOperation } from '../../crypto/group-operations.ts'
import { rankOf, type Member } from './standing.ts'

/** A step in its place. */
export interface Placed {
  readonly operation: VerifiedOperation
  readonly index: number
  readonly depth: number
  /** its author, as they stood when they made it; undefined for who made the group */
  readonly author: Member | undefined
  /** whether another step, by its index, was known to its author */
  readonly knew: (index: number) => boolean
}

const goerOf = ({ author, act: { remove, leave } }: VerifiedOperation): AccountId | undefined =>
  remove !== undefined ? accountIdFromBytes(remove.account) : leave !== undefined ? author : undefined

const beside = (a: Placed, b: Placed): boolean => a !== b && !a.knew(b.index) && !b.knew(a.index)

/** @param placed steps, each behind those that it names @returns those that stand, in the same order */
export function standingSteps (placed: readonly Placed[]): Placed[] {
  const removals = new Map<AccountId, Placed[]>()
  for (const one of placed) {
    const goer = goerOf(one.operation)
    if (goer !== undefined) removals.set(goer, [...removals.get(goer) ?? [], one])
  }
  const open = new Map<OperationHash, { one: Placed, rivals: Placed[] }>()
  for (const one of placed) open.set(one.operation.hash, { one, rivals: rivalsOf(one, removals) })
  const stands = new Set<OperationHash>()
  const settle = (): void => {
    for (let progress = true; progress;) {
      progress = false
      for (const [hash, { one, rivals }] of open) {
        const grants = one.author?.grants ?? []
        const falls = rivals.some(rival => stands.has(rival.operation.hash)) || grants.some(grant => !stands.has(grant) && !open.has(grant))
        const isOpen = grants.some(grant => open.has(grant)) || rivals.some(rival => open.has(rival.operation.hash))
        if (!falls && isOpen) continue
        open.delete(hash)
        if (!falls) stands.add(hash)
        progress = true
      }
    }
  }
  for (settle(); open.size > 0; settle()) {
    // A circle. Whoever stands highest in it breaks it, and what would undo that falls.
    const isGranted = ({ author }: Placed): boolean => author?.grants.every(grant => stands.has(grant)) !== false
    const granted = [...open.values()].map(({ one }) => one).filter(isGranted)
    const first = seniorOf(granted.filter(({ operation }) => goerOf(operation) !== undefined)) ?? seniorOf(granted)!
    for (const rival of open.get(first.operation.hash)!.rivals) open.delete(rival.operation.hash)
    open.delete(first.operation.hash)
    stands.add(first.operation.hash)
  }
  return placed.filter(({ operation }) => stands.has(operation.hash))
}

/** The removals that would undo a step. */
function rivalsOf (one: Placed, removals: ReadonlyMap<AccountId, Placed[]>): Placed[] {
  if (removals.size === 0) return []
  const { author, act: { add } } = one.operation
  const people = new Set([author, ...add?.newcomers.map(({ account }) => accountIdFromBytes(account)) ?? []])
  return [...people].flatMap(account => removals.get(account)?.filter(rival => beside(one, rival)) ?? [])
}

function seniorOf (placed: readonly Placed[]): Placed | undefined {
  return placed.toSorted((a, b) => rankOf(b.author) - rankOf(a.author) || (a.author?.depth ?? 0) - (b.author?.depth ?? 0) ||
    (a.operation.hash < b.operation.hash ? -1 : 1))[0]
}
