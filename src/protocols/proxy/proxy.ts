/**
 * The proxy's half of its protocol: carries clients' sealed frames to the mailbox hosts of its network, all of them over
 * one stream to each host, so that a host does not see from where they come and the proxy not what they are about. It
 * goes where its network file says and nowhere else, whatever it is asked.
 */
import { setMaxListeners } from 'node:events'
import type { Connection, Stream } from '@libp2p/interface'
import { raceSignal, withDeadline } from '../../base/abort.ts'
import { toHex, type Bytes } from '../../base/bytes.ts'
import { AppError, hasCode } from '../../base/errors.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { MINUTE, SECOND, pause, type Clock, type Timer } from '../../base/time.ts'
import { isDescribe } from '../../crypto/mailbox.ts'
import { hostOf } from '../../network/addresses.ts'
import { addressGroups } from '../../network/gate/gate.ts'
import type { NetworkNode } from '../../network/node.ts'
import type { ListedServer, Roster } from '../../network/networks/roster.ts'
import { Tallies } from '../../network/gate/tallies.ts'
import { ProxyAnswer, ProxyStatus, ProxyTarget } from '../../wire/gen/proxy.ts'
import { CELL_BYTES, FRAME_TIMEOUT_MS, MAX_PROXY_HELLO_BYTES } from '../../wire/limits.ts'
import { readMessage } from '../../wire/messages.ts'
import { PROTOCOLS } from '../../wire/protocols.ts'
import { Budget } from '../mailbox/budget.ts'
import { HostLine, type Caller } from './line.ts'
import { firstFrame, frames, frameSink } from '../stream.ts'

export interface ProxyLimits {
  /** open at once from one IPv4 address or IPv6 /56, and from one IPv4 /24; a client opens one for each host */
  streamsPerAddress: number
  streamsPerBlock: number
  streamsPerLoopback: number
  /** of one address; twice as many may come in a burst */
  openedPerSecond: number
  maxStreams: number
  /** of one address group; above, its frames wait */
  framesPerSecond: number
  frameBurst: number
  /** without an answer, of one stream; above, it is not read */
  maxUnderWay: number
  /** answers that a client has not taken, in frames; above, it is cut off */
  maxUntaken: number
  /** of all clients together */
  maxUntakenInAll: number
}

export interface ProxyCounts {
  /** streams of clients */
  clients: number
  /** hosts to which there is a stream */
  hosts: number
  /** commands without an answer */
  underWay: number
  /** since the start */
  frames: { toHosts: number, toClients: number }
  /** streams that were not opened, since the start */
  refused: Record<'unknown-host' | 'unreachable' | 'busy', number>
}

export interface Proxying {
  counts: () => ProxyCounts
  stop: () => Promise<void>
}

interface ProxyDeps {
  node: NetworkNode
  roster: Roster
  clock: Clock
  log: Log
}

const DEFAULT_LIMITS: ProxyLimits = {
  streamsPerAddress: 64,
  streamsPerBlock: 256,
  streamsPerLoopback: 4000,
  openedPerSecond: 8,
  maxStreams: 8000,
  framesPerSecond: 100,
  frameBurst: 2000,
  maxUnderWay: 128,
  maxUntaken: 512,
  maxUntakenInAll: 16_384
}
/** less than a client waits: that a host is gone must not look as if this proxy were */
const OPEN_TIMEOUT_MS = 4 * SECOND
/** A host that did not answer is not tried again for everyone who asks. */
const UNREACHABLE_REST_MS = 5 * SECOND
const BUSY_MS = 5 * SECOND
const IDLE_MS = 10 * MINUTE
const LOOPBACK_OPENED_FACTOR = 50

export async function createProxy (
  { node, roster, clock, log }: ProxyDeps, overrides: Partial<ProxyLimits> = {}
): Promise<Proxying> {
  const limits = { ...DEFAULT_LIMITS, ...overrides }
  const places = new Tallies({ clock })
  const budget = new Budget({ clock }, { perSecond: limits.framesPerSecond, burst: limits.frameBurst })
  const lines = new Map<string, HostLine>()
  const opening = new Map<string, Promise<HostLine>>()
  const restsUntilMs = new Map<string, number>()
  const stopping = new AbortController()
  setMaxListeners(0, stopping.signal) // some for each stream
  const streams = new Set<Promise<void>>()
  const carried = { toHosts: 0, toClients: 0 }
  const refused = { 'unknown-host': 0, 'unreachable': 0, 'busy': 0 }
  let untaken = 0

  const countsOf = (connection: Connection): Parameters<Tallies['admit']>[0] => [
    { key: 'all', bound: { max: limits.maxStreams, rate: limits.maxStreams } },
    ...addressGroups(hostOf(connection.remoteAddr) ?? '').map(({ key, kind }) => {
      const { streamsPerAddress, streamsPerBlock, streamsPerLoopback, openedPerSecond: rate } = limits
      switch (kind) {
        case 'loopback': return { key, bound: { max: streamsPerLoopback, rate: rate * LOOPBACK_OPENED_FACTOR } }
        case 'address': return { key, bound: { max: streamsPerAddress, rate } }
        case 'block': return { key, bound: { max: streamsPerBlock, rate: rate * streamsPerBlock / streamsPerAddress } }
      }
    })
  ]

  const openLine = async (name: string, { peerId, addresses }: ListedServer): Promise<HostLine> => {
    if ((restsUntilMs.get(name) ?? 0) > clock.now()) throw new AppError('PEER_UNREACHABLE', 'this host did not answer a moment ago')
    try {
      const signal = withDeadline(OPEN_TIMEOUT_MS, stopping.signal)
      const connection = await node.dial({ peerId, addresses, onlyDirect: true }, { signal })
      const line = new HostLine(await connection.newStream(PROTOCOLS.mailbox, { signal }), { clock })
      node.welcome(connection) // what all clients fetch comes from this one address
      restsUntilMs.delete(name)
      lines.set(name, line)
      return line
    } catch (err) {
      restsUntilMs.set(name, clock.now() + UNREACHABLE_REST_MS)
      throw err
    }
  }

  const lineTo = async (host: ListedServer, signal: AbortSignal): Promise<HostLine> => {
    const name = toHex(host.peerId)
    const line = lines.get(name)
    if (line?.isOpen === true) return line
    lines.delete(name)
    const begun = opening.get(name) ?? openLine(name, host).finally(() => { opening.delete(name) })
    opening.set(name, begun)
    begun.catch(() => {})
    return await raceSignal(begun, signal)
  }

  /** @returns why not, where there is no line */
  const way = async (target: Bytes, signal: AbortSignal): Promise<HostLine | 'unknown-host' | 'unreachable'> => {
    const host = await roster.find(target)
    if (host === undefined || toHex(host.peerId) === toHex(node.peerIdBytes)) return 'unknown-host'
    try {
      return await lineTo(host, signal)
    } catch (err) {
      signal.throwIfAborted()
      log.debug('host-not-reached', errorFields(err))
      return 'unreachable'
    }
  }

  const onStream = async (stream: Stream, connection: Connection): Promise<void> => {
    const over = new AbortController()
    const signal = AbortSignal.any([over.signal, stopping.signal])
    const leave = places.admit(countsOf(connection))
    const sink = frameSink(stream)
    const received = frames(stream, {
      maxBytes: CELL_BYTES, firstFrameMaxBytes: MAX_PROXY_HELLO_BYTES, firstFrameTimeoutMs: FRAME_TIMEOUT_MS, clock, signal
    })
    stream.addEventListener('close', () => { over.abort(new AppError('ABORTED', 'the stream is closed')) }, { once: true })
    const answer = async (status: ProxyStatus): Promise<void> => {
      const retryAfterMs = status === ProxyStatus.BUSY ? BUSY_MS : 0
      await timely(stream, async () => { await sink.send([ProxyAnswer.encode({ status, retryAfterMs })]) })
    }
    const refuse = async (why: keyof typeof refused, status: ProxyStatus): Promise<void> => {
      refused[why]++
      await answer(status)
      await stream.close({ signal: withDeadline(FRAME_TIMEOUT_MS) })
    }
    try {
      const { host } = readMessage(ProxyTarget, await firstFrame(received), MAX_PROXY_HELLO_BYTES)
      if (leave === undefined) return await refuse('busy', ProxyStatus.BUSY)
      const line = await way(new Uint8Array(host), signal)
      if (line === 'unknown-host') return await refuse(line, ProxyStatus.UNKNOWN_HOST)
      if (line === 'unreachable') return await refuse(line, ProxyStatus.UNREACHABLE)
      await answer(ProxyStatus.OPEN)
      await carry({ stream, connection, line, received, sink, signal })
      await stream.close({ signal: withDeadline(FRAME_TIMEOUT_MS) })
    } finally {
      over.abort(new AppError('ABORTED', 'the stream is closed'))
      leave?.()
    }
  }

  /** Gives whoever does not take what they get ten seconds. */
  const timely = async (stream: Stream, send: () => Promise<void>): Promise<void> => {
    const late = clock.after(FRAME_TIMEOUT_MS, () => { stream.abort(new AppError('TIMED_OUT', 'an answer was not taken')) })
    try {
      await send()
    } finally {
      late.cancel()
    }
  }

  const carry = async ({ stream, connection, line, received, sink, signal }: {
    stream: Stream
    connection: Connection
    line: HostLine
    received: AsyncGenerator<Bytes, void, undefined>
    sink: ReturnType<typeof frameSink>
    signal: AbortSignal
  }): Promise<void> => {
    const waiting: Bytes[] = []
    let underWay = 0
    let room = Promise.withResolvers<void>()
    let handingOver = false
    let idle: Timer | undefined
    const rest = (): void => {
      idle?.cancel()
      idle = clock.after(IDLE_MS, () => { if (underWay === 0) stream.abort(new AppError('TIMED_OUT', 'nothing is asked any more')) })
    }
    const handOver = async (): Promise<void> => {
      if (handingOver) return
      handingOver = true
      try {
        while (waiting.length > 0) {
          const batch = waiting.splice(0, 32)
          untaken -= batch.length
          carried.toClients += batch.length
          await timely(stream, async () => { await sink.send(batch) })
        }
      } finally {
        handingOver = false
      }
    }
    const caller: Caller = {
      take (frame) {
        if (waiting.length >= limits.maxUntaken || untaken >= limits.maxUntakenInAll) {
          stream.abort(new AppError('TOO_MANY', 'more is asked for than is taken'))
          return
        }
        waiting.push(frame)
        untaken++
        handOver().catch((err: unknown) => { stream.abort(err as Error) })
      },
      settled () {
        underWay--
        room.resolve()
        rest()
      },
      cutOff (err) { stream.abort(err) }
    }
    line.join(caller)
    rest()
    try {
      for await (const frame of received) {
        if (frame.byteLength !== CELL_BYTES || isDescribe(frame)) throw new AppError('PROTOCOL', 'not a sealed frame')
        const waitMs = budget.spend(connection)
        if (waitMs > 0) await pause(clock, waitMs, signal)
        while (underWay >= limits.maxUnderWay) {
          room = Promise.withResolvers()
          await raceSignal(room.promise, signal)
        }
        underWay++
        rest()
        await line.forward(frame, caller)
        carried.toHosts++
      }
    } finally {
      idle?.cancel()
      line.leave(caller)
      untaken -= waiting.length
      waiting.length = 0
    }
  }

  await node.handle(PROTOCOLS.proxy, (stream, connection) => {
    const served = onStream(stream, connection).catch((err: unknown) => {
      const isTheirs = hasCode(err, 'PROTOCOL', 'PEER_UNREACHABLE', 'ABORTED', 'TIMED_OUT', 'TOO_MANY')
      if (!isTheirs) log.warn('proxy-stream-failed', errorFields(err))
      stream.abort(err instanceof Error ? err : new AppError('INTERNAL', 'failed'))
    }).finally(() => { streams.delete(served) })
    streams.add(served)
  }, { maxInboundStreams: 32 })

  return {
    counts: () => ({
      clients: streams.size,
      hosts: [...lines.values()].filter(({ isOpen }) => isOpen).length,
      underWay: [...lines.values()].reduce((sum, line) => sum + line.underWay, 0),
      frames: { ...carried },
      refused: { ...refused }
    }),
    async stop () {
      await node.unhandle(PROTOCOLS.proxy)
      stopping.abort(new AppError('ABORTED', 'the node is stopping'))
      for (const line of lines.values()) line.close()
      await Promise.all(streams)
    }
  }
}
