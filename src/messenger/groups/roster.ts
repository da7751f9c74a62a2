/**
 * The groups that are here. Whatever is done in a group has its turn there; what a turn changes in memory is thrown away with a
 * batch that fails, and read anew.
 */
import { toHex } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import type { ContentId, GroupId } from '../../base/ids.ts'
import type { Random } from '../../base/random.ts'
import { Serial } from '../../base/serial.ts'
import type { Clock } from '../../base/time.ts'
import type { VerifiedOperation } from '../../crypto/group-operations.ts'
import type { Store } from '../../store/store.ts'
import { GROUP_CHAIN_BYTES, MAX_GROUPS } from '../../wire/limits.ts'
import type { Change, ChangeLog } from '../core/changes.ts'
import { Archive } from './archive.ts'
import { Group } from './group.ts'

/** groups that somebody may be adding us to in several parcels */
const MAX_PROSPECTS = 16

export interface RosterDeps {
  store: Store
  changes: ChangeLog
  clock: Clock
  random: Random
}

export class Roster {
  readonly archive: Archive
  readonly #deps: RosterDeps
  readonly #groups = new Map<GroupId, Group>()
  readonly #ids = new Set<GroupId>()
  readonly #prospects = new Map<GroupId, Group>()
  readonly #turns = new Serial<GroupId>()

  constructor (deps: RosterDeps) {
    this.#deps = deps
    this.archive = new Archive(deps.store)
  }

  /** @param rolledBack the profile is an old copy: what this device says from now on is another chain, under another key */
  async load ({ rolledBack }: { rolledBack: boolean }): Promise<void> {
    const { store } = this.#deps
    const batch = store.batch()
    for await (const row of this.archive.groups()) {
      this.#ids.add(row.groupId)
      if (!rolledBack) continue
      const { key: _, ...kept } = row
      this.archive.putGroup(batch, { ...kept, chain: this.#newChain(), seq: 0, prev: '' })
    }
    if (!batch.isEmpty) await store.commit(batch)
  }

  get ids (): GroupId[] { return [...this.#ids] }
  get isFull (): boolean { return this.#ids.size >= MAX_GROUPS }
  has (id: GroupId): boolean { return this.#ids.has(id) }

  /** As far as it was opened. */
  known (id: GroupId): Group | undefined { return this.#groups.get(id) }

  async open (id: GroupId): Promise<Group | undefined> {
    const known = this.#groups.get(id)
    if (known !== undefined || !this.#ids.has(id)) return known
    const loaded = await Group.load(this.archive, id)
    // Somebody may have opened it meanwhile: there is one of each.
    const group = this.#groups.get(id) ?? loaded
    if (group !== undefined) this.#groups.set(id, group)
    return group
  }

  /** One's own turn, and its change. @throws AppError NOT_FOUND */
  async turn<T> (id: GroupId, task: (group: Group, change: Change) => Promise<T>): Promise<T> {
    return await this.#turns.run(id, async () => {
      const group = await this.open(id)
      if (group === undefined) throw new AppError('NOT_FOUND', 'no such group', { hint: 'See: nobyte group' })
      const change = this.#deps.changes.begin()
      try {
        const result = await task(group, change)
        await change.commit()
        return result
      } catch (err) {
        this.#groups.delete(id)
        throw err
      }
    })
  }

  /** A turn within somebody else's change, which may fail after it. */
  async turnWithin (change: Change, id: GroupId, task: () => Promise<void>): Promise<void> {
    change.undo(() => { this.#groups.delete(id) })
    await this.#turns.run(id, task)
  }

  made (first: VerifiedOperation): Group {
    const row = { groupId: first.group, addedAtMs: this.#deps.clock.now(), chain: this.#newChain(), seq: 0, prev: '' }
    return new Group(row, first)
  }

  prospect (id: GroupId): Group | undefined { return this.#prospects.get(id) }

  /** Somebody is adding us to it: kept once we are in it. */
  expect (group: Group): Group {
    this.#prospects.set(group.id, group)
    if (this.#prospects.size > MAX_PROSPECTS) this.#prospects.delete(this.#prospects.keys().next().value!)
    return group
  }

  /** From now on it is kept, with all steps that are here. */
  adopt (change: Change, group: Group): void {
    this.#prospects.delete(group.id)
    this.#ids.add(group.id)
    this.#groups.set(group.id, group)
    change.undo(() => { this.#ids.delete(group.id) })
    group.nextOperation = 0n
    this.keepOperations(change, group, group.membership.all())
  }

  /** Nothing of it is left. */
  remove (change: Change, id: GroupId, messages: readonly ContentId[]): void {
    this.archive.remove(change.batch, id, messages)
    this.#ids.delete(id)
    this.#groups.delete(id)
    change.undo(() => { this.#ids.add(id) })
  }

  keepOperations (change: Change, group: Group, operations: readonly VerifiedOperation[]): void {
    if (operations.length === 0) return
    group.follow(operations)
    for (const operation of operations) this.archive.putOperation(change.batch, group.nextOperation++, operation)
    this.keep(change, group)
    change.emit('group:changed', { groupId: group.id })
  }

  /** As it is when the change is committed: an earlier state must never be written over a later one. */
  keep (change: Change, group: Group): void {
    change.before(() => { this.archive.putGroup(change.batch, group.row) })
  }

  #newChain (): string { return toHex(this.#deps.random(GROUP_CHAIN_BYTES)) }
}
