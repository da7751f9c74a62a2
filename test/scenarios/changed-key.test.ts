import { expect, test } from 'vitest'
import { toBase64url } from '../../src/base/bytes.ts'
import { fromBase64url } from '../../src/base/bytes.ts'
import { systemRandom } from '../../src/base/random.ts'
import { DAY } from '../../src/base/time.ts'
import { accountFromEntropy } from '../../src/crypto/account.ts'
import { deviceWithSecrets, signDeviceList } from '../../src/crypto/devices.ts'
import type { SecretsRow } from '../../src/messenger/core/rows.ts'
import { jsonCodec } from '../../src/store/codecs.ts'
import { TABLES } from '../../src/store/tables.ts'
import { SignedDeviceList } from '../../src/wire/gen/identity.ts'
import type { Person } from '../support/person.ts'
import { createWorld } from '../support/world.ts'

/** Somebody's device comes into the hands of another account, which says so. */
async function giveToAnotherAccount (person: Person, nowMs: number): Promise<void> {
  const secrets = person.store.table(TABLES.secrets, jsonCodec<SecretsRow>())
  const row = (await secrets.get({ id: 'self' }))!
  const account = accountFromEntropy(systemRandom(32))
  const device = deviceWithSecrets({
    deviceId: row.deviceId, identityKeyPair: fromBase64url(row.identityKeyPair), registrationId: row.registrationId
  })
  const devices = signDeviceList({ account, devices: [device], version: nowMs, addedMs: nowMs })
  const batch = person.store.batch()
  secrets.put(batch, { id: 'self' }, {
    ...row, accountSeed: toBase64url(account.seed), devices: toBase64url(SignedDeviceList.encode(devices))
  })
  await person.store.commit(batch)
  await person.restart()
}

test('a changed account key is shown, ends the verification, and stops sending until somebody has looked', async () => {
  await using world = await createWorld()
  const [ada, radia] = await world.acquainted('Ada', 'Radia')
  await ada.messenger.confirmVerified('Radia', true)
  const { digits } = await ada.messenger.verify('Radia')
  await giveToAnotherAccount(radia, world.clock.now())
  world.clock.pass(15 * DAY) // the day on which devices tell each other of their keys again
  await radia.restart()
  await world.together(ada, radia)
  await ada.until('the change is seen', async () => (await ada.contact('Radia'))?.keyChanged === true)
  expect(await ada.contact('Radia')).toMatchObject({ verified: false, name: 'Radia' })
  await expect(ada.say(radia, 'secret')).rejects.toMatchObject({ code: 'KEY_CHANGED' })
  const changed = await ada.messenger.verify('Radia')
  expect(changed.digits).not.toBe(digits)
  expect(changed.digits).toBe((await radia.messenger.verify('Ada')).digits)

  await ada.messenger.acceptKeyChange('Radia')
  expect(await ada.contact('Radia')).toMatchObject({ verified: false, keyChanged: false })
  await ada.say(radia, 'I looked')
  await radia.hears(ada, ['I looked'])
})
