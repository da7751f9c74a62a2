import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex, toHex, utf8 } from '../../src/base/bytes.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { PADDING_HEADER_BYTES } from '../../src/crypto/padding.ts'
import { openRecord, readRecord, sealRecord } from '../../src/crypto/records.ts'
import { Record } from '../../src/wire/gen/records.ts'
import { MAX_RECORD_BYTES } from '../../src/wire/limits.ts'
import { readVectors } from '../vectors/read.ts'
import { fixedRandom } from './fixed-random.ts'
import { refuses } from './hostile-bytes.ts'

const encryptionKey = random(32)
const sample = {
  seed: random(32), encryptionKey, seq: 1767225600000, eolMs: 1767333600000, plaintext: utf8('hello'), paddedBytes: 1024, random
}

describe('a record', () => {
  test('comes back as it was sealed', () => {
    fc.assert(fc.property(
      fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.maxSafeNat(), fc.maxSafeNat(), fc.constantFrom(1024, 3712),
      fc.uint8Array({ maxLength: 1024 - PADDING_HEADER_BYTES }),
      (seed, seq, eolMs, paddedBytes, plaintext) => {
        const value = sealRecord({ ...sample, seed, seq, eolMs, paddedBytes, plaintext })
        const record = readRecord(value)
        expect(value.byteLength).toBeLessThanOrEqual(MAX_RECORD_BYTES)
        expect(record).toMatchObject({ seq, eolMs })
        expect(openRecord(record, encryptionKey)).toEqual(new Uint8Array(plaintext))
        expect(openRecord(record, random(32))).toBeUndefined()
      }
    ), { numRuns: 200 })
  })

  test('damaged in any way is refused with PROTOCOL', () => {
    refuses(readRecord, sealRecord(sample), 'PROTOCOL', 10_000)
  })

  test('is refused in any encoding but one', () => {
    const value = sealRecord(sample)
    const unknownField = new Uint8Array([...value, 0x7a, 1, 0])
    const fieldTwice = new Uint8Array([...value.slice(0, 34), ...value])
    for (const other of [unknownField, fieldTwice]) {
      expect(Record.decode(other).seq).toBe(sample.seq)
      expect(() => readRecord(other)).toThrow('unusual encoding')
    }
  })

  test('does not open once its signed fields are swapped with another of the same key', () => {
    const record = readRecord(sealRecord(sample))
    expect(openRecord({ ...record, seq: record.seq + 1 }, encryptionKey)).toBeUndefined()
    expect(openRecord({ ...record, eolMs: record.eolMs + 1 }, encryptionKey)).toBeUndefined()
    expect(openRecord({ ...record, key: readRecord(sealRecord({ ...sample, seed: random(32) })).key }, encryptionKey)).toBeUndefined()
  })

  test('has the same size whatever it says, and refuses what does not fit', () => {
    const sizes = [0, 1, 500, 1022].map(length => sealRecord({ ...sample, plaintext: new Uint8Array(length) }).byteLength)
    expect(new Set(sizes).size).toBe(1)
    expect(() => sealRecord({ ...sample, plaintext: new Uint8Array(1023) })).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }))
    expect(() => sealRecord({ ...sample, paddedBytes: 2048 })).toThrow(TypeError)
  })

  test('keeps to its frozen vectors', () => {
    interface Vector {
      seed: string, encryptionKey: string, seq: number, eolMs: number, plaintext: string, paddedBytes: number
      nonce: string, key: string, value: string
    }
    for (const { nonce, key, value, ...vector } of readVectors<Vector>('record')) {
      const [seed, encryptionKey, plaintext] = [vector.seed, vector.encryptionKey, vector.plaintext].map(fromHex)
      const fields = { ...vector, seed: seed!, encryptionKey: encryptionKey!, plaintext: plaintext! }
      expect(toHex(sealRecord({ ...fields, random: fixedRandom(nonce) }))).toBe(value)
      const record = readRecord(fromHex(value))
      expect(toHex(record.key)).toBe(key)
      expect(openRecord(record, encryptionKey!)).toEqual(plaintext)
    }
  })
})
