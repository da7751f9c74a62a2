import { expect, test } from 'vitest'
import { fromHex, toHex, utf8 } from '../../src/base/bytes.ts'
import type { GroupId } from '../../src/base/ids.ts'
import { accountFromSeed } from '../../src/crypto/account.ts'
import { signGroupItem, verifyGroupItem } from '../../src/crypto/group-items.ts'
import { SignedGroupItem } from '../../src/wire/gen/group.ts'
import { readVectors } from '../vectors/read.ts'
import { refuses } from './hostile-bytes.ts'

const ada = accountFromSeed(new Uint8Array(32).fill(1))
const group = '07'.repeat(32) as GroupId
const place = { group, chain: '08'.repeat(16), heads: ['09'.repeat(32)], content: utf8('content') }
const first = signGroupItem(ada, { ...place, seq: 1, prev: '' })
const second = signGroupItem(ada, { ...place, seq: 2, prev: first.hash })

test('an item is signed and named as it always was', () => {
  const [one] = readVectors<{ signed: string[], hashes: string[] }>('group-item')
  const items = one!.signed.map(hex => verifyGroupItem(SignedGroupItem.decode(fromHex(hex))))
  expect(items.map(({ hash }) => hash)).toEqual(one!.hashes)
  expect([first, second].map(({ signed }) => toHex(SignedGroupItem.encode(signed)))).toEqual(one!.signed)
  expect(items[1]).toMatchObject({ ...place, author: ada.accountId, seq: 2, prev: first.hash })
})

test('changed by a bit it is none, nor without a place in its chain or a membership', () => {
  refuses(item => verifyGroupItem({ ...second.signed, item }), second.signed.item, 'PROTOCOL', 200)
  for (const wrong of [{ seq: 0, prev: '' }, { seq: 1, prev: first.hash }, { seq: 2, prev: '' }, { seq: 2, prev: '0a' }]) {
    expect(() => signGroupItem(ada, { ...place, ...wrong })).toThrow()
  }
  for (const heads of [[], Array.from({ length: 65 }, () => place.heads[0]!), ['0b']]) {
    expect(() => signGroupItem(ada, { ...place, heads, seq: 1, prev: '' })).toThrow()
  }
  expect(() => signGroupItem(ada, { ...place, content: new Uint8Array(36 * 1024), seq: 1, prev: '' })).toThrow()
})
