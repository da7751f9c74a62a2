/**
 * A signed, encrypted value for the DHT. Anyone can check that it belongs under its key; only who shares the encryption
 * key can read it. Layout: ../wire/README.md §5.
 */
import { concat, copy, equal, u64be, utf8, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import type { Random } from '../base/random.ts'
import { Record } from '../wire/gen/records.ts'
import { BUNDLE_PLAINTEXT_BYTES, MAX_RECORD_BYTES, RENDEZVOUS_PLAINTEXT_BYTES } from '../wire/limits.ts'
import { readMessage, sized, wholeNumber } from '../wire/messages.ts'
import { DHT_NAMESPACE } from '../wire/protocols.ts'
import { LABELS } from './labels.ts'
import { pad, unpad } from './padding.ts'
import {
  AEAD_NONCE_BYTES, AEAD_TAG_BYTES, ed25519FromSeed, openAead, sealAead, SEED_BYTES, sha256, SIGNATURE_BYTES, verifyEd25519
} from './primitives.ts'

const CIPHERTEXT_BYTES: readonly number[] = [RENDEZVOUS_PLAINTEXT_BYTES + AEAD_TAG_BYTES, BUNDLE_PLAINTEXT_BYTES + AEAD_TAG_BYTES]

export interface SignedRecord {
  readonly publicKey: Bytes
  /** the DHT key that this record may lie under: "/nobyte/" and 32 raw bytes */
  readonly key: Bytes
  readonly seq: number
  readonly eolMs: number
  readonly nonce: Bytes
  readonly ciphertext: Bytes
}

export const dhtKeyOf = (publicKey: Uint8Array): Bytes => concat(utf8(`/${DHT_NAMESPACE}/`), sha256(publicKey))

/**
 * @param seq the highest wins; a publisher keeps it rising
 * @param paddedBytes what the plaintext is padded to: one of the two sizes that records have
 * @throws AppError TOO_LARGE: the plaintext does not fit
 */
export function sealRecord (
  { seed, encryptionKey, seq, eolMs, plaintext, paddedBytes, random }: {
    seed: Uint8Array, encryptionKey: Uint8Array, seq: number, eolMs: number, plaintext: Uint8Array, paddedBytes: number, random: Random
  }
): Bytes {
  if (!CIPHERTEXT_BYTES.includes(paddedBytes + AEAD_TAG_BYTES)) throw new TypeError('records have one of two sizes')
  const { publicKey, sign } = ed25519FromSeed(seed)
  const nonce = random(AEAD_NONCE_BYTES)
  const ciphertext = sealAead(encryptionKey, nonce, pad(plaintext, paddedBytes), associatedData(dhtKeyOf(publicKey), seq, eolMs))
  const record = { publicKey, seq, eolMs, nonce, ciphertext }
  return Record.encode({ ...record, signature: sign(signedBytes(record)) })
}

/** Under which key it belongs, if it is what `readRecord` accepts: that is for whoever keeps it to check. @throws AppError PROTOCOL */
export const keyOfRecord = (value: Uint8Array): Bytes =>
  dhtKeyOf(sized(readMessage(Record, value, MAX_RECORD_BYTES).publicKey, SEED_BYTES, 'a record\'s key'))

/**
 * What a DHT server checks as well; whether the time has passed is for the caller to say.
 * @throws AppError PROTOCOL: not a record of one of the two sizes, in its only encoding, signed by its key
 */
export function readRecord (value: Uint8Array): SignedRecord {
  const { signature, ...record } = readMessage(Record, value, MAX_RECORD_BYTES)
  sized(record.publicKey, SEED_BYTES, 'a record\'s key')
  sized(record.nonce, AEAD_NONCE_BYTES, 'a nonce')
  sized(signature, SIGNATURE_BYTES, 'a signature')
  wholeNumber(record.seq, 'seq')
  wholeNumber(record.eolMs, 'the end of life')
  if (!CIPHERTEXT_BYTES.includes(record.ciphertext.byteLength)) throw new AppError('PROTOCOL', 'a record of an unknown size')
  // Another encoding of the same record could carry bytes that nobody signed to every server that stores it.
  if (!equal(Record.encode({ ...record, signature }), value)) throw new AppError('PROTOCOL', 'a record in an unusual encoding')
  if (!verifyEd25519(record.publicKey, signedBytes(record), signature)) throw new AppError('PROTOCOL', 'a record with a wrong signature')
  return {
    publicKey: copy(record.publicKey),
    key: dhtKeyOf(record.publicKey),
    seq: record.seq,
    eolMs: record.eolMs,
    nonce: copy(record.nonce),
    ciphertext: copy(record.ciphertext)
  }
}

/** @returns the plaintext without its padding; undefined when it was not sealed under this key */
export function openRecord ({ key, seq, eolMs, nonce, ciphertext }: SignedRecord, encryptionKey: Uint8Array): Bytes | undefined {
  const padded = openAead(encryptionKey, nonce, ciphertext, associatedData(key, seq, eolMs))
  return padded === undefined ? undefined : unpad(padded)
}

const associatedData = (key: Uint8Array, seq: number, eolMs: number): Bytes => concat(key, u64be(seq), u64be(eolMs))

const signedBytes = ({ publicKey, seq, eolMs, nonce, ciphertext }: Omit<SignedRecord, 'key'>): Bytes =>
  concat(utf8(LABELS.record), publicKey, u64be(seq), u64be(eolMs), nonce, ciphertext)
