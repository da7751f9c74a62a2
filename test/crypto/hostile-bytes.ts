import fc from 'fast-check'
import { expect } from 'vitest'
import type { Bytes } from '../../src/base/bytes.ts'
import { AppError, type ErrorCode } from '../../src/base/errors.ts'

/** One bit flipped, a part missing, something appended, or bytes that were never a message. */
export const damaged = (valid: Bytes): fc.Arbitrary<Bytes> => fc.oneof(
  fc.nat(valid.length * 8 - 1).map(bit => valid.map((byte, i) => i === bit >> 3 ? byte ^ 1 << (bit & 7) : byte)),
  fc.nat(valid.length - 1).map(length => valid.slice(0, length)),
  fc.uint8Array({ minLength: 1, maxLength: 40 }).map(tail => new Uint8Array([...valid, ...tail])),
  fc.uint8Array({ maxLength: 600 }).map(bytes => new Uint8Array(bytes))
)

/** Reading damaged bytes ends in an AppError with this code, and in nothing else. */
export function refuses (read: (bytes: Bytes) => unknown, valid: Bytes, code: ErrorCode, runs: number): void {
  fc.assert(fc.property(damaged(valid), bytes => {
    try {
      read(bytes)
    } catch (err) {
      expect(err).toBeInstanceOf(AppError)
      expect((err as AppError).code).toBe(code)
      return
    }
    throw new Error('damaged bytes were accepted')
  }), { numRuns: runs })
}
