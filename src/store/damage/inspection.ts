/** Looks at every file of the database before it is opened, and mends what can be mended. */
import { mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { utf8, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import type { Log } from '../../base/log.ts'
import { readWhole, replaceFile } from '../files.ts'
import { mendJournal } from './journals.ts'
import { mendTable } from './sortedTables.ts'

export interface FileDamage {
  name: string
  /** what the file should hold; undefined when nothing in it can be read */
  content: Bytes | undefined
  /** rows are gone, not only mended */
  lost: boolean
}

const isTable = (name: string): boolean => /^\d+\.(ldb|sst)$/.test(name)
const isData = (name: string): boolean => isTable(name) || /^(\d+\.log|MANIFEST-\d+)$/.test(name)

/**
 * Reads and changes nothing: it may run while the passphrase is still being tried.
 * @throws AppError CORRUPT: there is no database
 */
export async function inspectDatabase (path: string): Promise<FileDamage[]> {
  const damage: FileDamage[] = []
  const names = await readdir(path).catch(() => [])
  for (const name of names) {
    if (!isData(name)) continue
    const content = new Uint8Array(await readFile(join(path, name)))
    const { changed, lost, unreadable } = isTable(name)
      ? inspectTable(content)
      : inspectJournal(content, { isManifest: name.startsWith('MANIFEST-') })
    if (changed || lost) damage.push({ name, content: unreadable ? undefined : content, lost })
  }
  if (!names.some(isData)) throw new AppError('CORRUPT', 'the database is missing')
  const manifests = names.filter(name => name.startsWith('MANIFEST-'))
  const current = Buffer.from(await readWhole(join(path, 'CURRENT')) ?? []).toString('latin1')
  // CURRENT names the manifest in use; where there is only one, that is it.
  if (!manifests.some(name => current === `${name}\n`)) {
    damage.push({ name: 'CURRENT', content: manifests.length === 1 ? utf8(`${manifests[0]!}\n`) : undefined, lost: false })
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
    await mkdir(aside, { recursive: true, mode: 0o700 })
    await rename(join(path, name), join(aside, name))
  }
  return { needsRepair }
}

interface Finding {
  changed: boolean
  lost: boolean
  unreadable: boolean
}

function inspectJournal (file: Uint8Array, { isManifest }: { isManifest: boolean }): Finding {
  const { mended, lost, torn } = mendJournal(file)
  // With a part of the manifest missing, level would take up files of another time. It can be made anew from the files.
  const unreadable = isManifest && (lost > 0 || torn)
  return { changed: mended + lost > 0, lost: lost > 0 || unreadable, unreadable }
}

function inspectTable (file: Uint8Array): Finding {
  const verdict = mendTable(file)
  switch (verdict.kind) {
    case 'whole': return { changed: false, lost: false, unreadable: false }
    case 'mended': return { changed: true, lost: verdict.lost > 0, unreadable: false }
    case 'lost': return { changed: false, lost: true, unreadable: true }
    default: return verdict satisfies never
  }
}
