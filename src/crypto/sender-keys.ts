/**
 * libsignal's sender keys: what a device says to a group is encrypted once, under a key that it gave each member's device
 * over their session. Pure: a record in, the next one out; it is stored before what was made with it leaves.
 */
import {
  ErrorCode, groupDecrypt, groupEncrypt, LibSignalErrorBase, processSenderKeyDistributionMessage, ProtocolAddress,
  SenderKeyDistributionMessage, SenderKeyMessage, SenderKeyRecord, SenderKeyStore
} from '@signalapp/libsignal-client'
import { copy, toHex, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import type { DeviceId } from '../base/ids.ts'
import type { Random } from '../base/random.ts'
import { SIGNAL_DEVICE } from './prekeys.ts'

/** The one record that a step reads and leaves behind. */
class StepSenderKey extends SenderKeyStore {
  record: SenderKeyRecord | null

  constructor (record: Bytes | undefined) {
    super()
    this.record = record === undefined ? null : SenderKeyRecord.deserialize(record)
  }

  async saveSenderKey (_sender: ProtocolAddress, _distribution: string, record: SenderKeyRecord): Promise<void> { this.record = record }
  async getSenderKey (): Promise<SenderKeyRecord | null> { return this.record }

  get bytes (): Bytes { return copy(this.record!.serialize()) }
}

const addressOf = (device: DeviceId): ProtocolAddress => ProtocolAddress.new(device, SIGNAL_DEVICE)

/** A name for a new key: a version 4 UUID. */
export function newDistribution (random: Random): string {
  const bytes = random(16)
  bytes[6] = bytes[6]! & 0x0f | 0x40
  bytes[8] = bytes[8]! & 0x3f | 0x80
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** What opens what this device says under the key from now on, and nothing before. Makes the key if there is none. */
export async function giveSenderKey (
  { device, distribution, record }: { device: DeviceId, distribution: string, record: Bytes | undefined }
): Promise<{ record: Bytes, key: Bytes }> {
  const store = new StepSenderKey(record)
  const message = await SenderKeyDistributionMessage.create(addressOf(device), distribution, store)
  return { record: store.bytes, key: copy(message.serialize()) }
}

export async function sealForGroup (
  { device, distribution, record, plaintext }: { device: DeviceId, distribution: string, record: Bytes, plaintext: Bytes }
): Promise<{ record: Bytes, sealed: Bytes }> {
  const store = new StepSenderKey(record)
  const message = await groupEncrypt(addressOf(device), distribution, store, plaintext)
  return { record: store.bytes, sealed: copy(message.serialize()) }
}

/** @throws AppError PROTOCOL: no key */
export async function takeSenderKey (
  { device, key, recordOf }: { device: DeviceId, key: Bytes, recordOf: (distribution: string) => Bytes | undefined }
): Promise<{ distribution: string, record: Bytes }> {
  try {
    const message = SenderKeyDistributionMessage.deserialize(key)
    const distribution = message.distributionId()
    const store = new StepSenderKey(recordOf(distribution))
    await processSenderKeyDistributionMessage(addressOf(device), message, store)
    return { distribution, record: store.bytes }
  } catch (err) {
    throw new AppError('PROTOCOL', 'not a sender key', { cause: err })
  }
}

export type Opened =
  | { kind: 'plaintext', plaintext: Bytes, distribution: string, record: Bytes }
  /** opened before: its key is used up */
  | { kind: 'duplicate' }
  | { kind: 'no-key' }
  | { kind: 'broken' }

export async function openFromGroup (
  { device, sealed, recordOf }: { device: DeviceId, sealed: Bytes, recordOf: (distribution: string) => Bytes | undefined }
): Promise<Opened> {
  let distribution: string
  try {
    distribution = SenderKeyMessage.deserialize(sealed).distributionId()
  } catch {
    return { kind: 'broken' }
  }
  const record = recordOf(distribution)
  if (record === undefined) return { kind: 'no-key' }
  const store = new StepSenderKey(record)
  try {
    const plaintext = copy(await groupDecrypt(addressOf(device), store, sealed))
    return { kind: 'plaintext', plaintext, distribution, record: store.bytes }
  } catch (err) {
    if (!(err instanceof LibSignalErrorBase)) throw err
    return { kind: err.code === ErrorCode.DuplicatedMessage ? 'duplicate' : 'broken' }
  }
}
