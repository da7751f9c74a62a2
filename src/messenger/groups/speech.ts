/** What this device says to a group: encrypted once for all, under a key that whoever goes has never had the next one of. */
import { fromBase64url, toBase64url, type Bytes } from '../../base/bytes.ts'
import type { AccountId, DeviceId } from '../../base/ids.ts'
import type { Random } from '../../base/random.ts'
import type { Clock } from '../../base/time.ts'
import type { VerifiedItem } from '../../crypto/group-items.ts'
import { giveSenderKey, newDistribution, openFromGroup, sealForGroup, takeSenderKey, type Opened } from '../../crypto/sender-keys.ts'
import { SignedGroupItem } from '../../wire/gen/group.ts'
import { MAX_ITEMS_PER_SENDER_KEY, SENDER_KEY_LIFE_MS } from '../../wire/limits.ts'
import type { Change } from '../core/changes.ts'
import type { Contacts } from '../core/contacts.ts'
import type { Archive } from './archive.ts'
import type { Group } from './group.ts'
import type { OwnKeyRow, TheirKeysRow } from './rows.ts'

/** A device that begins keys without end has only its last ones kept; what was said under older ones is handed on by others. */
const MAX_KEYS_PER_DEVICE = 4
const MAX_CACHED = 256

export interface SpeechDeps {
  archive: Archive
  contacts: Pick<Contacts, 'byAccount'>
  /** one's own */
  device: DeviceId
  clock: Clock
  random: Random
}

export class Speech {
  readonly #deps: SpeechDeps
  /** keys that may be on their way to the disk */
  readonly #theirs = new Map<string, TheirKeysRow>()

  constructor (deps: SpeechDeps) {
    this.#deps = deps
  }

  /** @returns also what opens it, for those who have not got the key. The caller keeps the group's row. */
  async seal (group: Group, item: VerifiedItem): Promise<{ sealed: Bytes, key: Bytes }> {
    const { device } = this.#deps
    const own = this.#current(group)
    const { distribution } = own
    const given = await giveSenderKey({ device, distribution, record: own.record === '' ? undefined : fromBase64url(own.record) })
    const { record, sealed } = await sealForGroup({
      device, distribution, record: given.record, plaintext: SignedGroupItem.encode(item.signed)
    })
    group.row.key = { ...own, record: toBase64url(record), items: own.items + 1 }
    return { sealed, key: given.key }
  }

  async takeKey (change: Change, group: Group, device: DeviceId, key: Bytes): Promise<void> {
    const row = await this.#row(group, device)
    const { distribution, record } = await takeSenderKey({ device, key, recordOf: recordOf(row) })
    this.#keep(change, group, device, row, { distribution, record: toBase64url(record) })
  }

  async open (change: Change, group: Group, device: DeviceId, sealed: Bytes): Promise<Opened> {
    const row = await this.#row(group, device)
    const opened = await openFromGroup({ device, sealed, recordOf: recordOf(row) })
    if (opened.kind === 'plaintext') {
      this.#keep(change, group, device, row, { distribution: opened.distribution, record: toBase64url(opened.record) })
    }
    return opened
  }

  /**
   * The key to speak under now: another one when it is old, or when a device has it whose owner is a member no longer, or
   * has given it up.
   */
  #current ({ row: { key }, membership }: Group): OwnKeyRow {
    const { clock, random } = this.#deps
    const nowMs = clock.now()
    const { members } = membership.now
    const serves = key !== undefined && key.items < MAX_ITEMS_PER_SENDER_KEY && Math.abs(nowMs - key.sinceMs) < SENDER_KEY_LIFE_MS &&
      Object.entries(key.given).every(([device, account]) => members.has(account) && this.#isTheirs(device as DeviceId, account))
    return serves ? key : { distribution: newDistribution(random), record: '', sinceMs: nowMs, items: 0, given: {} }
  }

  /** Of who is no contact any more one hears nothing of devices. */
  #isTheirs (device: DeviceId, account: AccountId): boolean {
    return this.#deps.contacts.byAccount(account)?.devices.some(({ deviceId }) => deviceId === device) ?? true
  }

  async #row (group: Group, device: DeviceId): Promise<TheirKeysRow> {
    return this.#theirs.get(`${group.id}:${device}`) ?? await this.#deps.archive.keys(group.id, device)
  }

  #keep (change: Change, group: Group, device: DeviceId, { keys }: TheirKeysRow, key: TheirKeysRow['keys'][number]): void {
    const name = `${group.id}:${device}`
    const row = { keys: [...keys.filter(({ distribution }) => distribution !== key.distribution), key].slice(-MAX_KEYS_PER_DEVICE) }
    this.#theirs.delete(name)
    this.#theirs.set(name, row)
    if (this.#theirs.size > MAX_CACHED) this.#theirs.delete(this.#theirs.keys().next().value!)
    change.undo(() => { this.#theirs.delete(name) })
    this.#deps.archive.putKeys(change.batch, group.id, device, row)
  }
}

const recordOf = ({ keys }: TheirKeysRow) => (wanted: string): Bytes | undefined => {
  const known = keys.find(({ distribution }) => distribution === wanted)
  return known && fromBase64url(known.record)
}
