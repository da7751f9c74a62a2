import { describe, expect, test } from 'vitest'
import { systemRandom } from '../../src/base/random.ts'
import { bytesCodec } from '../../src/store/codecs.ts'
import type { Store } from '../../src/store/store.ts'
import { TABLES } from '../../src/store/tables.ts'
import { filesIn, newBench } from './workbench.ts'

const LENGTH = 8192

/** Bytes from the middle of the value that was written last: level's log ends with it and the count of commits. */
async function lastWritten (folder: string): Promise<Buffer> {
  const logs = (await filesIn(folder)).filter(({ path, content }) => path.endsWith('.log') && content.byteLength > LENGTH)
  const { content } = logs.at(-1)!
  return content.subarray(content.byteLength - LENGTH / 2, content.byteLength - LENGTH / 2 + 32)
}

const isOnDisk = async (folder: string, bytes: Buffer): Promise<boolean> =>
  (await filesIn(folder)).some(({ content }) => content.includes(bytes))

async function write (store: Store, at: number, value = systemRandom(LENGTH)): Promise<void> {
  const batch = store.batch()
  store.table(TABLES.history, bytesCodec).put(batch, { id: 'ada', at }, value)
  await store.commit(batch)
}

describe('what a row held before is in none of the files after it was scrubbed', () => {
  test.each([
    ['written a moment ago', false],
    ['written long ago', true]
  ])('%s', async (_, longAgo) => {
    const bench = await newBench()
    const { profile, store } = await bench.create()
    const kept = systemRandom(LENGTH)
    await write(store, 1, kept)
    await write(store, 2)
    const old = await lastWritten(bench.folder)
    let current = store
    if (longAgo) {
      await profile.close()
      current = (await bench.unlock()).store
      for (let at = 10; at < 20; at++) await write(current, at)
    }
    const rows = current.table(TABLES.history, bytesCodec)
    const batch = current.batch()
    rows.replace(batch, { id: 'ada', at: 2 }, Uint8Array.of(7))
    await current.commit(batch)
    expect(await isOnDisk(bench.folder, old)).toBe(true)
    await current.scrub(TABLES.history, [{ id: 'ada', at: 2 }])
    expect(await isOnDisk(bench.folder, old)).toBe(false)
    expect(await rows.get({ id: 'ada', at: 2 })).toEqual(Uint8Array.of(7))
    expect(await rows.get({ id: 'ada', at: 1 })).toEqual(kept)
    expect(await current.check()).toEqual([])
  })

  test('a row that was deleted leaves as well, and stays deleted', async () => {
    const bench = await newBench()
    const { store } = await bench.create()
    await write(store, 2)
    const old = await lastWritten(bench.folder)
    const rows = store.table(TABLES.history, bytesCodec)
    const batch = store.batch()
    rows.del(batch, { id: 'ada', at: 2 })
    await store.commit(batch)
    await store.scrub(TABLES.history, [{ id: 'ada', at: 2 }])
    expect(await isOnDisk(bench.folder, old)).toBe(false)
    expect(await rows.get({ id: 'ada', at: 2 })).toBeUndefined()
  })
})

test('replacing what was removed meanwhile brings nothing back, in the same batch or a later one', async () => {
  const { store } = await (await newBench()).create()
  const rows = store.table(TABLES.history, bytesCodec)
  await write(store, 1)
  const removal = store.batch()
  rows.delAll(removal, 'ada')
  const replacement = store.batch()
  rows.replace(replacement, { id: 'ada', at: 1 }, Uint8Array.of(1))
  await Promise.all([store.commit(removal), store.commit(replacement)])
  expect(await rows.get({ id: 'ada', at: 1 })).toBeUndefined()
})
