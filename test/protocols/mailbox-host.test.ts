import { describe, expect, test, vi } from 'vitest'
import { toHex, type Bytes } from '../../src/base/bytes.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { HOUR, type Clock } from '../../src/base/time.ts'
import { queueKeys } from '../../src/crypto/cells.ts'
import { newNetwork } from '../../src/network/networks/descriptors.ts'
import type { Mailbox } from '../../src/protocols/mailbox/mailbox.ts'
import { CELL_TAG_BYTES, MAX_CELL_BODY_BYTES } from '../../src/wire/limits.ts'
import { WorldClock } from '../support/clock.ts'
import { DAY, House, options, type TestQueue } from './mailbox-house.ts'

const body = (): Bytes => random(MAX_CELL_BODY_BYTES)
const cell = (queue: TestQueue, { by = 0, tag = random(CELL_TAG_BYTES), content = body() } = {}):
Parameters<Mailbox['put']>[1] => ({ ...queue.senders[by]!, tag, body: content })
const fetch = (queue: TestQueue, more: Partial<Parameters<Mailbox['get']>[1]> = {}): Parameters<Mailbox['get']>[1] =>
  ({ rid: queue.rid, receiver: queue.receiver, cursor: 0n, waitMs: 0, cells: 8, ...more })

describe('a mailbox', () => {
  test('keeps what anybody with a sender key left, in order, until its owner has it', async () => {
    const house = await House.open()
    const [radia, ada] = await Promise.all([house.client(), house.client()])
    const queue = await house.queue(radia, { senders: 2 })
    const left = Array.from({ length: 10 }, (_, i) => cell(queue, { by: i % 2 }))
    for (const one of left) expect(await ada.put(house.host, one, options())).toMatchObject({ kind: 'stored' })
    const first = await radia.get(house.host, fetch(queue), options())
    expect(first.more).toBe(true)
    expect(first.cells.map(({ sid, tag, body }) => [sid, tag, body].map(toHex)))
      .toEqual(left.slice(0, 8).map(({ sid, tag, body }) => [sid, tag, body].map(toHex)))
    const rest = await radia.get(house.host, fetch(queue, { cursor: first.cells.at(-1)!.at, cells: 32 }), options())
    expect(rest.cells.map(({ tag }) => toHex(tag))).toEqual(left.slice(8).map(({ tag }) => toHex(tag)))
    expect(rest.more).toBe(false)
    await radia.ack(house.host, { ...queue, upTo: first.cells.at(-1)!.at }, options())
    expect((await radia.get(house.host, fetch(queue), options())).cells).toHaveLength(2)
    expect(house.hosting.counts()).toMatchObject({ queues: 1, senders: 2, cells: 2 })
    await radia.remove(house.host, queue, options())
    await radia.remove(house.host, queue, options())
    expect(house.hosting.counts()).toMatchObject({ queues: 0, senders: 0, cells: 0 })
  })

  test('stores a cell once, however often and however fast it is left, also after it was fetched', async () => {
    const house = await House.open()
    const mailbox = await house.client()
    const queue = await house.queue(mailbox)
    const one = cell(queue)
    const again = { ...one, body: body() } // sealed anew, the same cell all the same
    const put = async (what: typeof one): Promise<unknown> => await mailbox.put(house.host, what, options())
    const answers = await Promise.all([one, again, one, again].map(put))
    expect(answers).toEqual(Array.from({ length: 4 }, () => answers[0]))
    const { cells } = await mailbox.get(house.host, fetch(queue), options())
    expect(cells).toHaveLength(1)
    await mailbox.ack(house.host, { ...queue, upTo: cells[0]!.at }, options())
    expect(await put(one)).toEqual(answers[0])
    expect((await mailbox.get(house.host, fetch(queue), options())).cells).toEqual([])
  })

  test('answers a fetch that waits as soon as something comes', async () => {
    const house = await House.open()
    const [radia, ada] = await Promise.all([house.client(), house.client()])
    const queue = await house.queue(radia)
    const fetching = radia.get(house.host, fetch(queue, { waitMs: 25_000, cells: 1 }), options())
    await vi.waitFor(() => { expect(house.hosting.counts().fetching).toBe(1) }, { timeout: 60_000 })
    const one = cell(queue)
    await ada.put(house.host, one, options())
    expect((await fetching).cells.map(({ tag }) => tag)).toEqual([one.tag])
  })

  test('is its owner\'s to change: senders come and go, and one who went can leave nothing more', async () => {
    const house = await House.open()
    const mailbox = await house.client()
    const queue = await house.queue(mailbox)
    const added = Array.from({ length: 70 }, () => queueKeys(random(32)))
    const { sids } = await mailbox.addSenders(house.host, {
      ...queue, senders: added.map(({ publicKey }) => publicKey), without: [queue.senders[0]!.sid]
    }, options())
    expect(house.hosting.counts().senders).toBe(70)
    expect(await mailbox.put(house.host, cell(queue), options())).toEqual({ kind: 'gone' })
    const late = { sid: sids[69]!, sender: added[69]!, tag: random(16), body: body() }
    expect(await mailbox.put(house.host, late, options())).toMatchObject({ kind: 'stored' })
    // The same command again changes nothing, and another queue cannot take a sender over.
    await mailbox.addSenders(house.host, { ...queue, senders: added.map(({ publicKey }) => publicKey) }, options())
    expect(house.hosting.counts().senders).toBe(70)
    const thief = await house.queue(mailbox)
    await expect(mailbox.addSenders(house.host, { ...thief, senders: [added[0]!.publicKey] }, options()))
      .rejects.toMatchObject({ code: 'MAILBOX_BUSY' })
  })

  test('holds a thousand senders, and no more', async () => {
    const house = await House.open()
    const mailbox = await house.client()
    const queue = await house.queue(mailbox, { senders: 1024 })
    await expect(mailbox.addSenders(house.host, { ...queue, senders: [queueKeys(random(32)).publicKey] }, options()))
      .rejects.toMatchObject({ code: 'MAILBOX_BUSY' })
  })
})

describe('who holds no key of a queue', () => {
  test('cannot tell it from one that never was or is no more, by any command', async () => {
    const clock = new WorldClock()
    const house = await House.open({ clock })
    const [radia, mallory] = await Promise.all([house.client(), house.client()])
    const [real, deleted] = await Promise.all([house.queue(radia), house.queue(radia)])
    await radia.put(house.host, cell(real), options())
    await radia.remove(house.host, deleted, options())
    const unknown: TestQueue = { ...real, rid: random(24), senders: [{ ...real.senders[0]!, sid: random(24) }] }
    const stolen = { ...real, receiver: queueKeys(random(32)), senders: [{ ...real.senders[0]!, sender: queueKeys(random(32)) }] }
    // A sender's key is no receiver's, nor the other way round.
    const swapped = { ...real, receiver: real.senders[0]!.sender, senders: [{ ...real.senders[0]!, sender: real.receiver }] }
    const outcome = async (task: Promise<unknown>): Promise<unknown> => await task.catch((err: unknown) => (err as { code: string }).code)
    const seen = await Promise.all([unknown, deleted, stolen, swapped].map(async queue => ({
      put: await outcome(mallory.put(house.host, cell(queue), options())),
      ack: await outcome(mallory.ack(house.host, { ...queue, upTo: 5n }, options())),
      rotate: await outcome(mallory.addSenders(house.host, { ...queue, senders: [random(32)] }, options())),
      remove: await outcome(mallory.remove(house.host, queue, options())),
      get: await outcome(mallory.get(house.host, fetch(queue), options()).then(({ cells, more }) => ({ cells, more })))
    })))
    for (const one of seen) expect(one).toEqual(seen[0])
    expect(seen[0]).toEqual({
      put: { kind: 'gone' }, ack: 'NOT_FOUND', rotate: 'NOT_FOUND', remove: undefined, get: { cells: [], more: false }
    })

    const empty = await house.queue(radia)
    const waits = [unknown, deleted, stolen, swapped, empty].map(async queue => {
      const { cells, more } = await mallory.get(house.host, fetch(queue, { waitMs: 20_000, cells: 1 }), options())
      return { cells, more, atMs: clock.now() }
    })
    await vi.waitFor(() => { expect(house.hosting.counts().fetching).toBe(5) }, { timeout: 60_000 })
    await radia.put(house.host, cell(real), options()) // wakes nobody who waits at it without its key
    expect(house.hosting.counts().fetching).toBe(5)
    clock.pass(20_000)
    for (const { cells, more } of await Promise.all(waits)) expect({ cells, more }).toEqual({ cells: [], more: false })
    expect((await radia.get(house.host, fetch(real), options())).cells).toHaveLength(2)
  })

  test('cannot make a queue in its name', async () => {
    const house = await House.open()
    const mailbox = await house.client()
    const { publicKey } = queueKeys(random(32))
    await expect(mailbox.create(house.host, { receiver: { publicKey, privateKey: random(32) }, senders: [], ttlMs: DAY }, options()))
      .rejects.toMatchObject({ code: 'MAILBOX_REFUSED' })
  })
})

describe('a queue costs', () => {
  test('the token of the network, which on a private one follows from its key; or a puzzle, on an open one always', async () => {
    const open = await House.open({ network: newNetwork({ name: 'open', open: true }) })
    const stranger = await open.client()
    // As long as it takes: how often one must try is chance, and how long a try takes is the computer's.
    await stranger.create(open.host, { receiver: queueKeys(random(32)), senders: [], ttlMs: DAY }, new AbortController())
    expect(open.hosting.counts().answered).toMatchObject({ PUZZLE: 1, OK: 1 })
    const named = await House.open({ network: { ...newNetwork({ name: 'named', open: true }), token: 'orla knows them' } })
    await named.queue(await named.client())
    expect(named.hosting.counts().answered).toEqual({ OK: 1 })
    const giveUp = new AbortController()
    const wrong = (await named.client()).create(
      named.host, { receiver: queueKeys(random(32)), senders: [], ttlMs: DAY, token: random(15) }, giveUp
    )
    await vi.waitFor(() => { expect(named.hosting.counts().answered).toMatchObject({ PUZZLE: 1 }) }, { timeout: 60_000 })
    giveUp.abort(new Error('too much work'))
    await expect(wrong).rejects.toThrow('too much work')
  })

  test('nothing to renew', async () => {
    const clock = new WorldClock()
    const house = await House.open({ clock })
    const mailbox = await house.client()
    const { receiver, rid } = await house.queue(mailbox, { ttlMs: DAY })
    clock.pass(DAY / 2)
    const queue = { receiver, senders: [queueKeys(random(32)).publicKey], ttlMs: 2 * DAY, token: new Uint8Array(0) }
    const renewed = await mailbox.create(house.host, queue, options())
    expect(renewed.rid).toEqual(rid)
    expect(renewed.untilMs).toBeGreaterThan(clock.now() + DAY)
    expect(house.hosting.counts()).toMatchObject({ queues: 1, senders: 2, answered: { OK: 2 } })
  })
})

describe('room', () => {
  test('is there for so many cells of a sender, and again when they are fetched', async () => {
    const house = await House.open({ cellLimits: { maxCellsPerSender: 3, maxTagsPerSender: 5 } })
    const mailbox = await house.client()
    const queue = await house.queue(mailbox, { senders: 2 })
    const put = async (by: number): Promise<string> => (await mailbox.put(house.host, cell(queue, { by }), options())).kind
    for (let i = 0; i < 3; i++) expect(await put(0)).toBe('stored')
    expect([await put(0), await put(1)]).toEqual(['full', 'stored'])
    const { cells } = await mailbox.get(house.host, fetch(queue), options())
    await mailbox.ack(house.host, { ...queue, upTo: cells.at(-1)!.at }, options())
    expect([await put(0), await put(0), await put(0)]).toEqual(['stored', 'stored', 'full']) // five tags are remembered
  })

  test('is left for others, however many queues somebody fills', async () => {
    const house = await House.open({ cellLimits: { maxCells: 800 } })
    const [mallory, ada] = await Promise.all([house.client(), house.client()])
    for (let i = 0; i < 8; i++) {
      const queue = await house.queue(mallory)
      for (;;) {
        const puts = Array.from({ length: 20 }, async () => await mallory.put(house.host, cell(queue), options()))
        if ((await Promise.all(puts)).some(({ kind }) => kind === 'full')) break
      }
    }
    expect(house.hosting.counts().cells).toBeLessThan(500)
    const queue = await house.queue(ada)
    for (let i = 0; i < 30; i++) expect(await ada.put(house.host, cell(queue), options())).toMatchObject({ kind: 'stored' })
  })

  test('for more queues is refused when there are as many as the host takes', async () => {
    const house = await House.open({ limits: { maxQueues: 3, maxSenders: 4 } })
    const mailbox = await house.client()
    for (let i = 0; i < 3; i++) await house.queue(mailbox)
    const busy = { code: 'MAILBOX_BUSY' }
    await expect(house.queue(mailbox)).rejects.toMatchObject(busy)
    expect(house.hosting.counts()).toMatchObject({ queues: 3, senders: 3 })
  })
})

describe('with time', () => {
  test('cells, their tags and queues that nobody fetches go; a queue that is fetched stays', async () => {
    const clock = new WorldClock()
    const house = await House.open({ clock })
    const mailbox = await house.client()
    const [unfetched, fetched, brief] = [
      await house.queue(mailbox), await house.queue(mailbox), await house.queue(mailbox, { ttlMs: DAY })
    ]
    const one = cell(fetched)
    await mailbox.put(house.host, one, options())
    await mailbox.put(house.host, cell(brief), options())
    await mailbox.get(house.host, fetch(brief), options())
    for (let day = 0; day < 30; day += 1) {
      const { cells } = await mailbox.get(house.host, fetch(fetched), options())
      expect(cells).toHaveLength(day < 14 ? 1 : 0) // 14 days after it came
      clock.pass(DAY)
      await house.hosting.sweep()
    }
    expect(house.hosting.counts()).toMatchObject({ queues: 1, senders: 1, cells: 0 })
    expect(await mailbox.put(house.host, cell(unfetched), options())).toEqual({ kind: 'gone' })
    expect(await mailbox.put(house.host, cell(brief), options())).toEqual({ kind: 'gone' })
    // Its tag went with its time: it would be stored anew.
    expect(await mailbox.put(house.host, one, options())).toMatchObject({ kind: 'stored' })
    expect((await mailbox.get(house.host, fetch(fetched), options())).cells).toHaveLength(1)
  })

  test('what is left in a queue on the last day on which it takes anything has its time, for an owner who comes late', async () => {
    const clock = new WorldClock()
    const house = await House.open({ clock })
    const mailbox = await house.client()
    const queue = await house.queue(mailbox)
    await mailbox.get(house.host, fetch(queue), options())
    const daysPass = async (days: number): Promise<void> => {
      clock.pass(days * DAY)
      await house.hosting.sweep()
    }
    await daysPass(13)
    const left = await mailbox.put(house.host, cell(queue), options())
    expect((left as { untilMs: number }).untilMs).toBeGreaterThan(clock.now() + 13 * DAY)
    await daysPass(2)
    expect(await mailbox.put(house.host, cell(queue), options())).toEqual({ kind: 'gone' })
    await daysPass(11)
    expect((await mailbox.get(house.host, fetch(queue), options())).cells).toHaveLength(1)
    expect(await mailbox.put(house.host, cell(queue), options())).toMatchObject({ kind: 'stored' }) // renewed by its owner
    await daysPass(29)
    expect(house.hosting.counts()).toMatchObject({ queues: 0, senders: 0, cells: 0 })
  })
})

describe('a host\'s clock', () => {
  test.for([
    ['an hour ahead', HOUR], ['an hour back', -HOUR], ['ten years ahead', 3650 * DAY], ['ten years back', -3650 * DAY]
  ] as const)('that leaps %s takes no cell before its time, and keeps none for long after it, also over a restart', async ([, leapMs]) => {
    const clock = new WorldClock()
    let offMs = 0
    const machine: Clock = { now: () => clock.now() + offMs, after: clock.after }
    const house = await House.open({ clock: machine, durable: true })
    const mailbox = await house.client()
    const queue = await house.queue(mailbox)
    await mailbox.get(house.host, fetch(queue), options())
    await mailbox.put(house.host, cell(queue), options())
    const waiting = async (): Promise<number> => {
      await house.hosting.sweep()
      return (await mailbox.get(house.host, fetch(queue), options())).cells.length
    }
    for (let day = 0; day < 13; day++) {
      if (day === 3) offMs = leapMs
      if (day === 6) await house.restart()
      if (day === 9) offMs = 0 // somebody has set it right
      if (day === 11) offMs = leapMs
      expect(await waiting()).toBe(1)
      clock.pass(DAY)
    }
    expect(await waiting()).toBe(1)
    clock.pass(DAY + 2 * HOUR)
    expect(await waiting()).toBe(0)
  })
})

describe('a restart', () => {
  test('loses what waited, says so, and keeps the queues; what is left again is stored again', async () => {
    const house = await House.open()
    const mailbox = await house.client()
    const queue = await house.queue(mailbox, { senders: 3 })
    const one = cell(queue)
    const before = await mailbox.put(house.host, one, options())
    await house.restart()
    expect(house.hosting.counts()).toMatchObject({ queues: 1, senders: 3, cells: 0 })
    expect((await mailbox.get(house.host, fetch(queue), options())).cells).toEqual([])
    const after = await mailbox.put(house.host, one, options())
    expect([before.kind, after.kind]).toEqual(['stored', 'stored'])
    expect(after).not.toMatchObject({ generation: (before as { generation: bigint }).generation })
    expect(await mailbox.generation(house.host, options())).toBe((after as { generation: bigint }).generation)
    expect((await mailbox.get(house.host, fetch(queue), options())).cells.map(({ tag }) => tag)).toEqual([one.tag])
  })

  test('of a durable host loses nothing: neither cells nor what it counted, and not the memory of tags', async () => {
    const house = await House.open({ durable: true, cellLimits: { maxCellsPerSender: 3 } })
    const mailbox = await house.client()
    const queue = await house.queue(mailbox)
    const [one, two, three] = [cell(queue), cell(queue), cell(queue)]
    for (const each of [one, two]) await mailbox.put(house.host, each, options())
    const fetched = await mailbox.get(house.host, fetch(queue), options())
    await mailbox.ack(house.host, { ...queue, upTo: fetched.cells[0]!.at }, options())
    await house.restart()
    expect(await mailbox.generation(house.host, options())).toBe(fetched.generation)
    expect(house.hosting.counts()).toMatchObject({ queues: 1, cells: 1 })
    for (const each of [one, two, three]) await mailbox.put(house.host, each, options())
    const { cells } = await mailbox.get(house.host, fetch(queue), options())
    expect(cells.map(({ tag }) => toHex(tag))).toEqual([two, three].map(({ tag }) => toHex(tag)))
    expect(cells[1]!.at).toBeGreaterThan(fetched.cells[1]!.at)
    expect(await mailbox.put(house.host, cell(queue), options())).toMatchObject({ kind: 'stored' })
    expect(await mailbox.put(house.host, cell(queue), options())).toEqual({ kind: 'full' })
  })
})

test('a host says who it is, signed, to whoever has an address of it', async () => {
  const house = await House.open()
  const mailbox = await house.client()
  const described = await mailbox.describe({ addresses: house.node.addresses() }, options())
  expect(described).toMatchObject({ peerId: house.node.peerIdBytes, key: house.host.key, operator: 'Orla' })
  expect(await mailbox.generation(described, options())).toBe(await mailbox.generation(house.host, options()))
})
