import { hash } from 'node:crypto'
import { concat, fromHex, utf8, type Bytes } from '../base/bytes.ts'
import { idBytes, type AccountId, type GroupId } from '../base/ids.ts'
import { LABELS } from './labels.ts'

const ITERATIONS = 5200
const CHUNKS = 6
const CHUNK_BYTES = 5
const CHUNK_DIGITS = 5
const VERSION = fromHex('0000')

/**
 * 60 digits that are the same on both sides only while nobody stands between them: 30 of each account key, the lower
 * half first. The hash is iterated so that a key with the same 30 digits (about 2^99.7 of them) costs thousands of times more
 * to look for.
 */
export const safetyNumber = (a: AccountId, b: AccountId): string => [half(a), half(b)].sort().join('')

/** 60 digits that are the same for all who know the same members of a group, with the same keys, in whatever order they met. */
export const groupNumber = (group: GroupId, accounts: readonly AccountId[]): string =>
  digitsOf(idBytes(group), concat(...[...accounts].sort().map(idBytes)), { label: LABELS.groupNumber, chunks: 2 * CHUNKS })

const half = (account: AccountId): string =>
  digitsOf(idBytes(account), new Uint8Array(0), { label: LABELS.safetyNumber, chunks: CHUNKS })

function digitsOf (key: Bytes, also: Bytes, { label, chunks }: { label: string, chunks: number }): string {
  let digest: Bytes = concat(VERSION, key, also, utf8(label))
  for (let i = 0; i < ITERATIONS; i++) digest = new Uint8Array(hash('sha512', concat(digest, key), 'buffer'))
  const view = new DataView(digest.buffer)
  return Array.from({ length: chunks }, (_, i) => {
    const chunk = BigInt(view.getUint8(i * CHUNK_BYTES)) << 32n | BigInt(view.getUint32(i * CHUNK_BYTES + 1))
    return String(chunk % 10n ** BigInt(CHUNK_DIGITS)).padStart(CHUNK_DIGITS, '0')
  }).join('')
}
