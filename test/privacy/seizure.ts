/** What somebody gets who takes a mailbox host's disk: every key that lies there is tried on what lies there. */
import { cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Level } from 'level'
import { fromBase64url, fromHex, type Bytes } from '../../src/base/bytes.ts'
import { LABELS } from '../../src/crypto/labels.ts'
import { hkdf, openAead } from '../../src/crypto/primitives.ts'
import { tempFolder } from '../network/testbed.ts'
import { filesUnder } from '../support/files.ts'

const KEY_BYTES = 32
/** Of 32 random bytes fewer differ once in 10^17 times. */
const LEAST_DIFFERENT = 16

/** Every 32 bytes that lie anywhere in the files and may be random, and what stands there as text. */
function * keysIn (files: Buffer[]): Generator<Bytes> {
  for (const file of files) {
    const text = file.toString('latin1')
    for (const [key] of text.matchAll(/[A-Za-z0-9_-]{43}/g)) yield fromBase64url(key)
    for (const [key] of text.matchAll(/[0-9a-f]{64}/g)) yield fromHex(key)
    const counts = new Uint32Array(256)
    let different = 0
    for (let end = 0; end < file.byteLength; end++) {
      if (counts[file[end]!]!++ === 0) different++
      if (end >= KEY_BYTES && --counts[file[end - KEY_BYTES]!]! === 0) different--
      if (end >= KEY_BYTES - 1 && different >= LEAST_DIFFERENT) yield new Uint8Array(file.subarray(end - KEY_BYTES + 1, end + 1))
    }
  }
}

/**
 * @param home whatever folder holds all that the node writes
 * @returns what one stored cell opens to; undefined: it opens with nothing that is there
 */
export async function openWithWhatIsThere (home: string): Promise<Bytes | undefined> {
  const copied = await tempFolder() // opening a database changes it
  const folders = await readdir(home, { recursive: true })
  await cp(join(home, folders.find(folder => folder.endsWith('mailbox/cells'))!), copied, { recursive: true })
  const level = new Level<Uint8Array, Uint8Array>(copied, { keyEncoding: 'view', valueEncoding: 'view' })
  const rows = await level.iterator({ gte: Buffer.from('c'), lt: Buffer.from('d'), limit: 1 }).all()
  await level.close()
  const [key, value] = rows[0]!
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0 // each key that fails throws
  try {
    for (const secret of keysIn(await filesUnder(home))) {
      for (const candidate of [secret, hkdf(secret, LABELS.hostCells, 32)]) {
        const opened = openAead(candidate, value.subarray(16, 28), value.subarray(28), key)
        if (opened !== undefined) return opened
      }
    }
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}
