/**
 * Takes what waits for people who are away to the mailboxes where they fetch. To the outbox it looks like a stream that
 * takes envelopes; what it takes stays in the outbox until its reader's receipt comes, whatever a host says.
 */
import { AppError } from '../../base/errors.ts'
import { idBytes, type AccountId, type DeviceId } from '../../base/ids.ts'
import { errorFields, short, type Log } from '../../base/log.ts'
import { jitterMs } from '../../base/random.ts'
import { Serial } from '../../base/serial.ts'
import { HOUR, MINUTE, SECOND, type Clock, type Timer } from '../../base/time.ts'
import type { Change, ChangeLog } from '../core/changes.ts'
import type { Contacts } from '../core/contacts.ts'
import type { CustodyRow, Deposited } from '../mail/custody.ts'
import type { EnvelopeRef, EnvelopeStore } from '../mail/envelopes.ts'
import type { Outbox } from '../mail/outbox.ts'
import type { Outlet } from '../mail/outflow.ts'
import type { Drop } from './drop.ts'
import type { Hosts } from './hosts.ts'
import type { Routes } from './routes.ts'
import { aliasOf, type Route } from './rows.ts'

/** for the direct way, which is better where there is one */
const DIRECT_MS = 3 * SECOND
/** The second copy goes later, so that two hosts that compare notes cannot match the one with the other by time. */
const SECOND_COPY_MIN_MS = 5 * SECOND
const SECOND_COPY_MAX_MS = 30 * SECOND
const SECOND_COPY_RETRY_MS = 2 * MINUTE
const COPIES = 2
const FIRST_RETRY_MS = 5 * SECOND
const MAX_RETRY_MS = 5 * MINUTE
const CHECK_MS = 10 * MINUTE
/** a copy that a host deletes so soon is worth no more */
const EXPIRY_MARGIN_MS = HOUR
/** later ones were received and this one was not: it is left again, but not for each receipt that says so */
const RENEW_MS = 10 * MINUTE
/** receipts of what was fetched together may come in several letters */
const DOUBT_AFTER_MS = MINUTE

export interface CourierDeps {
  ownDevice: DeviceId
  contacts: Contacts
  outbox: Outbox
  envelopes: EnvelopeStore
  changes: ChangeLog
  hosts: Hosts
  routes: Routes
  drop: Drop
  hasLink: (device: DeviceId) => boolean
  clock: Clock
  log: Log
}

interface Away {
  contactId: AccountId
  device: DeviceId
  outlet?: Outlet
  /** aborted when the device is there */
  back: AbortController
  /** ends what the outlet has under way */
  over: AbortController
  failures: number
  timer?: Timer
  second?: Timer
}

export class Courier {
  readonly #deps: CourierDeps
  /** devices without a link */
  readonly #away = new Map<DeviceId, Away>()
  readonly #turns = new Serial<DeviceId>()
  readonly #stopping = new AbortController()
  #check: Timer | undefined

  constructor (deps: CourierDeps) {
    this.#deps = deps
  }

  start (): void {
    for (const { contactId } of this.#deps.contacts.all()) this.left(contactId)
    this.#checkLater(0)
  }

  stop (): void {
    this.#stopping.abort(new AppError('ABORTED', 'the node is stopping'))
    this.#check?.cancel()
    for (const away of this.#away.values()) this.#end(away)
  }

  /** A contact's device has no link: if none comes soon, the mailboxes are the way. */
  left (contactId: AccountId): void {
    for (const { deviceId: device } of this.#deps.contacts.get(contactId)?.devices ?? []) {
      if (this.#stopping.signal.aborted || this.#deps.hasLink(device) || this.#away.get(device)?.contactId === contactId) continue
      const away: Away = { contactId, device, back: new AbortController(), over: new AbortController(), failures: 0 }
      this.#away.set(device, away)
      away.timer = this.#deps.clock.after(DIRECT_MS, () => { this.#open(away) })
    }
  }

  /** The direct way is there; the outbox has taken it already. */
  there (contactId: AccountId): void {
    for (const away of this.#away.values()) {
      if (away.contactId === contactId && this.#deps.hasLink(away.device)) this.#end(away)
    }
  }

  forget (contactId: AccountId): void {
    for (const away of this.#away.values()) if (away.contactId === contactId) this.#end(away)
  }

  /** There are other mailboxes to try, or other reasons to. */
  wake (contactId?: AccountId): void {
    for (const away of this.#away.values()) {
      if (away.outlet === undefined && away.failures === 0) continue // its first try is still to come
      if (contactId !== undefined && away.contactId !== contactId) continue
      away.failures = 0
      this.#open(away)
    }
  }

  /** A host may have lost what it kept: that is left again at once, while there is somebody to do so. */
  replace (): void {
    const { custody } = this.#deps.envelopes
    for (const { contactId, device } of this.#away.values()) {
      if (custody.of(device).some(({ deposits }) => this.alive(deposits).length < deposits.length)) this.wake(contactId)
    }
  }

  /**
   * What reached them tells what did not: whoever read later ones will not find the earlier ones any more where they
   * were left. Called before the receipts are taken.
   */
  async doubt (contactId: AccountId, device: DeviceId, received: readonly string[]): Promise<void> {
    const { outbox, envelopes: { custody }, changes, clock, log } = this.#deps
    const hashes = new Set(received)
    const refs = await outbox.unreceipted(contactId, device)
    const newest = refs.reduce((max, { hash, at }) => hashes.has(hash) && at > max ? at : max, 0n)
    const nowMs = clock.now()
    const change = changes.begin()
    let doubted = 0
    for (const { hash, at } of refs) {
      const row = custody.get(device, at)
      if (at >= newest || hashes.has(hash) || row === undefined || nowMs - (row.renewedAtMs ?? 0) < RENEW_MS) continue
      if (row.deposits.some(({ atMs }) => nowMs - atMs < DOUBT_AFTER_MS)) continue
      custody.put(change.batch, { ...row, renewedAtMs: nowMs, deposits: row.deposits.map(one => ({ ...one, doubted: true })) })
      doubted++
    }
    if (doubted === 0) return
    log.warn('deposits did not reach their reader', { device: short(device), count: doubted })
    await change.commit({ sync: false })
    this.wake(contactId)
  }

  /** Copies that can be counted on. */
  alive (deposits: readonly Deposited[]): Deposited[] {
    const { hosts, clock } = this.#deps
    return deposits.filter(({ host, untilMs, generation, doubted }) => doubted !== true &&
      untilMs - clock.now() > EXPIRY_MARGIN_MS && (hosts.health(host).generation ?? generation) === generation)
  }

  #open (away: Away): void {
    const { contacts, outbox, routes, hasLink } = this.#deps
    const { contactId, device } = away
    away.timer?.cancel()
    away.failures++
    const contact = contacts.get(contactId)
    if (this.#stopping.signal.aborted || contact === undefined || this.#away.get(device) !== away) return
    if (hasLink(device)) {
      this.#end(away)
      return
    }
    // Without a place to leave it, what is written waits here; it is put into envelopes when there is one.
    if (contact.blockedAtMs !== undefined || contact.offeredAccount !== undefined || routes.of(device).length === 0) {
      this.#retry(away)
      return
    }
    const over = new AbortController()
    away.over.abort()
    away.over = over
    const outlet: Outlet = {
      send: async () => { await this.#leaveFirst(away, over.signal) },
      fail: () => { this.#retry(away) },
      mailbox: { released: () => { over.abort(new AppError('ABORTED', 'another way was found')) } }
    }
    away.outlet = outlet
    void outbox.open(contactId, device, outlet)
  }

  /** Until everything that waits for this device lies somewhere. @throws when it cannot be left anywhere */
  async #leaveFirst (away: Away, signal: AbortSignal): Promise<void> {
    try {
      const isAlone = await this.#round(away, { copies: 1, signal })
      away.failures = 0
      if (isAlone) this.#leaveSecond(away, jitterMs(SECOND_COPY_MIN_MS, SECOND_COPY_MAX_MS))
    } catch (err) {
      if (!signal.aborted) this.#retry(away)
      throw err
    }
  }

  #leaveSecond (away: Away, inMs: number): void {
    const { clock, log } = this.#deps
    if (away.back.signal.aborted) return
    away.second ??= clock.after(inMs, () => {
      this.#round(away, { copies: COPIES, signal: away.back.signal }).then(isAlone => {
        delete away.second
        // A host that was resting may take it then.
        if (isAlone) this.#leaveSecond(away, jitterMs(SECOND_COPY_RETRY_MS * 0.8, SECOND_COPY_RETRY_MS * 1.2))
      }).catch((err: unknown) => {
        delete away.second
        log.debug('no second copy', errorFields(err))
        this.#leaveSecond(away, jitterMs(SECOND_COPY_RETRY_MS * 0.8, SECOND_COPY_RETRY_MS * 1.2))
      })
    })
  }

  async #round (away: Away, options: { copies: number, signal: AbortSignal }): Promise<boolean> {
    return await this.#turns.run(away.device, async () => await this.#leaveAll(away, options))
  }

  /** @returns whether something lies at one host, and there is another one for it */
  async #leaveAll (away: Away, { copies, signal }: { copies: number, signal: AbortSignal }): Promise<boolean> {
    const { outbox, envelopes: { custody }, routes } = this.#deps
    const { contactId, device } = away
    let before = 0n
    let isAlone = false
    for (const ref of await outbox.unreceipted(contactId, device)) {
      signal.throwIfAborted()
      const row: CustodyRow = custody.get(device, ref.at) ?? { device, at: `${ref.at}`, after: `${before}`, deposits: [] }
      before = ref.at
      const alive = this.alive(row.deposits)
      // Where it lies already, or may lie, is the last place where another copy is of use.
      const elsewhere = routes.of(device).filter(({ host }) => !alive.some(one => one.host === host.peerId))
        .sort((a, b) => Number(wasAt(row, a)) - Number(wasAt(row, b)))
      const isShort = alive.length < copies
      if (isShort && elsewhere.length > 0) await this.#leave(away, { ref, row, alive, routes: elsewhere, signal })
      else if (alive.length === 0) throw new AppError('PEER_UNREACHABLE', 'there is no mailbox to leave this in')
      const taken = isShort && elsewhere.length > 0 ? 1 : 0
      isAlone ||= alive.length + taken < COPIES && elsewhere.length > taken
    }
    return isAlone
  }

  async #leave (
    away: Away, { ref, row, alive, routes, signal }:
    { ref: EnvelopeRef, row: CustodyRow, alive: Deposited[], routes: Route[], signal: AbortSignal }
  ): Promise<void> {
    const { contacts, changes, envelopes, drop, ownDevice, clock } = this.#deps
    const { contactId, device } = away
    const secret = contacts.get(contactId)?.secrets[0]?.secret
    const ciphertext = await envelopes.ciphertext(device, ref)
    if (secret === undefined || ciphertext === undefined) return // receipted, or forgotten, meanwhile
    const { route, untilMs, generation } = await drop.leave({
      routes,
      secret,
      signal,
      deposit: {
        device: idBytes(ownDevice), counter: Number(row.at), after: Number(row.after),
        frame: { envelope: { preKey: ref.preKey, ciphertext } }
      }
    })
    const deposited: Deposited = {
      host: route.host.peerId, alias: aliasOf(route.host), atMs: clock.now(), untilMs, generation: `${generation}`
    }
    const change: Change = changes.begin()
    envelopes.custody.put(change.batch, { ...row, deposits: [...alive, deposited] })
    await envelopes.addSteps(change, contactId, ref, [{ what: 'in mailbox', atMs: deposited.atMs, host: deposited.alias, untilMs }])
    if (alive.length === 0 && ref.messageIds.length > 0) {
      change.emit('message:state', { contactId, messageIds: ref.messageIds, state: 'in mailbox' })
    }
    // After a crash it is left once more.
    await change.commit({ sync: false })
  }

  /** The outbox goes on waiting; later the mailboxes are tried again. */
  #retry (away: Away): void {
    const { outlet, contactId, device } = away
    if (outlet !== undefined) void this.#deps.outbox.close(contactId, device, outlet)
    delete away.outlet
    away.timer?.cancel()
    if (this.#stopping.signal.aborted) return
    const delayMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(Math.max(0, away.failures - 1), 10))
    away.timer = this.#deps.clock.after(jitterMs(delayMs * 0.8, delayMs * 1.2), () => { this.#open(away) })
  }

  #end (away: Away): void {
    if (this.#away.get(away.device) === away) this.#away.delete(away.device)
    away.timer?.cancel()
    away.second?.cancel()
    away.back.abort(new AppError('ABORTED', 'another way was found'))
    away.over.abort(new AppError('ABORTED', 'another way was found'))
  }

  /** Hosts that have forgotten what they kept are noticed while there is somebody to leave it again. */
  #checkLater (inMs: number): void {
    this.#check = this.#deps.clock.after(inMs, () => {
      this.#checkHosts().catch((err: unknown) => { this.#deps.log.debug('hosts not checked', errorFields(err)) })
        .finally(() => { if (!this.#stopping.signal.aborted) this.#checkLater(jitterMs(CHECK_MS * 0.9, CHECK_MS * 1.1)) })
    })
  }

  async #checkHosts (): Promise<void> {
    const { hosts, envelopes: { custody } } = this.#deps
    await Promise.all([...custody.hosts()].map(async peerId => {
      const host = hosts.get(peerId)
      if (host === undefined) return
      const generation = await hosts.use(host, async (mailbox, of, signal) => await mailbox.generation(of, { signal }), {
        signal: this.#stopping.signal
      }).catch(() => undefined)
      if (generation !== undefined) hosts.noteGeneration(peerId, generation)
    }))
    for (const away of this.#away.values()) await this.#forgetSettled(away)
    this.replace()
  }

  /** A receipt that came while a copy was on its way has left its trace behind. */
  async #forgetSettled ({ contactId, device }: Away): Promise<void> {
    const { changes, outbox, envelopes: { custody } } = this.#deps
    const open = new Set((await outbox.unreceipted(contactId, device)).map(({ at }) => `${at}`))
    const change = changes.begin()
    const settled = custody.of(device).filter(({ at }) => !open.has(at))
    for (const { at } of settled) custody.del(change.batch, device, BigInt(at))
    if (settled.length > 0) await change.commit({ sync: false })
  }
}

const wasAt = ({ deposits }: CustodyRow, { host }: Route): boolean => deposits.some(one => one.host === host.peerId)
