import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex, utf8 } from '../../src/base/bytes.ts'
import type { DeviceId } from '../../src/base/ids.ts'
import { systemRandom } from '../../src/base/random.ts'
import { createSessions } from '../../src/crypto/libsignal.ts'
import { readPreKeyMessage } from '../../src/crypto/prekey-message.ts'
import { newPreKeyId } from '../../src/crypto/prekeys.ts'
import type { SessionRecordKind } from '../../src/crypto/sessions.ts'
import { PreKeys } from '../../src/wire/gen/identity.ts'
import { readVectors } from '../vectors/read.ts'
import { damaged } from './hostile-bytes.ts'
import { RatchetDevice, StoryClock } from './ratchet-device.ts'

interface Vector {
  identityKeyPair: string, registrationId: number, deviceId: DeviceId, preKeysId: string, storedPreKeys: string, preKeys: string,
  sender: DeviceId, first: string, firstPlaintext: string, storedSession: string, second: string, secondPlaintext: string
}

const vectors = readVectors<Vector>('first-message')

describe('stored keys and sessions of earlier releases', () => {
  test.each(vectors)('still read the first messages that were written to them', async vector => {
    const device = {
      deviceId: vector.deviceId, identityKeyPair: fromHex(vector.identityKeyPair), registrationId: vector.registrationId
    }
    const sessionsWith = (kind: SessionRecordKind, id: string, value: string): ReturnType<typeof createSessions> => createSessions({
      device,
      records: { get: async (...wanted) => wanted.join() === [kind, id].join() ? fromHex(value) : undefined },
      clock: new StoryClock(),
      random: systemRandom
    })
    const fresh = sessionsWith('pre-keys', vector.preKeysId, vector.storedPreKeys).overlay()
    expect(await fresh.decryptFirst(fromHex(vector.first)))
      .toMatchObject({ kind: 'plaintext', device: vector.sender, plaintext: utf8(vector.firstPlaintext) })
    const later = sessionsWith('session', vector.sender, vector.storedSession).overlay()
    expect(await later.decrypt(vector.sender, { preKey: true, ciphertext: fromHex(vector.second) }))
      .toEqual({ kind: 'plaintext', plaintext: utf8(vector.secondPlaintext), began: false })
  })

  test.each(vectors)('still let others begin a session', async ({ preKeys, deviceId }) => {
    const alice = new RatchetDevice(new StoryClock())
    await alice.step(async overlay => { await overlay.begin(PreKeys.decode(fromHex(preKeys))) })
    expect(await alice.sessions.overlay().hasSession(deviceId)).toBe(true)
  })
})

test('a pre-key id has 24 bits and is never zero', () => {
  const answers = [[0, 0, 0], [0, 0, 0], [1, 2, 3]].map(bytes => new Uint8Array(bytes))
  expect(newPreKeyId(() => answers.shift()!)).toBe(0x010203)
  for (let i = 0; i < 1000; i++) expect(newPreKeyId(systemRandom)).toSatisfy((id: number) => id > 0 && id < 2 ** 24)
})

test('whatever bytes come as a first message, the answer is a result and never an error', async () => {
  const bob = new RatchetDevice(new StoryClock())
  const valid = fromHex(vectors[0]!.first)
  fc.assert(fc.property(damaged(valid), bytes => { readPreKeyMessage(bytes) }), { numRuns: 10_000 })
  await fc.assert(fc.asyncProperty(damaged(valid), async bytes => {
    const overlay = bob.sessions.overlay()
    expect((await overlay.decryptFirst(bytes)).kind).toBe('broken')
    expect((await overlay.decrypt(vectors[0]!.sender, { preKey: true, ciphertext: bytes })).kind).toBe('broken')
    expect(overlay.changes()).toEqual([])
  }), { numRuns: 500 })
})

test('keys of two bundles cannot be mixed, nor the one-time key left out', async () => {
  const [alice, bob] = [new RatchetDevice(new StoryClock()), new RatchetDevice(new StoryClock())]
  const [one, two] = [await bob.step(async o => await o.makePreKeys()), await bob.step(async o => await o.makePreKeys())]
  const mixed = { ...one, kyberId: two.kyberId, kyberKey: two.kyberKey, kyberSignature: two.kyberSignature }
  const without = { ...one, oneTimeId: 0, oneTimeKey: new Uint8Array(0) }
  for (const keys of [mixed, without]) {
    await alice.step(async overlay => { await overlay.begin(keys) })
    const { ciphertext } = await alice.step(async overlay => await overlay.encrypt(bob.id, utf8('hello')))
    expect(await bob.step(async overlay => await overlay.decryptFirst(ciphertext))).toEqual({ kind: 'broken', reason: 'keys-missing' })
  }
  expect(bob.kept('pre-keys')).toHaveLength(2)
})
