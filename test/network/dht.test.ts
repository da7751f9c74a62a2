import type { KadDHT, QueryEvent } from '@libp2p/kad-dht'
import { multiaddr } from '@multiformats/multiaddr'
import { describe, expect, test } from 'vitest'
import { copy, equal, type Bytes } from '../../src/base/bytes.ts'
import { AppError } from '../../src/base/errors.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom } from '../../src/base/random.ts'
import { systemClock } from '../../src/base/time.ts'
import type { CappedDatastore } from '../../src/network/dht/datastore.ts'
import { createDht, type Readiness } from '../../src/network/dht/dht.ts'
import type { RecordRules } from '../../src/network/dht/validators.ts'
import { LAN_NETWORK, newNetwork } from '../../src/network/networks/descriptors.ts'
import type { NetworkNode } from '../../src/network/node.ts'
import { joinedNode, ready, record, seqsAt, servedNetwork, soon, startNode, stranger, type Stranger } from './testbed.ts'

/** Puts whatever it is told to, as somebody without our rules can. @returns whether the server took it */
async function putAsStranger (peer: Stranger, server: NetworkNode, key: Bytes, value: Uint8Array): Promise<boolean> {
  await peer.dial(multiaddr(server.addresses()[0]))
  await untilKnown(peer)
  let isTaken = false
  for await (const event of peer.services.dht.put(key, value, { signal: soon() })) {
    if (event.name === 'PEER_RESPONSE' && event.messageName === 'PUT_VALUE') isTaken = true
    if (event.name === 'QUERY_ERROR') isTaken = false
  }
  return isTaken
}

async function untilKnown (peer: Stranger): Promise<void> {
  const { routingTable } = peer.services.dht as unknown as {
    routingTable: EventTarget & { size: number }
  }
  if (routingTable.size === 0) await new Promise(resolve => { routingTable.addEventListener('peer:add', resolve, { once: true }) })
}

describe('records', () => {
  test('radia reads what ada put, from the server and after ada has gone', async () => {
    const { network, server } = await servedNetwork()
    const ada = await joinedNode(network)
    const { key, value } = record({ seq: 7 })
    expect((await ada.dht.put(key, value, { signal: soon() })).stored).toBe(1)
    expect(server.holdings()).toMatchObject({ records: 1 })
    await ada.stop()
    const radia = await joinedNode(network)
    const found: Bytes[] = []
    await radia.dht.read(key, { signal: soon(), onValue: value => { found.push(value) } })
    expect(found.length).toBeGreaterThan(0)
    expect(found.every(bytes => equal(bytes, value))).toBe(true)
  })

  test('two on a LAN find a record that was put before they met', async () => {
    const ada = await startNode({ network: LAN_NETWORK, mdns: false })
    const { key, value } = record({ seq: 3 })
    expect(await ada.dht.put(key, value, { signal: soon() })).toEqual({ stored: 0 })
    const radia = await startNode({ network: LAN_NETWORK, mdns: false })
    const met = ready(radia)
    await radia.dial({ peerId: ada.peerIdBytes, addresses: ada.addresses() }, { signal: soon() })
    await met
    expect(await seqsAt(radia, key)).toEqual([3])
  })

  test('a reader alone gets its answer at once: nothing', async () => {
    const ada = await startNode({ network: LAN_NETWORK, mdns: false })
    expect(await seqsAt(ada, record().key)).toEqual([])
  })

  test('the newer record replaces the older one, and a replay of the older is refused', async () => {
    const { network, server } = await servedNetwork(newNetwork({ name: 'test', open: true }))
    const seed = systemRandom(32)
    const [older, newer] = [record({ seed, seq: 1 }), record({ seed, seq: 2 })]
    const ada = await joinedNode(network)
    await ada.dht.put(older.key, older.value, { signal: soon() })
    await ada.dht.put(newer.key, newer.value, { signal: soon() })
    const replayer = await stranger(network, () => true)
    expect(await putAsStranger(replayer, server, older.key, older.value)).toBe(false)
    expect(await putAsStranger(replayer, server, newer.key, newer.value)).toBe(true)
    await ada.stop()
    await replayer.stop()
    const radia = await joinedNode(network)
    expect(await seqsAt(radia, newer.key)).toEqual([2])
  })

  test('a server refuses forged, expired, misplaced and over-long records and goes on serving', async () => {
    const { network, server } = await servedNetwork(newNetwork({ name: 'test', open: true }))
    const attacker = await stranger(network, () => true)
    const good = record()
    const forged = copy(good.value)
    forged[forged.length - 1]! ^= 1
    const expired = record({ eolMs: Date.now() - 1 })
    expect(await putAsStranger(attacker, server, good.key, forged)).toBe(false)
    expect(await putAsStranger(attacker, server, expired.key, expired.value)).toBe(false)
    expect(await putAsStranger(attacker, server, record().key, good.value)).toBe(false)
    expect(await putAsStranger(attacker, server, good.key, systemRandom(8 * 1024))).toBe(false)
    expect(await putAsStranger(attacker, server, good.key, systemRandom(1024 * 1024))).toBe(false)
    expect(server.holdings()).toMatchObject({ records: 0, recordBytes: 0 })
    expect(await putAsStranger(attacker, server, good.key, good.value)).toBe(true)
  })

  test('a holder of an old record that refuses the correction does not hide the new one', async () => {
    const { network, server } = await servedNetwork(newNetwork({ name: 'test', open: true }))
    const seed = systemRandom(32)
    const [older, newer] = [record({ seed, seq: 1 }), record({ seed, seq: 2 })]
    const stubborn = await stranger(network, value => equal(value, older.value))
    for await (const _event of stubborn.services.dht.put(older.key, older.value)) { /* kept by itself alone */ }
    const ada = await joinedNode(network)
    await ada.dht.put(newer.key, newer.value, { signal: soon() })
    await ada.stop()
    await stubborn.dial(multiaddr(server.addresses()[0]))
    const radia = await joinedNode(network)
    await radia.dial({ addresses: stubborn.getMultiaddrs().map(String) }, { signal: soon() })
    await expect.poll(() => radia.dht.tableSize()).toBe(2)
    expect(await seqsAt(radia, newer.key)).toEqual([1, 2])
  })

  test('our own node refuses to put what others would refuse', async () => {
    const ada = await startNode({ network: LAN_NETWORK, mdns: false })
    const { key, value } = record({ eolMs: Date.now() - 1 })
    await expect(ada.dht.put(key, value, { signal: soon() })).rejects.toMatchObject({ code: 'PROTOCOL' })
    await expect(ada.dht.put(key, systemRandom(5000), { signal: soon() })).rejects.toMatchObject({ code: 'TOO_LARGE' })
  })

  test('a look-up ends with its signal', async () => {
    const { network } = await servedNetwork()
    const ada = await joinedNode(network)
    const given = new AbortController()
    given.abort()
    await expect(ada.dht.read(record().key, { signal: given.signal, onValue () {} })).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('a put that is not over in time', () => {
  async function putTo (answers: QueryEvent[]): Promise<{ stored: number, missed?: number }> {
    const time = new AbortController()
    const slow = {
      async * put () {
        yield * answers
        time.abort(new AppError('TIMED_OUT', 'a minute is over'))
        time.signal.throwIfAborted()
      }
    }
    const dht = createDht({
      kad: slow as unknown as KadDHT,
      datastore: { keep () {} } as unknown as CappedDatastore,
      rules: { validate () {} } as unknown as RecordRules,
      readiness: {} as Readiness,
      isConnected: () => true,
      clock: systemClock,
      log: silentLog
    })
    return await dht.put(new Uint8Array(32), new Uint8Array(1), { signal: time.signal })
  }

  test('says who has it', async () => {
    const has = { name: 'PEER_RESPONSE', messageName: 'PUT_VALUE', from: 'a server' } as unknown as QueryEvent
    expect(await putTo([has])).toEqual({ stored: 1, missed: 1 })
  })

  test('is an error where nobody has', async () => {
    await expect(putTo([])).rejects.toMatchObject({ code: 'TIMED_OUT' })
  })
})

test('a server that is gone leaves the routing table, and dht:ready comes again with the next one', async () => {
  const network = newNetwork({ name: 'test' })
  const first = await servedNetwork(network)
  const ada = await joinedNode(first.network)
  await first.server.stop()
  await expect.poll(() => ada.dht.tableSize()).toBe(0)
  expect(ada.dht.isReady()).toBe(false)
  const second = await servedNetwork(network)
  const again = ready(ada)
  await ada.dial({ addresses: second.server.addresses() }, { signal: soon() })
  await again
  expect(ada.dht.tableSize()).toBe(1)
})
