import { describe, expect, test } from 'vitest'
import { fromHex } from '../../src/base/bytes.ts'
import { accountIdFromBytes, type AccountId, type DeviceId } from '../../src/base/ids.ts'
import { systemRandom } from '../../src/base/random.ts'
import { newPairSecret } from '../../src/crypto/pair-secrets.ts'
import { withSecret } from '../../src/messenger/core/contacts.ts'
import { WorldClock } from '../support/clock.ts'
import { Post, type Desk } from './desk.ts'

async function meet (desk: Desk, contactId: AccountId, name: string): Promise<void> {
  const change = desk.parts.changes.begin()
  desk.parts.contacts.meet(change, {
    account: contactId, announcedName: name, state: 'ready', secret: newPairSecret(systemRandom), devices: [], deviceListVersion: 1
  })
  await change.commit()
}

const id = (prefix: string): AccountId => accountIdFromBytes(fromHex(prefix.padEnd(64, '0')))

describe('contacts', () => {
  test('a part of an id that fits several says whom it could mean', async () => {
    await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
    const [ada] = post.desks
    const { contacts } = ada.parts
    await meet(ada, id('beef1'), 'Grace')
    await meet(ada, id('beef2'), 'Barbara')
    expect(contacts.resolve('grace').contactId).toBe(id('beef1'))
    expect(contacts.resolve('beef2').contactId).toBe(id('beef2'))
    expect(() => contacts.resolve('beef')).toThrow(expect.objectContaining({
      code: 'AMBIGUOUS',
      details: { candidates: [{ contactId: id('beef1'), name: 'Grace' }, { contactId: id('beef2'), name: 'Barbara' }] }
    }))
    expect(() => contacts.resolve('bee')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  })

  test('changes that are under way at once keep what each of them changed, in memory and on the disk', async () => {
    await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
    const [ada] = post.desks
    const { contacts, changes } = ada.parts
    await meet(ada, id('beef1'), 'Grace')
    const slow = changes.begin()
    contacts.revise(slow, id('beef1'), row => ({ ...row, deviceListVersion: 7 }))
    contacts.revise(slow, id('beef1'), row => ({ ...row, devices: [{ deviceId: 'd' as DeviceId, seq: 0 }] }))
    await Promise.all([
      contacts.update(id('beef1'), row => ({ ...row, nickname: 'Admiral' })),
      slow.commit(),
      contacts.update(id('beef1'), row => ({ ...row, lastSeenMs: 9 }), { quietly: true })
    ])
    const expected = { nickname: 'Admiral', deviceListVersion: 7, devices: [{ deviceId: 'd', seq: 0 }], lastSeenMs: 9 }
    expect(contacts.get(id('beef1'))).toMatchObject(expected)
    await ada.restart()
    expect(ada.parts.contacts.get(id('beef1'))).toMatchObject(expected)
  })

  test('who renames themselves takes nobody\'s name', async () => {
    await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
    const [ada] = post.desks
    const { contacts, changes } = ada.parts
    await meet(ada, id('beef1'), 'Grace')
    const change = changes.begin()
    contacts.announce(change, id('beef1'), 'Radia')
    await change.commit()
    expect(contacts.resolve('Radia (2)').contactId).toBe(id('beef1'))
    expect(contacts.resolve('Radia').announcedName).toBe('Radia')
  })

  test('a secret that both surely hold is never pushed out by new ones', () => {
    let secrets = [{ secret: 'sure', sinceMs: 0, provenAtMs: 0 }] as ReturnType<typeof withSecret>
    for (let i = 0; i < 20; i++) secrets = withSecret(secrets, newPairSecret(systemRandom), i)
    expect(secrets).toHaveLength(4)
    expect(secrets.map(({ secret }) => secret)).toContain('sure')
  })
})
