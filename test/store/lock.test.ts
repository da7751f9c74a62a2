import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockFolder } from '../../src/store/lock.ts'
import { newBench, newFolder } from './workbench.ts'
import { startScript } from './processes.ts'

const TAKEN = { code: 'EXISTS', message: expect.stringContaining('already running') as string }

test('a folder is taken once, and free again after its release', async () => {
  const folder = await newFolder()
  const lock = await lockFolder(folder)
  await expect(lockFolder(folder)).rejects.toMatchObject(TAKEN)
  await lock.release()
  await (await lockFolder(folder)).release()
})

test('a profile is opened once, and its second opener hears that nobyte is already running', async () => {
  const bench = await newBench()
  const { profile } = await bench.create()
  await expect(bench.open()).rejects.toMatchObject(TAKEN)
  await profile.close()
  await bench.unlock()
})

test('another process is kept out, until the first is killed', async () => {
  const bench = await newBench()
  await (await bench.create()).profile.close()
  const holder = await startScript('hold-profile', bench.folder)
  await holder.line('open')
  await expect(bench.open()).rejects.toMatchObject(TAKEN)
  await holder.kill()
  await bench.unlock()
})

test('a damaged lock folder keeps no one out', async () => {
  const folder = await newFolder()
  await (await lockFolder(folder)).release()
  for (const name of await readdir(join(folder, 'lock'))) if (name !== 'LOCK') await writeFile(join(folder, 'lock', name), 'nonsense')
  const lock = await lockFolder(folder)
  await expect(lockFolder(folder)).rejects.toMatchObject(TAKEN)
  await lock.release()
})
