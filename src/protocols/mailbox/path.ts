/**
 * How frames get to a mailbox host: the one place that knows. Where somebody else's node may stand between, it does:
 * the host then sees that node's address and not ours, and the node sees which host, and nothing of what is said.
 */
import { setMaxListeners } from 'node:events'
import type { Connection, Stream } from '@libp2p/interface'
import { raceSignal, withDeadline } from '../../base/abort.ts'
import { copy, toHex, type Bytes } from '../../base/bytes.ts'
import { AppError, hasCode } from '../../base/errors.ts'
import { SECOND, type Clock } from '../../base/time.ts'
import { describeFrame, readDescription } from '../../crypto/mailbox.ts'
import type { DialTarget } from '../../network/dial.ts'
import type { NetworkNode } from '../../network/node.ts'
import type { MailboxHost as HostMessage } from '../../wire/gen/mailbox.ts'
import { ProxyAnswer, ProxyStatus, ProxyTarget } from '../../wire/gen/proxy.ts'
import { CELL_BYTES, FRAME_TIMEOUT_MS, MAX_PROXY_HELLO_BYTES } from '../../wire/limits.ts'
import { readMessage } from '../../wire/messages.ts'
import { PROTOCOLS } from '../../wire/protocols.ts'
import { MailboxChannel, type TakeReply } from './channel.ts'
import { firstFrame, frames, frameSink } from '../stream.ts'

/** Where a host is. */
export interface HostAddress {
  /** multihash */
  peerId: Bytes
  addresses: string[]
  /** the proxy over which somebody else fetches there: one that sees both ends could join them */
  avoid?: Bytes
}

/** Somebody else's node over which a host is reached. */
export interface Guard {
  /** multihash */
  peerId: Bytes
  addresses: string[]
}

/** Chooses them, and remembers how they behave. */
export interface Guards {
  /** Resolves when the rest can be answered. @throws the signal's reason */
  known: (signal: AbortSignal) => Promise<void>
  /** Whether frames to this host go over another operator's node, and never straight there. */
  stand: (host: HostAddress) => boolean
  /** Whether the network file lists this host, so that every proxy of the network should know it. */
  lists: (host: HostAddress) => boolean
  /** The next to try. @param tried those that did not lead there just now. @returns undefined: there is none left */
  next: (host: HostAddress, tried: readonly Guard[]) => Guard | undefined
  /** It led to the host, or did not: it is not there, holds back what it should carry, or sends what no host sealed. */
  worked: (guard: Guard) => void
  failed: (guard: Guard) => void
}

/** Straight to every host. */
export const NO_GUARDS: Guards = {
  known: async () => {}, stand: () => false, lists: () => false, next: () => undefined, worked: () => {}, failed: () => {}
}

export interface MailboxPath {
  /**
   * Sends one sealed frame and hands on the frames that answer it.
   * @throws AppError PEER_UNREACHABLE: the host, every way to it, or no answer; what `take` throws; the signal's reason
   */
  exchange: (host: HostAddress, frame: Bytes, options: { take: TakeReply, signal: AbortSignal }) => Promise<void>
  /** What whoever answers there says of itself; asked straight there. @throws AppError PEER_UNREACHABLE, PROTOCOL; the signal's reason */
  describe: (target: DialTarget, options: { signal: AbortSignal }) => Promise<HostMessage>
  /** Whether somebody stands between, or may. */
  isProxied: (host: HostAddress) => boolean
  /** Whether a stream to this host is there, which may have broken without anybody noticing. */
  isOpen: (host: HostAddress) => boolean
  stop: () => void
}

const OPEN_TIMEOUT_MS = 20 * SECOND
/** Of two ways each must have its chance before whoever asks gives up. */
const OPEN_PROXY_TIMEOUT_MS = 6 * SECOND
/** A host that two operators' nodes cannot reach is not there. */
const MAX_WAYS = 2
/** own hosts and those of contacts; what was opened first is closed first */
const MAX_CHANNELS = 64

interface Way {
  channel: MailboxChannel
  guard?: Guard
}

export function mailboxPath ({ node, guards, clock }: { node: NetworkNode, guards: Guards, clock: Clock }): MailboxPath {
  const channels = new Map<string, MailboxChannel>()
  const opening = new Map<string, Promise<MailboxChannel>>()
  const stopping = new AbortController()
  setMaxListeners(0, stopping.signal) // one for each stream

  const open = async (target: DialTarget, protocol: string, signal: AbortSignal): Promise<{ stream: Stream, connection: Connection }> => {
    const connection = await node.dial(target, { signal })
    try {
      return { connection, stream: await connection.newStream(protocol, { signal, runOnLimitedConnection: true }) }
    } catch (cause) {
      signal.throwIfAborted()
      throw new AppError('PEER_UNREACHABLE', `whoever is there serves no ${protocol === PROTOCOLS.proxy ? 'proxy' : 'mailbox'}`, { cause })
    }
  }

  type Begin = (signal: AbortSignal) => Promise<MailboxChannel>

  const openChannel = async (name: string, begin: Begin, timeoutMs: number): Promise<MailboxChannel> => {
    const channel = await begin(withDeadline(timeoutMs, stopping.signal))
    const [oldest] = channels.keys()
    if (channels.size >= MAX_CHANNELS && oldest !== undefined) {
      channels.get(oldest)?.close()
      channels.delete(oldest)
    }
    channels.set(name, channel)
    return channel
  }

  // Whoever asks first opens the channel for all, so their giving up must not end it.
  const channelTo = async (
    name: string, signal: AbortSignal, begin: Begin, timeoutMs = OPEN_TIMEOUT_MS
  ): Promise<MailboxChannel> => {
    const channel = channels.get(name)
    if (channel?.isOpen === true) return channel
    channels.delete(name)
    const begun = opening.get(name) ?? openChannel(name, begin, timeoutMs).finally(() => { opening.delete(name) })
    opening.set(name, begun)
    begun.catch(() => {})
    return await raceSignal(begun, signal)
  }

  const straightTo = async ({ peerId, addresses }: HostAddress, signal: AbortSignal): Promise<Way> => ({
    channel: await channelTo(nameOf({ peerId }), signal, async timed =>
      new MailboxChannel((await open({ peerId, addresses }, PROTOCOLS.mailbox, timed)).stream, { clock }))
  })

  const openProxied = async (host: HostAddress, guard: Guard, signal: AbortSignal): Promise<MailboxChannel> => {
    const { stream } = await open({ peerId: guard.peerId, addresses: guard.addresses }, PROTOCOLS.proxy, signal)
    const received = frames(stream, {
      maxBytes: CELL_BYTES, firstFrameMaxBytes: MAX_PROXY_HELLO_BYTES, firstFrameTimeoutMs: FRAME_TIMEOUT_MS, clock, signal: stopping.signal
    })
    try {
      await frameSink(stream).send([ProxyTarget.encode({ host: host.peerId })])
      const { status } = readMessage(ProxyAnswer, await raceSignal(firstFrame(received), signal), MAX_PROXY_HELLO_BYTES)
      if (status === ProxyStatus.OPEN) return new MailboxChannel(stream, { clock, received })
      // The guard does its work: it is the host that it does not know or reach.
      throw new AppError(status === ProxyStatus.UNKNOWN_HOST ? 'NOT_FOUND' : 'REFUSED', 'the proxy does not lead to this mailbox host')
    } catch (err) {
      stream.abort(err as Error)
      throw err
    }
  }

  /** @throws AppError PEER_UNREACHABLE: no guard led there */
  const around = async (host: HostAddress, signal: AbortSignal): Promise<Way> => {
    const tried: Guard[] = []
    let failure: unknown
    while (tried.length < MAX_WAYS) {
      const guard = guards.next(host, tried)
      if (guard === undefined) break
      tried.push(guard)
      try {
        const begin = async (timed: AbortSignal): Promise<MailboxChannel> => await openProxied(host, guard, timed)
        const channel = await channelTo(nameOf(host, guard), signal, begin, OPEN_PROXY_TIMEOUT_MS)
        guards.worked(guard)
        return { channel, guard }
      } catch (err) {
        signal.throwIfAborted()
        failure = err
        if (!hasCode(err, 'NOT_FOUND', 'REFUSED')) guards.failed(guard)
        // Nobody's network file has to list what a friend runs, who may see our address anyway.
        else if (err.code === 'NOT_FOUND' && !guards.lists(host)) return await straightTo(host, signal)
      }
    }
    if (!guards.stand(host)) return await straightTo(host, signal) // all are gone for good, as it seems by now
    throw new AppError('PEER_UNREACHABLE', 'no other operator\'s node leads to this mailbox host now', { cause: failure })
  }

  return {
    async exchange (host, frame, { take, signal }) {
      await guards.known(signal)
      const { channel, guard } = guards.stand(host) ? await around(host, signal) : await straightTo(host, signal)
      try {
        await channel.exchange(frame, take, signal)
      } catch (err) {
        // Held back or altered, by the guard or by the host: the next command goes another way, if there is one.
        const isSilent = signal.aborted && (signal.reason as Error | undefined)?.name === 'TimeoutError'
        if (guard !== undefined && (isSilent || hasCode(err, 'PROTOCOL'))) guards.failed(guard)
        throw err
      }
    },
    async describe (target, { signal }) {
      const deadline = withDeadline(OPEN_TIMEOUT_MS, signal)
      const { stream, connection } = await open(target, PROTOCOLS.mailbox, deadline)
      try {
        await frameSink(stream).send([describeFrame()])
        const reply = await firstFrame(frames(stream, { maxBytes: CELL_BYTES, clock, signal: deadline }))
        return readDescription(reply, copy(connection.remotePeer.toMultihash().bytes))
      } finally {
        stream.abort(new AppError('ABORTED', 'nothing more to ask'))
      }
    },
    isProxied: host => guards.stand(host),
    isOpen: host => [...channels].some(([name, channel]) => name.startsWith(nameOf(host)) && channel.isOpen),
    stop () {
      stopping.abort(new AppError('ABORTED', 'the node is stopping'))
      for (const channel of channels.values()) channel.close()
    }
  }
}

const nameOf = ({ peerId }: Pick<HostAddress, 'peerId'>, guard?: Guard): string =>
  guard === undefined ? toHex(peerId) : `${toHex(peerId)} over ${toHex(guard.peerId)}`
