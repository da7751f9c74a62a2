/**
 * Two who have a channel, and what each of them lacks: a question and an answer of one size, then batches from whoever was
 * asked, then batches from whoever asked. Whoever cannot read the question gives random bytes for an answer.
 */
import { setMaxListeners } from 'node:events'
import type { Connection, Stream } from '@libp2p/interface'
import { withDeadline } from '../base/abort.ts'
import { copy, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import { MINUTE, type Clock } from '../base/time.ts'
import type { DialTarget } from '../network/dial.ts'
import type { NetworkNode } from '../network/node.ts'
import { CHANNEL_TALK_BYTES, FRAME_TIMEOUT_MS, MAX_CHANNEL_BATCH_BYTES } from '../wire/limits.ts'
import { PROTOCOLS } from '../wire/protocols.ts'
import { Doorkeeper } from './doorkeeper.ts'
import { Lane } from './lane.ts'
import { firstFrame, frames, frameSink } from './stream.ts'
import { refused } from './visitor.ts'

/** of others who ask at the same time; more wait for their turn */
const MAX_TALKS_AT_ONCE = 8
const TALK_TIMEOUT_MS = 2 * MINUTE

/** What comes after question and answer. */
export interface Talk {
  /** @throws AppError PROTOCOL: the other side ended it, or broke a rule; TIMED_OUT; PEER_UNREACHABLE */
  next: () => Promise<Bytes>
  /** batches of at most MAX_CHANNEL_BATCH_BYTES */
  send: (batch: Bytes) => Promise<void>
  connection: Connection
}

export interface ChannelTalks {
  /**
   * Asks whoever is there; `begin` gets the answer, which may be random bytes: only opening it tells.
   * @param ask makes the question of CHANNEL_TALK_BYTES for whoever was reached
   * @throws AppError as NetworkNode.dial; REFUSED: nobody there who answers; what `talk` throws; the signal's reason
   */
  ask: <T>(target: DialTarget, options: {
    signal: AbortSignal, ask: (listener: Bytes) => Bytes, talk: (answer: Bytes, talk: Talk) => Promise<T>
  }) => Promise<T>
  /** From now on others may ask, or no longer. */
  answer: (on: boolean) => Promise<void>
  stop: () => Promise<void>
}

interface ChannelTalksDeps {
  node: NetworkNode
  /** @returns undefined for a question that makes no sense here */
  answer: (question: Bytes, dialler: Bytes) => Promise<{ answer: Bytes, talk: (talk: Talk) => Promise<void> } | undefined>
  clock: Clock
  random: Random
  log: Log
}

export function createChannelTalks ({ node, answer, clock, random, log }: ChannelTalksDeps): ChannelTalks {
  const doorkeeper = new Doorkeeper({ clock, random, log }, { replyBytes: CHANNEL_TALK_BYTES, delaysAnswers: true, again: true })
  const lane = new Lane(MAX_TALKS_AT_ONCE)
  const stopping = new AbortController()
  setMaxListeners(0, stopping.signal) // one for each stream
  let isOpen = false

  const talkOver = (stream: Stream, connection: Connection, received: AsyncGenerator<Bytes, void, undefined>): Talk => {
    const sink = frameSink(stream)
    return { next: async () => await firstFrame(received), send: async batch => { await sink.send([batch]) }, connection }
  }

  const onStream = async (stream: Stream, connection: Connection): Promise<void> => {
    const signal = withDeadline(TALK_TIMEOUT_MS, stopping.signal)
    const received = frames(stream, {
      maxBytes: MAX_CHANNEL_BATCH_BYTES, firstFrameMaxBytes: CHANNEL_TALK_BYTES, firstFrameTimeoutMs: FRAME_TIMEOUT_MS, clock, signal
    })
    let talk: ((talk: Talk) => Promise<void>) | undefined
    const wasAnswered = await doorkeeper.receive({
      stream,
      connection,
      read: async () => await firstFrame(received),
      async answer (question) {
        const found = question.byteLength === CHANNEL_TALK_BYTES ? await answer(question, idOf(connection)) : undefined
        talk = found?.talk
        return found?.answer
      }
    })
    if (!wasAnswered) return
    // Only now: strangers take nobody's turn.
    await lane.run(async () => { await talk?.(talkOver(stream, connection, received)) }, signal)
    await received.return()
    await stream.close({ signal })
  }

  return {
    async ask (target, { signal, ask, talk }) {
      const either = withDeadline(TALK_TIMEOUT_MS, AbortSignal.any([signal, stopping.signal]))
      const { connection, confirmed } = await node.reach(target, { signal: either })
      await confirmed
      const stream = await connection.newStream(PROTOCOLS.channel, { signal: either, runOnLimitedConnection: true })
        .catch((cause: unknown) => { throw refused(cause) })
      try {
        const received = frames(stream, {
          maxBytes: MAX_CHANNEL_BATCH_BYTES, firstFrameMaxBytes: CHANNEL_TALK_BYTES, firstFrameTimeoutMs: 2 * FRAME_TIMEOUT_MS,
          clock, signal: either
        })
        await frameSink(stream).send([ask(idOf(connection))])
        const answered = await firstFrame(received).catch((cause: unknown) => { throw refused(cause) })
        const result = await talk(answered, talkOver(stream, connection, received))
        await received.return()
        await stream.close({ signal: either })
        return result
      } catch (err) {
        either.throwIfAborted()
        throw err
      } finally {
        stream.abort(new AppError('ABORTED', 'the talk is over'))
      }
    },
    async answer (on) {
      if (on === isOpen) return
      isOpen = on
      if (!on) {
        await node.unhandle(PROTOCOLS.channel)
        return
      }
      await node.handle(PROTOCOLS.channel, (stream, connection) => {
        onStream(stream, connection).catch((err: unknown) => {
          log.debug('channel-talk-failed', errorFields(err))
          stream.abort(err instanceof Error ? err : new AppError('INTERNAL', 'failed'))
        })
      }, { maxInboundStreams: 4, maxOutboundStreams: 8, runOnLimitedConnection: true })
    },
    async stop () {
      if (isOpen) await node.unhandle(PROTOCOLS.channel)
      isOpen = false
      stopping.abort(new AppError('ABORTED', 'the node is stopping'))
    }
  }
}

const idOf = ({ remotePeer }: Connection): Bytes => copy(remotePeer.toMultihash().bytes)
