/** What has to be fetched before anything is seen, and for a screen that is opened later. */
import { readdir, readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const WEB = new URL('../../dist/web/', import.meta.url)
const FIRST_SCRIPT_BYTES = 52_000
const FIRST_STYLE_BYTES = 10_000
/** a catalogue, or the reader of QR codes: the largest of what comes later */
const LATER_BYTES = 16_000

const gzipped = async (path: string): Promise<number> => gzipSync(await readFile(new URL(path, WEB))).byteLength
const sum = async (paths: readonly string[]): Promise<number> =>
  (await Promise.all(paths.map(gzipped))).reduce((total, bytes) => total + bytes, 0)

/** @returns what index.html has the browser fetch at once, by its ending */
async function firstOnes (ending: string): Promise<string[]> {
  const html = await readFile(new URL('index.html', WEB), 'utf8')
  return [...html.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, path]) => path!).filter(path => path.endsWith(ending))
}

test('the first load is small, and so is each part that comes later', async () => {
  const first = await firstOnes('.js')
  expect(first.length).toBeGreaterThan(0)
  expect(await sum(first)).toBeLessThan(FIRST_SCRIPT_BYTES)
  expect(await sum(await firstOnes('.css'))).toBeLessThan(FIRST_STYLE_BYTES)
  const later = (await readdir(new URL('assets', WEB))).map(name => `assets/${name}`)
    .filter(path => path.endsWith('.js') && !first.includes(path))
  expect(later.length).toBeGreaterThan(0)
  for (const path of later) expect(await gzipped(path), path).toBeLessThan(LATER_BYTES)
})

test('nothing more is fetched at first than what the page names', async () => {
  const first = await firstOnes('.js')
  for (const path of first) {
    const imported = [...(await readFile(new URL(path, WEB), 'utf8')).matchAll(/from\s*["'`]\.\/([^"'`]+)["'`]/g)]
    expect(imported.map(([, name]) => `assets/${name}`).filter(one => !first.includes(one)), path).toEqual([])
  }
})
