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
/** A group: the hash of the step that made it, 32 bytes as 64 hex digits. */
export type GroupId = Branded<'GroupId'>
/** A channel: its Ed25519 public key, 32 bytes as 64 hex digits. */
export type ChannelId = Branded<'ChannelId'>
/** Who speaks in a channel: an Ed25519 public key of that channel alone, 32 bytes as 64 hex digits. */
export type ChannelAuthorId = Branded<'ChannelAuthorId'>

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
/** @throws AppError PROTOCOL: wrong length */
export const groupIdFromBytes = (bytes: Uint8Array): GroupId => key(bytes, 'a group id') as GroupId
/** @throws AppError PROTOCOL: wrong length */
export const channelIdFromBytes = (bytes: Uint8Array): ChannelId => key(bytes, 'a channel id') as ChannelId
/** @throws AppError PROTOCOL: wrong length */
export const channelAuthorFromBytes = (bytes: Uint8Array): ChannelAuthorId => key(bytes, 'an author') as ChannelAuthorId
export const idBytes = (id: AccountId | DeviceId | GroupId | ChannelId | ChannelAuthorId): Bytes => fromHex(id)

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const DIGIT_VALUES = new Uint8Array(128).map((_, code) => Math.max(0, CROCKFORD.indexOf(String.fromCharCode(code))))

/** @throws AppError PROTOCOL: wrong length */
export function contentIdFromBytes (bytes: Uint8Array): ContentId {
  if (bytes.byteLength !== CONTENT_ID_BYTES) throw new AppError('PROTOCOL', `a content id must be ${CONTENT_ID_BYTES} bytes`)
  // Two zero bits, then the bytes' 128: 26 digits of 5. Without BigInt, since this is done for every message.
  let text = ''
  let held = 0
  let heldBits = 2
  for (const byte of bytes) {
    held = held << 8 | byte
    heldBits += 8
    for (; heldBits >= 5; heldBits -= 5) text += CROCKFORD[held >> (heldBits - 5) & 31]
    held &= 31
  }
  return text as ContentId
}

/** @throws AppError BAD_INPUT: not a ULID */
export function parseContentId (text: string): ContentId {
  if (!/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text)) throw new AppError('BAD_INPUT', 'a message id has 26 letters and digits')
  return text as ContentId
}

export function contentIdBytes (id: ContentId): Bytes {
  const bytes = new Uint8Array(CONTENT_ID_BYTES)
  let held = 0
  let heldBits = -2
  let at = 0
  for (let i = 0; i < id.length; i++) {
    held = held << 5 | DIGIT_VALUES[id.charCodeAt(i)]!
    heldBits += 5
    if (heldBits < 8) continue
    heldBits -= 8
    bytes[at++] = held >> heldBits
    held &= 0xff
  }
  return bytes
}

const RANDOM_PART_BYTES = 10
const IDS_AT_ONCE = 64

/** New content ids. Randomness is drawn for many at a time: asking the system for ten bytes costs as much as for a thousand. */
export function contentIdSource ({ now }: { now: () => number }, random: Random): () => Bytes {
  let pool = new Uint8Array(0)
  let used = 0
  return () => {
    if (used === pool.byteLength) {
      pool = random(IDS_AT_ONCE * RANDOM_PART_BYTES)
      used = 0
    }
    const bytes = new Uint8Array(CONTENT_ID_BYTES)
    const view = new DataView(bytes.buffer)
    const nowMs = now()
    view.setUint16(0, Math.floor(nowMs / 2 ** 32) & 0xffff)
    view.setUint32(2, nowMs % 2 ** 32)
    bytes.set(pool.subarray(used, used + RANDOM_PART_BYTES), CONTENT_ID_BYTES - RANDOM_PART_BYTES)
    used += RANDOM_PART_BYTES
    return bytes
  }
}
