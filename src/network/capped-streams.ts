/** Bounds what a DHT message may weigh, in both directions: kad-dht itself would read up to 4 MiB before it looks at it. */
import type { Stream } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import { overriding } from './overriding.ts'

/** A record, and 20 peers with 16 addresses each. kad-dht opens a stream for each message. */
const MAX_STREAM_BYTES = 128 * 1024

/** What kad-dht is built from, with every stream that it serves or opens capped. (libp2p's middleware would mix up handlers.) */
export function withCappedStreams (components: KadDHTComponents): KadDHTComponents {
  const { registrar, connectionManager } = components
  return overriding(components, {
    registrar: overriding(registrar, {
      handle: async (protocol, handler, options) => {
        await registrar.handle(protocol, (stream, connection) => handler(capped(stream), connection), options)
      }
    }),
    connectionManager: overriding(connectionManager, {
      openStream: async (peer, protocols, options) => capped(await connectionManager.openStream(peer, protocols, options))
    })
  })
}

function capped (stream: Stream): Stream {
  let received = 0
  stream.addEventListener('message', ({ data }) => {
    received += data.byteLength
    if (received > MAX_STREAM_BYTES) stream.abort(new Error('too large for a DHT message'))
  })
  return stream
}
