/** Groups: what people do with them, and what comes in for them. */
import { fromHex, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import {
  contentIdBytes, contentIdFromBytes, contentIdSource, groupIdFromBytes, type AccountId, type ContentId, type DeviceId, type GroupId
} from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { signGroupItem, type VerifiedItem } from '../../crypto/group-items.ts'
import { readOperation, verifyGroupOperation, type VerifiedOperation } from '../../crypto/group-operations.ts'
import { Content } from '../../wire/gen/content.ts'
import { SignedGroupItem, type GroupParcel, type SignedGroupOperation } from '../../wire/gen/group.ts'
import type { Change } from '../core/changes.ts'
import { withKeeping, type KeepingPatch } from '../core/keeping.ts'
import type { Identity } from '../core/identity.ts'
import type { History } from '../mail/history.ts'
import { idsOf } from '../mail/contents.ts'
import type { ForgetSaid } from '../mail/forgetting.ts'
import type { Inbox, Sender } from '../mail/inbox.ts'
import type { Author } from '../mail/marks.ts'
import type { Body, Enqueued } from '../mail/outbox.ts'
import type { FreshContent } from '../mail/parcels.ts'
import { pastOf } from './exchange.ts'
import type { Group } from './group.ts'
import { Hearing, historyOf, type HearingDeps } from './hearing.ts'
import { Neighbours, type Acquaintance } from './neighbours.ts'
import { Post, type PostDeps } from './post.ts'
import { Receipts } from './receipts.ts'
import { Roster, type RosterDeps } from './roster.ts'
import type { GroupRow } from './rows.ts'
import { Speech } from './speech.ts'
import { Steps } from './steps.ts'
import { mayPost, takesPart } from './standing.ts'

export type GroupsDeps = RosterDeps & Omit<PostDeps, 'me' | 'roster'> & {
  identity: Identity
  history: History
  log: Log
  marks: HearingDeps['marks']
  /** a conversation's history goes, and all that belongs to it */
  forgetSaid: ForgetSaid
  /** made after this */
  acquaintance: () => Acquaintance
  letGo: (contactId: AccountId) => Promise<void>
}

/** What one parcel brought that was not here before. */
interface News {
  operations: VerifiedOperation[]
  items: VerifiedItem[]
  /** it speaks of what is not here */
  asks: boolean
  keyless: boolean
}

const NO_BYTES = new Uint8Array(0)

export const notYet = (): AppError => new AppError('REFUSED', 'you were added to this group and have not said yet that you take part', {
  hint: 'To do so: nobyte group accept'
})

export class Groups {
  readonly roster: Roster
  readonly receipts: Receipts
  readonly neighbours: Neighbours
  readonly steps: Steps
  readonly #deps: GroupsDeps
  readonly #post: Post
  readonly #speech: Speech
  readonly #hearing: Hearing
  readonly #nextId: () => Bytes
  #meeting: Promise<unknown> = Promise.resolve()

  constructor (deps: GroupsDeps) {
    const { identity: { account, device }, contacts, history, clock, random, log, marks } = deps
    const me = account.accountId
    this.#deps = deps
    this.roster = new Roster(deps)
    const { archive } = this.roster
    this.#post = new Post({ ...deps, me, roster: this.roster })
    this.#speech = new Speech({ archive, contacts, device: device.deviceId, clock, random })
    this.neighbours = new Neighbours({
      ...deps, me, roster: this.roster, post: this.#post, give: async (id, keys) => await this.say(id, { keys })
    })
    this.steps = new Steps({ ...deps, roster: this.roster, post: this.#post, neighbours: this.neighbours })
    this.#hearing = new Hearing({
      me, archive, history, clock, log, marks, onKeys: (...args) => { this.neighbours.onKeys(...args) }
    })
    this.receipts = new Receipts({ me, archive, contacts, history, clock })
    this.#nextId = contentIdSource(clock, random)
  }

  listen (inbox: Inbox): void {
    inbox.register('group', async (sender, { group }, change) => { await this.#onParcel(sender, group!, change) })
  }

  /** Under what groups' histories lie. */
  get histories (): AccountId[] { return this.roster.ids.map(historyOf) }

  /**
   * Says something to all who are in it. Resolves once it is durable; `also` adds what has to become durable with it.
   * @throws AppError REFUSED, NOT_FOUND
   */
  async say (id: GroupId, body: Body, { also }: { also?: FreshContent['also'] } = {}): Promise<Enqueued> {
    return await this.roster.turn(id, async (group, change) => {
      const { identity: { account }, history, clock } = this.#deps
      const { archive } = this.roster
      const { membership, row } = group
      if (!mayPost(membership.now, account.accountId)) {
        throw new AppError('REFUSED', 'you may not write to this group', { hint: 'Who may what: nobyte group info' })
      }
      if (!takesPart(membership.now, account.accountId)) throw notYet()
      const contactId = historyOf(id)
      const others = [...membership.now.members.keys()].filter(one => one !== account.accountId)
      const conversation = await history.conversation(contactId)
      const seq = row.seq + 1
      const content: Content = {
        id: this.#nextId(), lamport: ++conversation.lamport, seq, sentAtMs: clock.now(), quiet: body.text === undefined, ...body
      }
      const messageId = contentIdFromBytes(content.id)
      const item = signGroupItem(account, {
        group: id, chain: row.chain, seq, prev: row.prev, heads: membership.parents, content: Content.encode(content)
      })
      Object.assign(row, { seq, prev: item.hash })
      const at = group.nextItem
      group.note(item, at)
      archive.putItem(change.batch, at, item)
      if (body.edit !== undefined) archive.putEdit(change.batch, id, contentIdFromBytes(body.edit.target), at)
      if (body.text !== undefined) {
        const origin = {
          author: account.publicKey, chain: fromHex(row.chain), seq, addressees: others.length, unverified: false, offeredBy: NO_BYTES
        }
        await history.addPage(change, contactId, { direction: 'out', storedAtMs: clock.now(), contents: [{ ...content, origin }] })
        this.receipts.follow(messageId, others.length)
      }
      also?.(change, content)
      const { sealed, key } = await this.#speech.seal(group, item)
      // Of what shows nowhere nobody asks whether it arrived.
      const message = body.text === undefined ? {} : { message: content.id }
      await this.#post.tell(change, group, [{ sealed, ...message }], others, key)
      return { id: messageId, state: 'waiting' }
    })
  }

  /**
   * Hands somebody who was added later what was said before, the last of it. They see that it is past, and who gave it to them.
   * @returns how much. @throws AppError NOT_FOUND, REFUSED: one takes no part, or they are no member that is reached from here
   */
  async offerPast (id: GroupId, account: AccountId, { most }: { most: number }): Promise<number> {
    return await this.roster.turn(id, async (group, change) => {
      const { now } = group.membership
      if (!takesPart(now, this.#deps.identity.account.accountId)) throw notYet()
      const contact = this.#post.contactOf(account)
      if (!now.members.has(account) || contact === undefined) {
        throw new AppError('REFUSED', 'they are not reached from here', { hint: 'Somebody who knows them can do it' })
      }
      const past = await pastOf(this.roster.archive, group, account, { most })
      await this.#post.offer(change, group, contact, past)
      return past.length
    })
  }

  /** Lets authors know that theirs were read up to these, where they are to know. */
  async tellRead (id: GroupId, newest: ReadonlyMap<Author, ContentId>, readAtMs: number): Promise<void> {
    await this.roster.turn(id, async (group, change) => {
      if (group.row.readReceipts === false || !takesPart(group.membership.now, this.#deps.identity.account.accountId)) return
      for (const [author, messageId] of newest) {
        const contact = author === 'in' || author === 'out' ? undefined : this.#post.contactOf(author)
        if (contact?.readReceipts !== true || !this.#isTogether(group, contact.account)) continue
        await this.#post.tellRead(change, group, contact, { id: contentIdBytes(messageId), readAtMs })
      }
    })
  }

  /** What whoever sits here keeps about it; nobody is told. @throws AppError NOT_FOUND */
  async keep (id: GroupId, patch: KeepingPatch): Promise<void> {
    await this.#revise(id, row => withKeeping(row, patch))
  }

  /** Whether members are told what was read here. @throws AppError NOT_FOUND */
  async setReadReceipts (id: GroupId, on: boolean): Promise<void> {
    await this.#revise(id, ({ readReceipts: _, ...row }) => on ? row : { ...row, readReceipts: false })
  }

  /** Nothing of it is left here. @throws AppError NOT_FOUND, REFUSED: one is in it still, and what the others say would bring it back */
  async forget (id: GroupId): Promise<void> {
    await this.roster.turn(id, async (group, change) => {
      const { identity: { account }, history, forgetSaid } = this.#deps
      if (group.membership.now.members.has(account.accountId)) {
        throw new AppError('REFUSED', 'you are in this group still', { hint: 'Leave it first: nobyte group leave' })
      }
      const contactId = historyOf(id)
      const messages: ContentId[] = []
      for await (const { contents } of history.pagesBefore(contactId)) messages.push(...idsOf(contents))
      this.neighbours.forget(change, group)
      this.roster.remove(change, id, messages)
      await forgetSaid(change, contactId)
      change.emit('contact:removed', { contactId })
    })
  }

  async #revise (id: GroupId, next: (row: GroupRow) => GroupRow): Promise<void> {
    await this.roster.turn(id, async (group, change) => {
      group.row = next(group.row)
      this.roster.keep(change, group)
      change.emit('contact:changed', { contactId: historyOf(id) })
    })
  }

  /** Somebody is there: tells them what is here of each group that both are in, unless they heard just that. */
  meet (contactId: AccountId): void {
    this.#meeting = Promise.all([this.#meeting, this.#meet(contactId)])
  }

  /** Resolves when nobody is being told anything; the store may be closed then. */
  async settled (): Promise<void> {
    await this.neighbours.settled()
    await this.steps.settled()
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
    await this.neighbours.sweep()
    for (const id of this.roster.ids) {
      await this.roster.turn(id, async (group, change) => { await this.#hearing.recall(change, group) })
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
        if (!isTogether) {
          await this.steps.giveUp(change, group)
          return
        }
        this.roster.adopt(change, group)
        news.asks = true // what was said since may have come before
        await this.steps.takePart(change, group)
      }
      await this.#takeItems(change, group, { device: sender.device, account: contact.account }, parcel, news)
      await this.#post.handOn(change, group, parcel.unreached, news)
      if (isTogether) for (const letter of parcel.letters) await this.neighbours.onLetter(change, group, letter)
      // Who is not in it is told nothing of it.
      if (!isTogether) return
      if (parcel.read !== undefined) await this.receipts.read(change, group, contact.account, parcel.read)
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

  async #takeItems (
    change: Change, group: Group, { device, account }: { device: DeviceId, account: AccountId }, { key, sealed, items }: GroupParcel,
    news: News
  ): Promise<void> {
    if (news.operations.length > 0) news.items.push(...await this.#hearing.recall(change, group))
    const signed = [...items]
    if (key.byteLength > 0) await this.#speech.takeKey(change, group, device, key)
    if (sealed.byteLength > 0) {
      const opened = await this.#speech.open(change, group, device, sealed)
      if (opened.kind === 'plaintext') signed.push(SignedGroupItem.decode(opened.plaintext))
      else if (opened.kind !== 'duplicate') Object.assign(news, { asks: true, keyless: true })
    }
    for (const one of signed) {
      const heard = await this.#hearing.hear(change, group, one, { by: account })
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
}
