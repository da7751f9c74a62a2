/** The few algorithms that all else is made of, thin over node:crypto: bytes in, bytes out. */
import {
  createCipheriv, createDecipheriv, createHash, createHmac, createPrivateKey, createPublicKey, createSecretKey, diffieHellman, hkdfSync,
  sign, verify, type KeyObject
} from 'node:crypto'
import { concat, copy, fromHex, utf8, type Bytes } from '../base/bytes.ts'

export const SEED_BYTES = 32
export const SIGNATURE_BYTES = 64
export const AEAD_KEY_BYTES = 32
export const AEAD_NONCE_BYTES = 12
export const AEAD_TAG_BYTES = 16

const NO_SALT = new Uint8Array(0)
const CIPHER = 'aes-256-gcm'

/** 32 bytes; for a key that is used often a KeyObject. */
export type AeadKey = Uint8Array | KeyObject
export type MacKey = Uint8Array | KeyObject

/** node:crypto finds out by an error, which it catches, that bytes are no KeyObject: that takes longer than sealing 4 KiB. */
export const keyOf = (key: Uint8Array | KeyObject): KeyObject => key instanceof Uint8Array ? createSecretKey(key) : key

/** For what node:crypto takes as DER alone and finds out in the same way: four fifths of the time are for the error's stack. */
export function withoutStacks<T> (make: () => T): T {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return make()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

const privateKeyOf = (prefix: Uint8Array, seed: Uint8Array): KeyObject => withoutStacks(() =>
  createPrivateKey({ key: Buffer.from(concat(prefix, seed)), format: 'der', type: 'pkcs8' }))

const publicKeyOf = (prefix: Uint8Array, key: Uint8Array): KeyObject => withoutStacks(() =>
  createPublicKey({ key: Buffer.from(concat(prefix, key)), format: 'der', type: 'spki' }))

/**
 * HKDF-SHA256 without salt. A label that takes a context is followed by it, in fixed-width fields.
 * @param bytes how many bytes to derive
 */
export const hkdf = (secret: Uint8Array, label: string, bytes: number, context: Uint8Array = NO_SALT): Bytes =>
  new Uint8Array(hkdfSync('sha256', keyOf(secret), NO_SALT, concat(utf8(label), context), bytes))

/** HMAC-SHA256 over the parts laid end to end: all but the last need a fixed width, or two inputs could look alike. */
export function hmac (key: MacKey, ...parts: readonly Uint8Array[]): Bytes {
  const mac = createHmac('sha256', keyOf(key))
  for (const part of parts) mac.update(part)
  return copy(mac.digest())
}

/** SHA-256 over the parts laid end to end. */
export function sha256 (...parts: readonly Uint8Array[]): Bytes {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return copy(hash.digest())
}

/**
 * AES-256-GCM: ciphertext followed by its 16-byte tag.
 * @param nonce 12 bytes, never twice under one key
 */
export function sealAead (key: AeadKey, nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Bytes {
  const cipher = createCipheriv(CIPHER, keyOf(key), nonce, { authTagLength: AEAD_TAG_BYTES })
  cipher.setAAD(aad)
  return concat(cipher.update(plaintext), cipher.final(), cipher.getAuthTag())
}

/** @returns undefined when key, nonce, ciphertext or associated data are not those of the sealing */
export function openAead (key: AeadKey, nonce: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Bytes | undefined {
  if (nonce.byteLength !== AEAD_NONCE_BYTES || sealed.byteLength < AEAD_TAG_BYTES) return undefined
  const end = sealed.byteLength - AEAD_TAG_BYTES
  const decipher = createDecipheriv(CIPHER, keyOf(key), nonce, { authTagLength: AEAD_TAG_BYTES })
  decipher.setAAD(aad)
  decipher.setAuthTag(sealed.subarray(end))
  const plaintext = decipher.update(sealed.subarray(0, end))
  try {
    return concat(plaintext, decipher.final())
  } catch {
    return undefined
  }
}

// node:crypto takes Ed25519 keys as DER; around a raw 32-byte key that is a constant prefix (RFC 8410).
const PKCS8_ED25519 = fromHex('302e020100300506032b657004220420')
const SPKI_ED25519 = fromHex('302a300506032b6570032100')

export interface SigningKey {
  readonly publicKey: Bytes
  sign: (bytes: Uint8Array) => Bytes
}

/** @throws TypeError when the seed is not 32 bytes */
export function ed25519FromSeed (seed: Uint8Array): SigningKey {
  if (seed.byteLength !== SEED_BYTES) throw new TypeError(`an Ed25519 seed has ${SEED_BYTES} bytes`)
  const key = privateKeyOf(PKCS8_ED25519, seed)
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return {
    publicKey: copy(spki.subarray(SPKI_ED25519.byteLength)),
    sign: bytes => copy(sign(null, bytes, key))
  }
}

/** False, never an error, whatever the bytes are: they came from outside. */
export function verifyEd25519 (publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.byteLength !== SEED_BYTES || signature.byteLength !== SIGNATURE_BYTES) return false
  try {
    return verify(null, bytes, publicKeyOf(SPKI_ED25519, publicKey), signature)
  } catch {
    return false
  }
}

const PKCS8_X25519 = fromHex('302e020100300506032b656e04220420')
const SPKI_X25519 = fromHex('302a300506032b656e032100')

export interface AgreementKey {
  readonly publicKey: Bytes
  /** X25519. @returns undefined for what is no public key, or one that would agree on zero with everybody */
  agree: (publicKey: Uint8Array) => Bytes | undefined
}

/** @throws TypeError when the private key is not 32 bytes */
export function x25519Key (privateKey: Uint8Array): AgreementKey {
  if (privateKey.byteLength !== SEED_BYTES) throw new TypeError(`an X25519 key has ${SEED_BYTES} bytes`)
  const key = privateKeyOf(PKCS8_X25519, privateKey)
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return {
    publicKey: copy(spki.subarray(SPKI_X25519.byteLength)),
    agree (publicKey) {
      if (publicKey.byteLength !== SEED_BYTES) return undefined
      try {
        return copy(diffieHellman({ privateKey: key, publicKey: publicKeyOf(SPKI_X25519, publicKey) }))
      } catch {
        return undefined
      }
    }
  }
}
