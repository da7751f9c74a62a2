import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { jsonCodec } from '../../src/store/codecs.ts'
import type { Store } from '../../src/store/store.ts'
import { TABLES } from '../../src/store/tables.ts'
import { copyFolder, newBench, newFolder, type Bench } from './workbench.ts'

const text = jsonCodec<string>()

async function write (store: Store, value: string): Promise<void> {
  const batch = store.batch()
  store.table(TABLES.sessions, text).put(batch, { id: 'radia' }, value)
  await store.commit(batch)
}

/** A profile whose database was put back from a copy: closed, and older than its counter. */
async function rolledBackBench (): Promise<Bench> {
  const bench = await newBench()
  const first = await bench.create()
  await write(first.store, 'ratchet 1')
  await first.profile.close()
  const copy = await newFolder()
  await copyFolder(join(bench.folder, 'db'), copy)
  const second = await bench.unlock()
  await write(second.store, 'ratchet 2')
  expect(second.store.rolledBack).toBe(false)
  await second.profile.close()
  await copyFolder(copy, join(bench.folder, 'db'))
  return bench
}

test('a database put back from a copy is noticed, and logged', async () => {
  const bench = await rolledBackBench()
  const { store } = await bench.unlock()
  expect(store.rolledBack).toBe(true)
  expect(bench.lines.some(line => line.includes('"error"') && line.includes('store-rolled-back'))).toBe(true)
  expect(await store.table(TABLES.sessions, text).get({ id: 'radia' })).toBe('ratchet 1')
})

test('it stays noticed over restarts and other commits, until the sessions were reset, in the same batch', async () => {
  const bench = await rolledBackBench()
  for (const value of ['one', 'two']) {
    const { profile, store } = await bench.unlock()
    expect(store.rolledBack).toBe(true)
    await write(store, value)
    expect(store.rolledBack).toBe(true)
    await profile.close()
  }
  const { profile, store } = await bench.unlock()
  const batch = store.batch()
  store.table(TABLES.sessions, text).del(batch, { id: 'radia' })
  store.settleRollback(batch)
  expect(store.rolledBack).toBe(true)
  await store.commit(batch)
  expect(store.rolledBack).toBe(false)
  await profile.close()
  expect((await bench.unlock()).store.rolledBack).toBe(false)
})

test('putting back the same copy again is noticed again', async () => {
  const bench = await rolledBackBench()
  const copy = await newFolder()
  await copyFolder(join(bench.folder, 'db'), copy)
  const { profile, store } = await bench.unlock()
  const batch = store.batch()
  store.settleRollback(batch)
  await store.commit(batch)
  await profile.close()
  await copyFolder(copy, join(bench.folder, 'db'))
  expect((await bench.unlock()).store.rolledBack).toBe(true)
})

describe('the counter file', () => {
  test('is written a second after a commit, not at it', async () => {
    const bench = await newBench()
    const { store } = await bench.create()
    const path = join(bench.folder, 'counter')
    const before = await readFile(path)
    await write(store, 'a')
    await write(store, 'b')
    expect(await bench.clock.someoneWaits()).toBe(1000)
    expect(await readFile(path)).toEqual(before)
    bench.clock.pass(1000)
    await expect.poll(async () => (await readFile(path)).equals(before)).toBe(false)
    expect((await readFile(path)).readBigUInt64BE()).toBe(store.counter)
  })

  test('may lag behind, as after a crash: that is no roll-back', async () => {
    const bench = await newBench()
    const { profile, store } = await bench.create()
    const lagging = await readFile(join(bench.folder, 'counter'))
    await write(store, 'a')
    await profile.close()
    await writeFile(join(bench.folder, 'counter'), lagging)
    expect((await bench.unlock()).store.rolledBack).toBe(false)
  })

  test('counts nothing that a power cut may still take back', async () => {
    const bench = await newBench()
    const { store } = await bench.create()
    const path = join(bench.folder, 'counter')
    const durable = store.counter
    const batch = store.batch()
    store.table(TABLES.sessions, text).put(batch, { id: 'radia' }, 'not waited for')
    await store.commit(batch, { sync: false })
    bench.clock.pass(5000)
    expect((await readFile(path)).readBigUInt64BE()).toBe(durable)
    await write(store, 'waited for')
    bench.clock.pass(1000)
    await expect.poll(async () => (await readFile(path)).readBigUInt64BE()).toBe(durable + 2n)
  })

  test.each([
    ['gone', async (path: string) => { await rm(path) }],
    ['turned down by someone without the key', async (path: string) => {
      const content = await readFile(path)
      content.writeBigUInt64BE(0n)
      content[8]! ^= 1 // a single wrong byte would be put right
      await writeFile(path, content)
    }]
  ])('%s counts as a roll-back', async (_what, harm) => {
    const bench = await newBench()
    await (await bench.create()).profile.close()
    await harm(join(bench.folder, 'counter'))
    expect((await bench.unlock()).store.rolledBack).toBe(true)
  })
})
