import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { utf8 } from '../../src/base/bytes.ts'
import { bytesCodec, jsonCodec } from '../../src/store/codecs.ts'
import { TABLES, type TableDeclaration } from '../../src/store/tables.ts'
import { all, newBench } from './workbench.ts'

const text = jsonCodec<string>()
const PLAIN: TableDeclaration = TABLES.history
const ROTATING: TableDeclaration = TABLES.envelopes

describe('codecs', () => {
  test('any JSON value comes back as it was', () => {
    fc.assert(fc.property(fc.jsonValue(), value => {
      const codec = jsonCodec()
      expect(codec.decode(new Uint8Array(codec.encode(value)))).toEqual(JSON.parse(JSON.stringify(value)))
    }))
  })

  test('what JSON cannot hold is refused at once', () => {
    expect(() => jsonCodec<unknown>().encode(undefined)).toThrow(TypeError)
  })

  test('bytes that were put are not changed by the caller who goes on using its buffer', async () => {
    const { store } = await (await newBench()).create()
    const table = store.table(PLAIN, bytesCodec)
    const buffer = utf8('as it was')
    const batch = store.batch()
    table.put(batch, { id: 'a' }, buffer)
    buffer.fill(0)
    await store.commit(batch)
    expect(await table.get({ id: 'a' })).toEqual(utf8('as it was'))
  })
})

describe.each([PLAIN, ROTATING])('the table $name', declaration => {
  test('holds what a Map would, whatever is written, deleted and committed together, and after a restart', async () => {
    const at = fc.oneof(fc.bigInt({ min: 0n, max: 4n }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }))
    const key = fc.record({ id: fc.constantFrom('a', 'b', '', 'ä\0'), at })
    const write = fc.oneof(
      fc.record({ kind: fc.constant('put' as const), key, value: fc.uint8Array({ maxLength: 300 }) }),
      fc.record({ kind: fc.constant('del' as const), key }),
      fc.record({ kind: fc.constant('delAll' as const), key })
    )
    await fc.assert(fc.asyncProperty(fc.array(fc.array(write, { maxLength: 6 }), { maxLength: 6 }), async batches => {
      const bench = await newBench()
      const { profile, store } = await bench.create()
      const table = store.table(declaration, bytesCodec)
      const model = new Map<string, Map<bigint, Uint8Array>>()
      await Promise.all(batches.map(async writes => {
        const batch = store.batch()
        for (const write of writes) {
          const { id, at } = write.key
          const rows = model.get(id) ?? new Map<bigint, Uint8Array>()
          model.set(id, rows)
          switch (write.kind) {
            case 'put':
              table.put(batch, write.key, new Uint8Array(write.value))
              rows.set(at, write.value)
              break
            case 'del':
              table.del(batch, write.key)
              rows.delete(at)
              break
            default:
              table.delAll(batch, id)
              rows.clear()
          }
        }
        await store.commit(batch)
      }))
      await profile.close()

      const again = await bench.unlock()
      const read = again.store.table(declaration, bytesCodec)
      for (const [id, rows] of model) {
        const expected = [...rows].map(([at, value]) => ({ at, value: new Uint8Array(value) })).sort((a, b) => a.at < b.at ? -1 : 1)
        expect(await all(read.entries({ id }))).toEqual(expected)
        for (const { at, value } of expected) expect(await read.get({ id, at })).toEqual(value)
      }
      expect(await all(read.entries())).toHaveLength([...model.values()].reduce((sum, rows) => sum + rows.size, 0))
      await again.profile.close()
    }), { numRuns: 8 })
  })

  test('gives an id\'s rows in order, from, up to, backwards and no more than asked for', async () => {
    const { store } = await (await newBench()).create()
    const table = store.table(declaration, text)
    const batch = store.batch()
    for (const at of [300, 2, 1n << 40n, 1, 255, 256]) table.put(batch, { id: 'ada', at }, `${at}`)
    table.put(batch, { id: 'radia', at: 3 }, 'hers')
    await store.commit(batch)
    const read = async (options: Parameters<typeof table.entries>[0]): Promise<string[]> =>
      (await all(table.entries({ id: 'ada', ...options }))).map(({ value }) => value)

    expect(await read({})).toEqual(['1', '2', '255', '256', '300', '1099511627776'])
    expect(await read({ gte: 2, lt: 300 })).toEqual(['2', '255', '256'])
    expect(await read({ reverse: true, limit: 2 })).toEqual(['1099511627776', '300'])
    expect(await read({ reverse: true, lt: 256 })).toEqual(['255', '2', '1'])
    expect(await read({ limit: 0 })).toEqual([])
    expect(await read({ gte: 5, lt: 5 })).toEqual([])
  })
})

test('more rows than one page of the iterator come out whole, both ways, while others are written', async () => {
  const { store } = await (await newBench()).create()
  const table = store.table(PLAIN, text)
  const batch = store.batch()
  for (let at = 0; at < 1000; at++) table.put(batch, { id: 'a', at }, 'x'.repeat(500))
  await store.commit(batch)
  const forwards: bigint[] = []
  for await (const { at } of table.entries({ id: 'a' })) {
    forwards.push(at)
    if (at % 100n === 0n) {
      const more = store.batch()
      table.put(more, { id: 'b', at }, 'y')
      await store.commit(more)
    }
  }
  expect(forwards).toEqual(Array.from({ length: 1000 }, (_, i) => BigInt(i)))
  expect((await all(table.entries({ id: 'a', reverse: true }))).map(({ at }) => at)).toEqual(forwards.toReversed())
})

test('text and its bytes are the same id, in one table only', async () => {
  const { store } = await (await newBench()).create()
  const table = store.table(PLAIN, text)
  const batch = store.batch()
  table.put(batch, { id: 'ä' }, 'here')
  await store.commit(batch)
  expect(await table.get({ id: utf8('ä') })).toBe('here')
  expect(await table.has({ id: 'ä' })).toBe(true)
  expect(await store.table(ROTATING, text).has({ id: 'ä' })).toBe(false)
})

test('a place out of range, and a range without an id, are programmer errors', async () => {
  const { store } = await (await newBench()).create()
  const table = store.table(PLAIN, text)
  expect(() => { table.put(store.batch(), { id: 'a', at: -1 }, '') }).toThrow(TypeError)
  expect(() => { table.put(store.batch(), { id: 'a', at: 1n << 64n }, '') }).toThrow(TypeError)
  await expect(all(table.entries({ gte: 1 }))).rejects.toThrow(TypeError)
})

test('deleting all of an id takes what was committed at the same moment, and nothing of its neighbours', async () => {
  const { store } = await (await newBench()).create()
  const table = store.table(PLAIN, text)
  const commits: Promise<void>[] = []
  for (let at = 0; at < 20; at++) {
    const batch = store.batch()
    table.put(batch, { id: 'gone', at }, '')
    table.put(batch, { id: 'stays', at }, '')
    commits.push(store.commit(batch))
  }
  const batch = store.batch()
  table.delAll(batch, 'gone')
  table.put(batch, { id: 'gone', at: 99 }, 'after')
  commits.push(store.commit(batch))
  await Promise.all(commits)
  expect(await all(table.entries({ id: 'gone' }))).toEqual([{ at: 99n, value: 'after' }])
  expect(await all(table.entries({ id: 'stays' }))).toHaveLength(20)
})

test('holdings count the rows of every declared table', async () => {
  const { store } = await (await newBench()).create()
  const batch = store.batch()
  for (let at = 0; at < 300; at++) store.table(PLAIN, text).put(batch, { id: 'a', at }, 'xx')
  store.table(ROTATING, text).put(batch, { id: 'a' }, 'xx')
  await store.commit(batch)
  const holdings = await store.holdings()
  expect(holdings.map(({ table }) => table.name).sort()).toEqual(Object.keys(TABLES).sort())
  const rows = Object.fromEntries(holdings.map(({ table, rows }) => [table.name, rows]))
  expect(rows).toMatchObject({ [PLAIN.name]: 300, [ROTATING.name]: 1, contacts: 0 })
})
