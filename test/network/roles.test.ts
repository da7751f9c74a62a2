import { describe, expect, test } from 'vitest'
import { LAN_NETWORK, newNetwork, type NetworkDescriptor } from '../../src/network/networks/descriptors.ts'
import { presetOf } from '../../src/network/roles.ts'

const servedAt = (address: string, { open = false } = {}): NetworkDescriptor =>
  ({ ...newNetwork({ name: 'test', open }), bootstrap: [{ addresses: [address] }] })
const [INTERNET, HOUSEHOLD] = ['/ip4/9.9.9.9/tcp/4501', '/ip4/192.168.1.9/tcp/4501']

describe('a person\'s node', () => {
  test('is no DHT server where the network is served on the internet: from there nobody could ask it', () => {
    for (const open of [true, false]) expect(presetOf({ role: 'user', network: servedAt(INTERNET, { open }) }).dhtServer).toBe(false)
  })

  test('is one where everybody is a neighbour', () => {
    for (const network of [LAN_NETWORK, servedAt(HOUSEHOLD), servedAt(HOUSEHOLD, { open: true }), newNetwork({ name: 'test' })]) {
      expect(presetOf({ role: 'user', network }).dhtServer).toBe(true)
    }
  })
})

test('an operator\'s node is a DHT server anywhere', () => {
  for (const address of [INTERNET, HOUSEHOLD]) expect(presetOf({ role: 'infrastructure', network: servedAt(address) }).dhtServer).toBe(true)
})

test('a private network tells addresses of the household, an open one on the internet does not', () => {
  expect(presetOf({ role: 'user', network: servedAt(INTERNET) }).isPublic).toBe(false)
  expect(presetOf({ role: 'user', network: servedAt(INTERNET, { open: true }) }).isPublic).toBe(true)
})
