import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import { concat, toBase64url, toHex, utf8, type Bytes } from '../../src/base/bytes.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { SECOND } from '../../src/base/time.ts'
import { describeFrame, sealCommand } from '../../src/crypto/mailbox.ts'
import type { MailboxHost } from '../../src/protocols/mailbox/mailbox.ts'
import { Ticks } from '../../src/protocols/mailbox/ticks.ts'
import { ProxyStatus } from '../../src/wire/gen/proxy.ts'
import { CELL_BYTES, MAX_CELL_BODY_BYTES } from '../../src/wire/limits.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import { StoryClock } from './clock.ts'
import { House, options, type TestQueue } from './mailbox-house.ts'
import { Street } from './proxy-house.ts'

const cellFor = ({ senders: [first] }: TestQueue): TestQueue['senders'][number] & Record<'tag' | 'body', Bytes> =>
  ({ ...first!, tag: random(16), body: random(MAX_CELL_BODY_BYTES) })
const check = ({ key }: MailboxHost) => sealCommand({ host: key, command: { check: {} }, random }).frame
const PATIENCE = { timeout: 60_000, interval: 20 }

describe('over a proxy', () => {
  test('the host sees the proxy alone, the proxy no id, key or body, and what is left is fetched', async () => {
    const street = await Street.open()
    const { house } = street
    const proxy = await street.proxy()
    const [ada, radia] = [await street.client(proxy.guard), await street.client(proxy.guard)]
    const queue = await house.queue(radia)
    const cell = cellFor(queue)
    expect(await ada.put(house.host, cell, options())).toMatchObject({ kind: 'stored' })
    const { cells } = await radia.get(house.host, { rid: queue.rid, receiver: queue.receiver, cursor: 0n, waitMs: 0, cells: 32 }, options())
    expect(cells.map(({ body }) => toHex(body))).toEqual([toHex(cell.body)])

    expect(new Set(street.callers)).toEqual(new Set([proxy.node.peerId]))
    expect(house.hosting.counts().received).toMatchObject({ direct: 0 })
    expect(house.hosting.counts().received.proxied).toBeGreaterThan(2)
    const seen = Buffer.concat(proxy.received)
    expect(seen.includes(Buffer.from(house.host.peerId))).toBe(true) // so the search finds what is there
    for (const secret of [queue.rid, cell.sid, queue.receiver.publicKey, cell.sender.publicKey, cell.tag, cell.body.subarray(0, 32)]) {
      for (const form of [secret, utf8(toHex(secret)), utf8(toBase64url(secret))]) expect(seen.includes(Buffer.from(form))).toBe(false)
    }
  })

  test('all clients of a host share one connection and one stream there', async () => {
    const street = await Street.open()
    const proxy = await street.proxy()
    const clients = await Promise.all(Array.from({ length: 5 }, async () => await street.client(proxy.guard)))
    await Promise.all(clients.flatMap(client => [1, 2, 3].map(async () => await client.generation(street.house.host, options()))))
    expect(street.callers).toEqual([proxy.node.peerId])
    expect(proxy.proxying.counts()).toMatchObject({ clients: 5, hosts: 1, underWay: 0, frames: { toHosts: 15, toClients: 15 } })
  })

  test('a backlog comes in replies of 32, without waiting for a tick', async () => {
    const street = await Street.open()
    const { house } = street
    const proxy = await street.proxy()
    const client = await street.client(proxy.guard)
    const queue = await house.queue(client)
    await Promise.all(Array.from({ length: 100 }, async () => await client.put(house.host, cellFor(queue), options())))
    let cursor = 0n
    for (let left = 100; left > 0;) {
      const { cells, more } = await client.get(house.host, { ...queue, cursor, waitMs: 25_000, cells: 32 }, options())
      expect(cells).toHaveLength(Math.min(32, left))
      left -= cells.length
      cursor = cells.at(-1)!.at
      expect(more).toBe(left > 0)
    }
  })

  test('what a deposit sets off leaves on a tick, and others\' with it', async () => {
    const clock = new StoryClock()
    const ticks = new Ticks({ clock, random: () => new Uint8Array([128]) })
    const { signal } = new AbortController()
    let left = 0
    const wait = (): void => { void ticks.next(signal).then(() => { left++ }) }
    const settled = async (): Promise<void> => { for (let i = 0; i < 10; i++) await Promise.resolve() }
    for (const [waitedMs, isThere] of [[300, false], [600, false], [224, false], [1, true]] as const) {
      wait()
      clock.pass(waitedMs)
      await settled()
      expect(left > 0, `${waitedMs}`).toBe(isThere)
    }
    expect(left).toBe(4)
    wait()
    clock.pass(SECOND - 126) // the next one is no second after the last, but where it always is
    await settled()
    expect(left).toBe(4)
    clock.pass(127)
    await settled()
    expect(left).toBe(5)
  })

  test('a fetch that waits is answered when something comes', async () => {
    const street = await Street.open()
    const { house } = street
    const proxy = await street.proxy()
    const [ada, radia] = [await street.client(proxy.guard), await street.client(proxy.guard)]
    const queue = await house.queue(radia)
    const fetching = radia.get(house.host, { ...queue, cursor: 0n, waitMs: 20_000, cells: 1 }, options())
    await expect.poll(() => house.hosting.counts().fetching, PATIENCE).toBe(1)
    await ada.put(house.host, cellFor(queue), options())
    expect((await fetching).cells).toHaveLength(1)
  })

  test('a host that restarts is found again, and a proxy that is gone is gone round', async () => {
    const street = await Street.open()
    const { house } = street
    const [first, second] = [await street.proxy(), await street.proxy()]
    const client = await street.client(first.guard, second.guard)
    const before = await client.generation(house.host, options())
    await house.restart()
    await expect.poll(async () => await client.generation(house.host, options()).catch(() => before), PATIENCE).not.toBe(before)
    expect(second.proxying.counts().frames.toHosts).toBe(0)
    await first.stop()
    await client.generation(house.host, options())
    expect(second.proxying.counts().frames.toHosts).toBe(1)
    expect(new Set(street.callers)).toEqual(new Set([first.node.peerId, second.node.peerId]))
  })

  test('there is no way to a host when no proxy leads there: it is never reached straight', async () => {
    const street = await Street.open()
    const proxy = await street.proxy()
    const client = await street.client(proxy.guard)
    await proxy.stop()
    await expect(client.generation(street.house.host, options())).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' })
    expect(street.callers).toEqual([])
  })
})

describe('a proxy', () => {
  test('leads to the hosts of its network alone: not to others that host, to nodes that do not, nor to itself', async () => {
    const street = await Street.open()
    const proxy = await street.proxy()
    const elsewhere = await House.open({ network: street.house.node.network })
    const bystander = await street.house.guest()
    const attacker = await street.house.guest()
    await proxy.node.dial(elsewhere.host, options()) // that it could reach
    const others = [elsewhere.host.peerId, bystander.peerIdBytes, proxy.node.peerIdBytes, attacker.peerIdBytes]
    for (const target of [...others, random(38), random(0)]) {
      expect((await street.knock(attacker, proxy, target)).status).toBe(ProxyStatus.UNKNOWN_HOST)
    }
    expect(elsewhere.hosting.counts()).toMatchObject({ received: { direct: 0, proxied: 0 } })
    expect(bystander.peers()).toEqual([])
    expect(proxy.proxying.counts()).toMatchObject({ hosts: 0, refused: { 'unknown-host': 6 } })
  })

  test('says so when a host is not there, and does not knock there for everybody who asks', async () => {
    const street = await Street.open()
    const proxy = await street.proxy()
    const client = await street.house.guest()
    await street.house.node.stop()
    for (let i = 0; i < 3; i++) expect((await street.knock(client, proxy)).status).toBe(ProxyStatus.UNREACHABLE)
    expect(proxy.proxying.counts()).toMatchObject({ hosts: 0, refused: { unreachable: 3 } })
  })

  test('cuts off who sends what is no sealed frame, or the same one twice; others go on', async () => {
    const street = await Street.open()
    const { house } = street
    const proxy = await street.proxy()
    const [attacker, friend] = [await house.guest(), await street.client(proxy.guard)]
    await friend.generation(house.host, options())
    const command = check(house.host)
    // its command waits at the host, so that it is under way when it comes again
    const get = { rid: random(24), after: 0n, waitMs: 5000, cells: 1, onTick: false }
    const wait = sealCommand({ host: house.host.key, command: { get }, random }).frame
    for (const sent of [[random(CELL_BYTES + 1)], [random(CELL_BYTES - 1)], [random(0)], [describeFrame()], [command, wait, wait]]) {
      const knock = await street.knock(attacker, proxy)
      expect(knock.status).toBe(ProxyStatus.OPEN)
      const closed = once(knock.stream, 'close')
      await knock.send(sent).catch(() => {})
      await closed
      expect(await friend.generation(house.host, options())).toBeDefined()
    }
  })

  test('carries nonsense that the host drops without cutting the others off, and holds no more of it than it may', async () => {
    const street = await Street.open()
    const { house } = street
    const proxy = await street.proxy({ maxUnderWay: 16 })
    const friend = await street.client(proxy.guard)
    const knock = await street.knock(await house.guest(), proxy)
    void knock.send(Array.from({ length: 100 }, () => random(CELL_BYTES))).catch(() => {})
    await expect.poll(() => house.hosting.counts().rejected, PATIENCE).toBe(16)
    await friend.generation(house.host, options())
    expect(proxy.proxying.counts()).toMatchObject({ underWay: 16, clients: 2, hosts: 1 })
    knock.stream.abort(new Error('enough'))
    await expect.poll(() => proxy.proxying.counts(), PATIENCE).toMatchObject({ underWay: 0, clients: 1 })
    await friend.generation(house.host, options())
  })

  test('cuts off who asks for more than they take; others are answered meanwhile', async () => {
    const street = await Street.open()
    const { house } = street
    const proxy = await street.proxy({ maxUntaken: 64 })
    const friend = await street.client(proxy.guard)
    const node = await house.guest()
    const connection = await node.dial(proxy.guard, options())
    const stream = await connection.newStream(PROTOCOLS.proxy, options())
    const closed = once(stream, 'close')
    stream.pause()
    const hello = concat(new Uint8Array([40, 10, 38]), house.host.peerId)
    const prefixed = (frame: Uint8Array): Uint8Array => concat(new Uint8Array([0x80, 0x20]), frame)
    const greedy = (): Uint8Array => prefixed(sealCommand({
      host: house.host.key, command: { get: { rid: random(24), after: 0n, waitMs: 0, cells: 32, onTick: false } }, random
    }).frame)
    stream.send(concat(hello, ...Array.from({ length: 100 }, greedy)))
    await closed
    await friend.generation(house.host, options())
  })

  test('has so many places for one address, and gives them back', async () => {
    const street = await Street.open()
    const proxy = await street.proxy({ streamsPerLoopback: 4 })
    const attacker = await street.house.guest()
    const knocks = []
    for (let i = 0; i < 4; i++) knocks.push(await street.knock(attacker, proxy))
    expect(knocks.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => ProxyStatus.OPEN))
    expect((await street.knock(attacker, proxy)).status).toBe(ProxyStatus.BUSY)
    knocks[0]!.stream.abort(new Error('enough'))
    await expect.poll(async () => (await street.knock(attacker, proxy)).status, PATIENCE).toBe(ProxyStatus.OPEN)
  })
})
