/**
 * How commands to a mailbox host and its replies are sealed and authorised. Every frame has one size and looks random;
 * a MAC under a key that host and client share shows whose queue it is about, and proves nothing to anybody else.
 * Layouts: ../wire/README.md §11.
 */
import { concat, copy, equal, utf8, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import type { Random } from '../base/random.ts'
import {
  AuthorisedCommand, Command, HostDescription, MailboxHost, MailboxReply, type MailboxHost as HostMessage
} from '../wire/gen/mailbox.ts'
import {
  CELL_BYTES, MAC_BYTES, MAILBOX_PLAINTEXT_BYTES, MAX_ROUTE_ADDRESSES, QUEUE_ID_BYTES, QUEUE_KEY_BYTES
} from '../wire/limits.ts'
import { readMessage, sized } from '../wire/messages.ts'
import { LABELS } from './labels.ts'
import { pad, unpad } from './padding.ts'
import {
  AEAD_KEY_BYTES, AEAD_NONCE_BYTES, hkdf, hmac, openAead, sealAead, sha256, verifyEd25519, x25519Key, type AgreementKey
} from './primitives.ts'

const NOTHING = new Uint8Array(0)
const TOKEN_BYTES = 32
const MAX_OPERATOR_BYTES = 512
/** A PeerId that is an Ed25519 key: an identity multihash around its protobuf. */
const ED25519_PEER_ID = new Uint8Array([0x00, 0x24, 0x08, 0x01, 0x12, 0x20])

/** In place of an ephemeral key: the one frame that needs none, since it asks for the host's. */
const DESCRIBE_MARK = new Uint8Array(QUEUE_KEY_BYTES)

/** The host's own key, stable as its PeerId is. @param seed of the infrastructure node */
export const hostKey = (seed: Uint8Array): AgreementKey => x25519Key(hkdf(seed, LABELS.mailboxHost, 32))

/** The token that a private network's members share without being told one. */
export const networkToken = (networkKey: Uint8Array): Bytes => hkdf(networkKey, LABELS.mailboxToken, TOKEN_BYTES)

/** Ids belong to a key and a host: nobody can take another's, and two hosts cannot tell that they serve the same queue. */
export const receiverId = (publicKey: Uint8Array, host: Uint8Array): Bytes => idOf(LABELS.mailboxReceiver, publicKey, host)
export const senderId = (publicKey: Uint8Array, host: Uint8Array): Bytes => idOf(LABELS.mailboxSender, publicKey, host)

/** What authorises commands; the same at both ends. @returns undefined: no such public key */
export function queueMacKey (
  own: AgreementKey, other: Uint8Array, { queue, host }: { queue: Uint8Array, host: Uint8Array }
): Bytes | undefined {
  const shared = own.agree(other)
  return shared === undefined ? undefined : hkdf(shared, LABELS.mailboxQueue, MAC_BYTES, concat(queue, host))
}

/** What opens the frames that answer one command. */
export interface ReplyKey {
  /** the ephemeral key's public half, by which replies find their command */
  ephemeral: Bytes
  key: Bytes
}

/**
 * @param privateKey of the queue; left out where none is asked for
 * @throws AppError TOO_LARGE: the command does not fit; PROTOCOL: the host's or the queue's key is none
 */
export function sealCommand ({ host, command, privateKey, random }: {
  host: Uint8Array, command: Command, privateKey?: Uint8Array, random: Random
}): { frame: Bytes, reply: ReplyKey } {
  const own = x25519Key(random(QUEUE_KEY_BYTES))
  const keys = frameKeys(own, host, { ephemeral: own.publicKey, host })
  if (keys === undefined) throw new AppError('PROTOCOL', 'a host with an unusable key')
  const encoded = Command.encode(command)
  const mac = privateKey === undefined ? NOTHING : macOf(own.publicKey, encoded, privateKey, host)
  const plaintext = AuthorisedCommand.encode({ command: encoded, mac })
  return {
    frame: concat(own.publicKey, sealAead(keys.command, nonceOf(0), pad(plaintext, MAILBOX_PLAINTEXT_BYTES), NOTHING)),
    reply: { ephemeral: own.publicKey, key: keys.reply }
  }
}

export interface OpenedCommand {
  command: Command
  reply: ReplyKey
  /** Whether whoever sent it holds the private half of this queue key. */
  isBy: (queue: Uint8Array) => boolean
}

/** For the host. @throws AppError PROTOCOL: not a command for this host */
export function openCommand (own: AgreementKey, frame: Uint8Array): OpenedCommand {
  const ephemeral = ephemeralOf(frame)
  const host = own.publicKey
  const keys = frameKeys(own, ephemeral, { ephemeral, host })
  const padded = keys === undefined ? undefined : openAead(keys.command, nonceOf(0), frame.subarray(QUEUE_KEY_BYTES), NOTHING)
  const plaintext = padded === undefined ? undefined : unpad(padded)
  if (keys === undefined || plaintext === undefined) throw new AppError('PROTOCOL', 'a frame that was not sealed for this host')
  const { command: encoded, mac } = readMessage(AuthorisedCommand, plaintext, MAILBOX_PLAINTEXT_BYTES)
  return {
    command: readMessage(Command, encoded, MAILBOX_PLAINTEXT_BYTES),
    reply: { ephemeral, key: keys.reply },
    isBy (queue) {
      const key = queueMacKey(own, queue, { queue, host })
      return key !== undefined && equal(mac, hmac(key, ephemeral, encoded))
    }
  }
}

/** The frames that answer one command, numbered from 0. */
export const sealReply = ({ ephemeral, key }: ReplyKey, index: number, reply: Partial<MailboxReply>): Bytes =>
  concat(ephemeral, sealAead(key, nonceOf(index), pad(MailboxReply.encode(reply), MAILBOX_PLAINTEXT_BYTES), NOTHING))

/** @throws AppError PROTOCOL: not the host's `index`-th frame in answer to this command */
export function openReply ({ ephemeral, key }: ReplyKey, index: number, frame: Uint8Array): MailboxReply {
  const padded = equal(ephemeralOf(frame), ephemeral) ? openAead(key, nonceOf(index), frame.subarray(QUEUE_KEY_BYTES), NOTHING) : undefined
  const plaintext = padded === undefined ? undefined : unpad(padded)
  if (plaintext === undefined) throw new AppError('PROTOCOL', 'a reply that the host did not seal for this command')
  return readMessage(MailboxReply, plaintext, MAILBOX_PLAINTEXT_BYTES)
}

/** The first 32 bytes of a frame: which command it is, or answers. @throws AppError PROTOCOL: another size */
export const ephemeralOf = (frame: Uint8Array): Bytes => copy(sized(frame, CELL_BYTES, 'a mailbox frame').subarray(0, QUEUE_KEY_BYTES))

export const describeFrame = (): Bytes => new Uint8Array(CELL_BYTES)

export const isDescribe = (frame: Uint8Array): boolean => equal(ephemeralOf(frame), DESCRIBE_MARK)

/** @param sign by the libp2p key that the PeerId names */
export function describeHost (host: HostMessage, sign: (bytes: Uint8Array) => Bytes): Bytes {
  const encoded = MailboxHost.encode(host)
  const description = HostDescription.encode({ host: encoded, signature: sign(concat(utf8(LABELS.mailboxDescription), encoded)) })
  return concat(DESCRIBE_MARK, pad(description, CELL_BYTES - QUEUE_KEY_BYTES))
}

/** @throws AppError PROTOCOL: not what the host at the other end of this connection says of itself */
export function readDescription (frame: Uint8Array, peerId: Uint8Array): HostMessage {
  const description = isDescribe(frame) ? unpad(copy(frame.subarray(QUEUE_KEY_BYTES))) : undefined
  if (description === undefined) throw new AppError('PROTOCOL', 'not a host\'s description')
  const { host: encoded, signature } = readMessage(HostDescription, description, CELL_BYTES)
  const host = readMessage(MailboxHost, encoded, CELL_BYTES)
  const key = peerId.subarray(ED25519_PEER_ID.byteLength)
  if (!equal(peerId.subarray(0, ED25519_PEER_ID.byteLength), ED25519_PEER_ID) || !equal(host.peerId, peerId) ||
    !verifyEd25519(key, concat(utf8(LABELS.mailboxDescription), encoded), signature)) {
    throw new AppError('PROTOCOL', 'a description by somebody else')
  }
  sized(host.key, QUEUE_KEY_BYTES, 'a host\'s key')
  if (host.addresses.length > MAX_ROUTE_ADDRESSES || utf8(host.operator).byteLength > MAX_OPERATOR_BYTES) {
    throw new AppError('PROTOCOL', 'a description that is too long')
  }
  return { peerId: copy(host.peerId), key: copy(host.key), addresses: host.addresses.map(copy), operator: host.operator }
}

function frameKeys (
  own: AgreementKey, other: Uint8Array, ends: { ephemeral: Uint8Array, host: Uint8Array }
): { command: Bytes, reply: Bytes } | undefined {
  const shared = own.agree(other)
  if (shared === undefined) return undefined
  const both = hkdf(shared, LABELS.mailboxCommand, 2 * AEAD_KEY_BYTES, concat(ends.ephemeral, ends.host))
  return { command: both.slice(0, AEAD_KEY_BYTES), reply: both.slice(AEAD_KEY_BYTES) }
}

// Each pair of keys is made for one command: counting its frames is enough.
function nonceOf (index: number): Bytes {
  const nonce = new Uint8Array(AEAD_NONCE_BYTES)
  new DataView(nonce.buffer).setUint32(AEAD_NONCE_BYTES - 4, index)
  return nonce
}

function macOf (ephemeral: Uint8Array, encoded: Uint8Array, privateKey: Uint8Array, host: Uint8Array): Bytes {
  const own = x25519Key(privateKey)
  const key = queueMacKey(own, host, { queue: own.publicKey, host })
  if (key === undefined) throw new AppError('PROTOCOL', 'a host with an unusable key')
  return hmac(key, ephemeral, encoded)
}

const idOf = (label: string, publicKey: Uint8Array, host: Uint8Array): Bytes =>
  sha256(utf8(label), publicKey, host).slice(0, QUEUE_ID_BYTES)
