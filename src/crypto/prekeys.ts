/**
 * The keys with which another device begins a session: an EC key signed by this device, an ML-KEM key signed by it and,
 * unless they are reusable, a one-time EC key. The three are made, stored and used up together, so they share one id
 * and one record.
 */
import {
  KEMKeyPair, KEMPublicKey, KyberPreKeyRecord, PreKeyBundle, PreKeyRecord, PrivateKey, PublicKey, SignedPreKeyRecord
} from '@signalapp/libsignal-client'
import { concat, copy, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import type { Random } from '../base/random.ts'
import type { PreKeys } from '../wire/gen/identity.ts'
import { identityKey } from './devices.ts'
import { SIGNATURE_BYTES } from './primitives.ts'

/** libsignal's own numbering of devices under one name; each device of ours has a name of its own. */
export const SIGNAL_DEVICE = 1
const ID_BYTES = 3
const LENGTH_BYTES = 2

export interface StoredPreKeys {
  readonly signed: SignedPreKeyRecord
  readonly kyber: KyberPreKeyRecord
  /** absent: reusable */
  readonly oneTime: PreKeyRecord | undefined
}

/** 24 bits, not zero: random, so that an id tells nobody how many came before. */
export function newPreKeyId (random: Random): number {
  for (;;) {
    const [a, b, c] = random(ID_BYTES)
    const id = a! << 16 | b! << 8 | c!
    if (id !== 0) return id
  }
}

export function newPreKeys (
  { id, identity, reusable, nowMs }: { id: number, identity: PrivateKey, reusable: boolean, nowMs: number }
): StoredPreKeys {
  const signed = PrivateKey.generate()
  const kyber = KEMKeyPair.generate()
  const oneTime = reusable ? undefined : PrivateKey.generate()
  const signature = identity.sign(signed.getPublicKey().serialize())
  return {
    signed: SignedPreKeyRecord.new(id, nowMs, signed.getPublicKey(), signed, signature),
    kyber: KyberPreKeyRecord.new(id, nowMs, kyber, identity.sign(kyber.getPublicKey().serialize())),
    oneTime: oneTime === undefined ? undefined : PreKeyRecord.new(id, oneTime.getPublicKey(), oneTime)
  }
}

export const publicPreKeys = (
  { signed, kyber, oneTime }: StoredPreKeys, { registrationId, device }: { registrationId: number, device: Bytes }
): PreKeys => ({
  registrationId,
  device,
  oneTimeId: oneTime?.id() ?? 0,
  oneTimeKey: oneTime?.publicKey().serialize() ?? new Uint8Array(0),
  signedId: signed.id(),
  signedKey: signed.publicKey().serialize(),
  signedSignature: signed.signature(),
  kyberId: kyber.id(),
  kyberKey: kyber.publicKey().serialize(),
  kyberSignature: kyber.signature()
})

/** @throws AppError PROTOCOL: a field that is not a key */
export function preKeyBundle (keys: PreKeys): PreKeyBundle {
  const identity = identityKey(keys.device)
  const oneTime = keys.oneTimeKey.byteLength > 0
  try {
    return PreKeyBundle.new(
      keys.registrationId, SIGNAL_DEVICE,
      oneTime ? keys.oneTimeId : null, oneTime ? PublicKey.deserialize(copy(keys.oneTimeKey)) : null,
      keys.signedId, PublicKey.deserialize(copy(keys.signedKey)), copy(keys.signedSignature),
      identity,
      keys.kyberId, KEMPublicKey.deserialize(copy(keys.kyberKey)), copy(keys.kyberSignature)
    )
  } catch (err) {
    throw new AppError('PROTOCOL', 'pre-keys that are not keys', { cause: err })
  }
}

/**
 * Looks at keys that will lie here until the day they are needed: whoever gave bad ones would leave a session that cannot
 * be begun anew. @throws AppError PROTOCOL: not keys, or not signed by their device
 */
export function verifyPreKeys (keys: PreKeys): PreKeys {
  preKeyBundle(keys)
  const identity = identityKey(keys.device)
  const signed: Array<[Uint8Array, Uint8Array]> = [[keys.signedKey, keys.signedSignature], [keys.kyberKey, keys.kyberSignature]]
  if (!signed.every(([key, signature]) => signature.byteLength === SIGNATURE_BYTES && identity.verify(copy(key), copy(signature)))) {
    throw new AppError('PROTOCOL', 'pre-keys that the device did not sign')
  }
  return keys
}

/** u16be length ‖ signed ‖ u16be length ‖ kyber ‖ one-time, or nothing */
export const encodePreKeys = ({ signed, kyber, oneTime }: StoredPreKeys): Bytes => concat(
  ...[signed, kyber].map(record => counted(record.serialize())), oneTime?.serialize() ?? new Uint8Array(0)
)

/** @throws AppError CORRUPT */
export function decodePreKeys (bytes: Bytes): StoredPreKeys {
  try {
    const [signed, afterSigned] = takeCounted(bytes)
    const [kyber, oneTime] = takeCounted(afterSigned)
    return {
      signed: SignedPreKeyRecord.deserialize(signed),
      kyber: KyberPreKeyRecord.deserialize(kyber),
      oneTime: oneTime.byteLength === 0 ? undefined : PreKeyRecord.deserialize(oneTime)
    }
  } catch (err) {
    throw new AppError('CORRUPT', 'stored pre-keys are damaged', { cause: err })
  }
}

const counted = (bytes: Uint8Array): Bytes => concat(new Uint8Array([bytes.byteLength >> 8, bytes.byteLength & 0xff]), bytes)

function takeCounted (bytes: Bytes): [Bytes, Bytes] {
  const end = LENGTH_BYTES + new DataView(bytes.buffer, bytes.byteOffset).getUint16(0)
  return [bytes.slice(LENGTH_BYTES, end), bytes.slice(end)]
}
