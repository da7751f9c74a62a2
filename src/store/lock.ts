import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Level } from 'level'
import { AppError, hasCode } from '../base/errors.ts'
import { databaseError, levelCode } from './database.ts'
import { makeFolder } from './files.ts'

export interface FolderLock {
  release: () => Promise<void>
}

/**
 * Keeps other processes out of a folder for as long as this one lives: the operating system's own lock, which an empty
 * level takes on `<folder>/lock/LOCK`, so that a kill leaves nothing to clean up.
 * @throws AppError EXISTS: another process, or this one, has it; DISK_FULL
 */
export async function lockFolder (folder: string): Promise<FolderLock> {
  await makeFolder(folder)
  const path = join(folder, 'lock')
  await makeFolder(path)
  const level = new Level(path)
  try {
    await level.open()
  } catch (err) {
    await openAnew(level, path, err)
  }
  return { release: async () => { await level.close() } }
}

async function openAnew (level: Level, path: string, err: unknown): Promise<void> {
  if (levelCode(err) === 'LEVEL_LOCKED') {
    throw new AppError('EXISTS', 'nobyte is already running with this folder', { hint: 'Stop it: nobyte stop', cause: err })
  }
  const failure = databaseError(err)
  if (hasCode(failure, 'DISK_FULL')) throw failure
  // Damaged, and holding nothing: level takes the lock before it reads, so no one else has it.
  for (const name of await readdir(path)) if (name !== 'LOCK') await rm(join(path, name), { force: true })
  await level.open()
}
