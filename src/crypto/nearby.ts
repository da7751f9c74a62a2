/**
 * Two who stand beside each other agree on keys, and on two words that both of them see and say. Whoever stands between
 * has to have chosen their own keys before they can know either side's words: one promises a key and a nonce, the other
 * answers with theirs, and only then the promise is opened. So of 2^22 pairs of words they get one try, in front of two
 * people. Layouts: ../wire/README.md §7.
 */
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { concat, equal, utf8, type Bytes } from '../base/bytes.ts'
import type { Random } from '../base/random.ts'
import { NEARBY_OPENING_BYTES, NEARBY_SEALED_BYTES, NONCE_BYTES } from '../wire/limits.ts'
import { LABELS } from './labels.ts'
import { pad, PADDING_HEADER_BYTES, unpad } from './padding.ts'
import {
  AEAD_KEY_BYTES, AEAD_NONCE_BYTES, AEAD_TAG_BYTES, hkdf, openAead, sealAead, SEED_BYTES, sha256, x25519Key, type AgreementKey
} from './primitives.ts'

const SEALED_PADDED_BYTES = NEARBY_SEALED_BYTES - AEAD_NONCE_BYTES - AEAD_TAG_BYTES
export const MAX_SAID_BYTES = SEALED_PADDED_BYTES - PADDING_HEADER_BYTES
const WORD_BITS = 11 // of 2,048 words

/** the one who asks, and so promises first, and the one who is asked */
export type Role = 'asker' | 'asked'

/** What one side brings, for one meeting alone. */
export interface Half {
  readonly key: AgreementKey
  /** public key (32) ‖ nonce (32) */
  readonly opening: Bytes
}

export interface Ends {
  /** the protocol id of the stream */
  readonly protocol: string
  /** multihash bytes, as Noise proved them */
  readonly asker: Uint8Array
  readonly asked: Uint8Array
}

export interface Agreement {
  readonly words: readonly [string, string]
  /** the keys under which each of them seals */
  readonly keys: Readonly<Record<Role, Bytes>>
}

export function newHalf (random: Random): Half {
  const key = x25519Key(random(SEED_BYTES))
  return { key, opening: concat(key.publicKey, random(NONCE_BYTES)) }
}

export const commitmentTo = (opening: Uint8Array): Bytes => sha256(utf8(LABELS.nearbyCommitment), opening)

export const opens = (opening: Uint8Array, commitment: Uint8Array): boolean => equal(commitmentTo(opening), commitment)

/**
 * What both sides compute once both openings are known, the asker's checked against its promise.
 * @returns undefined: theirs holds no public key
 */
export function agreementOf (
  { own, role, theirs, ends }: { own: Half, role: Role, theirs: Uint8Array, ends: Ends }
): Agreement | undefined {
  if (theirs.byteLength !== NEARBY_OPENING_BYTES) return undefined
  const shared = own.key.agree(theirs.subarray(0, SEED_BYTES))
  if (shared === undefined) return undefined
  const [asker, asked] = role === 'asker' ? [own.opening, theirs] : [theirs, own.opening]
  const transcript = sha256(
    counted(utf8(ends.protocol)), counted(ends.asker), counted(ends.asked), commitmentTo(asker), asked, asker
  )
  const chosen = new DataView(hkdf(shared, LABELS.nearbyWords, 4, transcript).buffer).getUint32(0)
  const keys = hkdf(shared, LABELS.nearbyKeys, 2 * AEAD_KEY_BYTES, transcript)
  return {
    words: [wordAt(chosen >>> (32 - WORD_BITS)), wordAt(chosen >>> (32 - 2 * WORD_BITS))],
    keys: { asker: keys.slice(0, AEAD_KEY_BYTES), asked: keys.slice(AEAD_KEY_BYTES) }
  }
}

/**
 * NEARBY_SEALED_BYTES, whatever it says.
 * @param index how many were sealed under this key before; @throws AppError TOO_LARGE: more than MAX_SAID_BYTES
 */
export function sealSaid ({ key, index, said, random }: { key: Bytes, index: number, said: Uint8Array, random: Random }): Bytes {
  const nonce = random(AEAD_NONCE_BYTES)
  return concat(nonce, sealAead(key, nonce, pad(said, SEALED_PADDED_BYTES), Uint8Array.of(index)))
}

/** @returns undefined: not sealed under this key as the one of that index */
export function openSaid ({ key, index, sealed }: { key: Bytes, index: number, sealed: Uint8Array }): Bytes | undefined {
  if (sealed.byteLength !== NEARBY_SEALED_BYTES) return undefined
  const padded = openAead(key, sealed.subarray(0, AEAD_NONCE_BYTES), sealed.subarray(AEAD_NONCE_BYTES), Uint8Array.of(index))
  return padded && unpad(padded)
}

const wordAt = (number: number): string => wordlist[number % wordlist.length]!

// What has no fixed length carries it: moving a byte from one to the next must change the words.
const counted = (bytes: Uint8Array): Bytes => concat(Uint8Array.of(bytes.byteLength >> 8, bytes.byteLength & 0xff), bytes)
