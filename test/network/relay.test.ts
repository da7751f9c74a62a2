import type { Connection, Stream } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { pEvent } from 'p-event'
import { describe, expect, test } from 'vitest'
import { utf8 } from '../../src/base/bytes.ts'
import { systemRandom } from '../../src/base/random.ts'
import { relayOf } from '../../src/network/addresses.ts'
import { newNetwork, type NetworkDescriptor } from '../../src/network/networks/descriptors.ts'
import type { NetworkNode } from '../../src/network/node.ts'
import { presetOf } from '../../src/network/roles.ts'
import { addressTexts } from '../../src/wire/addresses.ts'
import { freePort } from '../support/ports.ts'
import { joinedNode, ready, servedNetwork, soon, startNode, stranger } from './testbed.ts'

const ECHO = '/nobyte/echo/1.0.0'
const LIMITS = presetOf({ role: 'infrastructure', network: newNetwork({ name: 'test' }) }).relay!

/** A node that listens nowhere, as if a router let nobody in; it has its places on relays once this resolves. */
async function hidden (network: NetworkDescriptor, places = 1): Promise<NetworkNode> {
  const node = await startNode({ network, listen: [] })
  await node.handle(ECHO, stream => {
    stream.addEventListener('message', ({ data }) => { stream.send(data) })
  }, { runOnLimitedConnection: true })
  await placed(node, places)
  return node
}

async function placed (node: NetworkNode, places: number): Promise<void> {
  while (relaysOf(node).length !== places) await node.events.next('addresses:changed', { signal: AbortSignal.timeout(100_000) })
}

/** whose relays its addresses name */
const relaysOf = (node: NetworkNode): string[] => [...new Set(node.addresses().map(address => node.relayAt(address) ?? 'none'))].sort()

const reach = async (from: NetworkNode, to: NetworkNode): Promise<Connection> =>
  await from.dial({ peerId: to.peerIdBytes, addresses: to.addresses() }, { signal: soon() })

async function echo (connection: Connection, text: string): Promise<string> {
  const stream: Stream = await connection.newStream(ECHO, { signal: soon(), runOnLimitedConnection: true })
  const answer = pEvent(stream, 'message', { rejectionEvents: ['close'] })
  stream.send(utf8(text))
  return Buffer.from((await answer as unknown as { data: { subarray: () => Uint8Array } }).data.subarray()).toString()
}

interface Relay {
  operator: string
  node: NetworkNode
  restart: () => Promise<void>
}

/** A network served by these operators' relays, one node each. */
async function relayedBy (...operators: string[]): Promise<{ network: NetworkDescriptor, relays: Relay[] }> {
  let network = newNetwork({ name: 'test' })
  const relays: Relay[] = []
  for (const operator of operators) {
    const place = { privateKeySeed: systemRandom(32), listen: [`/ip4/127.0.0.1/tcp/${await freePort()}`] }
    const start = async (): Promise<NetworkNode> => await startNode({ role: 'infrastructure', network, ...place })
    const relay: Relay = {
      operator,
      node: await start(),
      restart: async () => {
        await relay.node.stop()
        relay.node = await start()
      }
    }
    relays.push(relay)
    network = { ...network, bootstrap: [...network.bootstrap, { addresses: relay.node.addresses(), operator }] }
  }
  return { network, relays }
}

describe('two who listen nowhere', () => {
  test.each(['private', 'open'])('reach each other through the relay of their %s network, and it counts them', async kind => {
    const { network, server } = await servedNetwork(newNetwork({ name: 'test', open: kind === 'open' }))
    const [ada, radia] = await Promise.all([hidden(network), hidden(network)])
    expect(await echo(await reach(ada, radia), 'hello')).toBe('hello')
    expect(server.holdings()).toMatchObject({ relayReservations: 2, relayCircuits: 1 })
    expect(ada.peers().find(({ peerId }) => peerId === radia.peerId)).toMatchObject({ route: 'relayed', relay: server.peerId })
    expect(addressTexts(radia.routes().addresses)).toEqual([`${server.addresses()[0]}/p2p-circuit`])
    await radia.stop()
    await expect.poll(() => server.holdings()).toMatchObject({ relayReservations: 1, relayCircuits: 0 })
  })

  test('dial each other at the same moment, and both keep a way', async () => {
    const { network } = await servedNetwork()
    const [ada, radia] = await Promise.all([hidden(network), hidden(network)])
    const [there, back] = await Promise.all([reach(ada, radia), reach(radia, ada)])
    expect(await Promise.all([echo(there, 'hello'), echo(back, 'and hello')])).toEqual(['hello', 'and hello'])
  })

  test('are reached by what was remembered, for as long as they run', async () => {
    const { network } = await servedNetwork()
    const [ada, radia] = await Promise.all([hidden(network), hidden(network)])
    const remembered = { addresses: radia.addresses(), lastPeerId: radia.peerIdBytes }
    expect((await ada.dial(remembered, { signal: soon() })).remotePeer.toString()).toBe(radia.peerId)
    await radia.stop()
    await expect(ada.dial(remembered, { signal: soon() })).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' })
    await expect(ada.dial({ addresses: remembered.addresses }, { signal: soon() })).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' })
  })

  test('are told to contacts alone: neither identify nor the DHT names their relays', async () => {
    const { network, server } = await servedNetwork(newNetwork({ name: 'test', open: true }))
    const ada = await startNode({ network })
    await ready(ada)
    await expect.poll(() => ada.addresses()).toHaveLength(2)
    const curious = await stranger(network, () => true)
    const told = new Promise<CustomEvent>(resolve => { curious.addEventListener('peer:identify', resolve, { once: true }) })
    await curious.dial(multiaddr(ada.addresses().find(address => ada.relayAt(address) === undefined)))
    expect(String((await told).detail.listenAddrs)).not.toContain('p2p-circuit')
    expect(server.holdings().relayReservations).toBe(1)
  })
})

describe('a place on a relay', () => {
  test('that restarted is taken again', async () => {
    const { network, relays: [relay] } = await relayedBy('Orla')
    const [ada, radia] = await Promise.all([hidden(network), hidden(network)])
    const back = [ada, radia].map(async node => {
      await placed(node, 0)
      await placed(node, 1)
    })
    await relay!.restart()
    await Promise.all(back)
    expect(await echo(await reach(ada, radia), 'hello again')).toBe('hello again')
  })

  test('is kept with two operators, and one is enough', async () => {
    const { network, relays } = await relayedBy('Orla', 'Orla', 'Pat')
    const [ada, radia] = await Promise.all([hidden(network, 2), hidden(network, 2)])
    expect([relaysOf(ada), relaysOf(radia)]).toEqual([['Orla', 'Pat'], ['Orla', 'Pat']])
    await Promise.all(relays.filter(({ operator }) => operator === 'Orla').map(async ({ node }) => { await node.stop() }))
    await Promise.all([placed(ada, 1), placed(radia, 1)])
    const connection = await reach(ada, radia)
    expect(await echo(connection, 'by the other')).toBe('by the other')
    expect(ada.relayAt(connection.remoteAddr.toString())).toBe('Pat')
  })

  test('is not offered by a server that does not relay', async () => {
    const { network, server } = await servedNetwork(undefined, { relay: false })
    const ada = await joinedNode(network, { listen: [] })
    expect([ada.addresses(), server.holdings().relayReservations]).toEqual([[], 0])
  })

  test('is for those who ask first, and from one address not for all of them', async () => {
    const { network, server } = await servedNetwork(undefined, {
      limits: { relay: { ...LIMITS, reservations: { ...LIMITS.reservations, perLoopback: 2 } } }
    })
    const [ada, radia] = await Promise.all([hidden(network), hidden(network)])
    const late = await joinedNode(network, { listen: [] })
    await expect(reach(ada, late)).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' })
    expect(server.holdings().relayReservations).toBe(2)
    expect(await echo(await reach(late, radia), 'let me in')).toBe('let me in')
  })
})

describe('a circuit', () => {
  test('leads through one relay, of this network: others are not asked', async () => {
    const here = await servedNetwork(newNetwork({ name: 'ours', open: true }))
    const there = await servedNetwork(newNetwork({ name: 'theirs', open: true }))
    const [ada, radia] = [await joinedNode(here.network), await hidden(there.network)]
    await expect(reach(ada, radia)).rejects.toMatchObject({ code: 'NETWORK_MISMATCH' })
    const [way] = radia.addresses()
    expect(relayOf(way!)).toEqual({ socket: there.server.addresses()[0]!.split('/p2p/')[0], peerId: there.server.peerId })
    expect([relayOf(`${way}/p2p-circuit`), relayOf('/ip4/9.9.9.9/tcp/1/p2p-circuit')]).toEqual([undefined, undefined])
    await expect(ada.dial({ peerId: radia.peerIdBytes, addresses: [`${way}/p2p-circuit`] }, { signal: soon() }))
      .rejects.toMatchObject({ message: 'there is no address to dial' })
  })

  test('ends after its time, and both ends know at once', async () => {
    const { network } = await servedNetwork(undefined, { limits: { relay: { ...LIMITS, durationLimitMs: 1500 } } })
    const [ada, radia] = await Promise.all([hidden(network), hidden(network)])
    const connection = await reach(ada, radia)
    const ended = radia.events.next('peer:disconnected', { filter: ({ peerId }) => peerId === ada.peerId, signal: soon() })
    if (connection.status === 'open') await pEvent(connection, 'close')
    await ended
    expect(await echo(await reach(ada, radia), 'again')).toBe('again')
  })

  test('is one of few to one destination, and one that ends makes room', async () => {
    const { network, server } = await servedNetwork(undefined, { limits: { relay: { ...LIMITS, circuitsPerDestination: 2 } } })
    const ada = await hidden(network)
    const visitors = await Promise.all([1, 2, 3].map(async () => await joinedNode(network, { listen: [] })))
    const [one] = [await reach(visitors[0]!, ada), await reach(visitors[1]!, ada)]
    await expect(reach(visitors[2]!, ada)).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' })
    await one.close()
    await expect.poll(() => server.holdings().relayCircuits).toBe(1)
    expect(await echo(await reach(visitors[2]!, ada), 'now')).toBe('now')
  })

  test('is refused when it comes from somebody who is no relay of this node', async () => {
    const { network } = await servedNetwork(newNetwork({ name: 'test', open: true }))
    const ada = await startNode({ network })
    await placed(ada, 2) // none, and the server
    const mallory = await stranger(network, () => true)
    const connection = await mallory.dial(multiaddr(ada.addresses().find(address => ada.relayAt(address) === undefined)))
    const before = ada.addresses()
    const stream = await connection.newStream('/libp2p/circuit/relay/0.2.0/stop', { signal: soon() })
    if (stream.status === 'open') await pEvent(stream, 'close')
    expect(stream.status).toBe('reset')
    expect(ada.addresses()).toEqual(before)
  })
})
