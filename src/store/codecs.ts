import { copy, fromUtf8, utf8, type Bytes } from '../base/bytes.ts'

/** How a table's values become bytes. `decode` may throw on bytes that no `encode` made. */
export interface Codec<V> {
  encode: (value: V) => Uint8Array
  decode: (bytes: Bytes) => V
}

/** Plain JSON: no bytes, no bigint, no undefined at the top. */
export function jsonCodec<V> (): Codec<V> {
  return {
    encode (value) {
      const text = JSON.stringify(value) as string | undefined
      if (text === undefined) throw new TypeError('not a JSON value')
      return utf8(text)
    },
    decode: bytes => JSON.parse(fromUtf8(bytes)) as V
  }
}

/** Bytes as they are; the caller may reuse its buffer after `put`. */
export const bytesCodec: Codec<Bytes> = { encode: copy, decode: bytes => bytes }
