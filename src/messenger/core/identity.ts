/** Who this profile is: an account, one device of it, and a name. */
import { fromBase64url, toBase64url } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import type { Random } from '../../base/random.ts'
import type { Clock } from '../../base/time.ts'
import { accountFromEntropy, accountFromSeed, type AccountWithSecrets } from '../../crypto/account.ts'
import { deviceWithSecrets, newDevice, signDeviceList, type DeviceWithSecrets } from '../../crypto/devices.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Store } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import { SignedDeviceList } from '../../wire/gen/identity.ts'
import { MAX_NAME_BYTES } from '../../wire/limits.ts'
import type { ProfileRow, SecretsRow } from './rows.ts'

const SELF = { id: 'self' }

export interface Identity {
  readonly account: AccountWithSecrets
  readonly device: DeviceWithSecrets
  /** signed by the account; what contacts are shown */
  readonly devices: SignedDeviceList
  readonly name: string
  readonly createdAtMs: number
}

/**
 * Makes the account that these recovery words stand for, and a device of it. After a recovery the list's version, the
 * clock's milliseconds, outranks that of every list the lost device signed.
 * @throws AppError BAD_INPUT: no name, or too long a one; EXISTS: the store has an account
 */
export async function createIdentity (
  store: Store, { name, entropy, clock, random }: { name: string, entropy: Uint8Array, clock: Clock, random: Random }
): Promise<Identity> {
  const secrets = store.table(TABLES.secrets, jsonCodec<SecretsRow>())
  const profiles = store.table(TABLES.profile, jsonCodec<ProfileRow>())
  if (await secrets.has(SELF)) throw new AppError('EXISTS', 'this profile has an account already')
  const account = accountFromEntropy(entropy)
  const device = newDevice(random)
  const nowMs = clock.now()
  const devices = signDeviceList({ account, devices: [device], version: nowMs, addedMs: nowMs })
  const profile = { name: checkName(name), createdAtMs: nowMs }
  const batch = store.batch()
  secrets.put(batch, SELF, {
    accountSeed: toBase64url(account.seed),
    identityKeyPair: toBase64url(device.identityKeyPair),
    deviceId: device.deviceId,
    registrationId: device.registrationId,
    devices: toBase64url(SignedDeviceList.encode(devices))
  })
  profiles.put(batch, SELF, profile)
  await store.commit(batch)
  return { account, device, devices, ...profile }
}

/** @throws AppError NO_PROFILE: creating it was never finished */
export async function loadIdentity (store: Store): Promise<Identity> {
  const row = await store.table(TABLES.secrets, jsonCodec<SecretsRow>()).get(SELF)
  const profile = await store.table(TABLES.profile, jsonCodec<ProfileRow>()).get(SELF)
  if (row === undefined || profile === undefined) {
    throw new AppError('NO_PROFILE', 'this profile was never finished', { hint: 'Remove its folder and run: nobyte init' })
  }
  return {
    account: accountFromSeed(fromBase64url(row.accountSeed)),
    device: deviceWithSecrets({
      deviceId: row.deviceId, identityKeyPair: fromBase64url(row.identityKeyPair), registrationId: row.registrationId
    }),
    devices: SignedDeviceList.decode(fromBase64url(row.devices)),
    ...profile
  }
}

/** @throws AppError BAD_INPUT */
export function checkName (name: string): string {
  const trimmed = plainName(name)
  if (trimmed === '') throw new AppError('BAD_INPUT', 'a name needs at least one letter')
  if (Buffer.byteLength(trimmed) > MAX_NAME_BYTES) throw new AppError('BAD_INPUT', `a name has at most ${MAX_NAME_BYTES} bytes`)
  return trimmed
}

/** A name as it may be shown: no control characters, no line breaks, nothing that turns the reading direction. */
export const plainName = (name: string): string =>
  name.normalize('NFC').replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').replaceAll(/\s+/g, ' ').trim()
