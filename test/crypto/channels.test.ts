import { expect, test } from 'vitest'
import { fromHex, toHex, utf8 } from '../../src/base/bytes.ts'
import { channelIdFromBytes, idBytes } from '../../src/base/ids.ts'
import { systemRandom } from '../../src/base/random.ts'
import {
  channelKeys, openAnswer, openPost, openQuestion, sealAnswer, sealPost, sealQuestion, slotName, talkHint, topicAt
} from '../../src/crypto/channel-keys.ts'
import { postId, signPost, verifyPost } from '../../src/crypto/channel-posts.ts'
import { ed25519FromSeed, sha256 } from '../../src/crypto/primitives.ts'
import { SignedChannelPost } from '../../src/wire/gen/channel.ts'
import { readVectors } from '../vectors/read.ts'
import { fixedRandom } from './fixed-random.ts'
import { refuses } from './hostile-bytes.ts'

const seed = new Uint8Array(32).fill(1)
const channel = channelIdFromBytes(ed25519FromSeed(seed).publicKey)
const place = { channel, chain: '08'.repeat(16), atMs: 1767225600000 }
const first = signPost(seed, { ...place, seq: 1, prev: '' }, { settings: { name: 'Night sky' } })
const second = signPost(seed, { ...place, seq: 2, prev: first.hash }, { text: { text: utf8('Perseids tonight') } })
const readKey = new Uint8Array(16).fill(9)
const keys = channelKeys(readKey)
const ends = { dialler: new Uint8Array(34).fill(3), listener: new Uint8Array(34).fill(4) }
const topic = topicAt(readKey, 20454)

interface Vector {
  posts: string[]
  hashes: string[]
  ids: string[]
  topic: string
  places: string
  hint: string
  message: string
  question: string
  answer: string
}

test('what a channel says keeps to its frozen vectors', () => {
  const random = fixedRandom('05'.repeat(12), '06'.repeat(12), '07'.repeat(12))
  const question = sealQuestion(keys, utf8('known'), ends, random)
  const now: Vector = {
    posts: [first, second].map(({ signed }) => toHex(SignedChannelPost.encode(signed))),
    hashes: [first.hash, second.hash],
    ids: [first, second].map(post => toHex(postId(post))),
    topic: topic.name,
    places: toHex(keys.places),
    hint: toHex(talkHint(keys, ends.listener)),
    message: toHex(sealPost(topic, second.signed, random)),
    question: toHex(sha256(question)),
    answer: toHex(sha256(sealAnswer(keys, utf8('theirs'), question, ends, random)))
  }
  const [vector, marks] = readVectors<Vector>('channel')
  expect(now).toEqual(vector)
  const target = postId(second)
  let prev = second.hash
  const said = [{ edit: { target, text: utf8('Perseids at ten') } }, { pin: { target, off: false } }, { retract: { targets: [target] } }]
  for (const [i, act] of said.entries()) {
    const post = signPost(seed, { ...place, seq: 3 + i, prev }, act)
    prev = post.hash
    expect([toHex(SignedChannelPost.encode(post.signed)), post.hash]).toEqual([marks!.posts[i], marks!.hashes[i]])
  }
  expect(verifyPost(SignedChannelPost.decode(fromHex(vector!.posts[1]!)))).toMatchObject({ ...place, seq: 2, prev: first.hash })
})

test('a post changed by a bit is none, nor one without a place in its chain, nor one out of bounds', () => {
  refuses(post => verifyPost({ ...second.signed, post }), second.signed.post, 'PROTOCOL', 200)
  const text = { text: { text: utf8('text') } }
  for (const wrong of [{ seq: 0, prev: '' }, { seq: 1, prev: first.hash }, { seq: 2, prev: '' }, { seq: 2, prev: '0a' }]) {
    expect(() => signPost(seed, { ...place, ...wrong }, text)).toThrow(expect.objectContaining({ code: 'PROTOCOL' }))
  }
  const author = idBytes(channel)
  const end = { author, chain: new Uint8Array(16), seq: 1, hash: new Uint8Array(32) }
  for (const act of [
    { text: { text: new Uint8Array(16 * 1024 + 1) } }, { settings: { name: 'n'.repeat(129) } },
    { admit: { author, name: 'n'.repeat(129) } },
    { edit: { target: new Uint8Array(16), text: new Uint8Array(16 * 1024 + 1) } }, { edit: { target: new Uint8Array(16), text: utf8('') } },
    { edit: { target: new Uint8Array(15), text: utf8('text') } }, { pin: { target: new Uint8Array(17), off: false } },
    { retract: { targets: Array.from({ length: 257 }, () => new Uint8Array(16)) } },
    { admit: { author: new Uint8Array(31), name: '' } }, { dismiss: { author, ends: Array.from({ length: 9 }, () => end) } },
    { dismiss: { author, ends: [{ ...end, chain: new Uint8Array(15) }] } }
  ]) {
    expect(() => signPost(seed, { ...place, seq: 1, prev: '' }, act)).toThrow(expect.objectContaining({ code: 'PROTOCOL' }))
  }
  expect(() => signPost(seed, { ...place, atMs: 2 ** 48, seq: 1, prev: '' }, text)).toThrow(expect.objectContaining({ code: 'PROTOCOL' }))
})

test('what goes over a topic opens for whoever has the read key, on that day alone, and comes in few sizes', () => {
  const sizes = new Set([0, 1, 500, 900, 4000, 16_000].map(length => {
    const { signed } = signPost(seed, { ...place, seq: 1, prev: '' }, { text: { text: new Uint8Array(length) } })
    const message = sealPost(topic, signed, systemRandom)
    expect(openPost(topic, message)).toEqual(signed)
    for (const other of [topicAt(readKey, 20455), topicAt(new Uint8Array(16), 20454)]) {
      expect(openPost(other, message)).toBeUndefined()
      expect(other.name).not.toBe(topic.name)
    }
    for (const at of [0, 20, message.byteLength - 1]) {
      expect(openPost(topic, message.map((byte, i) => i === at ? byte ^ 1 : byte))).toBeUndefined()
    }
    return message.byteLength
  }))
  expect([...sizes]).toEqual([512, 1024, 4096, 32_768].map(bytes => bytes + 28))
  expect(openPost(topic, new Uint8Array(40_000))).toBeUndefined()
  expect(openPost(topic, new Uint8Array(0))).toBeUndefined()
})

test('a question serves at one door, for whoever asks it, and for one answer', () => {
  const question = sealQuestion(keys, utf8('known'), ends, systemRandom)
  const answer = sealAnswer(keys, utf8('theirs'), question, ends, systemRandom)
  expect([question, answer].map(({ byteLength }) => byteLength)).toEqual([4096, 4096])
  expect(openQuestion(keys, question, ends)).toEqual(utf8('known'))
  expect(openAnswer(keys, answer, question, ends)).toEqual(utf8('theirs'))
  const elsewhere = { dialler: ends.dialler, listener: ends.dialler }
  const otherwise = { dialler: ends.listener, listener: ends.listener }
  for (const wrong of [elsewhere, otherwise]) {
    expect(openQuestion(keys, question, wrong)).toBeUndefined()
    expect(openAnswer(keys, answer, question, wrong)).toBeUndefined()
  }
  expect(openAnswer(keys, answer, sealQuestion(keys, utf8('known'), ends, systemRandom), ends)).toBeUndefined()
  expect(openAnswer(keys, question.subarray(16), question, ends)).toBeUndefined()
  expect(openQuestion(channelKeys(new Uint8Array(16)), question, ends)).toBeUndefined()
  expect(new Set([0, 1, 2, 3].map(slotName)).size).toBe(4)
  expect(JSON.stringify([keys, topic])).not.toContain(toHex(keys.talk))
})
