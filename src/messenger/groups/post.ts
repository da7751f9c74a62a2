/** How what concerns a group gets to its members: each a contact here, or reached over the others. */
import type { Bytes } from '../../base/bytes.ts'
import { accountIdFromBytes, idBytes, type AccountId, type GroupId } from '../../base/ids.ts'
import { short, type Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import type { Clock } from '../../base/time.ts'
import type { VerifiedItem } from '../../crypto/group-items.ts'
import type { VerifiedOperation } from '../../crypto/group-operations.ts'
import type { GroupKnown, GroupLetter, GroupParcel, GroupRead } from '../../wire/gen/group.ts'
import { MAX_GROUP_LETTER_BYTES, MAX_LETTER_HOPS, MAX_UNREACHED_MEMBERS } from '../../wire/limits.ts'
import type { Change } from '../core/changes.ts'
import { isReachable, type Contacts } from '../core/contacts.ts'
import type { ContactRow } from '../core/rows.ts'
import type { Outbox } from '../mail/outbox.ts'
import { Allowance } from './allowance.ts'
import { isFor, knowsMore, lacking, parcelled } from './exchange.ts'
import type { Group } from './group.ts'
import type { Roster } from './roster.ts'

const MAX_TOLD = 1024
/** of a letter whose reader one does not reach */
const MAX_CARRIERS = 3
const LOOKED_AT_PER_HANDED = 16

export interface PostDeps {
  me: AccountId
  roster: Roster
  contacts: Contacts
  outbox: Outbox
  clock: Clock
  random: Random
  log: Log
  /** something waits for somebody: look for them */
  wake: (contactId: AccountId) => void
}

export class Post {
  readonly #deps: PostDeps
  /** what we told whom last of what is here */
  readonly #told = new Map<string, string>()
  readonly #allowance: Allowance

  constructor (deps: PostDeps) {
    this.#deps = deps
    this.#allowance = new Allowance(deps.clock)
  }

  /** Says the same to several members, and asks those who are reached to hand it on to those who are not. */
  async tell (change: Change, group: Group, parcels: Partial<GroupParcel>[], accounts: AccountId[], key?: Bytes): Promise<void> {
    const { me, roster } = this.#deps
    const contacts = accounts.filter(account => account !== me).map(account => [account, this.contactOf(account)] as const)
    const strangers = contacts.filter(([, contact]) => contact === undefined).slice(0, MAX_UNREACHED_MEMBERS)
    const unreached = strangers.map(([account]) => idBytes(account))
    for (const [account, contact] of contacts) {
      if (contact === undefined) continue
      const given = group.row.key?.given ?? {}
      const isNew = key !== undefined && contact.devices.some(({ deviceId }) => given[deviceId] === undefined)
      for (const parcel of parcels) await this.#place(change, group.id, contact, { ...parcel, unreached, ...(isNew ? { key } : {}) })
      if (isNew) for (const { deviceId } of contact.devices) given[deviceId] = account
    }
    roster.keep(change, group)
  }

  /** What is new goes on to those whom its sender cannot reach. */
  async handOn (
    change: Change, group: Group, unreached: readonly Uint8Array[],
    { operations, items }: { operations: readonly VerifiedOperation[], items: readonly VerifiedItem[] }
  ): Promise<void> {
    if (unreached.length === 0 || (operations.length === 0 && items.length === 0)) return
    const { members } = group.membership.now
    // Whoever is removed by one of these steps is to hear that as well.
    const goers = operations.flatMap(({ act: { remove } }) => remove === undefined ? [] : [accountIdFromBytes(remove.account)])
    const people = [...new Set(unreached.map(accountIdFromBytes))]
      .filter(one => (members.has(one) || goers.includes(one)) && one !== this.#deps.me)
    const left = people.filter(one => this.contactOf(one) === undefined).map(idBytes)
    for (const one of people) {
      const contact = this.contactOf(one)
      if (contact === undefined) continue
      const theirs = items.filter(item => isFor(group, item, one))
      for (const parcel of parcelled(operations, theirs)) await this.#place(change, group.id, contact, { ...parcel, unreached: left })
    }
  }

  /** Sends a member what they say that they lack. */
  async answer (change: Change, group: Group, contact: ContactRow, known: GroupKnown): Promise<void> {
    const { roster, log } = this.#deps
    if (known.keyless && group.row.key !== undefined) {
      for (const { deviceId } of contact.devices) delete group.row.key.given[deviceId]
      roster.keep(change, group)
    }
    const most = this.#allowance.left(contact.contactId)
    if (most === 0) {
      log.warn('a group member asks for more than they are handed', { contact: short(contact.contactId) })
      return
    }
    const { operations, items, isCut, passedOver } = await lacking(roster.archive, group, known, contact.account, { most })
    // Looking at what they may not have costs as well, if less: they may ask for it for ever.
    this.#allowance.take(contact.contactId, operations.length + items.length + Math.ceil(passedOver / LOOKED_AT_PER_HANDED))
    for (const parcel of parcelled(operations, items)) await this.#place(change, group.id, contact, parcel)
    // Of more than fits into one answer they hear what is here, and ask for the rest.
    if (isCut) await this.ask(change, group, contact, { answer: false, isMissing: true })
    else if (!known.answer && knowsMore(group, known)) await this.ask(change, group, contact, { answer: true })
  }

  /** What was said before somebody was added, which nobody sends them unasked. */
  async offer (change: Change, group: Group, contact: ContactRow, past: readonly VerifiedItem[]): Promise<void> {
    for (const parcel of parcelled([], past)) await this.#place(change, group.id, contact, parcel)
  }

  /** Tells a member what is here, so that they send what is not. */
  async ask (
    change: Change, group: Group, contact: ContactRow, options: { answer: boolean, keyless?: boolean, isMissing?: boolean }
  ): Promise<void> {
    const told = `${group.membership.heads.join()} ${group.nextItem}`
    const to = `${group.id}:${contact.contactId}`
    const isMissing = options.isMissing === true || options.answer || options.keyless === true ||
      group.membership.pending + group.held.size > 0
    // Between two who meet again and again nothing has to be said twice.
    if (!isMissing && this.#told.get(to) === told) return
    change.after(() => { this.#note(to, told) })
    await this.#place(change, group.id, contact, { known: group.known(options) })
  }

  /** Somebody speaks of a group that is not here: if we are in it, they send how it came about. */
  async askOfUnknown (change: Change, contact: ContactRow, id: GroupId): Promise<void> {
    const to = `${id}:${contact.contactId}`
    if (this.#told.has(to)) return
    this.#note(to, '')
    await this.#place(change, id, contact, { known: { heads: [], chains: [], answer: true, keyless: false } })
  }

  /** Brings a letter nearer to whom it is for: straight, else over who added them, else over some whom one reaches. */
  async pass (change: Change, group: Group, { to, hops, message }: GroupLetter): Promise<void> {
    const account = accountIdFromBytes(to)
    if (!group.membership.now.members.has(account) || message.byteLength > MAX_GROUP_LETTER_BYTES || hops > MAX_LETTER_HOPS) return
    const reached = [account, group.adderOf(account)].map(one => one && this.contactOf(one)).find(contact => contact !== undefined)
    const over = reached !== undefined ? [reached] : hops === 0 ? [] : this.#reachedIn(group).slice(0, MAX_CARRIERS)
    for (const contact of over) {
      await this.#place(change, group.id, contact, { letters: [{ to, hops: Math.max(0, hops - 1), message }] })
    }
  }

  /** In no order that anybody could choose. */
  #reachedIn ({ membership: { now: { members } } }: Group): ContactRow[] {
    const reached = [...members.keys()].map(account => this.contactOf(account)).filter(contact => contact !== undefined)
    return reached.map(contact => ({ contact, at: this.#deps.random(4).join() })).sort((a, b) => a.at < b.at ? -1 : 1)
      .map(({ contact }) => contact)
  }

  async tellRead (change: Change, group: Group, contact: ContactRow, read: GroupRead): Promise<void> {
    await this.#place(change, group.id, contact, { read })
  }

  /** @returns undefined for who is no contact, or to whom nothing is said now */
  contactOf (account: AccountId): ContactRow | undefined {
    const contact = this.#deps.contacts.byAccount(account)
    return contact !== undefined && contact.account === account && isReachable(contact) ? contact : undefined
  }

  async #place (change: Change, id: GroupId, { contactId }: ContactRow, parcel: Partial<GroupParcel>): Promise<void> {
    await this.#deps.outbox.place(change, contactId, { group: { ...EMPTY, ...parcel, group: idBytes(id) } })
    change.after(() => { this.#deps.wake(contactId) })
  }

  #note (to: string, told: string): void {
    this.#told.set(to, told)
    if (this.#told.size > MAX_TOLD) this.#told.delete(this.#told.keys().next().value!)
  }
}

const EMPTY = {
  operations: [], key: new Uint8Array(0), sealed: new Uint8Array(0), message: new Uint8Array(0), items: [], unreached: [],
  letters: []
}
