/**
 * Names for the things that messages are about. Inside the program an id is a branded string (a Map key, a JSON
 * value); on the wire it is bytes. Text from outside is parsed once, at the edge.
 */
import { fromHex, toHex, type Bytes } from './bytes.ts'
import { AppError } from './errors.ts'
import type { Random } from './random.ts'

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** A person: their Ed25519 account public key, 32 bytes as 64 hex digits. */
export type AccountId = Branded<'AccountId'>
/** An installation: its Curve25519 identity public key without the type byte, 32 bytes as 64 hex digits. */
export type DeviceId = Branded<'DeviceId'>
/** One content: a ULID (48-bit milliseconds, 80 random bits), 16 bytes as 26 Crockford base32 digits. */
export type ContentId = Branded<'ContentId'>

export const KEY_BYTES = 32
export const CONTENT_ID_BYTES = 16

function key (bytes: Uint8Array, what: string): string {
  if (bytes.byteLength !== KEY_BYTES) throw new AppError('PROTOCOL', `${what} must be ${KEY_BYTES} bytes`)
  return toHex(bytes)
}

/** @throws AppError PROTOCOL: wrong length */
export const accountIdFromBytes = (bytes: Uint8Array): AccountId => key(bytes, 'an account id') as AccountId
/** @throws AppError PROTOCOL: wrong length */
export const deviceIdFromBytes = (bytes: Uint8Array): DeviceId => key(bytes, 'a device id') as DeviceId
export const idBytes = (id: AccountId | DeviceId): Bytes => fromHex(id)

/** @throws AppError BAD_INPUT: not 64 hex digits */
export function parseAccountId (text: string): AccountId {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new AppError('BAD_INPUT', 'an account id is 64 hex digits')
  return text as AccountId
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export function contentIdFromBytes (bytes: Uint8Array): ContentId {
  if (bytes.byteLength !== CONTENT_ID_BYTES) throw new AppError('PROTOCOL', `a content id must be ${CONTENT_ID_BYTES} bytes`)
  let value = BigInt(`0x${toHex(bytes)}`)
  let text = ''
  for (let i = 0; i < 26; i++) {
    text = CROCKFORD[Number(value & 31n)] + text
    value >>= 5n
  }
  return text as ContentId
}

/** @throws AppError BAD_INPUT: not a ULID */
export function parseContentId (text: string): ContentId {
  if (!/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text)) throw new AppError('BAD_INPUT', 'a message id has 26 letters and digits')
  return text as ContentId
}

export function contentIdBytes (id: ContentId): Bytes {
  let value = 0n
  for (const digit of id) value = (value << 5n) | BigInt(CROCKFORD.indexOf(digit))
  return fromHex(value.toString(16).padStart(32, '0'))
}

export function newContentId (nowMs: number, random: Random): ContentId {
  const bytes = random(CONTENT_ID_BYTES)
  new DataView(bytes.buffer).setUint16(0, Math.floor(nowMs / 2 ** 32) & 0xffff)
  new DataView(bytes.buffer).setUint32(2, nowMs % 2 ** 32)
  return contentIdFromBytes(bytes)
}
