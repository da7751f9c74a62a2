import { createHash } from 'node:crypto'
import type { PeerId } from '@libp2p/interface'
import { Record as DhtEnvelope } from '@libp2p/kad-dht'
import type { Libp2pOptions } from 'libp2p'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toHex, type Bytes } from '../../src/base/bytes.ts'
import { systemRandom } from '../../src/base/random.ts'
import { HOUR } from '../../src/base/time.ts'
import { CappedDatastore } from '../../src/network/dht/datastore.ts'
import { describeRecord } from '../../src/network/dht/validators.ts'
import { StoryClock } from '../protocols/clock.ts'
import { record } from './testbed.ts'

type Key = Parameters<NonNullable<Libp2pOptions['datastore']>['get']>[0]

/** As much of a datastore key as the datastore looks at. */
const named = (name: string): Key => ({ toString: () => name }) as Key
const under = (dhtKey: Uint8Array): Key => named(`/dht/record/${toHex(dhtKey)}`)
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

const ownId = systemRandom(38)
const distance = (dhtKey: Uint8Array): string => {
  const own = sha256(ownId)
  return toHex(sha256(dhtKey).map((byte, i) => byte ^ own[i]!))
}

function datastore ({ writer = () => undefined, ...limits }: {
  writer?: () => number | undefined, maxRecords?: number, maxBytes?: number, maxKnownPeers?: number
} = {}) {
  const clock = new StoryClock()
  const peerId = { toMultihash: () => ({ bytes: ownId }), toCID: () => ({ toString: () => 'self' }) } as unknown as PeerId
  const store = new CappedDatastore({ clock, describe: describeRecord, writer, peerId }, {
    maxRecords: 1000, maxBytes: 10_000_000, maxKnownPeers: 100, ...limits
  })
  const put = ({ key, value }: { key: Bytes, value: Bytes }): void => {
    store.put(under(key), new DhtEnvelope(key, value, new Date()).serialize())
  }
  return { store, clock, put }
}

describe('the datastore', () => {
  test('keeps the records nearest to its own id when a flood comes, whatever the order', () => {
    const records = Array.from({ length: 40 }, () => record())
    const nearest = records.map(({ key }) => distance(key)).sort().slice(0, 10)
    fc.assert(fc.property(fc.shuffledSubarray(records, { minLength: 40 }), shuffled => {
      const { store, put } = datastore({ maxRecords: 10 })
      for (const each of shuffled) {
        try {
          put(each)
        } catch (err) {
          expect(err).toMatchObject({ code: 'TOO_MANY' })
        }
      }
      expect(store.holdings().records).toBe(10)
      expect(records.filter(({ key }) => store.stored(key) !== undefined).map(({ key }) => distance(key)).sort()).toEqual(nearest)
    }), { numRuns: 20 })
  })

  describe('in a flood from one place', () => {
    const nearTo = (records: Array<{ key: Bytes, value: Bytes }>) => records.sort((a, b) => distance(a.key) < distance(b.key) ? -1 : 1)
    const all = nearTo(Array.from({ length: 60 }, () => record()))
    // What the flood has is nearer to this node than anything that honest people have.
    const [flood, honest] = [all.slice(0, 50), all.slice(50)]
    const putAll = (put: (one: { key: Bytes, value: Bytes }) => void, records: typeof all): void => {
      for (const one of records) {
        try {
          put(one)
        } catch (err) {
          expect(err).toMatchObject({ code: 'TOO_MANY' })
        }
      }
    }

    test('keeps what came from elsewhere, however near to itself the flood is', () => {
      let writer = 1
      const { store, put } = datastore({ writer: () => writer, maxRecords: 20 })
      putAll(put, honest)
      writer = 2
      putAll(put, flood)
      expect(store.holdings().records).toBe(20)
      expect(honest.filter(({ key }) => store.stored(key) === undefined)).toEqual([])
      // And has room for who comes later.
      writer = 3
      const [late] = [record()]
      put(late)
      expect(store.stored(late.key)?.seq).toBe(1)
    })

    test('which repeats the records of others does not make them its own', () => {
      let writer = 1
      const { store, put } = datastore({ writer: () => writer, maxRecords: 20 })
      putAll(put, honest)
      writer = 2
      putAll(put, [...flood.slice(0, 20), ...honest, ...flood.slice(20)])
      expect(honest.filter(({ key }) => store.stored(key) === undefined)).toEqual([])
    })
  })

  test('never evicts what this node itself publishes', () => {
    const { store, put } = datastore({ maxRecords: 3 })
    const records = Array.from({ length: 20 }, () => record()).sort((a, b) => distance(b.key) < distance(a.key) ? -1 : 1)
    const [own, ...others] = records // the farthest of all
    store.keep(own!.key)
    put(own!)
    for (const each of others) put(each)
    expect(store.stored(own!.key)?.seq).toBe(1)
    expect(store.holdings().records).toBe(3)
  })

  test('stays under its byte cap, and counts down to nothing', () => {
    const { store, put } = datastore({ maxBytes: 10_000 })
    const records = Array.from({ length: 30 }, () => record())
    for (const each of records) {
      try { put(each) } catch {}
      expect(store.holdings().bytes).toBeLessThanOrEqual(10_000)
    }
    for (const { key } of records) store.delete(under(key))
    expect(store.holdings()).toMatchObject({ records: 0, bytes: 0 })
  })

  test('a newer record takes the place of the older one', () => {
    const { store, put } = datastore()
    const seed = systemRandom(32)
    put(record({ seed, seq: 1 }))
    const newer = record({ seed, seq: 2 })
    put(newer)
    expect(store.stored(newer.key)?.seq).toBe(2)
    expect(store.holdings().records).toBe(1)
  })

  test('forgets expired records within an hour, and after two days what nobody repeats', () => {
    const { store, clock, put } = datastore()
    store.start()
    const short = record({ eolMs: clock.now() + HOUR / 2 })
    const long = record({ eolMs: clock.now() + 1000 * HOUR })
    put(short)
    put(long)
    clock.pass(HOUR - 1)
    expect(store.holdings().records).toBe(2)
    clock.pass(1)
    expect(store.stored(short.key)).toBeUndefined()
    expect(store.stored(long.key)).toBeDefined()
    clock.pass(47 * HOUR)
    expect(store.stored(long.key)).toBeDefined()
    clock.pass(2 * HOUR)
    expect(store.holdings()).toMatchObject({ records: 0, bytes: 0 })
    store.stop()
  })

  test('remembers so many peers and no more, but never forgets itself', () => {
    const { store } = datastore({ maxKnownPeers: 5 })
    store.put(named('/peers/self'), new Uint8Array(10))
    for (let i = 0; i < 50; i++) store.put(named(`/peers/${i}`), new Uint8Array(10))
    expect(store.holdings().knownPeers).toBe(5)
    expect(store.has(named('/peers/self'))).toBe(true)
    expect(store.has(named('/peers/49'))).toBe(true)
    expect(store.has(named('/peers/0'))).toBe(false)
    expect(() => store.put(named('/peers/50'), new Uint8Array(1024 * 1024))).toThrow('too much')
  })

  test('takes no provider records', () => {
    const { store } = datastore()
    expect(() => store.put(named('/dht/provider/x/y'), new Uint8Array(10))).toThrow('not kept')
  })

  test('answers queries by prefix, filter, order, offset and limit', () => {
    const { store } = datastore()
    for (const name of ['b', 'a', 'd', 'c']) store.put(named(`/peers/${name}`), new Uint8Array(1))
    store.put(named('/other'), new Uint8Array(1))
    const keys = [...store.queryKeys({ prefix: '/peers/', orders: [(a, b) => a.toString() < b.toString() ? -1 : 1], offset: 1, limit: 2 })]
    expect(keys.map(String)).toEqual(['/peers/b', '/peers/c'])
    expect([...store.query({ filters: [({ key }) => key.toString() === '/other'] })]).toHaveLength(1)
    const batch = store.batch()
    batch.delete(named('/other'))
    batch.put(named('/more'), new Uint8Array(1))
    void batch.commit()
    expect([store.has(named('/other')), store.has(named('/more'))]).toEqual([false, true])
    expect(() => store.get(named('/other'))).toThrow()
  })
})
