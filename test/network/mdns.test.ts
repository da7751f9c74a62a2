import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concat, utf8 } from '../../src/base/bytes.ts'
import { decodeMdns, encodeAnswer, encodeQuery } from '../../src/network/lan/mdns.ts'

const service = '_nobyte-lan._udp.local'

describe('a multicast DNS message', () => {
  test('says what was asked and what was answered', () => {
    expect(decodeMdns(encodeQuery(service))).toEqual({ kind: 'query', services: [service] })
    fc.assert(fc.property(fc.array(fc.string({ maxLength: 60, unit: 'grapheme' }), { maxLength: 8 }), texts => {
      expect(decodeMdns(encodeAnswer({ service, instance: 'a1b2', texts }))).toEqual({ kind: 'answer', services: [service], texts })
    }))
  })

  test('too long for its fields is a mistake of ours, and said so', () => {
    expect(() => encodeAnswer({ service, instance: 'a', texts: ['x'.repeat(256)] })).toThrow(TypeError)
    expect(() => encodeQuery(`${'x'.repeat(64)}.local`)).toThrow(TypeError)
  })

  test('of another program is read past, compressed names included', () => {
    // an answer whose PTR record names its service by a pointer to the question before it
    const header = Uint8Array.of(0, 0, 0x84, 0, 0, 1, 0, 1, 0, 0, 0, 0)
    const name = concat(Uint8Array.of(7), utf8('printer'), Uint8Array.of(5), utf8('local'), Uint8Array.of(0))
    const packet = concat(header, name, Uint8Array.of(0, 12, 0, 1), Uint8Array.of(0xc0, 12, 0, 12, 0, 1, 0, 0, 0, 9, 0, 2, 0xc0, 12))
    expect(decodeMdns(packet)).toEqual({ kind: 'answer', services: ['printer.local'], texts: [] })
  })

  test('whose name points at itself ends', () => {
    const header = Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
    expect(decodeMdns(concat(header, Uint8Array.of(0xc0, 12, 0, 12, 0, 1)))).toBeUndefined()
  })

  test('that is cut off, flipped or random harms nobody', () => {
    const whole = encodeAnswer({ service, instance: 'a1b2', texts: ['dnsaddr=/ip4/192.168.1.5/tcp/4501'] })
    for (let bytes = 0; bytes < whole.byteLength; bytes++) decodeMdns(whole.subarray(0, bytes))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), packet => { decodeMdns(packet) }), { numRuns: 2000 })
    fc.assert(fc.property(fc.nat({ max: whole.byteLength - 1 }), fc.nat({ max: 255 }), (at, byte) => {
      const flipped = whole.slice()
      flipped[at] = byte
      decodeMdns(flipped)
    }), { numRuns: 2000 })
  })
})
