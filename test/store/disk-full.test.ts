import { spawnSync } from 'node:child_process'
import { open, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { bytesCodec, jsonCodec } from '../../src/store/codecs.ts'
import { hasCode } from '../../src/base/errors.ts'
import { systemRandom } from '../../src/base/random.ts'
import { MINUTE } from '../../src/base/time.ts'
import type { Store } from '../../src/store/store.ts'
import { TABLES } from '../../src/store/tables.ts'
import { needsTmpfs } from '../support/needs.ts'
import { all, newBench, newFolder, type Bench } from './workbench.ts'

const MIB = 1024 * 1024
const number = jsonCodec<number>()

/** A folder on a file system of its own, of which `fill` takes all that is free but so many bytes. */
async function newDisk (
  sizeMiB: number
): Promise<{ folder: string, fill: (leaveBytes: number) => Promise<void>, clear: () => Promise<void> }> {
  const mount = await newFolder()
  onTestFinished(() => { spawnSync('umount', ['-l', mount]) })
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMiB}m`, 'tmpfs', mount]).status).toBe(0)
  const filler = join(mount, 'filler')
  return {
    folder: join(mount, 'home'),
    async fill (leaveBytes) {
      const { bavail, bsize } = await statfs(mount)
      const file = await open(filler, 'a')
      for (let left = bavail * bsize - leaveBytes; left > 0; left -= MIB) await file.write(new Uint8Array(Math.min(MIB, left)))
      await file.close()
    },
    clear: async () => { await rm(filler, { force: true }) }
  }
}

/** Commits one batch of about 20 KB that has the same number in three tables. */
async function commit (store: Store, at: number): Promise<void> {
  const batch = store.batch()
  store.table(TABLES.history, number).put(batch, { id: 'ada', at }, at)
  store.table(TABLES.settings, bytesCodec).put(batch, { id: 'ballast', at }, systemRandom(20_000))
  store.table(TABLES.sessions, number).put(batch, { id: 'ada' }, at)
  await store.commit(batch)
}

/** @returns the numbers that were acknowledged until the disk was full */
async function commitUntilFull (store: Store, from: number): Promise<number[]> {
  const kept: number[] = []
  for (let at = from; ; at++) {
    const results = await Promise.allSettled([at, ++at, ++at].map(async number => { await commit(store, number); return number }))
    for (const result of results) if (result.status === 'fulfilled') kept.push(result.value)
    const failed = results.find(result => result.status === 'rejected')
    if (failed === undefined) continue
    expect(hasCode(failed.reason, 'DISK_FULL')).toBe(true)
    return kept
  }
}

async function expectKept (store: Store, kept: number[]): Promise<void> {
  const rows = await all(store.table(TABLES.history, number).entries({ id: 'ada' }))
  expect(rows.map(({ value }) => value)).toEqual(kept)
  expect(await store.table(TABLES.sessions, number).get({ id: 'ada' })).toBe(kept.at(-1))
}

async function takeReserve (bench: Bench): Promise<void> {
  bench.clock.pass(MINUTE)
  await expect.poll(async () => await stat(join(bench.folder, 'reserve')).then(({ size }) => size, () => 0)).toBe(10 * MIB)
}

needsTmpfs(test)('with a full disk commits fail by name, everything can be read, and it goes on when there is space', async () => {
  const disk = await newDisk(48)
  const bench = await newBench({ folder: disk.folder })
  const { profile, store } = await bench.create()
  await takeReserve(bench)
  let kept: number[] = []
  for (let round = 0; round < 4; round++) {
    // at another place each time: the log, a table, the list of tables
    await disk.fill((round * 3 + 1) * 300_000)
    kept = [...kept, ...await commitUntilFull(store, (kept.at(-1) ?? -1) + 10)]
    await expectKept(store, kept)
    await expect(commit(store, 1_000_000)).rejects.toMatchObject({ code: 'DISK_FULL' })
    await expectKept(store, kept)
    expect(store.damage()).toEqual([])

    await disk.clear()
    const next = kept.at(-1)! + 10
    await commit(store, next)
    kept.push(next)
    await expectKept(store, kept)
  }
  expect(kept.length).toBeGreaterThan(50)
  await profile.close()
  const again = await bench.unlock()
  await expectKept(again.store, kept)
  expect(again.store.rolledBack).toBe(false)
})

needsTmpfs(test)('where not even the reserve is there, it goes on when there is space, and nothing is lost or doubled', async () => {
  const disk = await newDisk(32)
  const bench = await newBench({ folder: disk.folder })
  const { store } = await bench.create()
  await disk.fill(6 * MIB)
  const kept = await commitUntilFull(store, 0)
  await disk.fill(0)
  await expect(commit(store, 1_000_000)).rejects.toMatchObject({ code: 'DISK_FULL' })
  await disk.clear()
  const next = kept.at(-1)! + 10
  await commit(store, next)
  await expectKept(store, [...kept, next])
})

needsTmpfs(test)('a profile can be unlocked and read while the disk is full', async () => {
  const disk = await newDisk(40)
  const bench = await newBench({ folder: disk.folder })
  const { profile, store } = await bench.create()
  await takeReserve(bench)
  for (let at = 0; at < 100; at++) await commit(store, at)
  await profile.close()
  await disk.fill(0)

  const again = await bench.unlock()
  await expectKept(again.store, Array.from({ length: 100 }, (_, at) => at))
  await again.profile.close()
  await disk.clear()
  const later = await bench.unlock()
  await commit(later.store, 100)
  await expectKept(later.store, Array.from({ length: 101 }, (_, at) => at))
})

needsTmpfs(test)('a rotation that meets a full disk is finished later', async () => {
  const disk = await newDisk(40)
  const bench = await newBench({ folder: disk.folder })
  const { store } = await bench.create()
  await takeReserve(bench)
  const envelopes = store.table(TABLES.envelopes, bytesCodec)
  for (let page = 0; page < 10; page++) {
    const batch = store.batch()
    for (let i = 0; i < 10; i++) envelopes.put(batch, { id: 'ada', at: page * 10 + i }, new Uint8Array(20_000).fill(page))
    await store.commit(batch)
  }
  await disk.fill(200_000)
  await expect(store.rotateKeys()).rejects.toMatchObject({ code: 'DISK_FULL' })
  expect(await all(envelopes.entries({ id: 'ada' }))).toHaveLength(100)
  await disk.clear()
  await store.rotateKeys()
  expect(store.keysRotatedAtMs).toBeGreaterThan(0)
  const rows = await all(envelopes.entries({ id: 'ada' }))
  expect(rows.map(({ value }) => value[0])).toEqual(Array.from({ length: 100 }, (_, i) => Math.floor(i / 10)))
  expect(await store.check()).toEqual([])
})
