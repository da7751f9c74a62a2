/**
 * Steps of a group's membership: signed by the account of whoever makes them, named by their hash. The account signs, and
 * no device, so that a member needs nothing but the membership itself to check what somebody whom they do not know has done.
 */
import { concat, toHex, utf8, type Bytes } from '../base/bytes.ts'
import { accountIdFromBytes, groupIdFromBytes, idBytes, KEY_BYTES, type AccountId, type GroupId } from '../base/ids.ts'
import { AppError } from '../base/errors.ts'
import { GroupOperation, type SignedGroupOperation } from '../wire/gen/group.ts'
import {
  GROUP_CHAIN_BYTES, GROUP_NONCE_BYTES, MAX_CHAINS_PER_REMOVAL, MAX_GROUP_OPERATION_BYTES, MAX_GROUP_PARENTS, MAX_NAME_BYTES,
  MAX_NEWCOMERS_PER_OPERATION
} from '../wire/limits.ts'
import { readMessage, sized, wholeNumber } from '../wire/messages.ts'
import type { AccountWithSecrets } from './account.ts'
import { LABELS } from './labels.ts'
import { sha256, verifyEd25519 } from './primitives.ts'

/** Of a step: SHA-256, 32 bytes as 64 hex digits. */
export type OperationHash = string

export type GroupAct = Pick<GroupOperation, 'create' | 'add' | 'remove' | 'leave' | 'role' | 'settings' | 'accept'>
const ACTS = ['create', 'add', 'remove', 'leave', 'role', 'settings', 'accept'] as const satisfies (keyof GroupAct)[]

export interface VerifiedOperation {
  readonly hash: OperationHash
  readonly group: GroupId
  readonly author: AccountId
  readonly parents: readonly OperationHash[]
  readonly atMs: number
  readonly act: GroupAct
  readonly signed: SignedGroupOperation
}

const named = (operation: Uint8Array): Bytes => concat(utf8(LABELS.groupOperation), operation)

/** @param group absent in the step that makes the group, which gives it its id */
export function signGroupOperation (
  account: AccountWithSecrets,
  { group, parents, atMs, act }: { group?: GroupId, parents: readonly OperationHash[], atMs: number, act: GroupAct }
): VerifiedOperation {
  const operation = GroupOperation.encode({
    group: group === undefined ? new Uint8Array(0) : idBytes(group),
    author: account.publicKey,
    parents: parents.map(hash => idBytes(hash as GroupId)),
    atMs,
    ...act
  })
  return readOperation({ operation, signature: account.sign(named(operation)) })
}

/** @throws AppError PROTOCOL: not a step that its author signed, or out of bounds. Whether they may, the membership knows. */
export function verifyGroupOperation (signed: SignedGroupOperation): VerifiedOperation {
  const operation = readOperation(signed)
  if (verifyEd25519(idBytes(operation.author), named(signed.operation), signed.signature)) return operation
  throw new AppError('PROTOCOL', 'its author did not sign this step of a group')
}

/** One that was verified before. @throws AppError PROTOCOL: out of bounds */
export function readOperation (signed: SignedGroupOperation): VerifiedOperation {
  const { group, author, parents, atMs, ...acts } = readMessage(GroupOperation, signed.operation, MAX_GROUP_OPERATION_BYTES)
  const accountId = accountIdFromBytes(author)
  const hash = toHex(sha256(named(signed.operation)))
  const isFirst = acts.create !== undefined
  if (isFirst !== (group.byteLength === 0) || isFirst !== (parents.length === 0) || parents.length > MAX_GROUP_PARENTS) {
    throw new AppError('PROTOCOL', 'a step of a group without a place')
  }
  const hashes = parents.map(parent => toHex(sized(parent, KEY_BYTES, 'a parent')))
  if (new Set(hashes).size !== hashes.length) throw new AppError('PROTOCOL', 'a step of a group that names another twice')
  return {
    hash,
    group: isFirst ? hash as GroupId : groupIdFromBytes(group),
    author: accountId,
    parents: hashes,
    atMs: wholeNumber(atMs, 'the time of a step'),
    act: checkedAct(acts),
    signed
  }
}

function checkedAct (acts: GroupAct): GroupAct {
  const [kind, ...more] = ACTS.filter(kind => acts[kind] !== undefined)
  if (kind === undefined || more.length > 0) throw new AppError('PROTOCOL', 'a step of a group that is of no kind, or of two')
  const { create, add, remove, leave, role } = acts
  if (create !== undefined) {
    sized(create.nonce, GROUP_NONCE_BYTES, 'a group\'s nonce')
    checkName(create.authorName)
    if (create.settings === undefined) throw new AppError('PROTOCOL', 'a group without settings')
  }
  const settings = create?.settings ?? acts.settings
  if (settings !== undefined) checkName(settings.name)
  if (add !== undefined) {
    const { newcomers } = add
    if (newcomers.length === 0 || newcomers.length > MAX_NEWCOMERS_PER_OPERATION) {
      throw new AppError('PROTOCOL', 'a step that adds nobody, or too many')
    }
    for (const { account, name } of newcomers) {
      sized(account, KEY_BYTES, 'an account')
      checkName(name)
    }
  }
  if (remove !== undefined) sized(remove.account, KEY_BYTES, 'an account')
  const { ends } = remove ?? leave ?? { ends: [] }
  if (ends.length > MAX_CHAINS_PER_REMOVAL) throw new AppError('PROTOCOL', 'a step that ends too many chains')
  for (const { chain, seq } of ends) {
    sized(chain, GROUP_CHAIN_BYTES, 'a chain')
    wholeNumber(seq, 'the end of a chain')
  }
  if (role !== undefined) sized(role.account, KEY_BYTES, 'an account')
  return { [kind]: acts[kind] }
}

function checkName (name: string): void {
  if (name === '' || Buffer.byteLength(name) > MAX_NAME_BYTES) throw new AppError('PROTOCOL', 'no name, or too long a one')
}
