/** How a joiner introduces themselves inside their first message, and what of it is believed. */
import { fromBase64url, toBase64url, utf8, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { deviceIdFromBytes, type AccountId, type DeviceId } from '../../base/ids.ts'
import { verifyDeviceList } from '../../crypto/devices.ts'
import { PAIR_SECRET_BYTES } from '../../crypto/pair-secrets.ts'
import { verifyPreKeys } from '../../crypto/prekeys.ts'
import { addressTexts } from '../../wire/addresses.ts'
import { Introduction } from '../../wire/gen/invite.ts'
import { PreKeys } from '../../wire/gen/identity.ts'
import { INVITE_REQUEST_BYTES, MAX_NAME_BYTES, MAX_REQUEST_TEXT_CHARS } from '../../wire/limits.ts'
import { plainName } from '../core/identity.ts'
import type { KnownRoute, RequestRow } from '../core/rows.ts'
import { encodedRoutes } from '../mailboxes/routes.ts'

/** Somebody who introduced themselves; everything here was checked against their signatures. */
export interface Newcomer {
  account: AccountId
  device: DeviceId
  devices: DeviceId[]
  deviceListVersion: number
  name: string
  text: string
  /** encoded PreKeys */
  spare: string
  pairSecret: string
  route?: KnownRoute
  /** encoded MailboxRoutes: where they fetch while they are away */
  mailboxes?: string[]
}

/** @throws AppError PROTOCOL: not what a joiner of that device may say */
export function readIntroduction (plaintext: Bytes, { device, atMs }: { device: DeviceId, atMs: number }): Newcomer {
  const { devices, preKeys, routes, name, pairSecret, text, mailboxes } = decode(plaintext)
  if (devices === undefined || preKeys === undefined) throw new AppError('PROTOCOL', 'an introduction without keys')
  const list = verifyDeviceList(devices)
  if (!list.devices.includes(device)) throw new AppError('PROTOCOL', 'an introduction by a strange device')
  if (deviceIdFromBytes(preKeys.device) !== device) throw new AppError('PROTOCOL', 'a spare bundle of another device')
  if (pairSecret.byteLength !== PAIR_SECRET_BYTES) throw new AppError('PROTOCOL', 'a pair secret of another size')
  const shown = plainName(name)
  if (shown === '' || utf8(shown).byteLength > MAX_NAME_BYTES) throw new AppError('PROTOCOL', 'no name, or too long a one')
  return {
    account: list.accountId,
    device,
    devices: list.devices,
    deviceListVersion: list.version,
    name: shown,
    text: [...text].slice(0, MAX_REQUEST_TEXT_CHARS).join(''),
    spare: toBase64url(PreKeys.encode(verifyPreKeys(preKeys))),
    pairSecret: toBase64url(pairSecret),
    ...(mailboxes.length === 0 ? {} : { mailboxes: encodedRoutes(mailboxes) }),
    ...(routes === undefined
      ? {}
      : { route: { peerId: toBase64url(routes.peerId), addresses: addressTexts(routes.addresses), atMs } })
  }
}

export const newcomerOf = (row: RequestRow): Newcomer => ({
  account: row.account,
  device: row.device,
  devices: row.devices,
  deviceListVersion: row.deviceListVersion,
  name: row.name,
  text: row.text,
  spare: row.spare,
  pairSecret: row.pairSecret,
  ...(row.mailboxes === undefined ? {} : { mailboxes: row.mailboxes }),
  ...(row.route === undefined ? {} : { route: row.route })
})

export const spareOf = ({ spare }: Pick<Newcomer, 'spare'>): PreKeys => PreKeys.decode(fromBase64url(spare))

function decode (plaintext: Bytes): Introduction {
  if (plaintext.byteLength > INVITE_REQUEST_BYTES) throw new AppError('PROTOCOL', 'too long an introduction')
  try {
    return Introduction.decode(plaintext)
  } catch (cause) {
    throw new AppError('PROTOCOL', 'not an introduction', { cause })
  }
}
