import { join } from 'node:path'
import { Level } from 'level'
import { AppError } from '../base/errors.ts'
import { makeFolder } from './files.ts'
import { levelCode } from './database.ts'

export interface FolderLock {
  release: () => Promise<void>
}

/**
 * Keeps other processes out of a folder for as long as this one lives: the operating system's own lock, which an empty
 * level takes on `<folder>/lock/LOCK`, so that a kill leaves nothing to clean up.
 * @throws AppError EXISTS: another process, or this one, has it
 */
export async function lockFolder (folder: string): Promise<FolderLock> {
  await makeFolder(folder)
  const path = join(folder, 'lock')
  await makeFolder(path)
  const level = new Level(path)
  try {
    await level.open()
  } catch (err) {
    if (levelCode(err) !== 'LEVEL_LOCKED') throw err
    throw new AppError('EXISTS', 'nobyte is already running with this folder', {
      hint: 'stop it with: nobyte stop', cause: err
    })
  }
  return { release: async () => { await level.close() } }
}
