/** Random histories: whatever people did, and in whatever order it came to whom, all end with the same members. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AccountId } from '../../../src/base/ids.ts'
import type { OperationHash, VerifiedOperation } from '../../../src/crypto/group-operations.ts'
import { accountIdFromBytes } from '../../../src/base/ids.ts'
import { isLate } from '../../../src/messenger/groups/hearing.ts'
import { mayPost } from '../../../src/messenger/groups/standing.ts'
import { Membership } from '../../../src/messenger/groups/membership.ts'
import { GroupRight, GroupRole } from '../../../src/wire/gen/group.ts'
import { MAX_GROUP_MEMBERS } from '../../../src/wire/limits.ts'
import { adding, leaving, making, namesOf, removing, setting, Walker } from './circle.ts'

const HISTORIES = Number(process.env.NOBYTE_HISTORIES ?? 500)
const PEOPLE = 7
const CHAIN = 'ab'.repeat(16)
const seedOf = (i: number): Uint8Array => new Uint8Array(32).fill(i + 1)
const everybody = Array.from({ length: PEOPLE }, (_, i) => new Walker(`P${i}`, seedOf(i)))

interface Deed { who: number, whom: number, what: number, back: number, listensTo: number[], speaks: boolean }

/** What somebody said: the membership that they cite, and whom they took for members. */
interface Said { author: AccountId, heads: readonly OperationHash[], audience: string }

const deed: fc.Arbitrary<Deed> = fc.record({
  who: fc.nat(PEOPLE - 1),
  whom: fc.nat(PEOPLE - 1),
  what: fc.nat(10),
  back: fc.nat(12),
  listensTo: fc.array(fc.nat(PEOPLE - 1), { maxLength: 2 }),
  speaks: fc.boolean()
})

function act ({ what, whom }: Deed): Parameters<Walker['signs']>[0] {
  const other = everybody[whom]!
  switch (what) {
    case 0: case 1: case 2: return removing(other)
    case 3: case 4: return adding([other, what === 3 ? GroupRole.ADMIN : GroupRole.MEMBER])
    case 5: return making(other, GroupRole.ADMIN)
    case 6: return making(other, GroupRole.READER)
    case 7: return setting({ name: `by ${whom}`, adds: whom % 2 === 0 ? GroupRight.ADMINS : GroupRight.MEMBERS })
    case 8: return leaving()
    case 9: return { accept: {} }
    default: return making(other, GroupRole.OWNER)
  }
}

/** @returns all steps that anybody took, and all that was said */
function live (deeds: Deed[]): { steps: VerifiedOperation[], said: Said[] } {
  const [maker] = everybody
  const first = maker!.begins(new Uint8Array(16))
  maker!.does(adding(...everybody.slice(1, 4).map((one): [Walker, GroupRole] => [one, GroupRole.ADMIN]), everybody[4]!))
  for (const one of everybody.slice(1)) one.knowsOf(first).hears(maker!)
  const said: Said[] = []
  for (const one of deeds) {
    const who = everybody[one.who]!
    who.hears(...one.listensTo.map(i => everybody[i]!))
    // Some name what they knew long ago, as if they did not know better.
    const old = who.membership.all().at(-1 - one.back)
    if (one.speaks) said.push({ author: who.account.accountId, heads: who.membership.parents, audience: who.names })
    who.membership.add(who.signs(act(one), one.back > 8 && old !== undefined ? [old.hash] : undefined))
  }
  const steps = [...new Map(everybody.flatMap(({ membership }) => membership.all()).map(step => [step.hash, step])).values()]
  return { steps, said }
}

const shown = ({ now, fallen, heads, size }: Membership): unknown => ({
  members: [...now.members.values()].map(({ account, role, name, accepted }) => `${account} ${role} ${name} ${accepted}`).sort(),
  gone: [...now.gone].map(([account, ends]) => `${account} ${[...ends].map(end => end.join()).sort().join()}`).sort(),
  settings: now.settings,
  fallen: fallen.map(({ hash }) => hash),
  heads,
  size
})

/** By reading the steps anew: which are known to the author of each. */
function pasts (steps: VerifiedOperation[]): Map<OperationHash, Set<OperationHash>> {
  const byHash = new Map(steps.map(step => [step.hash, step]))
  const known = new Map<OperationHash, Set<OperationHash>>()
  const pastOf = (hash: OperationHash): Set<OperationHash> => {
    const before = known.get(hash)
    if (before !== undefined) return before
    const past = new Set(byHash.get(hash)!.parents.flatMap(parent => [parent, ...pastOf(parent)]))
    known.set(hash, past)
    return past
  }
  for (const { hash } of steps) pastOf(hash)
  return known
}

const goerOf = ({ author, act: { remove, leave } }: VerifiedOperation): AccountId | undefined =>
  remove === undefined ? leave && author : accountIdFromBytes(remove.account)

test(`${HISTORIES} histories end alike in whatever order they are heard, and what was said in them; no removal is outlived`, () => {
  fc.assert(fc.property(fc.array(deed, { minLength: 5, maxLength: 30 }), fc.integer(), (deeds, seed) => {
    const { steps, said } = live(deeds)
    const views = [1, 2].map(turn => {
      const shuffled = (i: number): number => Math.imul(seed + turn, 2 * i + 1) >>> 3
      const membership = new Membership(steps.find(({ act: { create } }) => create !== undefined)!)
      const order = steps.map((step, i) => [Math.imul(shuffled(i), 0x9e3779b1) >>> 0, step] as const).sort(([a], [b]) => a - b)
      for (const [, step] of order) membership.add(step)
      expect(membership.pending).toBe(0)
      return membership
    })
    const [one, other] = views as [Membership, Membership]
    expect(shown(other)).toEqual(shown(one))
    everybody[0]!.hears(...everybody)
    expect(shown(everybody[0]!.membership)).toEqual(shown(one))
    // What is said is for those whom its author took for members, and heard from none who was none for themselves, by all alike.
    for (const { author, heads, audience } of said) {
      for (const view of views) {
        const standing = view.at(heads)!
        expect(namesOf({ now: standing })).toBe(audience)
        expect(mayPost(standing, author)).toBe(mayPost(everybody[0]!.membership.at(heads)!, author))
        expect(isLate({ membership: view }, { author, chain: CHAIN, seq: 1 })).toBe(!one.now.members.has(author))
      }
    }
    const known = pasts(steps)
    const fell = new Set(one.fallen.map(({ hash }) => hash))
    const standing = steps.filter(({ hash }) => !fell.has(hash))
    for (const removal of standing) {
      const goer = goerOf(removal)
      if (goer === undefined) continue
      const isBeside = ({ hash }: VerifiedOperation): boolean =>
        hash !== removal.hash && !known.get(hash)!.has(removal.hash) && !known.get(removal.hash)!.has(hash)
      const undone = ({ author, act: { add } }: VerifiedOperation): boolean =>
        author === goer || add?.newcomers.some(({ account }) => accountIdFromBytes(account) === goer) === true
      expect(standing.filter(step => undone(step) && isBeside(step))).toEqual([])
      const readded = standing.some(({ hash, act: { add } }) =>
        known.get(hash)!.has(removal.hash) && add?.newcomers.some(({ account }) => accountIdFromBytes(account) === goer))
      if (!readded) expect(one.now.members.has(goer)).toBe(false)
    }
    if (steps.every(step => goerOf(step) === undefined)) expect(fell.size).toBe(0)
  }), { numRuns: HISTORIES })
})

test('1,000 members, of whom a hundred are removed by three admins at once, and every one who is too many stays out', () => {
  const owner = new Walker('Owner')
  const admins = ['A', 'B', 'C'].map(name => new Walker(name))
  const crowd = Array.from({ length: MAX_GROUP_MEMBERS }, (_, i) => new Walker(`M${i}`))
  const first = owner.begins()
  owner.does(adding(...admins.map((one): [Walker, GroupRole] => [one, GroupRole.ADMIN])))
  for (let i = 0; i < crowd.length; i += 250) owner.does(adding(...crowd.slice(i, i + 250)))
  expect(owner.membership.now.members.size).toBe(MAX_GROUP_MEMBERS)
  for (const one of admins) one.knowsOf(first).hears(owner)
  for (const [i, one] of crowd.slice(0, 100).entries()) admins[i % 3]!.does(removing(one))
  owner.hears(...admins)
  expect(owner.membership.now.members.size).toBe(MAX_GROUP_MEMBERS - 100)
  for (const one of admins) {
    one.hears(owner)
    expect(shown(one.membership)).toEqual(shown(owner.membership))
  }
})
