import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What all files in a folder hold, and in the folders in it. */
export async function filesUnder (folder: string): Promise<Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return await Promise.all(entries.filter(entry => entry.isFile()).map(async entry => await readFile(join(entry.parentPath, entry.name))))
}
