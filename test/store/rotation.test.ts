import { readFile, watch, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { toHex } from '../../src/base/bytes.ts'
import { DAY } from '../../src/base/time.ts'
import { jsonCodec } from '../../src/store/codecs.ts'
import type { Store } from '../../src/store/store.ts'
import { TABLES } from '../../src/store/tables.ts'
import { all, filesIn, newBench, withRawLevel } from './workbench.ts'
import { startScript } from './processes.ts'

const text = jsonCodec<string>()
const ROWS = 1000
const FILLED = [TABLES.sessions, TABLES.envelopes, TABLES.history]

async function fill (store: Store): Promise<void> {
  const batch = store.batch()
  for (let at = 0; at < ROWS; at++) {
    for (const table of FILLED) store.table(table, text).put(batch, { id: 'ada', at }, `${table.name} ${at}`)
  }
  await store.commit(batch)
}

async function expectAll (store: Store): Promise<void> {
  for (const table of FILLED) {
    const rows = await all(store.table(table, text).entries({ id: 'ada' }))
    expect(rows.map(({ value }) => value)).toEqual(Array.from({ length: ROWS }, (_, at) => `${table.name} ${at}`))
  }
  expect(await store.check()).toEqual([])
}

/** Resolves when the file has been replaced so many times. */
async function changes (path: string, times: number): Promise<void> {
  let left = times
  for await (const { filename } of watch(dirname(path))) {
    if (filename === basename(path) && --left === 0) return
  }
}

test('after a rotation everything is as before, and no old value can be read even with the passphrase', async () => {
  const bench = await newBench()
  const { profile, store } = await bench.create()
  await fill(store)
  await profile.close()
  const old = await withRawLevel(bench.folder, async level => await level.iterator().all())

  const rotating = await bench.unlock()
  bench.clock.pass(DAY)
  await rotating.store.rotateKeys()
  expect(rotating.store.keysRotatedAtMs).toBe(bench.clock.now())
  await expectAll(rotating.store)
  await rotating.profile.close()

  const readable = await bench.unlock()
  await expectAll(readable.store)
  await readable.profile.close()
  await withRawLevel(bench.folder, async level => { await level.batch(old.map(([key, value]) => ({ type: 'put', key, value }))) })
  const { store: putBack } = await bench.unlock()
  await expect(putBack.table(TABLES.sessions, text).get({ id: 'ada', at: 0 })).rejects.toMatchObject({ code: 'CORRUPT' })
  expect(await putBack.table(TABLES.history, text).get({ id: 'ada', at: 0 })).toBe('history 0')
})

test('the old values leave the disk', async () => {
  const bench = await newBench()
  const { profile, store } = await bench.create()
  await fill(store)
  await profile.close()
  const sample = await withRawLevel(bench.folder, async level => (await level.iterator().all()).map(([, value]) => toHex(value)))
  const again = await bench.unlock()
  await again.store.rotateKeys()
  await again.profile.close()
  const now = (await filesIn(join(bench.folder, 'db'))).map(({ content }) => content.toString('hex')).join('')
  const left = sample.filter(value => now.includes(value.slice(0, 80)))
  expect(left.length).toBeLessThanOrEqual(ROWS + 2) // history, which does not rotate
})

test('commits go on during a rotation, and none of them is overwritten by an older value', async () => {
  const bench = await newBench()
  const { profile, store } = await bench.create()
  await fill(store)
  const sessions = store.table(TABLES.sessions, text)
  const rotation = store.rotateKeys()
  const writes: Promise<void>[] = []
  for (let at = 0; at < ROWS; at++) {
    const batch = store.batch()
    if (at % 3 === 0) sessions.del(batch, { id: 'ada', at })
    else sessions.put(batch, { id: 'ada', at }, 'newer')
    writes.push(store.commit(batch))
    if (at % 20 === 0) await Promise.all(writes)
  }
  await Promise.all([rotation, ...writes])
  await profile.close()
  const again = await bench.unlock()
  const rows = await all(again.store.table(TABLES.sessions, text).entries({ id: 'ada' }))
  expect(rows.map(({ at }) => Number(at))).toEqual(Array.from({ length: ROWS }, (_, at) => at).filter(at => at % 3 !== 0))
  expect(new Set(rows.map(({ value }) => value))).toEqual(new Set(['newer']))
  expect(await again.store.check()).toEqual([])
})

test('two rotations at once are one', async () => {
  const bench = await newBench()
  const { store } = await bench.create()
  await fill(store)
  await Promise.all([store.rotateKeys(), store.rotateKeys()])
  expect(JSON.parse(await readFile(join(bench.folder, 'keys.json'), 'utf8'))).toMatchObject({ current: 2, keys: [{ generation: 2 }] })
  await expectAll(store)
})

test('killed with -9 at any moment of a rotation, everything can be read, and the next rotation finishes it', async () => {
  const bench = await newBench()
  const { profile, store } = await bench.create()
  await fill(store)
  await profile.close()
  let unfinished = 0
  for (let round = 0; round < 12; round++) {
    const rotator = await startScript('rotate-until-killed', bench.folder)
    // At the beginning of a rotation the file gets a second key, at the end it loses the first.
    await changes(join(bench.folder, 'keys.json'), 1 + round % 4)
    await rotator.kill()
    const again = await bench.unlock()
    if (again.store.keysRotatedAtMs === 0) unfinished++
    await expectAll(again.store)
    await again.store.rotateKeys()
    expect(again.store.keysRotatedAtMs).toBeGreaterThan(0)
    await expectAll(again.store)
    expect(JSON.parse(await readFile(join(bench.folder, 'keys.json'), 'utf8'))).toMatchObject({ keys: [{}] })
    await again.profile.close()
  }
  expect(unfinished).toBeGreaterThan(0)
})

test('a keys.json put back from before a rotation opens no session, and says so', async () => {
  const bench = await newBench()
  const { profile, store } = await bench.create()
  await fill(store)
  const before = await readFile(join(bench.folder, 'keys.json'))
  await store.rotateKeys()
  await profile.close()
  await writeFile(join(bench.folder, 'keys.json'), before)
  const again = await bench.unlock()
  await expect(again.store.table(TABLES.sessions, text).get({ id: 'ada', at: 0 })).rejects.toMatchObject({ code: 'CORRUPT' })
  expect(await again.store.check()).toContainEqual({ where: 'sessions', rows: ROWS, mended: false })
})
