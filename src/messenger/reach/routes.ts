/**
 * Keeps contacts within reach: looks them up, dials them, and tries again at growing intervals. Whoever both sides
 * look for is found from either side, so one working direction is enough.
 */
import { ENOUGH } from '../../base/abort.ts'
import { fromBase64url } from '../../base/bytes.ts'
import { AppError, hasCode } from '../../base/errors.ts'
import type { AccountId, DeviceId } from '../../base/ids.ts'
import { jitterMs } from '../../base/random.ts'
import { MINUTE, pause, SECOND, type Clock, type Timer } from '../../base/time.ts'
import type { Delivery } from '../../protocols/delivery.ts'
import { isRelayed } from '../../network/addresses.ts'
import type { Attempts, AttemptRecord } from './attempts.ts'
import type { Contacts } from '../core/contacts.ts'
import type { Links } from './links.ts'
import type { Outbox } from '../mail/outbox.ts'
import { Pace } from './pace.ts'
import type { Proofs, ProvenTag } from './proofs.ts'
import type { ContactDeviceRow, ContactRow, KnownRoute } from '../core/rows.ts'
import type { Whereabouts } from './whereabouts.ts'

const FIRST_RETRY_MS = SECOND
const MAX_RETRY_WITH_MAIL_MS = 2 * MINUTE
const MAX_RETRY_IDLE_MS = 10 * MINUTE
/** for a direct way to somebody who is there through a relay */
const FIRST_IMPROVEMENT_MS = 5 * SECOND
const MAX_IMPROVEMENT_MS = 5 * MINUTE
/** for the last known addresses, before the look-up */
const HEAD_START_MS = 200
const ATTEMPT_TIMEOUT_MS = 30 * SECOND
const MAX_PARALLEL_ATTEMPTS = 16
/** So many are looked for at once when everybody is, those who were talked to last; the others in turn, for nobody waits for them. */
const FIRST_AT_ONCE = 32
const IN_TURN_MS = SECOND / 5
/** for somebody who may be waited for meanwhile */
const KEPT_FREE = 4

export interface RoutesDeps {
  contacts: Contacts
  links: Links
  outbox: Outbox
  whereabouts: Whereabouts
  attempts: Attempts
  proofs: Proofs
  delivery: Delivery<ProvenTag>
  clock: Clock
}

interface Schedule {
  failures: number
  /** attempts to do without the relay */
  improvements: number
  timer?: Timer
  running: boolean
  /** somebody asked while an attempt was under way */
  again: boolean
}

export class Routes {
  readonly #deps: RoutesDeps
  readonly #schedules = new Map<AccountId, Schedule>()
  readonly #stopping = new AbortController()
  readonly #queue: AccountId[] = []
  readonly #inTurn: Pace<AccountId>
  /** dials to where somebody was last */
  readonly #remembered = new Set<Promise<unknown>>()
  #running = 0

  constructor (deps: RoutesDeps) {
    this.#deps = deps
    this.#inTurn = new Pace({
      clock: deps.clock, everyMs: IN_TURN_MS,
      mayBegin: () => this.#running < MAX_PARALLEL_ATTEMPTS - KEPT_FREE,
      begin: contactId => { this.wake(contactId) }
    })
  }

  /** Tries everyone, most recently used first. */
  wakeAll (): void {
    const all = this.#deps.contacts.all().sort((a, b) => b.lastUsedMs - a.lastUsedMs)
    for (const [i, { contactId }] of all.entries()) {
      if (i < FIRST_AT_ONCE || this.#deps.outbox.owed(contactId) > 0) this.wake(contactId)
      else this.#inTurn.add(contactId)
    }
  }

  /** Tries now: there is something to send, or a reason to believe that they are back. */
  wake (contactId: AccountId): void {
    if (this.#stopping.signal.aborted || !this.#isWanted(contactId)) return
    this.#inTurn.forget(contactId)
    const schedule = this.#scheduleOf(contactId)
    schedule.timer?.cancel()
    delete schedule.timer
    if (schedule.running) {
      schedule.again = true
    } else if (!this.#queue.includes(contactId)) {
      this.#queue.push(contactId)
      this.#drain()
    }
  }

  /** Resolves when nobody is being dialled any more where they were last, or after a short while. */
  async remembered (): Promise<void> {
    const over = new AbortController()
    const late = pause(this.#deps.clock, HEAD_START_MS, AbortSignal.any([over.signal, this.#stopping.signal])).catch(() => {})
    await Promise.race([Promise.allSettled(this.#remembered), late])
    over.abort(ENOUGH)
  }

  /** The link ended: they may have restarted, so the first look comes soon. */
  retrySoon (contactId: AccountId): void {
    const schedule = this.#schedules.get(contactId)
    if (schedule !== undefined) schedule.failures = 0
    this.#later(contactId)
  }

  /** They are there through a relay: a direct way may be found, or appear. */
  improveSoon (contactId: AccountId): void {
    const schedule = this.#scheduleOf(contactId)
    schedule.improvements = 0
    if (!schedule.running) this.#later(contactId)
  }

  forget (contactId: AccountId): void {
    this.#schedules.get(contactId)?.timer?.cancel()
    this.#schedules.delete(contactId)
    this.#inTurn.forget(contactId)
    this.#deps.attempts.forget(contactId)
  }

  stop (): void {
    this.#stopping.abort(new AppError('ABORTED', 'the node is stopping'))
    this.#inTurn.stop()
    for (const { timer } of this.#schedules.values()) timer?.cancel()
  }

  #scheduleOf (contactId: AccountId): Schedule {
    const schedule = this.#schedules.get(contactId) ?? { failures: 0, improvements: 0, running: false, again: false }
    this.#schedules.set(contactId, schedule)
    return schedule
  }

  #isWanted (contactId: AccountId): boolean {
    const contact = this.#deps.contacts.get(contactId)
    // Who has not answered our first message yet does not know the secret that we would prove; they dial when they do.
    return contact?.state === 'ready' && contact.blockedAtMs === undefined &&
      this.#missing(contact).length + this.#relayed(contact).length > 0
  }

  #missing (contact: ContactRow): ContactDeviceRow[] {
    return contact.devices.filter(({ deviceId }) => this.#deps.links.to(deviceId) === undefined)
  }

  #relayed (contact: ContactRow): ContactDeviceRow[] {
    return contact.devices.filter(({ deviceId }) => this.#deps.links.to(deviceId)?.route === 'relayed')
  }

  #drain (): void {
    while (this.#running < MAX_PARALLEL_ATTEMPTS) {
      const contactId = this.#queue.shift()
      if (contactId === undefined) return
      const schedule = this.#schedules.get(contactId)
      if (schedule === undefined || schedule.running) continue
      schedule.running = true
      this.#running++
      void this.#attempt(contactId).finally(() => {
        this.#running--
        schedule.running = false
        if (this.#deps.links.isOnline(contactId)) schedule.failures = 0
        else schedule.failures++
        if (schedule.again && !this.#stopping.signal.aborted) {
          schedule.again = false
          this.wake(contactId)
        } else {
          this.#later(contactId)
        }
        this.#drain()
      })
    }
  }

  #later (contactId: AccountId): void {
    const schedule = this.#schedules.get(contactId)
    if (schedule === undefined || this.#stopping.signal.aborted || !this.#isWanted(contactId)) return
    const delayMs = this.#delayMs(contactId, schedule)
    const inMs = jitterMs(delayMs * 0.8, delayMs * 1.2)
    schedule.timer?.cancel()
    schedule.timer = this.#deps.clock.after(inMs, () => {
      if (this.#deps.outbox.owed(contactId) > 0) this.wake(contactId)
      else this.#inTurn.add(contactId)
    })
    const latest = this.#deps.attempts.latest(contactId)
    if (latest !== undefined) latest.nextAtMs = this.#deps.clock.now() + inMs
  }

  #delayMs (contactId: AccountId, { failures, improvements }: Schedule): number {
    const contact = this.#deps.contacts.get(contactId)
    if (contact !== undefined && this.#missing(contact).length === 0) {
      return Math.min(MAX_IMPROVEMENT_MS, FIRST_IMPROVEMENT_MS * 2 ** Math.min(improvements, 10))
    }
    const isOwed = this.#deps.outbox.owed(contactId) > 0
    // Whoever was looked for in vain, and is not waited for: they look for us when they come. Many of them share what is spent on that.
    const first = isOwed || failures === 0 ? FIRST_RETRY_MS : Math.max(FIRST_RETRY_MS, this.#schedules.size * IN_TURN_MS)
    return Math.min(isOwed ? MAX_RETRY_WITH_MAIL_MS : MAX_RETRY_IDLE_MS, first * 2 ** Math.min(failures, 10))
  }

  async #attempt (contactId: AccountId): Promise<void> {
    const contact = this.#deps.contacts.get(contactId)
    if (contact === undefined) return
    const record = this.#deps.attempts.begin(contactId)
    const relayed = this.#relayed(contact)
    if (relayed.length > 0) this.#scheduleOf(contactId).improvements++
    await Promise.all([...this.#missing(contact), ...relayed].map(async device => { await this.#reach(contact, device, record) }))
    record.endedAtMs = this.#deps.clock.now()
  }

  /** The last known addresses and, a little later, the look-up race; whichever leads there first ends the other. */
  async #reach (contact: ContactRow, { deviceId, route }: ContactDeviceRow, record: AttemptRecord): Promise<void> {
    const { whereabouts, clock } = this.#deps
    const reached = new AbortController()
    const signal = AbortSignal.any([reached.signal, this.#stopping.signal, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)])
    const dial = async (known: KnownRoute, { fresh }: { fresh: boolean }): Promise<boolean> => {
      const led = await this.#dial(contact, deviceId, known, { fresh, record, signal })
      if (led) reached.abort()
      return led
    }
    const remembered = route === undefined ? undefined : dial(route, { fresh: false })
    const dials = remembered === undefined ? [] : [remembered]
    if (remembered !== undefined) {
      this.#remembered.add(remembered)
      void Promise.allSettled([remembered]).then(() => { this.#remembered.delete(remembered) })
    }
    try {
      // Most are where they were: then nobody needs to be asked, and nobody learns who is looked for.
      if (remembered !== undefined) await Promise.race([remembered, pause(clock, HEAD_START_MS, signal)])
      signal.throwIfAborted()
      await whereabouts.find(contact.contactId, deviceId, {
        signal,
        async onRoute (found) {
          if (record.recordAtMs !== undefined && record.recordAtMs >= found.atMs) return false // found in several places
          record.recordAtMs = found.atMs
          // Two handshakes at once with the same door would only get in each other's way.
          const before = haveSameAddresses(found, route) ? remembered : undefined
          const led = Promise.resolve(before).then(async () => !signal.aborted && await dial(found, { fresh: true }))
          dials.push(led)
          return await led
        }
      })
      record.lookedUp = true
    } catch {
      // Aborted, or no DHT server at hand: the dials below say the rest.
    }
    await Promise.all(dials)
  }

  async #dial (
    contact: ContactRow, device: DeviceId, known: KnownRoute,
    { fresh, record, signal }: { fresh: boolean, record: AttemptRecord, signal: AbortSignal }
  ): Promise<boolean> {
    const { delivery, proofs, attempts, links } = this.#deps
    const relayed = links.to(device)?.route === 'relayed'
    const addresses = relayed ? known.addresses.filter(address => !isRelayed(address)) : known.addresses
    if (addresses.length === 0) return false
    // Without /p2p when it is only remembered: a device has a fresh PeerId at every start, and the proof tells who it is.
    const peerId = fromBase64url(known.peerId)
    const target = { addresses, onlyDirect: relayed, ...(fresh ? { peerId } : { lastPeerId: peerId }) }
    for (const { secret } of contact.secrets) {
      if (links.to(device)?.route === 'direct' || (!relayed && links.to(device) !== undefined)) return true
      try {
        await delivery.dial(target, proofs.forDial({ contactId: contact.contactId, device, secret }), { signal })
        attempts.dialled(record, addresses, 'connected')
        return true
      } catch (err) {
        // Another attempt is under way over this connection, theirs or one of ours: it must not be ended by this one.
        if (hasCode(err, 'EXISTS')) return false
        if (signal.aborted) return false
        attempts.dialled(record, addresses, err instanceof AppError ? err.code : 'PEER_UNREACHABLE')
        // Only who answered and did not know us may know us by another secret.
        if (!hasCode(err, 'REFUSED')) return false
      }
    }
    return false
  }
}

const haveSameAddresses = (a: KnownRoute, b: KnownRoute | undefined): boolean =>
  a.addresses.toSorted().join(' ') === b?.addresses.toSorted().join(' ')
