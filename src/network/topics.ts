/**
 * gossipsub between those who proved to each other that they have something in common: whoever did not is told of no topic,
 * and nothing that they say is read. Loaded when the first topic is joined, which most nodes never do.
 */
import { gossipsub, StrictNoSign, TopicValidatorResult, type GossipSub, type GossipSubComponents } from '@chainsafe/libp2p-gossipsub'
import type { Connection, PeerId, StreamHandler, Topology } from '@libp2p/interface'
import { copy, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import { sha256 } from '../crypto/primitives.ts'
import { MAX_TOPIC_MESSAGE_BYTES, MAX_TOPIC_PIECE_BYTES } from '../wire/limits.ts'
import { PROTOCOLS } from '../wire/protocols.ts'
import { isDirectConnection } from './dial.ts'

/** Whoever says so much that is no message of its topic is not listened to any more. */
const MAX_REJECTED = 16
/** of two channels' days each, for all that one may follow, and some more */
const MAX_TOPICS_PER_PEER = 256
const DECODE_LIMITS = {
  maxSubscriptions: MAX_TOPICS_PER_PEER,
  maxMessages: 64,
  maxIhaveMessageIDs: 1024,
  maxIwantMessageIDs: 1024,
  maxIdontwantMessageIDs: 512,
  maxControlMessages: 64,
  maxPeerInfos: 0
}

/** accept: for all on the topic; ignore: known, or too much at present; reject: nobody who belongs there has said it */
export type Judgement = 'accept' | 'ignore' | 'reject'

export interface Topics {
  /**
   * @param judge of each message, before it goes on to anybody; called once for each
   * @param onJoined somebody is there: what either says from now on reaches the other. What was said just before may not have
   */
  join: (topic: string, judge: (message: Bytes) => Judgement, onJoined?: (peerId: string) => void) => void
  leave: (topic: string) => void
  /** @returns to how many it was sent; those who are not connected get it from them, or not at all */
  publish: (topic: string, message: Bytes) => Promise<number>
  /** The other end proved itself: it may begin. Not over relays, where every byte counts. */
  allow: (connection: Connection) => void
  /** The same, and we begin. */
  meet: (connection: Connection) => void
  /** how many may talk with us at present */
  readonly peers: number
}

export type TopicParts = Omit<GossipSubComponents, 'logger'> & Pick<GossipSubComponents, 'logger'>

export async function startTopics (parts: TopicParts): Promise<Topics & { left: (peerId: PeerId) => void, stop: () => Promise<void> }> {
  const allowed = new Map<string, { rejected: number }>()
  let topology: Topology | undefined
  // Who is met is decided here, and not by who says that they speak the protocol.
  const registrar: GossipSubComponents['registrar'] = {
    handle: async (protocol: string | string[], handler: StreamHandler, options: object) => {
      await parts.registrar.handle(protocol as string, (stream, connection) => {
        if (allowed.has(connection.remotePeer.toString())) return handler(stream, connection)
        stream.abort(new AppError('REFUSED', 'a stranger'))
      }, options)
    },
    unhandle: async (protocol: string) => { await parts.registrar.unhandle(protocol) },
    register: async (_protocol: string, given: Topology) => {
      topology = given
      return PROTOCOLS.topics
    },
    unregister: () => { topology = undefined }
  } as unknown as GossipSubComponents['registrar']

  const pubsub = gossipsub({
    globalSignaturePolicy: StrictNoSign, // a message tells nobody from which node it comes
    msgIdFn: ({ data }) => sha256(data),
    allowedTopics: [],
    allowPublishToZeroTopicPeers: true,
    ignoreDuplicatePublishError: true,
    emitSelf: false,
    fallbackToFloodsub: false,
    doPX: false,
    tagMeshPeers: false,
    maxInboundStreams: 2,
    maxOutboundStreams: 2,
    maxInboundDataLength: MAX_TOPIC_PIECE_BYTES,
    maxOutboundBufferSize: 16 * MAX_TOPIC_PIECE_BYTES,
    maxTopicBytesPerPeer: MAX_TOPICS_PER_PEER * 1200,
    decodeRpcLimits: DECODE_LIMITS,
    // Many may share an address: a household, a relay, a town at a mobile provider.
    scoreParams: { IPColocationFactorWeight: 0 }
  })({ ...parts, registrar }) as GossipSub & { start: () => Promise<void>, stop: () => Promise<void> }
  pubsub.protocols = [PROTOCOLS.topics]
  // It copies the list that it is given, and does not tell when it has told somebody of its topics.
  const { allowedTopics: topics, streamsOutbound } = pubsub as unknown as {
    allowedTopics: Set<string>, streamsOutbound: Map<string, unknown>
  }
  const joined = new Map<string, (peerId: string) => void>()
  /** topics of those who have not been told of ours yet */
  const coming = new Map<string, Set<string>>()
  const welcome = (): void => {
    for (const [name, theirs] of coming) {
      if (!streamsOutbound.has(name)) continue
      coming.delete(name)
      for (const topic of theirs) joined.get(topic)?.(name)
    }
  }
  pubsub.addEventListener('subscription-change', ({ detail: { peerId, subscriptions } }) => {
    const name = peerId.toString()
    const theirs = subscriptions.filter(({ topic, subscribe }) => subscribe && joined.has(topic)).map(({ topic }) => topic)
    if (theirs.length === 0 || !allowed.has(name)) return
    coming.set(name, new Set([...coming.get(name) ?? [], ...theirs]))
    welcome()
  })
  pubsub.addEventListener('gossipsub:heartbeat', welcome)
  await pubsub.start()

  const left = (peerId: PeerId): void => {
    coming.delete(peerId.toString())
    if (allowed.delete(peerId.toString())) void topology?.onDisconnect?.(peerId)
  }
  const allow = (connection: Connection): boolean => {
    if (!isDirectConnection(connection) || connection.status !== 'open') return false
    const name = connection.remotePeer.toString()
    if (!allowed.has(name)) allowed.set(name, { rejected: 0 })
    return true
  }
  return {
    get peers () { return allowed.size },
    join (topic, judge, onJoined = () => {}) {
      topics.add(topic)
      joined.set(topic, onJoined)
      pubsub.topicValidators.set(topic, (from, { data }) => {
        const judgement = data.byteLength > MAX_TOPIC_MESSAGE_BYTES ? 'reject' : judge(copy(data))
        if (judgement === 'accept') return TopicValidatorResult.Accept
        if (judgement === 'ignore') return TopicValidatorResult.Ignore
        const peer = allowed.get(from.toString())
        if (peer !== undefined && ++peer.rejected >= MAX_REJECTED) left(from)
        return TopicValidatorResult.Reject
      })
      pubsub.subscribe(topic)
    },
    leave (topic) {
      if (!topics.delete(topic)) return
      pubsub.unsubscribe(topic)
      pubsub.topicValidators.delete(topic)
      joined.delete(topic)
    },
    publish: async (topic, message) => (await pubsub.publish(topic, message)).recipients.length,
    allow (connection) { allow(connection) },
    meet (connection) {
      if (allow(connection)) void topology?.onConnect?.(connection.remotePeer, connection)
    },
    left,
    stop: async () => { await pubsub.stop() }
  }
}
