/** Groups as people see them: by name, with who is in them and what was said. */
import { AppError } from '../../base/errors.ts'
import { idBytes, type AccountId, type GroupId } from '../../base/ids.ts'
import type { Clock } from '../../base/time.ts'
import { groupNumber } from '../../crypto/safety.ts'
import { GroupRight, GroupRole, type GroupNewcomer, type GroupSettings } from '../../wire/gen/group.ts'
import type { Contact } from '../core/contact.ts'
import { checkReachable, isPerson, shownName, type Contacts } from '../core/contacts.ts'
import { checkName, type Identity } from '../core/identity.ts'
import { shownKeeping } from '../core/keeping.ts'
import type { ContactRow } from '../core/rows.ts'
import { checkExpiry } from '../mail/contents.ts'
import type { History } from '../mail/history.ts'
import type { Group } from './group.ts'
import type { Groups } from './groups.ts'
import { historyOf } from './hearing.ts'
import { nameIn, nameOf } from './names.ts'
import type { DoubtRow } from './rows.ts'
import { mayAdd, mayPost, type Standing } from './standing.ts'
import { GroupVenue } from './venue.ts'

const MAX_ADDED_AT_ONCE = 128
/** items that one offer hands to a newcomer */
const MAX_PAST = 1000
const BY_ID = 'Use the beginning of an id'

export type Role = 'reader' | 'member' | 'admin' | 'owner'
export type Right = 'admins' | 'members'
const ROLES: Record<Role, GroupRole> = {
  reader: GroupRole.READER, member: GroupRole.MEMBER, admin: GroupRole.ADMIN, owner: GroupRole.OWNER
}
const RIGHTS: Record<Right, GroupRight> = { admins: GroupRight.ADMINS, members: GroupRight.MEMBERS }
const roleName = (role: GroupRole): Role => role.toLowerCase() as Role
const rightName = (right: GroupRight): Right => right.toLowerCase() as Right

export type GroupState = 'invited' | 'member' | 'gone'
const stateIn = ({ members }: Standing, account: AccountId): GroupState =>
  members.has(account) ? members.get(account)!.accepted ? 'member' : 'invited' : 'gone'

export interface GroupInfo {
  groupId: GroupId
  name: string
  /** of whoever sits here */
  state: GroupState
  members: {
    contactId: AccountId
    name: string
    role: Role
    isContact: boolean
    /** false: what is said here reaches them over other members */
    isReached: boolean
    /** false: they were added, and have not said that they take part */
    accepted: boolean
    isSelf: boolean
  }[]
  adds: Right
  posts: Right
  /** what is said disappears so long after it was read; 0: it stays */
  expiresAfterMs: number
  /** hashes of the steps that nobody has answered yet */
  heads: string[]
  unread: number
  /** steps that a removal undid, or that fell with others */
  fallen: number
  /** what members did that an honest program does not, each when it was first seen */
  doubts: (Pick<DoubtRow, 'what' | 'atMs'> & { contactId: AccountId, name: string })[]
}

export interface TalksDeps {
  groups: Groups
  identity: Identity
  contacts: Contacts
  history: History
  clock: Clock
}

export class Talks {
  readonly #deps: TalksDeps

  constructor (deps: TalksDeps) {
    this.#deps = deps
  }

  async list (): Promise<GroupInfo[]> {
    return await Promise.all((await this.#all()).map(async group => await this.#info(group)))
  }

  /** By name in any case, else by the beginning of the id; undefined when there is none. @throws AppError AMBIGUOUS */
  async find (who: string): Promise<GroupId | undefined> {
    const wanted = who.trim().toLowerCase()
    const all = await this.#all()
    const named = all.filter(group => nameOf(group).toLowerCase() === wanted)
    const fitting = named.length > 0 || !/^[0-9a-f]{4,64}$/.test(wanted) ? named : all.filter(({ id }) => id.startsWith(wanted))
    if (fitting.length <= 1) return fitting[0]?.id
    const candidates = fitting.map(group => ({ contactId: group.id, name: nameOf(group) }))
    throw new AppError('AMBIGUOUS', `"${who}" fits ${fitting.length} groups`, { hint: BY_ID, details: { candidates } })
  }

  /** @returns undefined where it is a person's name, or nobody's. @throws AppError AMBIGUOUS: both are called so */
  async placeOf (who: string): Promise<GroupId | undefined> {
    const groupId = await this.find(who)
    const wanted = who.trim().toLowerCase()
    const person = groupId && this.#deps.contacts.people().find(row => shownName(row).toLowerCase() === wanted)
    if (groupId === undefined || person === undefined) return groupId
    const candidates = [{ contactId: groupId, name: who }, { contactId: person.contactId, name: shownName(person) }]
    throw new AppError('AMBIGUOUS', `a person and a group are called "${who}"`, { hint: BY_ID, details: { candidates } })
  }

  /** @throws AppError NOT_FOUND, AMBIGUOUS */
  async resolve (who: string): Promise<GroupId> {
    const id = await this.find(who)
    if (id === undefined) throw new AppError('NOT_FOUND', `no group called "${who}"`, { hint: 'See: nobyte group' })
    return id
  }

  /** As far as it was looked at. */
  nameOf (id: GroupId): string {
    const group = this.#deps.groups.roster.known(id)
    return group === undefined ? '' : nameOf(group)
  }

  /** @throws AppError NOT_FOUND, AMBIGUOUS */
  async info (who: string): Promise<GroupInfo> {
    return await this.#info(await this.#group(await this.resolve(who)))
  }

  /** @throws AppError BAD_INPUT, EXISTS, NOT_FOUND, AMBIGUOUS, TOO_MANY */
  async create (name: string, people: readonly string[]): Promise<GroupInfo> {
    const { contacts, groups } = this.#deps
    const shown = checkName(name)
    const isPersons = contacts.people().some(row => shownName(row).toLowerCase() === shown.toLowerCase())
    const rival = isPersons || await this.find(shown) !== undefined
    if (rival) throw new AppError('EXISTS', `somebody, or a group, is called "${shown}" already`)
    const settings = { name: shown, adds: GroupRight.ADMINS, posts: GroupRight.MEMBERS, expiresAfterMs: 0 }
    const newcomers = this.#newcomers(people, 'member')
    const id = await groups.steps.create(settings)
    await this.#admit(id, newcomers)
    return await this.#info(await this.#group(id))
  }

  /** @throws AppError NOT_FOUND, AMBIGUOUS, REFUSED, BLOCKED, KEY_CHANGED */
  async add (who: string, people: readonly string[], role: Role = 'member'): Promise<GroupInfo> {
    const newcomers = this.#newcomers(people, role)
    return await this.#step(who, async id => { await this.#admit(id, newcomers) })
  }

  /** Whoever is removed reads nothing that is said by those who have heard of it. @throws AppError NOT_FOUND, AMBIGUOUS, REFUSED */
  async remove (who: string, person: string): Promise<GroupInfo> {
    return await this.#step(who, async id => {
      const account = await this.#memberOf(id, person)
      await this.#deps.groups.steps.step(id, group => ({ remove: { account: idBytes(account), ends: group.endsOf(account) } }))
    })
  }

  /** @throws AppError NOT_FOUND, AMBIGUOUS, REFUSED */
  async setRole (who: string, person: string, role: Role): Promise<GroupInfo> {
    return await this.#step(who, async id => {
      const account = await this.#memberOf(id, person)
      await this.#deps.groups.steps.step(id, () => ({ role: { account: idBytes(account), role: ROLES[role] } }))
    })
  }

  /** @throws AppError NOT_FOUND, AMBIGUOUS, REFUSED, BAD_INPUT */
  async set (
    who: string, { name, adds, posts, expiresAfterMs }: { name?: string, adds?: Right, posts?: Right, expiresAfterMs?: number }
  ): Promise<GroupInfo> {
    if (expiresAfterMs !== undefined) checkExpiry(expiresAfterMs)
    return await this.#step(who, async id => {
      await this.#deps.groups.steps.step(id, ({ membership: { now: { settings } } }) => {
        const next: GroupSettings = { ...settings }
        if (name !== undefined) next.name = checkName(name)
        if (adds !== undefined) next.adds = RIGHTS[adds]
        if (posts !== undefined) next.posts = RIGHTS[posts]
        if (expiresAfterMs !== undefined) next.expiresAfterMs = expiresAfterMs
        return { settings: next }
      })
    })
  }

  /**
   * Hands somebody who was added later the last of what was said before.
   * @returns how much. @throws AppError NOT_FOUND, AMBIGUOUS, REFUSED
   */
  async offerPast (who: string, person: string, { last = MAX_PAST }: { last?: number } = {}): Promise<{ offered: number }> {
    const id = await this.resolve(who)
    const account = await this.#memberOf(id, person)
    return { offered: await this.#deps.groups.offerPast(id, account, { most: Math.min(last, MAX_PAST) }) }
  }

  /** Whoever was added takes part from now on. @throws AppError NOT_FOUND, AMBIGUOUS, REFUSED: no member */
  async accept (who: string): Promise<GroupInfo> {
    return await this.#step(who, async id => { await this.#deps.groups.steps.accept(id) })
  }

  /** What was said stays here. @throws AppError NOT_FOUND, AMBIGUOUS, REFUSED: no member */
  async leave (who: string): Promise<GroupInfo> {
    const { groups, identity: { account: { accountId } } } = this.#deps
    return await this.#step(who, async id => { await groups.steps.step(id, group => ({ leave: { ends: group.endsOf(accountId) } })) })
  }

  /** @returns undefined when there is no such group */
  async venue (contactId: string): Promise<GroupVenue | undefined> {
    const group = await this.#deps.groups.roster.open(contactId as GroupId)
    return group && this.#venue(group)
  }

  /** As a list of conversations shows it. @returns undefined when there is no such group */
  async shown (contactId: string): Promise<Contact | undefined> {
    const { identity: { account }, history, groups, clock } = this.#deps
    const group = await groups.roster.open(contactId as GroupId)
    if (group === undefined) return undefined
    const { row, membership: { now } } = group
    const { unread, topIn } = await history.conversation(historyOf(group.id))
    return {
      contactId: historyOf(group.id),
      name: nameOf(group),
      announcedName: nameOf(group),
      state: 'ready',
      verified: false,
      online: false,
      blocked: false,
      keyChanged: false,
      unread,
      readReceipts: row.readReceipts !== false,
      typing: false,
      ...shownKeeping(row, { topIn, nowMs: clock.now() }),
      expiresAfterMs: this.#venue(group).expiresAfterMs,
      group: {
        state: stateIn(now, account.accountId),
        members: now.members.size,
        mayPost: mayPost(now, account.accountId) && stateIn(now, account.accountId) === 'member',
        mayAdd: mayAdd(now, account.accountId)
      }
    }
  }

  #venue (group: Group): GroupVenue {
    return new GroupVenue(this.#deps, group)
  }

  /** Forgets a group that one is in no longer, and what was said there. @throws AppError NOT_FOUND, AMBIGUOUS, REFUSED */
  async forget (who: string): Promise<void> {
    await this.#deps.groups.forget(await this.resolve(who))
  }

  /** The number that is the same for all who know the same members. @throws AppError NOT_FOUND, AMBIGUOUS */
  async verify (who: string): Promise<{ groupId: GroupId, name: string, digits: string }> {
    const group = await this.#group(await this.resolve(who))
    const digits = groupNumber(group.id, [...group.membership.now.members.keys()])
    return { groupId: group.id, name: nameOf(group), digits: digits.replaceAll(/(\d{5})(?=\d)/g, '$1 ') }
  }

  async #info (group: Group): Promise<GroupInfo> {
    const { history, contacts, identity, groups } = this.#deps
    const { id, membership } = group
    const { now, heads, fallen } = membership
    const { members, settings } = now
    const me = identity.account.accountId
    return {
      groupId: id,
      name: nameOf(group),
      state: stateIn(now, me),
      members: [...members.values()].map(({ account, role, accepted }) => {
        const contact = contacts.byAccount(account)
        return {
          contactId: account,
          name: nameIn(this.#deps, group, account),
          role: roleName(role),
          isContact: contact !== undefined && isPerson(contact),
          isReached: contact !== undefined,
          accepted,
          isSelf: account === me
        }
      }),
      adds: rightName(settings.adds),
      posts: rightName(settings.posts),
      expiresAfterMs: this.#venue(group).expiresAfterMs,
      heads,
      unread: (await history.conversation(historyOf(id))).unread,
      fallen: fallen.length,
      doubts: (await groups.roster.archive.doubts(id)).map(({ account, what, atMs }) =>
        ({ contactId: account, name: nameIn(this.#deps, group, account), what, atMs }))
    }
  }

  /** @throws AppError NOT_FOUND, AMBIGUOUS: nobody, or several, in the group are called so */
  async #memberOf (id: GroupId, person: string): Promise<AccountId> {
    const group = await this.#group(id)
    const wanted = person.trim().toLowerCase()
    const accounts = [...group.membership.now.members.keys()]
    const named = accounts.filter(account => nameIn(this.#deps, group, account).toLowerCase() === wanted)
    const fitting = named.length > 0 || wanted.length < 4 ? named : accounts.filter(account => account.startsWith(wanted))
    if (fitting.length === 1) return fitting[0]!
    if (fitting.length === 0) {
      throw new AppError('NOT_FOUND', `nobody in the group is called "${person}"`, { hint: 'See: nobyte group info' })
    }
    const candidates = fitting.map(account => ({ contactId: account, name: nameIn(this.#deps, group, account) }))
    throw new AppError('AMBIGUOUS', `"${person}" fits ${fitting.length} members`, { hint: BY_ID, details: { candidates } })
  }

  #newcomers (people: readonly string[], role: Role): GroupNewcomer[] {
    const rows = people.map(who => this.#deps.contacts.resolve(who))
    for (const row of rows) checkReachable(row)
    const once = new Map(rows.map((row): [AccountId, ContactRow] => [row.contactId, row]))
    return [...once.values()].map(({ account, announcedName }) => ({ account: idBytes(account), role: ROLES[role], name: announcedName }))
  }

  /** In steps that leave room in an envelope for what travels with them. */
  async #admit (id: GroupId, newcomers: GroupNewcomer[]): Promise<void> {
    for (let i = 0; i < newcomers.length; i += MAX_ADDED_AT_ONCE) {
      const some = newcomers.slice(i, i + MAX_ADDED_AT_ONCE)
      await this.#deps.groups.steps.step(id, () => ({ add: { newcomers: some } }))
    }
  }

  async #step (who: string, task: (id: GroupId) => Promise<void>): Promise<GroupInfo> {
    const id = await this.resolve(who)
    await task(id)
    return await this.#info(await this.#group(id))
  }

  async #all (): Promise<Group[]> {
    const { roster } = this.#deps.groups
    const groups = await Promise.all(roster.ids.map(async id => await roster.open(id)))
    return groups.filter(group => group !== undefined)
  }

  async #group (id: GroupId): Promise<Group> {
    const group = await this.#deps.groups.roster.open(id)
    if (group === undefined) throw new AppError('NOT_FOUND', 'no such group', { hint: 'See: nobyte group' })
    return group
  }
}
