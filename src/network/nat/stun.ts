/**
 * STUN (RFC 8489), as little of it as tells somebody which address the internet sees them at: a binding request, and the
 * answer to it.
 */
import { concat, type Bytes } from '../../base/bytes.ts'
import { MAX_STUN_REQUEST_BYTES } from '../../wire/limits.ts'
import { ipBytes } from '../addresses.ts'

const HEADER_BYTES = 20
const ATTRIBUTE_HEADER_BYTES = 4
const MAGIC = Uint8Array.of(0x21, 0x12, 0xa4, 0x42)
const [BINDING_REQUEST, BINDING_SUCCESS] = [0x0001, 0x0101]
const XOR_MAPPED_ADDRESS = 0x0020
/** attributes below this number must be understood by whoever answers */
const OPTIONAL_ATTRIBUTES = 0x8000

/** @returns the transaction id of a binding request; undefined for anything else, and for one that asks for more */
export function readBindingRequest (packet: Uint8Array): Uint8Array | undefined {
  if (packet.byteLength < HEADER_BYTES || packet.byteLength > MAX_STUN_REQUEST_BYTES) return undefined
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength)
  if (view.getUint16(0) !== BINDING_REQUEST || view.getUint16(2) !== packet.byteLength - HEADER_BYTES) return undefined
  if (MAGIC.some((byte, index) => packet[4 + index] !== byte)) return undefined
  let at = HEADER_BYTES
  while (at < packet.byteLength) {
    if (at + ATTRIBUTE_HEADER_BYTES > packet.byteLength || view.getUint16(at) < OPTIONAL_ATTRIBUTES) return undefined
    at += ATTRIBUTE_HEADER_BYTES + Math.ceil(view.getUint16(at + 2) / 4) * 4
  }
  return at === packet.byteLength ? packet.slice(8, HEADER_BYTES) : undefined
}

/** Tells where a request came from. The address is masked, because some routers rewrite addresses that they find in packets. */
export function bindingAnswer (
  { transactionId, host, port }: { transactionId: Uint8Array, host: string, port: number }
): Bytes {
  const bytes = ipBytes(host)
  const family = bytes.byteLength === 4 ? 1 : 2
  const mask = concat(MAGIC, transactionId)
  const value = concat(
    Uint8Array.of(0, family), u16(port ^ (mask[0]! << 8 | mask[1]!)), bytes.map((byte, index) => byte ^ mask[index]!)
  )
  return concat(
    u16(BINDING_SUCCESS), u16(ATTRIBUTE_HEADER_BYTES + value.byteLength), mask, u16(XOR_MAPPED_ADDRESS), u16(value.byteLength), value
  )
}

const u16 = (value: number): Bytes => Uint8Array.of(value >> 8, value & 0xff)
