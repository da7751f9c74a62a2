import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { concat, fromHex, toHex, utf8, type Bytes } from '../../src/base/bytes.ts'
import type { AccountId, DeviceId } from '../../src/base/ids.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { accountFromSeed, type AccountWithSecrets } from '../../src/crypto/account.ts'
import { newDevice, signDeviceList, verifyDeviceList } from '../../src/crypto/devices.ts'
import { LABELS } from '../../src/crypto/labels.ts'
import { DeviceList, SignedDeviceList } from '../../src/wire/gen/identity.ts'
import { readVectors } from '../vectors/read.ts'
import { refuses } from './hostile-bytes.ts'

const ada = accountFromSeed(random(32))
const [laptop, phone] = [newDevice(random), newDevice(random)]
const signed = signDeviceList({ account: ada, devices: [laptop, phone], version: 7, addedMs: 1767225600000 })

/** What somebody can sign who has an account of their own and whatever certificates they have seen. */
const sign = (account: AccountWithSecrets, list: Partial<DeviceList>): SignedDeviceList =>
  signBytes(account, DeviceList.encode({ account: account.publicKey, version: 1, devices: [], ...list }))
const signBytes = (account: AccountWithSecrets, list: Bytes): SignedDeviceList =>
  ({ list, signature: account.sign(concat(utf8(LABELS.deviceList), list)) })

describe('a device list', () => {
  test('tells which devices speak for an account', () => {
    expect(verifyDeviceList(signed)).toMatchObject({ accountId: ada.accountId, version: 7, devices: [laptop.deviceId, phone.deviceId] })
  })

  test('takes up certificates that devices signed before', () => {
    const { certificates } = verifyDeviceList(signed)
    const watch = newDevice(random)
    const next = signDeviceList({ account: ada, devices: [certificates[1]!, watch], version: 8, addedMs: 1767225700000 })
    expect(verifyDeviceList(next)).toMatchObject({ version: 8, devices: [phone.deviceId, watch.deviceId] })
    expect(verifyDeviceList(next).certificates.map(({ addedMs }) => addedMs)).toEqual([1767225600000, 1767225700000])
  })

  test('cannot claim another\'s device', () => {
    const mallory = accountFromSeed(random(32))
    const { certificates } = verifyDeviceList(signed)
    expect(() => verifyDeviceList(sign(mallory, { devices: certificates }))).toThrow('did not sign the account that lists it')
  })

  test('is refused without devices, with one twice, with nine, and with numbers out of range', () => {
    const { certificates } = verifyDeviceList(signed)
    const refused = expect.objectContaining({ code: 'PROTOCOL' })
    expect(() => verifyDeviceList(sign(ada, {}))).toThrow(refused)
    expect(() => verifyDeviceList(sign(ada, { devices: [certificates[0]!, certificates[0]!] }))).toThrow(refused)
    expect(() => verifyDeviceList(sign(ada, { devices: Array.from({ length: 9 }, () => certificates[0]!) }))).toThrow(refused)
    const version = fromHex('10ffffffffffffffff7f') // 2^63 - 1, which no number holds
    expect(() => verifyDeviceList(signBytes(ada, concat(sign(ada, { devices: certificates }).list, version)))).toThrow(refused)
    expect(() => signDeviceList({ account: ada, devices: [], version: 1, addedMs: 1 })).toThrow(TypeError)
  })

  test('damaged in any way is refused with PROTOCOL', () => {
    refuses((list: Bytes) => verifyDeviceList({ ...signed, list }), signed.list, 'PROTOCOL', 3000)
    refuses((signature: Bytes) => verifyDeviceList({ ...signed, signature }), signed.signature, 'PROTOCOL', 500)
    for (const [i] of signed.list.entries()) { // also where the account signs whatever it was given
      const list = signed.list.map((byte, at) => at === i ? byte ^ 4 : byte)
      const resigned = signBytes(ada, list)
      let read: unknown
      try { read = verifyDeviceList(resigned).devices } catch (err) { expect(err).toMatchObject({ code: 'PROTOCOL' }) }
      if (read !== undefined) expect(read).toEqual([laptop.deviceId, phone.deviceId]) // a version or a date changed
    }
  })

  test('keeps to its frozen vectors', () => {
    for (const vector of readVectors<{ signed: string, accountId: AccountId, version: number, devices: DeviceId[] }>('device-list')) {
      const { accountId, version, devices } = verifyDeviceList(SignedDeviceList.decode(fromHex(vector.signed)))
      expect({ accountId, version, devices }).toEqual({ accountId: vector.accountId, version: vector.version, devices: vector.devices })
    }
  })
})

test('the same randomness makes the same device, and no two share a key', () => {
  const seed = random(32)
  const repeat = (length: number): Bytes => length === 32 ? seed : new Uint8Array(length)
  expect(newDevice(repeat)).toEqual(newDevice(repeat))
  expect(new Set([laptop.deviceId, phone.deviceId, newDevice(random).deviceId]).size).toBe(3)
  for (let i = 0; i < 100; i++) {
    const { registrationId } = newDevice(random)
    expect(registrationId).toBeGreaterThanOrEqual(1)
    expect(registrationId).toBeLessThanOrEqual(16380)
  }
})

test('accounts and devices print no secret', () => {
  for (const text of [ada, laptop].flatMap(value => [inspect(value, { depth: 9 }), JSON.stringify(value)])) {
    expect(text).toContain('[secret]')
    expect(text).not.toContain(toHex(ada.seed))
    expect(text).not.toContain(String(ada.seed))
    expect(text).not.toMatch(/(\d+, *){10}/)
  }
})
