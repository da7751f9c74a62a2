/**
 * Where this device fetches: one queue at each of two hosts that different people run, and in each a sender id for every
 * contact and every open link. Who holds which id, only this device knows.
 */
import { fromBase64url, toBase64url, toHex, utf8 } from '../../base/bytes.ts'
import { AppError, hasCode } from '../../base/errors.ts'
import { errorFields, short, type Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import { Serial } from '../../base/serial.ts'
import { HOUR, MINUTE, type Clock } from '../../base/time.ts'
import { queueKeys } from '../../crypto/cells.ts'
import { sha256 } from '../../crypto/primitives.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import { MAILBOX_TTL_MS, MAX_SENDERS_PER_COMMAND, QUEUE_KEY_BYTES } from '../../wire/limits.ts'
import type { Hosts } from './hosts.ts'
import { holderOf, holderText, keysOf, type Fault, type Holder, type HostRow, type QueueRow, type Route, type SlotRow } from './rows.ts'

const WANTED_QUEUES = 2
const UNWANTED = { id: 'mailboxes-unwanted' }
/** a host that has not answered for so long is given up for another one, where there is one */
const GIVE_UP_MS = 30 * MINUTE
/** a host may have lost its list of queues; naming a queue again makes it anew, and puts its end off */
const RENEW_MS = 12 * HOUR
/** solving a puzzle included */
const CREATE_TIMEOUT_MS = MINUTE

export interface QueuesDeps {
  store: Store
  hosts: Hosts
  clock: Clock
  random: Random
  log: Log
  /** there is a queue to fetch from */
  onQueue: (row: QueueRow) => void
  onGone: (row: QueueRow) => void
}

export class Queues {
  readonly #deps: QueuesDeps
  readonly #table: Table<QueueRow>
  readonly #slotTable: Table<SlotRow>
  readonly #settings: Table<string[]>
  readonly #rows = new Map<string, QueueRow>()
  readonly #slots = new Map<string, SlotRow>()
  /** by sender id */
  readonly #holders = new Map<string, string>()
  /** hosts that were taken off by hand */
  readonly #unwanted = new Set<string>()
  /** there are fewer than there should be, and a host that may take one later */
  isShort = false
  readonly #renewedAtMs = new Map<string, number>()
  readonly #turns = new Serial<'change'>()

  constructor (deps: QueuesDeps) {
    this.#deps = deps
    this.#table = deps.store.table(TABLES.mailboxes, jsonCodec<QueueRow>())
    this.#settings = deps.store.table(TABLES.settings, jsonCodec<string[]>())
    this.#slotTable = deps.store.table(TABLES.slots, jsonCodec<SlotRow>())
  }

  async load (): Promise<void> {
    for await (const { value } of this.#table.entries({})) {
      this.#rows.set(value.host.peerId, value)
      this.#deps.hosts.learn(value.host)
    }
    for (const peerId of await this.#settings.getSound(UNWANTED) ?? []) this.#unwanted.add(peerId)
    for await (const { value } of this.#slotTable.entries({})) this.#remember(value)
  }

  all (): QueueRow[] {
    return [...this.#rows.values()].sort((a, b) => a.createdAtMs - b.createdAtMs)
  }

  holders (peerId: string): Holder[] {
    return [...this.#slots.values()].filter(({ queue }) => queue === peerId).map(({ holder }) => holderOf(holder))
  }

  /** Whose sender id this is. */
  holderOf (sid: string): Holder | undefined {
    const holder = this.#holders.get(sid)
    return holder === undefined ? undefined : holderOf(holder)
  }

  /** What whoever holds these ids has to know. Queues whose host is given up are not among them. */
  routesFor (holder: Holder): Route[] {
    return this.#current().flatMap(({ host, untilMs }) => {
      const slot = this.#slots.get(slotId({ queue: host.peerId, holder: holderText(holder) }))
      if (slot === undefined) return []
      const guard = this.#deps.hosts.guardOver(host)
      return [{ host, sid: slot.sid, privateKey: slot.privateKey, untilMs, ...(guard === undefined ? {} : { guard }) }]
    })
  }

  /** By its sender id. */
  routeTo (sid: string): Pick<SlotRow, 'privateKey'> | undefined {
    return [...this.#slots.values()].find(slot => slot.sid === sid)
  }

  /** Nobody is told of this host any more, where there is another one. @returns false: so it was already, or is none of these */
  async distrust (peerId: string, lied: Fault): Promise<boolean> {
    return await this.#turns.run('change', async () => {
      const row = this.#rows.get(peerId)
      if (row === undefined || row.lied !== undefined) return false
      this.#deps.log.warn('mailbox-host-lied', { host: short(peerId), lied })
      const batch = this.#deps.store.batch()
      this.#table.put(batch, { id: peerId }, { ...row, lied })
      await this.#deps.store.commit(batch, { sync: false })
      this.#rows.set(peerId, { ...row, lied })
      return true
    })
  }

  /** Whether somebody else keeps now what this host would. */
  isReplaced = (peerId: string): boolean => !this.#current().some(({ host }) => host.peerId === peerId)

  /** Those that whoever holds a link may learn of. */
  forStrangers (): QueueRow[] {
    return this.#current().filter(({ own }) => own !== true)
  }

  /** Changes when there is something new to tell. */
  digestFor (holder: Holder): string {
    const told = this.routesFor(holder).map(({ host, sid, guard = [] }) => [host.peerId, host.addresses, sid, guard].flat(1))
    return toHex(sha256(utf8(JSON.stringify(told)))).slice(0, 16)
  }

  isTold (holder: Holder): boolean {
    const digest = this.digestFor(holder)
    return this.#slotsOf(holder).every(({ told }) => told === digest)
  }

  async noteTold (holder: Holder, digest: string): Promise<void> {
    await this.#keep(this.#slotsOf(holder).map(slot => ({ ...slot, told: digest })))
  }

  /**
   * Makes what is missing: queues, as far as there are hosts, and an id for each of these in each of them; the first ones
   * first. @throws AppError: the last host's reason, when there is no queue at all; the signal's reason
   */
  async ensure (holders: readonly Holder[], signal: AbortSignal): Promise<void> {
    await this.#turns.run('change', async () => {
      await this.#openQueues(signal)
      let failure: Error | undefined
      for (const row of this.#current()) {
        try {
          await this.#fill(row, row.own === true ? holders.filter(holder => 'contactId' in holder) : holders, signal)
        } catch (err) {
          signal.throwIfAborted()
          failure = err as Error
          this.#deps.log.debug('mailbox not filled', { host: short(row.host.peerId), ...errorFields(err) })
        }
      }
      if (failure !== undefined && holders.some(holder => this.routesFor(holder).length === 0)) throw failure
    })
  }

  /** A queue at a host that somebody asked for. @throws AppError EXISTS, MAILBOX_REFUSED, PEER_UNREACHABLE */
  async add (host: HostRow, { own, signal }: { own: boolean, signal: AbortSignal }): Promise<QueueRow> {
    return await this.#turns.run('change', async () => {
      const known = this.#rows.get(host.peerId)
      if (known !== undefined && !own) throw new AppError('EXISTS', 'there is a mailbox at this host already')
      this.#unwanted.delete(host.peerId)
      const marks = { wanted: true as const, ...(own ? { own: true as const } : {}) }
      if (known === undefined) return await this.#open(host, { marks, signal })
      const moved = { ...known, ...marks, host }
      const batch = this.#deps.store.batch()
      this.#table.put(batch, { id: host.peerId }, moved)
      await this.#deps.store.commit(batch)
      this.#rows.set(host.peerId, moved)
      // From now on it is fetched where it is now.
      this.#deps.onGone(known)
      this.#deps.onQueue(moved)
      return moved
    })
  }

  /** Gives a queue up; what lies in it is lost there, and its senders still have it. */
  async remove (row: QueueRow, signal: AbortSignal): Promise<void> {
    await this.#turns.run('change', async () => {
      const batch = this.#deps.store.batch()
      this.#table.del(batch, { id: row.host.peerId })
      this.#unwanted.add(row.host.peerId)
      this.#settings.put(batch, UNWANTED, [...this.#unwanted])
      for (const slot of this.#slots.values()) {
        if (slot.queue === row.host.peerId) this.#slotTable.del(batch, { id: slotId(slot) })
      }
      await this.#deps.store.commit(batch)
      this.#rows.delete(row.host.peerId)
      for (const slot of this.#slots.values()) if (slot.queue === row.host.peerId) this.#drop(slot)
      this.#deps.onGone(row)
      await this.#deps.hosts.use(row.host, async (mailbox, host, timed) => {
        await mailbox.remove(host, { rid: fromBase64url(row.rid), receiver: keysOf(row) }, { signal: timed })
      }, { signal }).catch((err: unknown) => {
        signal.throwIfAborted()
        this.#deps.log.info('mailbox given up without telling its host', errorFields(err))
      })
    })
  }

  /** A contact who was removed, a link that is over. */
  async forget (holder: Holder): Promise<void> {
    const gone = this.#slotsOf(holder)
    if (gone.length === 0) return
    const batch = this.#deps.store.batch()
    for (const slot of gone) {
      this.#slotTable.del(batch, { id: slotId(slot) })
      this.#drop(slot)
    }
    await this.#deps.store.commit(batch, { sync: false })
  }

  /** Those that contacts are told of: not the ones whose host seems to be gone, or has lied, unless there is no other. */
  #current (): QueueRow[] {
    const alive = this.all().filter(({ host, lied }) => lied === undefined && !this.#isLost(host.peerId))
    return alive.length > 0 ? alive : this.all()
  }

  #isLost (peerId: string): boolean {
    const { failingSinceMs } = this.#deps.hosts.health(peerId)
    return failingSinceMs !== undefined && this.#deps.clock.now() - failingSinceMs > GIVE_UP_MS
  }

  async #openQueues (signal: AbortSignal): Promise<void> {
    const { hosts, log } = this.#deps
    // One's own is there besides: links lead to none of those.
    this.isShort = false
    const usable = this.all().filter(({ host, own, lied }) => own !== true && lied === undefined && !this.#isLost(host.peerId))
    if (usable.length >= WANTED_QUEUES) return
    const others = (await hosts.ofNetwork(signal)).filter(({ peerId }) => !this.#rows.has(peerId) && !this.#unwanted.has(peerId))
    const candidates = others.filter(({ peerId }) => !hosts.isResting(peerId))
    let missing = WANTED_QUEUES - usable.length
    while (missing > 0 && candidates.length > 0) {
      // Two hosts of one operator are one: first those that nobody runs who has a queue of ours already.
      const taken = new Set(this.#current().map(({ host }) => operatorOf(host)))
      const at = Math.max(0, candidates.findIndex(host => !taken.has(operatorOf(host))))
      const [host] = candidates.splice(at, 1)
      try {
        await this.#open(host!, { signal })
        missing--
      } catch (err) {
        signal.throwIfAborted()
        log.debug('no mailbox made', { host: short(host!.peerId), ...errorFields(err) })
      }
    }
    this.isShort = missing > 0 && others.some(({ peerId }) => !this.#rows.has(peerId))
  }

  async #open (
    host: HostRow, { marks = {}, signal }: { marks?: Pick<QueueRow, 'wanted' | 'own'>, signal: AbortSignal }
  ): Promise<QueueRow> {
    const { clock, random, hosts, store } = this.#deps
    const receiver = queueKeys(random(QUEUE_KEY_BYTES))
    const { rid, untilMs } = await hosts.use(host, async (mailbox, of, timed) =>
      await mailbox.create(of, { receiver, senders: [], ttlMs: MAILBOX_TTL_MS }, { signal: timed }),
    { signal, timeoutMs: CREATE_TIMEOUT_MS })
    const row: QueueRow = {
      host,
      rid: toBase64url(rid),
      publicKey: toBase64url(receiver.publicKey),
      privateKey: toBase64url(receiver.privateKey),
      createdAtMs: clock.now(),
      untilMs,
      ...marks
    }
    const batch = store.batch()
    this.#table.put(batch, { id: host.peerId }, row)
    this.#settings.put(batch, UNWANTED, [...this.#unwanted])
    await store.commit(batch)
    this.#rows.set(host.peerId, row)
    this.#renewedAtMs.set(host.peerId, clock.now())
    this.#deps.onQueue(row)
    return row
  }

  /** An id for each of these, and once in a while everything that the host should know of this queue. */
  async #fill (row: QueueRow, holders: readonly Holder[], signal: AbortSignal): Promise<void> {
    const { clock, random, hosts, store } = this.#deps
    const { peerId } = row.host
    const receiver = keysOf(row)
    const rid = fromBase64url(row.rid)
    if (clock.now() - (this.#renewedAtMs.get(peerId) ?? 0) > RENEW_MS) {
      const known = [...this.#slots.values()].filter(({ queue }) => queue === peerId)
        .map(({ privateKey }) => queueKeys(fromBase64url(privateKey)).publicKey)
      const { untilMs } = await hosts.use(row.host, async (mailbox, host, timed) =>
        await mailbox.create(host, { receiver, senders: known, ttlMs: MAILBOX_TTL_MS }, { signal: timed }),
      { signal, timeoutMs: CREATE_TIMEOUT_MS })
      this.#renewedAtMs.set(peerId, clock.now())
      const batch = store.batch()
      const renewed = { ...row, untilMs }
      this.#table.put(batch, { id: peerId }, renewed)
      await store.commit(batch, { sync: false })
      this.#rows.set(peerId, renewed)
    }
    const missing = holders.filter(holder => !this.#slots.has(slotId({ queue: peerId, holder: holderText(holder) })))
    for (let i = 0; i < missing.length; i += MAX_SENDERS_PER_COMMAND) {
      const chunk = missing.slice(i, i + MAX_SENDERS_PER_COMMAND).map(holder => ({ holder, keys: queueKeys(random(QUEUE_KEY_BYTES)) }))
      const { sids } = await hosts.use(row.host, async (mailbox, host, timed) =>
        await mailbox.addSenders(host, { rid, receiver, senders: chunk.map(({ keys }) => keys.publicKey) }, { signal: timed }), { signal })
        .catch((err: unknown) => {
          if (hasCode(err, 'NOT_FOUND')) this.#renewedAtMs.delete(peerId) // made anew at the next try
          throw err
        })
      await this.#keep(chunk.map(({ holder, keys }, at) => ({
        queue: peerId,
        holder: holderText(holder),
        sid: toBase64url(sids[at]!),
        privateKey: toBase64url(keys.privateKey),
        createdAtMs: clock.now()
      })))
    }
  }

  #slotsOf (holder: Holder): SlotRow[] {
    const text = holderText(holder)
    return [...this.#slots.values()].filter(slot => slot.holder === text)
  }

  async #keep (slots: SlotRow[]): Promise<void> {
    const batch = this.#deps.store.batch()
    for (const slot of slots) this.#slotTable.put(batch, { id: slotId(slot) }, slot)
    await this.#deps.store.commit(batch)
    for (const slot of slots) this.#remember(slot)
  }

  #remember (slot: SlotRow): void {
    this.#slots.set(slotId(slot), slot)
    this.#holders.set(slot.sid, slot.holder)
  }

  #drop (slot: SlotRow): void {
    this.#slots.delete(slotId(slot))
    this.#holders.delete(slot.sid)
  }
}

const slotId = ({ queue, holder }: Pick<SlotRow, 'queue' | 'holder'>): string => `${queue}/${holder}`
const operatorOf = ({ operator, peerId }: HostRow): string => operator === '' ? peerId : operator
