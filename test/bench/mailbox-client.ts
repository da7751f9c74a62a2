/** Somebody who deposits and fetches at one mailbox host, as fast as it answers. */
import { setTimeout } from 'node:timers/promises'
import type * as Bytes from '../../src/base/bytes.ts'
import type * as Logs from '../../src/base/log.ts'
import type * as Randoms from '../../src/base/random.ts'
import type * as Times from '../../src/base/time.ts'
import type * as Cells from '../../src/crypto/cells.ts'
import type * as Descriptors from '../../src/network/networks/descriptors.ts'
import type * as Node from '../../src/network/node.ts'
import type * as Mailboxes from '../../src/protocols/mailbox/mailbox.ts'
import { serve } from './children.ts'

const part = (name: string): string => new URL(`../../.cache/parts/${name}`, import.meta.url).href
const { fromBase64url } = await import(part('base/bytes.js')) as typeof Bytes
const { silentLog: log } = await import(part('base/log.js')) as typeof Logs
const { systemRandom: random } = await import(part('base/random.js')) as typeof Randoms
const { DAY, systemClock: clock } = await import(part('base/time.js')) as typeof Times
const { queueKeys } = await import(part('crypto/cells.js')) as typeof Cells
const { readNetworkFile } = await import(part('network/networks/descriptors.js')) as typeof Descriptors
const { createNode } = await import(part('network/node.js')) as typeof Node
const { createMailbox } = await import(part('protocols/mailbox/mailbox.js')) as typeof Mailboxes

const BODY_BYTES = 3840
const AT_ONCE = 32

let node: Node.NetworkNode
let mailbox: Mailboxes.Mailbox
let host: Mailboxes.MailboxHost
const receiver = queueKeys(random(32))
const sender = queueKeys(random(32))
let ids: { rid: Bytes.Bytes, sid: Bytes.Bytes }

const options = (): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(120_000) })

/** Whoever is at these addresses is asked for what is left out. */
interface Place { networkFile: string, addresses: string[], peerId?: string, key?: string }

async function open ({ networkFile, peerId, key, addresses }: Place): Promise<void> {
  node = await createNode({ role: 'user', network: await readNetworkFile(networkFile), listen: [], mdns: false, log })
  mailbox = createMailbox({ node, clock, random, log })
  host = peerId === undefined || key === undefined
    ? await mailbox.describe({ addresses }, options())
    : { peerId: fromBase64url(peerId), key: fromBase64url(key), addresses, operator: 'bench' }
  const made = await mailbox.create(host, { receiver, senders: [sender.publicKey], ttlMs: DAY }, options())
  ids = { rid: made.rid, sid: made.sids[0]! }
}

/** So many times, some at once. @returns how many a second */
async function rate (count: number, task: () => Promise<unknown>): Promise<number> {
  let begun = 0
  const sinceMs = performance.now()
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, async () => {
    while (begun < count) {
      begun++
      await task()
    }
  }))
  return count / (performance.now() - sinceMs) * 1000
}

async function deposit (): Promise<void> {
  const { kind } = await mailbox.put(host, { sid: ids.sid, sender, tag: random(16), body: random(BODY_BYTES) }, options())
  if (kind !== 'stored') throw new Error(`a deposit was ${kind}`)
}

const deposits = async ({ count }: { count: number }): Promise<number> => await rate(count, deposit)

/** One after another. @returns how long each took, in ms */
async function latencies ({ count }: { count: number }): Promise<number[]> {
  const samples: number[] = []
  for (let i = 0; i < count; i++) {
    const sinceMs = performance.now()
    await deposit()
    samples.push(performance.now() - sinceMs)
  }
  return samples
}

/** One after another: something is left, fetched and let go of. @returns how long each took, in ms */
async function visits ({ count, everyMs = 0 }: { count: number, everyMs?: number }): Promise<number[]> {
  const samples: number[] = []
  for (let i = 0; i < count; i++) {
    const sinceMs = performance.now()
    await deposit()
    const { cells: [cell] } = await mailbox.get(host, { rid: ids.rid, receiver, cursor: 0n, waitMs: 0, cells: 1 }, options())
    await mailbox.ack(host, { rid: ids.rid, receiver, upTo: cell!.at }, options())
    samples.push(performance.now() - sinceMs)
    if (everyMs > 0) await setTimeout(everyMs)
  }
  return samples
}

/** Everything that lies there, in large replies, and lets go of it. @returns cells a second */
async function fetches (): Promise<number> {
  const sinceMs = performance.now()
  let [cursor, count] = [0n, 0]
  for (let more = true; more;) {
    const got = await mailbox.get(host, { rid: ids.rid, receiver, cursor, waitMs: 0, cells: 32 }, options())
    count += got.cells.length
    cursor = got.cells.at(-1)?.at ?? cursor
    more = got.more
    await mailbox.ack(host, { rid: ids.rid, receiver, upTo: cursor }, options())
  }
  return count / (performance.now() - sinceMs) * 1000
}

/** Queues of so many people, each with one sender. @returns how many a second */
const queues = async ({ count }: { count: number }): Promise<number> => await rate(count, async () => {
  await mailbox.create(host, { receiver: queueKeys(random(32)), senders: [queueKeys(random(32)).publicKey], ttlMs: DAY }, options())
})

serve({ open, deposits, fetches, latencies, visits, queues }, async () => {
  mailbox.stop()
  await node.stop()
})
