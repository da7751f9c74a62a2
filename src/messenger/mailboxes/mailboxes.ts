/**
 * The messenger's post: what is left for us at hosts is fetched and handed on, what waits for others is left where they
 * fetch, and contacts are told where that is.
 */
import { toBase64url, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { idBytes, type AccountId, type DeviceId } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { jitterMs, type Random } from '../../base/random.ts'
import { HOUR, MINUTE, SECOND, type Clock, type Timer } from '../../base/time.ts'
import type { NetworkNode } from '../../network/node.ts'
import type { Mailbox } from '../../protocols/mailbox/mailbox.ts'
import type { Store } from '../../store/store.ts'
import type { Frame } from '../../wire/gen/delivery.ts'
import type { MailboxRoute } from '../../wire/gen/mailbox.ts'
import type { Change, ChangeLog } from '../core/changes.ts'
import type { Contacts } from '../core/contacts.ts'
import type { DeviceStates } from '../core/devices.ts'
import type { EnvelopeStore } from '../mail/envelopes.ts'
import type { Inbox, Sender } from '../mail/inbox.ts'
import type { Outbox } from '../mail/outbox.ts'
import type { Guards } from '../reach/guards.ts'
import { Acknowledgements } from './acknowledgements.ts'
import { Assembly } from './assembly.ts'
import { Bundles } from './bundles.ts'
import { Collector } from './collector.ts'
import { Courier } from './courier.ts'
import { Drop } from './drop.ts'
import { Hosts } from './hosts.ts'
import { Letters } from './letters.ts'
import { openersOf } from './openers.ts'
import { Overview } from './overview.ts'
import { Probes } from './probes.ts'
import { Queues } from './queues.ts'
import { readRoutes, Routes, routesRow, writeRoutes } from './routes.ts'
import type { Holder, QueueRow, Route } from './rows.ts'
import { Sorting } from './sorting.ts'

const SOON_MS = SECOND / 10
const FIRST_RETRY_MS = 5 * SECOND
const MAX_RETRY_MS = 10 * MINUTE
const ROUND_MS = HOUR
const MAX_TOLD_ROUTES = 4
/** Whoever introduces themselves without saying where they fetch cannot be answered while they are away. */
const OPEN_PATIENCE_MS = 10 * SECOND

export interface MailboxesDeps {
  store: Store
  node: NetworkNode
  changes: ChangeLog
  contacts: Contacts
  devices: DeviceStates
  envelopes: EnvelopeStore
  inbox: Inbox
  outbox: Outbox
  ownDevice: DeviceId
  guards: Guards
  mailbox: Mailbox
  links: {
    has: (device: DeviceId) => boolean
    /** @returns false: there is none */
    send: (device: DeviceId, frames: Partial<Frame>[]) => Promise<boolean>
  }
  clock: Clock
  random: Random
  log: Log
  invites: {
    /** Open links, and used ones through whose id their user may still write. */
    ids: () => string[]
    secretOf: (inviteId: string) => { secret: string, contactId?: AccountId } | undefined
    /** @returns false: it could not be kept, and has to be fetched again */
    receive: (inviteId: string, request: Bytes) => Promise<boolean>
    /** its bundle has to say of other mailboxes */
    onMoved: (inviteId: string) => void
  }
  /** an envelope of a contact's who had not answered yet was read: they hold the secret under which it came */
  onAnswered: (contactId: AccountId, secret: string) => Promise<void>
}

export class Mailboxes {
  readonly #deps: MailboxesDeps
  readonly #hosts: Hosts
  readonly #queues: Queues
  readonly #routes: Routes
  readonly #drop: Drop
  readonly #assembly: Assembly
  readonly #letters: Letters
  readonly #acknowledgements: Acknowledgements
  readonly #courier: Courier
  readonly #probes: Probes
  readonly #sorting: Sorting
  readonly overview: Overview
  readonly bundles: Bundles
  readonly #collectors = new Map<string, Collector>()
  readonly #stopping = new AbortController()
  #timer: Timer | undefined
  #turning = false
  #again = false
  #soon = false
  #failures = 0

  constructor (deps: MailboxesDeps) {
    this.#deps = deps
    const { store, node, changes, contacts, devices, envelopes, inbox, outbox, ownDevice, guards, mailbox, links } = deps
    const { clock, random, log } = deps
    this.#hosts = new Hosts({
      mailbox, node, guards, clock, log,
      onGeneration: () => { this.#onGeneration() },
      onLie: (peerId, fault) => {
        this.#queues.distrust(peerId, fault).then(isNews => { if (isNews) this.refresh() })
          .catch((err: unknown) => { log.warn('mailbox not replaced', errorFields(err)) })
      },
      onSuspicion: () => { this.#probes.suspect() }
    })
    const hosts = this.#hosts
    this.#queues = new Queues({
      store, hosts, clock, random, log,
      onQueue: row => { this.#collect(row) },
      onGone: ({ host }) => { void this.#collectors.get(host.peerId)?.stop() }
    })
    this.bundles = new Bundles({ hosts, queues: this.#queues, onMoved: deps.invites.onMoved, log })
    this.#routes = new Routes({ store, hosts, clock })
    this.#drop = new Drop({ hosts, routes: this.#routes, clock, random })
    this.#probes = new Probes({ ownDevice, hosts, queues: this.#queues, drop: this.#drop, clock, random, log })
    this.#assembly = new Assembly({
      holderOf: sid => this.#queues.holderOf(sid), secretsOf: holder => openersOf(holder, deps), clock
    })
    this.#acknowledgements = new Acknowledgements({
      store, changes, contacts, routes: this.#routes, drop: this.#drop, ownDevice, sendDirectly: links.send, clock, log
    })
    this.#courier = new Courier({
      ownDevice, contacts, outbox, envelopes, changes, hosts, routes: this.#routes, drop: this.#drop, hasLink: links.has, clock, log
    })
    this.#letters = new Letters({
      contacts, devices, inbox, outbox, clock,
      receipt: async (sender, told) => { await this.#acknowledgements.note(sender, told) },
      onReceipt: async ({ contactId, device }, hashes) => {
        await this.#courier.doubt(contactId, device, hashes)
        await outbox.acknowledge(contactId, device, hashes)
      },
      onRead: async (sender, secret) => { await this.#noteRead(sender, secret) },
      onRequest: async (inviteId, request) => await deps.invites.receive(inviteId, request) ? 'kept' : 'failed'
    })
    this.#sorting = new Sorting({ queues: this.#queues, assembly: this.#assembly, letters: this.#letters, probes: this.#probes, hosts })
    this.overview = new Overview({
      hosts, queues: this.#queues, routes: this.#routes, custody: envelopes.custody, acknowledgements: this.#acknowledgements,
      alive: deposits => this.#courier.alive(deposits),
      drainedAtMs: peerId => this.#collectors.get(peerId)?.drainedAtMs,
      onChanged: () => { this.refresh() },
      stopped: this.#stopping.signal
    })
  }

  listen (inbox: Inbox): void {
    inbox.register('mailboxes', async ({ contactId, device }, { mailboxes }, change) => {
      const routes = readRoutes(mailboxes?.routes ?? []).slice(0, MAX_TOLD_ROUTES)
      this.#routes.put(change, routesRow({ contactId, device, routes, atMs: this.#deps.clock.now() }))
      change.after(() => { this.#wayTo(contactId) })
    })
  }

  async load (): Promise<void> {
    await this.#queues.load()
    await this.#routes.load()
    await this.#acknowledgements.load()
  }

  start (): void {
    for (const row of this.#queues.all()) this.#collect(row)
    this.#courier.start()
    this.#probes.start()
    this.refresh()
  }

  async stop (): Promise<void> {
    this.#stopping.abort(new AppError('ABORTED', 'the node is stopping'))
    this.#timer?.cancel()
    this.#probes.stop()
    this.#hosts.stop()
    this.#courier.stop()
    this.#acknowledgements.stop()
    this.#letters.stop()
    await Promise.all([...this.#collectors.values()].map(async collector => { await collector.stop() }))
  }

  /** Somebody may be new here, or there may be hosts that were not there before. */
  refresh (): void {
    if (this.#stopping.signal.aborted || this.#soon) return
    this.#soon = true
    this.#timer?.cancel()
    this.#timer = this.#deps.clock.after(SOON_MS, () => { void this.#turn() })
  }

  /** There is a network again. */
  wake (): void {
    this.#deps.guards.wake()
    this.#hosts.wake()
    for (const collector of this.#collectors.values()) collector.wake()
    this.#courier.wake()
    this.#failures = 0
    this.refresh()
  }

  #onGeneration (): void {
    this.#courier.replace()
    this.refresh()
  }

  /** A contact's last link ended. */
  left (contactId: AccountId): void {
    this.#courier.left(contactId)
  }

  /** A contact's device has a link. */
  there (contactId: AccountId): void {
    this.#courier.there(contactId)
    this.#acknowledgements.wake(contactId)
  }

  /** A contact was removed. */
  forget (change: Change, contactId: AccountId, devices: readonly DeviceId[]): void {
    for (const device of devices) this.#routes.forget(change, device)
    change.after(() => {
      this.#courier.forget(contactId)
      const gone = [this.#queues.forget({ contactId }), ...devices.map(async device => { await this.#acknowledgements.forget(device) })]
      Promise.all(gone).catch((err: unknown) => { this.#deps.log.warn('mailbox not forgotten', errorFields(err)) })
    })
  }

  /** Where a new link's requests, or a new contact's answers, may be left; resolves when that is made, or takes long. */
  async openFor (
    holder: Holder, { signal, patienceMs = OPEN_PATIENCE_MS }: { signal?: AbortSignal, patienceMs?: number } = {}
  ): Promise<MailboxRoute[]> {
    const patient = AbortSignal.any([signal ?? this.#stopping.signal, this.#stopping.signal, AbortSignal.timeout(patienceMs)])
    await this.#queues.ensure([holder], patient).catch((err: unknown) => { this.#deps.log.debug('no mailbox yet', errorFields(err)) })
    return this.routesFor(holder)
  }

  routesFor (holder: Holder): MailboxRoute[] {
    return writeRoutes(this.#queues.routesFor(holder).slice(0, MAX_TOLD_ROUTES))
  }

  /** @returns the sender id under which it lies. @throws AppError PEER_UNREACHABLE */
  async leaveRequest (
    { routes, secret, request, signal }: { routes: Route[], secret: Bytes, request: Bytes, signal: AbortSignal }
  ): Promise<string> {
    for (const { host } of routes) if (this.#hosts.get(host.peerId) === undefined) this.#hosts.learn(host)
    const deposit = { device: idBytes(this.#deps.ownDevice), request }
    const { route } = await this.#drop.leave({
      routes, secret: toBase64url(secret), deposit, signal: AbortSignal.any([signal, this.#stopping.signal])
    })
    return route.sid
  }

  /** Somebody's device fetches there, as its bundle or its introduction says, until it tells more. */
  meet (change: Change, { contactId, device, routes }: { contactId: AccountId, device: DeviceId, routes: Route[] }): void {
    const known = this.#routes.row(device)
    if (routes.length === 0 || (known !== undefined && known.provisional !== true)) return
    this.#routes.put(change, routesRow({ contactId, device, routes, atMs: this.#deps.clock.now(), provisional: true }))
    change.after(() => { this.#wayTo(contactId) })
  }

  #collect (row: QueueRow): void {
    const { clock, log } = this.#deps
    const collector = new Collector({
      hosts: this.#hosts, clock, log,
      take: async (cell, host) => await this.#sorting.take(cell, host),
      onDrained: (host, askedAtMs) => { this.#probes.drained(host, askedAtMs) }
    }, row)
    this.#collectors.set(row.host.peerId, collector)
    collector.start()
  }

  async #noteRead ({ contactId }: Sender, secret: string): Promise<void> {
    if (this.#deps.contacts.get(contactId)?.state === 'pending') await this.#deps.onAnswered(contactId, secret)
  }

  #wayTo (contactId: AccountId): void {
    this.#deps.changes.tell('contact:changed', { contactId })
    this.#courier.wake(contactId)
    this.#acknowledgements.wake(contactId)
  }

  /** Whoever should be able to leave us something, those of the last days first; with those who have yet to answer a request. */
  #people (): AccountId[] {
    return this.#deps.contacts.all().filter(({ blockedAtMs }) => blockedAtMs === undefined)
      .sort((a, b) => b.lastUsedMs - a.lastUsedMs).map(({ contactId }) => contactId)
  }

  async #turn (): Promise<void> {
    this.#soon = false
    if (this.#turning) {
      this.#again = true
      return
    }
    this.#turning = true
    let inMs = ROUND_MS
    try {
      this.#assembly.sweep()
      const { contacts, invites } = this.#deps
      for (const { contactId } of contacts.all()) this.#courier.left(contactId)
      const people = this.#people()
      await this.#queues.ensure([
        ...people.map(contactId => ({ contactId })), ...invites.ids().map(inviteId => ({ inviteId })), { self: true }
      ], this.#stopping.signal)
      for (const contactId of people) await this.#tell(contactId)
      this.bundles.look(invites.ids())
      // A network without hosts may get one.
      if (this.#queues.all().length === 0) inMs = MAX_RETRY_MS
      if (this.#queues.isShort) inMs = this.#retryMs()
      else this.#failures = 0
    } catch (err) {
      if (this.#stopping.signal.aborted) return
      this.#deps.log.debug('mailboxes not ready', errorFields(err))
      inMs = this.#retryMs()
    } finally {
      this.#turning = false
    }
    const soon = this.#again
    this.#again = false
    if (this.#soon) return // it was asked for meanwhile, and its timer must not be lost
    this.#timer?.cancel()
    if (soon) this.refresh()
    else this.#timer = this.#deps.clock.after(jitterMs(inMs * 0.9, inMs * 1.1), () => { void this.#turn() })
  }

  #retryMs (): number {
    return Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(this.#failures++, 10))
  }

  async #tell (contactId: AccountId): Promise<void> {
    const holder = { contactId }
    if (this.#queues.isTold(holder)) return
    const digest = this.#queues.digestFor(holder)
    const routes = this.#queues.routesFor(holder).slice(0, MAX_TOLD_ROUTES)
    await this.#deps.outbox.enqueue(contactId, { mailboxes: { routes: writeRoutes(routes) } })
    await this.#queues.noteTold(holder, digest)
  }
}

