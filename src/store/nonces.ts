import type { Bytes } from '../base/bytes.ts'
import type { Random } from '../base/random.ts'
import { AEAD_NONCE_BYTES } from '../crypto/primitives.ts'

const NONCES_AT_ONCE = 128

/** Random nonces, drawn many at a time: asking the system for twelve bytes costs as much as for a thousand. */
export function nonceSource (random: Random): () => Bytes {
  let pool: Bytes = new Uint8Array(0)
  let used = 0
  return () => {
    if (used === pool.byteLength) {
      pool = random(NONCES_AT_ONCE * AEAD_NONCE_BYTES)
      used = 0
    }
    const nonce = pool.slice(used, used + AEAD_NONCE_BYTES)
    used += AEAD_NONCE_BYTES
    return nonce
  }
}
