/** The page's files, read once: a request can name one of them and nothing else. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { AppError } from '../../base/errors.ts'
import { MAX_FILES, MAX_FILES_BYTES } from './limits.ts'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2'
}

export interface Asset {
  type: string
  bytes: Buffer
}

/** By the path at which each is asked for; index.html is at "/". */
export type Assets = ReadonlyMap<string, Asset>

/** @throws AppError NOT_FOUND: the page was not built; TOO_LARGE */
export async function loadAssets (folder: string): Promise<Assets> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const assets = new Map<string, Asset>()
  let bytes = 0
  for (const name of names) {
    const type = TYPES[extname(name)]
    if (type === undefined || !(await stat(join(folder, name))).isFile()) continue
    const asset = { type, bytes: await readFile(join(folder, name)) }
    bytes += asset.bytes.byteLength
    if (assets.size === MAX_FILES || bytes > MAX_FILES_BYTES) throw new AppError('TOO_LARGE', 'the page has too many files')
    assets.set(name === 'index.html' ? '/' : `/${name}`, asset)
  }
  if (!assets.has('/')) throw new AppError('NOT_FOUND', 'the page was not built', { hint: 'Build it: npm run build' })
  return assets
}
