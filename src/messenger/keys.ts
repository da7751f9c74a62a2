/**
 * What contacts tell each other about keys: which devices speak for them, a spare bundle for the day a session breaks,
 * and from time to time a new pair secret.
 */
import { fromBase64url, type Bytes } from '../base/bytes.ts'
import { deviceIdFromBytes, type AccountId, type DeviceId } from '../base/ids.ts'
import { errorFields, type Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import { Serial } from '../base/serial.ts'
import { DAY, MINUTE, type Clock } from '../base/time.ts'
import { verifyDeviceList } from '../crypto/devices.ts'
import { newPairSecret, PAIR_SECRET_BYTES } from '../crypto/pair-secrets.ts'
import { verifyPreKeys } from '../crypto/prekeys.ts'
import { AppError } from '../base/errors.ts'
import type { Change, ChangeLog } from './core/changes.ts'
import { withSecret, type Contacts } from './core/contacts.ts'
import type { DeviceStates } from './core/devices.ts'
import { plainName, type Identity } from './core/identity.ts'
import type { Inbox, Sender } from './mail/inbox.ts'
import type { Outbox } from './mail/outbox.ts'
import type { Ratchets } from './core/ratchets.ts'
import type { Content } from '../wire/gen/content.ts'
import { PreKeys } from '../wire/gen/identity.ts'
import { MAX_NAME_BYTES, MAX_PRE_KEYS_BYTES } from '../wire/limits.ts'
import { readMessage } from '../wire/messages.ts'

const SPARE_LIFE_MS = 14 * DAY
/** A message that used a spare bundle may lie somewhere for two weeks, and the bundle may be a month old by then. */
const PRIVATE_KEPT_MS = SPARE_LIFE_MS + 44 * DAY
/** spare bundles that one device holds or may still use; of those on their way it keeps the newest */
const MAX_GIVEN = 16
/** Whoever asks more often is believed once: each new session encrypts anew all that waits, and gives keys. */
const BEGIN_INTERVAL_MS = 10 * MINUTE
const PAIR_SECRET_LIFE_MS = 30 * DAY

export interface KeysDeps {
  identity: Identity
  changes: ChangeLog
  contacts: Contacts
  devices: DeviceStates
  ratchets: Ratchets
  outbox: Outbox
  clock: Clock
  random: Random
  log: Log
  /** devices or secrets changed: other hints and other records from now on */
  onChanged: (contactId: AccountId) => void
}

export class Keys {
  readonly #deps: KeysDeps
  readonly #turns = new Serial<'renew'>()
  readonly #begunAtMs = new Map<DeviceId, number>()

  constructor (deps: KeysDeps) {
    this.#deps = deps
  }

  listen (inbox: Inbox): void {
    inbox.register('keys', async (sender, content, change) => { await this.#onKeys(sender, content, change) })
    inbox.register('pairSecret', async (sender, content, change) => { this.#onPairSecret(sender, content, change) })
    inbox.register('profile', async (sender, content, change) => {
      const announcedName = plainName(content.profile?.name ?? '')
      if (announcedName === '' || Buffer.byteLength(announcedName) > MAX_NAME_BYTES) {
        throw new AppError('PROTOCOL', 'no name, or too long a one')
      }
      this.#deps.contacts.announce(change, sender.contactId, announcedName)
    })
  }

  /** Gives a contact's device the list of ours and a spare bundle made for it alone. */
  async give (contactId: AccountId, device: DeviceId): Promise<void> {
    const { outbox, identity } = this.#deps
    const spare = await this.#makeFor(device)
    await outbox.enqueue(contactId, { keys: { devices: identity.devices, spare } }, { device })
  }

  /** @returns encoded PreKeys, with which that device alone may begin a session with this one */
  async makeFor (device: DeviceId): Promise<Bytes> {
    return PreKeys.encode(await this.#makeFor(device))
  }

  async #makeFor (device: DeviceId): Promise<PreKeys> {
    const { ratchets, devices, clock } = this.#deps
    const nowMs = clock.now()
    return await ratchets.step('strangers', async (overlay, change) => {
      const row = devices.get(device)
      const made = await overlay.makePreKeys()
      const given = [...row.given ?? [], { kyberId: made.kyberId, atMs: nowMs }]
      // Whoever begins one session after another is given keys each time.
      const kept = given.slice(-MAX_GIVEN).filter(({ atMs }) => nowMs - atMs <= PRIVATE_KEPT_MS)
      for (const { kyberId } of given.filter(one => !kept.includes(one))) overlay.removePreKeys({ kyberId })
      devices.put(change.batch, { ...row, given: kept })
      return made
    })
  }

  /**
   * A contact's device has neither a session nor keys of ours, and sends keys of its own over a proven stream: a session is
   * begun with these, and says so by carrying a spare bundle. Within ten minutes of the last they are kept for
   * the day this side needs them.
   * @param bytes an encoded PreKeys. @throws AppError PROTOCOL: not keys that this device signed
   */
  async beginFrom ({ contactId, device }: Sender, bytes: Bytes): Promise<void> {
    const { changes, devices, outbox, clock } = this.#deps
    const preKeys = readMessage(PreKeys, bytes, MAX_PRE_KEYS_BYTES)
    if (deviceIdFromBytes(preKeys.device) !== device) throw new AppError('PROTOCOL', 'keys of another device')
    const change = changes.begin()
    devices.putSpare(change.batch, device, verifyPreKeys(preKeys), clock.now())
    await change.commit()
    const nowMs = clock.now()
    // A clock that was set back must not put it off.
    const isRecent = Math.abs(nowMs - (this.#begunAtMs.get(device) ?? -BEGIN_INTERVAL_MS)) < BEGIN_INTERVAL_MS
    if (isRecent && !outbox.isBroken(contactId)) return
    this.#begunAtMs.set(device, nowMs)
    if (await outbox.reset(contactId, device)) await this.give(contactId, device)
  }

  /** Says again what a contact may never have received, since it was lost here on its way: keys, and a new pair secret. */
  async repeat (contactId: AccountId, device: DeviceId): Promise<void> {
    await this.give(contactId, device)
    const secrets = this.#deps.contacts.get(contactId)?.secrets ?? []
    const [first] = secrets
    // While an older one is proven this is one that was renewed; else it came with a link, and travels with it.
    if (first !== undefined && first.provenAtMs === undefined && secrets.some(({ provenAtMs }) => provenAtMs !== undefined)) {
      await this.#deps.outbox.enqueue(contactId, { pairSecret: { secret: fromBase64url(first.secret) } })
    }
  }

  /** What is due: new spare bundles and pair secrets. Called at start, daily, and when somebody new is there. */
  async renew (): Promise<void> {
    // Two turns at once would both find the same to be due.
    await this.#turns.run('renew', async () => { await this.#renew() })
  }

  async #renew (): Promise<void> {
    const { contacts, devices, clock, log } = this.#deps
    const nowMs = clock.now()
    // What was made under a clock that was ahead by far would never be due.
    const isOlder = (atMs: number, lifeMs: number): boolean => Math.abs(nowMs - atMs) > lifeMs
    for (const contact of contacts.all()) {
      if (contact.state !== 'ready' || contact.blockedAtMs !== undefined) continue
      try {
        for (const { deviceId } of contact.devices) {
          if (isOlder(devices.get(deviceId).given?.at(-1)?.atMs ?? 0, SPARE_LIFE_MS)) await this.give(contact.contactId, deviceId)
        }
        // One of the two renews, or each new secret would at once have a rival; and none while the last one is on its way.
        const first = contact.secrets[0]
        const isMyTurn = this.#deps.identity.account.accountId < contact.account && first?.provenAtMs !== undefined
        if (isMyTurn && isOlder(first.sinceMs, PAIR_SECRET_LIFE_MS)) await this.#renewSecret(contact.contactId)
      } catch (err) {
        log.warn('keys not renewed', errorFields(err))
      }
    }
  }

  async #renewSecret (contactId: AccountId): Promise<void> {
    const { contacts, outbox, clock, random, onChanged } = this.#deps
    const secret = newPairSecret(random)
    // Kept here first: a secret that only the other side knows would make them look for us where we are not.
    await contacts.update(contactId, row => ({ ...row, secrets: withSecret(row.secrets, secret, clock.now(), { crossing: false }) }))
    onChanged(contactId)
    await outbox.enqueue(contactId, { pairSecret: { secret } })
  }

  async #onKeys ({ contactId, device }: Sender, { keys }: Content, change: Change): Promise<void> {
    const { contacts, devices, outbox, clock, onChanged } = this.#deps
    const contact = contacts.get(contactId)
    if (contact === undefined || keys?.devices === undefined) return
    const list = verifyDeviceList(keys.devices)
    if (!list.devices.includes(device)) throw new AppError('PROTOCOL', 'a device list without the device that sent it')
    if (keys.spare !== undefined) {
      if (deviceIdFromBytes(keys.spare.device) !== device) throw new AppError('PROTOCOL', 'a spare bundle of another device')
      devices.putSpare(change.batch, device, verifyPreKeys(keys.spare), clock.now())
    }
    if (list.accountId !== contact.account) {
      // The same device now speaks for another account: a person has to look before anything more is sent.
      contacts.revise(change, contactId, row => ({ ...row, offeredAccount: list.accountId }))
      return
    }
    if (list.version <= contact.deviceListVersion) return
    const known = contact.devices.map(({ deviceId }) => deviceId)
    await outbox.inheritAll(change, {
      contactId,
      gone: known.filter(deviceId => !list.devices.includes(deviceId)),
      added: list.devices.filter(deviceId => !known.includes(deviceId))
    })
    contacts.revise(change, contactId, row => list.version <= row.deviceListVersion ? row : {
      ...row,
      devices: list.devices.map(deviceId => row.devices.find(one => one.deviceId === deviceId) ?? { deviceId, seq: 0 }),
      deviceListVersion: list.version
    })
    change.after(() => { onChanged(contactId) })
  }

  #onPairSecret ({ contactId }: Sender, { pairSecret }: Content, change: Change): void {
    const { contacts, clock, onChanged } = this.#deps
    if (pairSecret?.secret.byteLength !== PAIR_SECRET_BYTES) throw new AppError('PROTOCOL', 'a pair secret of another size')
    contacts.revise(change, contactId, row => ({
      ...row, secrets: withSecret(row.secrets, pairSecret.secret, clock.now(), { crossing: false })
    }))
    change.after(() => { onChanged(contactId) })
  }
}
