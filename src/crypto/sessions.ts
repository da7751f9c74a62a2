/**
 * The port to the ratchet: sessions between devices, and the keys with which others begin one. It never writes: what an
 * overlay changed is handed to the caller, who stores it in the same batch as what the ratchet step was for, before a
 * ciphertext leaves or an acknowledgement is sent.
 */
import type { Bytes } from '../base/bytes.ts'
import type { DeviceId } from '../base/ids.ts'
import type { PreKeys } from '../wire/gen/identity.ts'

/**
 * - `session`: by device id, the ratchet with that device
 * - `pre-keys`: by decimal id, the private half of one PreKeys
 * - `used-base-keys`: by the id of reusable PreKeys, the traces of the first messages that made sessions with them: the
 *   same one makes no second. It goes with the keys; of one-time keys none is needed, since the first message uses them up.
 */
export type SessionRecordKind = 'session' | 'pre-keys' | 'used-base-keys'

export interface SessionRecords {
  /** committed state only */
  get: (kind: SessionRecordKind, id: string) => Promise<Bytes | undefined>
}

export interface SessionChange {
  kind: SessionRecordKind
  id: string
  /** undefined: delete */
  value: Bytes | undefined
}

export interface SessionMessage {
  /** begins a session: carries the sender's identity and which of our keys it used */
  preKey: boolean
  ciphertext: Bytes
}

/**
 * - `malformed`: not a message at all
 * - `wrong-sender`: from another identity than the device that it should come from
 * - `keys-missing`: wants keys that were used, removed, or never made
 * - `replayed`: would begin again, with reusable keys, a session that was begun with it before, and is gone since
 * - `undecryptable`: no session that fits, a changed byte, or too many messages skipped
 */
export type BrokenReason = 'malformed' | 'wrong-sender' | 'keys-missing' | 'replayed' | 'undecryptable'

export type DecryptResult =
  /** `began`: with this message, from keys of ours */
  | { kind: 'plaintext', plaintext: Bytes, began: boolean }
  | { kind: 'duplicate' }
  | { kind: 'no-session' }
  | { kind: 'broken', reason: BrokenReason }

export type FirstDecryptResult =
  | { kind: 'plaintext', device: DeviceId, plaintext: Bytes, baseKey: Bytes }
  /** Seen before. `device` is who the message claims to be from: nothing in a replay proves it. */
  | { kind: 'replayed', device: DeviceId, baseKey: Bytes }
  | { kind: 'broken', reason: BrokenReason }

export interface Sessions {
  overlay: () => SessionOverlay
  /**
   * Which device's turn a PreKey message needs: the device that it claims to be from. Nothing proves it before it is
   * decrypted. Undefined: not a PreKey message.
   */
  claimedSender: (ciphertext: Uint8Array) => DeviceId | undefined
  /** Drops the cache of committed sessions: after a batch whose outcome is unknown, the store alone knows them. */
  forget: () => void
}

/**
 * A view of the sessions in which steps chain and nothing is kept. One at a time per device; those of different devices
 * run side by side. Messages that may use the same pre-keys need one turn, too.
 */
export interface SessionOverlay extends Disposable {
  /** @throws AppError SESSION_BROKEN: no session, or one that stayed unanswered for 30 days */
  encrypt: (device: DeviceId, plaintext: Uint8Array) => Promise<SessionMessage>
  /** Begins a session, also in place of one that exists. @throws AppError PROTOCOL: keys that the device did not sign */
  begin: (preKeys: PreKeys) => Promise<void>
  hasSession: (device: DeviceId) => Promise<boolean>
  decrypt: (device: DeviceId, message: SessionMessage) => Promise<DecryptResult>
  /** A PreKey message from whoever it says it is from. */
  decryptFirst: (ciphertext: Uint8Array) => Promise<FirstDecryptResult>
  /**
   * New keys for others to begin a session with. They are used up by the first message that comes; reusable ones have no
   * one-time key and stay until removePreKeys.
   */
  makePreKeys: (options?: { reusable?: boolean }) => Promise<PreKeys>
  removePreKeys: (preKeys: Pick<PreKeys, 'kyberId'>) => void
  /** Stops encrypting in the present session; what is still under way can be read. */
  archive: (device: DeviceId) => Promise<void>
  /** Forgets the device's sessions for good. */
  remove: (device: DeviceId) => void
  /** the final value of each changed record, once */
  changes: () => SessionChange[]
  /** The changes are durable. The overlay is finished. */
  committed: () => void
  /** The changes are void. The overlay is finished; also after committed(), where it does nothing. */
  discard: () => void
}
