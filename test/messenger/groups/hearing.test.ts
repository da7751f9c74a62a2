import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toText, utf8 } from '../../../src/base/bytes.ts'
import { Events } from '../../../src/base/events.ts'
import { silentLog } from '../../../src/base/log.ts'
import { systemRandom } from '../../../src/base/random.ts'
import { DAY } from '../../../src/base/time.ts'
import { signGroupItem, type VerifiedItem } from '../../../src/crypto/group-items.ts'
import { ChangeLog, type Change } from '../../../src/messenger/core/changes.ts'
import { Archive } from '../../../src/messenger/groups/archive.ts'
import { lacking } from '../../../src/messenger/groups/exchange.ts'
import { Group } from '../../../src/messenger/groups/group.ts'
import { Hearing, historyOf, isLate, originOf } from '../../../src/messenger/groups/hearing.ts'
import { History } from '../../../src/messenger/mail/history.ts'
import { openProfile } from '../../../src/store/profile.ts'
import type { Store } from '../../../src/store/store.ts'
import { Content } from '../../../src/wire/gen/content.ts'
import { GroupRole } from '../../../src/wire/gen/group.ts'
import { WorldClock } from '../../support/clock.ts'
import { adding, making, removing, Walker } from './circle.ts'

const CHAIN = 'ab'.repeat(16)
const clock = new WorldClock()
let folder: string
let store: Store
let changes: ChangeLog
let archive: Archive
let history: History
let hearing: Hearing
let ada: Walker
let ben: Walker
let group: Group

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nobyte-groups-'))
  const profile = await openProfile(folder, { clock, random: systemRandom, log: silentLog })
  store = await profile.create({ passphrase: 'correct horse', argon2: { memoryKiB: 64, passes: 1, parallelism: 1 } })
  changes = new ChangeLog({ store, events: new Events() })
  archive = new Archive(store)
  history = new History({ store })
  ada = new Walker('Ada')
  hearing = new Hearing({
    me: ada.account.accountId, archive, history, clock, log: silentLog, marks: { hear: async () => {} }, onKeys: () => {}
  })
  ben = new Walker('Ben')
  const first = ada.begins()
  ada.does(adding(ben))
  ben.knowsOf(first).hears(ada)
  group = new Group({ groupId: first.group, addedAtMs: 0, chain: CHAIN, seq: 0, prev: '' }, first)
  knows(ada)
})

afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const knows = (walker: Walker): void => { for (const step of walker.membership.all()) group.take(step) }
let ids = 0
const says = (who: Walker, text: string, seq = 1, prev = '', heads = who.membership.parents): VerifiedItem => {
  const id = new Uint8Array(16).fill(++ids)
  const body = { text: { text: utf8(text), replyTo: new Uint8Array(0), expiresAfterMs: 0 } }
  const content = Content.encode({ id, lamport: ids, seq, sentAtMs: 1, quiet: false, ...body })
  return signGroupItem(who.account, { group: group.id, chain: CHAIN, seq, prev, heads, content })
}
async function within<T> (task: (change: Change) => Promise<T>): Promise<T> {
  const change = changes.begin()
  const result = await task(change)
  await change.commit()
  return result
}
const hear = async ({ signed }: Pick<VerifiedItem, 'signed'>): Promise<string> =>
  (await within(async change => await hearing.hear(change, group, signed, { by: ben.account.accountId }))).kind
const doubts = async (): Promise<string[]> => (await archive.doubts(group.id)).map(({ what }) => what)
async function shown (): Promise<string[]> {
  const texts: string[] = []
  for await (const { contents } of history.pagesAfter(historyOf(group.id), 0n)) {
    for (const { text, origin } of contents) texts.push(`${toText(text!.text)}${origin!.unverified ? ' (unverified)' : ''}`)
  }
  return texts
}

test('what a member said is shown once, however often it comes, and nothing that they did not sign', async () => {
  const item = says(ben, 'hello')
  expect([await hear(item), await hear(item)]).toEqual(['new', 'known'])
  const { signature } = says(ada, 'hello').signed
  await expect(hear({ signed: { ...item.signed, signature } })).rejects.toThrow('did not sign')
  expect(await shown()).toEqual(['hello'])
})

test('who tells two different pasts is shown as somebody who does', async () => {
  const one = says(ben, 'yes')
  await hear(one)
  expect(await hear(says(ben, 'no'))).toBe('known')
  expect(await hear(says(ben, 'as I said', 2, says(ben, 'no').hash))).toBe('refused')
  expect(await hear(says(ben, 'as I said', 3, one.hash))).toBe('new') // the second may still come
  expect(await hear(says(ben, 'in between', 2, one.hash))).toBe('refused') // and is not what the third answers
  expect(await doubts()).toEqual(['forked'])
  expect(await shown()).toEqual(['yes', 'as I said'])
})

test('who was no member, or may not write, by the membership that they cite, is refused, and that is shown', async () => {
  const stranger = new Walker('Eve').knowsOf(ada.membership.all()[0]!)
  stranger.hears(ada)
  expect(await hear(says(stranger, 'let me in'))).toBe('refused')
  ada.does(making(ben, GroupRole.READER))
  ben.hears(ada)
  knows(ada)
  expect(await hear(says(ben, 'may I?'))).toBe('refused')
  expect(await doubts()).toEqual(['outsider', 'outsider'])
  expect(await shown()).toEqual([])
})

test('what somebody dates back after they were removed is refused; what was shown before is marked', async () => {
  const first = says(ben, 'one')
  const second = says(ben, 'two', 2, first.hash)
  for (const item of [first, second]) await hear(item)
  ada.does(removing(ben, { [CHAIN]: 1 }))
  knows(ada)
  expect(await hear(says(ben, 'three', 3, second.hash))).toBe('refused')
  expect(await doubts()).toEqual(['late'])
  const late: boolean[] = []
  for await (const { contents } of history.pagesAfter(historyOf(group.id), 0n)) late.push(isLate(group, originOf(contents[0]!)!))
  expect(late).toEqual([false, true])
})

test('what cites steps that are not here waits for them, and is shown as unverified when they do not come for a day', async () => {
  const eve = new Walker('Eve').knowsOf(ada.membership.all()[0]!)
  ada.does(adding(eve))
  eve.hears(ada)
  const first = says(eve, 'new here')
  expect(await hear(first)).toBe('held')
  expect(await within(async change => await hearing.recall(change, group))).toEqual([])
  knows(ada)
  expect(await within(async change => await hearing.recall(change, group))).toHaveLength(1)
  ada.does(adding(new Walker('Fay')))
  expect(await hear(says(eve, 'and Fay', 2, first.hash, ada.membership.parents))).toBe('held')
  clock.pass(DAY)
  await within(async change => await hearing.recall(change, group))
  expect(await shown()).toEqual(['new here', 'and Fay (unverified)'])
})

test('whoever asks for all that they lack gets nothing from before they were added or after they were removed', async () => {
  const cid = new Walker('Cid')
  const known = { heads: [], chains: [], answer: false, keyless: false }
  const lackedBy = async ({ account }: Walker): Promise<string[]> => {
    const { items } = await lacking(archive, group, known, account.accountId)
    return items.map(({ content }) => toText(Content.decode(content).text!.text))
  }
  const before = says(ben, 'before')
  await hear(before)
  ada.does(adding(cid))
  ben.hears(ada)
  knows(ada)
  const during = says(ben, 'during', 2, before.hash)
  await hear(during)
  ada.does(removing(cid))
  ben.hears(ada)
  knows(ada)
  await hear(says(ben, 'after', 3, during.hash))
  expect(await lackedBy(cid)).toEqual(['during'])
  expect(await lackedBy(ada)).toEqual(['before', 'during', 'after'])
})
