/** Everything that leaves for contacts: makes contents, and gives each device of a contact its queue. */
import type { Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { contentIdFromBytes, contentIdSource, type AccountId, type ContentId, type DeviceId } from '../../base/ids.ts'
import type { Random } from '../../base/random.ts'
import type { Batch } from '../../store/store.ts'
import type { Content } from '../../wire/gen/content.ts'
import type { Change } from '../core/changes.ts'
import type { Contacts, Met } from '../core/contacts.ts'
import type { Step } from '../core/journeys.ts'
import type { Deposited } from './custody.ts'
import { inlineItem, type EnvelopeRef } from './envelopes.ts'
import type { MessageState } from '../core/events.ts'
import type { Outlet } from './outflow.ts'
import { contentSize, type FreshContent } from './parcels.ts'
import { DeviceQueue, type QueueDeps } from './queue.ts'
import type { OutboxItem } from '../core/rows.ts'

/** What a feature wants said; the outbox adds id, order and time. */
export type Body = Pick<
  Content,
  'text' | 'read' | 'keys' | 'pairSecret' | 'profile' | 'mailboxes' | 'edit' | 'deletion' | 'reaction' | 'pin' | 'timer' | 'group'
>

export interface Enqueued {
  id: ContentId
  state: 'sent' | 'waiting'
}

export class Outbox {
  readonly #deps: QueueDeps & { contacts: Contacts, random: Random }
  readonly #queues = new Map<DeviceId, DeviceQueue>()
  /** the same: whoever lists all conversations asks for each */
  readonly #byContact = new Map<AccountId, DeviceQueue[]>()
  readonly #nextId: () => Bytes

  constructor (deps: QueueDeps & { contacts: Contacts, random: Random }) {
    this.#deps = deps
    this.#nextId = contentIdSource(deps.clock, deps.random)
  }

  /**
   * @param rowsLost the database lost rows, or is an old copy
   * @returns the devices for which something could not be read; messages to them wait again
   */
  async load ({ rowsLost }: { rowsLost: boolean }): Promise<{ contactId: AccountId, device: DeviceId }[]> {
    await this.#deps.envelopes.custody.load()
    const mended: { contactId: AccountId, device: DeviceId }[] = []
    for (const { contactId, devices } of this.#deps.contacts.all()) {
      for (const { deviceId: device } of devices) {
        const queue = new DeviceQueue(this.#deps, { device, contactId })
        const { damaged } = await queue.load({ rowsLost })
        this.#add(queue)
        if (damaged) mended.push({ contactId, device })
      }
    }
    return mended
  }

  /**
   * Keeps one content until every device of the contact (or the one named) has it. Resolves once it is durable here.
   * `also` adds what has to become durable with it, and may be called again when a batch has failed.
   * @throws AppError DISK_FULL, CORRUPT: nothing was kept
   */
  async enqueue (
    contactId: AccountId, body: Body, { device, also }: { device?: DeviceId, also?: FreshContent['also'] } = {}
  ): Promise<Enqueued> {
    const { contacts, history, clock } = this.#deps
    const contact = contacts.get(contactId)
    if (contact === undefined) throw new AppError('NOT_FOUND', 'this person is no contact', { hint: 'See: nobyte people' })
    const conversation = await history.conversation(contactId)
    const id = this.#nextId()
    const content: Content = {
      id,
      lamport: ++conversation.lamport,
      seq: ++conversation.seq,
      sentAtMs: clock.now(),
      quiet: body.text === undefined,
      ...body
    }
    const targets = device === undefined ? contact.devices.map(({ deviceId }) => deviceId) : [device]
    const queues = await Promise.all(targets.map(async target => await this.#queue(contactId, target)))
    const [only] = queues
    if (only !== undefined && queues.length === 1) {
      const state = await new Promise<Enqueued['state']>((resolve, reject) => {
        only.add([{ content, size: contentSize(content), also, durable: resolve, failed: reject }])
      })
      return { id: contentIdFromBytes(id), state }
    }
    await this.#storeForAll(contactId, queues, { content, also })
    return { id: contentIdFromBytes(id), state: 'waiting' }
  }

  /** As enqueue, of what shows nowhere by itself, within somebody's change: it is kept with all else that is in it. */
  async place (change: Change, contactId: AccountId, body: Body): Promise<void> {
    const { contacts, history, clock } = this.#deps
    const conversation = await history.conversation(contactId)
    const content: Content = {
      id: this.#nextId(), lamport: ++conversation.lamport, seq: ++conversation.seq, sentAtMs: clock.now(), quiet: true, ...body
    }
    const devices = contacts.get(contactId)?.devices ?? []
    const queues = await Promise.all(devices.map(async ({ deviceId }) => await this.#queue(contactId, deviceId)))
    this.#placeFor(change, queues, { content: inlineItem(content) })
  }

  async open (contactId: AccountId, device: DeviceId, outlet: Outlet): Promise<void> {
    (await this.#queue(contactId, device)).open(outlet)
  }

  async close (contactId: AccountId, device: DeviceId, outlet: Outlet): Promise<void> {
    (await this.#queue(contactId, device)).close(outlet)
  }

  async acknowledge (contactId: AccountId, device: DeviceId, hashes: string[]): Promise<void> {
    (await this.#queue(contactId, device)).acknowledge(hashes)
  }

  /** @returns whether a spare bundle was there to begin anew from */
  async reset (contactId: AccountId, device: DeviceId): Promise<boolean> {
    return await (await this.#queue(contactId, device)).reset()
  }

  async resetOldCopy (contactId: AccountId, device: DeviceId): Promise<void> {
    await (await this.#queue(contactId, device)).resetOldCopy()
  }

  /** @param seen how many of our envelopes the other side says it has seen */
  async compareCount (contactId: AccountId, device: DeviceId, seen: number): Promise<void> {
    await (await this.#queue(contactId, device)).compareCount(seen)
  }

  async refused (contactId: AccountId, device: DeviceId, hash: string): Promise<void> {
    await (await this.#queue(contactId, device)).refused(hash)
  }

  async heard (contactId: AccountId, device: DeviceId): Promise<void> {
    (await this.#queue(contactId, device)).heard()
  }

  async repeat (contactId: AccountId, device: DeviceId): Promise<void> {
    await (await this.#queue(contactId, device)).repeat()
  }

  /** Messages to this contact that have no receipt yet. */
  owed (contactId: AccountId): number {
    return Math.max(0, ...this.#of(contactId).map(queue => queue.owed))
  }

  get owedInAll (): number {
    return this.#deps.contacts.all().reduce((sum, { contactId }) => sum + this.owed(contactId), 0)
  }

  /** Envelopes for a device that have no receipt, in the order they were made. */
  async unreceipted (contactId: AccountId, device: DeviceId): Promise<EnvelopeRef[]> {
    return (await this.#queue(contactId, device)).unreceipted
  }

  /** Which copies at hosts hold a page that has no receipt. */
  custodyOf (contactId: AccountId, position: bigint): Deposited[] {
    return this.#of(contactId).flatMap(({ device, unreceipted }) => {
      const ref = unreceipted.find(({ pages }) => pages.includes(`${position}`))
      return ref === undefined ? [] : this.#deps.envelopes.custody.get(device, ref.at)?.deposits ?? []
    })
  }

  /** What became in this run of a page that has no receipt. */
  stepsOf (contactId: AccountId, position: bigint): Step[] {
    return this.#of(contactId).flatMap(({ unreceipted }) =>
      unreceipted.find(({ pages }) => pages.includes(`${position}`))?.steps ?? [])
  }

  isBroken (contactId: AccountId): boolean {
    return this.#of(contactId).some(queue => queue.isBroken)
  }

  /** Of a page without a receipt: written to a stream, or still here. */
  stateOf (contactId: AccountId, position: bigint): Extract<MessageState, 'waiting' | 'sent'> {
    return this.#of(contactId).some(queue => queue.sentPages().has(`${position}`)) ? 'sent' : 'waiting'
  }

  /** Lets go of everything for a device that is no longer the contact's. */
  async forget (batch: Batch, device: DeviceId): Promise<void> {
    const queue = this.#queues.get(device)
    this.#queues.delete(device)
    if (queue !== undefined) this.#byContact.set(queue.contactId, this.#of(queue.contactId).filter(one => one !== queue))
    await this.#deps.envelopes.removeAll(batch, device)
    this.#deps.devices.del(batch, device)
  }

  /** After somebody was met again: what their lost devices were still owed goes to their new ones. */
  async inheritAll (change: Change, { contactId, gone, added }: Met): Promise<void> {
    for (const from of gone) await this.#inherit(change, { contactId, from, to: added })
  }

  /** What a device that is gone was still owed goes to those that take its place; the others were owed it already. */
  async #inherit (
    change: Change, { contactId, from, to }: { contactId: AccountId, from: DeviceId, to: readonly DeviceId[] }
  ): Promise<void> {
    const { envelopes } = this.#deps
    await this.#queues.get(from)?.settled() // what is being written for it belongs to them, too
    const items: OutboxItem[] = []
    for await (const { pages, messageIds } of envelopes.refs(from)) {
      items.push(...pages.map((page, i) => ({ page, count: i === 0 ? messageIds.length - pages.length + 1 : 1 })))
    }
    for await (const { item } of envelopes.waiting(from)) if ('page' in item) items.push(item)
    for (const device of to) {
      const queue = await this.#queue(contactId, device)
      for (const item of items) {
        const at = queue.nextRow()
        envelopes.putWaiting(change.batch, device, at, item)
        change.after(() => { queue.addStored(at, item) })
      }
    }
    await this.forget(change.batch, from)
  }

  /** Resolves when no step is under way; the store may be closed then. */
  async settled (): Promise<void> {
    await Promise.all([...this.#queues.values()].map(async queue => { await queue.settled() }))
  }

  async #storeForAll (
    contactId: AccountId, queues: DeviceQueue[], { content, also }: Pick<FreshContent, 'content' | 'also'>
  ): Promise<void> {
    const { changes, history, clock } = this.#deps
    const change = changes.begin()
    const item: OutboxItem = content.text === undefined
      ? { content: inlineItem(content) }
      : {
          page: `${await history.addPage(change, contactId, {
            direction: 'out', storedAtMs: clock.now(), contents: [content]
          })}`
        }
    this.#placeFor(change, queues, item)
    also?.(change, content)
    await change.commit()
  }

  #placeFor (change: Change, queues: DeviceQueue[], item: OutboxItem): void {
    for (const queue of queues) {
      const at = queue.nextRow()
      this.#deps.envelopes.putWaiting(change.batch, queue.device, at, item)
      change.after(() => { queue.addStored(at, item) })
    }
  }

  #of (contactId: AccountId): DeviceQueue[] {
    return this.#byContact.get(contactId) ?? []
  }

  #add (queue: DeviceQueue): void {
    this.#queues.set(queue.device, queue)
    this.#byContact.set(queue.contactId, [...this.#of(queue.contactId), queue])
  }

  readonly #loading = new Map<DeviceId, Promise<DeviceQueue>>()
  async #queue (contactId: AccountId, device: DeviceId): Promise<DeviceQueue> {
    const known = this.#queues.get(device)
    if (known !== undefined) return known
    let loading = this.#loading.get(device)
    if (loading === undefined) {
      const queue = new DeviceQueue(this.#deps, { device, contactId })
      loading = queue.load().then(() => {
        this.#add(queue)
        this.#loading.delete(device)
        return queue
      })
      this.#loading.set(device, loading)
    }
    return await loading
  }
}
