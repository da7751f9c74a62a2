/**
 * A group's membership: signed steps, each naming those that its author knew, so that everybody who has the same steps,
 * in whatever order they came, has the same members. Pure; what it is given is checked here, and kept elsewhere.
 */
import { AppError } from '../../base/errors.ts'
import type { AccountId, GroupId } from '../../base/ids.ts'
import type { OperationHash, VerifiedOperation } from '../../crypto/group-operations.ts'
import {
  MAX_GROUP_OPERATIONS, MAX_GROUP_OPERATIONS_PER_AUTHOR, MAX_GROUP_PARENTS, MAX_PENDING_GROUP_OPERATIONS
} from '../../wire/limits.ts'
import { Draft, NOTHING, objection, type Standing } from './standing.ts'
import { standingSteps, type Placed } from './verdicts.ts'

/** Views that were asked for last; whoever looks back over a long past has them made anew. */
const MAX_VIEWS = 64
const MAX_REFUSED = 1000

export type Taken =
  /** those that are known now: it, and what had waited for it */
  | { kind: 'added', operations: VerifiedOperation[] }
  | { kind: 'known' }
  /** it names steps that are not here */
  | { kind: 'pending', missing: OperationHash[] }
  | { kind: 'refused', reason: string }

export class Membership {
  readonly group: GroupId
  readonly #nodes = new Map<OperationHash, Node>()
  /** by depth, then hash: each behind those that it names */
  readonly #order: Node[] = []
  readonly #heads = new Set<OperationHash>()
  readonly #pending = new Map<OperationHash, VerifiedOperation>()
  readonly #refused = new Map<OperationHash, string>()
  readonly #views = new Map<string, View>()
  readonly #counts = new Map<string, number>()

  /** @throws AppError PROTOCOL: no step that makes a group */
  constructor (first: VerifiedOperation) {
    const reason = first.act.create === undefined ? 'it makes none' : objection(first, NOTHING)
    if (reason !== undefined) throw new AppError('PROTOCOL', `not the beginning of a group: ${reason}`)
    this.group = first.group
    this.#place(first, EMPTY, { standing: NOTHING, fallen: [] })
  }

  /** Steps that nobody has answered, in a fixed order. */
  get heads (): OperationHash[] { return [...this.#heads].sort() }
  /** what the next step names; more than these are answered one step later */
  get parents (): OperationHash[] { return this.heads.slice(0, MAX_GROUP_PARENTS) }
  get size (): number { return this.#nodes.size }
  get pending (): number { return this.#pending.size }
  get now (): Standing { return this.#view(this.heads).standing }
  /** Steps that a removal has undone, or that fell with another; kept, so that everybody can see what was tried. */
  get fallen (): readonly VerifiedOperation[] { return this.#view(this.heads).fallen }

  has (hash: OperationHash): boolean { return this.#nodes.has(hash) }
  authorOf (hash: OperationHash): AccountId | undefined { return this.#nodes.get(hash)?.operation.author }

  /** Who was in the group for somebody who knew these steps; undefined when one of them is not here. */
  at (heads: readonly OperationHash[]): Standing | undefined {
    return heads.length > 0 && heads.every(hash => this.#nodes.has(hash)) ? this.#view([...heads].sort()).standing : undefined
  }

  /** Every step, each behind those that it names. */
  all (): VerifiedOperation[] {
    return this.#order.map(({ operation }) => operation)
  }

  /** What somebody lacks who knows these steps, and all before them. Those that are not here are passed over. */
  since (heads: readonly OperationHash[]): VerifiedOperation[] {
    const known = this.#pastOf(heads.filter(hash => this.#nodes.has(hash)))
    return this.#order.filter(({ index }) => !known.has(index)).map(({ operation }) => operation)
  }

  /** Whether a step was known to whoever knew these. */
  knew (heads: readonly OperationHash[], hash: OperationHash): boolean {
    const node = this.#nodes.get(hash)
    return node !== undefined && this.#pastOf(heads).has(node.index)
  }

  add (operation: VerifiedOperation): Taken {
    const { hash, group, parents } = operation
    if (this.#nodes.has(hash)) return { kind: 'known' }
    if (group !== this.group) return { kind: 'refused', reason: 'it belongs to another group' }
    if (operation.act.create !== undefined) return { kind: 'refused', reason: 'a group begins once' }
    const missing = parents.filter(parent => !this.#nodes.has(parent) && !this.#pending.has(parent))
    if (parents.some(parent => !this.#nodes.has(parent))) {
      if (parents.some(parent => this.#refused.has(parent))) return this.#refuse(operation, 'it answers one that was refused')
      this.#wait(operation)
      return { kind: 'pending', missing }
    }
    const reason = this.#take(operation)
    if (reason !== undefined) return this.#refuse(operation, reason)
    const added = [operation]
    // Each step that came may be what others waited for, and these what yet others did.
    for (let before = 0; before !== added.length;) {
      before = added.length
      for (const [waiting, one] of this.#pending) {
        if (!one.parents.every(parent => this.#nodes.has(parent))) continue
        this.#pending.delete(waiting)
        const why = this.#take(one)
        if (why === undefined) added.push(one)
        else this.#refuse(one, why)
      }
    }
    return { kind: 'added', operations: added }
  }

  /** @returns why not */
  #take (operation: VerifiedOperation): string | undefined {
    const { author, parents } = operation
    const count = this.#counts.get(author) ?? 0
    if (this.#nodes.size >= MAX_GROUP_OPERATIONS || count >= MAX_GROUP_OPERATIONS_PER_AUTHOR) return 'there are too many'
    const before = this.#view([...parents].sort())
    const reason = objection(operation, before.standing)
    if (reason === undefined) this.#place(operation, this.#pastOf(parents), before)
    return reason
  }

  #place (operation: VerifiedOperation, past: Past, before: View): void {
    const { hash, author, parents } = operation
    const depth = parents.reduce((most, parent) => Math.max(most, this.#nodes.get(parent)!.depth + 1), 0)
    const node = new Node({ operation, index: this.#nodes.size, depth, author: before.standing.members.get(author), past })
    this.#nodes.set(hash, node)
    this.#order.splice(this.#slotOf(node), 0, node)
    this.#counts.set(author, (this.#counts.get(author) ?? 0) + 1)
    for (const parent of parents) this.#heads.delete(parent)
    this.#heads.add(hash)
    // Beside it there is nothing in its own past: whatever stood there stands, and so does it.
    this.#remember([hash], { standing: new Draft(before.standing).apply(operation, depth).done(), fallen: before.fallen })
  }

  #view (heads: readonly OperationHash[]): View {
    const known = this.#views.get(heads.join())
    if (known !== undefined) {
      this.#remember(heads, known)
      return known
    }
    const past = this.#pastOf(heads)
    const placed = this.#order.filter(({ index }) => past.has(index))
    const stands = standingSteps(placed)
    const draft = new Draft(NOTHING)
    for (const { operation, depth } of stands) draft.apply(operation, depth)
    const standing = new Set(stands)
    const view = { standing: draft.done(), fallen: placed.filter(one => !standing.has(one)).map(({ operation }) => operation) }
    this.#remember(heads, view)
    return view
  }

  #remember (heads: readonly OperationHash[], view: View): void {
    const key = heads.join()
    this.#views.delete(key)
    this.#views.set(key, view)
    if (this.#views.size > MAX_VIEWS) this.#views.delete(this.#views.keys().next().value!)
  }

  #pastOf (hashes: readonly OperationHash[]): Past {
    const nodes = hashes.map(hash => this.#nodes.get(hash)!)
    const past = new Past(nodes.reduce((most, { index }) => Math.max(most, index + 1), 0))
    for (const node of nodes) past.take(node)
    return past
  }

  /** Where a step goes among the others: by depth, then hash. */
  #slotOf ({ depth, operation }: Node): number {
    let [from, to] = [0, this.#order.length]
    while (from < to) {
      const middle = (from + to) >> 1
      const other = this.#order[middle]!
      if (other.depth < depth || (other.depth === depth && other.operation.hash < operation.hash)) from = middle + 1
      else to = middle
    }
    return from
  }

  #wait (operation: VerifiedOperation): void {
    this.#pending.set(operation.hash, operation)
    if (this.#pending.size > MAX_PENDING_GROUP_OPERATIONS) this.#pending.delete(this.#pending.keys().next().value!)
  }

  #refuse ({ hash }: VerifiedOperation, reason: string): Taken {
    this.#refused.set(hash, reason)
    if (this.#refused.size > MAX_REFUSED) this.#refused.delete(this.#refused.keys().next().value!)
    return { kind: 'refused', reason }
  }
}

interface View {
  standing: Standing
  fallen: readonly VerifiedOperation[]
}

/** Which steps lie behind one, a bit for each. */
class Past {
  readonly words: Uint32Array

  constructor (size: number) {
    this.words = new Uint32Array((size + 31) >>> 5)
  }

  has (index: number): boolean {
    return ((this.words[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0
  }

  /** A step, and all behind it. */
  take ({ index, past }: Node): void {
    for (const [i, word] of past.words.entries()) this.words[i]! |= word
    this.words[index >>> 5]! |= 1 << (index & 31)
  }
}

const EMPTY = new Past(0)

class Node implements Placed {
  readonly operation: VerifiedOperation
  readonly index: number
  readonly depth: number
  readonly author: Placed['author']
  readonly past: Past

  constructor ({ operation, index, depth, author, past }: Omit<Placed, 'knew'> & { past: Past }) {
    this.operation = operation
    this.index = index
    this.depth = depth
    this.author = author
    this.past = past
  }

  knew (index: number): boolean {
    return this.past.has(index)
  }
}
