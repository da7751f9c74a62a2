/** Groups: what people do with them, and what comes in for them. */
import { utf8, fromHex, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import {
  accountIdFromBytes, CONTENT_ID_BYTES, contentIdFromBytes, contentIdSource, groupIdFromBytes, type AccountId, type ContentId, type GroupId
} from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { signGroupItem, type VerifiedItem } from '../../crypto/group-items.ts'
import {
  readOperation, signGroupOperation, verifyGroupOperation, type GroupAct, type VerifiedOperation
} from '../../crypto/group-operations.ts'
import { Content } from '../../wire/gen/content.ts'
import { SignedGroupItem, type GroupParcel, type GroupSettings, type SignedGroupOperation } from '../../wire/gen/group.ts'
import { GROUP_NONCE_BYTES, MAX_GROUP_TEXT_BYTES, MAX_GROUPS } from '../../wire/limits.ts'
import type { Change } from '../core/changes.ts'
import type { Identity } from '../core/identity.ts'
import type { History } from '../mail/history.ts'
import type { Inbox, Sender } from '../mail/inbox.ts'
import { parcelled } from './exchange.ts'
import type { Group } from './group.ts'
import { Hearing, historyOf } from './hearing.ts'
import { Post, type PostDeps } from './post.ts'
import { Roster, type RosterDeps } from './roster.ts'
import { Speech } from './speech.ts'
import { mayPost } from './standing.ts'

const MAX_FOLLOWED = 1024

export type GroupsDeps = RosterDeps & Omit<PostDeps, 'me' | 'roster'> & {
  identity: Identity
  history: History
  log: Log
}

/** What one parcel brought that was not here before. */
interface News {
  operations: VerifiedOperation[]
  items: VerifiedItem[]
  /** it speaks of what is not here */
  asks: boolean
  keyless: boolean
}

export class Groups {
  readonly roster: Roster
  readonly #deps: GroupsDeps
  readonly #post: Post
  readonly #speech: Speech
  readonly #hearing: Hearing
  readonly #nextId: () => Bytes
  #meeting: Promise<unknown> = Promise.resolve()
  /** of one's own messages sent in this run: who has them, of how many */
  readonly #received = new Map<ContentId, { accounts: Set<AccountId>, of: number }>()

  constructor (deps: GroupsDeps) {
    const { identity: { account, device }, history, clock, random, log } = deps
    this.#deps = deps
    this.roster = new Roster(deps)
    const { archive } = this.roster
    this.#post = new Post({ ...deps, me: account.accountId, roster: this.roster })
    this.#speech = new Speech({ archive, device: device.deviceId, clock, random })
    this.#hearing = new Hearing({ archive, history, clock, log })
    this.#nextId = contentIdSource(clock, random)
  }

  listen (inbox: Inbox): void {
    inbox.register('group', async (sender, { group }, change) => { await this.#onParcel(sender, group!, change) })
  }

  /** Under what groups' histories lie. */
  get histories (): AccountId[] { return this.roster.ids.map(historyOf) }

  /** @throws AppError TOO_MANY */
  async create (settings: GroupSettings): Promise<GroupId> {
    if (this.roster.isFull) throw new AppError('TOO_MANY', `at most ${MAX_GROUPS} groups`)
    const { identity: { account, name }, changes, clock, random } = this.#deps
    const create = { nonce: random(GROUP_NONCE_BYTES), settings, authorName: name }
    const group = this.roster.made(signGroupOperation(account, { parents: [], atMs: clock.now(), act: { create } }))
    const change = changes.begin()
    this.roster.adopt(change, group)
    await change.commit()
    return group.id
  }

  /** Takes a step oneself, and tells everybody whom it concerns. @throws AppError NOT_FOUND, REFUSED: one has no right to it */
  async step (id: GroupId, act: (group: Group) => GroupAct): Promise<void> {
    await this.roster.turn(id, async (group, change) => {
      const { identity: { account }, clock } = this.#deps
      const { membership } = group
      const before = [...membership.now.members.keys()]
      const operation = signGroupOperation(account, { group: id, parents: membership.parents, atMs: clock.now(), act: act(group) })
      const taken = membership.add(operation)
      if (taken.kind !== 'added') {
        const why = taken.kind === 'refused' ? taken.reason : 'try again'
        throw new AppError('REFUSED', `that cannot be done in this group: ${why}`, { hint: 'Who may what: nobyte group info' })
      }
      this.roster.keepOperations(change, group, taken.operations)
      await this.#post.tell(change, group, parcelled([operation]), before)
      const newcomers = operation.act.add?.newcomers.map(({ account: one }) => accountIdFromBytes(one)).filter(one => !before.includes(one))
      if (newcomers !== undefined) await this.#post.tell(change, group, parcelled(membership.all()), newcomers)
    })
  }

  /** Resolves once it is durable. @throws AppError BAD_INPUT, TOO_LARGE, REFUSED, NOT_FOUND (no such message to reply to) */
  async send (id: GroupId, text: string, { replyTo }: { replyTo?: Bytes } = {}): Promise<ContentId> {
    if (text === '') throw new AppError('BAD_INPUT', 'there is nothing to send')
    const bytes = utf8(text)
    if (bytes.byteLength > MAX_GROUP_TEXT_BYTES) {
      throw new AppError('TOO_LARGE', `a message to a group has at most ${MAX_GROUP_TEXT_BYTES / 1024} KiB of text`)
    }
    const contactId = historyOf(id)
    if (replyTo !== undefined && await this.#deps.history.find(contactId, replyTo) === undefined) {
      throw new AppError('NOT_FOUND', 'the message to reply to is not here')
    }
    return await this.roster.turn(id, async (group, change) => {
      const { identity: { account }, history, clock } = this.#deps
      const { membership, row } = group
      if (!mayPost(membership.now, account.accountId)) {
        throw new AppError('REFUSED', 'you may not write to this group', { hint: 'Who may what: nobyte group info' })
      }
      const others = [...membership.now.members.keys()].filter(one => one !== account.accountId)
      const conversation = await history.conversation(contactId)
      const content: Content = {
        id: this.#nextId(),
        lamport: ++conversation.lamport,
        seq: row.seq + 1,
        sentAtMs: clock.now(),
        quiet: false,
        text: { text: bytes, replyTo: replyTo ?? new Uint8Array(0), expiresAfterMs: 0 }
      }
      const item = signGroupItem(account, {
        group: id, chain: row.chain, seq: row.seq + 1, prev: row.prev, heads: membership.parents, content: Content.encode(content)
      })
      Object.assign(row, { seq: item.seq, prev: item.hash })
      const at = group.nextItem
      group.note(item, at)
      const origin = { author: account.publicKey, chain: fromHex(row.chain), seq: item.seq, addressees: others.length, unverified: false }
      const contents = [{ ...content, origin }]
      this.roster.archive.putItem(change.batch, at, item)
      await history.addPage(change, contactId, { direction: 'out', storedAtMs: clock.now(), contents })
      const { sealed, key } = await this.#speech.seal(group, item)
      await this.#post.tell(change, group, [{ sealed, message: content.id }], others, key)
      return this.#follow(content.id, others.length)
    })
  }

  /** Somebody is there: tells them what is here of each group that both are in, unless they heard just that. */
  meet (contactId: AccountId): void {
    this.#meeting = Promise.all([this.#meeting, this.#meet(contactId)])
  }

  /** Resolves when nobody is being told anything; the store may be closed then. */
  async settled (): Promise<void> {
    await this.#meeting
  }

  async #meet (contactId: AccountId): Promise<void> {
    const { contacts, log } = this.#deps
    for (const id of this.roster.ids) {
      const contact = contacts.get(contactId)
      if (contact === undefined) return
      await this.roster.turn(id, async (group, change) => {
        if (this.#isTogether(group, contact.account)) await this.#post.ask(change, group, contact, { answer: false })
      }).catch((err: unknown) => { log.warn('group not compared', errorFields(err)) })
    }
  }

  /** What has waited for its membership for a day is shown without it. */
  async sweep (): Promise<void> {
    for (const id of this.roster.ids) {
      await this.roster.turn(id, async (group, change) => { await this.#hearing.recall(change, group) })
    }
  }

  /** Somebody's device has these contents. */
  delivered (change: Change, contactId: AccountId, contents: readonly Content[]): void {
    const account = this.#deps.contacts.get(contactId)?.account
    for (const { group } of contents) {
      if (account === undefined || group?.message.byteLength !== CONTENT_ID_BYTES) continue
      const id = groupIdFromBytes(group.group)
      const messageId = contentIdFromBytes(group.message)
      this.roster.archive.putReceipt(change.batch, id, messageId, account)
      const known = this.#received.get(messageId)
      known?.accounts.add(account)
      const isComplete = known !== undefined && known.accounts.size >= known.of
      change.emit('message:state', { contactId: historyOf(id), messageIds: [messageId], state: isComplete ? 'delivered' : 'sent' })
    }
  }

  async #onParcel (sender: Sender, parcel: GroupParcel, change: Change): Promise<void> {
    const { contacts } = this.#deps
    const id = groupIdFromBytes(parcel.group)
    const contact = contacts.get(sender.contactId)
    if (contact === undefined) return
    await this.roster.turnWithin(change, id, async () => {
      const group = await this.roster.open(id) ?? this.#prospect(id, parcel)
      if (group === undefined) {
        if (parcel.known?.answer !== true) await this.#post.askOfUnknown(change, contact, id)
        return
      }
      const news: News = { operations: [], items: [], asks: false, keyless: false }
      this.#takeOperations(change, group, parcel, news)
      const isTogether = this.#isTogether(group, contact.account)
      if (!this.roster.has(id)) {
        if (!isTogether) return
        this.roster.adopt(change, group)
        news.asks = true // what was said since may have come before
      }
      await this.#takeItems(change, group, sender, parcel, news)
      await this.#post.handOn(change, group, parcel.unreached, news)
      // Who is not in it is told nothing of it.
      if (!isTogether) return
      if (parcel.known !== undefined) await this.#post.answer(change, group, contact, parcel.known)
      else if (news.asks) await this.#post.ask(change, group, contact, { answer: false, keyless: news.keyless })
    })
  }

  #takeOperations (change: Change, group: Group, { operations }: GroupParcel, news: News): void {
    for (const signed of operations) {
      const operation = this.#checked(group, signed)
      if (operation === undefined) continue
      const taken = group.membership.add(operation)
      if (taken.kind === 'added') news.operations.push(...taken.operations)
      if (taken.kind === 'pending') news.asks = true
      if (taken.kind === 'refused' && this.roster.has(group.id)) this.#hearing.doubt(change, group, operation.author, 'refused')
    }
    if (this.roster.has(group.id)) this.roster.keepOperations(change, group, news.operations)
  }

  /** @returns undefined for what is here already, or was not signed: it must not hold up what comes with it */
  #checked (group: Group, signed: SignedGroupOperation): VerifiedOperation | undefined {
    try {
      const { group: id, hash } = readOperation(signed)
      return id !== group.id || group.membership.has(hash) ? undefined : verifyGroupOperation(signed)
    } catch (err) {
      this.#deps.log.warn('step of a group refused', errorFields(err))
      return undefined
    }
  }

  async #takeItems (change: Change, group: Group, { device }: Sender, { key, sealed, items }: GroupParcel, news: News): Promise<void> {
    if (news.operations.length > 0) news.items.push(...await this.#hearing.recall(change, group))
    const signed = [...items]
    if (key.byteLength > 0) await this.#speech.takeKey(change, group, device, key)
    if (sealed.byteLength > 0) {
      const opened = await this.#speech.open(change, group, device, sealed)
      if (opened.kind === 'plaintext') signed.push(SignedGroupItem.decode(opened.plaintext))
      else if (opened.kind !== 'duplicate') Object.assign(news, { asks: true, keyless: true })
    }
    for (const one of signed) {
      const heard = await this.#hearing.hear(change, group, one)
      if (heard.kind === 'new') news.items.push(heard.item)
      if (heard.kind === 'held') news.asks = true
    }
  }

  #prospect (id: GroupId, { operations }: GroupParcel): Group | undefined {
    const known = this.roster.prospect(id)
    if (known !== undefined || this.roster.isFull) return known
    const first = operations.find(signed => readOperation(signed).hash === id)
    return first && this.roster.expect(this.roster.made(verifyGroupOperation(first)))
  }

  /** Whether both are in it now. */
  #isTogether ({ membership: { now: { members } } }: Group, account: AccountId): boolean {
    return members.has(account) && members.has(this.#deps.identity.account.accountId)
  }

  #follow (id: Bytes, of: number): ContentId {
    const messageId = contentIdFromBytes(id)
    this.#received.set(messageId, { accounts: new Set(), of })
    if (this.#received.size > MAX_FOLLOWED) this.#received.delete(this.#received.keys().next().value!)
    return messageId
  }
}
