import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fromHex, utf8 } from '../../../src/base/bytes.ts'
import { Events } from '../../../src/base/events.ts'
import { silentLog } from '../../../src/base/log.ts'
import { systemRandom } from '../../../src/base/random.ts'
import { HOUR, SECOND } from '../../../src/base/time.ts'
import { signGroupItem } from '../../../src/crypto/group-items.ts'
import { ChangeLog } from '../../../src/messenger/core/changes.ts'
import type { ContactRow } from '../../../src/messenger/core/rows.ts'
import { Allowance } from '../../../src/messenger/groups/allowance.ts'
import { Group } from '../../../src/messenger/groups/group.ts'
import { Post, type PostDeps } from '../../../src/messenger/groups/post.ts'
import { Roster } from '../../../src/messenger/groups/roster.ts'
import { openProfile } from '../../../src/store/profile.ts'
import type { Store } from '../../../src/store/store.ts'
import { Content } from '../../../src/wire/gen/content.ts'
import type { GroupKnown, GroupParcel } from '../../../src/wire/gen/group.ts'
import { MAX_HANDED_AT_ONCE, MAX_HANDED_PER_SECOND } from '../../../src/wire/limits.ts'
import { WorldClock } from '../../support/clock.ts'
import { adding, Walker } from './circle.ts'

const CHAIN = 'ab'.repeat(16)
const SAID = 1200
let clock: WorldClock
let folder: string
let store: Store

beforeEach(async () => {
  clock = new WorldClock()
  folder = await mkdtemp(join(tmpdir(), 'nobyte-allowance-'))
  const profile = await openProfile(folder, { clock, random: systemRandom, log: silentLog })
  store = await profile.create({ passphrase: 'correct horse', argon2: { memoryKiB: 64, passes: 1, parallelism: 1 } })
})

afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

test('a burst is free, what follows comes with time, and a clock that is set back neither gives nor takes', () => {
  const allowance = new Allowance(clock)
  const [ben, cid] = ['aa', 'bb'].map(id => id.repeat(32)) as [ContactRow['contactId'], ContactRow['contactId']]
  allowance.take(ben, MAX_HANDED_AT_ONCE)
  expect([allowance.left(ben), allowance.left(cid)]).toEqual([0, MAX_HANDED_AT_ONCE])
  clock.pass(10 * SECOND)
  expect(allowance.left(ben)).toBe(10 * MAX_HANDED_PER_SECOND)
  clock.pass(-HOUR)
  expect(allowance.left(ben)).toBe(0)
  clock.pass(24 * HOUR)
  expect(allowance.left(ben)).toBe(MAX_HANDED_AT_ONCE)
})

test('a member who was long away gets all in a few answers; one who asks for it for ever is served no more, and others are', async () => {
  const changes = new ChangeLog({ store, events: new Events() })
  const roster = new Roster({ store, changes, clock, random: systemRandom })
  const [ada, ben, cid] = ['Ada', 'Ben', 'Cid'].map(name => new Walker(name)) as [Walker, Walker, Walker]
  const first = ada.begins()
  ada.does(adding(ben, cid))
  const group = new Group({ groupId: first.group, addedAtMs: 0, chain: CHAIN, seq: 0, prev: '' }, first)
  for (const step of ada.membership.all()) group.take(step)
  const change = changes.begin()
  for (let seq = 1, prev = ''; seq <= SAID; seq++) {
    const content = Content.encode({
      id: new Uint8Array(16), lamport: seq, seq, sentAtMs: 1, quiet: false,
      text: { text: utf8('hello'), replyTo: new Uint8Array(0), expiresAfterMs: 0 }
    })
    const item = signGroupItem(ada.account, { group: group.id, chain: CHAIN, seq, prev, heads: ada.membership.parents, content })
    const at = group.nextItem
    group.note(item, at)
    roster.archive.putItem(change.batch, at, item)
    prev = item.hash
  }
  await change.commit()
  let sent: GroupParcel[] = []
  const outbox = { place: async (_change: unknown, _to: unknown, { group: parcel }: { group: GroupParcel }) => { sent.push(parcel) } }
  const post = new Post({
    me: ada.account.accountId, roster, contacts: {}, outbox, wake () {}, clock, log: silentLog
  } as unknown as PostDeps)
  const rowOf = ({ account: { accountId } }: Walker): ContactRow =>
    ({ contactId: accountId, account: accountId, devices: [] }) as unknown as ContactRow
  const ask = async (who: Walker, known: GroupKnown): Promise<{ items: number, tells: boolean }> => {
    sent = []
    const answer = changes.begin()
    await post.answer(answer, group, rowOf(who), known)
    await answer.commit()
    return { items: sent.reduce((sum, { items }) => sum + items.length, 0), tells: sent.some(({ known: told }) => told !== undefined) }
  }
  const nothing: GroupKnown = { heads: [], chains: [], answer: true, keyless: false }
  const upTo = (last: number): GroupKnown => ({
    heads: group.known({ answer: true }).heads,
    chains: [{ author: ada.account.publicKey, chain: fromHex(CHAIN), ranges: [{ first: 1, last }] }],
    answer: true, keyless: false
  })
  expect(await ask(ben, nothing)).toEqual({ items: 1000, tells: true })
  expect(await ask(ben, upTo(1000))).toEqual({ items: 200, tells: false })
  let handed = 0
  for (let i = 0; i < 100; i++) handed += (await ask(cid, nothing)).items
  expect(handed).toBeGreaterThan(MAX_HANDED_AT_ONCE - 1000)
  expect(handed).toBeLessThanOrEqual(MAX_HANDED_AT_ONCE)
  expect(await ask(cid, nothing)).toEqual({ items: 0, tells: false })
  expect((await ask(ben, nothing)).items).toBe(1000)
  clock.pass(200 * SECOND)
  expect((await ask(cid, nothing)).items).toBe(998) // and the two steps
})
