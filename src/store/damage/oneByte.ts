/**
 * Small files in which one byte is wrong. Where something in a file tells whether it is as it was written (a MAC, a
 * checksum), that byte can be found again by trying all of them: a failing disk must not cost anybody their keys.
 */
import type { Bytes } from '../../base/bytes.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { replaceFile } from '../files.ts'

/** What is tried grows with the square of the length. */
const MAX_BYTES = 2048
const ANY = Array.from({ length: 256 }, (_, byte) => byte)
const PRINTABLE = ANY.slice(0x20, 0x7f)

interface Mending {
  path: string
  /** what the log calls it */
  name: string
  /** holds for what was written, and for nothing that differs from it in one byte and means something else */
  isSound: (content: Bytes) => boolean
  /** it was written in printable ASCII, so nothing else need be tried */
  isText?: boolean
  log: Log
}

export interface Mended {
  content: Bytes
  wasDamaged: boolean
}

/**
 * Puts a byte right that is wrong, in the file as well unless the disk takes nothing.
 * @returns undefined: more than one byte is wrong. The file is as it was
 */
export async function mendOneByte (content: Bytes, { path, name, isSound, isText = false, log }: Mending): Promise<Mended | undefined> {
  if (isSound(content)) return { content, wasDamaged: false }
  const mended = content.byteLength > MAX_BYTES ? undefined : search(content, isSound, isText ? PRINTABLE : ANY)
  log.error('store-file-damaged', { file: name, mended: mended !== undefined })
  if (mended === undefined) return undefined
  await replaceFile(path, mended).catch(err => { log.warn('mended-file-not-kept', { file: name, ...errorFields(err) }) })
  return { content: mended, wasDamaged: true }
}

function search (content: Bytes, isSound: (candidate: Bytes) => boolean, bytes: readonly number[]): Bytes | undefined {
  const candidate = content.slice()
  for (const [at, before] of content.entries()) {
    for (const byte of bytes) {
      candidate[at] = byte
      if (byte !== before && isSound(candidate)) return candidate
    }
    candidate[at] = before
  }
  return undefined
}
