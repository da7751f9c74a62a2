import { expect, test } from 'vitest'
import { fromHex, toHex } from '../../src/base/bytes.ts'
import type { AccountId, GroupId } from '../../src/base/ids.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { accountFromSeed } from '../../src/crypto/account.ts'
import { chooseSecret, newPairSecret } from '../../src/crypto/pair-secrets.ts'
import { groupNumber, safetyNumber } from '../../src/crypto/safety.ts'
import { readVectors } from '../vectors/read.ts'

const someone = (): AccountId => accountFromSeed(random(32)).accountId

test('a safety number is 60 digits that both sides see alike, and that change with either account', () => {
  const [ada, radia, mallory] = [someone(), someone(), someone()]
  const digits = safetyNumber(ada, radia)
  expect(digits).toMatch(/^\d{60}$/)
  expect(safetyNumber(radia, ada)).toBe(digits)
  expect(safetyNumber(ada, mallory)).not.toBe(digits)
  expect(safetyNumber(mallory, radia)).not.toBe(digits)
})

test('safety numbers keep to their frozen vectors', () => {
  for (const { a, b, digits } of readVectors<{ a: AccountId, b: AccountId, digits: string }>('safety-number')) {
    expect(safetyNumber(a, b)).toBe(digits)
  }
})

test('the number of a group is the same in whatever order its members stand, and another with each of them, or in another group', () => {
  const [ada, radia, mallory] = [someone(), someone(), someone()]
  const [group, other] = [toHex(random(32)), toHex(random(32))] as [GroupId, GroupId]
  const digits = groupNumber(group, [ada, radia])
  expect(digits).toMatch(/^\d{60}$/)
  expect(groupNumber(group, [radia, ada])).toBe(digits)
  for (const another of [groupNumber(group, [ada]), groupNumber(group, [ada, mallory]), groupNumber(other, [ada, radia])]) {
    expect(another).not.toBe(digits)
  }
})

test('a group\'s number keeps to its frozen vectors', () => {
  for (const { group, accounts, digits } of readVectors<{ group: GroupId, accounts: AccountId[], digits: string }>('group-number')) {
    expect(groupNumber(group, accounts)).toBe(digits)
  }
})

test('of two pair secrets both sides keep the same one', () => {
  for (let i = 0; i < 50; i++) {
    const [a, b] = [newPairSecret(random), newPairSecret(random)]
    expect(chooseSecret(a, b)).toBe(chooseSecret(b, a))
  }
  for (const { a, b, stays } of readVectors<{ a: string, b: string, stays: string }>('pair-secret')) {
    expect(toHex(chooseSecret(fromHex(a), fromHex(b)))).toBe(stays)
  }
})
