/**
 * Where this device is, told to each contact under a key that only the two know; and where theirs are. Keys change
 * daily, so that nobody can watch one of them for long.
 */
import { ENOUGH } from '../../base/abort.ts'
import { fromBase64url, toBase64url, type Bytes } from '../../base/bytes.ts'
import type { AccountId, DeviceId } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { jitterMs, type Random } from '../../base/random.ts'
import type { SteadyClock } from '../../base/steady.ts'
import { HOUR, MINUTE, pause, SECOND, type Timer } from '../../base/time.ts'
import { openRendezvous, REPLICAS, sealRendezvous, type Replica } from '../../crypto/rendezvous.ts'
import type { NetworkNode } from '../../network/node.ts'
import { Lane } from '../../protocols/lane.ts'
import type { Rendezvous } from '../../protocols/rendezvous.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import { addressTexts } from '../../wire/addresses.ts'
import type { Contacts } from '../core/contacts.ts'
import type { ContactDeviceRow, KnownRoute } from '../core/rows.ts'
import { Pace } from './pace.ts'
import { Places } from './places.ts'

const REPUBLISH_MS = 2 * HOUR
/** the next epoch's record is there before the epoch is */
const EARLY_MS = 6 * HOUR
const PUBLISH_TIMEOUT_MS = 60 * SECOND
const FIRST_RETRY_MS = 15 * SECOND
const MAX_RETRY_MS = 10 * MINUTE
/** How often a record that some servers took is put again soon for those that did not answer: others are gone for good. */
const MAX_REPAIRS = 2
/** A look-up and a dial mostly take less; after it the other replica is asked as well. */
const OTHER_REPLICA_AFTER_MS = 2 * SECOND
/** Few, so that whoever waits for a turn is told what is true by then: at a start addresses change several times. */
const MAX_TOLD_AT_ONCE = 4
/** When everybody is told, so many are at once, those who were talked to last; the others have turns: a record takes many questions. */
const FIRST_AT_ONCE = 32
const IN_TURN_MS = SECOND / 5
const SEQ_KEY = { id: 'rendezvous-seq' }

export interface Published {
  atMs: number
  /** DHT servers that took it; 0 is only here */
  stored: number
}

interface Told {
  /** DHT servers that took each record; 0 when it failed */
  stored: number
  /** those that were asked in vain */
  missed: number
}

interface Telling {
  /** what they are being told; undefined while they wait for their turn */
  what?: string
  /** somebody asked for it again meanwhile */
  again: boolean
}

interface Subject {
  /** all of it as one text, to tell one from another; it holds secrets and never leaves this class */
  what: string
  peerId: Bytes
  addresses: Bytes[]
  places: Array<{ secret: Bytes, epochs: number[] }>
}

/** @returns whether the device was reached there */
export type OnRoute = (route: KnownRoute) => Promise<boolean>

export interface WhereaboutsDeps {
  store: Store
  node: Pick<NetworkNode, 'routes'>
  rendezvous: Rendezvous
  contacts: Pick<Contacts, 'all' | 'get' | 'update'>
  ownDevice: DeviceId
  clock: SteadyClock
  random: Random
  log: Log
}

export class Whereabouts {
  readonly #deps: WhereaboutsDeps
  readonly #settings: Table<unknown>
  readonly #published = new Map<AccountId, Published & { what: string | undefined }>()
  readonly #telling = new Map<AccountId, Telling>()
  readonly #turns = new Lane(MAX_TOLD_AT_ONCE)
  readonly #places = new Places()
  readonly #inTurn: Pace<AccountId>
  /** of those whose turn is to come, who is told also what they were told before */
  readonly #anew = new Set<AccountId>()
  readonly #timers = new Map<AccountId, Timer>()
  readonly #failures = new Map<AccountId, number>()
  readonly #stopping = new AbortController()
  #lastSeq = 0

  constructor (deps: WhereaboutsDeps) {
    this.#deps = deps
    this.#settings = deps.store.table(TABLES.settings, jsonCodec<unknown>())
    this.#inTurn = new Pace({
      clock: deps.clock, everyMs: IN_TURN_MS,
      begin: contactId => { void this.publish(contactId, { anew: this.#anew.delete(contactId) }) }
    })
  }

  async load (): Promise<void> {
    this.#lastSeq = Number(await this.#settings.getSound(SEQ_KEY) ?? 0)
  }

  published (contactId: AccountId): Published | undefined {
    return this.#published.get(contactId)
  }

  /** Tells everyone, most recently used first. @param anew also those who were told the same: those who keep it may be others */
  publishAll ({ anew = false } = {}): void {
    const all = this.#deps.contacts.all().sort((a, b) => b.lastUsedMs - a.lastUsedMs)
    for (const [i, { contactId }] of all.entries()) {
      if (i < FIRST_AT_ONCE) {
        void this.publish(contactId, { anew })
      } else {
        if (anew) this.#anew.add(contactId)
        this.#inTurn.add(contactId)
      }
    }
  }

  /**
   * Tells one contact, under every secret and replica, and again in time. What they were told already is not said again, and
   * what is being told is not told twice at once. Never throws: a failure is tried again.
   */
  async publish (contactId: AccountId, { anew = false } = {}): Promise<void> {
    const telling = this.#telling.get(contactId)
    if (telling !== undefined) {
      telling.again = true
      return
    }
    const subject = this.#subject(contactId)
    const before = this.#published.get(contactId)
    const isTold = before !== undefined && before.stored > 0 && before.what === subject?.what
    if (subject === undefined || this.#stopping.signal.aborted || (isTold && !anew)) return
    const mine: Telling = { again: false }
    this.#telling.set(contactId, mine)
    this.#timers.get(contactId)?.cancel()
    let told: Told | undefined
    do {
      mine.again = false
      told = await this.#tell(contactId, mine)
    } while (mine.again && (told?.stored === 0 || mine.what !== this.#subject(contactId)?.what))
    this.#telling.delete(contactId)
    if (told === undefined || this.#stopping.signal.aborted) return
    const { stored, missed } = told
    this.#published.set(contactId, { atMs: this.#deps.clock.now(), stored, what: mine.what })
    const failures = stored > 0 && missed === 0 ? 0 : (this.#failures.get(contactId) ?? 0) + 1
    this.#failures.set(contactId, failures)
    const isDone = stored > 0 && (missed === 0 || failures > MAX_REPAIRS)
    const inMs = isDone ? REPUBLISH_MS : Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 10))
    this.#timers.set(contactId, this.#deps.clock.after(jitterMs(inMs * 0.9, inMs * 1.1), () => {
      void this.publish(contactId, { anew: true })
    }))
  }

  /**
   * Looks a contact's device up under all that it may have published; calls back for each record that is not older than
   * what is known. Resolves when the look-up is over. @throws the signal's reason, AppError NETWORK_BLOCKED
   */
  async find (
    contactId: AccountId, device: DeviceId, { signal, onRoute }: { signal: AbortSignal, onRoute: OnRoute }
  ): Promise<void> {
    const contact = this.#deps.contacts.get(contactId)
    if (contact === undefined) return
    await Promise.all(contact.secrets.map(async ({ secret }) => {
      await this.#findUnder(secret, { contactId, device, signal, onRoute })
    }))
  }

  forget (contactId: AccountId): void {
    this.#timers.get(contactId)?.cancel()
    this.#timers.delete(contactId)
    this.#published.delete(contactId)
    this.#inTurn.forget(contactId)
    this.#anew.delete(contactId)
  }

  stop (): void {
    this.#stopping.abort(new Error('stopping'))
    this.#inTurn.stop()
    for (const timer of this.#timers.values()) timer.cancel()
  }

  /**
   * Servers near a key may be slow, gone, or liars who hold the newest record back and hand out one that leads nowhere.
   * So what they say is believed when it leads there, and the other replica's servers are asked when it does not. A
   * contact who is online mostly costs one look-up, one who is not costs two.
   */
  async #findUnder (
    secret: string, { contactId, device, signal, onRoute }:
    { contactId: AccountId, device: DeviceId, signal: AbortSignal, onRoute: OnRoute }
  ): Promise<void> {
    const { rendezvous, clock } = this.#deps
    const present = this.#places.epochs(secret, clock.candidates())
    const dials: Array<Promise<boolean>> = []
    const look = async (epoch: number, replica: Replica): Promise<boolean> => {
      const keys = this.#places.keys(secret, device, replica, epoch)
      const { found } = await rendezvous.find(keys.dhtKey, {
        signal,
        notBefore: this.#deviceOf({ contactId, device })?.seq ?? 0,
        accept: value => { dials.push(this.#accept({ contactId, device }, openRendezvous({ value, keys, epoch }), onRoute)) }
      })
      return found
    }
    const first = Promise.all(present.map(async epoch => await look(epoch, 0))).then(found => found.includes(true))
    const answered = new AbortController()
    const late = pause(clock, OTHER_REPLICA_AFTER_MS, AbortSignal.any([signal, answered.signal])).then(() => false, () => false)
    const led = first.then(async found => found && (await Promise.all(dials)).includes(true))
    try {
      if (await Promise.race([led, late])) return
    } finally {
      answered.abort(ENOUGH)
    }
    await Promise.all([
      ...present.map(async epoch => await look(epoch, 1)),
      // Nothing at all: their clock may be a day off.
      first.then(async found => {
        if (!found) await Promise.all(present.flatMap(epoch => [look(epoch - 1, 0), look(epoch + 1, 0)]))
      })
    ])
  }

  /** A record that is older than one seen before is a replay. */
  async #accept (
    { contactId, device }: { contactId: AccountId, device: DeviceId },
    record: { seq: number, peerId: Uint8Array, addresses: Uint8Array[] }, onRoute: OnRoute
  ): Promise<boolean> {
    const known = this.#deviceOf({ contactId, device })
    if (known === undefined || record.seq < known.seq) return false
    // It begins with their clock, and they repeat it every two hours.
    this.#deps.clock.witness(record.seq)
    const route: KnownRoute = {
      peerId: toBase64url(record.peerId), addresses: addressTexts(record.addresses), atMs: record.seq
    }
    const led = onRoute(route)
    if (record.seq > known.seq) {
      this.#deps.contacts.update(contactId, row => ({
        ...row,
        devices: row.devices.map(one => one.deviceId === device && one.seq < record.seq ? { ...one, seq: record.seq, route } : one)
      }), { quietly: true }).catch((err: unknown) => { this.#deps.log.warn('route not kept', errorFields(err)) })
    }
    return await led
  }

  #deviceOf ({ contactId, device }: { contactId: AccountId, device: DeviceId }): ContactDeviceRow | undefined {
    return this.#deps.contacts.get(contactId)?.devices.find(({ deviceId }) => deviceId === device)
  }

  /** @returns undefined for nobody to tell any more */
  async #tell (contactId: AccountId, telling: Telling): Promise<Told | undefined> {
    const { rendezvous, log } = this.#deps
    try {
      return await this.#turns.run(async () => {
        const subject = this.#subject(contactId)
        if (subject === undefined) return undefined
        telling.what = subject.what
        const values = await this.#records(subject)
        const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(PUBLISH_TIMEOUT_MS)])
        const results = await Promise.all(values.map(async value => await rendezvous.publish(value, { signal })))
        return {
          stored: Math.min(...results.map(({ stored }) => stored)), missed: Math.max(...results.map(({ missed = 0 }) => missed))
        }
      }, this.#stopping.signal)
    } catch (err) {
      if (!this.#stopping.signal.aborted) log.debug('rendezvous not published', errorFields(err))
      return { stored: 0, missed: 0 }
    }
  }

  /** What a contact is to be told at present; undefined for somebody who is told nothing. */
  #subject (contactId: AccountId): Subject | undefined {
    const { contacts, clock, node } = this.#deps
    const contact = contacts.get(contactId)
    if (contact === undefined || contact.blockedAtMs !== undefined) return undefined
    const { peerId, addresses } = node.routes()
    const nowMs = clock.candidates()
    const places = contact.secrets.map(({ secret }) => ({
      secret: fromBase64url(secret), epochs: this.#places.epochs(secret, [...nowMs, ...nowMs.map(ms => ms + EARLY_MS)])
    }))
    const what = JSON.stringify([
      toBase64url(peerId), addresses.map(toBase64url), contact.secrets.map(({ secret }, i) => [secret, places[i]!.epochs])
    ])
    return { what, peerId, addresses, places }
  }

  async #records ({ peerId, addresses, places }: Subject): Promise<Bytes[]> {
    const { random, ownDevice } = this.#deps
    const seq = await this.#nextSeq()
    return places.flatMap(({ secret, epochs }) => epochs.flatMap(epoch => REPLICAS.map(replica => sealRendezvous({
      secret, publisher: ownDevice, replica, epoch, seq, peerId, addresses, random
    }))))
  }

  /** Rises even when the clock falls. */
  async #nextSeq (): Promise<number> {
    this.#lastSeq = Math.max(this.#lastSeq + 1, this.#deps.clock.now())
    const batch = this.#deps.store.batch()
    this.#settings.put(batch, SEQ_KEY, this.#lastSeq)
    await this.#deps.store.commit(batch, { sync: false })
    return this.#lastSeq
  }
}
