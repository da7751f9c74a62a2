/** `S`: what two accounts share after first contact. Records and handshakes derive from it; messages do not. */
import { toHex, type Bytes } from '../base/bytes.ts'
import type { Random } from '../base/random.ts'
import { sha256 } from './primitives.ts'

export const PAIR_SECRET_BYTES = 32

export const newPairSecret = (random: Random): Bytes => random(PAIR_SECRET_BYTES)

/** Of two that arose at once, both sides keep the one with the lower SHA-256, without asking each other. */
export const chooseSecret = <T extends Uint8Array>(a: T, b: T): T => toHex(sha256(a)) <= toHex(sha256(b)) ? a : b
