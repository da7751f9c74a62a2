/**
 * A direct way between two computers that routers keep apart: WebRTC's, in which both send to each other at once, at the
 * addresses that a STUN server saw them at. Whatever comes of it is proved by Noise like any other connection, and only a
 * way that carries data becomes one.
 */
import type { Connection, Upgrader } from '@libp2p/interface'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import type { DataChannel, PeerConnection } from 'node-datachannel'
import { raceSignal, withDeadline } from '../../base/abort.ts'
import type { Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { SECOND, pause, type Clock } from '../../base/time.ts'
import { Side } from '../../wire/gen/punch.ts'
import type { Socket } from '../addresses.ts'
import { DataChannelConnection } from './datachannel.ts'
import { checkSide, readSdp, writeSdp } from './sdp.ts'

/** A STUN server that is there answers at once; without one, own addresses may still do. */
const GATHERING_MS = 2 * SECOND
/** Routers that can be passed at all are passed in one or two seconds. */
const CONNECTING_MS = 10 * SECOND

/** Nodes of this process that have loaded the library. */
const users = new Set<symbol>()

export interface Offer {
  /** what the other side needs to know */
  side: Bytes
  /** @throws AppError PEER_UNREACHABLE: no way through; PROTOCOL: an answer that is none; the signal's reason */
  connect: (answer: Bytes) => Promise<Connection>
  /** Idempotent, and nothing after `connect`. */
  abandon: () => void
}

export interface Punching {
  /** After the node's connections are closed. */
  stop: () => Promise<void>
  offer: (peerId: string, options: { signal: AbortSignal }) => Promise<Offer>
  /** `connected` never rejects before it was looked at. @throws AppError PROTOCOL: an offer that is none */
  answer: (offer: Bytes, options: { signal: AbortSignal }) => Promise<{ side: Bytes, connected: Promise<void> }>
}

export function createPunching (
  { upgrader, stunServer, isPublic, clock }: {
    upgrader: Upgrader
    /** one that is there now */
    stunServer: () => Socket | undefined
    isPublic: boolean
    clock: Clock
  }
): Punching {
  const self = Symbol('user')

  async function open (): Promise<PeerConnection> {
    users.add(self)
    // 9 MB of native code that most nodes never need.
    const { PeerConnection } = await import('node-datachannel')
    const stun = stunServer()
    return new PeerConnection('nobyte', {
      iceServers: stun === undefined ? [] : [`stun:${stun.host.includes(':') ? `[${stun.host}]` : stun.host}:${stun.port}`]
    })
  }

  const read = (bytes: Bytes): Side => checkSide(decodeSide(bytes), { isPublic })

  async function ownSide (peer: PeerConnection, signal: AbortSignal): Promise<Bytes> {
    const gathered = Promise.withResolvers<void>()
    peer.onGatheringStateChange(state => { if (state === 'complete') gathered.resolve() })
    if (peer.gatheringState() === 'complete') gathered.resolve()
    await Promise.race([gathered.promise, pause(clock, GATHERING_MS, signal)])
    const description = peer.localDescription()
    if (description === null) throw new AppError('INTERNAL', 'no description')
    return Side.encode(readSdp(description.sdp, { isPublic }))
  }

  /**
   * The library throws when a way ended while it was still being told where it leads: their knocking may be here before their
   * answer, and a thread that is held up in between makes it take the other side for somebody else.
   */
  function describe (peer: PeerConnection, side: Side, kind: 'offer' | 'answer'): void {
    try {
      peer.setRemoteDescription(writeSdp(side, kind), kind)
    } catch (cause) {
      throw new AppError('PEER_UNREACHABLE', 'the way ended while it was made', { cause })
    }
  }

  /** A connection, once there is a way that carries data. */
  async function opened (
    peer: PeerConnection, channel: Promise<DataChannel>,
    { direction, peerId, signal }: { direction: 'inbound' | 'outbound', peerId?: string, signal: AbortSignal }
  ): Promise<DataChannelConnection> {
    const failed = new Promise<never>((_resolve, reject) => {
      const look = (state: string): void => {
        if (state === 'failed' || state === 'closed') reject(new AppError('PEER_UNREACHABLE', 'no direct way was found'))
      }
      peer.onStateChange(look)
      look(peer.state()) // what ended before anybody listened is not told again
    })
    const first = Promise.race([failed, channel])
    first.catch(() => {}) // where the time is up already nobody listens, and closing the peer counts as a failure
    const open = await raceSignal(first, signal)
    const address = remoteOf(peer)
    return new DataChannelConnection({
      peer, channel: open, direction, clock, remoteAddr: peerId === undefined ? address : address.encapsulate(`/p2p/${peerId}`)
    })
  }

  return {
    async stop () {
      // A channel that never opened stays in the library, closed or not, and with it the process would never end.
      if (users.delete(self) && users.size === 0) (await import('node-datachannel')).cleanup()
    },
    async offer (peerId, { signal }) {
      const peer = await open()
      const channel = Promise.withResolvers<DataChannel>()
      try {
        const own = peer.createDataChannel('')
        own.onOpen(() => { channel.resolve(own) })
        const side = await ownSide(peer, signal)
        return {
          side,
          abandon: () => { peer.close() },
          async connect (answer) {
            const deadline = withDeadline(CONNECTING_MS, signal)
            try {
              describe(peer, read(answer), 'answer')
              const socket = await opened(peer, channel.promise, { direction: 'outbound', peerId, signal: deadline })
              return await upgrader.upgradeOutbound(socket, { signal: deadline })
            } catch (err) {
              peer.close()
              signal.throwIfAborted()
              throw err
            }
          }
        }
      } catch (err) {
        peer.close()
        throw err
      }
    },
    async answer (offer, { signal }) {
      const side = read(offer)
      const peer = await open()
      const channel = Promise.withResolvers<DataChannel>()
      const deadline = withDeadline(GATHERING_MS + CONNECTING_MS, signal)
      try {
        peer.onDataChannel(theirs => { channel.resolve(theirs) })
        describe(peer, side, 'offer')
        const own = await ownSide(peer, signal)
        const connected = (async () => {
          const socket = await opened(peer, channel.promise, { direction: 'inbound', signal: deadline })
          await upgrader.upgradeInbound(socket, { signal: deadline })
        })()
        connected.catch(() => { peer.close() })
        return { side: own, connected }
      } catch (err) {
        peer.close()
        throw err
      }
    }
  }
}

function remoteOf (peer: PeerConnection): Multiaddr {
  const pair = peer.getSelectedCandidatePair()
  if (pair === null) throw new AppError('PEER_UNREACHABLE', 'the way is gone again')
  const { address, port } = pair.remote
  return multiaddr(`/ip${address.includes(':') ? 6 : 4}/${address}/udp/${port}/webrtc`)
}

function decodeSide (bytes: Bytes): Side {
  try {
    return Side.decode(bytes)
  } catch (cause) {
    throw new AppError('PROTOCOL', 'a description that cannot be decoded', { cause })
  }
}
