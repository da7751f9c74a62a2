/** The people this account knows: all in memory, every change durable before it is seen. */
import { fromBase64url, toBase64url, equal, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import type { AccountId, DeviceId } from '../../base/ids.ts'
import { DAY, type Clock } from '../../base/time.ts'
import { chooseSecret } from '../../crypto/pair-secrets.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import type { Change, ChangeLog } from './changes.ts'
import type { ContactDeviceRow, ContactRow, KnownRoute, TimerRow } from './rows.ts'
import { isNewer } from './stamps.ts'

/** Old and new are both valid while one takes over; more than this many would be a contact playing games. */
const MAX_SECRETS = 4
const SECRET_OVERLAP_MS = 2 * DAY

export interface NewContact {
  account: AccountId
  announcedName: string
  state: ContactRow['state']
  secret: Bytes
  /** the one that introduces itself */
  device: DeviceId
  devices: DeviceId[]
  deviceListVersion: number
  routes?: Map<DeviceId, KnownRoute>
  /** by a group's link: who is a contact already stays one */
  groupOnly?: true
}

export interface Met {
  contactId: AccountId
  /** devices that spoke for this account and do not any more: what they were owed goes to those that were added */
  gone: DeviceId[]
  added: DeviceId[]
}

export class Contacts {
  readonly #table: Table<ContactRow>
  readonly #changes: ChangeLog
  readonly #clock: Clock
  readonly #rows = new Map<AccountId, ContactRow>()
  /** what is on its way to the disk; undefined: a removal */
  readonly #staged = new Map<AccountId, ContactRow | undefined>()

  constructor ({ store, changes, clock }: { store: Store, changes: ChangeLog, clock: Clock }) {
    this.#table = store.table(TABLES.contacts, jsonCodec<ContactRow>())
    this.#changes = changes
    this.#clock = clock
  }

  async load (): Promise<void> {
    for await (const { value } of this.#table.entries({})) this.#rows.set(value.contactId, value)
  }

  /** Everybody one is in touch with, those of groups alone as well. */
  all (): ContactRow[] {
    return [...this.#rows.values()].sort((a, b) => a.addedAtMs - b.addedAtMs)
  }

  /** Whom one knows as a person. */
  people (): ContactRow[] {
    return this.all().filter(isPerson)
  }

  get (contactId: AccountId): ContactRow | undefined {
    return this.#rows.get(contactId)
  }

  byAccount (account: AccountId): ContactRow | undefined {
    return this.#rows.get(account) ?? this.all().find(row => row.account === account)
  }

  byDevice (device: DeviceId): ContactRow | undefined {
    return this.all().find(row => row.devices.some(({ deviceId }) => deviceId === device))
  }

  /**
   * Own nickname, else shown name (any case), else a unique prefix of the id.
   * @throws AppError NOT_FOUND | AMBIGUOUS with the candidates in `details`
   */
  resolve (who: string, among: readonly ContactRow[] = this.people()): ContactRow {
    const wanted = who.trim().toLowerCase()
    const steps: ((row: ContactRow) => boolean)[] = [
      row => row.nickname?.toLowerCase() === wanted,
      row => shownName(row).toLowerCase() === wanted,
      row => wanted.length >= 4 && /^[0-9a-f]+$/.test(wanted) && row.contactId.startsWith(wanted)
    ]
    for (const fits of steps) {
      const found = among.filter(fits)
      if (found.length === 1) return found[0]!
      if (found.length > 1) {
        const candidates = found.map(row => ({ contactId: row.contactId, name: shownName(row) }))
        throw new AppError('AMBIGUOUS', `"${who}" fits ${found.length} people`, {
          hint: `Use one of: ${candidates.map(({ name, contactId }) => `${name} ${contactId.slice(0, 8)}`).join(', ')}`,
          details: { candidates }
        })
      }
    }
    throw new AppError('NOT_FOUND', `no person or chat called "${who}"`, { hint: 'See: nobyte people' })
  }

  /**
   * Makes a row from what every earlier change has left of it; memory follows once the change is durable. `next` is
   * called when the change is committed, and not at all for who is no contact by then.
   */
  revise (change: Change, contactId: AccountId, next: (row: ContactRow) => ContactRow): void {
    this.#stage(change, contactId, row => row === undefined ? undefined : next(row))
    change.emit('contact:changed', { contactId })
  }

  /** Changes one row by itself. Facts of no lasting value (last seen, routes) need no sync and no announcement. */
  async update (contactId: AccountId, next: (row: ContactRow) => ContactRow, { quietly = false } = {}): Promise<ContactRow> {
    const change = this.#changes.begin()
    let changed: ContactRow | undefined
    this.#stage(change, contactId, row => {
      if (row === undefined) throw new AppError('NOT_FOUND', 'this person is no contact', { hint: 'See: nobyte people' })
      changed = next(row)
      return changed
    })
    if (!quietly) change.emit('contact:changed', { contactId })
    await change.commit({ sync: !quietly })
    return changed!
  }

  remove (change: Change, contactId: AccountId): void {
    change.before(() => {
      this.#table.del(change.batch, { id: contactId })
      this.#note(change, contactId, undefined)
    })
    change.emit('contact:removed', { contactId })
  }

  /** Makes a contact, or brings what a new link says into the one who is already there. */
  meet (change: Change, newcomer: NewContact): Met {
    const before = this.#latest().find(row => row.account === newcomer.account)
    const contactId = before?.contactId ?? newcomer.account
    this.#stage(change, contactId, known => this.#met(known, newcomer))
    change.emit('contact:changed', { contactId })
    const devices = this.#met(before, newcomer).devices.map(({ deviceId }) => deviceId)
    const known = before?.devices.map(({ deviceId }) => deviceId) ?? []
    return {
      contactId,
      gone: known.filter(deviceId => !devices.includes(deviceId)),
      added: devices.filter(deviceId => !known.includes(deviceId))
    }
  }

  #met (
    known: ContactRow | undefined,
    { account, announcedName, state, secret, device, devices, deviceListVersion, routes, groupOnly }: NewContact
  ): ContactRow {
    const nowMs = this.#clock.now()
    const newer = known === undefined || deviceListVersion >= known.deviceListVersion
    // Somebody on a new device has lost what the old one held.
    const crossing = known?.devices.some(({ deviceId }) => deviceId === device) ?? false
    const number = known === undefined ? this.#numberFor(announcedName) : known.number
    const { groupOnly: wasGroupOnly, ...kept } = known ?? { groupOnly }
    const staysReady = known?.state === 'ready' && (wasGroupOnly === undefined || groupOnly === true)
    return {
      contactId: account,
      addedAtMs: nowMs,
      readReceipts: true,
      ...kept,
      ...(groupOnly === true && wasGroupOnly === true ? { groupOnly } : {}),
      account,
      announcedName: known?.announcedName ?? announcedName,
      ...(number === undefined ? {} : { number }),
      state: staysReady ? 'ready' : state,
      secrets: withSecret(known?.secrets ?? [], secret, nowMs, { crossing }),
      devices: newer ? devicesOf(known, devices, routes) : known.devices,
      deviceListVersion: Math.max(deviceListVersion, known?.deviceListVersion ?? 0),
      lastUsedMs: nowMs
    }
  }

  /** Takes over how somebody calls themselves now; the names shown here stay unique. */
  announce (change: Change, contactId: AccountId, announcedName: string): void {
    this.revise(change, contactId, ({ number: _, ...row }) => {
      const number = this.#numberFor(announcedName, contactId)
      return { ...row, announcedName, ...(number === undefined ? {} : { number }) }
    })
  }

  #stage (change: Change, contactId: AccountId, next: (row: ContactRow | undefined) => ContactRow | undefined): void {
    change.before(() => {
      const row = next(this.#staged.has(contactId) ? this.#staged.get(contactId) : this.#rows.get(contactId))
      if (row === undefined) return
      this.#table.put(change.batch, { id: contactId }, row)
      this.#note(change, contactId, row)
    })
  }

  /** Changes reach the disk in the order in which they were committed; each is seen once it is there. */
  #note (change: Change, contactId: AccountId, row: ContactRow | undefined): void {
    this.#staged.set(contactId, row)
    const settle = (): void => {
      if (this.#staged.get(contactId) === row) this.#staged.delete(contactId)
    }
    change.after(() => {
      if (row === undefined) this.#rows.delete(contactId)
      else this.#rows.set(contactId, row)
      settle()
    })
    change.undo(settle)
  }

  /** As they will be when everything that is on its way to the disk is there. */
  #latest (): ContactRow[] {
    return [...new Map<AccountId, ContactRow | undefined>([...this.#rows, ...this.#staged]).values()].filter(row => row !== undefined)
  }

  #numberFor (name: string, except?: AccountId): number | undefined {
    const others = this.#latest().filter(({ contactId }) => contactId !== except)
    const taken = new Set(others.map(row => shownName(row).toLowerCase()))
    if (!taken.has(name.toLowerCase())) return undefined
    let number = 2
    while (taken.has(`${name} (${number})`.toLowerCase())) number++
    return number
  }
}

/** @throws AppError BLOCKED, KEY_CHANGED: nothing is said to them now */
export function checkReachable (contact: ContactRow): void {
  const name = shownName(contact)
  if (contact.blockedAtMs !== undefined) {
    throw new AppError('BLOCKED', `you blocked ${name}`, { hint: `Hear them again: nobyte unblock "${name}"` })
  }
  if (contact.offeredAccount === undefined) return
  throw new AppError('KEY_CHANGED', `${name}'s keys changed`, {
    hint: `Compare the numbers: nobyte verify "${name}". Then accept them: nobyte verify "${name}" --accept-new-key`
  })
}

export const isPerson = ({ groupOnly }: ContactRow): boolean => groupOnly !== true

/** Something may be said to them now, whether or not they are there. */
export const isReachable = ({ blockedAtMs, offeredAccount, devices }: ContactRow): boolean =>
  blockedAtMs === undefined && offeredAccount === undefined && devices.length > 0

/** After how long messages with somebody disappear now, in milliseconds; 0: they stay. */
export function timerOf ({ timers }: ContactRow): number {
  const { in: theirs, out: ours } = timers ?? {}
  return (ours !== undefined && isNewer(ours, theirs) ? ours : theirs)?.afterMs ?? 0
}

export const withTimer = (row: ContactRow, by: 'in' | 'out', timer: TimerRow): ContactRow =>
  isNewer(timer, row.timers?.[by]) ? { ...row, timers: { ...row.timers, [by]: timer } } : row

/** The one name that people and scripts use for somebody here. */
export const shownName = ({ nickname, announcedName, number }: ContactRow): string =>
  nickname ?? (number === undefined ? announcedName : `${announcedName} (${number})`)

function devicesOf (known: ContactRow | undefined, devices: DeviceId[], routes?: Map<DeviceId, KnownRoute>): ContactDeviceRow[] {
  return devices.map(deviceId => {
    const before = known?.devices.find(device => device.deviceId === deviceId)
    const route = routes?.get(deviceId) ?? before?.route
    return { deviceId, seq: before?.seq ?? 0, ...(route === undefined ? {} : { route }) }
  })
}

/**
 * The first is the one to use; the others are read while it takes over.
 * @param crossing both sides hold, or will hold, the present one as well: they accepted each other's link, or one more
 *   of it. Then both prefer the same one, whichever they heard of first. Otherwise a new one takes the place of the old.
 */
export function withSecret (
  secrets: ContactRow['secrets'], secret: Bytes, nowMs: number, { crossing }: { crossing: boolean }
): ContactRow['secrets'] {
  const text = toBase64url(secret)
  if (secrets.some(known => known.secret === text)) return secrets
  const first = secrets[0]
  const added: ContactRow['secrets'][number] = { secret: text, sinceMs: nowMs }
  const keepsFirst = crossing && first !== undefined &&
    equal(chooseSecret(fromBase64url(first.secret), secret), fromBase64url(first.secret))
  const all = keepsFirst ? [first, added, ...secrets.slice(1)] : [added, ...secrets]
  // The newest one that both surely hold is never pushed out: without it the two could not find each other any more.
  const sure = all.find(known => known.provenAtMs !== undefined)
  const kept = all.slice(0, MAX_SECRETS)
  return sure === undefined || kept.includes(sure) ? kept : [...kept.slice(0, -1), sure]
}

/**
 * Notes that both sides hold this secret, and lets go of those that it has outlived. A proof is seen at both ends, so
 * what it keeps is what the other side keeps: were each to keep its own favourite, the two could lose each other.
 */
export function withProof (secrets: ContactRow['secrets'], secret: string, nowMs: number): ContactRow['secrets'] {
  const proven = secrets.map(known => known.secret === secret
    ? { ...known, provenAtMs: known.provenAtMs ?? nowMs, lastProvenAtMs: nowMs }
    : known)
  const at = proven.findIndex(known => known.secret === secret)
  if (at === -1 || nowMs - proven[at]!.provenAtMs! < SECRET_OVERLAP_MS) return proven
  return proven.filter((known, i) => {
    const isOnItsWay = i < at && known.provenAtMs === undefined
    return i === at || isOnItsWay || nowMs - Math.max(known.sinceMs, known.lastProvenAtMs ?? 0) < SECRET_OVERLAP_MS
  })
}
