import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex, toBase64url } from '../../src/base/bytes.ts'
import { accountIdFromBytes, type AccountId, type DeviceId } from '../../src/base/ids.ts'
import { systemRandom } from '../../src/base/random.ts'
import { DAY } from '../../src/base/time.ts'
import { newPairSecret } from '../../src/crypto/pair-secrets.ts'
import { withProof, withSecret } from '../../src/messenger/core/contacts.ts'
import { WorldClock } from '../support/clock.ts'
import { Post, type Desk } from './desk.ts'

async function meet (desk: Desk, contactId: AccountId, name: string): Promise<void> {
  const change = desk.parts.changes.begin()
  desk.parts.contacts.meet(change, {
    account: contactId,
    announcedName: name,
    state: 'ready',
    secret: newPairSecret(systemRandom),
    device: contactId as string as DeviceId,
    devices: [],
    deviceListVersion: 1
  })
  await change.commit()
}

type Secrets = ReturnType<typeof withSecret>

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
    for (let i = 0; i < 20; i++) secrets = withSecret(secrets, newPairSecret(systemRandom), i, { crossing: false })
    expect(secrets).toHaveLength(4)
    expect(secrets.map(({ secret }) => secret)).toContain('sure')
  })

  test('two whose links crossed prefer the same secret, in whatever order they learned and proved them', () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(secret => new Uint8Array(secret))
    fc.assert(fc.property(bytes, bytes, fc.boolean(), fc.boolean(), (ofAda, ofRadia, isProvenEarly, isProvenUnderAdas) => {
      fc.pre(toBase64url(ofAda) !== toBase64url(ofRadia))
      const learn = (order: Array<typeof ofAda>): Secrets => order.reduce<Secrets>((secrets, secret, i) => {
        const known = withSecret(secrets, secret, i, { crossing: i > 0 })
        return isProvenEarly && i === 0 ? withProof(known, toBase64url(isProvenUnderAdas ? ofAda : ofRadia), i) : known
      }, [])
      const [ada, radia] = [learn([ofAda, ofRadia]), learn([ofRadia, ofAda])]
      expect(ada.map(({ secret }) => secret)).toEqual(radia.map(({ secret }) => secret))
    }))
  })

  test('a new secret that is still on its way to the other side is kept, however long that takes', () => {
    const secrets: Secrets = [{ secret: 'on its way', sinceMs: 0 }, { secret: 'present', sinceMs: 0, provenAtMs: 0 }]
    expect(withProof(secrets, 'present', 10 * DAY).map(({ secret }) => secret)).toEqual(['on its way', 'present'])
  })

  test('two who meet once a day, whoever dials, never let go of the last secret that both hold', () => {
    const step = fc.record({ isAdaDialling: fc.boolean(), renews: fc.boolean(), arrives: fc.boolean() })
    fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), fc.boolean(), (steps, radiaHadForgottenHer) => {
      const text = toBase64url(newPairSecret(systemRandom))
      let [ada, radia] = [[{ secret: text, sinceMs: 0 }], [{ secret: text, sinceMs: 0 }]] as [Secrets, Secrets]
      if (radiaHadForgottenHer) ada = [{ secret: 'known to Ada alone', sinceMs: -10 * DAY, provenAtMs: -10 * DAY }, ...ada]
      for (const [i, { isAdaDialling, renews, arrives }] of steps.entries()) {
        const nowMs = i * DAY
        if (renews && ada[0]?.provenAtMs !== undefined) {
          const next = newPairSecret(systemRandom)
          ada = withSecret(ada, next, nowMs, { crossing: false })
          if (arrives) radia = withSecret(radia, next, nowMs, { crossing: false })
        }
        const [dialler, listener] = isAdaDialling ? [ada, radia] : [radia, ada]
        const shared = dialler.find(({ secret }) => listener.some(known => known.secret === secret))
        expect(shared).toBeDefined()
        ada = withProof(ada, shared!.secret, nowMs)
        radia = withProof(radia, shared!.secret, nowMs)
      }
    }))
  })
})
