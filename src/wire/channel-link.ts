/** A channel's link: whoever has it reads the channel. Layout: README.md §15. */
import { createHash } from 'node:crypto'
import { concat, copy, equal, fromBase64url, fromHex, toBase64url, toHex, toText, utf8, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import { channelIdFromBytes, idBytes, KEY_BYTES, type ChannelId } from '../base/ids.ts'
import { concealed } from '../base/secrets.ts'
import { MAX_CHANNEL_LINK_CHARS, MAX_NAME_BYTES } from './limits.ts'
import { hintBytes, hintText, LAN_NETWORK_ID } from './link.ts'

const SCHEME = 'nobyte-channel:'
const VERSION = 1
const FLAG_LAN = 1
export const READ_KEY_BYTES = 16
const NETWORK_ID_BYTES = 8
const CHECKSUM_BYTES = 4
/** base64url: 4 characters for 3 bytes */
const MAX_BYTES = Math.floor((MAX_CHANNEL_LINK_CHARS - SCHEME.length) * 3 / 4)

export interface ChannelLink {
  readonly channel: ChannelId
  /** 16 bytes: from it come all keys with which the channel is found and read */
  readonly readKey: Bytes
  /** 16 lower-case hex digits, or 'lan' */
  readonly networkId: string
  /** as it was when the link was made */
  readonly name: string
  /** where somebody serves it, best first: /ip4/192.0.2.1/tcp/4001 */
  readonly hints: readonly string[]
}

/** Hints that a link cannot carry are left out, and from the first that does not fit, all. */
export function encodeChannelLink ({ channel, readKey, networkId, name, hints }: ChannelLink): string {
  const isLan = networkId === LAN_NETWORK_ID
  const called = utf8(name)
  if (readKey.byteLength !== READ_KEY_BYTES || called.byteLength > MAX_NAME_BYTES) throw new TypeError('not a channel\'s key, or name')
  let body = concat(
    Uint8Array.of(VERSION, isLan ? FLAG_LAN : 0), idBytes(channel), readKey, isLan ? new Uint8Array(0) : fromHex(networkId),
    Uint8Array.of(called.byteLength), called
  )
  for (const hint of hints) {
    const bytes = hintBytes(hint)
    if (bytes === undefined) continue
    if (body.byteLength + 1 + bytes.byteLength + CHECKSUM_BYTES > MAX_BYTES) break
    body = concat(body, Uint8Array.of(bytes.byteLength), bytes)
  }
  return SCHEME + toBase64url(concat(body, checksum(body)))
}

/** Blanks and line breaks inside the text do not matter. @throws AppError BAD_LINK */
export function parseChannelLink (text: string): ChannelLink {
  const plain = text.replaceAll(/\s+/g, '')
  if (plain.slice(0, SCHEME.length).toLowerCase() !== SCHEME) throw badLink(`a channel's link begins with ${SCHEME}`)
  if (plain.length > MAX_CHANNEL_LINK_CHARS) throw badLink('this is too long for a channel\'s link')
  const bytes = decoded(plain.slice(SCHEME.length))
  if (bytes[0] !== undefined && bytes[0] > VERSION) throw badLink('this link was made by a newer nobyte')
  const body = bytes.subarray(0, Math.max(0, bytes.byteLength - CHECKSUM_BYTES))
  if (bytes[0] !== VERSION || !equal(checksum(body), bytes.subarray(body.byteLength))) throw damaged()
  let offset = 2
  const take = (length: number): Bytes => {
    if (offset + length > body.byteLength) throw damaged()
    offset += length
    return copy(body.subarray(offset - length, offset))
  }
  const flags = body[1] ?? 0
  if ((flags & ~FLAG_LAN) !== 0) throw badLink('this link asks for something that this nobyte does not know')
  const channel = channelIdFromBytes(take(KEY_BYTES))
  const readKey = take(READ_KEY_BYTES)
  const networkId = (flags & FLAG_LAN) === 0 ? toHex(take(NETWORK_ID_BYTES)) : LAN_NETWORK_ID
  const nameBytes = take(take(1)[0]!)
  if (nameBytes.byteLength > MAX_NAME_BYTES) throw damaged()
  const hints: string[] = []
  while (offset < body.byteLength) hints.push(hintText(take(take(1)[0]!)))
  return concealed({ channel, readKey, networkId, name: toText(nameBytes), hints }, ['readKey'])
}

function decoded (text: string): Bytes {
  try {
    const bytes = fromBase64url(text)
    if (toBase64url(bytes) === text) return bytes
  } catch {}
  throw damaged()
}

// Not against attackers, who can compute it: it tells a link that lost or changed a character.
const checksum = (body: Uint8Array): Bytes => copy(createHash('sha256').update(body).digest().subarray(0, CHECKSUM_BYTES))

const badLink = (message: string): AppError => new AppError('BAD_LINK', message, { hint: 'Ask for the link again, and copy all of it.' })
const damaged = (): AppError => badLink('this link is damaged: a part is missing or a character is wrong')
