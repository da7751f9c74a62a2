/**
 * What whoever has a channel's read key can do: find those who serve it, prove it to them, and read and say what goes over
 * its topic. To everybody else names of topics are random, and other ones every day.
 */
import { concat, equal, u64be, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import { deviceIdFromBytes, type DeviceId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { concealed } from '../base/secrets.ts'
import { SignedChannelPost } from '../wire/gen/channel.ts'
import { CHANNEL_PADDINGS, CHANNEL_TALK_BYTES, HINT_BYTES, MAX_TOPIC_MESSAGE_BYTES } from '../wire/limits.ts'
import { readMessage } from '../wire/messages.ts'
import { LABELS } from './labels.ts'
import { pad, PADDING_HEADER_BYTES, unpad } from './padding.ts'
import { AEAD_KEY_BYTES, AEAD_NONCE_BYTES, AEAD_TAG_BYTES, hkdf, hmac, openAead, sealAead } from './primitives.ts'

/** Of those who serve a channel so many can be found at a time. */
export const CHANNEL_SLOTS = 4
const SECRET_BYTES = 32
const TOPIC_BYTES = 24
const QUESTION_BYTES = CHANNEL_TALK_BYTES - HINT_BYTES - AEAD_NONCE_BYTES - AEAD_TAG_BYTES
const ANSWER_BYTES = CHANNEL_TALK_BYTES - AEAD_NONCE_BYTES - AEAD_TAG_BYTES
export const MAX_KNOWN_BYTES = QUESTION_BYTES - PADDING_HEADER_BYTES

export interface ChannelKeys {
  /** in place of a pair secret, in records and for the days by which topics change */
  readonly places: Bytes
  readonly hint: Bytes
  readonly talk: Bytes
}

export interface Topic {
  readonly name: string
  readonly key: Bytes
}

export const channelKeys = (readKey: Uint8Array): ChannelKeys => concealed({
  places: hkdf(readKey, LABELS.channelPlaces, SECRET_BYTES),
  hint: hkdf(readKey, LABELS.channelHint, SECRET_BYTES),
  talk: hkdf(readKey, LABELS.channelTalk, AEAD_KEY_BYTES)
}, ['places', 'hint', 'talk'])

/** In place of the device that a record is of. */
export const slotName = (slot: number): DeviceId => deviceIdFromBytes(concat(new Uint8Array(24), u64be(slot)))

export const topicAt = (readKey: Uint8Array, epoch: number): Topic => concealed({
  name: Buffer.from(hkdf(readKey, LABELS.channelTopic, TOPIC_BYTES, u64be(epoch))).toString('base64url'),
  key: hkdf(readKey, LABELS.channelTopicKey, AEAD_KEY_BYTES, u64be(epoch))
}, ['key'])

/** nonce 12 ‖ AEAD(padded SignedChannelPost) */
export function sealPost ({ key }: Topic, signed: SignedChannelPost, random: Random): Bytes {
  const plaintext = SignedChannelPost.encode(signed)
  const padded = CHANNEL_PADDINGS.find(bytes => bytes >= plaintext.byteLength + PADDING_HEADER_BYTES)
  if (padded === undefined) throw new AppError('TOO_LARGE', 'too long a post')
  const nonce = random(AEAD_NONCE_BYTES)
  return concat(nonce, sealAead(key, nonce, pad(plaintext, padded), new Uint8Array(0)))
}

/** @returns undefined for what nobody with the read key has said there. @throws AppError PROTOCOL: sealed, and yet no post */
export function openPost ({ key }: Topic, message: Uint8Array): SignedChannelPost | undefined {
  if (message.byteLength > MAX_TOPIC_MESSAGE_BYTES) return undefined
  const padded = openAead(key, message.subarray(0, AEAD_NONCE_BYTES), message.subarray(AEAD_NONCE_BYTES), new Uint8Array(0))
  const plaintext = padded && unpad(padded)
  return plaintext && readMessage(SignedChannelPost, plaintext, CHANNEL_PADDINGS.at(-1)!)
}

/** Names the channel to whoever has its read key and is asked there, and to nobody else. @param listener PeerId as multihash */
export const talkHint = ({ hint }: ChannelKeys, listener: Uint8Array): Bytes => hmac(hint, listener).subarray(0, HINT_BYTES)

interface Ends {
  dialler: Uint8Array
  listener: Uint8Array
}

/** hint 16 ‖ nonce 12 ‖ AEAD(padded ChannelKnown), CHANNEL_TALK_BYTES. It serves at no other door and to nobody else. */
export function sealQuestion (keys: ChannelKeys, known: Uint8Array, ends: Ends, random: Random): Bytes {
  const nonce = random(AEAD_NONCE_BYTES)
  return concat(talkHint(keys, ends.listener), nonce, sealAead(keys.talk, nonce, pad(known, QUESTION_BYTES), aad(0, ends)))
}

export function openQuestion (keys: ChannelKeys, question: Uint8Array, ends: Ends): Bytes | undefined {
  if (!equal(question.subarray(0, HINT_BYTES), talkHint(keys, ends.listener))) return undefined
  return opened(keys, question.subarray(HINT_BYTES), aad(0, ends))
}

/** nonce 12 ‖ AEAD(padded ChannelKnown), CHANNEL_TALK_BYTES; bound to the question that it answers. */
export function sealAnswer (keys: ChannelKeys, known: Uint8Array, question: Uint8Array, ends: Ends, random: Random): Bytes {
  const nonce = random(AEAD_NONCE_BYTES)
  return concat(nonce, sealAead(keys.talk, nonce, pad(known, ANSWER_BYTES), concat(aad(1, ends), nonceOf(question))))
}

export const openAnswer = (keys: ChannelKeys, answer: Uint8Array, question: Uint8Array, ends: Ends): Bytes | undefined =>
  opened(keys, answer, concat(aad(1, ends), nonceOf(question)))

function opened ({ talk }: ChannelKeys, sealed: Uint8Array, associated: Uint8Array): Bytes | undefined {
  const padded = openAead(talk, sealed.subarray(0, AEAD_NONCE_BYTES), sealed.subarray(AEAD_NONCE_BYTES), associated)
  return padded && unpad(padded)
}

const nonceOf = (question: Uint8Array): Uint8Array => question.subarray(HINT_BYTES, HINT_BYTES + AEAD_NONCE_BYTES)

const aad = (turn: 0 | 1, { dialler, listener }: Ends): Bytes =>
  concat(Uint8Array.of(turn, dialler.byteLength), dialler, Uint8Array.of(listener.byteLength), listener)
