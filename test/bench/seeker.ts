/** Somebody who publishes and looks up: a node of ours and a stock libp2p node, both clients of the same DHT. */
import { noise } from '@chainsafe/libp2p-noise'
import { identify } from '@libp2p/identify'
import { kadDHT, passthroughMapper, type KadDHT } from '@libp2p/kad-dht'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p, type Libp2p } from 'libp2p'
import type * as Bytes from '../../src/base/bytes.ts'
import type * as Logs from '../../src/base/log.ts'
import type * as Random from '../../src/base/random.ts'
import type * as Time from '../../src/base/time.ts'
import type * as Records from '../../src/crypto/records.ts'
import type * as Descriptors from '../../src/network/networks/descriptors.ts'
import type * as Node from '../../src/network/node.ts'
import type * as Validators from '../../src/network/dht/validators.ts'
import type * as Rendezvous from '../../src/protocols/rendezvous.ts'
import type * as Limits from '../../src/wire/limits.ts'
import type * as Protocols from '../../src/wire/protocols.ts'
import { serve } from './children.ts'

const part = async <T>(name: string): Promise<T> => await import(new URL(`../../.cache/parts/${name}`, import.meta.url).href) as T
const { fromBase64url, toBase64url } = await part<typeof Bytes>('base/bytes.js')
const { silentLog } = await part<typeof Logs>('base/log.js')
const { systemRandom } = await part<typeof Random>('base/random.js')
const { HOUR, systemClock } = await part<typeof Time>('base/time.js')
const { readRecord, sealRecord } = await part<typeof Records>('crypto/records.js')
const { readNetworkFile } = await part<typeof Descriptors>('network/networks/descriptors.js')
const { createNode } = await part<typeof Node>('network/node.js')
const { recordRules } = await part<typeof Validators>('network/dht/validators.js')
const { createRendezvous } = await part<typeof Rendezvous>('protocols/rendezvous.js')
const { RENDEZVOUS_PLAINTEXT_BYTES } = await part<typeof Limits>('wire/limits.js')
const { kadProtocol, networkPrefix } = await part<typeof Protocols>('wire/protocols.js')

type Stock = Libp2p<{ dht: KadDHT, identify: unknown, ping: unknown }>
type Who = 'ours' | 'stock'

let own: Node.NetworkNode | undefined
let rendezvous: Rendezvous.Rendezvous
let stock: Stock | undefined

const soon = (): AbortSignal => AbortSignal.timeout(60_000)

async function open ({ networkFile }: { networkFile: string }): Promise<void> {
  const network = await readNetworkFile(networkFile)
  own = await createNode({ role: 'user', network, listen: [], log: silentLog, limits: { dhtServer: false } })
  rendezvous = createRendezvous({ node: own, clock: systemClock })
  if (!own.dht.isReady()) await own.events.next('dht:ready', { signal: soon() })
  const prefix = networkPrefix(network.id)
  const rules = recordRules({ storedSeq: () => undefined, clock: systemClock })
  stock = await createLibp2p({
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionMonitor: { protocolPrefix: prefix },
    services: {
      identify: identify({ protocolPrefix: prefix }),
      ping: ping({ protocolPrefix: prefix }),
      dht: kadDHT({
        protocol: kadProtocol(network.id),
        clientMode: true,
        peerInfoMapper: passthroughMapper,
        validators: rules.validators,
        selectors: rules.selectors
      })
    }
  }) as unknown as Stock
  await stock.dial(network.bootstrap[0]!.addresses.map(address => multiaddr(address)))
  // The first query waits until the routing table has somebody in it, and fills it.
  const self = stock.peerId.toMultihash().bytes
  for await (const _event of stock.services.dht.getClosestPeers(self, { signal: soon() })) { /* until it is done */ }
}

const publishWith: Record<Who, (key: Bytes.Bytes, value: Bytes.Bytes) => Promise<void>> = {
  async ours (_key, value) {
    const { stored } = await rendezvous.publish(value, { signal: soon() })
    if (stored === 0) throw new Error('nobody stored the record')
  },
  async stock (key, value) {
    for await (const _event of stock!.services.dht.put(key, value, { signal: soon() })) { /* until it is done */ }
  }
}

const findWith: Record<Who, (key: Bytes.Bytes) => Promise<void>> = {
  /** until the address that a dial needs is here; what goes on looking for a newer one is ended */
  async ours (key) {
    const enough = new AbortController()
    let found = false
    await rendezvous.find(key, {
      signal: AbortSignal.any([enough.signal, soon()]),
      accept () {
        found = true
        enough.abort()
      }
    }).catch((err: unknown) => { if (!found) throw err })
    if (!found) throw new Error('nothing was found')
  },
  async stock (key) {
    for await (const event of stock!.services.dht.get(key, { signal: soon() })) if (event.name === 'VALUE') return
    throw new Error('nothing was found')
  }
}

/** @returns the keys, and how long each way of publishing took, one after the other */
async function publish ({ count }: { count: number }): Promise<{ keys: string[], ours: number[], stock: number[] }> {
  const [keys, samples]: [string[], Record<Who, number[]>] = [[], { ours: [], stock: [] }]
  for (let i = 0; i < count; i++) {
    for (const who of ['ours', 'stock'] as const) {
      const value = sealRecord({
        seed: systemRandom(32), encryptionKey: systemRandom(32), seq: Date.now(), eolMs: Date.now() + HOUR,
        plaintext: systemRandom(200), paddedBytes: RENDEZVOUS_PLAINTEXT_BYTES, random: systemRandom
      })
      const { key } = readRecord(value)
      const sinceMs = performance.now()
      await publishWith[who](key, value)
      samples[who].push(performance.now() - sinceMs)
      keys.push(toBase64url(key))
    }
  }
  return { keys, ...samples }
}

/** Every other key by the one and by the other, so that neither finds what the other has brought near. */
async function lookUp ({ keys }: { keys: string[] }): Promise<Record<Who, number[]>> {
  const samples: Record<Who, number[]> = { ours: [], stock: [] }
  for (const [i, text] of keys.entries()) {
    // Of two neighbours one was published by either: take turns, so that each looks for both kinds.
    const who = (i + (i >> 1)) % 2 === 0 ? 'ours' : 'stock'
    const sinceMs = performance.now()
    await findWith[who](fromBase64url(text))
    samples[who].push(performance.now() - sinceMs)
  }
  return samples
}

serve({ open, publish, lookUp }, async () => {
  await own?.stop()
  await stock?.stop()
})
