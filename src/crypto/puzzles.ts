/**
 * What a queue costs whoever shows no token: about a second of work, which the host checks in some milliseconds and
 * remembers nothing of. A solution is for one receiver's key alone, so it makes one queue however often it is shown.
 */
import { hashRaw } from '@node-rs/argon2'
import { concat, copy, equal, readU64be, u64be, utf8, type Bytes } from '../base/bytes.ts'
import type { Random } from '../base/random.ts'
import { MAC_BYTES, PUZZLE_SOLUTION_BYTES } from '../wire/limits.ts'
import { LABELS } from './labels.ts'
import { hmac } from './primitives.ts'

const SALT_BYTES = 16
const BEGUN_BYTES = 8 + SALT_BYTES
const CHALLENGE_BYTES = BEGUN_BYTES + MAC_BYTES
const ARGON2ID = 2 // as in vault.ts
const COST = { algorithm: ARGON2ID, memoryCost: 16 * 1024, timeCost: 1, parallelism: 1, outputLen: 32 }

/** @param secret of the host, in its memory only */
export function setPuzzle ({ secret, untilMs, random }: { secret: Uint8Array, untilMs: number, random: Random }): Bytes {
  const begun = concat(u64be(untilMs), random(SALT_BYTES))
  return concat(begun, hmac(secret, utf8(LABELS.mailboxPuzzle), begun))
}

/** Cheap, so it comes first. @returns until when the puzzle holds; undefined when it was not set under this secret */
export function puzzleEnd ({ secret, challenge }: { secret: Uint8Array, challenge: Uint8Array }): number | undefined {
  if (challenge.byteLength !== CHALLENGE_BYTES) return undefined
  const begun = challenge.subarray(0, BEGUN_BYTES)
  return equal(challenge.subarray(BEGUN_BYTES), hmac(secret, utf8(LABELS.mailboxPuzzle), begun)) ? Number(readU64be(begun)) : undefined
}

interface Puzzle {
  challenge: Uint8Array
  /** public key of the queue that is to be made */
  receiver: Uint8Array
}

/** Eight leading zero bits. @param challenge that puzzleEnd accepted */
export async function isSolved ({ challenge, receiver, solution }: Puzzle & { solution: Uint8Array }): Promise<boolean> {
  if (solution.byteLength !== PUZZLE_SOLUTION_BYTES) return false
  const hash = await hashRaw(concat(challenge, receiver, solution), { ...COST, salt: copy(challenge.subarray(8, BEGUN_BYTES)) })
  return hash[0] === 0
}

/** 256 tries on average, off the main thread. @throws the signal's reason when aborted */
export async function solvePuzzle ({ challenge, receiver, signal }: Puzzle & { signal: AbortSignal }): Promise<Bytes> {
  for (let tried = 0; ; tried++) {
    signal.throwIfAborted()
    const solution = u64be(tried)
    if (await isSolved({ challenge, receiver, solution })) return solution
  }
}
