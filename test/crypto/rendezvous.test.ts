import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex, toHex, type Bytes } from '../../src/base/bytes.ts'
import type { DeviceId } from '../../src/base/ids.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { DAY, HOUR } from '../../src/base/time.ts'
import {
  epochAt, epochEndMs, openRendezvous, pairOffsetMs, rendezvousKeys, sealRendezvous, type Replica
} from '../../src/crypto/rendezvous.ts'
import { MAX_RECORD_BYTES } from '../../src/wire/limits.ts'
import { readVectors } from '../vectors/read.ts'
import { fixedRandom } from './fixed-random.ts'
import { refuses } from './hostile-bytes.ts'

const secret = random(32)
const publisher = toHex(random(32)) as DeviceId
const record = {
  secret, publisher, replica: 0 as Replica, epoch: 20454, seq: 7, peerId: random(38), addresses: [random(8), random(20)], random
}
const keys = rendezvousKeys(secret, publisher, 0, 20454)

describe('an epoch', () => {
  test('holds its moment, lasts a day and begins where the last one ends', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.integer({ min: 0, max: 4e12 }), (pair, nowMs) => {
      const epoch = epochAt(pairOffsetMs(pair), nowMs)
      expect(epochEndMs(pair, epoch)).toBeGreaterThan(nowMs)
      expect(epochEndMs(pair, epoch - 1)).toBeLessThanOrEqual(nowMs)
      expect(epochEndMs(pair, epoch) - epochEndMs(pair, epoch - 1)).toBe(DAY)
      expect(epochAt(pairOffsetMs(pair), epochEndMs(pair, epoch))).toBe(epoch + 1)
    }))
  })

  test('turns at a time of day of its own for each pair', () => {
    const offsets = Array.from({ length: 200 }, () => pairOffsetMs(random(32)))
    expect(new Set(offsets).size).toBeGreaterThan(190)
    expect(offsets.every(offset => offset >= 0 && offset < DAY)).toBe(true)
  })
})

describe('a rendezvous record', () => {
  test('lies under a key that only pair, publisher, replica and epoch together give', () => {
    const others = [
      rendezvousKeys(random(32), publisher, 0, 20454), rendezvousKeys(secret, toHex(random(32)) as DeviceId, 0, 20454),
      rendezvousKeys(secret, publisher, 1, 20454), rendezvousKeys(secret, publisher, 0, 20455)
    ]
    for (const other of others) {
      expect(other.dhtKey).not.toEqual(keys.dhtKey)
      expect(other.encryptionKey).not.toEqual(keys.encryptionKey)
      expect(() => openRendezvous({ value: sealRendezvous(record), keys: other, epoch: 20454 })).toThrow('under another key')
    }
  })

  test('tells peer and addresses until 30 hours after its epoch', () => {
    const { peerId, addresses } = record
    expect(openRendezvous({ value: sealRendezvous(record), keys, epoch: 20454 }))
      .toEqual({ seq: 7, epoch: 20454, peerId, addresses, eolMs: epochEndMs(secret, 20454) + 30 * HOUR })
    expect(() => openRendezvous({ value: sealRendezvous(record), keys, epoch: 20455 })).toThrow('another epoch')
  })

  test('leaves off what does not fit, the last address first', () => {
    const addresses = Array.from({ length: 40 }, () => random(100))
    const value = sealRendezvous({ ...record, addresses: [random(300), ...addresses] })
    expect(value.byteLength).toBeLessThan(MAX_RECORD_BYTES)
    expect(value.byteLength).toBe(sealRendezvous({ ...record, addresses: [] }).byteLength)
    const told = openRendezvous({ value, keys, epoch: 20454 }).addresses
    expect(told).toEqual(addresses.slice(0, told.length))
    expect(told.length).toBe(9)
    const small = Array.from({ length: 40 }, (_, i) => new Uint8Array([i]))
    const crowded = sealRendezvous({ ...record, addresses: small })
    expect(openRendezvous({ value: crowded, keys, epoch: 20454 }).addresses).toEqual(small.slice(0, 16))
  })

  test('damaged in any way is refused with PROTOCOL', () => {
    refuses((value: Bytes) => openRendezvous({ value, keys, epoch: 20454 }), sealRendezvous(record), 'PROTOCOL', 2000)
  })

  test('prints no secret', () => {
    expect(JSON.parse(JSON.stringify(keys))).toMatchObject({ seed: '[secret]', encryptionKey: '[secret]' })
  })

  test('keeps to its frozen vectors', () => {
    interface Vector {
      secret: string, publisher: DeviceId, replica: Replica, epoch: number, offsetMs: number, endMs: number, dhtKey: string, seed: string,
      encryptionKey: string, nonce: string, seq: number, peerId: string, addresses: string[], value: string
    }
    for (const vector of readVectors<Vector>('rendezvous')) {
      const { publisher, replica, epoch, seq } = vector
      const secret = fromHex(vector.secret)
      const keys = rendezvousKeys(secret, publisher, replica, epoch)
      expect([pairOffsetMs(secret), epochEndMs(secret, epoch)]).toEqual([vector.offsetMs, vector.endMs])
      expect([keys.dhtKey, keys.seed, keys.encryptionKey].map(toHex)).toEqual([vector.dhtKey, vector.seed, vector.encryptionKey])
      const [peerId, addresses] = [fromHex(vector.peerId), vector.addresses.map(fromHex)]
      expect(toHex(sealRendezvous({ secret, publisher, replica, epoch, seq, peerId, addresses, random: fixedRandom(vector.nonce) })))
        .toBe(vector.value)
      expect(openRendezvous({ value: fromHex(vector.value), keys, epoch })).toMatchObject({ seq, peerId, addresses })
    }
  })
})
