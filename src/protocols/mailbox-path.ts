/** How frames get to a mailbox host: the one place that knows, so that somebody else's node can stand between. */
import type { Connection, Stream } from '@libp2p/interface'
import { raceSignal, withDeadline } from '../base/abort.ts'
import { copy, toHex, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import { SECOND, type Clock } from '../base/time.ts'
import { describeFrame, readDescription } from '../crypto/mailbox.ts'
import type { DialTarget } from '../network/dial.ts'
import type { NetworkNode } from '../network/node.ts'
import type { MailboxHost as HostMessage } from '../wire/gen/mailbox.ts'
import { CELL_BYTES } from '../wire/limits.ts'
import { PROTOCOLS } from '../wire/protocols.ts'
import { MailboxChannel, type TakeReply } from './mailbox-channel.ts'
import { firstFrame, frames, frameSink } from './stream.ts'

/** Where a host is. */
export interface HostAddress {
  /** multihash */
  peerId: Bytes
  addresses: string[]
}

export interface MailboxPath {
  /**
   * Sends one sealed frame and hands on the frames that answer it.
   * @throws AppError PEER_UNREACHABLE: the host, or no answer; what `take` throws; the signal's reason
   */
  exchange: (host: HostAddress, frame: Bytes, options: { take: TakeReply, signal: AbortSignal }) => Promise<void>
  /** What whoever answers there says of itself. @throws AppError PEER_UNREACHABLE, PROTOCOL; the signal's reason */
  describe: (target: DialTarget, options: { signal: AbortSignal }) => Promise<HostMessage>
  /** Whether a stream to this host is there, which may have broken without anybody noticing. */
  isOpen: (host: HostAddress) => boolean
  stop: () => void
}

const OPEN_TIMEOUT_MS = 20 * SECOND
/** own hosts and those of contacts; what was opened first is closed first */
const MAX_CHANNELS = 64

/** Straight to the host, over one long-lived stream each. */
export function directPath ({ node, clock }: { node: NetworkNode, clock: Clock }): MailboxPath {
  const channels = new Map<string, MailboxChannel>()
  const opening = new Map<string, Promise<MailboxChannel>>()
  const stopping = new AbortController()

  const open = async (target: DialTarget, signal: AbortSignal): Promise<{ stream: Stream, connection: Connection }> => {
    const connection = await node.dial(target, { signal })
    try {
      return { connection, stream: await connection.newStream(PROTOCOLS.mailbox, { signal, runOnLimitedConnection: true }) }
    } catch (cause) {
      signal.throwIfAborted()
      throw new AppError('PEER_UNREACHABLE', 'whoever is there serves no mailbox', { cause })
    }
  }

  const openChannel = async (name: string, { peerId, addresses }: HostAddress): Promise<MailboxChannel> => {
    const { stream } = await open({ peerId, addresses }, withDeadline(OPEN_TIMEOUT_MS, stopping.signal))
    const channel = new MailboxChannel(stream, { clock })
    const [oldest] = channels.keys()
    if (channels.size >= MAX_CHANNELS && oldest !== undefined) {
      channels.get(oldest)?.close()
      channels.delete(oldest)
    }
    channels.set(name, channel)
    return channel
  }

  // Whoever asks first opens the channel for all, so their giving up must not end it.
  const channelTo = async (host: HostAddress, signal: AbortSignal): Promise<MailboxChannel> => {
    const name = toHex(host.peerId)
    const channel = channels.get(name)
    if (channel?.isOpen === true) return channel
    channels.delete(name)
    const begun = opening.get(name) ?? openChannel(name, host).finally(() => { opening.delete(name) })
    opening.set(name, begun)
    begun.catch(() => {})
    return await raceSignal(begun, signal)
  }

  return {
    async exchange (host, frame, { take, signal }) {
      const channel = await channelTo(host, signal)
      await channel.exchange(frame, take, signal)
    },
    async describe (target, { signal }) {
      const deadline = withDeadline(OPEN_TIMEOUT_MS, signal)
      const { stream, connection } = await open(target, deadline)
      try {
        await frameSink(stream).send([describeFrame()])
        const reply = await firstFrame(frames(stream, { maxBytes: CELL_BYTES, clock, signal: deadline }))
        return readDescription(reply, copy(connection.remotePeer.toMultihash().bytes))
      } finally {
        stream.abort(new AppError('ABORTED', 'nothing more to ask'))
      }
    },
    isOpen: ({ peerId }) => channels.get(toHex(peerId))?.isOpen === true,
    stop () {
      stopping.abort(new AppError('ABORTED', 'the node is stopping'))
      for (const channel of channels.values()) channel.close()
    }
  }
}
