/** What is kept of groups, as it lies (encrypted) in the store. Byte fields of JSON rows are base64url. */
import type { AccountId, DeviceId, GroupId } from '../../base/ids.ts'
import type { Keeping } from '../core/rows.ts'

export interface GroupRow extends Keeping {
  groupId: GroupId
  addedAtMs: number
  /** one's own chain: 32 hex digits; another one after an old copy of the profile was put back */
  chain: string
  /** of the last item in it, and its hash; 0 and empty before the first */
  seq: number
  prev: string
  key?: OwnKeyRow
  /** members are not told what was read */
  readReceipts?: false
  /** names the private keys that belong to those given to the group */
  kyberId?: number
  /** members who gave keys, encoded, and are still to be sent an introduction */
  toMeet?: { account: AccountId, keys: string }[]
}

/** Under which key this device speaks now. */
export interface OwnKeyRow {
  distribution: string
  record: string
  sinceMs: number
  /** what was said under it */
  items: number
  /** who has it: whoever of them goes, takes it along */
  given: Record<DeviceId, AccountId>
}

/** The keys of one device of another member, the newest last. */
export interface TheirKeysRow {
  keys: { distribution: string, record: string }[]
}

/** Something that an honest member's program does not do. */
export interface DoubtRow {
  account: AccountId
  atMs: number
  /**
   * - `forked`: signed two different items for one place, or two pasts
   * - `outsider`: wrote when, by the membership that they cite, they might not
   * - `late`: wrote more after they were removed than whoever removed them had heard
   * - `refused`: a step of the membership that they had no right to
   */
  what: 'forked' | 'outsider' | 'late' | 'refused'
}

/** Somebody has a message. */
export interface ReceiptRow {
  account: AccountId
  atMs: number
}

/** Up to where somebody has read what was said here. */
export interface ReadRow {
  account: AccountId
  position: string
  atMs: number
}
