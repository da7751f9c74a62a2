import { createHook } from 'node:async_hooks'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { pEvent } from 'p-event'
import { describe, expect, test } from 'vitest'
import { copy, equal, utf8 } from '../../src/base/bytes.ts'
import { systemRandom } from '../../src/base/random.ts'
import { LAN_NETWORK, newNetwork, type NetworkDescriptor } from '../../src/network/networks/descriptors.ts'
import { HostileServer } from '../support/hostile-server.ts'
import { KIND } from '../support/kad.ts'
import { joinedNode, LOOPBACK, servedNetwork, soon, startNode, stranger } from './testbed.ts'

const withoutKey = ({ psk: _psk, ...network }: NetworkDescriptor): NetworkDescriptor => network

describe('a private network', () => {
  test('is met with its key, over TCP and over WebSockets', async () => {
    const listen = [LOOPBACK, `${LOOPBACK}/ws`]
    const { network, server } = await servedNetwork(undefined, { listen })
    for (const address of server.addresses()) {
      const ada = await startNode({ network: { ...network, bootstrap: [] } })
      const connection = await ada.dial({ peerId: server.peerIdBytes, addresses: [address] }, { signal: soon() })
      expect(connection.remotePeer.toString()).toBe(server.peerId)
    }
    expect(server.addresses()).toHaveLength(2)
  })

  test('tells a node with another key, and one without, what the likely cause is', async () => {
    const { network, server } = await servedNetwork()
    const { psk } = newNetwork({ name: 'other' })
    const [other, none] = [{ ...network, psk: psk! }, withoutKey(network)]
    const [eve, mallory] = [await startNode({ network: other }), await startNode({ network: none })]
    const target = { peerId: server.peerIdBytes, addresses: server.addresses() }
    await Promise.all([
      expect(eve.dial(target, { signal: soon() })).rejects.toMatchObject({
        code: 'NETWORK_MISMATCH', hint: expect.stringContaining('another key') as string
      }),
      expect(mallory.dial(target, { signal: soon() })).rejects.toMatchObject({
        code: 'NETWORK_MISMATCH', hint: expect.stringContaining('private network') as string
      })
    ])
    await expect.poll(() => eve.bootstrap()[0], { timeout: 60_000 }).toMatchObject({ state: 'failed', error: { code: 'NETWORK_MISMATCH' } })
    expect(server.peers()).toEqual([])
  })

  test('and an open one do not mix', async () => {
    const { network, server } = await servedNetwork(newNetwork({ name: 'open', open: true }))
    const ada = await startNode({ network: { ...newNetwork({ name: 'private' }), id: network.id } })
    await expect(ada.dial({ addresses: server.addresses() }, { signal: soon() })).rejects.toMatchObject({ code: 'NETWORK_MISMATCH' })
  })
})

test('two open networks do not mix: the dialler is told, and neither keeps the connection', async () => {
  const { server } = await servedNetwork(newNetwork({ name: 'one', open: true }))
  const ada = await startNode({ network: newNetwork({ name: 'two', open: true }) })
  await expect(ada.dial({ addresses: server.addresses() }, { signal: soon() })).rejects.toMatchObject({
    code: 'NETWORK_MISMATCH', message: 'the other node is on another network'
  })
  await expect.poll(() => [...ada.peers(), ...server.peers()]).toEqual([])
  expect(server.dht.tableSize()).toBe(0)
})

describe('dialling', () => {
  test('an address where nobody listens says so', async () => {
    const gone = await startNode({ network: LAN_NETWORK, mdns: false })
    const addresses = gone.addresses()
    await gone.stop()
    const ada = await startNode({ network: LAN_NETWORK, mdns: false })
    await expect(ada.dial({ addresses }, { signal: soon() })).rejects.toMatchObject({
      code: 'PEER_UNREACHABLE', hint: 'The other node is not running'
    })
    await expect(ada.dial({ addresses: [] }, { signal: soon() })).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' })
  })

  test('finds the one address of several that answers, and nonsense among them does no harm', async () => {
    const radia = await startNode({ network: LAN_NETWORK, mdns: false })
    const ada = await startNode({ network: LAN_NETWORK, mdns: false })
    const addresses = ['/ip4/127.0.0.1/tcp/1', 'nonsense', '/p2p-circuit', ...radia.addresses()]
    const connection = await ada.dial({ peerId: radia.peerIdBytes, addresses }, { signal: soon() })
    expect(connection.remotePeer.toString()).toBe(radia.peerId)
    expect(await ada.dial({ peerId: radia.peerIdBytes, addresses: [] }, { signal: soon() })).toBe(connection)
  })

  test('somebody else at the address is not taken for the one who was meant', async () => {
    const radia = await startNode({ network: LAN_NETWORK, mdns: false })
    const other = await startNode({ network: LAN_NETWORK, mdns: false })
    const ada = await startNode({ network: LAN_NETWORK, mdns: false })
    await expect(ada.dial({ peerId: radia.peerIdBytes, addresses: other.addresses() }, { signal: soon() }))
      .rejects.toMatchObject({ code: 'PEER_UNREACHABLE' })
  })

  test('its own address is not somebody else\'s', async () => {
    const ada = await startNode({ network: LAN_NETWORK, mdns: false })
    await expect(ada.dial({ addresses: ada.addresses() }, { signal: soon() })).rejects.toMatchObject({
      code: 'PEER_UNREACHABLE', message: expect.stringContaining('own') as string
    })
  })

  test('carries a protocol of ours', async () => {
    const radia = await startNode({ network: LAN_NETWORK, mdns: false })
    await radia.handle('/nobyte/echo/1.0.0', stream => {
      stream.addEventListener('message', ({ data }) => { stream.send(data) })
    })
    const ada = await startNode({ network: LAN_NETWORK, mdns: false })
    const connection = await ada.dial({ addresses: radia.addresses() }, { signal: soon() })
    const stream = await connection.newStream('/nobyte/echo/1.0.0', { signal: soon() })
    const answer = pEvent(stream, 'message')
    stream.send(utf8('hello'))
    expect(Buffer.from((await answer as unknown as { data: { subarray: () => Uint8Array } }).data.subarray()).toString()).toBe('hello')
  })
})

test('a user has a fresh id at every start, an infrastructure node the one of its seed', async () => {
  const [one, two] = [await startNode({ network: LAN_NETWORK, mdns: false }), await startNode({ network: LAN_NETWORK, mdns: false })]
  expect(one.peerId).not.toBe(two.peerId)
  const network = newNetwork({ name: 'test' })
  const privateKeySeed = systemRandom(32)
  const before = await startNode({ role: 'infrastructure', network, privateKeySeed })
  await before.stop()
  expect((await startNode({ role: 'infrastructure', network, privateKeySeed })).peerId).toBe(before.peerId)
})

test('identify gives away neither version nor platform', async () => {
  const { network, server } = await servedNetwork(newNetwork({ name: 'test', open: true }))
  const curious = await stranger(network, () => true)
  const told = new Promise<CustomEvent>(resolve => { curious.addEventListener('peer:identify', resolve, { once: true }) })
  await curious.dial(multiaddr(server.addresses()[0]))
  expect((await told).detail).toMatchObject({ agentVersion: 'nobyte', protocolVersion: 'nobyte/1' })
})

test('of a hundred addresses that a peer claims sixteen are remembered, and no more are handed on', async () => {
  const { network, server } = await servedNetwork(newNetwork({ name: 'test', open: true }))
  const boaster = await stranger(network, () => true, Array.from({ length: 100 }, (_, i) => `/ip4/9.9.9.9/tcp/${i + 1}`))
  await using asker = await HostileServer.on(network)
  await boaster.dial(multiaddr(server.addresses()[0]))
  await asker.join(server.addresses())
  const id = boaster.peerId.toMultihash().bytes
  const told = async (): Promise<number | undefined> => {
    const answer = await asker.ask(peerIdFromString(server.peerId), { kind: KIND.findNode, key: copy(id) })
    return answer?.closer?.find(peer => equal(peer.id, id))?.multiaddrs.length
  }
  await expect.poll(told, { timeout: 60_000 }).toBe(16)
})

test('a peer that claims ten thousand addresses is turned away', async () => {
  const { network, server } = await servedNetwork(newNetwork({ name: 'test', open: true }))
  const boaster = await stranger(network, () => true, Array.from({ length: 10_000 }, (_, i) => `/ip4/9.9.9.9/tcp/${i + 1}`))
  const gone = new Promise(resolve => { boaster.addEventListener('peer:disconnect', resolve, { once: true }) })
  await boaster.dial(multiaddr(server.addresses()[0]))
  await gone
  expect(server.peers()).toEqual([])
})

test('a port that is taken stops an infrastructure node with an error, and not a user', async () => {
  const network = newNetwork({ name: 'test' })
  const first = await startNode({ role: 'infrastructure', network })
  const listen = [first.addresses()[0]!.split('/p2p/')[0]!]
  await expect(startNode({ role: 'infrastructure', network, listen })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  const user = await startNode({ network, listen })
  expect(user.addresses()).toEqual([])
})

test('a node lists who it is connected to', async () => {
  const { network, server } = await servedNetwork()
  const ada = await joinedNode(network)
  expect(ada.peers()).toMatchObject([{ peerId: server.peerId, direction: 'outbound', kind: 'dht-server', route: 'direct' }])
  await expect.poll(() => ada.bootstrap()).toMatchObject([{ state: 'connected' }])
  expect(ada.dht.mode()).toBe('server')
})

test('a node that was stopped leaves no timer that keeps its process', async () => {
  type Running = NodeJS.Timeout & { _idleTimeout: number, _destroyed: boolean }
  const timers = new Set<Running>()
  const hook = createHook({ init (_id, type, _trigger, timer) { if (type === 'Timeout') timers.add(timer as Running) } })
  const node = await startNode({ network: LAN_NETWORK, mdns: false })
  hook.enable()
  await node.stop()
  hook.disable()
  const isLong = ({ _idleTimeout: delayMs }: Running): boolean => delayMs > 100
  expect([...timers].filter(timer => timer.hasRef() && !timer._destroyed && isLong(timer))).toEqual([])
})
