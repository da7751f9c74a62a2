/**
 * What a mailbox host does with each command. An id that is unknown, one that was deleted and one that belongs to
 * somebody else are answered alike, after the same work: nobody finds out here which queues there are.
 */
import { equal, toHex, type Bytes } from '../../base/bytes.ts'
import { hasCode } from '../../base/errors.ts'
import { errorFields, type Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import { Serial } from '../../base/serial.ts'
import { DAY, HOUR, MINUTE, SECOND, pause, type Clock, type Timer } from '../../base/time.ts'
import { receiverId, senderId, type OpenedCommand } from '../../crypto/mailbox.ts'
import { x25519Key } from '../../crypto/primitives.ts'
import { isSolved, puzzleEnd, setPuzzle } from '../../crypto/puzzles.ts'
import type { WaitingCells } from '../../store/hosted/cells.ts'
import type { Queue, QueueTable, Sender } from '../../store/hosted/queues.ts'
import {
  ReplyStatus, type AckCells, type ChangeSenders, type Command, type FindRecord, type GetCells, type MailboxReply, type NewQueue,
  type PublishRecord, type PutCell
} from '../../wire/gen/mailbox.ts'
import {
  CELL_TAG_BYTES, FETCH_SIZES, MAILBOX_TTL_MS, MAX_CELL_BODY_BYTES, MAX_MAILBOX_WAIT_MS, MAX_SENDERS_PER_QUEUE, QUEUE_ID_BYTES,
  QUEUE_KEY_BYTES
} from '../../wire/limits.ts'
import { Lane } from '../lane.ts'
import { findBundle, keepBundle } from './bundles.ts'
import { Ticks } from './ticks.ts'

export interface DeskLimits {
  maxQueues: number
  maxSenders: number
  /** solutions that wait to be checked; each takes 16 MiB and some milliseconds */
  maxWaitingSolutions: number
  /** fetches that wait for something to come */
  maxWaitingFetches: number
}

/** Goes to the DHT for whoever asks. */
interface DeskErrands {
  publish: (publish: PublishRecord, signal: AbortSignal) => Promise<Reply>
  find: (find: FindRecord, signal: AbortSignal) => Promise<Reply>
}

interface DeskDeps {
  hostKey: Bytes
  /** what members of the network show; undefined: puzzles only */
  token: Bytes | undefined
  queues: QueueTable
  cells: WaitingCells
  errands: DeskErrands
  clock: Clock
  random: Random
  log: Log
}

type Reply = Partial<MailboxReply>
/** Made when it is its turn to be sent, so that what a slow reader has not fetched takes no memory. */
export type Answer = () => Promise<Reply[]>

/** A slow or busy computer needs minutes; and a solution is for one queue, so that time gains nobody a second one. */
const PUZZLE_MS = 5 * MINUTE
const BUSY_MS = 5 * SECOND
const FULL_MS = 10 * MINUTE
const UNFETCHED_MS = 48 * HOUR
const SWEEP_EVERY_MS = HOUR
/** A queue that is fetched lives on; that is written down once a day. */
const RENEW_EVERY_MS = DAY
const GONE: Reply = { status: ReplyStatus.GONE }
const OK: Reply = { status: ReplyStatus.OK }
const REFUSED: Reply = { status: ReplyStatus.REFUSED }
const busy = (retryAfterMs: number): Reply => ({ status: ReplyStatus.BUSY, retryAfterMs })

export class MailboxDesk {
  readonly #deps: DeskDeps
  readonly #limits: DeskLimits
  readonly #puzzleSecret: Bytes
  /** stands in for the key of a queue that is not there */
  readonly #nobody: Bytes
  readonly #turns = new Serial<string>()
  readonly #verifying = new Lane(1)
  readonly #ticks: Ticks
  /** fetches that wait, by queue */
  readonly #listening = new Map<string, Set<AbortController>>()
  #waitingSolutions = 0
  #waitingFetches = 0
  #sweeping: Timer | undefined

  constructor (deps: DeskDeps, limits: DeskLimits) {
    this.#deps = deps
    this.#limits = limits
    this.#ticks = new Ticks(deps)
    this.#puzzleSecret = deps.random(32)
    this.#nobody = x25519Key(deps.random(QUEUE_KEY_BYTES)).publicKey
  }

  get waitingFetches (): number { return this.#waitingFetches }

  start (): void {
    const again = (): void => {
      this.#sweeping = this.#deps.clock.after(SWEEP_EVERY_MS, () => {
        this.sweep().catch((err: unknown) => { this.#deps.log.warn('mailbox-sweep-failed', errorFields(err)) }).finally(again)
      })
    }
    again()
  }

  stop (): void {
    this.#sweeping?.cancel()
  }

  /** Forgets queues and cells whose time is over, and queues that nobody ever fetched. */
  async sweep (): Promise<void> {
    const nowMs = this.#deps.clock.now()
    for (const rid of await this.#deps.queues.find(queue => isOver(queue, nowMs))) {
      await this.#turns.run(toHex(rid), async () => {
        const queue = await this.#deps.queues.queue(rid)
        if (queue !== undefined && isOver(queue, nowMs)) await this.#delete(rid)
      })
    }
    await this.#deps.cells.sweep(nowMs)
  }

  /**
   * Carries a command out, except for reading what a fetch is answered with.
   * @param mayCreate false: whoever asks has made many queues lately. @param mayGo the same for errands
   * @throws the signal's reason
   */
  async carryOut (
    opened: OpenedCommand, { mayCreate, mayGo, signal }: { mayCreate: () => boolean, mayGo: () => boolean, signal: AbortSignal }
  ): Promise<Answer> {
    const { create, put, get, ack, rotate, delete: remove, check, putBundle, getBundle, publish, find } = opened.command as AllOps
    const replied = (reply: Reply): Answer => async () => [reply]
    try {
      if (create !== undefined) return replied(await this.#create(create, opened, mayCreate, signal))
      if (put !== undefined) return replied(await this.#put(put, opened))
      if (get !== undefined) return await this.#get(get, opened, signal)
      if (ack !== undefined) return replied(await this.#ack(ack, opened))
      if (rotate !== undefined) return replied(await this.#rotate(rotate, opened))
      if (remove !== undefined) return replied(await this.#remove(remove.rid, opened))
      if (putBundle !== undefined) {
        const isPaid = await this.#own(putBundle.rid, opened) !== undefined
        return replied(isPaid ? await keepBundle(putBundle, this.#deps) : GONE)
      }
      if (getBundle !== undefined) return replied(await findBundle(getBundle, this.#deps))
      if ((publish ?? find) !== undefined && !mayGo()) return replied(busy(BUSY_MS))
      if (publish !== undefined) return replied(await this.#deps.errands.publish(publish, signal))
      if (find !== undefined) return replied(await this.#deps.errands.find(find, signal))
      return replied(check === undefined ? REFUSED : OK)
    } catch (err) {
      signal.throwIfAborted()
      if (!hasCode(err, 'DISK_FULL')) this.#deps.log.warn('mailbox-command-failed', errorFields(err))
      return replied(busy(FULL_MS))
    }
  }

  async #create (create: NewQueue, opened: OpenedCommand, mayCreate: () => boolean, signal: AbortSignal): Promise<Reply> {
    const { receiver, senders } = create
    const isSound = receiver.byteLength === QUEUE_KEY_BYTES && senders.every(key => key.byteLength === QUEUE_KEY_BYTES) && create.ttlMs > 0
    if (!isSound || !opened.isBy(receiver)) return REFUSED
    const { hostKey, queues, clock } = this.#deps
    const rid = receiverId(receiver, hostKey)
    const ttlMs = Math.min(create.ttlMs, MAILBOX_TTL_MS)
    if (await queues.queue(rid) === undefined) {
      const paid = await this.#isPaid(create, mayCreate, signal)
      if (paid !== 'paid') return paid
    }
    return await this.#turns.run(toHex(rid), async () => {
      const nowMs = clock.now()
      const known = await queues.queue(rid)
      const queue = {
        receiver: new Uint8Array(receiver), createdMs: nowMs, isFetched: false, ...known, ttlMs, untilMs: nowMs + ttlMs
      }
      const added = await this.#addable(rid, senders)
      if (added === undefined) return { status: ReplyStatus.FULL }
      if (known === undefined && queues.counts.queues >= this.#limits.maxQueues) return busy(FULL_MS) // others were faster
      await queues.save(rid, queue, { isNew: known === undefined, add: added })
      return { ...OK, untilMs: queue.untilMs }
    })
  }

  /** Cheap checks first; what costs is done for one at a time, and for few that wait. */
  async #isPaid (
    { receiver, token, challenge, solution }: NewQueue, mayCreate: () => boolean, signal: AbortSignal
  ): Promise<'paid' | Reply> {
    const { clock, random } = this.#deps
    if (!mayCreate() || this.#deps.queues.counts.queues >= this.#limits.maxQueues) return busy(FULL_MS)
    if (this.#deps.token !== undefined && equal(token, this.#deps.token)) return 'paid'
    const untilMs = puzzleEnd({ secret: this.#puzzleSecret, challenge })
    if (untilMs !== undefined && untilMs > clock.now()) {
      if (this.#waitingSolutions >= this.#limits.maxWaitingSolutions) return busy(BUSY_MS)
      this.#waitingSolutions++
      try {
        if (await this.#verifying.run(async () => await isSolved({ challenge, receiver, solution }), signal)) return 'paid'
      } finally {
        this.#waitingSolutions--
      }
    }
    return { status: ReplyStatus.PUZZLE, challenge: setPuzzle({ secret: this.#puzzleSecret, untilMs: clock.now() + PUZZLE_MS, random }) }
  }

  async #put ({ sid, tag, body }: PutCell, opened: OpenedCommand): Promise<Reply> {
    const isSound = sid.byteLength === QUEUE_ID_BYTES && tag.byteLength === CELL_TAG_BYTES && body.byteLength === MAX_CELL_BODY_BYTES
    if (!isSound) return REFUSED
    const { queues, cells, clock } = this.#deps
    const sender = await queues.sender(sid)
    const isTheirs = opened.isBy(sender?.key ?? this.#nobody)
    const queue = sender === undefined ? undefined : await queues.queue(sender.rid)
    const nowMs = clock.now()
    if (!isTheirs || sender === undefined || queue === undefined || isClosed(queue, nowMs)) return GONE
    const { rid } = sender
    const done = await cells.deposit({
      rid, sid: new Uint8Array(sid), tag: new Uint8Array(tag), body: new Uint8Array(body), untilMs: nowMs + queue.ttlMs
    }, nowMs)
    if (done.kind === 'full') return { status: ReplyStatus.FULL }
    for (const heard of this.#listening.get(toHex(rid)) ?? []) heard.abort()
    return { ...OK, untilMs: done.untilMs }
  }

  async #get ({ rid, after, waitMs, cells: count, onTick }: GetCells, opened: OpenedCommand, signal: AbortSignal): Promise<Answer> {
    if (rid.byteLength !== QUEUE_ID_BYTES || !(FETCH_SIZES as readonly number[]).includes(count)) return async () => [REFUSED]
    const { cells, clock } = this.#deps
    const own = await this.#own(rid, opened)
    const id = new Uint8Array(rid)
    const list = async (limit: number): ReturnType<WaitingCells['list']> => own === undefined
      ? { cells: [], more: false }
      : await cells.list(id, { after, limit, nowMs: clock.now() })
    // Listened for before looking, or what comes in between would be waited for in vain.
    const heard = new AbortController()
    const off = this.#listen(own === undefined ? '' : toHex(rid), heard)
    try {
      if (own !== undefined) await this.#renew(id, own)
      if (waitMs > 0 && (await list(1)).cells.length === 0) {
        if (this.#waitingFetches >= this.#limits.maxWaitingFetches) return async () => [busy(BUSY_MS)]
        this.#waitingFetches++
        try {
          await pause(clock, Math.min(waitMs, MAX_MAILBOX_WAIT_MS), AbortSignal.any([signal, heard.signal]))
        } catch {
          signal.throwIfAborted()
          if (onTick) await this.#ticks.next(signal)
        } finally {
          this.#waitingFetches--
        }
      }
    } finally {
      off()
    }
    return async () => {
      const found = await list(count)
      return Array.from({ length: count }, (_, i) => ({ ...OK, more: found.more, ...(found.cells[i] && { cell: found.cells[i] }) }))
    }
  }

  #listen (name: string, heard: AbortController): () => void {
    const others = this.#listening.get(name) ?? new Set()
    this.#listening.set(name, others.add(heard))
    return () => {
      others.delete(heard)
      if (others.size === 0) this.#listening.delete(name)
    }
  }

  async #ack ({ rid, upTo }: AckCells, opened: OpenedCommand): Promise<Reply> {
    if (await this.#own(rid, opened) === undefined) return GONE
    await this.#deps.cells.drop(new Uint8Array(rid), upTo)
    return OK
  }

  async #rotate ({ rid, add, remove }: ChangeSenders, opened: OpenedCommand): Promise<Reply> {
    if (!add.every(key => key.byteLength === QUEUE_KEY_BYTES) || !remove.every(sid => sid.byteLength === QUEUE_ID_BYTES)) return REFUSED
    return await this.#turns.run(toHex(rid), async () => {
      const queue = await this.#own(rid, opened)
      if (queue === undefined) return GONE
      const { queues } = this.#deps
      const sids = new Set((await queues.sendersOf(rid)).map(toHex))
      const removed = unique(remove).filter(sid => sids.has(toHex(sid)))
      if (removed.length > 0) await queues.save(rid, queue, { remove: removed })
      const added = await this.#addable(rid, add)
      if (added === undefined) return { status: ReplyStatus.FULL }
      if (added.length > 0) await queues.save(rid, queue, { add: added })
      return { ...OK, untilMs: queue.untilMs }
    })
  }

  async #remove (rid: Uint8Array, opened: OpenedCommand): Promise<Reply> {
    return await this.#turns.run(toHex(rid), async () => {
      if (await this.#own(rid, opened) === undefined) return GONE
      await this.#delete(new Uint8Array(rid))
      return OK
    })
  }

  /** The queue, when whoever asks holds its key. */
  async #own (rid: Uint8Array, opened: OpenedCommand): Promise<Queue | undefined> {
    const queue = rid.byteLength === QUEUE_ID_BYTES ? await this.#deps.queues.queue(rid) : undefined
    const isTheirs = opened.isBy(queue?.receiver ?? this.#nobody)
    return isTheirs && queue !== undefined && !isOver(queue, this.#deps.clock.now()) ? queue : undefined
  }

  /** Those that the queue does not have yet. @returns undefined: no room, or the id is another queue's */
  async #addable (rid: Uint8Array, keys: Uint8Array[]): Promise<Sender[] | undefined> {
    const { hostKey, queues } = this.#deps
    const wanted = unique(keys).map(key => ({ key, sid: senderId(key, hostKey) }))
    const known = await Promise.all(wanted.map(async ({ sid }) => await queues.sender(sid)))
    if (known.some(sender => sender !== undefined && !equal(sender.rid, rid))) return undefined
    const added = wanted.filter((_, i) => known[i] === undefined)
    const isFull = added.length > 0 && (queues.counts.senders + added.length > this.#limits.maxSenders ||
      (await queues.sendersOf(rid)).length + added.length > MAX_SENDERS_PER_QUEUE)
    return isFull ? undefined : added
  }

  async #renew (rid: Bytes, queue: Queue): Promise<void> {
    const nowMs = this.#deps.clock.now()
    if (queue.isFetched && queue.untilMs - nowMs > queue.ttlMs - Math.min(RENEW_EVERY_MS, queue.ttlMs / 2)) return
    await this.#turns.run(toHex(rid), async () => {
      const newest = await this.#deps.queues.queue(rid)
      if (newest !== undefined) await this.#deps.queues.save(rid, { ...newest, isFetched: true, untilMs: nowMs + newest.ttlMs })
    })
  }

  async #delete (rid: Bytes): Promise<void> {
    await this.#deps.queues.delete(rid)
    await this.#deps.cells.drop(rid)
  }
}

/** A oneof, read by name. */
type AllOps = {
  [Op in 'create' | 'put' | 'get' | 'ack' | 'rotate' | 'delete' | 'check' | 'putBundle' | 'getBundle' | 'publish' | 'find']?:
  NonNullable<Command[Op]>
}

/** Nothing more may be left in it; what was left has its time still to come. */
const isClosed = (queue: Queue, nowMs: number): boolean => queue.untilMs <= nowMs || isOver(queue, nowMs)

/** The last cell that it took is over. */
const isOver = ({ untilMs, ttlMs, createdMs, isFetched }: Queue, nowMs: number): boolean =>
  untilMs + ttlMs <= nowMs || (!isFetched && nowMs - createdMs > UNFETCHED_MS)

const unique = (values: readonly Uint8Array[]): Bytes[] => [...new Map(values.map(value => [toHex(value), new Uint8Array(value)])).values()]
