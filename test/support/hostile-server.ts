/** DHT servers that do not play by the rules: real libp2p nodes with ids of their choice and answers of a story's choice. */
import { noise } from '@chainsafe/libp2p-noise'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { identify } from '@libp2p/identify'
import type { PeerId, PrivateKey, Stream } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p, type Libp2p } from 'libp2p'
import { expect } from 'vitest'
import { toHex, type Bytes } from '../../src/base/bytes.ts'
import { systemClock } from '../../src/base/time.ts'
import type { NetworkDescriptor } from '../../src/network/networks/descriptors.ts'
import { firstFrame, frames, frameSink } from '../../src/protocols/stream.ts'
import { kadProtocol, networkPrefix } from '../../src/wire/protocols.ts'
import { decodeKad, distance, encodeKad, KIND, type CloserPeer, type KadMessage } from './kad.ts'

/** undefined: the question stays open until the asker gives up */
export type Answers = (question: KadMessage, asker: PeerId) => KadMessage | undefined

export class HostileServer implements AsyncDisposable {
  readonly libp2p: Libp2p
  readonly #protocol: string
  answers: Answers = question => question
  readonly asked: KadMessage[] = []

  private constructor (libp2p: Libp2p, protocol: string) {
    this.libp2p = libp2p
    this.#protocol = protocol
  }

  /** On an open network: its key would be no secret from an attacker who is on it. */
  static async on (network: NetworkDescriptor, { key, answers }: { key?: PrivateKey, answers?: Answers } = {}): Promise<HostileServer> {
    const prefix = networkPrefix(network.id)
    const libp2p = await createLibp2p({
      ...(key === undefined ? {} : { privateKey: key }),
      addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
      transports: [tcp()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      connectionManager: { maxConnections: 2000, inboundConnectionThreshold: 2000, maxIncomingPendingConnections: 2000 },
      connectionMonitor: { protocolPrefix: prefix },
      services: { identify: identify({ protocolPrefix: prefix }), ping: ping({ protocolPrefix: prefix, maxInboundStreams: 100 }) }
    })
    const server = new HostileServer(libp2p, kadProtocol(network.id))
    if (answers !== undefined) server.answers = answers
    await libp2p.handle(server.#protocol, async (stream, { remotePeer }) => { await server.#serve(stream, remotePeer).catch(() => {}) }, {
      maxInboundStreams: 1000
    })
    return server
  }

  /** As a closer peer. */
  get info (): CloserPeer {
    return {
      id: this.libp2p.peerId.toMultihash().bytes,
      multiaddrs: this.libp2p.getMultiaddrs().map(address => address.decapsulate('/p2p').bytes)
    }
  }

  get addresses (): string[] {
    return this.libp2p.getMultiaddrs().map(String)
  }

  /** Meets somebody, who asks it from then on. */
  async join (addresses: string[]): Promise<void> {
    // A gang of eighty in one process keeps whoever it calls from answering in time.
    await expect.poll(async () => (await this.libp2p.dial(multiaddr(addresses[0]))).status, { timeout: 60_000 }).toBe('open')
  }

  /** What a server says to a question; undefined: it refused. */
  async ask (peer: PeerId, question: KadMessage): Promise<KadMessage | undefined> {
    const signal = AbortSignal.timeout(60_000)
    const stream = await this.libp2p.dialProtocol(peer, this.#protocol, { signal })
    try {
      await frameSink(stream).send([encodeKad(question)])
      return decodeKad(await firstFrame(frames(stream, { maxBytes: 128 * 1024, clock: systemClock, signal })))
    } catch {
      return undefined
    } finally {
      stream.abort(new Error('asked'))
    }
  }

  async #serve (stream: Stream, asker: PeerId): Promise<void> {
    const signal = AbortSignal.timeout(60_000)
    for await (const frame of frames(stream, { maxBytes: 128 * 1024, clock: systemClock, signal })) {
      const question = decodeKad(frame)
      this.asked.push(question)
      const answer = this.answers(question, asker)
      if (answer !== undefined) await frameSink(stream).send([encodeKad(answer)])
    }
    await stream.close()
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    await this.libp2p.stop()
  }
}

/** Keys whose peers lie next to a DHT key, nearer than all of the others. */
export async function groundKeys (dhtKey: Bytes, { count, nearerThan }: { count: number, nearerThan: PeerId[] }): Promise<PrivateKey[]> {
  const nearest = nearerThan.map(peer => distance(peer, dhtKey)).sort()[0] ?? 'f'
  const keys: PrivateKey[] = []
  while (keys.length < count) {
    const key = await generateKeyPair('Ed25519')
    if (distance(peerIdFromPrivateKey(key), dhtKey) < nearest) keys.push(key)
  }
  return keys
}

export interface Lie {
  /** what whoever looks for a value is told, beside the gang's own names; undefined: nothing ever */
  get: (key: Bytes) => { record?: Uint8Array } | undefined
}

/**
 * Sybils: servers next to a key that take whatever is put there, say thanks and forget it, and name nobody but their own
 * to whoever looks.
 */
export async function sybils (
  network: NetworkDescriptor,
  { dhtKey, count, honest, lie }: { dhtKey: Bytes, count: number, honest: Array<{ peerId: PeerId, addresses: string[] }>, lie: Lie }
): Promise<HostileServer[]> {
  const keys = await groundKeys(dhtKey, { count, nearerThan: honest.map(({ peerId }) => peerId) })
  const gang: HostileServer[] = []
  const answers: Answers = ({ kind, key, record }) => {
    const closer = gang.map(({ info }) => info).slice(0, 20)
    switch (kind) {
      case KIND.putValue: return { kind, key, record }
      case KIND.getValue: {
        const told = lie.get(key)
        return told === undefined ? undefined : { kind, key, ...told, closer }
      }
      case KIND.findNode: return { kind, key, closer }
      default: return { kind, key }
    }
  }
  gang.push(...await Promise.all(keys.map(async key => await HostileServer.on(network, { key, answers }))))
  for (const sybil of gang) await Promise.all(honest.map(async ({ addresses }) => { await sybil.join(addresses) }))
  // A server names nobody whom it has not tried out; one part of its table holds twenty.
  const ours = new Set(gang.map(({ info }) => toHex(info.id)))
  for (const { peerId } of honest) {
    await expect.poll(async () => {
      const { closer = [] } = await gang[0]!.ask(peerId, { kind: KIND.findNode, key: dhtKey }) ?? {}
      return closer.filter(({ id }) => ours.has(toHex(id))).length
    }, { timeout: 100_000 }).toBeGreaterThan(14)
  }
  return gang
}
