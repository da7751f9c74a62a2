import { expect, test } from 'vitest'
import { peerIdBytes } from '../../src/network/addresses.ts'
import { newNetwork } from '../../src/network/networks/descriptors.ts'
import { servedNetwork, soon, startNode } from './testbed.ts'

const NETWORK = newNetwork({ name: 'test' })

test('a server that is wanted twice at the same moment is dialled once, and each may give it up without the other', async () => {
  const { server } = await servedNetwork(NETWORK)
  const node = await startNode({ network: NETWORK })
  const addresses = server.addresses()
  const peerId = peerIdBytes(server.peerId)
  const wanted = [{ addresses }, { addresses, peerId }, { addresses }]
  const connections = await Promise.all(wanted.map(async target => await node.dial(target, { signal: soon() })))
  expect(new Set(connections).size).toBe(1)

  const somebodyElse = peerIdBytes(node.peerId)
  const another = await startNode({ network: NETWORK })
  const [refused, kept] = await Promise.allSettled([
    another.dial({ addresses, peerId: somebodyElse }, { signal: soon() }), another.dial({ addresses }, { signal: soon() })
  ])
  expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'PEER_UNREACHABLE' } })
  expect(kept).toMatchObject({ status: 'fulfilled', value: { status: 'open' } })
})

test('whoever joined a dial goes on by itself when the other gives up', async () => {
  const { server } = await servedNetwork(NETWORK)
  const node = await startNode({ network: NETWORK })
  const addresses = server.addresses()
  const given = new AbortController()
  const first = node.dial({ addresses }, { signal: given.signal })
  const second = node.dial({ addresses }, { signal: soon() })
  given.abort(new Error('no longer wanted'))
  await expect(first).rejects.toThrow('no longer wanted')
  expect((await second).remotePeer.toString()).toBe(server.peerId)
})
