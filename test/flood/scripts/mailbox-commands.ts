/** What an attacker says to a mailbox host; no client of ours would say so much of it. */
import { setTimeout } from 'node:timers/promises'
import type { Connection, Stream } from '@libp2p/interface'
import type * as Bytes from '../../../src/base/bytes.ts'
import type * as Randoms from '../../../src/base/random.ts'
import type * as Cells from '../../../src/crypto/cells.ts'
import type * as Mailboxes from '../../../src/crypto/mailbox.ts'
import type * as Records from '../../../src/crypto/records.ts'
import { PROTOCOLS } from '../../../src/wire/protocols.ts'
import type { MAILBOX_KINDS } from '../kinds.ts'
import { CELL_BYTES, CELL_TAG_BYTES, MAX_CELL_BODY_BYTES, QUEUE_ID_BYTES, RENDEZVOUS_PLAINTEXT_BYTES } from '../../../src/wire/limits.ts'

const part = (name: string): string => new URL(`../../../.cache/parts/${name}`, import.meta.url).href
const { copy } = await import(part('base/bytes.js')) as typeof Bytes
const { systemRandom: random } = await import(part('base/random.js')) as typeof Randoms
const { queueKeys } = await import(part('crypto/cells.js')) as typeof Cells
const { hostKey, sealCommand } = await import(part('crypto/mailbox.js')) as typeof Mailboxes
const { sealRecord } = await import(part('crypto/records.js')) as typeof Records

const YEAR_MS = 365 * 24 * 3_600_000
const inFrame = (cell: Uint8Array): Uint8Array => Uint8Array.of(0x80, 0x20, ...cell) // 4,096 as a varint

/** said faster than it can be made */
let prepared: Uint8Array[] = []
let host = new Uint8Array(0)

/** @param key the host's, as base64url */
export function prepare ({ key, count }: { key: string, count: number }): void {
  host = new Uint8Array(Buffer.from(key, 'base64url'))
  prepared = Array.from({ length: count }, () => sealedNewQueue({}))
}

/** A stream's first window, and so what it sends before anybody has read any of it. */
const FRAMES_OF_A_WINDOW = 60
const EVERY_MS = 5

interface Means {
  /** what all addresses say together, where it is said at an even pace */
  perSecond: () => number
  /** a connection that has said who it is, made anew for as long as the attack lasts */
  withConnection: (from: string, use: (connection: Connection) => Promise<void>) => Promise<void>
  openStream: (connection: Connection, protocol: string) => Promise<Stream | undefined>
  isOpen: (connection: Connection) => boolean
  reached: () => void
  outcome: { offered: number, sent: number, bytes: number }
}

/** What each address does. */
export function attacks (
  { perSecond, withConnection, openStream, isOpen, reached, outcome }: Means
): Record<typeof MAILBOX_KINDS[number], (from: string) => Promise<void>> {
  const onFourStreams = async (from: string, once: (connection: Connection) => Promise<void>): Promise<void> => {
    await withConnection(from, async connection => {
      reached()
      await Promise.all(Array.from({ length: 4 }, async () => { while (isOpen(connection)) await once(connection) }))
    })
  }
  /** As fast as they are taken; where the host ends a stream, the next is opened. */
  const overAndOver = (command: () => Uint8Array) => async (from: string): Promise<void> => {
    await onFourStreams(from, async connection => {
      const stream = await openStream(connection, PROTOCOLS.mailbox)
      if (stream === undefined) await setTimeout(10)
      await say(stream, command, outcome, () => isOpen(connection))
    })
  }
  /** Begins one, and goes on with so many bytes a second. */
  const lingering = (begun: number, each: number) => async (from: string): Promise<void> => {
    await onFourStreams(from, async connection => {
      const stream = await openStream(connection, PROTOCOLS.mailbox)
      if (stream?.status === 'open') stream.send(newQueue().subarray(0, begun))
      do {
        await setTimeout(stream === undefined ? 10 : 1000)
        if (stream?.status === 'open' && each > 0) stream.send(new Uint8Array(each))
      } while (stream?.status === 'open' && isOpen(connection))
    })
  }
  const open = new Set<{ stream: Stream, left: number, end: () => void }>()
  let talking: Promise<void> | undefined
  /** So many a second by all streams in turn. What none of them takes was offered in vain: the host reads no more. */
  const offer = async (command: () => Uint8Array): Promise<void> => {
    for (let owed = 0, beforeMs = performance.now(); ;) {
      await setTimeout(EVERY_MS)
      const nowMs = performance.now()
      owed += (nowMs - beforeMs) * perSecond() / 1000
      beforeMs = nowMs
      for (const one of open) {
        if (owed < 1) break
        if (one.stream.status !== 'open' || one.stream.writableNeedsDrain) continue
        open.delete(one)
        owed--
        outcome.offered++
        outcome.sent++
        one.stream.send(command())
        if (--one.left > 0) open.add(one)
        else one.end()
      }
      outcome.offered += Math.floor(owed)
      owed %= 1
    }
  }
  /** Where one has used up what it may send unread, it is thrown away, and the next one may send as much again. */
  const evenly = (command: () => Uint8Array) => async (from: string): Promise<void> => {
    talking ??= offer(command)
    await onFourStreams(from, async connection => {
      const stream = await openStream(connection, PROTOCOLS.mailbox)
      if (stream === undefined) {
        await setTimeout(10)
        return
      }
      const { promise: over, resolve: end } = Promise.withResolvers<void>()
      const one = { stream, left: FRAMES_OF_A_WINDOW, end }
      stream.addEventListener('message', () => { outcome.bytes += CELL_BYTES })
      stream.addEventListener('close', () => { end() }, { once: true })
      open.add(one)
      await over
      open.delete(one)
      stream.abort(new Error('used up'))
    })
  }
  return {
    'new-queues': evenly(newQueue),
    'large-commands': overAndOver(tooLarge),
    'replayed-commands': overAndOver(saidBefore),
    'wrong-keys': overAndOver(byNobody),
    'other-times': overAndOver(ofAnotherTime),
    'half-commands': lingering(2000, 0),
    'slow-commands': lingering(2, 1)
  }
}

/** Always another one, as fast as the stream takes them. */
async function say (
  stream: Stream | undefined, command: () => Uint8Array, outcome: { sent: number, bytes: number }, goesOn: () => boolean
): Promise<void> {
  stream?.addEventListener('message', () => { outcome.bytes += CELL_BYTES })
  while (stream?.status === 'open' && goesOn()) {
    outcome.sent++
    if (!stream.send(command())) await setTimeout(5)
    else if (outcome.sent % 16 === 0) await new Promise(setImmediate)
  }
}

/** Asks for one, with nothing to pay for it. */
const newQueue = (): Uint8Array => prepared.pop() ?? sealedNewQueue({})

/** A frame that is one byte longer than any may be. */
const tooLarge = (): Uint8Array => Uint8Array.of(0x81, 0x20, ...random(CELL_BYTES + 1))

let before: Uint8Array | undefined
/** What this host has had already. */
const saidBefore = (): Uint8Array => before ??= sealedNewQueue({})

/** A deposit for a queue whose id is right for no key, sealed to this host or, every other time, to another one. */
function byNobody (): Uint8Array {
  const key = isForHost ? host : hostKey(random(32)).publicKey
  isForHost = !isForHost
  const put = { sid: random(QUEUE_ID_BYTES), tag: random(CELL_TAG_BYTES), body: random(MAX_CELL_BODY_BYTES) }
  return inFrame(sealCommand({ host: copy(key), command: { put }, privateKey: random(32), random }).frame)
}
let isForHost = true

/** As somebody whose clock is years ahead, or years behind: a queue for ever, and a record that is over or has yet to begin. */
function ofAnotherTime (): Uint8Array {
  isAhead = !isAhead
  if (isAhead) return sealedNewQueue({ ttlMs: Number.MAX_SAFE_INTEGER })
  const nowMs = Date.now() + (random(1)[0]! < 128 ? 10 : -10) * YEAR_MS
  const record = sealRecord({
    seed: random(32), encryptionKey: random(32), seq: nowMs, eolMs: nowMs + 3_600_000, plaintext: random(100),
    paddedBytes: RENDEZVOUS_PLAINTEXT_BYTES, random
  })
  return inFrame(sealCommand({ host: copy(host), command: { publish: { record } }, random }).frame)
}
let isAhead = false

function sealedNewQueue ({ ttlMs = 1e9 }: { ttlMs?: number }): Uint8Array {
  const { publicKey, privateKey } = queueKeys(random(32))
  const create = { receiver: publicKey, senders: [], ttlMs, token: random(0), challenge: random(0), solution: random(0) }
  return inFrame(sealCommand({ host: copy(host), command: { create }, privateKey, random }).frame)
}
