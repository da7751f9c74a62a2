/** Plain libp2p: tcp, noise, yamux, no application. The floor that the messenger stands on, in a process of its own. */
import { noise } from '@chainsafe/libp2p-noise'
import { identify } from '@libp2p/identify'
import type { Stream } from '@libp2p/interface'
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p, type Libp2p } from 'libp2p'
import { pEvent } from 'p-event'
import { serve } from './children.ts'

const ECHO = '/bench/echo/1'
const ACKNOWLEDGE = '/bench/acknowledge/1'
const ACK_BYTES = 4
const WINDOW = 512

let node: Libp2p | undefined
const crowd: Libp2p[] = []

/** Beside transport, encryption and streams the services that a messenger's node has as well. */
const newNode = async ({ websockets = false } = {}): Promise<Libp2p> => await createLibp2p({
  addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
  transports: [tcp(), ...(websockets ? [(await import('@libp2p/websockets')).webSockets()] : [])],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
  connectionManager: { inboundConnectionThreshold: 1000 },
  services: {
    identify: identify(),
    ping: ping(),
    dht: kadDHT({ clientMode: false, peerInfoMapper: passthroughMapper, protocol: '/bench/kad/1.0.0' })
  }
})

async function open (options?: { websockets: boolean }): Promise<{ address: string }> {
  node = await newNode(options)
  await node.handle(ECHO, stream => { stream.addEventListener('message', ({ data }) => { stream.send(data) }) })
  await node.handle(ACKNOWLEDGE, stream => {
    // The first byte is the frames' size in units of 256 bytes.
    let frameBytes = 0
    let held = 0
    stream.addEventListener('message', ({ data }) => {
      if (frameBytes === 0) frameBytes = data.subarray()[0]! * 256
      held += data.byteLength
      for (; held >= frameBytes; held -= frameBytes) stream.send(new Uint8Array(ACK_BYTES))
    })
  })
  return { address: node.getMultiaddrs()[0]!.toString() }
}

function counting (stream: Stream, expected: () => number, onEnough: () => void): void {
  let held = 0
  stream.addEventListener('message', ({ data }) => {
    held += data.byteLength
    while (held >= expected()) {
      held -= expected()
      onEnough()
    }
  })
}

async function roundTrips ({ address, bytes, count }: { address: string, bytes: number, count: number }): Promise<number[]> {
  const stream = await node!.dialProtocol(multiaddr(address), ECHO)
  const frame = new Uint8Array(bytes).fill(7)
  let answered = (): void => {}
  counting(stream, () => bytes, () => { answered() })
  const samples: number[] = []
  for (let i = 0; i < count; i++) {
    const sinceMs = performance.now()
    await new Promise<void>(resolve => {
      answered = resolve
      stream.send(frame)
    })
    samples.push(performance.now() - sinceMs)
  }
  await stream.close()
  return samples
}

/** Each from a new node: until it listens, and from then until it is connected. */
async function connections ({ address, count }: { address: string, count: number }): Promise<Record<'opened' | 'connected', number[]>> {
  const [opened, connected]: [number[], number[]] = [[], []]
  for (let i = 0; i < count; i++) {
    const sinceMs = performance.now()
    const fresh = await newNode()
    const openMs = performance.now()
    await fresh.dial(multiaddr(address))
    opened.push(openMs - sinceMs)
    connected.push(performance.now() - openMs)
    await fresh.stop()
  }
  return { opened, connected }
}

/** @returns acknowledged frames a second */
async function acknowledged ({ address, bytes, durationMs }: { address: string, bytes: number, durationMs: number }): Promise<number> {
  const stream = await node!.dialProtocol(multiaddr(address), ACKNOWLEDGE)
  const frame = new Uint8Array(bytes).fill(bytes / 256)
  let [sent, acked] = [0, 0]
  let wake = (): void => {}
  counting(stream, () => ACK_BYTES, () => {
    acked++
    if (sent - acked < WINDOW / 2) wake()
  })
  const sinceMs = performance.now()
  while (performance.now() - sinceMs < durationMs) {
    while (sent - acked < WINDOW) {
      sent++
      if (!stream.send(frame)) await pEvent(stream, 'drain')
    }
    const room = new Promise<void>(resolve => { wake = resolve })
    if (sent - acked >= WINDOW / 2) await room
  }
  const rate = acked / (performance.now() - sinceMs) * 1000
  stream.abort(new Error('done'))
  return rate
}

/** Many nodes, each with a connection to one. */
async function connectMany ({ address, count }: { address: string, count: number }): Promise<void> {
  for (let i = 0; i < count; i++) {
    const one = await newNode()
    crowd.push(one)
    await one.dial(multiaddr(address))
  }
}

serve({ open, roundTrips, connections, acknowledged, connectMany }, async () => {
  await Promise.all([...crowd, ...(node === undefined ? [] : [node])].map(async one => { await one.stop() }))
})
