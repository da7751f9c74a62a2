import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey, peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Bytes } from '../../src/base/bytes.ts'
import { systemRandom } from '../../src/base/random.ts'
import { readRecord } from '../../src/crypto/records.ts'
import { newNetwork, type NetworkDescriptor } from '../../src/network/networks/descriptors.ts'
import { HostileServer, type Answers } from '../support/hostile-server.ts'
import { KIND, wrapped, type CloserPeer } from '../support/kad.ts'
import { joinedNode, record, seqsAt, servedNetwork, soon } from './testbed.ts'

/** Somebody who has nothing to do with it, and counts who knocks. */
async function victim (): Promise<{ address: Uint8Array, knocks: () => number }> {
  let knocks = 0
  const server = createServer(socket => {
    knocks++
    socket.on('error', () => {})
    onTestFinished(() => { socket.destroy() })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => { server.close() })
  return { address: multiaddr(`/ip4/127.0.0.1/tcp/${(server.address() as AddressInfo).port}`).bytes, knocks: () => knocks }
}

async function liar (network: NetworkDescriptor, answers: Answers): Promise<HostileServer> {
  const server = await HostileServer.on(network, { answers })
  onTestFinished(async () => { await server[Symbol.asyncDispose]() })
  await server.join(network.bootstrap[0]!.addresses)
  return server
}

const someone = peerIdFromPrivateKey(await generateKeyPair('Ed25519')).toMultihash().bytes

function bogusPeers (count: number, address: Uint8Array): CloserPeer[] {
  return Array.from({ length: count }, () => {
    const id = someone.slice()
    id.set(systemRandom(32), id.byteLength - 32)
    return { id, multiaddrs: [address] }
  })
}

describe('a server that lies about who is nearer', () => {
  test('and names 2,000 peers at a victim\'s door is not believed at all: nobody knocks there, and records are put and found', async () => {
    const { network, server } = await servedNetwork(newNetwork({ name: 'test', open: true }))
    const { address, knocks } = await victim()
    const closer = bogusPeers(2000, address)
    const mallory = await liar(network, ({ kind, key, record }) => ({ kind, key, record, closer }))
    const ada = await joinedNode(network)
    await ada.dial({ addresses: mallory.addresses }, { signal: soon() })
    await expect.poll(() => ada.dht.tableSize(), { timeout: 60_000 }).toBe(2)
    const { key, value } = record({ seq: 5 })
    expect((await ada.dht.put(key, value, { signal: AbortSignal.timeout(60_000) })).stored).toBe(1)
    expect(server.holdings().records).toBe(1)
    await ada.stop()
    const radia = await joinedNode(network)
    await radia.dial({ addresses: mallory.addresses }, { signal: soon() })
    expect(await seqsAt(radia, key)).toEqual([5])
    expect(mallory.asked.some(({ kind }) => kind === KIND.findNode)).toBe(true)
    expect(knocks()).toBe(0)
  })

  test('and names as many as an honest one, none of whom answers, ends no look-up', async () => {
    const { network } = await servedNetwork(newNetwork({ name: 'test', open: true }))
    const { address, knocks } = await victim()
    const ada = await joinedNode(network)
    const { key, value } = record({ seq: 5 })
    await ada.dht.put(key, value, { signal: soon() })
    await ada.stop()
    // Others each time: nothing that was tried before is of use.
    const mallory = await liar(network, ({ kind, key }) => ({ kind, key, closer: bogusPeers(32, address) }))
    const radia = await joinedNode(network)
    await radia.dial({ addresses: mallory.addresses }, { signal: soon() })
    await expect.poll(() => radia.dht.tableSize(), { timeout: 60_000 }).toBe(2)
    const first = Promise.withResolvers<number>()
    const signal = AbortSignal.timeout(60_000)
    const reading = radia.dht.read(key, { signal, onValue: found => { first.resolve(readRecord(found).seq) } })
    expect(await first.promise).toBe(5)
    await reading
    expect(mallory.asked.some(({ kind }) => kind === KIND.getValue)).toBe(true)
    // Each answer costs its victim a few connections for each of 32 peers, whatever is looked up.
    expect(knocks()).toBeLessThanOrEqual(mallory.asked.length * 32 * 4)
  })
})

/** Where this computer is, besides on itself: who comes from there comes from another place. */
const elsewhere = Object.values(networkInterfaces()).flat().find(one => one?.internal === false && one.family === 'IPv4')?.address
// A computer without any network cannot tell two places apart.
const testWithNetwork = elsewhere === undefined ? test.skip : test

testWithNetwork('a flood of records, some of them other people\'s, leaves what came from elsewhere, and its own puts fail', async () => {
  const records = { maxRecords: 30, maxBytes: 1_000_000 }
  const { network, server } = await servedNetwork(newNetwork({ name: 'test', open: true }), {
    listen: ['/ip4/0.0.0.0/tcp/0'], announce: [], limits: { records }
  })
  const at = (host: string): string[] => server.addresses().slice(0, 1).map(address => address.replace(/^\/ip4\/[^/]+/, `/ip4/${host}`))
  const ada = await joinedNode({ ...network, bootstrap: [{ addresses: at('127.0.0.1') }] })
  const honest = Array.from({ length: 10 }, () => record())
  for (const { key, value } of honest) expect((await ada.dht.put(key, value, { signal: soon() })).stored).toBe(1)

  const mallory = await HostileServer.on(network)
  onTestFinished(async () => { await mallory[Symbol.asyncDispose]() })
  await mallory.join(at(elsewhere!))
  const put = async ({ key, value }: { key: Bytes, value: Bytes }): Promise<boolean> => await mallory.ask(
    peerIdFromString(server.peerId), { kind: KIND.putValue, key, record: wrapped(key, value) }
  ) !== undefined
  let taken = 0
  for (let i = 0; i < 100; i++) if (await put(i % 10 === 9 ? honest[i % 7]! : record())) taken++
  expect(taken).toBeGreaterThan(20)
  expect(server.holdings()).toMatchObject({ records: 30 })
  for (const { key } of honest) {
    const found = await mallory.ask(peerIdFromString(server.peerId), { kind: KIND.getValue, key })
    expect(found?.record).toBeDefined()
  }
})
