/** Small files beside the database: whole or not at all, readable by their owner only. */
import { constants } from 'node:fs'
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { toText, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'

const FOLDER_MODE = 0o700
const FILE_MODE = 0o600

/** Makes the folder and its parents; an existing one is closed to others. @throws AppError DISK_FULL */
export async function makeFolder (path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: FOLDER_MODE })
    await chmod(path, FOLDER_MODE)
  } catch (err) {
    throw fileError(err)
  }
}

/** Durable when it resolves; a crash leaves the old file or the new one. @throws AppError DISK_FULL */
export async function replaceFile (path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.new`
  try {
    const file = await open(draft, 'w', FILE_MODE)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
    await syncFolder(dirname(path))
  } catch (err) {
    await rm(draft, { force: true })
    throw fileError(err)
  }
}

/** Overwrites in place, without waiting for the disk: for a few bytes that may be old after a power cut. */
export async function overwriteFile (path: string, content: Uint8Array): Promise<void> {
  try {
    const file = await open(path, constants.O_WRONLY)
    try {
      await file.write(content, 0, content.byteLength, 0)
    } finally {
      await file.close()
    }
  } catch (err) {
    throw fileError(err)
  }
}

export async function removeFile (path: string): Promise<void> {
  await rm(path, { force: true })
  await syncFolder(dirname(path))
}

/** Moves a file that cannot be read out of the way, where there is one: somebody may know better what to do with it. */
export async function layAside (path: string, folder: string): Promise<void> {
  await makeFolder(folder)
  await rename(path, join(folder, basename(path))).catch(err => {
    if ((err as NodeJS.ErrnoException).code !== 'ENOENT') throw err
  })
}

/** @returns undefined when there is no such file */
export async function readWhole (path: string): Promise<Bytes | undefined> {
  try {
    return new Uint8Array(await readFile(path))
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw err
  }
}

/** @returns undefined when it is not JSON */
export function parseJson (content: Bytes): unknown {
  try {
    return JSON.parse(toText(content))
  } catch {
    return undefined
  }
}

async function syncFolder (path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

export const diskFull = (cause: unknown): AppError => new AppError('DISK_FULL', 'the disk is full', {
  hint: 'Free some space; what waits goes on by itself', cause
})

/** Tells a full disk, or a used-up quota, from every other failure. */
function fileError (err: unknown): unknown {
  const { code } = err as NodeJS.ErrnoException
  return code === 'ENOSPC' || code === 'EDQUOT' ? diskFull(err) : err
}
