/**
 * A client's dealings with mailbox hosts: queues are made, filled, fetched and emptied here. Bodies are opaque. Every
 * command may be repeated: a queue is found again by its key, a cell by its tag, and what is acknowledged stays so.
 */
import { isAbort, withDeadline } from '../../base/abort.ts'
import { copy, type Bytes } from '../../base/bytes.ts'
import { AppError, hasCode } from '../../base/errors.ts'
import { errorFields, type Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import { SECOND, type Clock } from '../../base/time.ts'
import type { QueueKeys } from '../../crypto/cells.ts'
import { openReply, receiverId, sealCommand, senderId } from '../../crypto/mailbox.ts'
import { sha256 } from '../../crypto/primitives.ts'
import { solvePuzzle } from '../../crypto/puzzles.ts'
import { mailboxToken } from '../../network/networks/descriptors.ts'
import type { DialTarget } from '../../network/dial.ts'
import type { NetworkNode } from '../../network/node.ts'
import { addressTexts } from '../../wire/addresses.ts'
import { ReplyStatus, type Command, type MailboxReply, type StoredCell } from '../../wire/gen/mailbox.ts'
import {
  CELL_TAG_BYTES, MAILBOX_TTL_MS, MAX_CELL_BODY_BYTES, MAX_MAILBOX_WAIT_MS, MAX_SENDERS_PER_COMMAND, QUEUE_ID_BYTES, type FETCH_SIZES
} from '../../wire/limits.ts'
import { sized } from '../../wire/messages.ts'
import { mailboxPath, NO_GUARDS, type Guards } from './path.ts'

export interface MailboxHost {
  /** multihash */
  peerId: Bytes
  /** X25519 */
  key: Bytes
  /** multiaddrs */
  addresses: string[]
  operator: string
  /** PeerId of the proxy over which its owner fetches, where somebody else leaves something */
  avoid?: Bytes
}

export interface FetchedCell {
  /** its position; to be handed back as cursor, and to be acknowledged */
  at: bigint
  sid: Bytes
  tag: Bytes
  body: Bytes
}

interface Options { signal: AbortSignal }
interface Receiving { rid: Bytes, receiver: QueueKeys }

/**
 * All of these @throws AppError MAILBOX_BUSY: again after retryAfterMs; MAILBOX_REFUSED: never; PEER_UNREACHABLE,
 * NETWORK_MISMATCH, NETWORK_BLOCKED: the host, as NetworkNode.dial; PROTOCOL: it answers what no host may; the
 * signal's reason.
 */
export interface Mailbox {
  /** Asks whoever is at an address whether they host, and under which key. */
  describe: (target: DialTarget, options: Options) => Promise<MailboxHost>
  /**
   * Makes a queue, or renews the one that these keys have already. Whoever holds a sender's private key may fill it.
   * Without the network's token this takes a second or more, for the host's puzzle. A ttl is at most 14 days.
   */
  create: (
    host: MailboxHost, queue: { receiver: QueueKeys, senders: Bytes[], ttlMs: number, token?: Bytes }, options: Options
  ) => Promise<{ rid: Bytes, sids: Bytes[], untilMs: number, generation: bigint }>
  /** @param without sids that shall deposit no more. @throws AppError NOT_FOUND: the queue is gone, or not ours */
  addSenders: (
    host: MailboxHost, queue: Receiving & { senders: Bytes[], without?: Bytes[] }, options: Options
  ) => Promise<{ sids: Bytes[] }>
  /** Stored when it resolves so, once for each tag; gone: no such queue, or not with this key. */
  put: (
    host: MailboxHost, cell: { sid: Bytes, sender: QueueKeys, tag: Bytes, body: Bytes }, options: Options
  ) => Promise<{ kind: 'stored', untilMs: number, generation: bigint } | { kind: 'full' } | { kind: 'gone' }>
  /**
   * What lies behind `cursor`, oldest first. With nothing there it waits, and so it does for a queue that is no more.
   * Positions belong to one generation: with another one, begin again at 0.
   * @param cells how many frames the reply has, whatever is in them
   */
  get: (
    host: MailboxHost, fetch: Receiving & { cursor: bigint, waitMs: number, cells: typeof FETCH_SIZES[number] }, options: Options
  ) => Promise<{ cells: FetchedCell[], more: boolean, generation: bigint }>
  /** Up to and including this position. @throws AppError NOT_FOUND: the queue is gone, or not ours */
  ack: (host: MailboxHost, fetched: Receiving & { upTo: bigint }, options: Options) => Promise<void>
  /** The queue, and all in it; one that is gone already counts as removed. */
  remove: (host: MailboxHost, queue: Receiving, options: Options) => Promise<void>
  /**
   * A link's bundle, for whoever has the link to find; the queue pays for its room. stored: this one is there, or a newer.
   * @param record signed by the link's key
   */
  putBundle: (
    host: MailboxHost, bundle: Receiving & { record: Bytes }, options: Options
  ) => Promise<{ kind: 'stored', untilMs: number, generation: bigint } | { kind: 'full' } | { kind: 'gone' }>
  /** The newest record that the host was given under this link's key, as it says; not checked here. */
  getBundle: (host: MailboxHost, link: { publicKey: Bytes }, options: Options) => Promise<Bytes | undefined>
  /** Another number than before: the host has lost the bodies that it kept. */
  generation: (host: MailboxHost, options: Options) => Promise<bigint>
  /** Has the host put a record into the DHT. @returns how many nodes took it. */
  publish: (host: MailboxHost, record: Bytes, options: Options) => Promise<{ stored: number }>
  /** Has it look one up there. @param notBefore the lowest seq that is wanted. @returns undefined: it found none */
  find: (host: MailboxHost, wanted: { key: Bytes, notBefore: number }, options: Options) => Promise<Bytes | undefined>
  stop: () => void
}

const ANSWER_TIMEOUT_MS = 30 * SECOND
const MAX_PUZZLES = 3

interface MailboxDeps {
  node: NetworkNode
  /** Default: straight to every host. */
  guards?: Guards
  clock: Clock
  random: Random
  log: Log
}

export function createMailbox ({ node, guards = NO_GUARDS, clock, random, log }: MailboxDeps): Mailbox {
  const path = mailboxPath({ node, guards, clock })

  /** One command, answered by so many frames, or by one that says why not. */
  const askOnce = async (
    host: MailboxHost, command: Command, { privateKey, cells, waitMs }: Asking, { signal }: Options
  ): Promise<MailboxReply[]> => {
    const sealed = sealCommand({ host: host.key, command, ...(privateKey && { privateKey }), random })
    const replies: MailboxReply[] = []
    const deadline = withDeadline(ANSWER_TIMEOUT_MS + waitMs, signal)
    try {
      await path.exchange(host, sealed.frame, {
        signal: deadline,
        take (frame, index) {
          const reply = openReply(sealed.reply, index, frame)
          replies.push(reply)
          return reply.status !== ReplyStatus.OK || replies.length === cells
        }
      })
    } catch (err) {
      signal.throwIfAborted()
      throw isAbort(err) ? new AppError('PEER_UNREACHABLE', 'the mailbox host does not answer', { cause: err }) : err
    }
    return replies
  }

  const ask = async (host: MailboxHost, command: Command, asking: Partial<Asking>, options: Options): Promise<MailboxReply[]> => {
    const all = { cells: 1, waitMs: 0, ...asking }
    const wasOpen = path.isOpen(host)
    let replies: MailboxReply[]
    try {
      replies = await askOnce(host, command, all, options)
    } catch (err) {
      if (!wasOpen || !hasCode(err, 'PEER_UNREACHABLE')) throw err
      log.debug('mailbox-asked-again', errorFields(err))
      replies = await askOnce(host, command, all, options) // the host may have restarted since it was asked last
    }
    const { status, retryAfterMs } = replies.at(-1)!
    if (status === ReplyStatus.BUSY) throw new AppError('MAILBOX_BUSY', 'the mailbox host takes nothing now', { retryAfterMs })
    if (status === ReplyStatus.REFUSED || status === ReplyStatus.UNSPECIFIED) {
      throw new AppError('MAILBOX_REFUSED', 'the mailbox host refuses this')
    }
    return replies
  }

  const askForOne = async (host: MailboxHost, command: Command, asking: Partial<Asking>, options: Options): Promise<MailboxReply> =>
    (await ask(host, command, asking, options))[0]!

  const makeQueue = async (
    host: MailboxHost,
    { receiver, senders, ttlMs, token }: { receiver: QueueKeys, senders: Bytes[], ttlMs: number, token: Bytes },
    options: Options
  ): Promise<MailboxReply> => {
    let puzzle = { challenge: new Uint8Array(0), solution: new Uint8Array(0) }
    for (let puzzles = 0; ; puzzles++) {
      const create = { receiver: receiver.publicKey, senders, ttlMs: Math.min(ttlMs, MAILBOX_TTL_MS), token, ...puzzle }
      const reply = await askForOne(host, { create }, { privateKey: receiver.privateKey }, options)
      if (reply.status !== ReplyStatus.PUZZLE) return reply
      if (puzzles === MAX_PUZZLES) throw new AppError('MAILBOX_REFUSED', 'the mailbox host accepts no solution')
      const challenge = copy(reply.challenge)
      puzzle = { challenge, solution: await solvePuzzle({ challenge, receiver: receiver.publicKey, signal: options.signal }) }
    }
  }

  const changeSenders = async (
    host: MailboxHost, { rid, receiver, add, remove }: Receiving & { add: Bytes[], remove: Bytes[] }, options: Options
  ): Promise<void> => {
    for (let at = 0; at < Math.max(add.length, remove.length); at += MAX_SENDERS_PER_COMMAND) {
      const part = (keys: Bytes[]): Bytes[] => keys.slice(at, at + MAX_SENDERS_PER_COMMAND)
      const rotate = { rid, add: part(add), remove: part(remove) }
      present(await askForOne(host, { rotate }, { privateKey: receiver.privateKey }, options))
    }
  }

  return {
    async describe (target, options) {
      const { addresses, ...described } = await path.describe(target, options)
      return { ...described, peerId: copy(described.peerId), key: copy(described.key), addresses: addressTexts(addresses) }
    },
    async create (host, { receiver, senders, ttlMs, token = mailboxToken(node.network) ?? new Uint8Array(0) }, options) {
      const rid = receiverId(receiver.publicKey, host.key)
      const reply = present(await makeQueue(host, {
        receiver, senders: senders.slice(0, MAX_SENDERS_PER_COMMAND), ttlMs, token
      }, options))
      await changeSenders(host, { rid, receiver, add: senders.slice(MAX_SENDERS_PER_COMMAND), remove: [] }, options)
      return { rid, sids: senders.map(key => senderId(key, host.key)), untilMs: reply.untilMs, generation: reply.generation }
    },
    async addSenders (host, { rid, receiver, senders, without = [] }, options) {
      await changeSenders(host, { rid, receiver, add: senders, remove: without }, options)
      return { sids: senders.map(key => senderId(key, host.key)) }
    },
    async put (host, { sid, sender, tag, body }, options) {
      const { status, untilMs, generation } = await askForOne(host, { put: { sid, tag, body } }, { privateKey: sender.privateKey }, options)
      if (status === ReplyStatus.OK) return { kind: 'stored', untilMs, generation }
      return { kind: status === ReplyStatus.FULL ? 'full' : 'gone' }
    },
    async get (host, { rid, receiver, cursor, waitMs, cells }, options) {
      const get = { rid, after: cursor, waitMs: Math.min(waitMs, MAX_MAILBOX_WAIT_MS), cells, onTick: path.isProxied(host) }
      const replies = await ask(host, { get }, { privateKey: receiver.privateKey, cells, waitMs: get.waitMs }, options)
      return {
        cells: replies.flatMap(({ cell }) => cell === undefined ? [] : [fetched(cell)]),
        more: replies.some(({ more }) => more),
        generation: replies[0]!.generation
      }
    },
    async ack (host, { rid, receiver, upTo }, options) {
      present(await askForOne(host, { ack: { rid, upTo } }, { privateKey: receiver.privateKey }, options))
    },
    async remove (host, { rid, receiver }, options) {
      await askForOne(host, { delete: { rid } }, { privateKey: receiver.privateKey }, options)
    },
    async putBundle (host, { rid, receiver, record }, options) {
      const asking = { privateKey: receiver.privateKey }
      const { status, untilMs, generation } = await askForOne(host, { putBundle: { rid, record } }, asking, options)
      if (status === ReplyStatus.OK) return { kind: 'stored', untilMs, generation }
      return { kind: status === ReplyStatus.FULL ? 'full' : 'gone' }
    },
    async getBundle (host, { publicKey }, options) {
      const { status, record } = await askForOne(host, { getBundle: { name: sha256(publicKey) } }, {}, options)
      return status === ReplyStatus.OK && record.byteLength > 0 ? copy(record) : undefined
    },
    async generation (host, options) {
      return (await askForOne(host, { check: {} }, {}, options)).generation
    },
    async publish (host, record, options) {
      const { stored } = present(await askForOne(host, { publish: { record } }, {}, options))
      return { stored }
    },
    async find (host, { key, notBefore }, options) {
      const { record } = present(await askForOne(host, { find: { key, notBefore } }, {}, options))
      return record.byteLength === 0 ? undefined : copy(record)
    },
    stop () { path.stop() }
  }
}

interface Asking {
  privateKey?: Bytes
  /** how many frames answer it */
  cells: number
  /** how long the host may take on purpose */
  waitMs: number
}

/** @throws AppError NOT_FOUND; MAILBOX_BUSY: no room for more queues or senders */
function present (reply: MailboxReply): MailboxReply {
  if (reply.status === ReplyStatus.GONE) throw new AppError('NOT_FOUND', 'the mailbox host keeps no such queue')
  if (reply.status === ReplyStatus.FULL) throw new AppError('MAILBOX_BUSY', 'the mailbox host has no room', { retryAfterMs: 0 })
  return reply
}

const fetched = ({ at, sid, tag, body }: StoredCell): FetchedCell => ({
  at,
  sid: copy(sized(sid, QUEUE_ID_BYTES, 'a sender id')),
  tag: copy(sized(tag, CELL_TAG_BYTES, 'a tag')),
  body: copy(sized(body, MAX_CELL_BODY_BYTES, 'a cell'))
})
