/** The built program, as it is or with a leak put into a copy of it. */
import { cp, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { tempFolder } from '../network/testbed.ts'

export interface Leak {
  /** of the parts of which the program is joined */
  file: string
  find: string
  replace: string
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export interface Build {
  /** the command line's file */
  main: string
  /** the library's, as a URL */
  index: string
}

const buildIn = (folder: string): Build =>
  ({ main: join(folder, 'dist/main.js'), index: pathToFileURL(join(folder, 'dist/index.js')).href })

export const BUILT = buildIn(ROOT)

/** A copy in its many parts, gone after the test. @throws Error: what the leak replaces is not there, or not once */
export async function leaking (leaks: readonly Leak[]): Promise<Build> {
  const folder = await tempFolder()
  await cp(join(ROOT, '.cache/parts'), join(folder, 'dist'), { recursive: true })
  await cp(join(ROOT, 'package.json'), join(folder, 'package.json'))
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  for (const { file, find, replace } of leaks) {
    const path = join(folder, 'dist', file)
    const text = await readFile(path, 'utf8')
    const parts = text.split(find)
    if (parts.length !== 2) throw new Error(`"${find}" is ${parts.length - 1} times in ${file}`)
    await writeFile(path, parts.join(replace.replace('$&', () => find)))
  }
  return buildIn(folder)
}
