import { reader } from 'protons-runtime'
import { copy, type Bytes } from '../base/bytes.ts'
import { deviceIdFromBytes, KEY_BYTES, type DeviceId } from '../base/ids.ts'

/** What a PreKey message says in clear; libsignal's Node binding does not give it out. */
export interface PreKeyMessageFields {
  /** whose message it claims to be */
  readonly device: DeviceId
  /** the sender's ephemeral key: one per session begun, 33 bytes with type byte */
  readonly baseKey: Bytes
  readonly oneTimeId: number | undefined
  readonly signedId: number
  readonly kyberId: number
}

const FIELD = { oneTimeId: 1, baseKey: 2, identityKey: 3, signedId: 6, kyberId: 7 } as const
const TYPED_KEY_BYTES = KEY_BYTES + 1

/** @returns undefined when it is not one */
export function readPreKeyMessage (message: Uint8Array): PreKeyMessageFields | undefined {
  const numbers = new Map<number, number>()
  const keys = new Map<number, Uint8Array>()
  try {
    const fields = reader(message.subarray(1)) // after the version byte, a protobuf message
    while (fields.pos < fields.len) {
      const tag = fields.uint32()
      const field = tag >>> 3
      if ((tag & 7) === 0 && (field === FIELD.oneTimeId || field === FIELD.signedId || field === FIELD.kyberId)) {
        numbers.set(field, fields.uint32())
      } else if ((tag & 7) === 2 && (field === FIELD.baseKey || field === FIELD.identityKey)) {
        keys.set(field, fields.bytes())
      } else {
        fields.skipType(tag & 7)
      }
    }
  } catch {
    return undefined
  }
  const [baseKey, identityKey] = [keys.get(FIELD.baseKey), keys.get(FIELD.identityKey)]
  const [signedId, kyberId] = [numbers.get(FIELD.signedId), numbers.get(FIELD.kyberId)]
  if (baseKey?.byteLength !== TYPED_KEY_BYTES || identityKey?.byteLength !== TYPED_KEY_BYTES) return undefined
  if (signedId === undefined || kyberId === undefined) return undefined
  return {
    device: deviceIdFromBytes(identityKey.subarray(1)), baseKey: copy(baseKey), oneTimeId: numbers.get(FIELD.oneTimeId), signedId, kyberId
  }
}
