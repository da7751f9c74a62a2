import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { copy, fromHex, toHex, type Bytes } from '../../src/base/bytes.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { queueKeys } from '../../src/crypto/cells.ts'
import {
  describeFrame, describeHost, ephemeralOf, hostKey, isDescribe, networkToken, openCommand, openReply, readDescription, receiverId,
  sealCommand, sealReply, senderId
} from '../../src/crypto/mailbox.ts'
import { ed25519FromSeed, x25519Key } from '../../src/crypto/primitives.ts'
import { isSolved, puzzleEnd, setPuzzle, solvePuzzle } from '../../src/crypto/puzzles.ts'
import { Command, MailboxReply, ReplyStatus } from '../../src/wire/gen/mailbox.ts'
import { CELL_BYTES, MAX_CELL_BODY_BYTES } from '../../src/wire/limits.ts'
import { readVectors } from '../vectors/read.ts'
import { fixedRandom } from './fixed-random.ts'
import { damaged, refuses } from './hostile-bytes.ts'

const host = hostKey(random(32))
const sender = queueKeys(random(32))
const sid = senderId(sender.publicKey, host.publicKey)
const put = (): Command => ({ put: { sid, tag: random(16), body: random(MAX_CELL_BODY_BYTES) } })
const sealed = (command = put(), privateKey: Bytes | undefined = sender.privateKey): ReturnType<typeof sealCommand> =>
  sealCommand({ host: host.publicKey, command, ...(privateKey && { privateKey }), random })

const bytes = (length: number): fc.Arbitrary<Bytes> => fc.uint8Array({ minLength: length, maxLength: length }).map(copy)
const keysOrIds = (length: number): fc.Arbitrary<Bytes[]> => fc.array(bytes(length), { maxLength: 64 })
const commands: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ create: fc.record({
    receiver: bytes(32), senders: keysOrIds(32), ttlMs: fc.maxSafeNat(), token: bytes(256), challenge: bytes(56), solution: bytes(8)
  }) }),
  fc.record({ put: fc.record({ sid: bytes(24), tag: bytes(16), body: bytes(MAX_CELL_BODY_BYTES) }) }),
  fc.record({ get: fc.record({
    rid: bytes(24), after: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), waitMs: fc.nat(), cells: fc.nat(), onTick: fc.boolean()
  }) }),
  fc.record({ ack: fc.record({ rid: bytes(24), upTo: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) }) }),
  fc.record({ rotate: fc.record({ rid: bytes(24), add: keysOrIds(32), remove: keysOrIds(24) }) }),
  fc.record({ delete: fc.record({ rid: bytes(24) }) }),
  fc.constant({ check: {} })
)

describe('a command', () => {
  test('of any kind and length has one size, opens at its host, and shows whose queue key its sender holds', () => {
    fc.assert(fc.property(commands, command => {
      const { frame, reply } = sealed(command)
      expect(frame.byteLength).toBe(CELL_BYTES)
      const opened = openCommand(host, frame)
      expect(toHex(Command.encode(opened.command))).toBe(toHex(Command.encode(command)))
      expect(opened.reply).toEqual(reply)
      expect(opened.isBy(sender.publicKey)).toBe(true)
      expect(opened.isBy(queueKeys(random(32)).publicKey)).toBe(false)
    }), { numRuns: 100 })
  })

  test('without a queue key, or with a public key that is none, is by nobody', () => {
    const anonymous = openCommand(host, sealCommand({ host: host.publicKey, command: { check: {} }, random }).frame)
    expect(anonymous.isBy(sender.publicKey)).toBe(false)
    for (const bad of [32, 31, 0]) expect(openCommand(host, sealed().frame).isBy(new Uint8Array(bad))).toBe(false)
  })

  test('cannot be opened by another host, and nothing of it is moved into another frame', () => {
    const { frame } = sealed()
    expect(() => openCommand(hostKey(random(32)), frame)).toThrow(expect.objectContaining({ code: 'PROTOCOL' }))
    const other = sealed().frame
    expect(() => openCommand(host, new Uint8Array([...frame.subarray(0, 32), ...other.subarray(32)]))).toThrow()
  })

  test('damaged in any way is refused with PROTOCOL', () => {
    refuses(damagedFrame => openCommand(host, damagedFrame), sealed().frame, 'PROTOCOL', 1000)
  })

  test('twice the same looks different in every part, and nowhere shows whom it is for', () => {
    const command = put()
    const [one, two] = [sealed(command).frame, sealed(command).frame]
    expect(one.filter((byte, i) => byte === two[i]).byteLength).toBeLessThan(CELL_BYTES / 32)
    for (const part of [sid, sender.publicKey, host.publicKey, command.put!.tag]) expect(toHex(one)).not.toContain(toHex(part))
  })
})

describe('a reply', () => {
  const { reply } = sealed()

  test('has the size of a command and is read by who asked, each frame in its place', () => {
    const said: Partial<MailboxReply> = {
      status: ReplyStatus.OK, generation: 2n ** 60n, untilMs: 5, more: true,
      cell: { at: 2n ** 63n, sid, tag: random(16), body: random(MAX_CELL_BODY_BYTES) }
    }
    for (const index of [0, 1, 31]) {
      const frame = sealReply(reply, index, said)
      expect(frame.byteLength).toBe(CELL_BYTES)
      expect(ephemeralOf(frame)).toEqual(reply.ephemeral)
      expect(openReply(reply, index, frame)).toMatchObject(said)
      expect(() => openReply(reply, index + 1, frame)).toThrow(expect.objectContaining({ code: 'PROTOCOL' }))
      expect(() => openReply(sealed().reply, index, frame)).toThrow(expect.objectContaining({ code: 'PROTOCOL' }))
    }
  })

  test('damaged in any way is refused with PROTOCOL', () => {
    refuses(frame => openReply(reply, 0, frame), sealReply(reply, 0, { status: ReplyStatus.OK, generation: 1n }), 'PROTOCOL', 1000)
  })
})

describe('a host\'s description', () => {
  const seed = random(32)
  const { publicKey, sign } = ed25519FromSeed(seed)
  const peerId = new Uint8Array([0x00, 0x24, 0x08, 0x01, 0x12, 0x20, ...publicKey])
  const description = { peerId, key: host.publicKey, addresses: [random(8), random(300)], operator: 'Orla' }

  test('is as large as every frame, and is believed when the peer itself signed it', () => {
    expect(isDescribe(describeFrame())).toBe(true)
    expect(isDescribe(sealed().frame)).toBe(false)
    const frame = describeHost(description, sign)
    expect(frame.byteLength).toBe(CELL_BYTES)
    expect(readDescription(frame, peerId)).toEqual(description)
  })

  test('by or about somebody else, or damaged, is refused', () => {
    const other = ed25519FromSeed(random(32))
    const otherId = new Uint8Array([...peerId.subarray(0, 6), ...other.publicKey])
    const frame = describeHost(description, sign)
    for (const [bad, id] of [
      [describeHost(description, other.sign), peerId], [frame, otherId], [describeHost({ ...description, peerId: otherId }, sign), peerId],
      [describeHost({ ...description, key: random(31) }, sign), peerId],
      [describeHost({ ...description, operator: 'O'.repeat(513) }, sign), peerId], [sealed().frame, peerId]
    ] as const) expect(() => readDescription(bad, id)).toThrow(expect.objectContaining({ code: 'PROTOCOL' }))
    fc.assert(fc.property(damaged(frame), damagedFrame => {
      try {
        expect(readDescription(damagedFrame, peerId)).toEqual(description) // only its padding was hit
      } catch (err) {
        expect(err).toMatchObject({ code: 'PROTOCOL' })
      }
    }), { numRuns: 500 })
  })
})

describe('a puzzle', () => {
  const secret = random(32)
  const receiver = sender.publicKey

  test('is recognised by who set it alone, with the time until which it holds', () => {
    const challenge = setPuzzle({ secret, untilMs: 1_767_225_600_000, random })
    expect(puzzleEnd({ secret, challenge })).toBe(1_767_225_600_000)
    expect(puzzleEnd({ secret: random(32), challenge })).toBeUndefined()
    fc.assert(fc.property(damaged(challenge), bad => { expect(puzzleEnd({ secret, challenge: bad })).toBeUndefined() }), { numRuns: 300 })
  })

  test('is solved for one receiver and one challenge', async () => {
    const challenge = setPuzzle({ secret, untilMs: 5, random })
    const solution = await solvePuzzle({ challenge, receiver, signal: new AbortController().signal })
    expect(await isSolved({ challenge, receiver, solution })).toBe(true)
    // Each of these holds by chance once in 256 times; all eight never.
    const others = Array.from({ length: 4 }, () => random(32))
    const elsewhere = await Promise.all([
      ...others.map(async other => await isSolved({ challenge, receiver: other, solution })),
      ...others.map(async () => await isSolved({ challenge: setPuzzle({ secret, untilMs: 5, random }), receiver, solution }))
    ])
    expect(elsewhere).toContain(false)
    expect(await isSolved({ challenge, receiver, solution: random(9) })).toBe(false)
    await expect(solvePuzzle({ challenge, receiver, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  })
})

test('mailbox frames keep to their frozen vectors', () => {
  interface Vector {
    hostSeed: string, hostKey: string, queueKey: string, queuePublicKey: string, rid: string, sid: string
    networkKey: string, token: string, ephemeralKey: string, command: string, frame: string, reply: string, replyFrames: string[]
  }
  for (const vector of readVectors<Vector>('mailbox')) {
    const host = hostKey(fromHex(vector.hostSeed))
    const queue = queueKeys(fromHex(vector.queueKey))
    expect([host.publicKey, queue.publicKey].map(toHex)).toEqual([vector.hostKey, vector.queuePublicKey])
    expect([receiverId, senderId].map(id => toHex(id(queue.publicKey, host.publicKey)))).toEqual([vector.rid, vector.sid])
    expect(toHex(networkToken(fromHex(vector.networkKey)))).toBe(vector.token)
    const command = Command.decode(fromHex(vector.command))
    const { frame, reply } = sealCommand({
      host: host.publicKey, command, privateKey: queue.privateKey, random: fixedRandom(vector.ephemeralKey)
    })
    expect(toHex(frame)).toBe(vector.frame)
    expect(openCommand(host, fromHex(vector.frame)).isBy(queue.publicKey)).toBe(true)
    const said = MailboxReply.decode(fromHex(vector.reply))
    expect(vector.replyFrames.map((_, index) => toHex(sealReply(reply, index, said)))).toEqual(vector.replyFrames)
  }
})

test('an agreement key works as RFC 7748 says, and never with a point of low order', () => {
  const [alice, bob] = [
    '77076d0a7318a57d3c16c17251b26645c6df57a8b2a18e5c2cb6e9d4f5c9a3f5', '5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb'
  ].map(text => x25519Key(fromHex(text))) as [ReturnType<typeof x25519Key>, ReturnType<typeof x25519Key>]
  expect(toHex(bob.publicKey)).toBe('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f')
  expect(alice.agree(bob.publicKey)).toEqual(bob.agree(alice.publicKey))
  expect(alice.agree(new Uint8Array(32))).toBeUndefined()
  expect(alice.agree(new Uint8Array(32).fill(1, 0, 1))).toBeUndefined()
})
