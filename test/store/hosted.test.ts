import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { toHex, type Bytes } from '../../src/base/bytes.ts'
import { silentLog as log } from '../../src/base/log.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { WaitingCells } from '../../src/store/hosted/cells.ts'
import { QueueTable, type Queue } from '../../src/store/hosted/queues.ts'
import { tempFolder } from '../network/testbed.ts'

const limits = { maxCells: 1000, maxCellsPerSender: 5, maxTags: 1000, maxTagsPerSender: 40, maxBundles: 8, maxBundlesPerQueue: 4 }
const HOUR = 3_600_000

interface Model { rid: number, tag: string, at: bigint, untilMs: number }

type Step =
  | { do: 'deposit', rid: number, tag: number, ttlHours: number }
  | { do: 'drop', rid: number, of: number }
  | { do: 'pass', hours: number }
  | { do: 'open again' }

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('deposit' as const), rid: fc.nat(2), tag: fc.nat(11), ttlHours: fc.integer({ min: 1, max: 5 }) })
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('drop' as const), rid: fc.nat(2), of: fc.nat(6) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), hours: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'open again' as const }) }
)

describe('waiting cells', () => {
  test('are after any history those that were deposited, not dropped, and have their time; the counts say so', async () => {
    const rids = Array.from({ length: 3 }, () => random(24))
    const body = random(3840)
    await fc.assert(fc.asyncProperty(fc.array(steps, { maxLength: 40 }), async history => {
      const folder = await tempFolder()
      const place = { folder, durable: true, limits, random, log }
      let cells = await WaitingCells.open(place)
      const { generation } = cells
      let nowMs = 1_767_225_600_000
      let waiting: Model[] = []
      const tags = new Map<string, number>()
      try {
        for (const step of history) {
          switch (step.do) {
            case 'deposit': {
              const sid = rids[step.rid]!
              const tag = new Uint8Array(16).fill(step.tag)
              const name = `${step.rid} ${step.tag}`
              const untilMs = nowMs + step.ttlHours * HOUR
              const done = await cells.deposit({ rid: sid, sid, tag, body, untilMs }, nowMs)
              const own = waiting.filter(({ rid }) => rid === step.rid)
              if (tags.has(name)) {
                expect(done).toEqual({ kind: 'stored', untilMs: tags.get(name) })
              } else if (own.length >= limits.maxCellsPerSender) {
                expect(done).toEqual({ kind: 'full' })
              } else {
                expect(done).toEqual({ kind: 'stored', untilMs })
                tags.set(name, untilMs)
                const { cells: listed } = await cells.list(sid, { after: own.at(-1)?.at ?? 0n, limit: 9, nowMs })
                expect(listed).toHaveLength(1)
                waiting.push({ rid: step.rid, tag: toHex(tag), at: listed[0]!.at, untilMs })
              }
              break
            }
            case 'drop': {
              const upTo = waiting.filter(({ rid }) => rid === step.rid)[step.of]?.at
              await cells.drop(rids[step.rid]!, upTo)
              waiting = waiting.filter(({ rid, at }) => rid !== step.rid || (upTo !== undefined && at > upTo))
              break
            }
            case 'pass':
              nowMs += step.hours * HOUR
              await cells.sweep(nowMs + 1)
              waiting = waiting.filter(({ untilMs }) => untilMs > nowMs)
              for (const [name, untilMs] of tags) if (untilMs <= nowMs) tags.delete(name)
              break
            case 'open again':
              await cells.close()
              cells = await WaitingCells.open(place)
              expect(cells.generation).toBe(generation)
              break
            default:
              step satisfies never
          }
          expect(cells.holdings).toEqual({ cells: waiting.length, bytes: waiting.length * 3840, tags: tags.size })
        }
        for (const [i, rid] of rids.entries()) {
          const { cells: listed, more } = await cells.list(rid, { after: 0n, limit: 3, nowMs })
          const own = waiting.filter(({ rid }) => rid === i)
          expect(listed.map(({ tag, at }) => [toHex(tag), at])).toEqual(own.slice(0, 3).map(({ tag, at }) => [tag, at]))
          expect(more).toBe(own.length > 3)
        }
      } finally {
        await cells.close()
        await rm(folder, { recursive: true, force: true })
      }
    }), { numRuns: 25 })
  })

  test('whose key or database is gone are given up, with another generation, and room for new ones', async () => {
    const folder = await tempFolder()
    const place = { folder, durable: true, limits, random, log }
    const [rid, sid, tag, body] = [random(24), random(24), random(16), random(3840)]
    const seen = new Set<bigint>()
    for (const lost of ['cells.key', 'cells', 'nothing, but not durable']) {
      const cells = await WaitingCells.open(lost.startsWith('nothing') ? { ...place, durable: false } : place)
      expect(cells.holdings).toEqual({ cells: 0, bytes: 0, tags: 0 })
      seen.add(cells.generation)
      expect(await cells.deposit({ rid, sid, tag, body, untilMs: 5 }, 1)).toEqual({ kind: 'stored', untilMs: 5 })
      await cells.close()
      await rm(join(folder, lost), { recursive: true, force: true })
    }
    const last = await WaitingCells.open(place)
    onTestFinished(async () => { await last.close() })
    expect(last.holdings.cells).toBe(0)
    expect(seen.add(last.generation).size).toBe(4)
  })

  test('are told from those of another queue, and are not shown once their time is over', async () => {
    const cells = await WaitingCells.open({ folder: await tempFolder(), durable: false, limits, random, log })
    onTestFinished(async () => { await cells.close() })
    const [one, two] = [random(24), random(24)]
    await cells.deposit({ rid: one, sid: one, tag: random(16), body: random(3840), untilMs: 9 }, 1)
    expect((await cells.list(two, { after: 0n, limit: 8, nowMs: 1 })).cells).toEqual([])
    expect((await cells.list(one, { after: 2n ** 64n - 1n, limit: 8, nowMs: 1 })).cells).toEqual([])
    expect((await cells.list(one, { after: 0n, limit: 8, nowMs: 9 })).cells).toEqual([]) // its time is over
  })
})

describe('queues', () => {
  const queue = (): Queue => ({ receiver: random(32), ttlMs: 5, untilMs: 2 ** 52, createdMs: 7, isFetched: false })
  const sender = (): { sid: Bytes, key: Bytes } => ({ sid: random(24), key: random(32) })

  test('with their senders are there when the table is opened again, and counted', async () => {
    const folder = await tempFolder()
    let table = await QueueTable.open({ folder, log })
    const [rid, other] = [random(24), random(24)]
    const [kept, gone] = [queue(), queue()]
    const [ada, bob, cleo] = [sender(), sender(), sender()]
    await table.save(rid, kept, { isNew: true, add: [ada, bob] })
    await table.save(other, gone, { isNew: true, add: [cleo] })
    await table.save(rid, { ...kept, isFetched: true }, { remove: [bob.sid] })
    await table.delete(other)
    expect(table.counts).toEqual({ queues: 1, senders: 1 })
    await table.close()
    table = await QueueTable.open({ folder, log })
    onTestFinished(async () => { await table.close() })
    expect(table.counts).toEqual({ queues: 1, senders: 1 })
    expect(await table.queue(rid)).toEqual({ ...kept, isFetched: true })
    expect(await table.sender(ada.sid)).toEqual({ rid, key: ada.key })
    expect(await table.sendersOf(rid)).toEqual([ada.sid])
    for (const { sid } of [bob, cleo]) expect(await table.sender(sid)).toBeUndefined()
    expect([await table.queue(other), await table.sendersOf(other)]).toEqual([undefined, []])
    expect(await table.find(({ untilMs }) => untilMs === 2 ** 52)).toEqual([rid])
  })
})
