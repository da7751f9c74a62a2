import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromBase64url, fromHex, toBase64url, toHex, type Bytes } from '../../src/base/bytes.ts'
import { AppError } from '../../src/base/errors.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { sha256 } from '../../src/crypto/primitives.ts'
import { encodeLink, parseLink, type InviteLink } from '../../src/wire/link.ts'
import { MAX_LINK_CHARS } from '../../src/wire/limits.ts'
import { readVectors } from '../vectors/read.ts'

const bytes = (length: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map(array => new Uint8Array(array))
const hint = fc.tuple(
  fc.oneof(fc.ipV4().map(ip => `/ip4/${ip}`), fc.domain().map(name => `/dns4/${name}`), fc.constant('/ip6/2001:db8::7')),
  fc.integer({ min: 1, max: 65535 }), fc.constantFrom('', '/ws', '/tls/ws')
).map(([host, port, suffix]) => `${host}/tcp/${port}${suffix}`)
const anyLink: fc.Arbitrary<InviteLink> = fc.record({
  version: fc.constant(1 as const),
  reusable: fc.boolean(),
  publicKey: bytes(32),
  secret: bytes(16),
  expiresAtMs: fc.nat(4_000_000_000).map(s => s * 1000),
  networkId: fc.oneof(fc.constant('lan'), bytes(8).map(toHex)),
  hints: fc.array(hint, { maxLength: 20 })
}).chain(link => fc.record({
  toGroup: fc.boolean(),
  networkKey: fc.option(bytes(32), { nil: undefined }),
  servers: fc.option(fc.tuple(bytes(8), bytes(8)), { nil: undefined })
}).map(({ toGroup, networkKey, servers }) => ({
  ...link,
  ...(toGroup ? { toGroup: true as const } : {}),
  ...(networkKey === undefined ? {} : { networkKey }),
  ...(servers === undefined || link.networkId === 'lan' ? {} : { servers })
})))

const isSame = (hint: string, carried: readonly string[]): boolean => carried.some(one => one.toLowerCase() === hint.toLowerCase())

const link: InviteLink = {
  version: 1, reusable: false, publicKey: random(32), secret: random(16), expiresAtMs: 1767225600000, networkId: '0123456789abcdef',
  networkKey: random(32), hints: ['/ip4/192.0.2.7/tcp/4001', '/dns4/node.example/tcp/443/tls/ws']
}
const text = encodeLink(link)

function refused (text: string): string {
  try {
    parseLink(text)
  } catch (err) {
    expect(err).toBeInstanceOf(AppError)
    expect((err as AppError).code).toBe('BAD_LINK')
    return (err as AppError).message
  }
  throw new Error(`accepted ${text}`)
}

describe('an invite link', () => {
  test('comes back as it was made, with as many hints as fit', () => {
    fc.assert(fc.property(anyLink, link => {
      const text = encodeLink(link)
      expect(text.length).toBeLessThanOrEqual(MAX_LINK_CHARS)
      const { hints, servers, ...rest } = parseLink(text)
      const { hints: given, servers: named, ...expected } = link
      expect(servers).toEqual(hints.length < 2 || !given.slice(0, 2).every(hint => isSame(hint, hints)) ? undefined : named)
      expect(rest).toEqual(expected)
      expect(given.map(hint => hint.toLowerCase())).toEqual(expect.arrayContaining(hints.map(hint => hint.toLowerCase())))
      expect(encodeLink(parseLink(text))).toBe(text)
    }), { numRuns: 500 })
  })

  test('of a private network carries its key and a dozen addresses', () => {
    const hints = Array.from({ length: 30 }, (_, i) => `/ip4/192.0.2.${i}/tcp/4001`)
    expect(parseLink(encodeLink({ ...link, hints })).hints).toEqual(hints.slice(0, 13))
  })

  test('names the servers at its first two addresses, and none when it cannot carry both', () => {
    const servers = [random(8), random(8)]
    expect(parseLink(encodeLink({ ...link, servers })).servers).toEqual(servers)
    const far = `/dns4/${'a'.repeat(60)}.example/tcp/443/wss`
    for (const hints of [[far, far], ['/memory/1', ...link.hints], link.hints.slice(0, 1), []]) {
      expect(parseLink(encodeLink({ ...link, servers, hints }))).not.toHaveProperty('servers')
    }
    expect(() => encodeLink({ ...link, servers: servers.slice(1) })).toThrow(TypeError)
    expect(() => encodeLink({ ...link, servers, networkId: 'lan' })).toThrow(TypeError)
  })

  test('leaves out what it cannot carry, and takes what comes after', () => {
    const hints = [
      '/ip4/192.0.2.1/udp/4001/quic-v1', '/memory/1', 'nonsense', `/dns4/${'a'.repeat(300)}/tcp/1`, '/ip4/999.0.0.1/tcp/1',
      '/ip6/::1/tcp/7'
    ]
    expect(parseLink(encodeLink({ ...link, hints })).hints).toEqual(['/ip6/::1/tcp/7'])
  })

  test('survives what mail and people do to it', () => {
    const wrapped = `  NOBYTE:${text.slice(7, 80)}\r\n  ${text.slice(80)}\n`
    expect(parseLink(wrapped)).toEqual(link)
  })

  test('with one character changed, lost or added is refused', () => {
    for (let i = 0; i < text.length; i++) {
      refused(text.slice(0, i) + (text[i] === 'A' ? 'B' : 'A') + text.slice(i + 1))
      refused(text.slice(0, i))
      refused(text.slice(0, i) + text.slice(i + 1))
      refused(`${text.slice(0, i)}A${text.slice(i)}`)
    }
  })

  test('that is anything else is refused', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.base64String(), bytes(120).map(toBase64url)), junk => {
      refused(junk)
      refused(`nobyte:${junk}`)
    }), { numRuns: 10_000 })
  })

  test('with a fitting checksum over hostile content is refused, or says nothing but a link', () => {
    const seal = (body: Uint8Array): string => `nobyte:${toBase64url(new Uint8Array([...body, ...sha256(body).slice(0, 4)]))}`
    const valid = fromBase64url(text.slice(7)).slice(0, -4)
    expect(refused(seal(new Uint8Array([2, ...valid.slice(1)])))).toContain('newer')
    expect(refused(seal(new Uint8Array([1, 0x80, ...valid.slice(2)])))).toContain('does not know')
    const dials = (hint: string): string => seal(new Uint8Array([...valid, hint.length / 2, ...fromHex(hint)]))
    expect(refused(dials('047f000001910fa1'))).toContain('address') // udp
    expect(refused(dials('047f000001060000'))).toContain('address') // port 0
    refused(dials('04'))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(valid.length - 1), fc.nat(255), (tail, at, byte) => {
      const changed = valid.map((old, i) => i === at ? byte : old)
      for (const body of [new Uint8Array([1, ...tail]), changed, new Uint8Array([...valid, ...tail])]) {
        try {
          for (const hint of parseLink(seal(body)).hints) expect(hint).toMatch(/^\/(ip4|ip6|dns)/)
        } catch (err) {
          expect(err).toMatchObject({ name: 'AppError', code: 'BAD_LINK' })
        }
      }
    }), { numRuns: 5000 })
  })

  test('prints no secret', () => {
    expect(JSON.parse(JSON.stringify(parseLink(text)))).toMatchObject({ secret: '[secret]', networkKey: '[secret]' })
    expect(inspect(parseLink(text))).toContain('secret: \'[secret]\'')
  })

  test('keeps to its frozen vectors', () => {
    type Vector = Omit<InviteLink, 'publicKey' | 'secret' | 'networkKey' | 'servers'> &
      { publicKey: string, secret: string, networkKey?: string, servers?: string[], text: string }
    for (const { text, publicKey, secret, networkKey, servers, ...rest } of readVectors<Vector>('link')) {
      const link = {
        ...rest, publicKey: fromHex(publicKey), secret: fromHex(secret),
        ...(networkKey === undefined ? {} : { networkKey: fromHex(networkKey) }),
        ...(servers === undefined ? {} : { servers: servers.map(fromHex) })
      }
      expect(encodeLink(link)).toBe(text)
      expect(parseLink(text)).toEqual(link)
    }
  })
})
