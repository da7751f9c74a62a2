import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { connect, openEvents } from '../../src/api/client.ts'
import { followEvents } from '../../src/api/events.ts'
import type { Message } from '../../src/api/schema.ts'
import { AppError } from '../../src/base/errors.ts'
import { RawConnection } from './raw-connection.ts'
import { ADA, MemoryEventLog, messageOf, runApi, scriptedNode } from './scripted-node.ts'

async function take (stream: AsyncIterable<{ seq: number }>, count: number): Promise<number[]> {
  const seqs: number[] = []
  for await (const { seq } of stream) if (seqs.push(seq) === count) break
  return seqs
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)

const groups = { info: async (): Promise<never> => { throw new Error('there is none') } }
const channels = { list: async (): Promise<never[]> => [] }

describe('the event stream', () => {
  test('begins with what happens next, and tells each message whole', async () => {
    const log = new MemoryEventLog()
    log.receive(3)
    await using api = await runApi({ node: scriptedNode({ log }) })
    const stream = await openEvents(api.home)
    expect(stream.latestSeq).toBe(3)
    log.receive(1)
    for await (const event of stream) {
      expect(event).toEqual({ type: 'message', seq: 4, ...messageOf('m4'), contactId: ADA.contactId })
      break
    }
  })

  test('resumes after any event without a gap and without a repeat, while more come in', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 6 }), async pieces => {
      const log = new MemoryEventLog()
      await using api = await runApi({ node: scriptedNode({ log }) })
      const seen: number[] = []
      for (const piece of pieces) {
        log.receive(Math.ceil(piece / 2))
        const stream = await openEvents(api.home, { from: seen.at(-1) ?? 0 })
        log.receive(Math.floor(piece / 2))
        seen.push(...await take(stream, log.latestSeq - seen.length))
      }
      expect(seen).toEqual(range(1, log.latestSeq))
    }), { numRuns: 15 })
  })

  test('goes on behind the last event after the node was gone', async () => {
    const log = new MemoryEventLog()
    log.receive(5)
    const api = await runApi({ node: scriptedNode({ log }) })
    const stream = await openEvents(api.home, { from: 0 })
    const seen: number[] = []
    const reading = (async () => { for await (const { seq } of stream) if (seen.push(seq) === 5) void api[Symbol.asyncDispose]() })()
    await expect(reading).rejects.toMatchObject({ code: 'NODE_NOT_RUNNING' })
    log.receive(2)
    await using again = await runApi({ node: scriptedNode({ log }) })
    expect(await take(await openEvents(again.home, { from: seen.at(-1)! }), 2)).toEqual([6, 7])
  })

  test('costs a page, not a queue, for a reader that stalls; the others see everything meanwhile', async () => {
    const log = new MemoryEventLog()
    const node = scriptedNode({ log, messenger: { message: async (_contactId, messageId) => messageOf(messageId, 'x'.repeat(10_000)) } })
    await using api = await runApi({ node })
    using stalled = await RawConnection.to(api.home)
    expect((await stalled.ask('events.subscribe', { from: 0 })).result).toEqual({ latestSeq: 0 })
    stalled.socket.pause()
    log.receive(20_000)
    const quick = await openEvents(api.home, { from: 0 })
    expect(await take(quick, 20_000)).toEqual(range(1, 20_000))
    // The quick one read 20,000; the stalled one no more than a page past what the sockets' buffers took.
    expect(log.reads - 20_000).toBeLessThan(1000)
    expect(log.open).toBe(0) // and it holds no iterator of the store open
  })

  test('a consumer that stops reading stops the client from reading, and loses nothing', async () => {
    const log = new MemoryEventLog()
    await using api = await runApi({ node: scriptedNode({ log }) })
    const stream = await openEvents(api.home, { from: 0 })
    log.receive(50_000)
    const client = await connect(api.home)
    const seen: number[] = []
    for await (const { seq } of stream) {
      if (seq % 10_000 === 1) await client.call('status') // anything slow
      if (seen.push(seq) === 50_000) break
    }
    expect(seen).toEqual(range(1, 50_000))
    client.close()
  })

  test('ends with unsubscribe, and one connection has one', async () => {
    const log = new MemoryEventLog()
    await using api = await runApi({ node: scriptedNode({ log }) })
    using raw = await RawConnection.to(api.home)
    await raw.ask('events.subscribe')
    expect((await raw.ask('events.subscribe')).error!.data.code).toBe('EXISTS')
    expect((await raw.ask('events.unsubscribe')).result).toEqual({})
    log.receive(3)
    expect((await raw.ask('events.subscribe', { from: 2 })).result).toEqual({ latestSeq: 3 })
    expect((await raw.next())!.params!.seq).toBe(3)
  })

  test('stops following the log when its reader goes away', async () => {
    const log = new MemoryEventLog()
    await using api = await runApi({ node: scriptedNode({ log }) })
    const raw = await RawConnection.to(api.home)
    await raw.ask('events.subscribe')
    expect(log.followers).toBe(1)
    raw.socket.destroy()
    const client = await connect(api.home)
    while (log.followers > 0) await client.call('status')
    client.close()
  })

  test('is refused while the profile is locked', async () => {
    const locked = (): never => { throw new AppError('LOCKED', 'the profile is locked', { hint: 'nobyte unlock' }) }
    const node = scriptedNode({ control: { events: locked } })
    await using api = await runApi({ node })
    await expect(openEvents(api.home)).rejects.toMatchObject({ code: 'LOCKED', hint: 'nobyte unlock' })
  })

  test('tells who writes and who is there at the moment when they do, of each person the last, between what is in the log', async () => {
    const log = new MemoryEventLog()
    const message = async (_contactId: string, id: string): Promise<Message> => messageOf(id)
    const messenger = { message, person: async () => ADA, requests: async () => [], groups, channels }
    const leaving = new AbortController()
    const events = followEvents({ log, messenger }, { from: 0, signal: leaving.signal })
    const first = events.next()
    const writes = (on: boolean): void => { log.happen({ type: 'typing', contactId: ADA.contactId, on }) }
    const isThere = (online: boolean, atMs: number): void => { log.happen({ type: 'presence', contactId: ADA.contactId, online, atMs }) }
    writes(true)
    expect((await first).value).toEqual({ type: 'typing', contactId: ADA.contactId, on: true })
    // Nobody asks at this moment: what comes meanwhile is told once.
    for (const on of [false, true, false]) writes(on)
    for (const [atMs, online] of [false, true].entries()) isThere(online, atMs)
    log.receive(1)
    expect((await events.next()).value).toEqual({ type: 'typing', contactId: ADA.contactId, on: false })
    expect((await events.next()).value).toEqual({ type: 'presence', contactId: ADA.contactId, online: true, atMs: 1 })
    expect((await events.next()).value).toMatchObject({ type: 'message', seq: 1 })
    leaving.abort()
    await events.return(undefined)
    expect(log.followers).toBe(0)
  })

  test('leaves out what is gone, and what a newer version wrote', async () => {
    const log = {
      latestSeq: 3,
      follow: () => () => {},
      onMoment: () => () => {},
      async * since (seq: number) {
        const all = [
          { seq: 1, name: 'message:received', payload: { contactId: 'gone', messageIds: ['m1'] } },
          { seq: 2, name: 'planet:aligned', payload: {} },
          { seq: 3, name: 'contact:removed', payload: { contactId: 'gone' } }
        ]
        yield * all.filter(event => event.seq > seq)
      }
    }
    const messenger = { message: async () => undefined, person: async () => undefined, requests: async () => [], groups, channels }
    const { signal } = new AbortController()
    for await (const event of followEvents({ log, messenger }, { from: 0, signal })) {
      expect(event).toEqual({ type: 'contact-removed', seq: 3, contactId: 'gone' })
      break
    }
  })
})
