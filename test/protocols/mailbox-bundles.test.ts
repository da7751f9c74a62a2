import { describe, expect, test } from 'vitest'
import { toHex, type Bytes } from '../../src/base/bytes.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { HOUR } from '../../src/base/time.ts'
import { queueKeys } from '../../src/crypto/cells.ts'
import { openCommand, openReply, sealCommand, sealReply, hostKey } from '../../src/crypto/mailbox.ts'
import { ed25519FromSeed } from '../../src/crypto/primitives.ts'
import { sealRecord } from '../../src/crypto/records.ts'
import { ReplyStatus } from '../../src/wire/gen/mailbox.ts'
import { BUNDLE_PLAINTEXT_BYTES, CELL_BYTES, MAX_RECORD_BYTES } from '../../src/wire/limits.ts'
import { WorldClock } from '../support/clock.ts'
import { DAY, House, options } from './mailbox-house.ts'

const START_MS = 1_900_000_000_000
const link = (): { seed: Bytes, publicKey: Bytes } => {
  const seed = random(32)
  return { seed, publicKey: ed25519FromSeed(seed).publicKey }
}
const bundle = (seed: Bytes, { seq = START_MS, eolMs = START_MS + 60 * DAY, paddedBytes = BUNDLE_PLAINTEXT_BYTES } = {}): Bytes =>
  sealRecord({ seed, encryptionKey: random(32), seq, eolMs, plaintext: random(20), paddedBytes, random })

describe('a link\'s bundle at a mailbox host', () => {
  test('is found by whoever has the link, and replaced by the link\'s key alone, forward and never back', async () => {
    const house = await House.open()
    const [ada, radia] = await Promise.all([house.client(), house.client()])
    const queue = await house.queue(ada)
    const { seed, publicKey } = link()
    expect(await radia.getBundle(house.host, { publicKey }, options())).toBeUndefined()
    const [first, second] = [bundle(seed), bundle(seed, { seq: START_MS + 1 })]
    expect(await ada.putBundle(house.host, { ...queue, record: first }, options())).toMatchObject({ kind: 'stored' })
    expect(await radia.getBundle(house.host, { publicKey }, options())).toEqual(first)
    expect(await ada.putBundle(house.host, { ...queue, record: second }, options())).toMatchObject({ kind: 'stored' })
    // Who has seen an earlier one and pays for a queue can replay it, and changes nothing.
    const mallory = await house.client()
    const paid = await house.queue(mallory)
    await mallory.putBundle(house.host, { ...paid, record: first }, options())
    expect(await radia.getBundle(house.host, { publicKey }, options())).toEqual(second)
    // Nor is it taken away with the queue of whoever pays, or by another link's key.
    await mallory.putBundle(house.host, { ...paid, record: bundle(random(32), { seq: START_MS + 9 }) }, options())
    await ada.remove(house.host, queue, options())
    expect(await radia.getBundle(house.host, { publicKey }, options())).toEqual(second)
    expect(house.hosting.counts()).toMatchObject({ bundles: 2 })
  })

  test('costs a queue: without one, or with somebody else\'s, nothing is kept', async () => {
    const house = await House.open()
    const [ada, mallory] = await Promise.all([house.client(), house.client()])
    const queue = await house.queue(ada)
    const { seed, publicKey } = link()
    const record = bundle(seed)
    for (const stranger of [{ rid: random(24), receiver: queue.receiver }, { rid: queue.rid, receiver: queueKeys(random(32)) }]) {
      expect(await mallory.putBundle(house.host, { ...stranger, record }, options())).toEqual({ kind: 'gone' })
    }
    expect(await mallory.getBundle(house.host, { publicKey }, options())).toBeUndefined()
    expect(house.hosting.counts().bundles).toBe(0)
  })

  test('is nothing but a record that holds: damaged, expired, or of another make, it is refused', async () => {
    const house = await House.open()
    const ada = await house.client()
    const queue = await house.queue(ada)
    const record = bundle(random(32))
    const flipped = record.slice()
    flipped[200]! ^= 1
    const over = bundle(random(32), { eolMs: Date.now() - 1 })
    for (const bad of [flipped, record.slice(0, -1), new Uint8Array([...record, 0x7a, 1, 0]), over, random(0)]) {
      await expect(ada.putBundle(house.host, { ...queue, record: bad }, options())).rejects.toMatchObject({ code: 'MAILBOX_REFUSED' })
    }
    await expect(ada.getBundle(house.host, { publicKey: random(0) }, options())).resolves.toBeUndefined()
    expect(house.hosting.counts().bundles).toBe(0)
  })

  test('has its time: the link\'s, at most 14 days after it was left last', async () => {
    const clock = new WorldClock()
    const house = await House.open({ clock })
    const ada = await house.client()
    const queue = await house.queue(ada)
    const nowMs = clock.now()
    const [short, long] = [link(), link()]
    expect(await ada.putBundle(house.host, { ...queue, record: bundle(short.seed, { eolMs: nowMs + HOUR }) }, options()))
      .toMatchObject({ kind: 'stored', untilMs: nowMs + HOUR })
    await ada.putBundle(house.host, { ...queue, record: bundle(long.seed, { eolMs: nowMs + 60 * DAY }) }, options())
    await ada.get(house.host, { ...queue, cursor: 0n, waitMs: 0, cells: 1 }, options()) // its queue is in use
    clock.pass(HOUR)
    expect(await ada.getBundle(house.host, short, options())).toBeUndefined()
    clock.pass(13 * DAY)
    expect(await ada.getBundle(house.host, long, options())).toBeDefined()
    await ada.get(house.host, { ...queue, cursor: 0n, waitMs: 0, cells: 1 }, options())
    const renewed = bundle(long.seed, { seq: START_MS + 1, eolMs: nowMs + 60 * DAY })
    await ada.putBundle(house.host, { ...queue, record: renewed }, options())
    clock.pass(13 * DAY)
    expect(await ada.getBundle(house.host, long, options())).toEqual(renewed)
    clock.pass(2 * DAY)
    await house.hosting.sweep()
    expect(await ada.getBundle(house.host, long, options())).toBeUndefined()
    expect(house.hosting.counts().bundles).toBe(0)
  })

  test('is one of few for a queue, fewer the fuller the host is; its own place is never lost to that', async () => {
    const house = await House.open({ cellLimits: { maxBundles: 16, maxBundlesPerQueue: 8 } })
    const clients = await Promise.all(Array.from({ length: 4 }, async () => await house.client()))
    const queues = await Promise.all(clients.map(async client => await house.queue(client)))
    const kept: { seed: Bytes, publicKey: Bytes }[][] = []
    for (const [i, client] of clients.entries()) {
      const mine = []
      for (let tries = 0; tries < 10; tries++) {
        const one = link()
        const { kind } = await client.putBundle(house.host, { ...queues[i]!, record: bundle(one.seed) }, options())
        if (kind === 'stored') mine.push(one)
      }
      kept.push(mine)
    }
    const counts = kept.map(({ length }) => length)
    expect(counts).toEqual(counts.toSorted((a, b) => b - a))
    expect(counts[0]).toBeLessThanOrEqual(8)
    expect(counts.at(-1)).toBeGreaterThan(0)
    for (const [i, mine] of kept.entries()) {
      for (const { seed, publicKey } of mine) {
        const next = bundle(seed, { seq: START_MS + 2 })
        expect(await clients[i]!.putBundle(house.host, { ...queues[i]!, record: next }, options())).toMatchObject({ kind: 'stored' })
        expect(await clients[i]!.getBundle(house.host, { publicKey }, options())).toEqual(next)
      }
    }
  })

  test.each([
    ['lost with the host\'s memory, as cells are', false], ['kept where the host is durable', true]
  ])('is %s', async (_, durable) => {
    const house = await House.open({ durable })
    const ada = await house.client()
    const queue = await house.queue(ada)
    const { seed, publicKey } = link()
    const record = bundle(seed)
    await ada.putBundle(house.host, { ...queue, record }, options())
    await house.restart()
    expect(await ada.getBundle(house.host, { publicKey }, options())).toEqual(durable ? record : undefined)
    expect(house.hosting.counts().bundles).toBe(durable ? 1 : 0)
    // It knows which one it has.
    await ada.putBundle(house.host, { ...queue, record: bundle(seed, { seq: 1 }) }, options())
    if (durable) expect(await ada.getBundle(house.host, { publicKey }, options())).toEqual(record)
  })
})

test('the largest record fits into one frame, as a command and as a reply: all frames look alike', () => {
  const host = hostKey(random(32))
  const record = random(MAX_RECORD_BYTES)
  const put = sealCommand({ host: host.publicKey, command: { putBundle: { rid: random(24), record } }, privateKey: random(32), random })
  expect(put.frame.byteLength).toBe(CELL_BYTES)
  expect(openCommand(host, put.frame).command.putBundle?.record).toEqual(record)
  const reply = sealReply(put.reply, 0, {
    status: ReplyStatus.OK, generation: 2n ** 64n - 1n, untilMs: Number.MAX_SAFE_INTEGER, record
  })
  expect(toHex(openReply(put.reply, 0, reply).record)).toBe(toHex(record))
  const largest = bundle(random(32), { seq: Number.MAX_SAFE_INTEGER, eolMs: Number.MAX_SAFE_INTEGER })
  expect(largest.byteLength).toBeLessThanOrEqual(MAX_RECORD_BYTES)
})
