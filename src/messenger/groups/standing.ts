/** Who is in a group and what they may do, after some of its steps; and what one more step makes of it. */
import { toHex } from '../../base/bytes.ts'
import { accountIdFromBytes, type AccountId } from '../../base/ids.ts'
import type { OperationHash, VerifiedOperation } from '../../crypto/group-operations.ts'
import { GroupRight, GroupRole, type GroupChainEnd, type GroupSettings } from '../../wire/gen/group.ts'
import { MAX_GROUP_MEMBERS } from '../../wire/limits.ts'

export interface Member {
  readonly account: AccountId
  readonly role: GroupRole
  /** as whoever added them calls them */
  readonly name: string
  /** they said that they take part; whoever was added may read, and is asked */
  readonly accepted: boolean
  /** how many steps lie behind the one that added them, at most: who came earlier is the senior */
  readonly depth: number
  /** the steps that made them what they are here */
  readonly grants: readonly OperationHash[]
}

/** Somebody who was removed, or left: up to which item of each of their chains they are to be heard. */
export type Ends = ReadonlyMap<string, number>

export interface Standing {
  readonly members: ReadonlyMap<AccountId, Member>
  readonly gone: ReadonlyMap<AccountId, Ends>
  readonly settings: GroupSettings
}

/** before there is a group */
export const NOTHING: Standing = {
  members: new Map(), gone: new Map(), settings: { name: '', adds: GroupRight.ADMINS, posts: GroupRight.MEMBERS, expiresAfterMs: 0 }
}

const RANK: Record<GroupRole, number> = {
  [GroupRole.GROUP_ROLE_UNSPECIFIED]: 0,
  [GroupRole.READER]: 1,
  [GroupRole.MEMBER]: 2,
  [GroupRole.ADMIN]: 3,
  [GroupRole.OWNER]: 4
}

export const rankOf = (member: Member | undefined): number => member === undefined ? 0 : RANK[member.role]
const holds = (member: Member | undefined, right: GroupRight): boolean =>
  rankOf(member) >= (right === GroupRight.MEMBERS ? RANK.MEMBER : RANK.ADMIN)

export const mayPost = ({ members, settings }: Standing, account: AccountId): boolean => holds(members.get(account), settings.posts)
export const takesPart = ({ members }: Standing, account: AccountId): boolean => members.get(account)?.accepted === true
export const mayAdd = ({ members, settings }: Standing, account: AccountId): boolean => holds(members.get(account), settings.adds)

/** @returns what is wrong with it, by what its author had seen; undefined: nothing */
export function objection (operation: VerifiedOperation, { members, settings }: Standing): string | undefined {
  const { author, act: { create, add, remove, leave, role, settings: next, accept } } = operation
  if (create !== undefined) return isSettings(create.settings!) ? undefined : 'settings that say nothing'
  const self = members.get(author)
  if (self === undefined) return 'its author was no member'
  if (leave !== undefined || accept !== undefined) return undefined
  const rank = rankOf(self)
  const isAdmin = rank >= RANK.ADMIN
  if (add !== undefined) {
    if (!holds(self, settings.adds)) return 'its author may not add people'
    const most = isAdmin ? rank : RANK.MEMBER
    const fits = add.newcomers.every(({ role: given }) => RANK[given] > 0 && RANK[given] <= most)
    return fits ? undefined : 'it gives more than its author has'
  }
  if (!isAdmin) return 'its author is no admin'
  if (next !== undefined) return isSettings(next) ? undefined : 'settings that say nothing'
  const target = members.get(accountIdFromBytes((remove ?? role)!.account))
  if (target === undefined) return 'it is about somebody who was no member'
  if (rankOf(target) > rank) return 'it is about somebody above its author'
  if (remove !== undefined) return target.account === author ? 'who goes, leaves' : undefined
  return RANK[role!.role] > 0 && RANK[role!.role] <= rank ? undefined : 'it gives more than its author has'
}

const isSettings = ({ adds, posts }: GroupSettings): boolean =>
  adds !== GroupRight.GROUP_RIGHT_UNSPECIFIED && posts !== GroupRight.GROUP_RIGHT_UNSPECIFIED

/** A standing that one step after another is applied to. */
export class Draft {
  readonly #members: Map<AccountId, Member>
  readonly #gone: Map<AccountId, Ends>
  #settings: GroupSettings

  constructor ({ members, gone, settings }: Standing) {
    this.#members = new Map(members)
    this.#gone = new Map(gone)
    this.#settings = settings
  }

  apply ({ hash, author, act }: VerifiedOperation, depth: number): this {
    const { create, add, remove, leave, role, settings, accept } = act
    if (create !== undefined) {
      this.#admit({ account: author, role: GroupRole.OWNER, name: create.authorName, accepted: true, depth, grants: [hash] })
      this.#settings = create.settings!
    }
    for (const { account, role: given, name } of add?.newcomers ?? []) {
      this.#admit({ account: accountIdFromBytes(account), role: given, name, accepted: false, depth, grants: [hash] })
    }
    if (remove !== undefined) this.#dismiss(accountIdFromBytes(remove.account), remove.ends)
    if (leave !== undefined) this.#dismiss(author, leave.ends)
    if (role !== undefined) {
      const account = accountIdFromBytes(role.account)
      const member = this.#members.get(account)
      if (member !== undefined) this.#members.set(account, { ...member, role: role.role, grants: [member.grants[0]!, hash] })
    }
    if (settings !== undefined) this.#settings = settings
    const taking = accept && this.#members.get(author)
    if (taking !== undefined) this.#members.set(author, { ...taking, accepted: true })
    return this
  }

  done (): Standing {
    return { members: this.#members, gone: this.#gone, settings: this.#settings }
  }

  #admit (member: Member): void {
    if (this.#members.has(member.account) || this.#members.size >= MAX_GROUP_MEMBERS) return
    this.#members.set(member.account, member)
    this.#gone.delete(member.account)
  }

  /** Of two removals each chain's later end counts, whichever comes first. */
  #dismiss (account: AccountId, ends: readonly GroupChainEnd[]): void {
    this.#members.delete(account)
    const merged = new Map(this.#gone.get(account))
    for (const { chain, seq } of ends) merged.set(toHex(chain), Math.max(seq, merged.get(toHex(chain)) ?? 0))
    this.#gone.set(account, merged)
  }
}
