import { randomBytes, randomInt } from 'node:crypto'
import type { Bytes } from './bytes.ts'

/** A source of random bytes, injected so that a test can repeat a run. */
export type Random = (bytes: number) => Bytes

export const systemRandom: Random = bytes => new Uint8Array(randomBytes(bytes))

/** A whole number of milliseconds in [min, max), for jitter and back-off. */
export const jitterMs = (min: number, max: number): number => randomInt(Math.floor(min), Math.max(Math.floor(max), Math.floor(min) + 1))
