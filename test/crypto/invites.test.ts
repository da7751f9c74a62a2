import { beforeAll, describe, expect, test } from 'vitest'
import { fromHex, toHex, type Bytes } from '../../src/base/bytes.ts'
import { AppError } from '../../src/base/errors.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { accountFromSeed } from '../../src/crypto/account.ts'
import { newDevice, signDeviceList } from '../../src/crypto/devices.ts'
import {
  bundleDhtKey, linkKeys, linkPublicKey, newLinkSecrets, openBundle, openReply, openRequest, readRequest, sealBundle, sealReply, sealRequest
} from '../../src/crypto/invites.ts'
import { readRecord } from '../../src/crypto/records.ts'
import { InviteStatus, type Bundle } from '../../src/wire/gen/invite.ts'
import { INVITE_REPLY_BYTES, INVITE_REQUEST_BYTES } from '../../src/wire/limits.ts'
import { readVectors } from '../vectors/read.ts'
import { fixedRandom } from './fixed-random.ts'
import { refuses } from './hostile-bytes.ts'
import { RatchetDevice, StoryClock } from './ratchet-device.ts'

const link = newLinkSecrets(random)
const shown = { publicKey: linkPublicKey(link.seed), secret: link.secret }
const account = accountFromSeed(random(32))
const ada = new RatchetDevice(new StoryClock())
const times = { seq: 5, eolMs: 1767333600000, random }
const message = random(2000)
const request = sealRequest({ secret: link.secret, message, random })
let bundle: Partial<Bundle>

beforeAll(async () => {
  const preKeys = await ada.step(async overlay => await overlay.makePreKeys())
  const devices = signDeviceList({ account, devices: [ada.device], version: 1, addedMs: 1 })
  bundle = { preKeys, devices, name: 'Ada', routes: { peerId: random(38), addresses: [random(8)], atMs: 3 } }
})

describe('a bundle', () => {
  test('tells whoever has the link whose it is and how to begin', () => {
    const value = sealBundle({ link, bundle, ...times })
    expect(readRecord(value).key).toEqual(bundleDhtKey(shown.publicKey))
    const opened = openBundle({ link: shown, value })
    expect(opened).toMatchObject({ kind: 'bundle', seq: 5, name: 'Ada', verified: { accountId: account.accountId, devices: [ada.id] } })
    expect(opened).toMatchObject({ preKeys: bundle.preKeys, routes: bundle.routes, devices: bundle.devices })
  })

  test('gives way to a tombstone of the same size', () => {
    const value = sealBundle({ link, bundle: { withdrawn: true }, ...times, seq: 6 })
    expect(openBundle({ link: shown, value })).toEqual({ kind: 'withdrawn', seq: 6 })
    expect(value.byteLength).toBe(sealBundle({ link, bundle, ...times }).byteLength)
  })

  test('with eight devices and sixteen long addresses leaves off addresses, nothing else', () => {
    const others = Array.from({ length: 7 }, () => newDevice(random))
    const devices = signDeviceList({ account, devices: [ada.device, ...others], version: 2, addedMs: 1 })
    const addresses = Array.from({ length: 16 }, () => random(250))
    const value = sealBundle({ link, bundle: { ...bundle, devices, routes: { ...bundle.routes!, addresses } }, ...times })
    const opened = openBundle({ link: shown, value })
    if (opened.kind !== 'bundle') throw new Error(opened.kind)
    expect(opened.verified.devices).toHaveLength(8)
    expect(opened.routes!.addresses.length).toBeGreaterThan(2)
    expect(opened.routes!.addresses).toEqual(addresses.slice(0, opened.routes!.addresses.length))
  })

  test('of another link, another secret or a strange device is refused', async () => {
    const value = sealBundle({ link, bundle, ...times })
    const other = newLinkSecrets(random)
    expect(() => openBundle({ link: { ...shown, publicKey: linkPublicKey(other.seed) }, value })).toThrow('another link')
    expect(() => openBundle({ link: { ...shown, secret: other.secret }, value })).toThrow('another secret')
    const mallory = new RatchetDevice(new StoryClock())
    const preKeys = await mallory.step(async overlay => await overlay.makePreKeys())
    const strange = sealBundle({ link, bundle: { ...bundle, preKeys }, ...times })
    expect(() => openBundle({ link: shown, value: strange })).toThrow('strange device')
    const nameless = sealBundle({ link, bundle: { name: 'Ada' }, ...times })
    expect(() => openBundle({ link: shown, value: nameless })).toThrow(expect.objectContaining({ code: 'PROTOCOL' }))
  })

  test('damaged in any way is refused with PROTOCOL', () => {
    refuses(value => openBundle({ link: shown, value }), sealBundle({ link, bundle, ...times }), 'PROTOCOL', 2000)
  })
})

describe('a request', () => {
  test('has one size, says to its link\'s maker which link, and opens', () => {
    for (const length of [0, 1, 2000, 12_000]) {
      const message = random(length)
      const frame = sealRequest({ secret: link.secret, message, random })
      expect(frame.byteLength).toBe(INVITE_REQUEST_BYTES)
      const sealed = readRequest(frame)
      expect(sealed.hint).toEqual(linkKeys(link.secret).hint)
      expect(openRequest(sealed, linkKeys(link.secret))).toEqual(message)
      expect(openRequest(sealed, linkKeys(random(16)))).toBeUndefined()
    }
    expect(() => sealRequest({ secret: link.secret, message: random(INVITE_REQUEST_BYTES), random }))
      .toThrow(expect.objectContaining({ code: 'TOO_LARGE' }))
  })

  test('damaged in any way is refused or does not open', () => {
    const keys = linkKeys(link.secret)
    const open = (frame: Bytes): void => {
      if (openRequest(readRequest(frame), keys) === undefined) throw new AppError('PROTOCOL', 'does not open')
    }
    refuses(open, request, 'PROTOCOL', 2000)
  })
})

describe('a reply', () => {
  const statuses = Object.values(InviteStatus).filter(status => typeof status === 'string')

  test.each(statuses)('has one size and says %s to the one who asked', status => {
    const reply = sealReply({ link, request, status, random })
    expect(reply.byteLength).toBe(INVITE_REPLY_BYTES)
    expect(openReply({ link: shown, request, reply })).toBe(status)
  })

  test('to another request, or by another holder of the link, is no reply', () => {
    const reply = sealReply({ link, request, status: InviteStatus.ACCEPTED, random })
    const another = sealRequest({ secret: link.secret, message, random })
    expect(openReply({ link: shown, request: another, reply })).toBeUndefined()
    const forged = sealReply({ link: { seed: random(32), secret: link.secret }, request, status: InviteStatus.ACCEPTED, random })
    expect(openReply({ link: shown, request, reply: forged })).toBeUndefined()
    expect(openReply({ link: shown, request, reply: random(INVITE_REPLY_BYTES) })).toBeUndefined()
    for (let bit = 0; bit < reply.length * 8; bit += 7) {
      const flipped = reply.map((byte, i) => i === bit >> 3 ? byte ^ 1 << (bit & 7) : byte)
      expect(openReply({ link: shown, request, reply: flipped })).toBeUndefined()
    }
  })
})

test('link secrets print as [secret]', () => {
  expect(JSON.parse(JSON.stringify(link))).toEqual({ seed: '[secret]', secret: '[secret]' })
})

test('invites keep to their frozen vectors', () => {
  interface Vector {
    seed: string, secret: string, publicKey: string, dhtKey: string, bundleKey: string, hint: string, requestKey: string, replyKey: string,
    message: string, requestNonce: string, request: string, replyNonce: string, replies: Array<{ status: InviteStatus, reply: string }>
  }
  for (const vector of readVectors<Vector>('invite')) {
    const link = { seed: fromHex(vector.seed), secret: fromHex(vector.secret) }
    const publicKey = linkPublicKey(link.seed)
    expect([publicKey, bundleDhtKey(publicKey)].map(toHex)).toEqual([vector.publicKey, vector.dhtKey])
    const { bundleKey, hint, requestKey, replyKey } = linkKeys(link.secret)
    expect([bundleKey, hint, requestKey, replyKey].map(toHex)).toEqual([vector.bundleKey, vector.hint, vector.requestKey, vector.replyKey])
    const request = sealRequest({ secret: link.secret, message: fromHex(vector.message), random: fixedRandom(vector.requestNonce) })
    expect(toHex(request)).toBe(vector.request)
    for (const { status, reply } of vector.replies) {
      expect(toHex(sealReply({ link, request, status, random: fixedRandom(vector.replyNonce) }))).toBe(reply)
      expect(openReply({ link: { publicKey, secret: link.secret }, request, reply: fromHex(reply) })).toBe(status)
    }
  }
})
