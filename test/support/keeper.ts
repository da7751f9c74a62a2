/**
 * A mailbox host for stories, in memory and on somebody's node. It keeps to the protocol, and a story makes it forget,
 * lie or refuse as real ones may.
 */
import type { Stream } from '@libp2p/interface'
import { toBase64url, type Bytes } from '../../src/base/bytes.ts'
import { systemRandom } from '../../src/base/random.ts'
import type { Clock } from '../../src/base/time.ts'
import {
  describeHost, hostKey, isDescribe, openCommand, receiverId, sealReply, senderId, type OpenedCommand
} from '../../src/crypto/mailbox.ts'
import { ed25519FromSeed, sha256 } from '../../src/crypto/primitives.ts'
import { readRecord } from '../../src/crypto/records.ts'
import type { NetworkNode } from '../../src/network/node.ts'
import { openBundle, type OpenedBundle } from '../../src/crypto/invites.ts'
import { frames, frameSink } from '../../src/protocols/stream.ts'
import { ReplyStatus, type Command, type MailboxReply, type StoredCell } from '../../src/wire/gen/mailbox.ts'
import { CELL_BYTES, MAILBOX_TTL_MS } from '../../src/wire/limits.ts'
import { parseLink } from '../../src/wire/link.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'

interface Queue {
  receiver: Bytes
  senders: Set<string>
  cells: StoredCell[]
  tags: Set<string>
  waiting: Set<() => void>
}

export interface KeeperOptions {
  node: NetworkNode
  /** of the node's key */
  seed: Bytes
  clock: Clock
}

export class Keeper {
  readonly #queues = new Map<string, Queue>()
  readonly #senders = new Map<string, { queue: Queue, key: Bytes }>()
  readonly #bundles = new Map<string, Bytes>()
  #own = hostKey(systemRandom(32))
  #generation = 1n
  #next = 1n
  #clock: Clock | undefined
  /** what a fetch gets in place of these cells */
  lie: (cells: StoredCell[], queue?: object) => StoredCell[] = cells => cells
  /** what somebody who asks for a bundle gets in place of it */
  lieOfBundles: (record: Bytes) => Bytes | undefined = record => record
  /** how many cells were taken, ever */
  taken = 0
  /** hangs up on whoever asks for anything */
  refusing = false
  /** has no room for another queue */
  full = false

  /** Serves on this node; what it held before, it holds still. */
  async serveOn ({ node, seed, clock }: KeeperOptions): Promise<void> {
    this.#clock = clock
    const description = describeHost({
      peerId: node.peerIdBytes, key: this.#own.publicKey, addresses: node.routes().addresses, operator: ''
    }, bytes => ed25519FromSeed(seed).sign(bytes))
    await node.handle(PROTOCOLS.mailbox, stream => { void this.#serve(stream, description) }, { maxInboundStreams: 64 })
  }

  /** As after a restart: queues are known, and nothing lies in them. */
  forgetCells (): void {
    this.#generation++
    this.#bundles.clear()
    for (const queue of this.#queues.values()) {
      queue.cells = []
      queue.tags.clear()
    }
  }

  /** Not even the queues. */
  forgetAll (): void {
    this.forgetCells()
    this.#queues.clear()
    this.#senders.clear()
  }

  get held (): number {
    return [...this.#queues.values()].reduce((sum, { cells }) => sum + cells.length, 0)
  }

  /** As it lies here for whoever has this link. */
  recordOf (link: string): Bytes | undefined {
    return this.#bundles.get(toBase64url(sha256(parseLink(link).publicKey)))
  }

  bundleOf (link: string): OpenedBundle | undefined {
    const value = this.recordOf(link)
    return value === undefined ? undefined : openBundle({ link: parseLink(link), value })
  }

  get queues (): number { return this.#queues.size }

  async #serve (stream: Stream, description: Bytes): Promise<void> {
    const sink = frameSink(stream)
    const over = new AbortController()
    try {
      for await (const frame of frames(stream, { maxBytes: CELL_BYTES, clock: this.#clock!, signal: over.signal })) {
        if (this.refusing) {
          stream.abort(new Error('not today'))
          return
        }
        if (isDescribe(frame)) await sink.send([description])
        else {
          void this.#answer(openCommand(this.#own, frame), over.signal).then(async replies => { await sink.send(replies) }).catch(() => {})
        }
      }
    } catch {
      // the client is gone
    } finally {
      over.abort()
    }
  }

  async #answer (opened: OpenedCommand, signal: AbortSignal): Promise<Bytes[]> {
    const { command } = opened
    const replies = command.get === undefined
      ? [this.#obey(command, opened)]
      : await this.#fetch(command.get, opened, signal)
    return replies.map((reply, index) => sealReply(opened.reply, index, { generation: this.#generation, ...reply }))
  }

  #obey ({ create, put, ack, rotate, delete: gone, putBundle, getBundle }: Command, { isBy }: OpenedCommand): Partial<MailboxReply> {
    const untilMs = this.#clock!.now() + MAILBOX_TTL_MS
    if (create !== undefined) {
      const rid = receiverId(create.receiver, this.#own.publicKey)
      if (this.full && !this.#queues.has(toBase64url(rid))) return { status: ReplyStatus.FULL }
      const queue = this.#queues.get(toBase64url(rid)) ??
        { receiver: create.receiver, senders: new Set(), cells: [], tags: new Set(), waiting: new Set() }
      this.#queues.set(toBase64url(rid), queue)
      this.#admit(queue, create.senders)
      return { status: ReplyStatus.OK, untilMs }
    }
    if (put !== undefined) {
      const sender = this.#senders.get(toBase64url(put.sid))
      if (sender === undefined || !isBy(sender.key)) return { status: ReplyStatus.GONE }
      if (!sender.queue.tags.has(toBase64url(put.tag))) {
        sender.queue.tags.add(toBase64url(put.tag))
        sender.queue.cells.push({ at: this.#next++, ...put })
        this.taken++
        for (const wake of sender.queue.waiting) wake()
      }
      return { status: ReplyStatus.OK, untilMs }
    }
    if (ack !== undefined) return this.#change(ack.rid, isBy, queue => { queue.cells = queue.cells.filter(({ at }) => at > ack.upTo) })
    if (rotate !== undefined) return this.#change(rotate.rid, isBy, queue => { this.#admit(queue, rotate.add) })
    if (gone !== undefined) return this.#change(gone.rid, isBy, () => { this.#queues.delete(toBase64url(gone.rid)) })
    if (putBundle !== undefined) {
      const { publicKey, seq } = readRecord(putBundle.record)
      const name = toBase64url(sha256(publicKey))
      return this.#change(putBundle.rid, isBy, () => {
        const known = this.#bundles.get(name)
        if (known === undefined || readRecord(known).seq < seq) this.#bundles.set(name, putBundle.record)
      })
    }
    if (getBundle !== undefined) {
      const known = this.#bundles.get(toBase64url(getBundle.name))
      const record = known === undefined ? undefined : this.lieOfBundles(known)
      return record === undefined ? { status: ReplyStatus.GONE } : { status: ReplyStatus.OK, record }
    }
    return { status: ReplyStatus.OK }
  }

  #admit (queue: Queue, senders: Bytes[]): void {
    for (const key of senders) this.#senders.set(toBase64url(senderId(key, this.#own.publicKey)), { queue, key })
  }

  #change (rid: Bytes, isBy: OpenedCommand['isBy'], act: (queue: Queue) => void): Partial<MailboxReply> {
    const queue = this.#queues.get(toBase64url(rid))
    if (queue === undefined || !isBy(queue.receiver)) return { status: ReplyStatus.GONE }
    act(queue)
    return { status: ReplyStatus.OK }
  }

  async #fetch (
    { rid, after, waitMs, cells }: NonNullable<Command['get']>, { isBy }: OpenedCommand, signal: AbortSignal
  ): Promise<Partial<MailboxReply>[]> {
    const queue = this.#queues.get(toBase64url(rid))
    const mine = queue !== undefined && isBy(queue.receiver) ? queue : undefined
    const behind = (): StoredCell[] => mine?.cells.filter(({ at }) => at > after) ?? []
    if (behind().length === 0 && waitMs > 0) {
      await new Promise<void>(resolve => {
        const done = (): void => {
          timer.cancel()
          mine?.waiting.delete(done)
          signal.removeEventListener('abort', done)
          resolve()
        }
        const timer = this.#clock!.after(waitMs, done)
        mine?.waiting.add(done)
        signal.addEventListener('abort', done, { once: true })
      })
    }
    const all = behind()
    const given = this.lie(all.slice(0, cells).map(cell => ({ ...cell })), mine)
    return Array.from({ length: cells }, (_, i) => ({
      status: ReplyStatus.OK, more: all.length > cells, ...(given[i] === undefined ? {} : { cell: given[i] })
    }))
  }
}
