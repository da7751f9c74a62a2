/** The invite link: short enough for a QR code, and all that a newcomer needs. Layout: README.md §4. */
import { createHash } from 'node:crypto'
import { multiaddr } from '@multiformats/multiaddr'
import { concat, copy, equal, fromBase64url, fromHex, toBase64url, toHex, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import { concealed } from '../base/secrets.ts'
import { SECOND } from '../base/time.ts'
import { MAX_LINK_CHARS } from './limits.ts'

const SCHEME = 'nobyte:'
const VERSION = 1
const FLAG_REUSABLE = 1
const FLAG_NETWORK_KEY = 2
const FLAG_LAN = 4
const FLAG_SERVERS = 8
const FLAG_GROUP = 16
const KNOWN_FLAGS = FLAG_REUSABLE | FLAG_NETWORK_KEY | FLAG_LAN | FLAG_SERVERS | FLAG_GROUP

const PUBLIC_KEY_BYTES = 32
const SECRET_BYTES = 16
const EXPIRY_BYTES = 4
const NETWORK_ID_BYTES = 8
const NETWORK_KEY_BYTES = 32
const CHECKSUM_BYTES = 4
/** two: one to go over, one to ask */
const NAMED_SERVERS = 2
const SERVER_DIGEST_BYTES = 8
const MAX_EXPIRY_S = 2 ** 32 - 1
/** base64url: 4 characters for 3 bytes */
const MAX_BYTES = Math.floor((MAX_LINK_CHARS - SCHEME.length) * 3 / 4)

export const LAN_NETWORK_ID = 'lan'
const NETWORK_ID = /^[0-9a-f]{16}$/
const HINT = /^\/(ip4|ip6|dns|dns4|dns6)\/[^/]+\/tcp\/[1-9]\d*(\/ws|\/tls\/ws|\/wss)?$/

export interface InviteLink {
  readonly version: 1
  readonly reusable: boolean
  /** into a group of its maker's, and to nobody as a contact */
  readonly toGroup?: true
  /** Ed25519, 32 bytes, of this link alone */
  readonly publicKey: Bytes
  /** 16 bytes */
  readonly secret: Bytes
  /** milliseconds since 1970; a link carries whole seconds, so encoding rounds down */
  readonly expiresAtMs: number
  /** 16 lower-case hex digits, or 'lan' */
  readonly networkId: string
  /** of a private network, 32 bytes */
  readonly networkKey?: Bytes
  /**
   * Who must answer at the first two hints: servers that different people run, each a mailbox host and a proxy to the
   * other. Of each, what SHA-256 of its PeerId begins with, 8 bytes.
   */
  readonly servers?: readonly Bytes[]
  /** where the inviter or the network's bootstrap nodes are, best first: /ip4/192.0.2.1/tcp/4001/ws */
  readonly hints: readonly string[]
}

/** As a link names a server. @param peerId multihash */
export const serverDigest = (peerId: Uint8Array): Bytes =>
  copy(createHash('sha256').update(peerId).digest().subarray(0, SERVER_DIGEST_BYTES))

/**
 * Hints that a link cannot carry are left out, and from the first that does not fit into 300 characters, all. Servers are
 * named only where both of their addresses stand in it.
 */
export function encodeLink (link: InviteLink): string {
  const servers = link.servers ?? []
  const hints = link.hints.map(hintBytes)
  if (servers.length !== 0 && (servers.length !== NAMED_SERVERS || link.networkId === LAN_NETWORK_ID)) {
    throw new TypeError('a link names two servers, of a network that has any')
  }
  if (servers.length > 0 && hints.slice(0, NAMED_SERVERS).every(hint => hint !== undefined)) {
    const { body, carried } = bodyOf(link, hints, servers)
    if (carried >= NAMED_SERVERS) return textOf(body)
  }
  return textOf(bodyOf(link, hints, []).body)
}

const textOf = (body: Bytes): string => SCHEME + toBase64url(concat(body, checksum(body)))

function bodyOf (link: InviteLink, hints: (Bytes | undefined)[], servers: readonly Bytes[]): { body: Bytes, carried: number } {
  const lan = link.networkId === LAN_NETWORK_ID
  if (!lan && !NETWORK_ID.test(link.networkId)) throw new TypeError('a network id is 16 hex digits or lan')
  const expiryS = Math.floor(link.expiresAtMs / SECOND)
  if (!(expiryS >= 0 && expiryS <= MAX_EXPIRY_S)) throw new TypeError('an expiry lies between 1970 and 2106')
  const expiry = new Uint8Array(EXPIRY_BYTES)
  new DataView(expiry.buffer).setUint32(0, expiryS)
  let body = concat(
    new Uint8Array([VERSION, flags(link, lan) | (servers.length > 0 ? FLAG_SERVERS : 0)]),
    exactly(link.publicKey, PUBLIC_KEY_BYTES), exactly(link.secret, SECRET_BYTES), expiry,
    lan ? new Uint8Array(0) : fromHex(link.networkId),
    link.networkKey === undefined ? new Uint8Array(0) : exactly(link.networkKey, NETWORK_KEY_BYTES),
    ...servers.map(digest => exactly(digest, SERVER_DIGEST_BYTES))
  )
  let carried = 0
  for (const hint of hints) {
    if (hint === undefined) continue
    if (body.byteLength + 1 + hint.byteLength + CHECKSUM_BYTES > MAX_BYTES) break
    body = concat(body, new Uint8Array([hint.byteLength]), hint)
    carried++
  }
  return { body, carried }
}

/** Blanks and line breaks inside the text do not matter: mail programs add them. @throws AppError BAD_LINK */
export function parseLink (text: string): InviteLink {
  const plain = text.replaceAll(/\s+/g, '')
  if (plain.slice(0, SCHEME.length).toLowerCase() !== SCHEME) throw badLink('an invite link begins with nobyte:')
  if (plain.length > MAX_LINK_CHARS) throw badLink('this is too long for an invite link')
  const bytes = base64url(plain.slice(SCHEME.length))
  if (bytes[0] !== undefined && bytes[0] > VERSION) throw badLink('this link was made by a newer nobyte')
  const body = bytes.subarray(0, Math.max(0, bytes.byteLength - CHECKSUM_BYTES))
  if (bytes[0] !== VERSION || !equal(checksum(body), bytes.subarray(body.byteLength))) throw damaged()
  return readBody(body)
}

function readBody (body: Bytes): InviteLink {
  let offset = 2
  const take = (length: number): Bytes => {
    if (offset + length > body.byteLength) throw damaged()
    offset += length
    return copy(body.subarray(offset - length, offset))
  }
  const bits = body[1] ?? 0
  if ((bits & ~KNOWN_FLAGS) !== 0) throw badLink('this link asks for something that this nobyte does not know')
  const publicKey = take(PUBLIC_KEY_BYTES)
  const secret = take(SECRET_BYTES)
  const expiresAtMs = new DataView(take(EXPIRY_BYTES).buffer).getUint32(0) * SECOND
  const networkId = (bits & FLAG_LAN) === 0 ? toHex(take(NETWORK_ID_BYTES)) : LAN_NETWORK_ID
  const networkKey = (bits & FLAG_NETWORK_KEY) === 0 ? undefined : take(NETWORK_KEY_BYTES)
  const servers = (bits & FLAG_SERVERS) === 0 ? [] : Array.from({ length: NAMED_SERVERS }, () => take(SERVER_DIGEST_BYTES))
  const hints: string[] = []
  while (offset < body.byteLength) hints.push(hintText(take(take(1)[0]!)))
  if (servers.length > hints.length || (servers.length > 0 && (bits & FLAG_LAN) !== 0)) throw damaged()
  return concealed({
    version: VERSION,
    reusable: (bits & FLAG_REUSABLE) !== 0,
    ...((bits & FLAG_GROUP) === 0 ? {} : { toGroup: true as const }),
    publicKey,
    secret,
    expiresAtMs,
    networkId,
    ...(networkKey === undefined ? {} : { networkKey }),
    ...(servers.length === 0 ? {} : { servers }),
    hints
  }, ['secret', 'networkKey'])
}

const flags = ({ reusable, networkKey, toGroup }: InviteLink, lan: boolean): number =>
  (reusable ? FLAG_REUSABLE : 0) | (toGroup === true ? FLAG_GROUP : 0) |
  (networkKey === undefined ? 0 : FLAG_NETWORK_KEY) | (lan ? FLAG_LAN : 0)

// Only plain TCP and WebSocket addresses: whoever made the link decides what its reader's computer dials.
export function hintBytes (hint: string): Bytes | undefined {
  if (!HINT.test(hint)) return undefined
  try {
    const bytes = copy(multiaddr(hint).bytes)
    return bytes.byteLength <= 255 ? bytes : undefined
  } catch {
    return undefined
  }
}

/** @throws AppError BAD_LINK */
export function hintText (bytes: Bytes): string {
  let text: string
  try {
    text = multiaddr(bytes).toString()
  } catch (err) {
    throw badLink('this link holds an address that cannot be read', err)
  }
  if (!HINT.test(text)) throw badLink('this link holds an address of a kind that this nobyte does not dial')
  return text
}

function base64url (text: string): Bytes {
  try {
    const bytes = fromBase64url(text)
    if (toBase64url(bytes) === text) return bytes
  } catch {}
  throw damaged()
}

// Not against attackers, who can compute it: it tells a link that lost or changed a character.
const checksum = (body: Uint8Array): Bytes => copy(createHash('sha256').update(body).digest().subarray(0, CHECKSUM_BYTES))

function exactly (bytes: Bytes, length: number): Bytes {
  if (bytes.byteLength !== length) throw new TypeError(`expected ${length} bytes`)
  return bytes
}

const badLink = (message: string, cause?: unknown): AppError =>
  new AppError('BAD_LINK', message, { hint: 'Ask for the link again, and copy all of it.', cause })
const damaged = (): AppError => badLink('this link is damaged: a part is missing or a character is wrong')
