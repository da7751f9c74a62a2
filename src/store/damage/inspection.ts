/** Looks at every file of the database before it is opened, and mends what can be mended. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { utf8, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import type { Log } from '../../base/log.ts'
import { layAside, readWhole, replaceFile } from '../files.ts'
import { mendJournal } from './journals.ts'
import { listedTables } from './manifest.ts'
import { mendTable, type IsKeyLength } from './sortedTables.ts'

export interface FileDamage {
  name: string
  /** what the file should hold; undefined when nothing in it can be read */
  content: Bytes | undefined
  /** rows are gone, not only mended */
  lost: boolean
}

const isTable = (name: string): boolean => /^\d+\.(ldb|sst)$/.test(name)
const isManifest = (name: string): boolean => /^MANIFEST-\d+$/.test(name)
const isData = (name: string): boolean => isTable(name) || /^\d+\.log$/.test(name) || isManifest(name)

/** A folder in which the making of one was cut short holds none. */
export const holdsDatabase = async (path: string): Promise<boolean> => (await namesIn(path)).some(isData)

const namesIn = async (path: string): Promise<string[]> => await readdir(path).catch(() => [])

/**
 * Reads and changes nothing: it may run while the passphrase is still being tried.
 * @param isKeyLength the lengths, in bytes, that its keys have
 * @throws AppError CORRUPT: there is no database
 */
export async function inspectDatabase (path: string, isKeyLength: IsKeyLength): Promise<FileDamage[]> {
  const damage: FileDamage[] = []
  const names = await namesIn(path)
  if (!names.some(isData)) throw new AppError('CORRUPT', 'the database is missing')
  const inspect = async (name: string): Promise<{ content: Bytes, finding: Finding }> => {
    const content = new Uint8Array(await readFile(join(path, name)))
    const finding = isTable(name)
      ? inspectTable(content, isKeyLength)
      : inspectJournal(content, { isManifest: isManifest(name) })
    return { content, finding }
  }
  const add = (name: string, content: Bytes, { changed, lost, unreadable }: Finding): void => {
    if (changed || lost) damage.push({ name, content: unreadable ? undefined : content, lost })
  }
  const manifests = names.filter(isManifest)
  const current = Buffer.from(await readWhole(join(path, 'CURRENT')) ?? []).toString('latin1')
  // CURRENT names the manifest in use; where there is only one, that is it.
  const inUse = manifests.find(name => current === `${name}\n`)
  if (inUse === undefined) {
    damage.push({ name: 'CURRENT', content: manifests.length === 1 ? utf8(`${manifests[0]!}\n`) : undefined, lost: false })
  }
  let listed: Set<number> | undefined
  for (const name of manifests) {
    const { content, finding } = await inspect(name)
    add(name, content, finding)
    if (name === (inUse ?? manifests[0]) && !finding.unreadable) listed = listedTables(content)
  }
  for (const name of names.filter(name => isData(name) && !isManifest(name))) {
    // Half a table that nothing names is what a kill leaves in the middle of a compaction.
    if (isTable(name) && listed?.has(parseInt(name, 10)) === false) continue
    const { content, finding } = await inspect(name)
    add(name, content, finding)
  }
  return damage
}

/**
 * @param aside the folder for files of which nothing can be read
 * @returns whether the manifest names files that are gone, so that it must be made anew
 */
export async function mendDatabase (
  damage: readonly FileDamage[], { path, aside, log }: { path: string, aside: string, log: Log }
): Promise<{ needsRepair: boolean }> {
  let needsRepair = false
  for (const { name, content, lost } of damage) {
    log.error('store-file-damaged', { file: name, mended: content !== undefined && !lost })
    if (content !== undefined) {
      await replaceFile(join(path, name), content)
      continue
    }
    needsRepair = true
    if (name === 'CURRENT') continue
    await layAside(join(path, name), aside)
  }
  return { needsRepair }
}

interface Finding {
  changed: boolean
  lost: boolean
  unreadable: boolean
}

function inspectJournal (file: Uint8Array, { isManifest: isList }: { isManifest: boolean }): Finding {
  const { mended, lost, torn } = mendJournal(file)
  // With a part of the manifest missing, level would take up files of another time. It can be made anew from the files.
  const unreadable = isList && (lost > 0 || torn)
  return { changed: mended + lost > 0, lost: lost > 0 || unreadable, unreadable }
}

function inspectTable (file: Uint8Array, isKeyLength: IsKeyLength): Finding {
  const verdict = mendTable(file, isKeyLength)
  switch (verdict.kind) {
    case 'whole': return { changed: false, lost: false, unreadable: false }
    case 'mended': return { changed: true, lost: verdict.lost > 0, unreadable: false }
    case 'lost': return { changed: false, lost: true, unreadable: true }
    default: return verdict satisfies never
  }
}
