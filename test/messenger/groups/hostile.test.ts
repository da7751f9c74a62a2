/** Members who make steps without end, and forks: what is kept of it is bounded, and the others go on. */
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/base/errors.ts'
import { signGroupItem } from '../../../src/crypto/group-items.ts'
import { GroupRole } from '../../../src/wire/gen/group.ts'
import { MAX_GROUP_OPERATIONS, MAX_GROUP_OPERATIONS_PER_AUTHOR } from '../../../src/wire/limits.ts'
import { adding, removing, setting, Walker } from './circle.ts'

/** `npm run test:scale`: 100,000 */
const STEPS = Number(process.env.NOBYTE_STEPS ?? 4000)

describe('a member who makes ever more steps', () => {
  const ways = { 'one behind the other': 1, 'in 64 deep branches that never meet': 64, 'side by side': STEPS }
  for (const [how, branches] of Object.entries(ways)) {
    test(`${how} is heard up to a bound, and is removed like anybody`, () => {
      const [ada, ben, eve] = ['Ada', 'Ben', 'Eve'].map(name => new Walker(name)) as [Walker, Walker, Walker]
      const first = ada.begins()
      ada.does(adding([eve, GroupRole.ADMIN], ben))
      eve.knowsOf(first).hears(ada)
      const tips = Array.from({ length: branches }, () => eve.membership.parents)
      let refused = 0
      for (let i = 0; i < STEPS; i++) {
        const step = eve.signs(setting({ name: `Eve ${i}` }), tips[i % branches])
        tips[i % branches] = [step.hash]
        const { kind } = ada.membership.add(step)
        if (kind === 'refused') refused++
      }
      expect(ada.membership.size).toBe(2 + MAX_GROUP_OPERATIONS_PER_AUTHOR)
      expect(refused).toBe(STEPS - MAX_GROUP_OPERATIONS_PER_AUTHOR)
      expect(ada.membership.pending).toBe(0)
      ada.does(removing(eve))
      ada.does(setting({ name: 'Walkers again' }))
      expect(ada.names).toBe('Ada (owner), Ben')
      ben.knowsOf(first).hears(ada)
      expect(ben.names).toBe('Ada (owner), Ben')
    })
  }

  test('of which none is to be had waits in a bounded place', () => {
    const [ada, eve] = [new Walker('Ada'), new Walker('Eve')]
    const first = ada.begins()
    ada.does(adding([eve, GroupRole.ADMIN]))
    eve.knowsOf(first).hears(ada)
    const missing = eve.signs(setting({ name: 'never sent' })).hash
    for (let i = 0; i < STEPS; i++) ada.membership.add(eve.signs(setting({ name: `${i}` }), [missing]))
    expect(ada.membership.pending).toBeLessThanOrEqual(1000)
    expect(ada.membership.size).toBe(2)
  })

  test('with others fills the group, and whoever is in it stays', () => {
    const ada = new Walker('Ada')
    const crowd = Array.from({ length: 6 }, (_, i) => new Walker(`Eve ${i}`))
    const first = ada.begins()
    ada.does(adding(...crowd.map((one): [Walker, GroupRole] => [one, GroupRole.ADMIN])))
    for (const one of crowd) one.knowsOf(first).hears(ada)
    for (const one of crowd) {
      let tip = one.membership.parents
      for (let i = 0; i < MAX_GROUP_OPERATIONS_PER_AUTHOR; i++) {
        const step = one.signs(setting({ name: `${i}` }), tip)
        tip = [step.hash]
        ada.membership.add(step)
      }
    }
    expect(ada.membership.size).toBe(MAX_GROUP_OPERATIONS)
    expect(ada.membership.now.members.size).toBe(7)
  })
})

test('names and texts beyond their bounds are refused before they are signed or read', () => {
  const ada = new Walker('Ada')
  ada.begins()
  const huge = 'x'.repeat(4 * 1024 * 1024)
  expect(() => ada.signs(setting({ name: huge }))).toThrow(AppError)
  expect(() => ada.signs(adding(new Walker(huge)))).toThrow(AppError)
  const { group, parents: heads } = ada.membership
  expect(() => signGroupItem(ada.account, {
    group, chain: 'ab'.repeat(16), seq: 1, prev: '', heads, content: new Uint8Array(4 * 1024 * 1024)
  })).toThrow(AppError)
})
