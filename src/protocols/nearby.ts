/**
 * Those who let their neighbours see them for some minutes, on a network that has nobody else on it: each tells each a
 * name, and two who ask for each other have a meeting. Nothing that is said before both people compared the words says
 * more than that name, which anybody on the local network may ask for and nobody has checked.
 */
import { setMaxListeners } from 'node:events'
import type { Connection, Stream } from '@libp2p/interface'
import { withDeadline } from '../base/abort.ts'
import { fromUtf8, utf8, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import { pause, SECOND, type Clock } from '../base/time.ts'
import { newHalf } from '../crypto/nearby.ts'
import { pad, unpad } from '../crypto/padding.ts'
import { hostOf, peerIdBytes } from '../network/addresses.ts'
import type { NetworkNode } from '../network/node.ts'
import { FRAME_TIMEOUT_MS, NEARBY_NAME_BYTES } from '../wire/limits.ts'
import { PROTOCOLS } from '../wire/protocols.ts'
import { Meeting } from './meeting.ts'
import { firstFrame, frames, frameSink } from './stream.ts'

/** Two who come at the same moment may not be listening yet. */
const GREETINGS = 3
const GREET_AGAIN_MS = SECOND

export interface Greeted {
  peerId: string
  /** as it came: whatever somebody on the local network wants to be called */
  name: string
  /** where they connected from, or were found */
  host: string
}

export interface NearbyProtocol {
  /**
   * Asks for a meeting; whether they want one, its words tell.
   * @throws AppError PEER_UNREACHABLE, REFUSED; the signal's reason
   */
  ask: (peerId: string, options: { signal: AbortSignal }) => Promise<Meeting>
  stop: () => Promise<void>
}

interface NearbyDeps {
  node: NetworkNode
  /** how this person wants to be called */
  name: string
  onGreeted: (greeted: Greeted) => void
  onGone: (peerId: string) => void
  /** Somebody asks for a meeting, which waits until it is begun or ended. */
  onAsked: (meeting: Meeting) => void
  clock: Clock
  random: Random
  log: Log
}

export async function createNearby (
  { node, name, onGreeted, onGone, onAsked, clock, random, log }: NearbyDeps
): Promise<NearbyProtocol> {
  const stopping = new AbortController()
  const { signal } = stopping
  setMaxListeners(0, signal)
  const ownName = pad(utf8(name), NEARBY_NAME_BYTES)

  const nameOn = async (stream: Stream): Promise<string> => {
    const received = frames(stream, { maxBytes: NEARBY_NAME_BYTES, firstFrameTimeoutMs: FRAME_TIMEOUT_MS, clock, signal })
    return nameIn(await firstFrame(received))
  }
  const told = ({ remotePeer, remoteAddr }: Connection, theirs: string): void => {
    onGreeted({ peerId: remotePeer.toString(), name: theirs, host: hostOf(remoteAddr) ?? '' })
  }

  async function greet (connection: Connection): Promise<void> {
    const stream = await connection.newStream(PROTOCOLS.nearbyName, { signal: withDeadline(FRAME_TIMEOUT_MS, signal) })
    try {
      await frameSink(stream).send([ownName])
      told(connection, await nameOn(stream))
    } finally {
      stream.abort(new AppError('ABORTED', 'the greeting is over'))
    }
  }

  /** Whoever has dialled speaks first. */
  async function meet (peerId: string): Promise<void> {
    if (!node.peers().some(peer => peer.peerId === peerId && peer.direction === 'outbound')) return
    const connection = await node.dial({ peerId: peerIdBytes(peerId), addresses: [] }, { signal })
    for (let left = GREETINGS; ; left--) {
      try {
        await greet(connection)
        return
      } catch (err) {
        log.debug('nearby-not-greeted', errorFields(err))
        if (left === 1) break
      }
      await pause(clock, GREET_AGAIN_MS, signal)
    }
    await connection.close() // they are met anew when they are heard of again
  }

  async function onName (stream: Stream, connection: Connection): Promise<void> {
    try {
      const theirs = await nameOn(stream)
      await frameSink(stream).send([ownName])
      told(connection, theirs)
      await stream.close({ signal: AbortSignal.timeout(FRAME_TIMEOUT_MS) })
    } catch (err) {
      log.debug('nearby-name-failed', errorFields(err))
      stream.abort(err instanceof Error ? err : new AppError('PROTOCOL', 'unreadable'))
    }
  }

  async function onMeeting (stream: Stream, connection: Connection): Promise<void> {
    const meeting = meetingOn(stream, connection, 'asked')
    try {
      await meeting.promised()
    } catch (err) {
      log.debug('nearby-meeting-failed', errorFields(err))
      return
    }
    onAsked(meeting)
  }

  const meetingOn = (stream: Stream, { remotePeer }: Connection, role: 'asker' | 'asked'): Meeting => new Meeting({
    stream, peerId: remotePeer.toString(), own: newHalf(random), role,
    ends: endsOf(role, node.peerIdBytes, peerIdBytes(remotePeer.toString())), clock, random, signal
  })

  await node.handle(PROTOCOLS.nearbyName, (stream, connection) => { void onName(stream, connection) }, {
    maxInboundStreams: 2, maxOutboundStreams: 2
  })
  await node.handle(PROTOCOLS.nearbyMeeting, (stream, connection) => { void onMeeting(stream, connection) }, {
    maxInboundStreams: 2, maxOutboundStreams: 2
  })
  const begin = (peerId: string): void => {
    meet(peerId).catch((err: unknown) => { log.debug('nearby-not-met', errorFields(err)) })
  }
  const offs = [
    node.events.on('peer:connected', ({ peerId }) => { begin(peerId) }),
    node.events.on('peer:disconnected', ({ peerId }) => { onGone(peerId) })
  ]
  for (const peerId of new Set(node.peers().map(peer => peer.peerId))) begin(peerId)

  return {
    async ask (peerId, options) {
      const either = withDeadline(FRAME_TIMEOUT_MS, AbortSignal.any([options.signal, signal]))
      const connection = await node.dial({ peerId: peerIdBytes(peerId), addresses: [] }, { signal: either })
      let stream
      try {
        stream = await connection.newStream(PROTOCOLS.nearbyMeeting, { signal: either })
      } catch (cause) {
        either.throwIfAborted()
        throw new AppError('REFUSED', 'they do not take part any more', { cause })
      }
      const meeting = meetingOn(stream, connection, 'asker')
      await meeting.promise()
      return meeting
    },
    async stop () {
      for (const off of offs) off()
      stopping.abort(new AppError('ABORTED', 'nobody nearby is looked for any more'))
      await node.unhandle(PROTOCOLS.nearbyName)
      await node.unhandle(PROTOCOLS.nearbyMeeting)
    }
  }
}

const endsOf = (role: 'asker' | 'asked', own: Bytes, theirs: Bytes): { protocol: string, asker: Bytes, asked: Bytes } => ({
  protocol: PROTOCOLS.nearbyMeeting, ...(role === 'asker' ? { asker: own, asked: theirs } : { asker: theirs, asked: own })
})

function nameIn (frame: Bytes): string {
  const bytes = frame.byteLength === NEARBY_NAME_BYTES ? unpad(frame) : undefined
  try {
    if (bytes !== undefined) return fromUtf8(bytes)
  } catch {}
  throw new AppError('PROTOCOL', 'not a name')
}
