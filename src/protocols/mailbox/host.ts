/**
 * The host's half of the mailbox protocol: sealed commands come in, sealed replies go out, all of one size. What cannot
 * be opened or was seen before ends its stream. Nothing that a command says is logged.
 */
import { setMaxListeners } from 'node:events'
import type { Connection, Stream } from '@libp2p/interface'
import { withDeadline } from '../../base/abort.ts'
import { concat, type Bytes } from '../../base/bytes.ts'
import { AppError, hasCode } from '../../base/errors.ts'
import { errorFields, type Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import { SteadyClock } from '../../base/steady.ts'
import { Serial } from '../../base/serial.ts'
import { pause, type Clock } from '../../base/time.ts'
import { describeHost, isDescribe, openCommand, sealReply, type OpenedCommand } from '../../crypto/mailbox.ts'
import type { AgreementKey, SigningKey } from '../../crypto/primitives.ts'
import { mailboxToken } from '../../network/networks/descriptors.ts'
import type { NetworkNode } from '../../network/node.ts'
import type { Roster } from '../../network/networks/roster.ts'
import type { WaitingCells } from '../../store/hosted/cells.ts'
import type { QueueTable } from '../../store/hosted/queues.ts'
import { ReplyStatus, type MailboxReply } from '../../wire/gen/mailbox.ts'
import { CELL_BYTES, FRAME_TIMEOUT_MS } from '../../wire/limits.ts'
import { PROTOCOLS } from '../../wire/protocols.ts'
import { Budget, Turnstile } from './budget.ts'
import { Errands, type ErrandLimits } from './errands.ts'
import { MailboxDesk, type DeskLimits } from './desk.ts'
import { Replays } from './replays.ts'
import { frames, frameSink } from '../stream.ts'

export interface HostLimits extends DeskLimits, ErrandLimits {
  /** by address group; above, its commands wait */
  commandsPerSecond: number
  commandBurst: number
  /** by address group; above, they are refused for now */
  queuesPerSecond: number
  queueBurst: number
  /** by all together who have shown no key of a queue yet on their connection; above, they wait for their turn */
  strangersPerSecond: number
  strangerBurst: number
}

export interface MailboxCounts {
  queues: number
  senders: number
  cells: number
  bytes: number
  /** of invite links */
  bundles: number
  /** since the start, by what was answered */
  answered: Record<string, number>
  /** commands that were read and refused unread: not for this host, or seen before */
  rejected: number
  /** fetches that wait for something to come */
  fetching: number
  /** commands that wait, since who says them says too many, or strangers do: many while the host is under attack */
  held: number
  /** look-ups and publications in the DHT that are under way for clients */
  errands: number
  /** commands by the way on which they came, since the start */
  received: { proxied: number, direct: number }
}

export interface MailboxHosting {
  /** X25519: what commands are sealed to */
  readonly key: Bytes
  counts: () => MailboxCounts
  /** Forgets what has had its time; done every hour. */
  sweep: () => Promise<void>
  /** Takes no more commands, and ends those under way. */
  stop: () => Promise<void>
}

const DEFAULT_LIMITS: HostLimits = {
  maxQueues: 100_000,
  maxSenders: 500_000,
  maxWaitingSolutions: 32,
  maxWaitingFetches: 20_000,
  commandsPerSecond: 250,
  commandBurst: 2500,
  queuesPerSecond: 0.5,
  queueBurst: 64,
  strangersPerSecond: 200,
  strangerBurst: 400,
  maxErrands: 1024,
  errandsPerSecond: 20,
  errandBurst: 500
}
/** What strangers say at full speed: it must not keep the host from those who have a queue. A newcomer says little of it. */
const COST_OF_NOTHING = 25
/** What nobody's client does, in bytes that its address group may send: everything that waits on its stream was read for nothing. */
const OFFENCE_COST = 1024 * 1024
/** In turns of such a stranger: what goes to the DHT has work to do there for twenty others. */
const COST_OF_ERRAND = 10
const MAX_UNDER_WAY = 64
const MAX_FETCHES_PER_STREAM = 128
/** All of a proxy's clients come on one stream. */
const MAX_FETCHES_PER_PROXY = 16_384

interface HostDeps {
  node: NetworkNode
  key: AgreementKey
  /** the libp2p key of the node */
  signing: SigningKey
  operator: string
  /** which nodes are proxies of this network; without it none is */
  roster?: Roster
  queues: QueueTable
  cells: WaitingCells
  /** the machine's: when it leaps by years, nothing is deleted by it, and nothing kept for longer */
  clock: Clock
  random: Random
  log: Log
}

export async function createMailboxHost (
  { node, key, signing, operator, roster, queues, cells, clock: machine, random, log }: HostDeps, overrides: Partial<HostLimits> = {}
): Promise<MailboxHosting> {
  const clock = new SteadyClock(machine, { lastMs: await queues.latestMs() })
  const limits = { ...DEFAULT_LIMITS, ...overrides }
  const errands = new Errands({ node, clock }, limits)
  const desk = new MailboxDesk({
    hostKey: key.publicKey, token: mailboxToken(node.network), queues, cells, errands, clock, random, log
  }, limits)
  const replays = new Replays({ clock })
  const commands = new Budget({ clock }, { perSecond: limits.commandsPerSecond, burst: limits.commandBurst })
  const turnstile = new Turnstile({ clock }, { perSecond: limits.strangersPerSecond, burst: limits.strangerBurst })
  const creations = new Budget({ clock }, { perSecond: limits.queuesPerSecond, burst: limits.queueBurst })
  const stopping = new AbortController()
  setMaxListeners(0, stopping.signal) // some for each stream
  const answered: Record<string, number> = {}
  const streams = new Set<Promise<void>>()
  /** whoever is at their other end has shown the key of a queue */
  const known = new WeakSet<Connection>()
  const received = { proxied: 0, direct: 0 }
  let rejected = 0
  let held = 0

  const description = (): Bytes => describeHost({
    peerId: node.peerIdBytes, key: key.publicKey, addresses: node.routes().addresses, operator
  }, bytes => signing.sign(bytes))

  const open = (frame: Bytes): OpenedCommand => {
    try {
      const opened = openCommand(key, frame)
      if (replays.isNew(opened.reply.ephemeral)) return opened
    } catch (err) {
      rejected++
      throw err
    }
    rejected++
    throw new AppError('PROTOCOL', 'a command that was seen before')
  }

  /** @returns undefined: not for this host, or seen before */
  const opening = (frame: Bytes): OpenedCommand | undefined => {
    try {
      return open(frame)
    } catch (err) {
      if (hasCode(err, 'PROTOCOL')) return undefined
      throw err
    }
  }

  const onStream = async (stream: Stream, connection: Connection): Promise<void> => {
    const over = new AbortController()
    const signal = AbortSignal.any([over.signal, stopping.signal])
    setMaxListeners(0, over.signal, signal) // one for each command under way
    const sink = frameSink(stream)
    const turns = new Serial<'send'>()
    const underWay = new Set<Promise<void>>()
    let fetches = 0
    // Whom it carries for is its matter: it bounds each of them, and one who sends nonsense must not cut off the others.
    const isProxy = (await roster?.find(connection.remotePeer.toMultihash().bytes))?.proxy === true
    if (isProxy) node.welcome(connection)
    const isStranger = (): boolean => !isProxy && !known.has(connection)
    const recognise = (): void => {
      if (!isStranger()) return
      known.add(connection)
      node.recognise(connection)
    }

    /** One answer at a time, made when the one before has gone out: who reads slowly holds up only themselves. */
    const send = async (answer: () => Promise<Uint8Array[]>): Promise<void> => {
      await turns.run('send', async () => {
        signal.throwIfAborted()
        const late = clock.after(FRAME_TIMEOUT_MS, () => { stream.abort(new AppError('TIMED_OUT', 'an answer was not taken')) })
        try {
          await sink.send(await answer())
        } finally {
          late.cancel()
        }
      })
    }
    const answer = async (opened: OpenedCommand): Promise<void> => {
      // Anybody can show the key of a queue to be.
      const isNew = (opened.command as Partial<Record<'create', object>>).create !== undefined
      const made = await desk.carryOut(isNew ? opened : noting(opened, recognise), {
        mayCreate: () => creations.spend(connection, { isProxy }) === 0,
        mayGo: () => errands.mayGo(connection, { isProxy }),
        signal
      })
      await send(async () => {
        const replies: Array<Partial<MailboxReply>> = await made()
        const status = replies[0]?.status ?? 'NONE'
        answered[status] = (answered[status] ?? 0) + 1
        // A proxy bounds each of its clients by itself; one of them must not spend what all share.
        if (!isProxy && (status === ReplyStatus.PUZZLE || status === ReplyStatus.GONE || status === ReplyStatus.REFUSED)) {
          commands.spend(connection, { count: COST_OF_NOTHING - 1 })
        }
        return replies.map((reply, index) => sealReply(opened.reply, index, { ...reply, generation: cells.generation }))
      })
    }
    /** Nothing more is read of them meanwhile: what they say beyond their turn stays on their own computer. */
    const inTurn = async (pass: () => Promise<void>): Promise<void> => {
      const goOn = node.wait(connection)
      held++
      try {
        await pass()
      } finally {
        held--
        goOn()
      }
    }
    const fail = (err: unknown): void => { stream.abort(err instanceof Error ? err : new AppError('INTERNAL', 'failed')) }

    const incoming = frames(stream, { maxBytes: CELL_BYTES, firstFrameTimeoutMs: FRAME_TIMEOUT_MS, clock, signal: stopping.signal })
    const onClose = (): void => { over.abort(new AppError('ABORTED', 'the stream is closed')) }
    stream.addEventListener('close', onClose, { once: true })
    try {
      for await (const frame of incoming) {
        const waitMs = commands.spend(connection, { isProxy })
        if (waitMs > 0 || isStranger()) {
          await inTurn(async () => {
            if (waitMs > 0) await pause(clock, waitMs, signal)
            if (isStranger()) await turnstile.pass(connection, signal)
          })
        }
        if (isDescribe(frame)) {
          await send(async () => [description()])
          continue
        }
        const opened = isProxy ? opening(frame) : open(frame)
        if (opened === undefined) continue
        received[isProxy ? 'proxied' : 'direct']++
        const { get, publish, find } = opened.command as Partial<Record<'get' | 'publish' | 'find', object>>
        const isFetch = (get ?? publish ?? find) !== undefined // what takes seconds
        if ((publish ?? find) !== undefined && isStranger()) {
          await inTurn(async () => { await turnstile.pass(connection, signal, { cost: COST_OF_ERRAND - 1 }) })
        }
        if (isFetch && fetches >= (isProxy ? MAX_FETCHES_PER_PROXY : MAX_FETCHES_PER_STREAM)) {
          throw new AppError('TOO_MANY', 'too many fetches on one stream')
        }
        while (!isFetch && underWay.size >= MAX_UNDER_WAY) await Promise.race(underWay)
        if (isFetch) fetches++
        const task = answer(opened).catch(fail).finally(() => {
          if (isFetch) fetches--
          else underWay.delete(task)
        })
        if (!isFetch) underWay.add(task)
      }
      await Promise.all(underWay)
      await stream.close({ signal: withDeadline(FRAME_TIMEOUT_MS) })
    } finally {
      onClose()
      await Promise.all(underWay)
    }
  }

  await node.handle(PROTOCOLS.mailbox, (stream, connection) => {
    const served = onStream(stream, connection).catch((err: unknown) => {
      const isTheirs = hasCode(err, 'PROTOCOL', 'PEER_UNREACHABLE', 'ABORTED', 'TIMED_OUT', 'TOO_MANY')
      if (!isTheirs) log.warn('mailbox-stream-failed', errorFields(err))
      if (hasCode(err, 'PROTOCOL')) node.charge(connection, OFFENCE_COST)
      stream.abort(err instanceof Error ? err : new AppError('INTERNAL', 'failed'))
    }).finally(() => { streams.delete(served) })
    streams.add(served)
  }, { maxInboundStreams: 4, maxOutboundStreams: 4 })
  await desk.sweep()
  if (clock.doubt !== undefined) log.warn('clock-doubted', { ...clock.doubt })
  desk.start()

  return {
    key: concat(key.publicKey),
    counts: () => {
      const { cells: waiting, bytes } = cells.holdings
      return {
        ...queues.counts,
        cells: waiting,
        bytes,
        bundles: cells.bundles.count,
        answered: { ...answered },
        rejected,
        fetching: desk.waitingFetches,
        held,
        errands: errands.underWay,
        received: { ...received }
      }
    },
    sweep: async () => { await desk.sweep() },
    async stop () {
      await node.unhandle(PROTOCOLS.mailbox)
      desk.stop()
      stopping.abort(new AppError('ABORTED', 'the node is stopping'))
      await Promise.all(streams)
    }
  }
}

/** Tells when a key is shown that opens something here. */
const noting = (opened: OpenedCommand, onOwner: () => void): OpenedCommand => ({
  ...opened,
  isBy: key => {
    const is = opened.isBy(key)
    if (is) onOwner()
    return is
  }
})
