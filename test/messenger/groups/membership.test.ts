import { describe, expect, test } from 'vitest'
import { GroupRight, GroupRole } from '../../../src/wire/gen/group.ts'
import { MAX_PENDING_GROUP_OPERATIONS } from '../../../src/wire/limits.ts'
import { mayPost } from '../../../src/messenger/groups/standing.ts'
import { adding, leaving, making, removing, setting, Walker } from './circle.ts'

/** Ada made it, and made Ben an admin, then Cid; Dot and Eve are members. All have all steps. */
function circle (): [ada: Walker, ben: Walker, cid: Walker, dot: Walker, eve: Walker] {
  const [ada, ben, cid, dot, eve] = ['Ada', 'Ben', 'Cid', 'Dot', 'Eve'].map(name => new Walker(name)) as ReturnType<typeof circle>
  const first = ada.begins()
  ada.does(adding([ben, GroupRole.ADMIN]))
  ada.does(adding([cid, GroupRole.ADMIN], dot, eve))
  for (const one of [ben, cid, dot, eve]) one.knowsOf(first).hears(ada)
  return [ada, ben, cid, dot, eve]
}

const meet = (...people: Walker[]): string => {
  for (const one of people) one.hears(...people)
  const views = new Set(people.map(({ names }) => names))
  expect(views.size).toBe(1)
  return people[0]!.names
}

describe('a group', () => {
  test('has the members that its admins added, with the roles that they gave', () => {
    const [ada, ben, cid, dot, eve] = circle()
    expect(meet(ada, ben, cid, dot, eve)).toBe('Ada (owner), Ben (admin), Cid (admin), Dot, Eve')
    ben.does(making(dot, GroupRole.READER))
    cid.does(leaving())
    expect(meet(ada, ben, cid, dot, eve)).toBe('Ada (owner), Ben (admin), Dot (reader), Eve')
    expect(mayPost(ada.membership.now, dot.account.accountId)).toBe(false)
    expect(mayPost(ada.membership.now, eve.account.accountId)).toBe(true)
    ada.does(setting({ posts: GroupRight.ADMINS }))
    expect(mayPost(ada.membership.now, eve.account.accountId)).toBe(false)
  })

  test('takes a step only from who had the right to it, by what they had seen', () => {
    const [ada, ben, , dot, eve] = circle()
    const stranger = new Walker('Fay').knowsOf(ada.membership.all()[0]!)
    stranger.hears(ada)
    const refused = [
      stranger.signs(adding(stranger)), dot.signs(adding(stranger)), dot.signs(removing(eve)), dot.signs(making(dot, GroupRole.ADMIN)),
      dot.signs(setting({ name: 'Mine' })), ben.signs(removing(ada)), ben.signs(making(ben, GroupRole.OWNER)),
      ben.signs(adding([stranger, GroupRole.OWNER])), ben.signs(removing(stranger)), ben.signs(removing(ben))
    ]
    for (const step of refused) expect(ada.membership.add(step)).toMatchObject({ kind: 'refused' })
    expect(meet(ada, ben, dot, eve)).toBe('Ada (owner), Ben (admin), Cid (admin), Dot, Eve')
    ada.does(setting({ adds: GroupRight.MEMBERS }))
    dot.hears(ada)
    expect(dot.membership.add(dot.signs(adding([stranger, GroupRole.ADMIN])))).toMatchObject({ kind: 'refused' })
    dot.does(adding(stranger))
    expect(meet(ada, dot)).toContain('Fay')
  })

  test('takes nothing from another group, nor a second beginning', () => {
    const [ada, ben] = circle()
    const [other] = circle()
    expect(ada.membership.add(other.does(setting({ name: 'Other' })))).toMatchObject({ kind: 'refused' })
    expect(ada.membership.add(ben.begins())).toMatchObject({ kind: 'refused' })
  })
})

describe('what was done by people who did not know of each other', () => {
  test('a removal beats adding the same person, and whatever the removed one did beside it', () => {
    const [ada, ben, cid, dot, eve] = circle()
    const fay = new Walker('Fay')
    ada.does(removing(ben))
    ben.does(adding(fay))
    ben.does(removing(dot))
    cid.does(adding(ben))
    expect(meet(ada, ben, cid, dot, eve)).toBe('Ada (owner), Cid (admin), Dot, Eve')
    expect(ada.membership.fallen.map(({ author }) => author).sort()).toEqual([ben, ben, cid].map(({ account }) => account.accountId).sort())
    cid.does(adding(ben)) // who knew of the removal may
    expect(meet(ada, ben, cid)).toBe('Ada (owner), Ben, Cid (admin), Dot, Eve')
  })

  test('who was added by somebody who was removed beside it is out, with all that they did', () => {
    const [ada, ben, cid, dot, eve] = circle()
    const fay = new Walker('Fay').knowsOf(ada.membership.all()[0]!)
    ben.does(adding([fay, GroupRole.ADMIN]))
    fay.hears(ben)
    fay.does(removing(dot))
    ada.does(removing(ben))
    expect(meet(ada, ben, cid, dot, eve, fay)).toBe('Ada (owner), Cid (admin), Dot, Eve')
  })

  test('of two admins who remove each other the senior stays', () => {
    const [ada, ben, cid, dot, eve] = circle()
    ben.does(removing(cid))
    cid.does(removing(ben))
    expect(meet(ada, ben, cid, dot, eve)).toBe('Ada (owner), Ben (admin), Dot, Eve')
  })

  test('of two who came at once, the one whose step has the lower hash stays', () => {
    const [ada, ben, cid, dot, eve] = circle()
    ada.does(making(dot, GroupRole.ADMIN))
    ada.does(making(eve, GroupRole.ADMIN))
    meet(ada, ben, cid, dot, eve)
    const steps = [[dot.does(removing(eve)), 'Dot'], [eve.does(removing(dot)), 'Eve']] as const
    const stays = steps.toSorted(([a], [b]) => a.hash < b.hash ? -1 : 1)[0]![1]
    expect(meet(ada, ben, cid, dot, eve)).toBe(`Ada (owner), Ben (admin), Cid (admin), ${stays} (admin)`)
  })

  test('of three in a circle the senior stays, and who they removed is out', () => {
    const [ada, ben, cid, dot, eve] = circle()
    ada.does(making(dot, GroupRole.ADMIN))
    meet(ada, ben, cid, dot, eve)
    ben.does(removing(cid))
    cid.does(removing(dot))
    dot.does(removing(ben))
    expect(meet(ada, ben, cid, dot, eve)).toBe('Ada (owner), Ben (admin), Dot (admin), Eve')
  })

  test('a step dated back by somebody who was removed changes nothing, and is shown', () => {
    const [ada, ben, cid, dot, eve] = circle()
    const old = ben.membership.parents
    ada.does(removing(ben))
    ben.hears(ada)
    expect(ben.membership.add(ben.signs(removing(ada)))).toMatchObject({ kind: 'refused' })
    const late = ben.does(removing(dot), old)
    expect(meet(ada, ben, cid, dot, eve)).toBe('Ada (owner), Cid (admin), Dot, Eve')
    expect(cid.membership.fallen.map(({ hash }) => hash)).toEqual([late.hash])
  })

  test('of two removals of one person the later end of each of their chains counts', () => {
    const [ada, ben, cid] = circle()
    const [one, two] = ['01'.repeat(16), '02'.repeat(16)]
    ada.does(removing(cid, { [one]: 7, [two]: 1 }))
    ben.does(removing(cid, { [one]: 5, [two]: 3 }))
    meet(ada, ben)
    expect(Object.fromEntries(ada.membership.now.gone.get(cid.account.accountId)!)).toEqual({ [one]: 7, [two]: 3 })
  })
})

test('a step waits for those that it names, in bounds, and brings with it what waited for it', () => {
  const [ada, ben] = circle()
  const steps = Array.from({ length: 5 }, (_, i) => ada.does(setting({ name: `name ${i}` })))
  for (const step of steps.slice(1).toReversed()) expect(ben.membership.add(step)).toMatchObject({ kind: 'pending' })
  expect(ben.membership.add(steps[3]!)).toEqual({ kind: 'pending', missing: [] })
  expect(ben.membership.add(steps[0]!)).toMatchObject({ kind: 'added', operations: steps })
  expect(ben.membership.now.settings.name).toBe('name 4')
  const orphans = Array.from({ length: MAX_PENDING_GROUP_OPERATIONS + 5 }, (_, i) =>
    ada.signs(setting({ name: `orphan ${i}` }), ['ab'.repeat(32)]))
  for (const step of orphans) ben.membership.add(step)
  expect(ben.membership.pending).toBe(MAX_PENDING_GROUP_OPERATIONS)
})
