/** What members say to a group: signed by their account and chained, so that any member can hand it on. */
import { concat, toHex, utf8, type Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import { accountIdFromBytes, groupIdFromBytes, idBytes, KEY_BYTES, type AccountId, type GroupId } from '../base/ids.ts'
import { GroupItem, type SignedGroupItem } from '../wire/gen/group.ts'
import { GROUP_CHAIN_BYTES, MAX_GROUP_ITEM_BYTES, MAX_GROUP_PARENTS } from '../wire/limits.ts'
import { readMessage, sized, wholeNumber } from '../wire/messages.ts'
import type { AccountWithSecrets } from './account.ts'
import type { OperationHash } from './group-operations.ts'
import { LABELS } from './labels.ts'
import { sha256, verifyEd25519 } from './primitives.ts'

export interface VerifiedItem {
  /** SHA-256, 64 hex digits */
  readonly hash: string
  readonly group: GroupId
  readonly author: AccountId
  /** 32 hex digits */
  readonly chain: string
  readonly seq: number
  /** empty in the first of a chain */
  readonly prev: string
  readonly heads: readonly OperationHash[]
  /** an encoded Content */
  readonly content: Bytes
  readonly signed: SignedGroupItem
}

export type ItemPlace = Pick<VerifiedItem, 'group' | 'chain' | 'seq' | 'prev' | 'heads' | 'content'>

const named = (item: Uint8Array): Bytes => concat(utf8(LABELS.groupItem), item)
const hashBytes = (hash: string): Bytes => idBytes(hash as GroupId)

export function signGroupItem (account: AccountWithSecrets, { group, chain, seq, prev, heads, content }: ItemPlace): VerifiedItem {
  const item = GroupItem.encode({
    group: idBytes(group),
    author: account.publicKey,
    chain: hashBytes(chain),
    seq,
    prev: hashBytes(prev),
    heads: heads.map(hashBytes),
    content
  })
  return readItem({ item, signature: account.sign(named(item)) })
}

/** @throws AppError PROTOCOL: not what its author signed, or out of bounds */
export function verifyGroupItem (signed: SignedGroupItem): VerifiedItem {
  const item = readItem(signed)
  if (verifyEd25519(idBytes(item.author), named(signed.item), signed.signature)) return item
  throw new AppError('PROTOCOL', 'its author did not sign this item of a group')
}

/** One that was verified before. @throws AppError PROTOCOL: out of bounds */
export function readItem (signed: SignedGroupItem): VerifiedItem {
  const { group, author, chain, seq, prev, heads, content } = readMessage(GroupItem, signed.item, MAX_GROUP_ITEM_BYTES)
  if (heads.length === 0 || heads.length > MAX_GROUP_PARENTS) {
    throw new AppError('PROTOCOL', 'an item that cites no membership, or too much')
  }
  if (wholeNumber(seq, 'an item\'s place') === 0 || (seq === 1) !== (prev.byteLength === 0)) {
    throw new AppError('PROTOCOL', 'an item without a place in its chain')
  }
  return {
    hash: toHex(sha256(named(signed.item))),
    group: groupIdFromBytes(group),
    author: accountIdFromBytes(author),
    chain: toHex(sized(chain, GROUP_CHAIN_BYTES, 'a chain')),
    seq,
    prev: seq === 1 ? '' : toHex(sized(prev, KEY_BYTES, 'the item before')),
    heads: heads.map(head => toHex(sized(head, KEY_BYTES, 'a head'))),
    content,
    signed
  }
}
