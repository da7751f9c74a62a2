/** Real nodes over loopback for the stories of this folder; everything started here is stopped after its test. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { noise } from '@chainsafe/libp2p-noise'
import { identify } from '@libp2p/identify'
import { kadDHT, passthroughMapper, type KadDHT, type Validators } from '@libp2p/kad-dht'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p, type Libp2p } from 'libp2p'
import { onTestFinished } from 'vitest'
import type { Bytes } from '../../src/base/bytes.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom } from '../../src/base/random.ts'
import { HOUR } from '../../src/base/time.ts'
import { readRecord, sealRecord } from '../../src/crypto/records.ts'
import { newNetwork, type NetworkDescriptor } from '../../src/network/networks/descriptors.ts'
import { createNode, type NetworkNode, type NodeOptions } from '../../src/network/node.ts'
import { RENDEZVOUS_PLAINTEXT_BYTES } from '../../src/wire/limits.ts'
import { kadProtocol, networkPrefix } from '../../src/wire/protocols.ts'

export const LOOPBACK = '/ip4/127.0.0.1/tcp/0'
export const soon = (): AbortSignal => AbortSignal.timeout(60_000)

export async function startNode (options: Partial<NodeOptions> & Pick<NodeOptions, 'network'>): Promise<NetworkNode> {
  const node = await createNode({ role: 'user', listen: [LOOPBACK], log: silentLog, ...options })
  onTestFinished(async () => { await node.stop() })
  return node
}

/** A private network served by one infrastructure node. */
export async function servedNetwork (
  network: NetworkDescriptor = newNetwork({ name: 'test' }), options: Partial<NodeOptions> = {}
): Promise<{ network: NetworkDescriptor, server: NetworkNode }> {
  const server = await startNode({ role: 'infrastructure', network, ...options })
  return { network: { ...network, bootstrap: [{ addresses: server.addresses() }] }, server }
}

/** A node that already has somebody to ask. */
export async function joinedNode (network: NetworkDescriptor, options: Partial<NodeOptions> = {}): Promise<NetworkNode> {
  const node = await startNode({ network, ...options })
  await ready(node)
  return node
}

export async function ready (node: NetworkNode): Promise<void> {
  if (!node.dht.isReady()) await node.events.next('dht:ready', { signal: soon() })
}

export function record (
  { seed = systemRandom(32), seq = 1, eolMs = Date.now() + HOUR }: { seed?: Bytes, seq?: number, eolMs?: number } = {}
): { key: Bytes, value: Bytes } {
  const value = sealRecord({
    seed,
    encryptionKey: systemRandom(32),
    seq,
    eolMs,
    plaintext: systemRandom(20),
    paddedBytes: RENDEZVOUS_PLAINTEXT_BYTES,
    random: systemRandom
  })
  return { key: readRecord(value).key, value }
}

/** The seqs of everything that a look-up hands up, sorted. */
export async function seqsAt (node: NetworkNode, key: Bytes): Promise<number[]> {
  const seqs = new Set<number>()
  await node.dht.read(key, { signal: soon(), onValue: value => { seqs.add(readRecord(value).seq) } })
  return [...seqs].sort((a, b) => a - b)
}

export type Stranger = Libp2p<{ identify: unknown, ping: unknown, dht: KadDHT }>

/** A DHT server on an open network that is not ours: its rules are its own. */
export async function stranger (
  network: NetworkDescriptor, accepts: (value: Uint8Array) => boolean, announce: string[] = []
): Promise<Stranger> {
  const validators: Validators = {
    nobyte: (_key, value) => { if (!accepts(value)) throw new Error('refused') }
  }
  const prefix = networkPrefix(network.id)
  const peer = await createLibp2p({
    addresses: { listen: [LOOPBACK], announce },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionMonitor: { protocolPrefix: prefix },
    services: {
      identify: identify({ protocolPrefix: prefix }),
      ping: ping({ protocolPrefix: prefix }),
      dht: kadDHT({
        protocol: kadProtocol(network.id),
        clientMode: false,
        peerInfoMapper: passthroughMapper,
        allowQueryWithZeroPeers: true,
        validators,
        selectors: { nobyte: () => 0 }
      })
    }
  })
  onTestFinished(async () => { await peer.stop() })
  return peer as unknown as Stranger
}

export async function tempFolder (): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nobyte-test-'))
  onTestFinished(async () => { await rm(folder, { recursive: true, force: true }) })
  return folder
}
