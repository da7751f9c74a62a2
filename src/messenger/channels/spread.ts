/**
 * Posts as they are made, over a topic that is another one every day. Before a message goes on to anybody it is opened under
 * the channel's key, which nobody has who does not follow it, compared with what is here, and its author's signature checked.
 */
import { hasCode } from '../../base/errors.ts'
import type { Bytes } from '../../base/bytes.ts'
import type { ChannelId } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import { HOUR, MINUTE, SECOND, type Clock, type Timer } from '../../base/time.ts'
import { openPost, sealPost, topicAt, type Topic } from '../../crypto/channel-keys.ts'
import { readPost, verifyPost, type VerifiedPost } from '../../crypto/channel-posts.ts'
import { epochAt, pairOffsetMs } from '../../crypto/rendezvous.ts'
import type { NetworkNode } from '../../network/node.ts'
import type { Judgement, Topics } from '../../network/topics.ts'
import type { Talk } from '../../protocols/channels.ts'
import { CHANNEL_POSTS_AT_ONCE, CHANNEL_POSTS_PER_SECOND } from '../../wire/limits.ts'
import type { Channel } from './channel.ts'
import type { Channels } from './channels.ts'
import { judge } from './feed.ts'

const TURN_MS = 10 * MINUTE
/** before and after midnight both days' topics are listened to: clocks differ */
const OVERLAP_MS = HOUR

export interface SpreadDeps {
  node: Pick<NetworkNode, 'topics'>
  channels: Channels
  clock: Clock
  random: Random
  log: Log
  /** a post came whose past is not here */
  onGap: (id: ChannelId) => void
  /** from now on this peer's posts come as they are made; those since the last comparison may have missed us */
  onJoined: (id: ChannelId, peerId: string) => void
}

interface Listening {
  topics: Map<string, Topic>
  /** posts that may be taken at present, as of when */
  allowance: number
  atMs: number
}

export class Spread {
  readonly #deps: SpreadDeps
  readonly #listening = new Map<ChannelId, Listening>()
  #topics: Topics | undefined
  #starting: Promise<Topics> | undefined
  #timer: Timer | undefined
  #stopped = false

  constructor (deps: SpreadDeps) {
    this.#deps = deps
  }

  /** What is posted there from now on is heard, from those who were met. */
  async open (channel: Channel): Promise<void> {
    if (this.#stopped) return
    const topics = await this.#start()
    const { id } = channel
    if (this.#stopped || this.#deps.channels.get(id) === undefined) return
    const listening = this.#listening.get(id) ?? { topics: new Map(), allowance: CHANNEL_POSTS_AT_ONCE, atMs: this.#deps.clock.now() }
    this.#listening.set(id, listening)
    const nowMs = this.#deps.clock.now()
    const wanted = new Map([nowMs - OVERLAP_MS, nowMs, nowMs + OVERLAP_MS].map(ms => {
      const topic = this.#topicAt(channel, ms)
      return [topic.name, topic]
    }))
    for (const name of listening.topics.keys()) if (!wanted.has(name)) topics.leave(name)
    for (const [name, topic] of wanted) {
      if (listening.topics.has(name)) continue
      topics.join(name, message => this.#judge(id, topic, listening, message), peerId => { this.#deps.onJoined(id, peerId) })
    }
    listening.topics = wanted
  }

  close (id: ChannelId): void {
    for (const name of this.#listening.get(id)?.topics.keys() ?? []) this.#topics?.leave(name)
    this.#listening.delete(id)
  }

  /** @returns to how many it went at once */
  async publish (channel: Channel, { signed }: VerifiedPost): Promise<number> {
    const topics = this.#topics
    if (topics === undefined || !this.#listening.has(channel.id)) return 0
    const topic = this.#topicAt(channel, this.#deps.clock.now())
    return await topics.publish(topic.name, sealPost(topic, signed, this.#deps.random))
  }

  /** They have one of the channels: they may say so to us. */
  async allow (connection: Talk['connection']): Promise<void> {
    (await this.#start()).allow(connection)
  }

  async meet (connection: Talk['connection']): Promise<void> {
    (await this.#start()).meet(connection)
  }

  stop (): void {
    this.#stopped = true
    this.#timer?.cancel()
  }

  async #start (): Promise<Topics> {
    this.#topics = await (this.#starting ??= this.#deps.node.topics())
    if (this.#timer === undefined && !this.#stopped) this.#turn()
    return this.#topics
  }

  #turn (): void {
    const { channels, clock, log } = this.#deps
    this.#timer = clock.after(TURN_MS, () => {
      for (const channel of channels.all) this.open(channel).catch((err: unknown) => { log.warn('topic not joined', errorFields(err)) })
      this.#turn()
    })
  }

  #topicAt ({ keys, readKey }: Channel, ms: number): Topic {
    return topicAt(readKey, epochAt(pairOffsetMs(keys.places), ms))
  }

  #judge (id: ChannelId, topic: Topic, listening: Listening, message: Bytes): Judgement {
    const channel = this.#deps.channels.get(id)
    if (channel === undefined) return 'ignore'
    let post: VerifiedPost
    try {
      const signed = openPost(topic, message)
      if (signed === undefined) return 'reject'
      post = readPost(signed)
      if (post.channel !== id) return 'reject'
      const verdict = judge(id, channel.row, post)
      if (verdict === 'stranger') this.#deps.onGap(id) // they may have been admitted meanwhile
      if (verdict !== 'next' && verdict !== 'early' && verdict !== 'forked') return 'ignore'
      if (verdict === 'forked' && channel.doubts.has(`${post.author} forked`)) return 'ignore'
      if (!this.#mayTake(listening)) {
        this.#deps.onGap(id)
        return 'ignore'
      }
      verifyPost(signed)
    } catch (err) {
      return hasCode(err, 'PROTOCOL') ? 'reject' : 'ignore'
    }
    this.#take(id, post)
    return 'accept'
  }

  #take (id: ChannelId, post: VerifiedPost): void {
    const { channels, log, onGap } = this.#deps
    channels.take(id, [post.signed]).then(({ wants }) => { if (wants) onGap(id) }, (err: unknown) => {
      if (!this.#stopped) log.warn('post not taken', errorFields(err))
    })
  }

  #mayTake (listening: Listening): boolean {
    const nowMs = this.#deps.clock.now()
    const gained = Math.max(0, nowMs - listening.atMs) / SECOND * CHANNEL_POSTS_PER_SECOND
    listening.allowance = Math.min(CHANNEL_POSTS_AT_ONCE, listening.allowance + gained)
    listening.atMs = nowMs
    if (listening.allowance < 1) return false
    listening.allowance--
    return true
  }
}
