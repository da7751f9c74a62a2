/** Byte arrays: joining, comparing, and the few text forms we use. */
import { timingSafeEqual } from 'node:crypto'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

/** The bytes that this program passes around: never backed by shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>

export const utf8 = (text: string): Bytes => encoder.encode(text)

/** @throws TypeError when the bytes are not valid UTF-8 */
export const fromUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes)

/** What is not valid UTF-8 becomes U+FFFD: for text that somebody else wrote. */
export const toText = (bytes: Uint8Array): string => view(bytes).toString('utf8')

export function concat (...parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let offset = 0
  for (const part of parts) {
    out.set(part, offset)
    offset += part.byteLength
  }
  return out
}

/** Compares in constant time, so that it may be used on MACs. Different lengths are unequal at once. */
export const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.byteLength === b.byteLength && timingSafeEqual(a, b)

const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const own = (buffer: Buffer): Bytes => new Uint8Array(buffer)

export const toHex = (bytes: Uint8Array): string => view(bytes).toString('hex')

/** @throws TypeError when the text is not lower-case or upper-case hex of whole bytes */
export function fromHex (text: string): Bytes {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) throw new TypeError('not hex')
  return own(Buffer.from(text, 'hex'))
}

export const toBase64url = (bytes: Uint8Array): string => view(bytes).toString('base64url')

/** @throws TypeError when the text has a character outside the base64url alphabet */
export function fromBase64url (text: string): Bytes {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new TypeError('not base64url')
  return own(Buffer.from(text, 'base64url'))
}

/** Big-endian, so that byte order is number order in a sorted store. */
export function u64be (value: number | bigint): Bytes {
  const out = new Uint8Array(8)
  new DataView(out.buffer).setBigUint64(0, BigInt(value))
  return out
}

export function readU64be (bytes: Uint8Array, offset = 0): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(offset)
}

/** Copies into memory of its own; libraries hand out views into pools that they reuse. */
export const copy = (bytes: Uint8Array): Bytes => new Uint8Array(bytes)
