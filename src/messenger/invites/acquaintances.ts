/**
 * Lines between members of a group who are no contacts: one gives keys to the group, the other answers with a first
 * message that holds a pair secret. From then on the two find each other, and leave things for each other, like contacts.
 */
import type { Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { deviceIdFromBytes, type AccountId } from '../../base/ids.ts'
import type { Random } from '../../base/random.ts'
import type { Clock } from '../../base/time.ts'
import { verifyDeviceList } from '../../crypto/devices.ts'
import { newPairSecret } from '../../crypto/pair-secrets.ts'
import { verifyPreKeys } from '../../crypto/prekeys.ts'
import type { NetworkNode } from '../../network/node.ts'
import type { Keys } from '../../wire/gen/content.ts'
import { Introduction } from '../../wire/gen/invite.ts'
import type { Change } from '../core/changes.ts'
import type { Contacts } from '../core/contacts.ts'
import type { DeviceStates } from '../core/devices.ts'
import type { Identity } from '../core/identity.ts'
import type { Ratchets } from '../core/ratchets.ts'
import type { Outbox } from '../mail/outbox.ts'
import { readIntroduction, type Newcomer } from './introductions.ts'
import type { JoinMailboxes } from './joiner.ts'

const PATIENCE_MS = 10_000

export interface AcquaintancesDeps {
  identity: Identity
  contacts: Contacts
  devices: DeviceStates
  ratchets: Ratchets
  outbox: Outbox
  node: NetworkNode
  routesFor: JoinMailboxes['routesFor']
  clock: Clock
  random: Random
  admit: (change: Change, newcomer: Newcomer, options: { groupOnly: true }) => Promise<AccountId>
  /** publish, listen and dial under the new secret */
  onContact: (contactId: AccountId) => void
}

export class Acquaintances {
  readonly #deps: AcquaintancesDeps

  constructor (deps: AcquaintancesDeps) {
    this.#deps = deps
  }

  /** Keys with which anybody in a group may begin a session with this device, for as long as it is in it. */
  async makeKeys (): Promise<Required<Keys>> {
    const { ratchets, identity } = this.#deps
    const spare = await ratchets.step('strangers', async overlay => await overlay.makePreKeys({ reusable: true }))
    return { devices: identity.devices, spare }
  }

  async dropKeys (kyberId: number): Promise<void> {
    await this.#deps.ratchets.step('strangers', async overlay => { overlay.removePreKeys({ kyberId }) })
  }

  /**
   * Makes a first message to somebody who gave keys. @param hand puts it on its way, in the batch that holds the session
   * @throws AppError PROTOCOL: not keys of a device of theirs
   */
  async introduce (
    { account, name, keys }: { account: AccountId, name: string, keys: Keys }, hand: (change: Change, message: Bytes) => Promise<void>
  ): Promise<void> {
    const { identity, contacts, devices, ratchets, outbox, node, routesFor, clock, random } = this.#deps
    if (keys.devices === undefined || keys.spare === undefined) throw new AppError('PROTOCOL', 'no keys')
    const list = verifyDeviceList(keys.devices)
    const preKeys = verifyPreKeys(keys.spare)
    const device = deviceIdFromBytes(preKeys.device)
    if (list.accountId !== account || !list.devices.includes(device)) throw new AppError('PROTOCOL', 'keys of somebody else')
    const ownRoutes = await routesFor(account, AbortSignal.timeout(PATIENCE_MS))
    const spare = await ratchets.step('strangers', async overlay => await overlay.makePreKeys())
    await ratchets.step(device, async (overlay, change) => {
      await overlay.begin(preKeys)
      const pairSecret = newPairSecret(random)
      const { ciphertext } = await overlay.encrypt(device, Introduction.encode({
        devices: identity.devices, preKeys: spare, routes: { ...node.routes(), atMs: clock.now() }, name: identity.name, pairSecret,
        text: '', mailboxes: ownRoutes
      }))
      const met = contacts.meet(change, {
        account, announcedName: name, state: 'pending', secret: pairSecret, device, devices: list.devices,
        deviceListVersion: list.version, groupOnly: true
      })
      await outbox.inheritAll(change, met)
      devices.meetAgain(change.batch, device)
      await hand(change, ciphertext)
      change.after(() => { this.#deps.onContact(met.contactId) })
    })
  }

  /** Reads somebody's first message. @throws AppError PROTOCOL: none, or by nobody who is welcome */
  async welcome (message: Bytes, isWelcome: (account: AccountId) => boolean): Promise<void> {
    const { ratchets, contacts, clock, admit } = this.#deps
    await ratchets.firstStep(message, async (overlay, change) => {
      const first = await overlay.decryptFirst(message)
      if (first.kind !== 'plaintext') throw new AppError('PROTOCOL', `a first message that is ${first.kind}`)
      const newcomer = readIntroduction(first.plaintext, { device: first.device, atMs: clock.now() })
      const isBlocked = contacts.byAccount(newcomer.account)?.blockedAtMs !== undefined
      if (isBlocked || !isWelcome(newcomer.account)) throw new AppError('PROTOCOL', 'an introduction by nobody who is in the group')
      await admit(change, newcomer, { groupOnly: true })
    })
  }
}
