/** Bounds what a stream of libp2p's own protocols may weigh and say: kad-dht would read up to 4 MiB, and believe all; ping has no end. */
import type { Stream, StreamMessageEvent } from '@libp2p/interface'
import type { KadDHTComponents } from '@libp2p/kad-dht'
import type { Writers } from './writers.ts'

type Parts = Pick<KadDHTComponents, 'registrar' | 'connectionManager'>

export interface StreamCaps {
  inboundBytes: number
  outboundBytes: number
  /** on streams of the DHT, the peers that a message may name */
  maxPeers?: number
  /** who is told whose requests are being served */
  writers?: Writers
}

/** What a service is built from, with every stream that it serves or opens capped. (libp2p's middleware would mix up handlers.) */
export function withCappedStreams<T extends Parts> (
  components: T, { inboundBytes, outboundBytes, maxPeers, writers }: StreamCaps
): T {
  const { registrar, connectionManager } = components
  const parts: Parts = {
    registrar: overriding(registrar, {
      handle: async (protocol, handler, options) => {
        await registrar.handle(protocol, (stream, connection) => {
          const serve = (): ReturnType<typeof handler> => handler(capped(stream, inboundBytes, maxPeers), connection)
          return writers === undefined ? serve() : writers.serving(connection, serve)
        }, options)
      }
    }),
    connectionManager: overriding(connectionManager, {
      openStream: async (peer, protocols, options) =>
        capped(await connectionManager.openStream(peer, protocols, options), outboundBytes, maxPeers)
    })
  }
  return overriding(components, parts as Partial<T>)
}

function capped (stream: Stream, maxBytes: number, maxPeers: number | undefined): Stream {
  let received = 0
  const peers = maxPeers === undefined ? undefined : new PeerCount()
  stream.addEventListener('message', (event: StreamMessageEvent) => {
    received += event.data.byteLength
    if (received <= maxBytes && (peers === undefined || peers.read(event.data.subarray()) <= maxPeers!)) return
    event.stopImmediatePropagation() // the protocol's own listener comes after this one
    stream.abort(new Error('too much for one stream'))
  })
  return stream
}

/** Fields of a DHT message that name peers: `closerPeers` and `providerPeers`. */
const PEER_FIELDS: readonly number[] = [8, 9]
const VARINT = 0
const FIXED64 = 1
const COUNTED = 2
const FIXED32 = 5
/** lengths and tags of five bytes */
const MAX_SHIFT = 128 ** 4

/** Counts the peers that a stream of DHT messages names, as its bytes arrive and without keeping any. */
class PeerCount {
  #count = 0
  /** bytes of the present message still to come */
  #left = 0
  #skip = 0
  #expects: 'message' | 'tag' | 'number' | 'size' = 'message'
  #varint = 0
  #shift = 1

  /** @returns how many peers were named until now; Infinity: this is no DHT message */
  read (bytes: Uint8Array): number {
    for (let at = 0; at < bytes.byteLength && this.#count < Infinity;) {
      const skipped = Math.min(this.#skip, bytes.byteLength - at)
      if (skipped > 0) {
        this.#skip -= skipped
        this.#advance(skipped)
        at += skipped
      } else {
        this.#take(bytes[at++]!)
      }
    }
    return this.#count
  }

  #take (byte: number): void {
    const inMessage = this.#expects !== 'message'
    if (this.#expects === 'number') {
      if (byte < 128) this.#expects = 'tag' // whatever it says
    } else {
      this.#varint += (byte & 127) * this.#shift
      this.#shift *= 128
      if (byte < 128) this.#understand(this.#varint)
      else if (this.#shift > MAX_SHIFT) this.#count = Infinity
    }
    if (inMessage) this.#advance(1)
  }

  #understand (value: number): void {
    this.#varint = 0
    this.#shift = 1
    switch (this.#expects) {
      case 'message':
        this.#left = value
        this.#expects = value === 0 ? 'message' : 'tag'
        break
      case 'tag': {
        if (PEER_FIELDS.includes(Math.floor(value / 8))) this.#count++
        const type = value % 8
        if (type === VARINT) this.#expects = 'number'
        else if (type === COUNTED) this.#expects = 'size'
        else if (type === FIXED64) this.#skip = 8
        else if (type === FIXED32) this.#skip = 4
        else this.#count = Infinity // groups, which no DHT message has
        break
      }
      case 'size':
        this.#skip = value
        this.#expects = 'tag'
        break
      case 'number': throw new TypeError('numbers are skipped')
    }
  }

  #advance (bytes: number): void {
    this.#left -= bytes
    if (this.#left < 0) this.#count = Infinity
    if (this.#left === 0 && this.#count < Infinity) {
      if (this.#skip > 0 || this.#expects !== 'tag') this.#count = Infinity // it ends inside a field
      else this.#expects = 'message'
    }
  }
}

function overriding<T extends object> (target: T, overrides: Partial<T>): T {
  return new Proxy(target, {
    get (_target, name) {
      const value: unknown = Reflect.get(name in overrides ? overrides : target, name)
      return typeof value === 'function' ? value.bind(target) as unknown : value
    }
  })
}
