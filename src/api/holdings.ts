/** What lies on the disk beside the tables of the database: every file of this profile, and what it tells whoever takes it. */
import { readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError } from '../base/errors.ts'
import type { Home } from './home.ts'
import type { Holding } from './schema.ts'

interface FileDeclaration {
  what: string
  life: string
  locked: boolean
}

const THE_PROFILE = 'the profile'

/** By the name of the file, or of the folder that it is in. */
export const FILES: Record<string, FileDeclaration> = {
  'vault.json': { what: 'the key to everything, under your passphrase', life: THE_PROFILE, locked: true },
  'keys.json': { what: 'keys of the day, under that key', life: 'replaced daily', locked: true },
  db: { what: 'the database: all the tables above, and what was deleted until its files are merged', life: THE_PROFILE, locked: true },
  counter: { what: 'how often something was written, against an old copy of the database', life: THE_PROFILE, locked: false },
  attempts: { what: 'wrong passphrases in a row', life: 'until the right one', locked: false },
  reserve: { what: 'random bytes: space kept for when the disk is full', life: THE_PROFILE, locked: false },
  phrase: { what: "two words by which you know your own page", life: THE_PROFILE, locked: false },
  lock: { what: 'that a process uses this profile', life: 'while the node runs', locked: false },
  damaged: { what: 'files that could not be read any more', life: 'until you remove them', locked: true },
  echo: { what: 'the node that answers what it is told, its passphrase in memory only', life: 'until it or this node ends', locked: true },
  'node.log': { what: 'a log without content, names and whole ids', life: 'up to 4 MiB, then it becomes the older one', locked: false },
  'node.log.1': { what: 'an older log', life: 'until the next one', locked: false },
  'config.json': { what: 'settings of the command line', life: 'until you change them', locked: false },
  'page.json': { what: 'where the page is, and hashes of the tokens of its tabs', life: 'until the node is stopped', locked: false },
  'open.html': { what: 'a way into the page, for a browser to open', life: 'until it was used, or a minute', locked: false },
  'api.sock': { what: 'the socket through which commands reach the node', life: 'while the node runs', locked: false }
}
const UNKNOWN: FileDeclaration = { what: 'nothing that this version knows', life: 'until you remove it', locked: false }

/** What nothing needs any more. */
const DELETABLE = ['node.log.1', 'damaged']

/** @throws AppError NOT_FOUND: there is no such file, or it is needed */
export async function deleteFile ({ data, state }: Home, name: string): Promise<void> {
  const paths = DELETABLE.includes(name) ? [data, state].map(folder => join(folder, name)) : []
  const there = (await Promise.all(paths.map(async path => (await measured(path)).count > 0 ? [path] : []))).flat()
  if (there.length === 0) throw new AppError('NOT_FOUND', `there is no ${name} that could be deleted`)
  for (const path of there) await rm(path, { recursive: true, force: true })
}

/** Counted now. What is in a folder of the profile's counts as that folder. */
export async function filesOf ({ data, state, runtime, configFile }: Home): Promise<Holding[]> {
  const folders = await Promise.all([data, state, runtime].map(async folder => await namesIn(folder)))
  const paths = [...folders.flat(), configFile]
  const held = await Promise.all(paths.map(async path => ({ path, ...await measured(path) })))
  return held.filter(({ count }) => count > 0).map(({ path, count, bytes }) => {
    const name = basename(path)
    const declared = Object.hasOwn(FILES, name) ? FILES[name]! : UNKNOWN
    return { kind: 'file', name, count, bytes, ...declared, ...(DELETABLE.includes(name) ? { deletable: true as const } : {}) }
  })
}

const namesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).map(name => join(folder, name))

/** How many files, and how long they are together; what goes away meanwhile is none. */
async function measured (path: string): Promise<{ count: number, bytes: number }> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return { count: 0, bytes: 0 }
  if (!found.isDirectory()) return { count: 1, bytes: found.size }
  const inside = await Promise.all((await namesIn(path)).map(measured))
  return inside.reduce((sum, { count, bytes }) => ({ count: sum.count + count, bytes: sum.bytes + bytes }), { count: 0, bytes: 0 })
}
