import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toHex } from '../../src/base/bytes.ts'
import { hasCode } from '../../src/base/errors.ts'
import { jsonCodec } from '../../src/store/codecs.ts'
import type { Store } from '../../src/store/store.ts'
import { TABLES, type TableDeclaration } from '../../src/store/tables.ts'
import { all, copyFolder, newBench, newFolder, withRawLevel, type Bench } from './workbench.ts'

const text = jsonCodec<string>()
const DECLARED: TableDeclaration[] = Object.values(TABLES).filter(({ name }) => name !== 'store')
const ROWS = [1, 2, 3]

async function fill (store: Store): Promise<void> {
  const batch = store.batch()
  for (const table of DECLARED) for (const at of ROWS) store.table(table, text).put(batch, { id: 'ada', at }, `${table.name} ${at}`)
  await store.commit(batch)
}

/** Every row that is there, read both ways: none may be wrong. */
async function readEverything (store: Store): Promise<{ good: number, corrupt: string[], listed: number }> {
  let good = 0
  let listed = 0
  const corrupt: string[] = []
  for (const table of DECLARED) {
    for (const at of ROWS) {
      try {
        const value = await store.table(table, text).get({ id: 'ada', at })
        if (value === undefined) continue
        expect(value).toBe(`${table.name} ${at}`)
        good++
      } catch (err) {
        if (!hasCode(err, 'CORRUPT')) throw err
        expect(err.message).toContain(table.name)
        corrupt.push(table.name)
      }
    }
    listed += (await all(store.table(table, text).entries({ id: 'ada' }))).length
  }
  return { good, corrupt, listed }
}

describe('one flipped byte in a stored value', () => {
  test('of any table is detected and named, and every other row can be read', async () => {
    const bench = await newBench()
    const { profile, store } = await bench.create()
    await fill(store)
    await profile.close()
    const rows = await withRawLevel(bench.folder, async level => await level.iterator().all())
    const named = new Set<string>()
    for (const [i, [key, value]] of rows.entries()) {
      const flipped = new Uint8Array(value)
      flipped[(i * 7) % value.length]! ^= 1 << (i % 8)
      await withRawLevel(bench.folder, async level => { await level.put(key, flipped) })
      const again = await bench.unlock()
      const { good, corrupt, listed } = await readEverything(again.store)
      const damage = await again.store.check()
      if (corrupt.length === 0) {
        // one of the store's own rows: what it counted, and the version of its schema
        expect(damage.map(({ where }) => where).filter(where => where !== 'store')).toEqual([])
        const batch = again.store.batch()
        again.store.settleRollback(batch)
        await again.store.commit(batch)
      } else {
        expect(damage).toEqual([{ where: corrupt[0], rows: 1, mended: false }])
        named.add(corrupt[0]!)
        expect(again.store.rolledBack).toBe(false)
      }
      expect(good).toBe(DECLARED.length * ROWS.length - corrupt.length)
      expect(listed).toBe(good)
      expect(corrupt.length).toBeLessThanOrEqual(1)
      await again.profile.close()
      await withRawLevel(bench.folder, async level => { if (corrupt.length > 0) await level.put(key, value) })
    }
    expect(named).toEqual(new Set(DECLARED.map(({ name }) => name)))
  })

  test('is told once to who listens, and logged without any content', async () => {
    const bench = await newBench()
    const { profile, store } = await bench.create()
    await fill(store)
    await profile.close()
    await withRawLevel(bench.folder, async level => {
      for (const [key, value] of await level.iterator().all()) {
        value[value.length - 1]! ^= 1
        await level.put(key, value)
      }
    })
    const again = await bench.unlock()
    const heard: string[] = []
    again.store.events.on('damage', ({ where }) => heard.push(where))
    const contacts = again.store.table(TABLES.contacts, text)
    for (let i = 0; i < 3; i++) {
      await expect(contacts.get({ id: 'ada', at: 1 })).rejects.toMatchObject({ code: 'CORRUPT', details: { table: 'contacts' } })
    }
    expect(await all(contacts.entries())).toEqual([])
    expect(heard).toEqual(['contacts', 'contacts', 'contacts'])
    expect(bench.lines.filter(line => line.includes('store-damaged') && line.includes('contacts'))).toHaveLength(3)
    for (const line of bench.lines) expect(line).not.toContain('ada')
  })

  test('a damaged row can be written anew', async () => {
    const bench = await newBench()
    const { profile, store } = await bench.create()
    await fill(store)
    await profile.close()
    await withRawLevel(bench.folder, async level => {
      for (const [key] of await level.iterator().all()) await level.put(key, new Uint8Array(3))
    })
    const again = await bench.unlock()
    const contacts = again.store.table(TABLES.contacts, text)
    const batch = again.store.batch()
    contacts.put(batch, { id: 'ada', at: 1 }, 'anew')
    await again.store.commit(batch)
    expect(await contacts.get({ id: 'ada', at: 1 })).toBe('anew')
  })

  test('a value moved to another key, or to another table, is not believed', async () => {
    const bench = await newBench()
    const { profile, store } = await bench.create()
    await fill(store)
    await profile.close()
    const moved = await withRawLevel(bench.folder, async level => {
      const rows = await level.iterator().all()
      for (const [i, [key]] of rows.entries()) await level.put(key, rows[(i + 1) % rows.length]![1])
      return rows.length
    })
    const again = await bench.unlock()
    expect((await readEverything(again.store)).good).toBe(0)
    expect((await again.store.check()).reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThanOrEqual(moved - 2)
  })
})

/** A database with rows in sorted tables and in the log, closed. */
async function settledBench (): Promise<Bench> {
  const bench = await newBench()
  const { profile, store } = await bench.create()
  const history = store.table(TABLES.history, text)
  for (let page = 0; page < 5; page++) {
    const batch = store.batch()
    for (let i = 0; i < 100; i++) history.put(batch, { id: 'ada', at: 1000 + page * 100 + i }, 'x'.repeat(400))
    await store.commit(batch)
  }
  await fill(store)
  await store.rotateKeys() // moves all of it into tables
  const batch = store.batch()
  for (let i = 0; i < 100; i++) history.put(batch, { id: 'ada', at: 2000 + i }, 'y'.repeat(400))
  await store.commit(batch)
  for (let i = 0; i < 50; i++) {
    const single = store.batch()
    history.put(single, { id: 'ada', at: 3000 + i }, 'z'.repeat(400))
    await store.commit(single)
  }
  await profile.close()
  return bench
}

const SETTLED_ROWS = 3 + 500 + 100 + 50

/** Closed at the end of its block, so that a property that fails can be run again. */
async function unlockedFor (bench: Bench): Promise<AsyncDisposable & { store: Store }> {
  const { profile, store } = await bench.unlock()
  return { store, [Symbol.asyncDispose]: async () => { await profile.close() } }
}

async function dataFiles (folder: string): Promise<string[]> {
  return (await readdir(join(folder, 'db'))).filter(name => /^(\d+\.(log|ldb)|MANIFEST-\d+|CURRENT)$/.test(name)).sort()
}

describe('one flipped byte in a file of the database', () => {
  test('is mended wherever it is, and the file is named', async () => {
    const bench = await settledBench()
    const { folder } = bench
    const pristine = await newFolder()
    await copyFolder(folder, pristine)
    const files = await dataFiles(folder)
    expect(files.some(name => name.endsWith('.ldb')) && files.some(name => name.endsWith('.log'))).toBe(true)
    const flip = fc.record({
      // one in four near the end of a file, where the index and the footer are
      name: fc.constantFrom(...files), where: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      end: fc.nat({ max: 3 }), change: fc.integer({ min: 1, max: 255 })
    })
    await fc.assert(fc.asyncProperty(flip, async ({ name, where, end, change }) => {
      await copyFolder(pristine, folder)
      const path = join(folder, 'db', name)
      const content = await readFile(path)
      const span = end === 0 ? Math.min(content.length, 2000) : content.length
      content[content.length - span + Math.floor(where * span)]! ^= change
      await writeFile(path, content)

      await using opened = await unlockedFor(bench)
      const { store } = opened
      const { good, corrupt } = await readEverything(store)
      expect(corrupt).toEqual([])
      expect(good).toBe(DECLARED.length * ROWS.length)
      expect(await all(store.table(TABLES.history, text).entries({ id: 'ada' }))).toHaveLength(SETTLED_ROWS)
      const damage = await store.check()
      // The last bytes before a footer's magic are padding that means nothing.
      if (damage.length > 0) expect(damage).toEqual([{ where: `db/${name}`, rows: 0, mended: true }])
      else expect(name).toMatch(/ldb$/)
      expect(store.rolledBack).toBe(false)
    }), { numRuns: 40 })
  })
})

describe('worse damage to a file of the database', () => {
  test('costs the rows that it hit and no others: none is wrong, the file is named, sessions are to be reset', async () => {
    const bench = await settledBench()
    const { folder } = bench
    const pristine = await newFolder()
    await copyFolder(folder, pristine)
    const files = await dataFiles(folder)
    const hit = fc.record({
      name: fc.constantFrom(...files), where: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      bytes: fc.uint8Array({ minLength: 3, maxLength: 64 })
    })
    await fc.assert(fc.asyncProperty(hit, async ({ name, where, bytes }) => {
      await copyFolder(pristine, folder)
      const path = join(folder, 'db', name)
      const content = await readFile(path)
      const at = Math.floor(where * Math.max(1, content.length - bytes.length))
      const before = toHex(content)
      content.set(bytes.subarray(0, content.length - at), at)
      await writeFile(path, content)

      await using opened = await unlockedFor(bench)
      const { store } = opened
      const rows = await all(store.table(TABLES.history, text).entries({ id: 'ada' }))
      for (const { at, value } of rows) {
        expect(value).toBe(at < 10n ? `history ${at}` : (at < 2000n ? 'x' : at < 3000n ? 'y' : 'z').repeat(400))
      }
      const { good } = await readEverything(store)
      const damage = await store.check()
      const lost = SETTLED_ROWS - rows.length + DECLARED.length * ROWS.length - good
      if (lost > 0) {
        // Of the log's last record, which looks as a power cut leaves one, only the counter knows that it was acknowledged.
        expect(store.rolledBack || damage.length > 0).toBe(true)
        // A few blocks of 4 KiB, or the log's last 32, or what was in a table whose index was hit.
        if (!damage.some(({ where }) => where === 'db')) expect(lost).toBeLessThan(120)
      } else if (before !== toHex(content) && !name.endsWith('.ldb')) {
        expect(damage.length > 0 || store.rolledBack).toBe(true)
      }
    }), { numRuns: 40 })
  })

  test('a table whose index is gone is laid aside, and the rest is read', async () => {
    const bench = await settledBench()
    const name = (await dataFiles(bench.folder)).find(file => file.endsWith('.ldb'))!
    const path = join(bench.folder, 'db', name)
    const content = await readFile(path)
    await writeFile(path, content.fill(7, content.length - 100))
    const { store } = await bench.unlock()
    const rows = await all(store.table(TABLES.history, text).entries({ id: 'ada' }))
    expect(rows.length).toBeGreaterThanOrEqual(150)
    expect(store.rolledBack).toBe(true)
    expect(store.damage().map(({ where }) => where)).toContain(`db/${name}`)
    expect(await readdir(join(bench.folder, 'damaged'))).toEqual([name])
  })

  test('half a table that no list names, as a kill in the middle of a compaction leaves it, is no damage', async () => {
    const bench = await settledBench()
    const db = join(bench.folder, 'db')
    const name = (await dataFiles(bench.folder)).find(file => file.endsWith('.ldb'))!
    const content = await readFile(join(db, name))
    await writeFile(join(db, '999998.ldb'), content.subarray(0, content.length / 2))
    await writeFile(join(db, '999999.ldb'), '')
    const { store } = await bench.unlock()
    expect(store.damage()).toEqual([])
    expect(store.rolledBack).toBe(false)
    expect(await all(store.table(TABLES.history, text).entries({ id: 'ada' }))).toHaveLength(SETTLED_ROWS)
    expect((await dataFiles(bench.folder)).filter(file => file.startsWith('99999'))).toEqual([])
  })

  test('a database that is gone is not replaced by an empty one', async () => {
    const bench = await settledBench()
    await rm(join(bench.folder, 'db'), { recursive: true })
    await expect(bench.unlock()).rejects.toMatchObject({ code: 'CORRUPT' })
  })

  test('without keys.json what rotates is lost, what stays is not', async () => {
    const bench = await settledBench()
    await writeFile(join(bench.folder, 'keys.json'), '{"version":1')
    const { store } = await bench.unlock()
    expect(store.rolledBack).toBe(true)
    const { corrupt } = await readEverything(store)
    expect(new Set(corrupt)).toEqual(new Set(DECLARED.filter(({ rotating }) => rotating === true).map(({ name }) => name)))
    expect(store.damage().map(({ where }) => where)).toContain('keys.json')
  })
})
