/**
 * Where two accounts look for each other. Keys change every day, at a time of day that differs from pair to pair, so
 * that nobody but the two can tell that today's record and tomorrow's belong together.
 */
import { concat, equal, readU64be, u64be, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import { idBytes, type DeviceId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { concealed } from '../base/secrets.ts'
import { DAY, HOUR, SECOND } from '../base/time.ts'
import { Rendezvous } from '../wire/gen/records.ts'
import { MAX_ADDRESS_BYTES, MAX_ROUTE_ADDRESSES, RENDEZVOUS_PLAINTEXT_BYTES } from '../wire/limits.ts'
import { readMessage } from '../wire/messages.ts'
import { LABELS } from './labels.ts'
import { PADDING_HEADER_BYTES } from './padding.ts'
import { AEAD_KEY_BYTES, ed25519FromSeed, hkdf, SEED_BYTES } from './primitives.ts'
import { dhtKeyOf, openRecord, readRecord, sealRecord } from './records.ts'

export type Replica = 0 | 1
export const REPLICAS: readonly Replica[] = [0, 1]

const EPOCH_MS = DAY
/** how long a record outlives its epoch, so that a clock off by a day still finds it */
const GRACE_MS = 30 * HOUR
const MAX_PLAINTEXT_BYTES = RENDEZVOUS_PLAINTEXT_BYTES - PADDING_HEADER_BYTES

export interface RendezvousKeys {
  readonly dhtKey: Bytes
  readonly seed: Bytes
  readonly encryptionKey: Bytes
}

/** By how much this pair's days are shifted, in whole seconds' worth of milliseconds below a day. */
export const pairOffsetMs = (secret: Uint8Array): number =>
  Number(readU64be(hkdf(secret, LABELS.rendezvousOffset, 8)) % BigInt(DAY / SECOND)) * SECOND

export const epochAt = (offsetMs: number, nowMs: number): number => Math.floor((nowMs + offsetMs) / EPOCH_MS)

export const epochEndMs = (secret: Uint8Array, epoch: number): number => (epoch + 1) * EPOCH_MS - pairOffsetMs(secret)

/** @param publisher the device whose addresses the record tells */
export function rendezvousKeys (secret: Uint8Array, publisher: DeviceId, replica: Replica, epoch: number): RendezvousKeys {
  const context = concat(idBytes(publisher), new Uint8Array([replica]), u64be(epoch))
  const seed = hkdf(secret, LABELS.rendezvousKey, SEED_BYTES, context)
  const encryptionKey = hkdf(secret, LABELS.rendezvousEncryption, AEAD_KEY_BYTES, context)
  return concealed({ dhtKey: dhtKeyOf(ed25519FromSeed(seed).publicKey), seed, encryptionKey }, ['seed', 'encryptionKey'])
}

/**
 * @param addresses binary multiaddrs without /p2p, best first: what does not fit is left off from the end
 * @returns the DHT value, to be stored under the keys' dhtKey
 */
export function sealRendezvous (
  { secret, publisher, replica, epoch, seq, peerId, addresses, random }: {
    secret: Uint8Array, publisher: DeviceId, replica: Replica, epoch: number, seq: number, peerId: Uint8Array,
    addresses: readonly Uint8Array[], random: Random
  }
): Bytes {
  const { seed, encryptionKey } = rendezvousKeys(secret, publisher, replica, epoch)
  const told = addresses.filter(address => address.byteLength <= MAX_ADDRESS_BYTES).slice(0, MAX_ROUTE_ADDRESSES)
  const encode = (): Bytes => Rendezvous.encode({ seq, epoch, peerId: new Uint8Array(peerId), addresses: told.map(a => new Uint8Array(a)) })
  let plaintext = encode()
  while (plaintext.byteLength > MAX_PLAINTEXT_BYTES && told.length > 0) {
    told.pop()
    plaintext = encode()
  }
  return sealRecord({
    seed, encryptionKey, seq, eolMs: epochEndMs(secret, epoch) + GRACE_MS, plaintext, paddedBytes: RENDEZVOUS_PLAINTEXT_BYTES, random
  })
}

/** @throws AppError PROTOCOL: the value is not this publisher's record of this epoch */
export function openRendezvous (
  { value, keys, epoch }: { value: Uint8Array, keys: RendezvousKeys, epoch: number }
): Rendezvous & { eolMs: number } {
  const record = readRecord(value)
  if (!equal(record.key, keys.dhtKey)) throw new AppError('PROTOCOL', 'a record under another key')
  const plaintext = openRecord(record, keys.encryptionKey)
  if (plaintext === undefined) throw new AppError('PROTOCOL', 'a record under another encryption key')
  const rendezvous = readMessage(Rendezvous, plaintext, MAX_PLAINTEXT_BYTES)
  if (rendezvous.seq !== record.seq || rendezvous.epoch !== epoch) throw new AppError('PROTOCOL', 'a record of another epoch')
  if (rendezvous.addresses.some(address => address.byteLength > MAX_ADDRESS_BYTES)) throw new AppError('PROTOCOL', 'too long an address')
  return { ...rendezvous, eolMs: record.eolMs }
}
