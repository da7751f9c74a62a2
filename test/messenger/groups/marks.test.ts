import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toHex, utf8 } from '../../../src/base/bytes.ts'
import { Events } from '../../../src/base/events.ts'
import { contentIdBytes, idBytes, type AccountId, type ContentId } from '../../../src/base/ids.ts'
import { silentLog } from '../../../src/base/log.ts'
import { systemRandom } from '../../../src/base/random.ts'
import { ChangeLog } from '../../../src/messenger/core/changes.ts'
import { History } from '../../../src/messenger/mail/history.ts'
import { Markings, MAX_HELD, MAX_HELD_TOGETHER } from '../../../src/messenger/mail/markings.ts'
import { openProfile } from '../../../src/store/profile.ts'
import { jsonCodec } from '../../../src/store/codecs.ts'
import type { Store } from '../../../src/store/store.ts'
import { TABLES } from '../../../src/store/tables.ts'
import { WorldClock } from '../../support/clock.ts'

const clock = new WorldClock()
const newAccount = (): AccountId => toHex(systemRandom(32)) as AccountId
const group = newAccount()
const idOf = (i: number): ContentId => `01J9Z3Y7Q8X4M2N6P5R1S${String(i).padStart(5, '0')}` as ContentId
const stamp = { lamport: 7, id: 'ff' as ContentId }

let folder: string
let store: Store
let changes: ChangeLog
let history: History
let markings: Markings

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nobyte-marks-'))
  const profile = await openProfile(folder, { clock, random: systemRandom, log: silentLog })
  store = await profile.create({ passphrase: 'correct horse', argon2: { memoryKiB: 64, passes: 1, parallelism: 1 } })
  await begin()
})

afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

async function begin (): Promise<void> {
  changes = new ChangeLog({ store, events: new Events() })
  history = new History({ store })
  markings = new Markings({ store, history, onPlan: () => {} })
  await markings.load()
}

async function marks (by: AccountId, ids: ContentId[], text?: string): Promise<void> {
  const change = changes.begin()
  for (const id of ids) {
    const { mark } = await markings.marker(group, id, { by, authorOnly: text !== undefined })
    mark(change, text === undefined ? { reaction: { ...stamp, emoji: '👍' } } : { edit: { ...stamp, atMs: 1 } }, text)
  }
  await change.commit()
}

async function arrives (author: AccountId, id: ContentId): Promise<void> {
  const change = changes.begin()
  const origin = {
    author: idBytes(author), chain: new Uint8Array(16), seq: 1, addressees: 0, unverified: false, offeredBy: new Uint8Array(0)
  }
  const text = { text: utf8('as it was'), replyTo: new Uint8Array(0), expiresAfterMs: 0 }
  const contents = [{ id: contentIdBytes(id), lamport: 1, seq: 1, sentAtMs: 1, quiet: false, origin, text }]
  await history.addPage(change, group, { direction: 'in', storedAtMs: 1, contents })
  await change.commit()
}

const reactions = async (id: ContentId, author: AccountId): Promise<unknown[]> =>
  (await markings.view(group, id, author)).reactions.map(({ by }) => by)

test('a member who speaks of ever more that is not there drops marks of their own, and nobody else\'s', async () => {
  const [ada, ben, eve] = [newAccount(), newAccount(), newAccount()]
  await marks(ben, [idOf(0)])
  await marks(eve, Array.from({ length: MAX_HELD + 50 }, (_, i) => idOf(i)))
  await begin()
  for (const i of [0, 49, 50, MAX_HELD + 49]) await arrives(ada, idOf(i))
  expect(await reactions(idOf(0), ada)).toEqual([ben])
  expect(await reactions(idOf(49), ada)).toEqual([])
  expect(await reactions(idOf(50), ada)).toEqual([eve])
  expect(await reactions(idOf(MAX_HELD + 49), ada)).toEqual([eve])
})

test('many who do so together fill a bounded place, and whoever has the most of it makes room', async () => {
  const [ada, ben] = [newAccount(), newAccount()]
  await marks(ben, [idOf(0)])
  const sybils = Array.from({ length: 9 }, newAccount)
  for (const one of sybils) await marks(one, Array.from({ length: MAX_HELD }, (_, i) => idOf(i)))
  const held = store.table(TABLES.heldMarks, jsonCodec())
  let count = 0
  for await (const _ of held.entries({ id: group })) count++
  expect(count).toBe(MAX_HELD_TOGETHER)
  await arrives(ada, idOf(0))
  expect(await reactions(idOf(0), ada)).toContain(ben)
})

test('what somebody puts in the place of a text before it is there is shown only where the text was theirs', async () => {
  const [ada, eve] = [newAccount(), newAccount()]
  await marks(ada, [idOf(1)], 'as she meant it')
  await marks(eve, [idOf(1)], 'as eve likes it')
  await arrives(ada, idOf(1))
  expect((await markings.view(group, idOf(1), ada)).edited).toBe(true)
  expect(await markings.text(group, idOf(1), ada)).toBe('as she meant it')
})
