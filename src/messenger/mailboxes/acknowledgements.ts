/**
 * What was fetched is receipted to who wrote it, by whichever way leads to them. Receipts gather for some seconds, so that
 * a host cannot tell from the time of one what it answers; they are never receipted themselves.
 */
import { fromHex } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { idBytes, type AccountId, type DeviceId } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { jitterMs } from '../../base/random.ts'
import { MINUTE, SECOND, type Clock, type Timer } from '../../base/time.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import { NackReason, type Frame } from '../../wire/gen/delivery.ts'
import { MAX_HASHES_PER_ACK } from '../../wire/limits.ts'
import type { ChangeLog } from '../core/changes.ts'
import type { Contacts } from '../core/contacts.ts'
import type { Sender } from '../mail/inbox.ts'
import type { Drop } from './drop.ts'
import type { Routes } from './routes.ts'
import type { ReceiptRow } from './rows.ts'

const MIN_DELAY_MS = SECOND
const MAX_DELAY_MS = 30 * SECOND
const RETRY_MS = MINUTE
/** An envelope that comes again is receipted again, at most so often: both hosts hold a copy of each. */
const REPEAT_MS = 10 * MINUTE
const MAX_REMEMBERED = 16_384
/** Whoever never tells where they fetch is owed no more than this. */
const MAX_ROWS = 512

export interface AcknowledgementsDeps {
  store: Store
  changes: ChangeLog
  contacts: Contacts
  routes: Routes
  drop: Drop
  ownDevice: DeviceId
  /** @returns false: no link to this device is open */
  sendDirectly: (device: DeviceId, frames: Partial<Frame>[]) => Promise<boolean>
  clock: Clock
  log: Log
}

export class Acknowledgements {
  readonly #deps: AcknowledgementsDeps
  readonly #table: Table<ReceiptRow>
  readonly #rows = new Map<DeviceId, ReceiptRow[]>()
  readonly #timers = new Map<DeviceId, Timer>()
  readonly #sending = new Set<DeviceId>()
  /** when what was receipted last */
  readonly #toldAtMs = new Map<string, number>()
  readonly #stopping = new AbortController()
  #last = 0n

  constructor (deps: AcknowledgementsDeps) {
    this.#deps = deps
    this.#table = deps.store.table(TABLES.receipts, jsonCodec<ReceiptRow>())
  }

  async load (): Promise<void> {
    for await (const { at, value } of this.#table.entries({})) {
      if (at > this.#last) this.#last = at
      this.#rows.set(value.device, [...this.#rows.get(value.device) ?? [], value])
    }
    for (const device of this.#rows.keys()) this.#later(device)
  }

  stop (): void {
    this.#stopping.abort(new AppError('ABORTED', 'the node is stopping'))
    for (const timer of this.#timers.values()) timer.cancel()
  }

  /** Resolves once it is durable that this has to be told. */
  async note ({ contactId, device }: Sender, told: readonly { hash: string, refused: boolean }[]): Promise<void> {
    const { changes, clock } = this.#deps
    const nowMs = clock.now()
    const news = told.filter(({ hash }) => nowMs - (this.#toldAtMs.get(hash) ?? -REPEAT_MS) >= REPEAT_MS)
    const before = this.#rows.get(device) ?? []
    if (news.length === 0 || before.length >= MAX_ROWS) return
    for (const { hash } of news) this.#remember(hash, nowMs)
    this.#last = this.#last < BigInt(nowMs) ? BigInt(nowMs) : this.#last + 1n
    const row: ReceiptRow = {
      contactId,
      device,
      at: `${this.#last}`,
      hashes: news.filter(({ refused }) => !refused).map(({ hash }) => hash),
      refused: news.filter(({ refused }) => refused).map(({ hash }) => hash)
    }
    this.#rows.set(device, [...before, row])
    const change = changes.begin()
    this.#table.put(change.batch, { id: device, at: BigInt(row.at) }, row)
    await change.commit()
    this.#later(device)
  }

  /** Envelopes of theirs that are durable here, which they have not been told yet. */
  due (device: DeviceId): number {
    return (this.#rows.get(device) ?? []).reduce((sum, { hashes, refused }) => sum + hashes.length + refused.length, 0)
  }

  /** There is a way to them that was not there before. */
  wake (contactId: AccountId): void {
    for (const [device, rows] of this.#rows) if (rows.some(row => row.contactId === contactId)) this.#later(device)
  }

  async forget (device: DeviceId): Promise<void> {
    this.#timers.get(device)?.cancel()
    this.#rows.delete(device)
    const change = this.#deps.changes.begin()
    this.#table.delAll(change.batch, device)
    await change.commit({ sync: false })
  }

  #later (device: DeviceId, inMs = jitterMs(MIN_DELAY_MS, MAX_DELAY_MS)): void {
    if (this.#timers.has(device) || this.#stopping.signal.aborted) return
    this.#timers.set(device, this.#deps.clock.after(inMs, () => {
      this.#timers.delete(device)
      void this.#tell(device)
    }))
  }

  async #tell (device: DeviceId): Promise<void> {
    if (this.#sending.has(device)) return
    this.#sending.add(device)
    const rows = this.#rows.get(device) ?? []
    try {
      if (rows.length > 0 && await this.#send(device, rows)) await this.#settle(device, rows)
    } catch (err) {
      if (this.#stopping.signal.aborted) return
      this.#deps.log.debug('receipts wait', errorFields(err))
      this.#later(device, RETRY_MS)
    } finally {
      this.#sending.delete(device)
      if ((this.#rows.get(device) ?? []).length > rows.length) this.#later(device)
    }
  }

  async #send (device: DeviceId, rows: ReceiptRow[]): Promise<boolean> {
    const { contacts, routes, drop, ownDevice, sendDirectly } = this.#deps
    const contact = contacts.get(rows[0]!.contactId)
    if (contact === undefined || contact.blockedAtMs !== undefined) return true
    const frames = framesOf(rows)
    if (await sendDirectly(device, frames)) return true
    const secret = contact.secrets[0]?.secret
    const places = routes.of(device)
    if (secret === undefined || places.length === 0) return false
    // Whichever lost the last ones is not the only one to be trusted with the next.
    const first = Math.floor(jitterMs(0, places.length))
    const order = [...places.slice(first), ...places.slice(0, first)]
    for (const frame of frames) {
      const deposit = { device: idBytes(ownDevice), frame }
      await drop.leave({ routes: order, secret, deposit, signal: this.#stopping.signal })
    }
    return true
  }

  async #settle (device: DeviceId, told: ReceiptRow[]): Promise<void> {
    const change = this.#deps.changes.begin()
    for (const { at } of told) this.#table.del(change.batch, { id: device, at: BigInt(at) })
    this.#rows.set(device, (this.#rows.get(device) ?? []).filter(row => !told.includes(row)))
    await change.commit({ sync: false })
  }

  #remember (hash: string, nowMs: number): void {
    this.#toldAtMs.delete(hash)
    this.#toldAtMs.set(hash, nowMs)
    if (this.#toldAtMs.size <= MAX_REMEMBERED) return
    const [oldest] = this.#toldAtMs.keys()
    if (oldest !== undefined) this.#toldAtMs.delete(oldest)
  }
}

function framesOf (rows: readonly ReceiptRow[]): Partial<Frame>[] {
  const hashes = [...new Set(rows.flatMap(row => row.hashes))].map(fromHex)
  const refused = [...new Set(rows.flatMap(row => row.refused))].map(fromHex)
  const frames: Partial<Frame>[] = []
  for (let i = 0; i < hashes.length; i += MAX_HASHES_PER_ACK) frames.push({ ack: { hashes: hashes.slice(i, i + MAX_HASHES_PER_ACK) } })
  for (const hash of refused) frames.push({ nack: { hash, reason: NackReason.SESSION_UNKNOWN } })
  return frames
}
