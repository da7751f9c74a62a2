import { describe, expect, test } from 'vitest'
import { concat, fromHex, toHex, utf8 } from '../../src/base/bytes.ts'
import type { GroupId } from '../../src/base/ids.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { accountFromSeed } from '../../src/crypto/account.ts'
import { signGroupOperation, verifyGroupOperation } from '../../src/crypto/group-operations.ts'
import { LABELS } from '../../src/crypto/labels.ts'
import { GroupOperation, GroupRight, GroupRole, SignedGroupOperation, type GroupNewcomer } from '../../src/wire/gen/group.ts'
import { readVectors } from '../vectors/read.ts'
import { refuses } from './hostile-bytes.ts'

const ada = accountFromSeed(new Uint8Array(32).fill(1))
const settings = { name: 'Walkers', adds: GroupRight.ADMINS, posts: GroupRight.MEMBERS, expiresAfterMs: 0 }
const create = { nonce: new Uint8Array(16).fill(2), settings, authorName: 'Ada' }
const newcomer = { account: accountFromSeed(new Uint8Array(32).fill(3)).publicKey, role: GroupRole.ADMIN, name: 'Ben' }
const first = signGroupOperation(ada, { parents: [], atMs: 1767225600000, act: { create } })
const second = signGroupOperation(ada, {
  group: first.group, parents: [first.hash], atMs: 1767225601000, act: { add: { newcomers: [newcomer] } }
})

/** What somebody can sign, whatever it says. */
const signed = (fields: Partial<GroupOperation>): SignedGroupOperation => {
  const operation = GroupOperation.encode({ group: new Uint8Array(0), author: ada.publicKey, parents: [], atMs: 1, ...fields })
  return { operation, signature: ada.sign(concat(utf8(LABELS.groupOperation), operation)) }
}
const group = fromHex(first.group)
const parents = [fromHex(first.hash)]
const leave = { ends: [] }

describe('a step of a group', () => {
  test('is signed and named as it always was', () => {
    const [one, brief, accepted] = readVectors<{ signed: string[], hashes: string[] }>('group')
    const steps = one!.signed.map(hex => verifyGroupOperation(SignedGroupOperation.decode(fromHex(hex))))
    expect(steps.map(({ hash }) => hash)).toEqual(one!.hashes)
    expect([first, second].map(step => toHex(SignedGroupOperation.encode(step.signed)))).toEqual(one!.signed)
    const disappearing = signGroupOperation(ada, {
      group: first.group, parents: [first.hash], atMs: 1767225602000, act: { settings: { ...settings, expiresAfterMs: 86_400_000 } }
    })
    expect({ signed: [toHex(SignedGroupOperation.encode(disappearing.signed))], hashes: [disappearing.hash] }).toEqual(brief)
    const accepting = signGroupOperation(accountFromSeed(new Uint8Array(32).fill(3)), {
      group: first.group, parents: [second.hash], atMs: 1767225603000, act: { accept: {} }
    })
    expect({ signed: [toHex(SignedGroupOperation.encode(accepting.signed))], hashes: [accepting.hash] }).toEqual(accepted)
    const { hash } = steps[0]!
    expect(steps[1]).toMatchObject({ group: hash, author: ada.accountId, parents: [hash], act: { add: { newcomers: [newcomer] } } })
  })

  test('changed by a bit, or signed by another, is none', () => {
    refuses(operation => verifyGroupOperation({ ...second.signed, operation }), second.signed.operation, 'PROTOCOL', 200)
    const forged = GroupOperation.encode({ ...GroupOperation.decode(second.signed.operation), author: newcomer.account })
    expect(() => verifyGroupOperation({ ...second.signed, operation: forged })).toThrow('did not sign')
  })

  test('has a place, one kind, and is in bounds', () => {
    const many = (count: number): GroupNewcomer[] => Array.from({ length: count }, () => newcomer)
    const wrong: Partial<GroupOperation>[] = [
      {}, { create, group }, { create, parents }, { leave }, { leave, group }, { leave, parents },
      { leave, group: group.subarray(1), parents }, { leave, group, parents: [random(31)] },
      { leave, group, parents: [...parents, ...parents] }, { create: { ...create, nonce: random(15) } },
      { create: { nonce: create.nonce, authorName: 'Ada' } }, { create: { ...create, authorName: '' } },
      { settings: { ...settings, name: 'x'.repeat(129) }, group, parents }, { add: { newcomers: [] }, group, parents },
      { add: { newcomers: [{ ...newcomer, account: random(33) }] }, group, parents },
      { remove: { account: random(32), ends: [{ chain: random(15), seq: 1 }] }, group, parents },
      { role: { account: random(2), role: GroupRole.ADMIN }, group, parents }
    ]
    for (const fields of wrong) expect(() => verifyGroupOperation(signed(fields)), JSON.stringify(Object.keys(fields))).toThrow()
    expect(() => verifyGroupOperation(signed({ add: { newcomers: many(257) }, group, parents }))).toThrow()
    const forks = Array.from({ length: 65 }, () => random(32))
    expect(() => verifyGroupOperation(signed({ leave, group, parents: forks }))).toThrow()
    expect(verifyGroupOperation(signed({ add: { newcomers: many(256) }, group, parents })).group).toBe(first.group as GroupId)
  })
})
