import { concat, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'

/** what a padded message loses to its length field */
export const PADDING_HEADER_BYTES = 2

/** u16be length ‖ bytes ‖ zeros. @throws AppError TOO_LARGE: more than paddedBytes - 2 */
export function pad (bytes: Uint8Array, paddedBytes: number): Bytes {
  const spare = paddedBytes - PADDING_HEADER_BYTES - bytes.byteLength
  if (spare < 0) throw new AppError('TOO_LARGE', `${bytes.byteLength} bytes do not fit into ${paddedBytes}`)
  return concat(new Uint8Array([bytes.byteLength >> 8, bytes.byteLength & 0xff]), bytes, new Uint8Array(spare))
}

/** @returns undefined when the length field points outside */
export function unpad (padded: Bytes): Bytes | undefined {
  if (padded.byteLength < PADDING_HEADER_BYTES) return undefined
  const length = padded[0]! << 8 | padded[1]!
  return length <= padded.byteLength - PADDING_HEADER_BYTES
    ? padded.slice(PADDING_HEADER_BYTES, PADDING_HEADER_BYTES + length)
    : undefined
}
