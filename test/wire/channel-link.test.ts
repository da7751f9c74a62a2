import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromHex, toHex } from '../../src/base/bytes.ts'
import type { ChannelId } from '../../src/base/ids.ts'
import { encodeChannelLink, parseChannelLink } from '../../src/wire/channel-link.ts'
import { MAX_CHANNEL_LINK_CHARS } from '../../src/wire/limits.ts'
import { readVectors } from '../vectors/read.ts'

const bytes = (length: number): fc.Arbitrary<Uint8Array<ArrayBuffer>> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map(array => new Uint8Array(array))
const hint = fc.ipV4().chain(ip => fc.integer({ min: 1, max: 65535 }).map(port => `/ip4/${ip}/tcp/${port}`))
const links = fc.record({
  channel: bytes(32).map(key => toHex(key) as ChannelId),
  readKey: bytes(16),
  networkId: fc.oneof(fc.constant('lan'), bytes(8).map(toHex)),
  name: fc.string({ unit: 'grapheme', maxLength: 12 }).filter(name => Buffer.byteLength(name) <= 128 && name.isWellFormed()),
  hints: fc.array(hint, { maxLength: 4 })
})

test('a channel\'s link says what was put into it, and is never too long', () => {
  fc.assert(fc.property(links, link => {
    const text = encodeChannelLink(link)
    expect(text.length).toBeLessThanOrEqual(MAX_CHANNEL_LINK_CHARS)
    expect({ ...parseChannelLink(text) }).toEqual(link)
    expect({ ...parseChannelLink(` ${text.slice(0, 40)}\n${text.slice(40)}`) }).toEqual(link)
  }), { numRuns: 300 })
  const long = { channel: 'ab'.repeat(32) as ChannelId, readKey: new Uint8Array(16), networkId: 'lan', name: 'n'.repeat(128) }
  const many = encodeChannelLink({ ...long, hints: Array.from({ length: 99 }, (_, i) => `/ip4/192.0.2.${i}/tcp/4001`) })
  expect(many.length).toBeLessThanOrEqual(MAX_CHANNEL_LINK_CHARS)
  expect(parseChannelLink(many).hints.length).toBeGreaterThan(3)
})

test('a link with a wrong character is told from a good one, and none makes the reader fail otherwise', () => {
  fc.assert(fc.property(links, fc.nat(), fc.constantFrom(...'ABCabc019-_'), (link, at, other) => {
    const text = encodeChannelLink(link)
    const i = 15 + at % (text.length - 15)
    if (text[i] === other) return
    expect(() => parseChannelLink(text.slice(0, i) + other + text.slice(i + 1))).toThrow(expect.objectContaining({ code: 'BAD_LINK' }))
  }), { numRuns: 500 })
  for (const text of ['', 'nobyte:AQ', 'nobyte-channel:', `nobyte-channel:${'A'.repeat(400)}`, 'nobyte-channel:!!', 'nobyte-channel:Ag']) {
    expect(() => parseChannelLink(text)).toThrow(expect.objectContaining({ code: 'BAD_LINK' }))
  }
})

test('links keep to their frozen vectors', () => {
  for (const { link: text, ...one } of readVectors<{ link: string, channel: string, readKey: string, name: string }>('channel-link')) {
    const link = parseChannelLink(text)
    expect({ ...link, readKey: toHex(link.readKey) }).toEqual(one)
    expect(encodeChannelLink({ ...link, readKey: fromHex(one.readKey) })).toBe(text)
    expect(JSON.stringify(link)).not.toContain(one.readKey)
  }
})
