import { createRequire } from 'node:module'
import type { MessageStream } from '@libp2p/interface'
import { expect, test } from 'vitest'
import { equal } from '../../src/base/bytes.ts'
import { systemRandom } from '../../src/base/random.ts'
import { guardCiphers } from '../../src/network/networks/cipher-streams.ts'

interface Cipher {
  update: (input: Uint8Array) => Uint8Array
  finalize: () => void
}

// pnet's own, from where pnet has it.
const fromPnet = createRequire(createRequire(import.meta.url).resolve('@libp2p/pnet'))
const newCipher = fromPnet('xsalsa20') as (nonce: Uint8Array, key: Uint8Array) => Cipher

const key = systemRandom(32)

/** What pnet makes of a connection, as far as its ciphers go. */
class Ends extends EventTarget {
  inboundXor: Cipher
  outboundXor: Cipher

  constructor ([inbound, outbound]: Uint8Array[]) {
    super()
    this.inboundXor = newCipher(inbound!, key)
    this.outboundXor = newCipher(outbound!, key)
  }

  static pair (): [Ends, Ends] {
    const nonces = [systemRandom(24), systemRandom(24)]
    const pair: [Ends, Ends] = [new Ends(nonces), new Ends(nonces.toReversed())]
    for (const ends of pair) guardCiphers(ends as unknown as MessageStream)
    return pair
  }

  close (): void {
    this.dispatchEvent(new Event('close'))
  }
}

function expectSound ([one, other]: [Ends, Ends], sizes: number[]): void {
  for (const bytes of sizes) {
    for (const [from, to] of [[one, other], [other, one]] as const) {
      const said = systemRandom(bytes)
      const sealed = from.outboundXor.update(said)
      if (bytes > 16) expect(equal(sealed, said)).toBe(false) // of one byte, each 256th stays as it was
      expect(equal(to.inboundXor.update(sealed), said)).toBe(true)
    }
  }
}

test('megabytes in one write, between small ones, on several connections of a private network, come out as they went in', () => {
  const pairs = Array.from({ length: 20 }, () => Ends.pair())
  for (const pair of pairs) expectSound(pair, [63, 3_000_000, 1, 70_001])
  for (const pair of pairs) expectSound(pair, [100])
})

test('twenty thousand connections that came and went leave room for those to come', () => {
  const lasting = Ends.pair()
  for (let i = 0; i < 10_000; i++) for (const ends of Ends.pair()) ends.close()
  expectSound(lasting, [1000, 100_000])
  expectSound(Ends.pair(), [1000, 100_000])
})

test('what is under way when a connection ends is not sent as it is', () => {
  const [one] = Ends.pair()
  one.close()
  one.close()
  expect(one.outboundXor.update(Uint8Array.of(7, 7, 7))).toEqual(new Uint8Array(3))
})

test('without the guard one large write still ends in an error; when it does not, the guard may go', () => {
  const [large, ...others] = Array.from({ length: 3 }, () => newCipher(systemRandom(24), key))
  large!.update(new Uint8Array(1_000_000))
  expect(() => {
    for (let i = 0; i < 1000; i++) for (const cipher of others) cipher.update(new Uint8Array(100))
  }).toThrow(RangeError)
})
