import { expect, test } from 'vitest'
import { jsonCodec } from '../../src/store/codecs.ts'
import { TABLES } from '../../src/store/tables.ts'
import { all, newBench } from './workbench.ts'
import { startScript } from './processes.ts'

const number = jsonCodec<number>()

test('commits that wait together go to the disk together, and each sees its own writes afterwards', async () => {
  const { store } = await (await newBench()).create()
  const history = store.table(TABLES.history, number)
  const before = store.counter
  await Promise.all(Array.from({ length: 500 }, async (_, i) => {
    await new Promise(resolve => { setImmediate(resolve) })
    const batch = store.batch()
    history.put(batch, { id: 'ada', at: i }, i)
    await store.commit(batch)
    expect(await history.get({ id: 'ada', at: i })).toBe(i)
  }))
  expect(await all(history.entries({ id: 'ada' }))).toHaveLength(500)
  expect(Number(store.counter - before)).toBeLessThan(100)
})

test('of two commits of one key the later wins, also in one group', async () => {
  const { store } = await (await newBench()).create()
  const history = store.table(TABLES.history, number)
  const commits = Array.from({ length: 100 }, (_, i) => {
    const batch = store.batch()
    history.put(batch, { id: 'ada' }, i)
    return store.commit(batch)
  })
  await Promise.all(commits)
  expect(await history.get({ id: 'ada' })).toBe(99)
})

test('what a batch has collected is not there before its commit, and an empty one costs nothing', async () => {
  const { store } = await (await newBench()).create()
  const history = store.table(TABLES.history, number)
  const batch = store.batch()
  history.put(batch, { id: 'ada' }, 1)
  expect(await history.get({ id: 'ada' })).toBeUndefined()
  const before = store.counter
  await store.commit(store.batch())
  expect(store.counter).toBe(before)
})

test('closing waits for what was committed; afterwards nothing is', async () => {
  const bench = await newBench()
  const { profile, store } = await bench.create()
  const history = store.table(TABLES.history, number)
  const commits = Array.from({ length: 20 }, (_, i) => {
    const batch = store.batch()
    history.put(batch, { id: 'ada', at: i }, i)
    return store.commit(batch)
  })
  await profile.close()
  await Promise.all(commits)
  const late = store.batch()
  history.put(late, { id: 'ada', at: 20 }, 20)
  await expect(store.commit(late)).rejects.toMatchObject({ code: 'LOCKED' })
  await expect(history.get({ id: 'ada' })).rejects.toMatchObject({ code: 'LOCKED' })
  const again = await bench.unlock()
  expect(await all(again.store.table(TABLES.history, number).entries({ id: 'ada' }))).toHaveLength(20)
})

test('a process killed with -9 while it commits loses nothing it was told is kept, and no batch is there by half', async () => {
  const bench = await newBench()
  await (await bench.create()).profile.close()
  let acknowledged = -1
  for (let round = 0; round < 6; round++) {
    const writer = await startScript('commit-until-killed', bench.folder)
    const enough = await writer.line(`done ${acknowledged + 40 + round * 23}`)
    expect(enough).toBeDefined()
    await writer.kill()
    acknowledged = Math.max(...writer.lines.filter(line => line.startsWith('done ')).map(line => Number(line.slice(5))))

    const { profile, store } = await bench.unlock()
    expect(store.rolledBack).toBe(false)
    expect(store.damage()).toEqual([])
    const [history, envelopes, sessions] = [TABLES.history, TABLES.envelopes, TABLES.sessions].map(table => store.table(table, number))
    const rows = await all(history!.entries({ id: 'ada' }))
    expect(rows.map(({ value }) => value)).toEqual(rows.map((_, i) => i))
    expect(rows.length).toBeGreaterThan(acknowledged)
    expect(await all(envelopes!.entries({ id: 'ada' }))).toEqual(rows)
    expect(await sessions!.get({ id: 'ada' })).toBe(rows.length - 1)
    acknowledged = rows.length - 1
    await profile.close()
  }
})
