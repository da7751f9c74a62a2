/** Two bare libp2p hosts on loopback, for stories about a single stream between them. */
import { noise } from '@chainsafe/libp2p-noise'
import type { Stream } from '@libp2p/interface'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p, type Libp2p } from 'libp2p'

const PROTOCOL = '/story/1.0.0'
const MIB = 1024 * 1024

export interface WirePair {
  /** a fresh stream: what the one end sends, the other reads */
  open: () => Promise<{ near: Stream, far: Stream }>
  cut: () => void
  stop: () => Promise<void>
}

const host = async (): Promise<Libp2p> => await createLibp2p({
  addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
  transports: [tcp()],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux({ streamOptions: { maxStreamWindowSize: MIB, maxReadBufferLength: 4 * MIB } })],
  connectionMonitor: { enabled: false }
})

export async function createWirePair (): Promise<WirePair> {
  const [alice, bob] = await Promise.all([host(), host()])
  const arrivals: Array<(stream: Stream) => void> = []
  await bob.handle(PROTOCOL, stream => { arrivals.shift()?.(stream) }, { maxInboundStreams: 1000 })
  const connection = await alice.dial(bob.getMultiaddrs())
  return {
    async open () {
      const arrived = new Promise<Stream>(resolve => { arrivals.push(resolve) })
      const near = await connection.newStream(PROTOCOL, { maxOutboundStreams: 1000 })
      return { near, far: await arrived }
    },
    cut () {
      connection.abort(new Error('cut'))
    },
    async stop () {
      await Promise.all([alice.stop(), bob.stop()])
    }
  }
}
