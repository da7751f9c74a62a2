import { expect, test } from 'vitest'
import { toHex, utf8 } from '../../../src/base/bytes.ts'
import type { AccountId, DeviceId } from '../../../src/base/ids.ts'
import { systemRandom } from '../../../src/base/random.ts'
import { signGroupItem } from '../../../src/crypto/group-items.ts'
import type { Archive } from '../../../src/messenger/groups/archive.ts'
import { Group } from '../../../src/messenger/groups/group.ts'
import { Speech, type SpeechDeps } from '../../../src/messenger/groups/speech.ts'
import { MAX_ITEMS_PER_SENDER_KEY, SENDER_KEY_LIFE_MS } from '../../../src/wire/limits.ts'
import { WorldClock } from '../../support/clock.ts'
import { adding, removing, Walker } from './circle.ts'

const CHAIN = 'ab'.repeat(16)
const newDevice = (): DeviceId => toHex(systemRandom(32)) as DeviceId

test('another key is begun once whoever has it is gone, or a device of theirs, and when it is old or much used; not before', async () => {
  const clock = new WorldClock()
  const [ada, ben] = [new Walker('Ada'), new Walker('Ben')]
  const first = ada.begins()
  ada.does(adding(ben))
  const group = new Group({ groupId: first.group, addedAtMs: 0, chain: CHAIN, seq: 0, prev: '' }, first)
  const knows = (): void => { for (const step of ada.membership.all()) group.take(step) }
  knows()
  const devices = new Map<AccountId, DeviceId[]>([[ben.account.accountId, [newDevice()]]])
  const contacts = {
    byAccount: (account: AccountId) => devices.has(account) ? { devices: devices.get(account)!.map(deviceId => ({ deviceId })) } : undefined
  } as unknown as SpeechDeps['contacts']
  const speech = new Speech({ archive: {} as Archive, contacts, device: newDevice(), clock, random: systemRandom })
  const item = signGroupItem(ada.account, {
    group: group.id, chain: CHAIN, seq: 1, prev: '', heads: ada.membership.parents, content: utf8('hello')
  })
  /** What is said now is said under this key, which whoever is here has from now on. */
  const says = async (): Promise<string> => {
    await speech.seal(group, item)
    const { distribution, given } = group.row.key!
    for (const device of devices.get(ben.account.accountId) ?? []) given[device] = ben.account.accountId
    return distribution
  }
  const begun = await says()
  expect(await says()).toBe(begun)
  devices.get(ben.account.accountId)!.push(newDevice())
  expect(await says()).toBe(begun)
  devices.get(ben.account.accountId)!.shift()
  const second = await says()
  expect(second).not.toBe(begun)
  expect(await says()).toBe(second)
  devices.delete(ben.account.accountId)
  expect(await says()).toBe(second) // who is no contact any more is a member still
  ada.does(removing(ben))
  knows()
  const third = await says()
  expect(third).not.toBe(second)
  for (let said = 1; said < MAX_ITEMS_PER_SENDER_KEY; said++) expect(await says()).toBe(third)
  const fourth = await says()
  expect(fourth).not.toBe(third)
  clock.pass(SENDER_KEY_LIFE_MS)
  expect(await says()).not.toBe(fourth)
})
