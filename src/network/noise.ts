/** Noise's own algorithms, with keys in the form in which node:crypto takes them without a detour. */
import { defaultCrypto } from '@chainsafe/libp2p-noise/crypto'
import { keyOf, withoutStacks } from '../crypto/primitives.ts'

/** Below, it seals in WebAssembly, which takes bytes. */
const NATIVE_FROM_BYTES = 1200

/** handed on to node:crypto as it is */
const keyFor = (length: number, key: Uint8Array): Uint8Array => length < NATIVE_FROM_BYTES ? key : keyOf(key) as unknown as Uint8Array

export const noiseCrypto: typeof defaultCrypto = {
  ...defaultCrypto,
  generateX25519KeyPairFromSeed: seed => withoutStacks(() => defaultCrypto.generateX25519KeyPairFromSeed(seed)),
  generateX25519SharedKey: (own, other) => withoutStacks(() => defaultCrypto.generateX25519SharedKey(own, other)),
  chaCha20Poly1305Encrypt: (plaintext, nonce, ad, key) =>
    defaultCrypto.chaCha20Poly1305Encrypt(plaintext, nonce, ad, keyFor(plaintext.byteLength, key)),
  chaCha20Poly1305Decrypt: (ciphertext, nonce, ad, key, target) =>
    defaultCrypto.chaCha20Poly1305Decrypt(ciphertext, nonce, ad, keyFor(ciphertext.byteLength, key), target)
}
