/**
 * What one contact's device is still owed. New contents become durable in one sync batch; when the device is there,
 * the same batch holds the envelope that carries them. While one batch is on its way to the disk the next contents
 * gather, so a busy queue fills its envelopes and a lone message never waits for company.
 */
import { AppError, hasCode } from '../../base/errors.ts'
import type { AccountId, DeviceId } from '../../base/ids.ts'
import { errorFields, short } from '../../base/log.ts'
import type { SessionOverlay } from '../../crypto/sessions.ts'
import type { Envelope } from '../../wire/gen/delivery.ts'
import { MAX_UNACKED_ENVELOPES } from '../../wire/limits.ts'
import type { Change } from '../core/changes.ts'
import type { Ratchets } from '../core/ratchets.ts'
import type { OutboxItem } from '../core/rows.ts'
import { isShown } from './contents.ts'
import type { EnvelopeRef } from './envelopes.ts'
import { Outflow, type Outlet } from './outflow.ts'
import { packParcels, type FreshContent } from './parcels.ts'
import { Receipts, type ReceiptsDeps } from './receipts.ts'
import { isDamaged, readMail, salvage } from './salvage.ts'
import { messagesOf, Sealing, type SealingDeps, type WaitingRow } from './sealing.ts'
import { Unacked } from './unacked.ts'

/** Envelopes made in one step: enough to keep a fast link busy, few enough to keep the batch small. */
const ENVELOPES_PER_STEP = 8
/** Whoever claims to have seen more is not believed: numbers beyond this have no exact place in a double. */
const MAX_COUNTER = 2 ** 48

export interface QueueDeps extends ReceiptsDeps, SealingDeps {
  ratchets: Ratchets
}

export class DeviceQueue {
  readonly device: DeviceId
  readonly contactId: AccountId
  readonly #deps: QueueDeps
  readonly #receipts: Receipts
  readonly #unacked: Unacked
  readonly #waiting: WaitingRow[] = []
  readonly #sealing: Sealing
  #fresh: FreshContent[] = []
  readonly #outflow = new Outflow({ onRoom: () => { this.pump() } })
  #resend = false
  #resending: Promise<void> | undefined
  #broken = false
  #pumping: Promise<void> | undefined

  constructor (deps: QueueDeps, { device, contactId }: { device: DeviceId, contactId: AccountId }) {
    this.#deps = deps
    this.device = device
    this.contactId = contactId
    this.#receipts = new Receipts(deps, { device, contactId })
    this.#sealing = new Sealing(deps, { device, contactId, onWaiting: row => { this.#waiting.push(row) } })
    this.#unacked = new Unacked({ ...deps, device, contactId, sealing: this.#sealing })
  }

  /**
   * @param rowsLost the database lost rows, or is an old copy: what is missing leaves no damaged row behind
   * @returns whether a row could not be read: what it held beside messages is not said again by itself
   */
  async load ({ rowsLost = false }: { rowsLost?: boolean } = {}): Promise<{ damaged: boolean }> {
    const { changes, devices, envelopes, history } = this.#deps
    const mail = await readMail(envelopes, this.device)
    const damaged = isDamaged(mail)
    if (damaged || rowsLost) {
      const change = changes.begin()
      const rows = await salvage(change, mail, { envelopes, history, device: this.device, contactId: this.contactId })
      mail.waiting = [...mail.waiting, ...rows].sort((a, b) => a.at < b.at ? -1 : 1)
      const row = devices.get(this.device)
      const newest = rows.at(-1)?.at ?? 0n
      if (newest > BigInt(row.doubtfulRow ?? 0)) devices.put(change.batch, { ...row, doubtfulRow: `${newest}` })
      await change.commit()
    }
    for (const ref of mail.unacked) this.#unacked.add(ref)
    for (const { at, item } of mail.waiting) {
      this.#sealing.follow(at)
      this.#waiting.push({ at, messages: messagesOf(item) })
    }
    return { damaged }
  }

  /** Messages that have no receipt yet. */
  get owed (): number {
    return this.#waiting.reduce((sum, { messages }) => sum + messages, 0) +
      this.#fresh.filter(({ content }) => isShown(content)).length +
      this.#unacked.refs.reduce((sum, ref) => sum + ref.messageIds.length, 0)
  }

  /** Positions of pages that were put into an envelope and sent, and have no receipt. */
  sentPages (): Set<string> { return new Set(this.#unacked.refs.flatMap(({ pages, unsent }) => unsent === true ? [] : pages)) }
  get unreceipted (): EnvelopeRef[] { return this.#unacked.refs }
  get isBroken (): boolean { return this.#broken }

  add (fresh: FreshContent[]): void {
    this.#fresh.push(...fresh)
    this.pump()
  }

  /** A place behind everything that waits. */
  nextRow (): bigint { return this.#sealing.nextRow() }

  /** A row that another batch has stored already. */
  addStored (at: bigint, item: OutboxItem): void {
    this.#waiting.push({ at, messages: messagesOf(item) })
    this.pump()
  }

  /** The device is there: what it never acknowledged goes again, byte by byte, then everything new. */
  open (outlet: Outlet): void {
    this.#outflow.open(outlet)
    if (outlet.mailbox === undefined) this.#unacked.goBy(outlet.via, this.#deps.clock.now())
    this.#resend = true
    this.#broken = false // a spare bundle may have come since
    this.pump()
  }

  close (outlet: Outlet): void {
    this.#outflow.close(outlet)
    this.#unacked.keepSteps()
  }

  pump (): void {
    this.#pumping ??= this.#run().finally(() => {
      this.#pumping = undefined
      if (this.#hasWork()) this.pump()
    })
  }

  async settled (): Promise<void> {
    while (this.#pumping !== undefined || this.#resending !== undefined) await (this.#pumping ?? this.#resending)
    await Promise.all([this.#unacked.settled(), this.#receipts.settled()])
  }

  /**
   * This database is an old copy: its sessions must never be used again, and what it holds as waiting may have arrived
   * long ago. Up to where envelopes were counted only the other side knows.
   */
  async resetOldCopy (): Promise<void> {
    const { ratchets, devices } = this.#deps
    await ratchets.step(this.device, async (overlay, change) => {
      const newest = this.#waiting.at(-1)?.at
      const doubtful = newest === undefined ? {} : { doubtfulRow: `${newest}` }
      devices.put(change.batch, { ...devices.get(this.device), countLost: true, ...doubtful })
      // Without keys to begin anew it waits for the other side: saying nothing is better than using a key twice.
      if (await devices.spare(this.device) === undefined) overlay.remove(this.device)
    })
    await this.reset()
  }

  /** The other side has seen this many of our envelopes; more than we remember tells that this database is an old copy. */
  async compareCount (seen: number): Promise<void> {
    const { ratchets, devices, log } = this.#deps
    const { sentCounter, countLost = false } = devices.get(this.device)
    if (seen <= sentCounter && !countLost) return
    if (!countLost) {
      log.error('database is an old copy', { device: short(this.device) })
      await this.resetOldCopy()
    }
    await ratchets.step(this.device, async (_overlay, change) => {
      const { countLost: _, ...row } = devices.get(this.device)
      devices.put(change.batch, { ...row, sentCounter: Math.max(row.sentCounter, Math.min(seen, MAX_COUNTER)) })
    })
  }

  /** Durable there. */
  acknowledge (hashes: string[]): void {
    this.#receipts.keep(hashes.map(hash => this.#unacked.get(hash)).filter(ref => ref !== undefined), {
      onKept: kept => {
        for (const { hash } of kept) this.#unacked.delete(hash)
        this.pump()
      },
      onFailed: () => { this.#outflow.fail() } // over the next stream they go again, and are acknowledged again
    })
  }

  /**
   * The other side cannot read this session any more: begin a new one from the spare bundle and encrypt everything
   * unreceipted again under the same content ids. Without a spare bundle it waits for the other side to begin one.
   */
  async reset (): Promise<boolean> {
    const { ratchets, devices, clock, log } = this.#deps
    const done = await ratchets.step(this.device, async (overlay, change) => {
      const spare = await devices.spare(this.device)
      if (spare === undefined) return false
      await overlay.archive(this.device)
      await overlay.begin(spare)
      devices.delSpare(change.batch, this.device)
      await this.#repeat(overlay, change)
      return true
    })
    this.#broken = !done
    log.warn('session reset', { device: short(this.device), done, atMs: clock.now() })
    if (done) this.#again()
    else this.#outflow.outlet?.askToBegin?.()
    return done
  }

  /** The other side cannot read this envelope. One that is no longer waited for says nothing. */
  async refused (hash: string): Promise<void> {
    if (this.#unacked.get(hash) !== undefined) await this.reset()
  }

  /** The other side can be read: a session that was given up may go on, or a spare bundle may have come. */
  heard (): void {
    if (!this.#broken) return
    this.#broken = false
    this.#again()
  }

  /** The other side began a new session: what was lost with the old one goes again under it. */
  async repeat (): Promise<void> {
    if (!this.#broken) return
    await this.#deps.ratchets.step(this.device, async (overlay, change) => { await this.#repeat(overlay, change) })
    this.#broken = false
    this.#again()
  }

  #again (): void {
    this.#resend = true
    this.pump()
  }

  async #repeat (overlay: SessionOverlay, change: Change): Promise<void> {
    const { devices, clock } = this.#deps
    await this.#unacked.packAnew(overlay, change, this.#unacked.refs)
    const row = devices.get(this.device)
    devices.put(change.batch, { ...row, resetAtMs: clock.now(), resetCount: row.resetCount + 1 })
    change.emit('session:reset', { contactId: this.contactId })
  }

  #hasWork (): boolean {
    return this.#fresh.length > 0 || this.#canResend() || (this.#canSend() && this.#waiting.length > 0)
  }

  #canSend (): boolean {
    return this.#outflow.hasRoom && !this.#broken && this.#unacked.size < MAX_UNACKED_ENVELOPES &&
      !this.#resend && this.#resending === undefined
  }

  #canResend (): boolean {
    return this.#resend && this.#resending === undefined && this.#outflow.outlet !== undefined
  }

  async #run (): Promise<void> {
    while (this.#hasWork()) {
      const fresh = this.#fresh
      this.#fresh = []
      try {
        if (this.#canResend()) this.#sendAgain()
        await this.#step(fresh)
      } catch (err) {
        if (hasCode(err, 'SESSION_BROKEN')) {
          // Gone, or unanswered for 30 days. Nothing is lost: what has no way to go waits until a session is begun.
          this.#fresh = [...fresh, ...this.#fresh]
          if (!await this.reset().catch(() => false)) this.#broken = true
          continue
        }
        for (const one of fresh) one.failed(err)
        this.#deps.log.warn('outbox step failed', { device: short(this.device), ...errorFields(err) })
        // What is durable stays and goes over the next stream: trying at once again would spin on a failing disk.
        if (fresh.length === 0) this.#outflow.fail()
      }
    }
  }

  /** Nothing new goes before this has gone, and what is new becomes durable meanwhile. */
  #sendAgain (): void {
    this.#resend = false
    if (this.#unacked.size === 0) return
    this.#resending = this.#sendUnacked(this.#outflow.outlet).catch(async (err: unknown) => {
      this.#deps.log.warn('not sent again', { device: short(this.device), ...errorFields(err) })
      if (hasCode(err, 'SESSION_BROKEN')) await this.reset().catch(() => { this.#broken = true })
      else this.#outflow.fail()
    }).finally(() => {
      this.#resending = undefined
      this.pump()
    })
  }

  async #sendUnacked (outlet: Outlet | undefined): Promise<void> {
    const unreadable: EnvelopeRef[] = []
    for await (const frames of this.#unacked.frames({ onUnreadable: ref => { unreadable.push(ref) } })) {
      if (this.#outflow.outlet !== outlet) return
      await this.#outflow.send(frames)
    }
    if (unreadable.length === 0) return
    this.#deps.log.warn('envelopes not readable', { device: short(this.device), count: unreadable.length })
    const made = await this.#deps.ratchets.step(this.device, async (overlay, change) =>
      await this.#unacked.packAnew(overlay, change, unreadable))
    await this.#outflow.send(made.map(envelope => ({ envelope })))
  }

  /** One sync batch: new contents, and as many envelopes as may go now. */
  async #step (fresh: FreshContent[]): Promise<void> {
    if (!this.#canSend()) {
      if (fresh.length > 0) await this.#store(fresh)
      return
    }
    const room = Math.min(ENVELOPES_PER_STEP, MAX_UNACKED_ENVELOPES - this.#unacked.size)
    const { parcels, rest } = await packParcels({
      waiting: this.#waiting.map(({ at }) => at),
      fresh,
      room,
      read: async row => await this.#deps.envelopes.storedContents(this.contactId, this.device, row)
    })
    // Behind others that wait, new contents wait their turn on the disk; else the step after this one takes them.
    const isBehind = parcels.reduce((sum, { rows }) => sum + rows.length, 0) < this.#waiting.length
    const [sealed, { mailbox, via }]: [Envelope[], Partial<Outlet>] = [[], this.#outflow.outlet ?? {}]
    await this.#deps.ratchets.step(this.device, async (overlay, change) => {
      if (!await overlay.hasSession(this.device)) throw new AppError('SESSION_BROKEN', 'no session with this device')
      for (const parcel of parcels) {
        for (const at of parcel.rows) this.#deps.envelopes.delWaiting(change.batch, this.device, at)
        if (parcel.fresh.length > 0) await this.#sealing.place(change, parcel, parcel.fresh, mailbox === undefined ? 'sent' : 'waiting')
        // An old copy of the database may hold as waiting what went long ago.
        const repeated = parcel.rows.some(at => at <= BigInt(this.#deps.devices.get(this.device).doubtfulRow ?? 0))
        const { ref, envelope } = await this.#sealing.seal(overlay, change, { ...parcel, repeated, unsent: mailbox !== undefined, via })
        sealed.push(envelope)
        change.after(() => {
          this.#unacked.add(ref)
          this.#waiting.splice(0, parcel.rows.length)
        })
        if (ref.messageIds.length > 0 && mailbox === undefined) {
          change.emit('message:state', { contactId: this.contactId, messageIds: ref.messageIds, state: 'sent' })
        }
      }
      if (isBehind) await this.#sealing.placeWaiting(change, rest)
      else change.after(() => { this.#fresh = [...rest, ...this.#fresh] })
    })
    // Over a stream that was opened meanwhile everything unacknowledged goes, and so do these.
    if (!this.#resend) void this.#outflow.send(sealed.map(envelope => ({ envelope })))
  }

  /** The device is not there: durable here, and that is all. */
  async #store (fresh: FreshContent[]): Promise<void> {
    const change = this.#deps.changes.begin()
    await this.#sealing.placeWaiting(change, fresh)
    await change.commit()
  }
}
