/** Steps that are taken here: a group is made, people are added by name or by a link, and whoever was added takes part. */
import { accountIdFromBytes, idBytes, type AccountId, type GroupId } from '../../base/ids.ts'
import { AppError } from '../../base/errors.ts'
import { errorFields, type Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import { DAY, type Clock } from '../../base/time.ts'
import { signGroupOperation, type GroupAct } from '../../crypto/group-operations.ts'
import { GroupRole, type GroupSettings } from '../../wire/gen/group.ts'
import { GROUP_NONCE_BYTES, MAX_GROUP_MEMBERS, MAX_GROUPS } from '../../wire/limits.ts'
import type { Change, ChangeLog } from '../core/changes.ts'
import type { Identity } from '../core/identity.ts'
import { parcelled } from './exchange.ts'
import type { Group } from './group.ts'
import type { Neighbours } from './neighbours.ts'
import type { Post } from './post.ts'
import type { Roster } from './roster.ts'
import { mayAdd, takesPart } from './standing.ts'

/** A link leads where its maker may come back to late. */
const WISH_LIFE_MS = 30 * DAY

export interface StepsDeps {
  identity: Identity
  changes: ChangeLog
  roster: Roster
  post: Post
  neighbours: Neighbours
  clock: Clock
  random: Random
  log: Log
}

export class Steps {
  readonly #deps: StepsDeps
  #greeting: Promise<unknown> = Promise.resolve()

  constructor (deps: StepsDeps) {
    this.#deps = deps
  }

  /** Resolves when nobody is being told anything; the store may be closed then. */
  async settled (): Promise<void> {
    await this.#greeting
  }

  /** @throws AppError TOO_MANY */
  async create (settings: GroupSettings): Promise<GroupId> {
    if (this.#deps.roster.isFull) throw new AppError('TOO_MANY', `at most ${MAX_GROUPS} groups`)
    const { identity: { account, name }, changes, clock, random } = this.#deps
    const create = { nonce: random(GROUP_NONCE_BYTES), settings, authorName: name }
    const group = this.#deps.roster.made(signGroupOperation(account, { parents: [], atMs: clock.now(), act: { create } }))
    const change = changes.begin()
    this.#deps.roster.adopt(change, group)
    await change.commit()
    return group.id
  }

  /** Takes a step oneself, and tells everybody whom it concerns. @throws AppError NOT_FOUND, REFUSED: one has no right to it */
  async step (id: GroupId, act: (group: Group) => GroupAct): Promise<void> {
    await this.#deps.roster.turn(id, async (group, change) => { await this.take(change, group, act(group)) })
  }

  /** Takes part, unless one does. @throws AppError NOT_FOUND, REFUSED: no member */
  async accept (id: GroupId): Promise<void> {
    await this.#deps.roster.turn(id, async (group, change) => {
      if (!takesPart(group.membership.now, this.#deps.identity.account.accountId)) await this.take(change, group, { accept: {} })
    })
  }

  /** Within a turn of the group. @throws AppError REFUSED */
  async take (change: Change, group: Group, act: GroupAct): Promise<void> {
    const { identity: { account }, clock } = this.#deps
    const { membership } = group
    const before = [...membership.now.members.keys()]
    const operation = signGroupOperation(account, { group: group.id, parents: membership.parents, atMs: clock.now(), act })
    const taken = membership.add(operation)
    if (taken.kind !== 'added') {
      const why = taken.kind === 'refused' ? taken.reason : 'try again'
      throw new AppError('REFUSED', `that cannot be done in this group: ${why}`, { hint: 'Who may what: nobyte group info' })
    }
    this.#deps.roster.keepOperations(change, group, taken.operations)
    await this.#deps.post.tell(change, group, parcelled([operation]), before)
    if (act.accept !== undefined) this.#deps.neighbours.takesPart(change, group.id)
    const newcomers = operation.act.add?.newcomers.map(({ account: one }) => accountIdFromBytes(one)).filter(one => !before.includes(one))
    if (newcomers !== undefined) await this.#deps.post.tell(change, group, parcelled(membership.all()), newcomers)
  }

  /** Whoever sits here asked to be added, and takes part once they are. */
  wish (change: Change, id: GroupId): void {
    this.#deps.roster.archive.putWish(change.batch, id, { atMs: this.#deps.clock.now() })
  }

  /**
   * Adds somebody who used a link of one's own, within the change that takes them in; they are told once that is durable.
   * @returns false: one may not, there is no room, or they were removed before
   */
  async letIn (change: Change, id: GroupId, { account, name }: { account: AccountId, name: string }): Promise<boolean> {
    let isIn = false
    await this.#deps.roster.turnWithin(change, id, async () => {
      const group = await this.#deps.roster.open(id)
      if (group === undefined) return
      const { now } = group.membership
      isIn = now.members.has(account)
      if (isIn || !mayAdd(now, this.#deps.identity.account.accountId) || now.members.size >= MAX_GROUP_MEMBERS) return
      // Only a person can take back what a person did.
      if (wasRemoved(group, account)) return
      await this.take(change, group, { add: { newcomers: [{ account: idBytes(account), role: GroupRole.MEMBER, name }] } })
      isIn = true
    })
    if (isIn) change.after(() => { this.#greeting = Promise.all([this.#greeting, this.#greet(id, account)]) })
    return isIn
  }

  /** Asked for, let in and removed before one heard of either: there is nothing to wait for any more. */
  async giveUp (change: Change, group: Group): Promise<void> {
    const { roster: { archive }, identity: { account } } = this.#deps
    if (!wasRemoved(group, account.accountId) || await archive.wish(group.id) === undefined) return
    archive.forgetWish(change.batch, group.id)
    change.emit('group:changed', { groupId: group.id })
  }

  async #greet (id: GroupId, account: AccountId): Promise<void> {
    await this.#deps.roster.turn(id, async (group, change) => {
      await this.#deps.post.tell(change, group, parcelled(group.membership.all()), [account])
    }).catch((err: unknown) => { this.#deps.log.warn('newcomer not told', errorFields(err)) })
  }

  /** Where it was asked for, nobody is asked again. */
  async takePart (change: Change, group: Group): Promise<void> {
    const { archive } = this.#deps.roster
    const wish = await archive.wish(group.id)
    if (wish === undefined) return
    archive.forgetWish(change.batch, group.id)
    if (this.#deps.clock.now() - wish.atMs < WISH_LIFE_MS) await this.take(change, group, { accept: {} })
  }
}

const wasRemoved = ({ membership }: Group, account: AccountId): boolean =>
  membership.all().some(({ act: { remove } }) => remove !== undefined && accountIdFromBytes(remove.account) === account)
