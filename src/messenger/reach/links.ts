/** Open streams to contacts' devices: at most one a device, and everything that comes in over it finds its place. */
import type { Bytes } from '../../base/bytes.ts'
import type { AccountId, DeviceId } from '../../base/ids.ts'
import { errorFields, short, type Log } from '../../base/log.ts'
import type { Clock } from '../../base/time.ts'
import type { DeliveryLink } from '../../protocols/delivery.ts'
import { NackReason, type Frame } from '../../wire/gen/delivery.ts'
import type { ChangeLog } from '../core/changes.ts'
import { withProof, type Contacts } from '../core/contacts.ts'
import type { Via } from '../core/journeys.ts'
import type { DeviceStates } from '../core/devices.ts'
import { hashText } from '../mail/envelopes.ts'
import type { Inbox, Sender } from '../mail/inbox.ts'
import type { Outbox } from '../mail/outbox.ts'
import type { Outlet } from '../mail/outflow.ts'
import type { ProvenTag } from './proofs.ts'

export type Link = DeliveryLink<ProvenTag>

export interface LinksDeps {
  contacts: Contacts
  devices: DeviceStates
  changes: ChangeLog
  outbox: Outbox
  inbox: Inbox
  /** with which sessions begin that neither side could begin by itself any more; encoded PreKeys */
  keys: {
    makeFor: (device: DeviceId) => Promise<Bytes>
    beginFrom: (sender: Sender, preKeys: Bytes) => Promise<void>
  }
  clock: Clock
  log: Log
  /** nobody is connected to this contact's device any more */
  onGone: (contactId: AccountId) => void
  /** the first link to a contact who had none */
  onThere: (contactId: AccountId) => void
  /** by which way a link leads to its device */
  viaOf: (link: Link) => Via
  /** whoever is there says that they write */
  onTyping: (link: Link, on: boolean) => void
  /** a link that leads through a relay */
  onRelayed: (link: Link) => void
}

interface Open {
  link: Link
  outlet: Outlet
}

export class Links {
  readonly #deps: LinksDeps
  /** to each device, the one that is used last: the newest, and a direct one before one through a relay */
  readonly #open = new Map<DeviceId, Open[]>()
  /** over which a session was begun for them, or they were asked to begin one: each costs keys, so once on a link each way */
  readonly #helped = new WeakSet<Link>()
  readonly #asked = new WeakSet<Link>()
  #closing = false

  constructor (deps: LinksDeps) {
    this.#deps = deps
  }

  to (device: DeviceId): Link | undefined {
    return this.#open.get(device)?.at(-1)?.link
  }

  of (contactId: AccountId): Link[] {
    return [...this.#open.values()].flatMap(open => open.at(-1)?.link ?? []).filter(link => link.tag.contactId === contactId)
  }

  /** Whether a contact's device is there under this peer id. */
  includes (peerId: string): boolean {
    return [...this.#open.values()].flat().some(({ link }) => link.remotePeerId === peerId)
  }

  isOnline (contactId: AccountId): boolean {
    return this.of(contactId).length > 0
  }

  /** Takes over a proven link, unless there is a better one. Closing one of two must never end both. */
  accept (link: Link): void {
    const { contactId, device } = link.tag
    const contact = this.#deps.contacts.get(contactId)
    if (this.#closing || contact === undefined || contact.blockedAtMs !== undefined) {
      void link.close()
      return
    }
    const others = (this.#open.get(device) ?? []).map(open => open.link).filter(({ closed }) => !closed.aborted)
    // From another PeerId it is a fresh start of the same device: what is open leads nowhere.
    for (const other of others) if (other.remotePeerId !== link.remotePeerId) void other.close()
    const same = others.filter(other => other.remotePeerId === link.remotePeerId)
    const rivals = same.filter(({ route }) => route === link.route)
    const hasBetter = link.route === 'relayed' && same.some(({ route }) => route === 'direct')
    // Of two that this side dialled, only this side knows which came first; the other side serves both until then.
    const isSecond = link.direction === 'outbound' && (hasBetter || rivals.some(({ direction }) => direction === 'outbound'))
    // Of two that were dialled from either side, both keep the same one.
    if (isSecond || (!link.dialledByLowerPeerId && rivals.some(rival => rival.dialledByLowerPeerId))) {
      void link.close()
      return
    }
    if (link.dialledByLowerPeerId) for (const rival of rivals) if (!rival.dialledByLowerPeerId) void rival.close()
    // A direct one takes over from a relay: what was sent there and not acknowledged goes again here, and is known there.
    if (link.route === 'direct') for (const other of same) if (other.route === 'relayed') void other.close()
    const outlet: Outlet = {
      send: async frames => { await link.send(frames) },
      fail: () => { void link.close() },
      askToBegin: () => { void this.#askToBegin(link) },
      via: this.#deps.viaOf(link)
    }
    const open = this.#open.get(device) ?? []
    // Whoever dials a relay sees no direct way. If they still had one, they would close this: it waits, in case they don't.
    this.#open.set(device, hasBetter ? [{ link, outlet }, ...open] : [...open, { link, outlet }])
    void this.#serve({ link, outlet }, { contactId, device })
  }

  async closeAll (): Promise<void> {
    this.#closing = true
    await Promise.all([...this.#open.values()].flat().map(async ({ link }) => { await link.close().catch(() => {}) }))
  }

  async closeContact (contactId: AccountId): Promise<void> {
    const open = [...this.#open.values()].flat().filter(({ link }) => link.tag.contactId === contactId)
    await Promise.all(open.map(async ({ link }) => { await link.close().catch(() => {}) }))
  }

  async #serve ({ link, outlet }: Open, sender: Sender): Promise<void> {
    const { outbox, devices, log, onThere, onRelayed } = this.#deps
    try {
      await this.#noteProof(link)
      await link.send({ resume: { lastCounter: devices.get(sender.device).seenCounter } })
      if (this.to(sender.device) === link) await outbox.open(sender.contactId, sender.device, outlet)
      if (link.route === 'relayed') onRelayed(link)
      onThere(sender.contactId)
      for await (const frame of link.frames) await this.#take(sender, frame, { link, outlet })
    } catch (err) {
      if (!link.closed.aborted) log.warn('link ended', { device: short(sender.device), ...errorFields(err) })
    } finally {
      const isUsed = this.to(sender.device) === link
      const left = this.#open.get(sender.device)?.filter(open => open.link !== link) ?? []
      const next = left.at(-1)
      if (next === undefined) this.#open.delete(sender.device)
      else this.#open.set(sender.device, left)
      await outbox.close(sender.contactId, sender.device, outlet)
      await link.close().catch(() => {})
      if (next === undefined && !this.#closing) await this.#noteGone(sender.contactId)
      this.#tellPresence(sender.contactId)
      if (next !== undefined && isUsed) await outbox.open(sender.contactId, sender.device, next.outlet)
    }
  }

  async #take (sender: Sender, frame: Frame, { link, outlet }: Open): Promise<void> {
    const { inbox, outbox } = this.#deps
    const { contactId, device } = sender
    if (frame.envelope !== undefined) await inbox.receive(sender, frame.envelope, outlet)
    if (frame.ack !== undefined) await outbox.acknowledge(contactId, device, frame.ack.hashes.map(hashText))
    if (frame.nack?.reason === NackReason.SESSION_UNKNOWN) await outbox.refused(contactId, device, hashText(frame.nack.hash))
    if (frame.typing !== undefined) this.#deps.onTyping(link, frame.typing.on)
    if (frame.resume !== undefined) await outbox.compareCount(contactId, device, frame.resume.lastCounter)
    if (frame.begin !== undefined && !this.#helped.has(link)) {
      this.#helped.add(link)
      await this.#deps.keys.beginFrom(sender, frame.begin)
    }
  }

  async #askToBegin (link: Link): Promise<void> {
    if (this.#asked.has(link)) return
    this.#asked.add(link)
    try {
      await link.send({ begin: await this.#deps.keys.makeFor(link.tag.device) })
    } catch (err) {
      this.#deps.log.warn('not asked to begin', { device: short(link.tag.device), ...errorFields(err) })
    }
  }

  /** A proven link shows that both sides hold the pair secret: that is what makes a contact ready. */
  async #noteProof (link: Link): Promise<void> {
    const { contacts, changes, clock, log } = this.#deps
    const { contactId, secret } = link.tag
    const contact = contacts.get(contactId)
    if (contact === undefined) return
    this.#tellPresence(contactId)
    const nowMs = clock.now()
    const news = contact.state !== 'ready' || !contact.secrets.some(known => known.secret === secret && known.provenAtMs !== undefined)
    const noted = contacts.update(contactId, row => ({
      ...row, state: 'ready', lastSeenMs: nowMs, secrets: withProof(row.secrets, secret, nowMs)
    }), { quietly: !news })
    if (news) {
      await noted
    } else {
      // When they were last seen is worth no waiting for the disk.
      noted.catch((err: unknown) => { log.warn('not noted', errorFields(err)) })
      changes.tell('contact:changed', { contactId })
    }
  }

  /** Also when everything ends: whoever listens goes on with the messenger that takes this one's place. */
  #tellPresence (contactId: AccountId): void {
    const { contacts, changes, clock } = this.#deps
    if (contacts.get(contactId) === undefined) return
    changes.tell('contact:presence', { contactId, online: this.isOnline(contactId), atMs: clock.now() })
  }

  async #noteGone (contactId: AccountId): Promise<void> {
    const { contacts, changes, clock, onGone } = this.#deps
    if (contacts.get(contactId) === undefined) return
    await contacts.update(contactId, row => ({ ...row, lastSeenMs: clock.now() }), { quietly: true }).catch(() => {})
    changes.tell('contact:changed', { contactId })
    onGone(contactId)
  }
}
