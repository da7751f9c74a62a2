import { once } from 'node:events'
import type { Stream } from '@libp2p/interface'
import { describe, expect, test, vi } from 'vitest'
import { copy, type Bytes } from '../../src/base/bytes.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { pause, systemClock } from '../../src/base/time.ts'
import { queueKeys } from '../../src/crypto/cells.ts'
import { hostKey, openReply, sealCommand, senderId } from '../../src/crypto/mailbox.ts'
import { setPuzzle } from '../../src/crypto/puzzles.ts'
import { newNetwork } from '../../src/network/networks/descriptors.ts'
import { createMailbox, type Mailbox } from '../../src/protocols/mailbox/mailbox.ts'
import { frames } from '../../src/protocols/stream.ts'
import { ReplyStatus, type Command } from '../../src/wire/gen/mailbox.ts'
import { CELL_BYTES, FETCH_SIZES, MAX_CELL_BODY_BYTES } from '../../src/wire/limits.ts'
import { WorldClock } from '../support/clock.ts'
import { DAY, House, options, type TestQueue } from './mailbox-house.ts'

const over = async (stream: Stream): Promise<void> => {
  if (stream.status === 'open') await once(stream, 'close')
}
/** A varint length and so many bytes, whatever they are. */
const framed = (bytes: Uint8Array, claimed = bytes.byteLength): Uint8Array => {
  const length: number[] = []
  for (let rest = claimed; ; rest = Math.floor(rest / 128)) {
    length.push(rest < 128 ? rest : rest % 128 + 128)
    if (rest < 128) return new Uint8Array([...length, ...bytes])
  }
}
const putOf = ({ senders: [first] }: TestQueue): { command: Command, privateKey: Uint8Array } => ({
  command: { put: { sid: first!.sid, tag: random(16), body: random(MAX_CELL_BODY_BYTES) } }, privateKey: first!.sender.privateKey
})

/** Ten thousand take a minute of both ends' time and end alike. */
const FLOOD = 1_500

describe('a mailbox host', () => {
  test('ends the stream of whoever sends what is no command, goes on with all others, and keeps nothing of it', async () => {
    const house = await House.open()
    const honest = await house.client()
    const queue = await house.queue(honest)
    const guest = await house.guest()
    const good = sealCommand({ host: house.host.key, ...putOf(queue), random }).frame
    const bad: Uint8Array[] = [
      framed(random(CELL_BYTES)), // sealed for nobody
      framed(random(CELL_BYTES - 1)),
      framed(random(CELL_BYTES + 1)),
      framed(new Uint8Array(0), 2 ** 32 - 1), // 4 GiB, by its own word
      framed(new Uint8Array(0), CELL_BYTES * 1024 + 1),
      framed(sealCommand({ host: hostKey(random(32)).publicKey, ...putOf(queue), random }).frame),
      framed(good.map((byte, i) => i === 2000 ? byte ^ 1 : byte)),
      framed(new Uint8Array([...new Uint8Array(31), 1, ...good.subarray(32)])) // agrees on zero with everybody
    ]
    for (const bytes of bad) {
      const stream = await house.rawStream(guest)
      stream.send(bytes)
      await over(stream)
    }
    expect(house.hosting.counts()).toMatchObject({ cells: 0, rejected: 4 })
    expect(await honest.generation(house.host, options())).toBeTypeOf('bigint')
  })

  test('carries a command out once: repeated on this stream or another, it ends the stream', async () => {
    const house = await House.open()
    const queue = await house.queue(await house.client())
    const [one, two] = [await house.guest(), await house.guest()]
    const { frame } = sealCommand({ host: house.host.key, ...putOf(queue), random })
    const first = await house.rawStream(one)
    first.send(framed(frame))
    await vi.waitFor(() => { expect(house.hosting.counts().cells).toBe(1) }, { timeout: 60_000 })
    const other = await house.rawStream(two)
    for (const stream of [first, other]) {
      stream.send(framed(frame))
      await over(stream)
    }
    expect(house.hosting.counts()).toMatchObject({ cells: 1, rejected: 2 })
  })

  test('refuses commands whose parts have other sizes than they may have', async () => {
    const house = await House.open()
    const mailbox = await house.client()
    const { rid, receiver, senders: [first] } = await house.queue(mailbox)
    const { sid, sender } = first!
    const put = { sid, tag: random(16), body: random(MAX_CELL_BODY_BYTES) }
    const nothing = random(0)
    const create = { receiver: receiver.publicKey, senders: [], ttlMs: 5, token: nothing, challenge: nothing, solution: nothing }
    const byReceiver: Command[] = [
      { get: { rid, after: 0n, waitMs: 0, cells: 2, onTick: false } }, { get: { rid, after: 0n, waitMs: 0, cells: 4096, onTick: false } },
      { get: { rid: random(23), after: 0n, waitMs: 0, cells: 1, onTick: false } }, { rotate: { rid, add: [random(31)], remove: [] } },
      { rotate: { rid, add: [], remove: [random(25)] } },
      { create: { ...create, senders: [random(33)] } }, { create: { ...create, receiver: random(31) } },
      { create: { ...create, ttlMs: 0 } },
      {}
    ]
    const bySender: Command[] = [
      { put: { ...put, sid: random(25) } }, { put: { ...put, tag: random(15) } }, { put: { ...put, body: random(3839) } }
    ]
    const stream = await house.rawStream(await house.guest())
    const received = frames(stream, { maxBytes: CELL_BYTES, clock: systemClock, signal: options().signal })
    for (const [commands, { privateKey }] of [[byReceiver, receiver], [bySender, sender]] as const) {
      for (const command of commands) {
        const sealed = sealCommand({ host: house.host.key, command, privateKey, random })
        stream.send(framed(sealed.frame))
        const { value } = await received.next()
        expect(openReply(sealed.reply, 0, value!).status).toBe(ReplyStatus.REFUSED)
      }
    }
    expect(house.hosting.counts()).toMatchObject({ queues: 1, senders: 1, cells: 0 })
    stream.abort(new Error('done'))
  })

  test('sends and takes frames of one size only, and as many as were asked for, whatever waits', async () => {
    const house = await House.open()
    const mailbox = await house.client()
    const queue = await house.queue(mailbox)
    const stream = await house.rawStream(await house.guest())
    const bytes = { sent: 0, received: 0 }
    stream.addEventListener('message', ({ data }) => { bytes.received += data.byteLength })
    const received = frames(stream, { maxBytes: CELL_BYTES, clock: systemClock, signal: options().signal })
    let expected = 0
    for (const waiting of [0, 1, 9]) {
      for (let i = 0; i < waiting; i++) {
        await mailbox.put(house.host, { ...queue.senders[0]!, tag: random(16), body: random(3840) }, options())
      }
      for (const cells of FETCH_SIZES) {
        const command = { get: { rid: queue.rid, after: 0n, waitMs: 0, cells, onTick: false } }
        const { frame, reply } = sealCommand({ host: house.host.key, command, privateKey: queue.receiver.privateKey, random })
        expect(framed(frame).byteLength).toBe(CELL_BYTES + 2)
        stream.send(framed(frame))
        for (let i = 0; i < cells; i++) {
          const { value } = await received.next()
          expect(value!.byteLength).toBe(CELL_BYTES)
          expect(openReply(reply, i, value!).status).toBe(ReplyStatus.OK)
        }
        expected += cells * (CELL_BYTES + 2)
        expect(bytes.received).toBe(expected)
      }
    }
    stream.abort(new Error('done'))
  })

  test('stops serving who does not read, and its others do not notice', async () => {
    const clock = new WorldClock()
    const house = await House.open({ clock })
    const honest = await house.client()
    const queue = await house.queue(honest)
    const stalled = await house.rawStream(await house.guest())
    stalled.pause()
    const command = { get: { rid: queue.rid, after: 0n, waitMs: 0, cells: 32, onTick: false } }
    const ask = (): void => {
      const { frame } = sealCommand({ host: house.host.key, command, privateKey: queue.receiver.privateKey, random })
      stalled.send(framed(frame))
    }
    for (let i = 0; i < 60; i++) ask() // 7.5 MiB of answers
    await vi.waitFor(async () => {
      expect(await honest.generation(house.host, options())).toBeTypeOf('bigint')
      clock.pass(11_000)
      expect(stalled.status).not.toBe('open')
    }, { timeout: 100_000, interval: 100 })
  })

  test('bounds what waits to be checked, and believes no puzzle that it did not set or that is over', async () => {
    const clock = new WorldClock()
    const house = await House.open({ network: newNetwork({ name: 'open', open: true }), clock, limits: { maxWaitingSolutions: 2 } })
    const stream = await house.rawStream(await house.guest())
    const received = frames(stream, { maxBytes: CELL_BYTES, clock: systemClock, signal: options().signal })
    const create = (challenge: Bytes): Promise<ReplyStatus> => {
      const { publicKey, privateKey } = queueKeys(random(32))
      const command = { create: { receiver: publicKey, senders: [], ttlMs: DAY, token: random(0), challenge, solution: random(8) } }
      const { frame, reply } = sealCommand({ host: house.host.key, command, privateKey, random })
      stream.send(framed(frame))
      return received.next().then(({ value }) => {
        const answer = openReply(reply, 0, value!)
        challenges.push(copy(answer.challenge))
        return answer.status
      })
    }
    const challenges: Bytes[] = []
    expect(await create(random(0))).toBe(ReplyStatus.PUZZLE)
    const mine = setPuzzle({ secret: random(32), untilMs: clock.now() + DAY, random })
    const [set] = challenges
    clock.pass(299_000)
    expect(await create(mine)).toBe(ReplyStatus.PUZZLE)
    clock.pass(2_000)
    expect(await create(set!)).toBe(ReplyStatus.PUZZLE)
    expect(house.hosting.counts().queues).toBe(0)
    stream.abort(new Error('done'))

    // Wrong solutions to a right puzzle: one is checked, two wait, the others are sent away.
    const guest = await house.guest()
    const flood = await house.rawStream(guest)
    const replies = frames(flood, { maxBytes: CELL_BYTES, clock: systemClock, signal: options().signal })
    const asked = new Map<string, ReturnType<typeof sealCommand>['reply']>()
    const { publicKey, privateKey } = queueKeys(random(32))
    const ask = (challenge: Bytes): void => {
      const command = { create: { receiver: publicKey, senders: [], ttlMs: DAY, token: random(0), challenge, solution: random(8) } }
      const { frame, reply } = sealCommand({ host: house.host.key, command, privateKey, random })
      asked.set(String(reply.ephemeral), reply)
      flood.send(framed(frame))
    }
    const next = async (): Promise<{ status: ReplyStatus, challenge: Uint8Array }> => {
      const { value } = await replies.next()
      return openReply(asked.get(String(value!.slice(0, 32)))!, 0, value!)
    }
    ask(random(0))
    const { challenge } = await next()
    for (let i = 0; i < 40; i++) ask(copy(challenge))
    const statuses: ReplyStatus[] = []
    for (let i = 0; i < 40; i++) statuses.push((await next()).status)
    expect(statuses.filter(status => status === ReplyStatus.BUSY).length).toBeGreaterThan(20)
    expect(house.hosting.counts().queues).toBeLessThanOrEqual(1) // one in 256 is right by chance
    flood.abort(new Error('done'))
  })

  test('makes few of the queues that one address asks for without end, in bounded memory, and serves others meanwhile', async () => {
    const house = await House.open({ limits: { queuesPerSecond: 0.01, queueBurst: 5, maxQueues: 150 } })
    const honest = await house.client()
    const queue = await house.queue(honest)
    const flooder = createMailbox({ node: await house.guest(), clock: systemClock, random, log: silentLog })
    const before = process.memoryUsage().rss
    let refused = 0
    let asked = 0
    const flood = Promise.all(Array.from({ length: 50 }, async () => {
      while (asked < FLOOD) {
        asked++
        await flooder.create(house.host, { receiver: queueKeys(random(32)), senders: [], ttlMs: DAY }, options())
          .catch((err: unknown) => { refused += (err as { code: string }).code === 'MAILBOX_BUSY' ? 1 : 0 })
      }
    }))
    for (let i = 0; i < 30 || asked < FLOOD / 2; i++) {
      await pause(systemClock, 20)
      const put = await honest.put(house.host, { ...queue.senders[0]!, tag: random(16), body: random(MAX_CELL_BODY_BYTES) }, options())
      expect(put.kind).toBe('stored')
    }
    await flood
    flooder.stop()
    expect(refused).toBeGreaterThan(FLOOD - 200)
    expect(house.hosting.counts().queues).toBeLessThanOrEqual(150)
    expect(house.hosting.counts().answered['BUSY']).toBeGreaterThanOrEqual(refused)
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(250)
  })

  test('counts the commands that it holds back from whoever says too many', async () => {
    const clock = new WorldClock()
    const onThisComputer = 20 // times as much as elsewhere
    const house = await House.open({ clock, limits: { commandsPerSecond: 1 / onThisComputer, commandBurst: 5 / onThisComputer } })
    const mailbox = await house.client()
    const asked = Promise.all(Array.from({ length: 6 }, async () => await mailbox.generation(house.host, options())))
    await expect.poll(() => house.hosting.counts().held, { timeout: 60_000 }).toBe(1)
    clock.pass(1000)
    await asked
    expect(house.hosting.counts().held).toBe(0)
  })

  test('waits for half a frame no longer than for any other', async () => {
    const clock = new WorldClock()
    const house = await House.open({ clock })
    const [silent, half] = [await house.rawStream(await house.guest()), await house.rawStream(await house.guest())]
    half.send(framed(random(100), CELL_BYTES))
    await vi.waitFor(() => {
      clock.pass(11_000)
      expect([silent.status, half.status]).not.toContain('open')
    }, { timeout: 100_000, interval: 100 })
  })
})

test('a sender\'s key opens one queue at one host: elsewhere its id is another', async () => {
  const [one, two] = await Promise.all([House.open(), House.open()])
  const { publicKey } = queueKeys(random(32))
  expect(senderId(publicKey, one.host.key)).not.toEqual(senderId(publicKey, two.host.key))
  const mailbox: Mailbox = await one.client()
  const queue = await one.queue(mailbox)
  const { frame } = sealCommand({ host: one.host.key, ...putOf(queue), random })
  const stream = await two.rawStream(await two.guest())
  stream.send(framed(frame))
  await over(stream)
  expect(two.hosting.counts()).toMatchObject({ cells: 0, rejected: 1 })
})
