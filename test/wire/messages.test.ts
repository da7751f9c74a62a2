import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex, toHex, utf8, type Bytes } from '../../src/base/bytes.ts'
import { AppError } from '../../src/base/errors.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { Content, Contents } from '../../src/wire/gen/content.ts'
import { Frame, NackReason } from '../../src/wire/gen/delivery.ts'
import { GroupItem, GroupParcel } from '../../src/wire/gen/group.ts'
import { PreKeys, SignedDeviceList } from '../../src/wire/gen/identity.ts'
import { Bundle, Introduction, InviteStatus, Reply, SealedRequest } from '../../src/wire/gen/invite.ts'
import { Record, Rendezvous } from '../../src/wire/gen/records.ts'
import { readMessage } from '../../src/wire/messages.ts'
import { damaged } from '../crypto/hostile-bytes.ts'
import { readVectors } from '../vectors/read.ts'

const preKeys = {
  registrationId: 7, device: random(32), oneTimeId: 8, oneTimeKey: random(33), signedId: 8, signedKey: random(33),
  signedSignature: random(64), kyberId: 8, kyberKey: random(1569), kyberSignature: random(64)
}
const devices = { list: random(200), signature: random(64) }
const routes = { peerId: random(38), addresses: [random(8), random(20)], atMs: 1767225600000 }

interface Type { encode: (value: never) => Bytes, decode: (bytes: Uint8Array) => unknown }
const messages: Array<[string, Type, unknown]> = [
  ['Record', Record, { publicKey: random(32), seq: 1, eolMs: 2, nonce: random(12), ciphertext: random(64), signature: random(64) }],
  ['Rendezvous', Rendezvous, { seq: 1, epoch: 2, peerId: random(38), addresses: [random(8)] }],
  ['PreKeys', PreKeys, preKeys],
  ['SignedDeviceList', SignedDeviceList, devices],
  ['Bundle', Bundle, { preKeys, routes, devices, name: 'Ada', withdrawn: false }],
  ['SealedRequest', SealedRequest, { hint: random(16), nonce: random(12), ciphertext: random(200) }],
  ['Introduction', Introduction, { devices, preKeys, routes, name: 'Radia', pairSecret: random(32), text: 'hello' }],
  ['Reply', Reply, { status: InviteStatus.WAITING, signature: random(64) }],
  ['Frame', Frame, {
    envelope: { preKey: true, ciphertext: random(300) }, nack: { hash: random(16), reason: NackReason.BUSY }, ack: { hashes: [random(16)] },
    begin: random(1826)
  }],
  ['Contents', Contents, {
    counter: 3, contents: [{ id: random(16), lamport: 1, seq: 2, sentAtMs: 3, text: { text: utf8('hello'), replyTo: random(16) } }]
  }],
  ['GroupParcel', GroupParcel, {
    group: random(32), operations: [{ operation: random(90), signature: random(64) }], key: random(80), sealed: random(200),
    message: random(16),
    items: [{ item: random(90), signature: random(64) }], unreached: [random(32)],
    known: { heads: [random(32)], chains: [{ author: random(32), chain: random(16), ranges: [{ first: 1, last: 7 }] }], answer: true }
  }],
  ['GroupItem', GroupItem, {
    group: random(32), author: random(32), chain: random(16), seq: 2, prev: random(32), heads: [random(32)], content: random(40)
  }],
  ['Contents of every other kind', Contents, {
    counter: 3,
    contents: [
      { edit: { target: random(16), text: utf8('better') } }, { deletion: { targets: [random(16), random(16)] } },
      { reaction: { target: random(16), emoji: '👍' } }, { erased: { replyTo: random(16) } }, { newer: { raw: random(40) } },
      { read: { ids: [random(16)], readAtMs: 4 } }, { profile: { name: 'Ada' } }, { pairSecret: { secret: random(32) } }
    ].map((body, i) => ({ id: random(16), lamport: 1, seq: i, sentAtMs: 3, quiet: true, ...body }))
  }]
]

describe('every message', () => {
  test.each(messages)('%s comes back as it was written', (_, type, value) => {
    expect(readMessage(type, type.encode(value as never), 1e6)).toMatchObject(value as object)
  })

  test.each(messages)('%s damaged or cut reads as something, or is refused with PROTOCOL', (_, type, value) => {
    fc.assert(fc.property(damaged(type.encode(value as never)), bytes => {
      try {
        readMessage(type, bytes, 1e6)
      } catch (err) {
        expect(err).toBeInstanceOf(AppError)
        expect((err as AppError).code).toBe('PROTOCOL')
      }
    }), { numRuns: 3000 }) // npm run fuzz: as many as one likes
  })
})

/** Bytes as lower-case hex. */
const plain = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return toHex(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}

test('contents keep to their frozen vectors', () => {
  for (const { content, encoded } of readVectors<{ content: object, encoded: string }>('content')) {
    const decoded = Content.decode(fromHex(encoded))
    expect(plain(decoded)).toMatchObject(content) // a later version may know more fields
    expect(toHex(Content.encode(decoded))).toBe(encoded)
  }
})

test('frames keep to their frozen vectors', () => {
  for (const { frame, encoded } of readVectors<{ frame: object, encoded: string }>('frame')) {
    const decoded = Frame.decode(fromHex(encoded))
    expect(plain(decoded)).toMatchObject(frame)
    expect(toHex(Frame.encode(decoded))).toBe(encoded)
  }
})

describe('a hostile message', () => {
  const refused = (bytes: Bytes, type: Type = Contents): void => {
    expect(() => readMessage(type, bytes, 1e6)).toThrow(expect.objectContaining({ code: 'PROTOCOL' }))
  }

  test('longer than its limit is refused before it is read', () => {
    const type = { decode: () => { throw new TypeError('was read') } }
    const refusal = expect.objectContaining({ code: 'PROTOCOL', message: 'longer than 10 bytes' })
    expect(() => readMessage(type, new Uint8Array(11), 10)).toThrow(refusal)
  })

  test('whose field claims 4 GiB is refused', () => {
    for (const field of [0x12, 0x7a]) refused(new Uint8Array([field, 0xff, 0xff, 0xff, 0xff, 0x0f]))
  })

  test('with 10⁵ nested groups is refused', () => {
    refused(new Uint8Array(100_000).fill(0x7b)) // field 15 begins a group, which begins a group, …
  })

  test('with more repeated fields than its limit is refused', () => {
    const bundle = Bundle.encode({ routes: { peerId: random(38), addresses: Array.from({ length: 17 }, () => random(4)), atMs: 1 } })
    refused(bundle, Bundle)
    expect(() => readMessage(Frame, Frame.encode({ ack: { hashes: Array.from({ length: 1025 }, () => random(16)) } }), 1e6))
      .toThrow(expect.objectContaining({ code: 'PROTOCOL' }))
  })
})
