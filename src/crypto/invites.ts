/**
 * What an invite link's two halves do: its key signs the bundle and the replies, which only its maker can; its secret
 * finds and opens them, which everyone can who holds the link.
 */
import { concat, copy, equal, utf8, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import { deviceIdFromBytes, groupIdFromBytes, type GroupId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { concealed } from '../base/secrets.ts'
import { Bundle, Reply, SealedRequest, type InviteStatus } from '../wire/gen/invite.ts'
import type { MailboxRoute } from '../wire/gen/mailbox.ts'
import type { PreKeys, Routes, SignedDeviceList } from '../wire/gen/identity.ts'
import {
  BUNDLE_PLAINTEXT_BYTES, HINT_BYTES, INVITE_REPLY_BYTES, INVITE_REQUEST_BYTES, MAX_ADDRESS_BYTES, MAX_NAME_BYTES
} from '../wire/limits.ts'
import { readMessage, sized } from '../wire/messages.ts'
import { verifyDeviceList, type VerifiedDeviceList } from './devices.ts'
import { LABELS } from './labels.ts'
import { pad, PADDING_HEADER_BYTES, unpad } from './padding.ts'
import {
  AEAD_KEY_BYTES, AEAD_NONCE_BYTES, AEAD_TAG_BYTES, ed25519FromSeed, hkdf, openAead, sealAead, SEED_BYTES, sha256, verifyEd25519
} from './primitives.ts'
import { dhtKeyOf, openRecord, readRecord, sealRecord } from './records.ts'

export const LINK_SECRET_BYTES = 16
/** what is left of a request's frame after its three fields' tags, lengths, hint and nonce */
const REQUEST_CIPHERTEXT_BYTES = INVITE_REQUEST_BYTES - (2 + HINT_BYTES) - (2 + AEAD_NONCE_BYTES) - 3
const REQUEST_PADDED_BYTES = REQUEST_CIPHERTEXT_BYTES - AEAD_TAG_BYTES
const REPLY_PADDED_BYTES = INVITE_REPLY_BYTES - AEAD_NONCE_BYTES - AEAD_TAG_BYTES
const MAX_BUNDLE_BYTES = BUNDLE_PLAINTEXT_BYTES - PADDING_HEADER_BYTES

export interface LinkSecrets {
  /** of the Ed25519 key that stands in the link; its maker alone has it */
  readonly seed: Bytes
  /** 16 bytes, in the link */
  readonly secret: Bytes
}

export interface LinkKeys {
  readonly bundleKey: Bytes
  /** 16 bytes: says which link a request is for, to the link's maker only */
  readonly hint: Bytes
  readonly requestKey: Bytes
  readonly replyKey: Bytes
}

export type OpenedBundle =
  | {
    kind: 'bundle'
    seq: number
    name: string
    preKeys: PreKeys
    routes: Routes | undefined
    devices: SignedDeviceList
    verified: VerifiedDeviceList
    mailboxes: MailboxRoute[]
    /** whoever uses the link is added to it */
    group?: { groupId: GroupId, name: string }
  }
  | { kind: 'withdrawn', seq: number }

export const newLinkSecrets = (random: Random): LinkSecrets =>
  linkSecrets({ seed: random(SEED_BYTES), secret: random(LINK_SECRET_BYTES) })

/** For secrets read back from the store: they print as `[secret]` again. */
export const linkSecrets = ({ seed, secret }: LinkSecrets): LinkSecrets => concealed({ seed, secret }, ['seed', 'secret'])

export const linkPublicKey = (seed: Uint8Array): Bytes => ed25519FromSeed(seed).publicKey

export const bundleDhtKey = (publicKey: Uint8Array): Bytes => dhtKeyOf(publicKey)

export const linkKeys = (secret: Uint8Array): LinkKeys => concealed({
  bundleKey: hkdf(secret, LABELS.linkBundle, AEAD_KEY_BYTES),
  hint: hkdf(secret, LABELS.linkHint, HINT_BYTES),
  requestKey: hkdf(secret, LABELS.linkRequest, AEAD_KEY_BYTES),
  replyKey: hkdf(secret, LABELS.linkReply, AEAD_KEY_BYTES)
}, ['bundleKey', 'hint', 'requestKey', 'replyKey'])

/**
 * The value that a link leads to, in the DHT and at mailbox hosts. `{ withdrawn: true }` alone makes the tombstone.
 * Addresses that do not fit are left off from the end, and then mailboxes.
 * @throws AppError TOO_LARGE: does not fit even without them
 */
export function sealBundle (
  { link, bundle, seq, eolMs, random }: { link: LinkSecrets, bundle: Partial<Bundle>, seq: number, eolMs: number, random: Random }
): Bytes {
  const addresses = (bundle.routes?.addresses ?? []).filter(address => address.byteLength <= MAX_ADDRESS_BYTES)
  const mailboxes = [...bundle.mailboxes ?? []]
  const encode = (): Bytes =>
    Bundle.encode({ ...bundle, mailboxes, ...(bundle.routes === undefined ? {} : { routes: { ...bundle.routes, addresses } }) })
  let plaintext = encode()
  while (plaintext.byteLength > MAX_BUNDLE_BYTES && addresses.length + mailboxes.length > 0) {
    if (addresses.length > 0) addresses.pop()
    else mailboxes.pop()
    plaintext = encode()
  }
  const { bundleKey: encryptionKey } = linkKeys(link.secret)
  return sealRecord({ seed: link.seed, encryptionKey, seq, eolMs, plaintext, paddedBytes: BUNDLE_PLAINTEXT_BYTES, random })
}

/** @throws AppError PROTOCOL: not what the maker of this link signed, or not their own device's keys */
export function openBundle ({ link, value }: { link: { publicKey: Uint8Array, secret: Uint8Array }, value: Uint8Array }): OpenedBundle {
  const record = readRecord(value)
  if (!equal(record.publicKey, link.publicKey)) throw new AppError('PROTOCOL', 'a bundle of another link')
  const plaintext = openRecord(record, linkKeys(link.secret).bundleKey)
  if (plaintext === undefined) throw new AppError('PROTOCOL', 'a bundle under another secret')
  const { withdrawn, preKeys, routes, devices, name, mailboxes, group } = readMessage(Bundle, plaintext, MAX_BUNDLE_BYTES)
  if (withdrawn) return { kind: 'withdrawn', seq: record.seq }
  if (preKeys === undefined || devices === undefined) throw new AppError('PROTOCOL', 'a bundle without keys')
  const verified = verifyDeviceList(devices)
  if (!verified.devices.includes(deviceIdFromBytes(preKeys.device))) {
    throw new AppError('PROTOCOL', 'a bundle with keys of a strange device')
  }
  if ([name, group?.name ?? ''].some(one => utf8(one).byteLength > MAX_NAME_BYTES)) throw new AppError('PROTOCOL', 'too long a name')
  return {
    kind: 'bundle', seq: record.seq, name, preKeys, routes, devices, verified, mailboxes,
    ...(group === undefined ? {} : { group: { groupId: groupIdFromBytes(group.group), name: group.name } })
  }
}

/** @param message a libsignal PreKey message. @throws AppError TOO_LARGE */
export function sealRequest ({ secret, message, random }: { secret: Uint8Array, message: Uint8Array, random: Random }): Bytes {
  const { hint, requestKey } = linkKeys(secret)
  const nonce = random(AEAD_NONCE_BYTES)
  return SealedRequest.encode({ hint, nonce, ciphertext: sealAead(requestKey, nonce, pad(message, REQUEST_PADDED_BYTES), hint) })
}

/** The hint tells which link's keys to open it with. @throws AppError PROTOCOL: not a request of the one size they have */
export function readRequest (frame: Uint8Array): SealedRequest {
  const request = readMessage(SealedRequest, sized(frame, INVITE_REQUEST_BYTES, 'a request'), INVITE_REQUEST_BYTES)
  sized(request.hint, HINT_BYTES, 'a hint')
  sized(request.nonce, AEAD_NONCE_BYTES, 'a nonce')
  sized(request.ciphertext, REQUEST_CIPHERTEXT_BYTES, 'a request\'s ciphertext')
  if (!equal(SealedRequest.encode(request), frame)) throw new AppError('PROTOCOL', 'a request in an unusual encoding')
  return { hint: copy(request.hint), nonce: copy(request.nonce), ciphertext: copy(request.ciphertext) }
}

/** @returns the libsignal PreKey message; undefined when it was not sealed under this link's secret */
export function openRequest ({ hint, nonce, ciphertext }: SealedRequest, { requestKey }: LinkKeys): Bytes | undefined {
  const padded = openAead(requestKey, nonce, ciphertext, hint)
  return padded === undefined ? undefined : unpad(padded)
}

/** @param request the frame that this answers, as it came */
export function sealReply (
  { link, request, status, random }: { link: LinkSecrets, request: Uint8Array, status: InviteStatus, random: Random }
): Bytes {
  const signature = ed25519FromSeed(link.seed).sign(signedStatus(request, status))
  const nonce = random(AEAD_NONCE_BYTES)
  const plaintext = pad(Reply.encode({ status, signature }), REPLY_PADDED_BYTES)
  return concat(nonce, sealAead(linkKeys(link.secret).replyKey, nonce, plaintext, sha256(request)))
}

/** @returns undefined when the link's maker did not give this reply to this request: so look random bytes, a refusal */
export function openReply (
  { link, request, reply }: { link: { publicKey: Uint8Array, secret: Uint8Array }, request: Uint8Array, reply: Uint8Array }
): InviteStatus | undefined {
  if (reply.byteLength !== INVITE_REPLY_BYTES) return undefined
  const nonce = reply.subarray(0, AEAD_NONCE_BYTES)
  const padded = openAead(linkKeys(link.secret).replyKey, nonce, reply.subarray(AEAD_NONCE_BYTES), sha256(request))
  const plaintext = padded === undefined ? undefined : unpad(padded)
  if (plaintext === undefined) return undefined
  try {
    const { status, signature } = readMessage(Reply, plaintext, REPLY_PADDED_BYTES)
    return verifyEd25519(link.publicKey, signedStatus(request, status), signature) ? status : undefined
  } catch {
    return undefined // sealed by another holder of the link
  }
}

const signedStatus = (request: Uint8Array, status: InviteStatus): Bytes =>
  concat(utf8(LABELS.linkStatus), sha256(request), Reply.encode({ status }))
