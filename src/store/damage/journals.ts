/**
 * LevelDB's logs (*.log, MANIFEST-*), checked and mended before LevelDB reads them: at a wrong checksum it leaves out
 * the rest of a 32 KiB block, commits that were acknowledged included. Layout: blocks of 32 KiB; records of masked
 * CRC-32C (4, over what follows the length), length (2, little-endian), type (1), content; none crosses a block.
 */
import { corrections, crc32c, differInOneByte, mask } from './crc32c.ts'

export const BLOCK_BYTES = 32 * 1024
export const HEADER_BYTES = 7
const LAST_TYPE = 4
/** No record has this type, so LevelDB leaves out this one record and goes on behind it. */
const SKIPPED_TYPE = 0x7f

export interface JournalVerdict {
  mended: number
  /** records that are gone */
  lost: number
  /** The last record is not whole, as a power cut leaves it: it was hardly acknowledged, so it is left as it is. */
  torn: boolean
}

/** Changes the bytes in place. */
export function mendJournal (file: Uint8Array): JournalVerdict {
  const verdict = { mended: 0, lost: 0, torn: false }
  for (let block = 0; block < file.byteLength; block += BLOCK_BYTES) {
    const end = Math.min(block + BLOCK_BYTES, file.byteLength)
    for (let at = block; end - at >= HEADER_BYTES;) {
      if (isBlank(file, at)) break
      const found = isWhole(file, at, end) ? 'whole' : mendRecord(file, at, end)
      if (found === 'mended') verdict.mended++
      if (found === 'lost') {
        const next = at + HEADER_BYTES + lengthAt(file, at)
        if (next >= file.byteLength) return { ...verdict, torn: true }
        verdict.lost++
        // Only where the length can be believed: LevelDB then loses one record instead of the rest of the block.
        if (next > end || !(end - next < HEADER_BYTES || isBlank(file, next) || isWhole(file, next, end))) break
        skip(file, at)
      }
      at += HEADER_BYTES + lengthAt(file, at)
    }
  }
  return verdict
}

function mendRecord (file: Uint8Array, at: number, end: number): 'mended' | 'lost' {
  const stored = sumAt(file, at)
  const start = at + HEADER_BYTES - 1
  const stop = at + HEADER_BYTES + lengthAt(file, at)
  if (stop <= end) {
    const actual = mask(crc32c(file, start, stop))
    if (differInOneByte(stored, actual)) {
      view(file).setUint32(at, actual, true)
      return 'mended'
    }
    const found = corrections(file, start, stop, stored).filter(({ at, byte }) => at !== start || byte <= LAST_TYPE)
    // In a long record several bytes may do; then a single flipped bit is the likeliest.
    const likely = found.length === 1 ? found : found.filter(({ at, byte }) => isOneBit(file[at]! ^ byte))
    if (likely.length === 1) {
      file[likely[0]!.at] = likely[0]!.byte
      return 'mended'
    }
  }
  for (const lengthByte of [at + 4, at + 5]) {
    const before = file[lengthByte]!
    for (let change = 1; change < 256; change++) {
      file[lengthByte] = before ^ change
      if (isWhole(file, at, end)) return 'mended'
    }
    file[lengthByte] = before
  }
  return 'lost'
}

function skip (file: Uint8Array, at: number): void {
  file[at + HEADER_BYTES - 1] = SKIPPED_TYPE
  view(file).setUint32(at, mask(crc32c(file, at + HEADER_BYTES - 1, at + HEADER_BYTES + lengthAt(file, at))), true)
}

function isWhole (file: Uint8Array, at: number, end: number): boolean {
  const stop = at + HEADER_BYTES + lengthAt(file, at)
  return stop <= end && sumAt(file, at) === mask(crc32c(file, at + HEADER_BYTES - 1, stop))
}

/** Space that was laid out and not written to. */
export const isBlank = (file: Uint8Array, at: number): boolean => file.subarray(at, at + HEADER_BYTES).every(byte => byte === 0)

const isOneBit = (change: number): boolean => (change & (change - 1)) === 0

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const sumAt = (file: Uint8Array, at: number): number => view(file).getUint32(at, true)
export const lengthAt = (file: Uint8Array, at: number): number => view(file).getUint16(at + 4, true)
