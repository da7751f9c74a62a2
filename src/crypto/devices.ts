/**
 * Which devices speak for an account. The account signs the list, and each device has signed the account's key: without
 * that second signature anyone could put another's device on their own list and pass its messages off as theirs.
 */
import { IdentityKeyPair, PrivateKey, PublicKey } from '@signalapp/libsignal-client'
import { concat, copy, fromHex, utf8, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import { accountIdFromBytes, deviceIdFromBytes, idBytes, KEY_BYTES, type AccountId, type DeviceId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { concealed } from '../base/secrets.ts'
import { DeviceList, type DeviceCertificate, type SignedDeviceList } from '../wire/gen/identity.ts'
import { MAX_DEVICES } from '../wire/limits.ts'
import { readMessage, sized, wholeNumber } from '../wire/messages.ts'
import type { AccountWithSecrets } from './account.ts'
import { LABELS } from './labels.ts'
import { SIGNATURE_BYTES, verifyEd25519 } from './primitives.ts'

const CURVE25519_TYPE = fromHex('05')
const MAX_REGISTRATION_ID = 16380
/** account 34, version 9, and for each device 32 + 64 + 7 and their tags */
const MAX_DEVICE_LIST_BYTES = 64 + MAX_DEVICES * 128

export interface DeviceWithSecrets {
  readonly deviceId: DeviceId
  /** libsignal's own encoding */
  readonly identityKeyPair: Bytes
  /** 1 to 16380, random: tells two installations apart that share an address */
  readonly registrationId: number
}

export interface VerifiedDeviceList {
  readonly accountId: AccountId
  readonly version: number
  readonly devices: DeviceId[]
  readonly certificates: DeviceCertificate[]
}

export function newDevice (random: Random): DeviceWithSecrets {
  const privateKey = PrivateKey.deserialize(random(KEY_BYTES))
  const publicKey = privateKey.getPublicKey()
  return deviceWithSecrets({
    deviceId: deviceIdFromBytes(publicKey.getPublicKeyBytes()),
    identityKeyPair: new IdentityKeyPair(publicKey, privateKey).serialize(),
    registrationId: 1 + new DataView(random(4).buffer).getUint32(0) % MAX_REGISTRATION_ID
  })
}

/** For a device read back from the store: its secrets print as `[secret]` again. */
export const deviceWithSecrets = (device: DeviceWithSecrets): DeviceWithSecrets => concealed({ ...device }, ['identityKeyPair'])

/** The type that libsignal wants, of a key that this program carries without its type byte. @throws AppError PROTOCOL */
export function identityKey (device: Uint8Array): PublicKey {
  try {
    return PublicKey.deserialize(concat(CURVE25519_TYPE, sized(device, KEY_BYTES, 'a device id')))
  } catch (err) {
    throw new AppError('PROTOCOL', 'not a device key', { cause: err })
  }
}

const certified = (account: Uint8Array): Bytes => concat(utf8(LABELS.deviceCertificate), account)

/**
 * @param devices own devices, which sign now, or certificates that they signed before
 * @param version max(last + 1, milliseconds since 1970), so that a recovered account outranks the list it lost
 */
export function signDeviceList (
  { account, devices, version, addedMs }:
  { account: AccountWithSecrets, devices: ReadonlyArray<DeviceWithSecrets | DeviceCertificate>, version: number, addedMs: number }
): SignedDeviceList {
  if (devices.length === 0 || devices.length > MAX_DEVICES) throw new TypeError(`a device list has 1 to ${MAX_DEVICES} devices`)
  const list = DeviceList.encode({
    account: account.publicKey,
    version,
    devices: devices.map(device => 'identityKeyPair' in device
      ? {
          device: idBytes(device.deviceId),
          signature: IdentityKeyPair.deserialize(device.identityKeyPair).privateKey.sign(certified(account.publicKey)),
          addedMs
        }
      : device)
  })
  return { list, signature: account.sign(concat(utf8(LABELS.deviceList), list)) }
}

/** @throws AppError PROTOCOL: not a list that this account and all of these devices signed */
export function verifyDeviceList ({ list, signature }: SignedDeviceList): VerifiedDeviceList {
  const { account, version, devices } = readMessage(DeviceList, list, MAX_DEVICE_LIST_BYTES)
  const accountId = accountIdFromBytes(account)
  if (!verifyEd25519(account, concat(utf8(LABELS.deviceList), list), signature)) {
    throw new AppError('PROTOCOL', 'the account did not sign this device list')
  }
  const ids = devices.map(({ device }) => deviceIdFromBytes(device))
  if (ids.length === 0 || new Set(ids).size !== ids.length) {
    throw new AppError('PROTOCOL', 'a device list without devices, or with one twice')
  }
  for (const certificate of devices) {
    wholeNumber(certificate.addedMs, 'the time a device was added')
    sized(certificate.signature, SIGNATURE_BYTES, 'a device certificate')
    if (!identityKey(certificate.device).verify(certified(account), copy(certificate.signature))) {
      throw new AppError('PROTOCOL', 'a device did not sign the account that lists it')
    }
  }
  return { accountId, version: wholeNumber(version, 'the version'), devices: ids, certificates: devices }
}
