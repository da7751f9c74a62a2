import { describe, expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { createDht, type Dht } from '../../src/network/dht/dht.ts'
import { StoryClock } from '../protocols/clock.ts'
import { record } from './testbed.ts'

const { key, value } = record()
const answer = { name: 'PEER_RESPONSE', record: { value }, closer: [] }

/** A DHT whose nearest servers are letters; those in capitals are connected. Who is asked knows of `named`. */
function among (servers: string, { holders = '', silent = '', named = '?' } = {}): { dht: Dht, asked: string[], clock: StoryClock } {
  const asked: string[] = []
  const clock = new StoryClock()
  const kad = {
    routingTable: { size: servers.length, closestPeers: () => servers.split('') },
    peerRouting: {
      async * getValueOrPeers (from: string, _key: Uint8Array, { signal }: { signal: AbortSignal }) {
        asked.push(from)
        if (silent.includes(from)) await new Promise((_resolve, reject) => { signal.addEventListener('abort', reject) })
        yield { ...answer, ...(holders.includes(from) ? {} : { record: undefined }), closer: named.split('').map(id => ({ id })) }
      }
    },
    async * get () {
      asked.push('all')
      yield answer
    }
  }
  const dht = createDht({
    kad: kad as never,
    datastore: { stored: () => undefined } as never,
    rules: {} as never,
    readiness: {} as never,
    isConnected: peerId => /[A-Z]/.test(String(peerId)),
    clock,
    log: silentLog
  })
  return { dht, asked, clock }
}

/** Reads until the first value is here. */
async function firstOf (dht: Dht): Promise<void> {
  const enough = new AbortController()
  await dht.read(key, { signal: enough.signal, onValue: () => { enough.abort(new Error('enough')) } }).catch(() => {})
  expect(enough.signal.aborted).toBe(true)
}

describe('whoever looks a record up', () => {
  test('asks the three nearest servers that it is connected to, and nobody else where one of them has it', async () => {
    const { dht, asked } = among('aBcDEF', { holders: 'D' })
    await firstOf(dht)
    expect(asked).toEqual(['B', 'D', 'E'])
  })

  test('asks all when these have nothing, when it knows none, and when they are silent', async () => {
    for (const servers of ['ABC', 'abc']) {
      const { dht, asked } = among(servers)
      await firstOf(dht)
      expect(asked.at(-1)).toBe('all')
    }
    const { dht, asked, clock } = among('ABC', { silent: 'ABC' })
    const found = firstOf(dht)
    expect(asked).not.toContain('all')
    clock.pass(100)
    await found
    expect(asked).toContain('all')
  })

  test('asks all even so when it wants every value, and has those of the nearest first', async () => {
    const { dht, asked } = among('AB', { holders: 'AB' })
    let values = 0
    await dht.read(key, { signal: new AbortController().signal, onValue: () => { values++ } })
    expect([asked, values]).toEqual([['A', 'B', 'all'], 3])
  })

  test('asks nobody twice: when the nearest are all that there are, and know of no others, they have said all', async () => {
    const signal = new AbortController().signal
    const read = async (...about: Parameters<typeof among>): Promise<string[]> => {
      const { dht, asked } = among(...about)
      await dht.read(key, { signal, onValue () {} })
      return asked
    }
    expect(await read('AB', { named: 'AB' })).toEqual(['A', 'B'])
    expect(await read('AB', { named: '' })).toEqual(['A', 'B'])
    expect(await read('')).toEqual([])
    expect(await read('ABC', { named: 'ABD' })).toContain('all')
    expect(await read('ABCd', { named: '' })).toContain('all')
    expect(await read('ABCD', { named: '' })).toContain('all')
  })
})
