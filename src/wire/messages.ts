import type { DecodeOptions } from 'protons-runtime'
import { AppError } from '../base/errors.ts'

/**
 * Reads one protobuf message that came from outside. Byte fields are views into `bytes`.
 * @throws AppError PROTOCOL: longer than maxBytes, or not this message
 */
export function readMessage<T> (
  type: { decode: (bytes: Uint8Array, options?: DecodeOptions<T>) => T }, bytes: Uint8Array, maxBytes: number
): T {
  if (bytes.byteLength > maxBytes) throw new AppError('PROTOCOL', `longer than ${maxBytes} bytes`)
  try {
    return type.decode(bytes)
  } catch (err) {
    throw new AppError('PROTOCOL', 'not a message of this kind', { cause: err })
  }
}

/** A counter or time from a message: varints reach further than what a number holds exactly. @throws AppError PROTOCOL */
export function wholeNumber (value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new AppError('PROTOCOL', `${what} is out of range`)
  return value
}

/** @throws AppError PROTOCOL: another length */
export function sized<T extends Uint8Array> (bytes: T, length: number, what: string): T {
  if (bytes.byteLength !== length) throw new AppError('PROTOCOL', `${what} must be ${length} bytes`)
  return bytes
}
