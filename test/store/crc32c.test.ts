import fc from 'fast-check'
import { expect, test } from 'vitest'
import { utf8 } from '../../src/base/bytes.ts'
import { corrections, crc32c, differInOneByte, mask } from '../../src/store/damage/crc32c.ts'

const sumOf = (bytes: Uint8Array): number => crc32c(bytes, 0, bytes.length) >>> 0

test('the sums are those of RFC 3720', () => {
  expect(sumOf(utf8('123456789'))).toBe(0xe3069283)
  expect(sumOf(new Uint8Array(32))).toBe(0x8a9136aa)
  expect(sumOf(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43)
  expect(sumOf(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e)
})

test('a part of a buffer has the sum that it has on its own', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat({ max: 20 }), fc.nat({ max: 20 }), (bytes, before, after) => {
    const larger = new Uint8Array([...new Uint8Array(before).fill(7), ...bytes, ...new Uint8Array(after).fill(9)])
    expect(crc32c(larger, before, before + bytes.length)).toBe(crc32c(bytes, 0, bytes.length))
  }))
})

test('the sum tells which byte was changed, and to what', () => {
  const change = fc.record({ bytes: fc.uint8Array({ minLength: 1, maxLength: 500 }), at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) })
  fc.assert(fc.property(change, ({ bytes, at, by }) => {
    const stored = mask(crc32c(bytes, 0, bytes.length))
    const damaged = Uint8Array.from(bytes)
    damaged[at % bytes.length]! ^= by
    expect(corrections(damaged, 0, damaged.length, stored)).toContainEqual({ at: at % bytes.length, byte: bytes[at % bytes.length] })
  }))
})

test('a sum of which one byte was changed is told from another sum', () => {
  expect(differInOneByte(0x12345678, 0x12ff5678)).toBe(true)
  expect(differInOneByte(0x12345678, 0x12345678)).toBe(false)
  expect(differInOneByte(0x12345678, 0x92345679)).toBe(false)
})
