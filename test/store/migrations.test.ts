import { expect, test } from 'vitest'
import { fromUtf8, utf8 } from '../../src/base/bytes.ts'
import { jsonCodec } from '../../src/store/codecs.ts'
import type { Migration } from '../../src/store/migrations.ts'
import { TABLES } from '../../src/store/tables.ts'
import { all, newBench, withRawLevel, type Bench } from './workbench.ts'

const text = jsonCodec<string>()
const ROWS = 400

const doubled = (to: number, check: (value: string) => void = () => {}): Migration => ({
  to,
  tables: [TABLES.history, TABLES.sessions],
  row (table, bytes) {
    const value = JSON.parse(fromUtf8(bytes)) as string
    check(value)
    return value.endsWith(' drop') ? undefined : utf8(JSON.stringify(`${value} ${table.name}${to}`))
  }
})

/** A closed profile of schema version 1. */
async function oldBench (): Promise<Bench> {
  const bench = await newBench()
  const { profile, store } = await bench.create()
  const batch = store.batch()
  for (let at = 0; at < ROWS; at++) store.table(TABLES.history, text).put(batch, { id: 'ada', at }, `${at}${at % 10 === 9 ? ' drop' : ''}`)
  store.table(TABLES.sessions, text).put(batch, { id: 'ada' }, 's')
  store.table(TABLES.contacts, text).put(batch, { id: 'ada' }, 'c')
  await store.commit(batch)
  await profile.close()
  return bench
}

const expected = (suffix: string): string[] =>
  Array.from({ length: ROWS }, (_, at) => at).filter(at => at % 10 !== 9).map(at => `${at}${suffix}`)

const history = async ({ store }: { store: Awaited<ReturnType<Bench['unlock']>>['store'] }): Promise<string[]> =>
  (await all(store.table(TABLES.history, text).entries({ id: 'ada' }))).map(({ value }) => value)

test('a newer version changes the rows of the tables that it names, once, and leaves the others', async () => {
  const bench = await oldBench()
  for (let start = 0; start < 2; start++) {
    const opened = await bench.unlock({ migrations: [doubled(2)] })
    expect(await history(opened)).toEqual(expected(' history2'))
    expect(await opened.store.table(TABLES.sessions, text).get({ id: 'ada' })).toBe('s sessions2')
    expect(await opened.store.table(TABLES.contacts, text).get({ id: 'ada' })).toBe('c')
    expect(await opened.store.check()).toEqual([])
    await opened.profile.close()
  }
  const later = await bench.unlock({ migrations: [doubled(2), doubled(3)] })
  expect(await history(later)).toEqual(expected(' history2 history3'))
})

test('several versions are caught up in order', async () => {
  const opened = await (await oldBench()).unlock({ migrations: [doubled(2), doubled(3)] })
  expect(await history(opened)).toEqual(expected(' history2 history3'))
})

test('a migration that was interrupted goes on where it stopped: no row is changed twice', async () => {
  const bench = await oldBench()
  const trip = doubled(2, value => { if (value.startsWith('300')) throw new Error('pulled the plug') })
  await expect(bench.unlock({ migrations: [trip] })).rejects.toThrow('pulled the plug')
  for (const profile of bench.opened) await profile.close()
  const opened = await bench.unlock({ migrations: [doubled(2)] })
  expect(await history(opened)).toEqual(expected(' history2'))
})

test('an older version does not touch what a newer one wrote', async () => {
  const bench = await oldBench()
  await (await bench.unlock({ migrations: [doubled(2)] })).profile.close()
  const profile = await bench.open()
  await expect(profile.unlock('correct horse')).rejects.toMatchObject({ code: 'NEWER_SCHEMA' })
  await profile.close()
  expect(await history(await bench.unlock({ migrations: [doubled(2)] }))).toHaveLength(ROWS * 0.9)
})

test('a value from before a migration that someone puts back is not taken for one of today', async () => {
  const bench = await oldBench()
  const old = await withRawLevel(bench.folder, async level => await level.iterator().all())
  await (await bench.unlock({ migrations: [doubled(2)] })).profile.close()
  // all but the store's own rows, which would undo the migration as a whole
  const kept = await withRawLevel(bench.folder, async level => {
    const counts = new Map<string, number>()
    for (const [key] of old) counts.set(tag(key), (counts.get(tag(key)) ?? 0) + 1)
    const rows = old.filter(([key]) => counts.get(tag(key)) === ROWS)
    await level.batch(rows.map(([key, value]) => ({ type: 'put', key, value })))
    return rows.length
  })
  expect(kept).toBe(ROWS)
  const opened = await bench.unlock({ migrations: [doubled(2)] })
  expect(await history(opened)).toEqual([])
  await expect(opened.store.table(TABLES.history, text).get({ id: 'ada', at: 0 })).rejects.toMatchObject({ code: 'CORRUPT' })
})

const tag = (key: Uint8Array): string => Buffer.from(key.subarray(0, 6)).toString('hex')
