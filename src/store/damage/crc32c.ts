/** CRC-32C as LevelDB uses it, and what such a sum can do beyond detecting: tell which single byte is wrong. */

const POLYNOMIAL = 0x82f63b78 // Castagnoli, reflected
const MASK_DELTA = 0xa282ead8

const SLICES = 8

/** TABLES[256 k + byte]: what a byte does to the sum when k more bytes follow it in the same step of eight. */
const TABLES = new Int32Array(256 * SLICES)
for (let byte = 0; byte < 256; byte++) {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ ((crc & 1) === 0 ? 0 : POLYNOMIAL)
  TABLES[byte] = crc
}
for (let i = 256; i < TABLES.length; i++) {
  const before = TABLES[i - 256]!
  TABLES[i] = TABLES[before & 0xff]! ^ (before >>> 8)
}
const TABLE = TABLES.subarray(0, 256)

/** which byte's entry of TABLE has this highest byte: each has another one, so a step can be undone */
const BY_HIGH_BYTE = new Uint8Array(256)
for (let byte = 0; byte < 256; byte++) BY_HIGH_BYTE[TABLE[byte]! >>> 24] = byte

/** The sum of bytes[start, end), as a signed 32-bit number. Eight bytes a step: twice as fast, and a start waits for it. */
export function crc32c (bytes: Uint8Array, start: number, end: number): number {
  let crc = -1
  let i = start
  for (; i + SLICES <= end; i += SLICES) {
    crc ^= bytes[i]! | bytes[i + 1]! << 8 | bytes[i + 2]! << 16 | bytes[i + 3]! << 24
    crc = TABLES[0x700 | (crc & 0xff)]! ^ TABLES[0x600 | (crc >>> 8 & 0xff)]! ^
      TABLES[0x500 | (crc >>> 16 & 0xff)]! ^ TABLES[0x400 | (crc >>> 24)]! ^
      TABLES[0x300 | bytes[i + 4]!]! ^ TABLES[0x200 | bytes[i + 5]!]! ^ TABLES[0x100 | bytes[i + 6]!]! ^ TABLES[bytes[i + 7]!]!
  }
  for (; i < end; i++) crc = TABLE[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8)
  return ~crc
}

/** LevelDB stores sums turned and shifted, since a sum over bytes that hold sums is weak. Unsigned. */
export const mask = (crc: number): number => (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0

const unmask = (masked: number): number => {
  const turned = (masked - MASK_DELTA) >>> 0
  return (turned >>> 17) | (turned << 15)
}

/**
 * Every way to make bytes[start, end) fit the stored sum by changing one byte. A change of one byte moves the sum by an
 * amount that depends on the change and on the distance to the end; undoing zero bytes one by one finds both. In blocks
 * of a few KiB a false one is as likely as 1 in 4,000, so callers look at the result with other eyes too.
 * @param stored as it is in the file, masked
 */
export function corrections (bytes: Uint8Array, start: number, end: number, stored: number): { at: number, byte: number }[] {
  let difference = crc32c(bytes, start, end) ^ unmask(stored)
  const found: { at: number, byte: number }[] = []
  for (let at = end - 1; at >= start; at--) {
    const change = BY_HIGH_BYTE[difference >>> 24]!
    if (TABLE[change] === difference) found.push({ at, byte: bytes[at]! ^ change })
    difference = ((difference ^ TABLE[change]!) << 8) | change
  }
  return found
}

/** Whether two stored sums differ in one byte: then it is the sum that was damaged. */
export function differInOneByte (a: number, b: number): boolean {
  let different = 0
  for (let shift = 0; shift < 32; shift += 8) if (((a ^ b) >>> shift & 0xff) !== 0) different++
  return different === 1
}
