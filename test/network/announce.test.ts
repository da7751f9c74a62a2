import { multiaddr } from '@multiformats/multiaddr'
import { describe, expect, test } from 'vitest'
import { isPrivateHost } from '../../src/network/addresses.ts'
import { announceable } from '../../src/network/announce.ts'
import { newNetwork, LAN_NETWORK, type NetworkDescriptor } from '../../src/network/networks/descriptors.ts'
import { presetOf } from '../../src/network/roles.ts'
import { soon, startNode } from './testbed.ts'

const PEER = '12D3KooWGC6TvWhfapngX6wvJHMYvKpDMXPb3ZnCZ6dMoaMtimQ5'
const found = ['/ip4/127.0.0.1/tcp/1', '/ip4/192.168.1.5/tcp/1', '/ip4/9.9.9.9/tcp/1', '/ip6/fe80::1/tcp/1', '/ip6/2620:fe::9/tcp/1']
  .map(address => multiaddr(address))
const told = (options: { listen?: string[], announce?: string[], isPublic: boolean }, addresses = found): string[] =>
  announceable({ addresses, listen: ['/ip4/0.0.0.0/tcp/1'], announce: [], ...options }).map(String)

describe('a node tells others', () => {
  test('among strangers only what strangers can reach', () => {
    expect(told({ isPublic: true })).toEqual(['/ip4/9.9.9.9/tcp/1', '/ip6/2620:fe::9/tcp/1'])
  })

  test('on a LAN or a private network its private addresses as well, but not loopback', () => {
    expect(told({ isPublic: false })).toEqual(['/ip4/192.168.1.5/tcp/1', '/ip4/9.9.9.9/tcp/1', '/ip6/2620:fe::9/tcp/1'])
  })

  test('an address that the user named, whatever it is', () => {
    expect(told({ isPublic: true, listen: ['/ip4/127.0.0.1/tcp/1'] }, found.slice(0, 1))).toEqual(['/ip4/127.0.0.1/tcp/1'])
  })

  test('its loopback address when the computer has no other', () => {
    expect(told({ isPublic: false }, found.slice(0, 1))).toEqual(['/ip4/127.0.0.1/tcp/1'])
    expect(told({ isPublic: true }, found.slice(0, 1))).toEqual([])
  })

  test('exactly what it was told to announce', () => {
    const announce = ['/dns4/node.example/tcp/443/ws']
    expect(told({ isPublic: true, announce }, announce.map(address => multiaddr(address)))).toEqual(announce)
  })

  test('at most 16 addresses', () => {
    const many = Array.from({ length: 40 }, (_, i) => multiaddr(`/ip4/9.9.9.9/tcp/${i + 1}`))
    expect(told({ isPublic: true }, many)).toHaveLength(16)
  })
})

test('private ranges are known for what they are', () => {
  const hosts = ['10.1.2.3', '172.31.0.1', '100.64.0.1', '169.254.1.1', 'fd00::1', 'fe80::1', '::1', 'localhost']
  expect(hosts.filter(host => !isPrivateHost(host))).toEqual([])
  expect(['9.9.9.9', '172.32.0.1', '2620:fe::9', 'node.example'].filter(isPrivateHost)).toEqual([])
})

describe('a user', () => {
  const open = newNetwork({ name: 'open', open: true })
  const at = (host: string): NetworkDescriptor => ({ ...open, bootstrap: [{ addresses: [`/ip4/${host}/tcp/1/p2p/${PEER}`] }] })
  const mode = (network: NetworkDescriptor): boolean => presetOf({ role: 'user', network }).dhtServer

  test('serves the DHT where its neighbours can reach it, and only asks it on an open public network', () => {
    expect(mode(at('9.9.9.9'))).toBe(false)
    expect([LAN_NETWORK, newNetwork({ name: 'private' }), at('192.168.0.1')].map(mode)).toEqual([true, true, true])
    expect(presetOf({ role: 'infrastructure', network: at('9.9.9.9') }).dhtServer).toBe(true)
  })

  test('shouts over the local network only where the network is one, or when asked to', () => {
    expect(presetOf({ role: 'user', network: open }).mdns).toBe(false)
    expect(presetOf({ role: 'user', network: LAN_NETWORK }).mdns).toBe(true)
    expect(presetOf({ role: 'user', network: open, mdns: true }).mdns).toBe(true)
  })
})

test('what records carry is what is told, in bytes and without the peer id', async () => {
  const ada = await startNode({ network: LAN_NETWORK, mdns: false })
  const { peerId, addresses } = ada.routes()
  expect(peerId).toEqual(ada.peerIdBytes)
  expect(addresses.map(bytes => `${multiaddr(bytes).toString()}/p2p/${ada.peerId}`)).toEqual(ada.addresses())
  const radia = await startNode({ network: LAN_NETWORK, mdns: false })
  const connection = await radia.dial({ peerId, addresses: addresses.map(bytes => multiaddr(bytes).toString()) }, { signal: soon() })
  expect(connection.remotePeer.toString()).toBe(ada.peerId)
})
