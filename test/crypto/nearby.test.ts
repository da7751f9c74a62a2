import { describe, expect, test } from 'vitest'
import { fromHex, toHex, utf8, type Bytes } from '../../src/base/bytes.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import {
  agreementOf, commitmentTo, MAX_SAID_BYTES, newHalf, openSaid, opens, sealSaid, type Agreement, type Ends, type Half, type Role
} from '../../src/crypto/nearby.ts'
import { NEARBY_SEALED_BYTES } from '../../src/wire/limits.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import { readVectors } from '../vectors/read.ts'
import { fixedRandom } from './fixed-random.ts'

/** one bit flipped */
const damaged = (bytes: Bytes, at: number): Bytes => bytes.map((byte, i) => i === at ? byte ^ 1 : byte)

const protocol = PROTOCOLS.nearbyMeeting
const [adaPeer, radiaPeer, mallorysPeer] = [random(38), random(38), random(38)]
const ends: Ends = { protocol, asker: adaPeer!, asked: radiaPeer! }
const between = (asker: Half, asked: Half, at: Ends = ends): { asker: Agreement, asked: Agreement } => ({
  asker: agreementOf({ own: asker, role: 'asker', theirs: asked.opening, ends: at })!,
  asked: agreementOf({ own: asked, role: 'asked', theirs: asker.opening, ends: at })!
})

describe('two who stand beside each other', () => {
  test('see the same two words, others each time, and hold the same keys, one for each direction', () => {
    const seen = new Set<string>()
    for (let i = 0; i < 20; i++) {
      const { asker, asked } = between(newHalf(random), newHalf(random))
      expect(asked).toEqual(asker)
      expect(asker.keys.asker).not.toEqual(asker.keys.asked)
      seen.add(asker.words.join(' '))
    }
    expect(seen.size).toBe(20)
  })

  test('see other words as soon as anything of what they saw is different', () => {
    const [ada, radia] = [newHalf(random), newHalf(random)]
    const { words } = between(ada, radia).asker
    for (const part of [0, 63]) {
      const changed = { ...ada, opening: damaged(ada.opening, part) }
      expect(agreementOf({ own: radia, role: 'asked', theirs: changed.opening, ends })?.words).not.toEqual(words)
    }
    for (const elsewhere of [
      { ...ends, protocol: `${protocol}1` }, { ...ends, asker: mallorysPeer! }, { ...ends, asked: mallorysPeer! },
      { ...ends, asker: ends.asked, asked: ends.asker }
    ]) expect(between(ada, radia, elsewhere).asker.words).not.toEqual(words)
  })

  test('with somebody between who has keys of their own with each see different words', () => {
    // What Mallory sends to each side is chosen before that side's nonce is known; here it is even the same.
    for (let i = 0; i < 20; i++) {
      const [ada, radia, mallory] = [newHalf(random), newHalf(random), newHalf(random)]
      const withAda = between(ada, mallory, { ...ends, asked: mallorysPeer! }).asker
      const withRadia = between(mallory, radia, { ...ends, asker: mallorysPeer! }).asked
      expect(withAda.words).not.toEqual(withRadia.words)
      expect(withAda.keys).not.toEqual(withRadia.keys)
    }
  })

  test('cannot choose: a promise opens to nothing but what it was made for', () => {
    const { opening } = newHalf(random)
    const commitment = commitmentTo(opening)
    expect(opens(opening, commitment)).toBe(true)
    for (let at = 0; at < opening.byteLength; at++) expect(opens(damaged(opening, at), commitment)).toBe(false)
  })

  test('agree on nothing with what is no key, or one that agrees on zero with everybody', () => {
    const own = newHalf(random)
    for (const theirs of [new Uint8Array(64), new Uint8Array(63), new Uint8Array(0)]) {
      expect(agreementOf({ own, role: 'asker', theirs, ends })).toBeUndefined()
    }
  })

  test('read what the other one sealed, in its order and direction alone, whatever its length', () => {
    const { keys } = between(newHalf(random), newHalf(random)).asker
    for (const length of [0, 1, MAX_SAID_BYTES]) {
      const said = random(length)
      const sealed = sealSaid({ key: keys.asker, index: 0, said, random })
      expect(sealed.byteLength).toBe(NEARBY_SEALED_BYTES)
      expect(openSaid({ key: keys.asker, index: 0, sealed })).toEqual(said)
      expect(openSaid({ key: keys.asker, index: 1, sealed })).toBeUndefined()
      expect(openSaid({ key: keys.asked, index: 0, sealed })).toBeUndefined()
      expect(openSaid({ key: keys.asker, index: 0, sealed: damaged(sealed, 100) })).toBeUndefined()
    }
    expect(() => sealSaid({ key: keys.asker, index: 0, said: random(MAX_SAID_BYTES + 1), random }))
      .toThrow(expect.objectContaining({ code: 'TOO_LARGE' }))
  })
})

interface Vector {
  asker: Record<'privateKey' | 'nonce' | 'peerId' | 'commitment' | 'opening' | 'key', string>
  asked: Record<'privateKey' | 'nonce' | 'peerId' | 'opening' | 'key', string>
  words: string
  said: { by: Role, index: number, text: string, nonce: string, sealed: string }[]
}

describe('frozen meetings', () => {
  test.each(readVectors<Vector>('nearby'))('lead to the same words, keys and frames: $words', ({ asker, asked, words, said }) => {
    const [first, second] = [asker, asked].map(({ privateKey, nonce }) => newHalf(fixedRandom(privateKey, nonce)))
    expect([first!, second!].map(({ opening }) => toHex(opening))).toEqual([asker.opening, asked.opening])
    expect(toHex(commitmentTo(first!.opening))).toBe(asker.commitment)
    const both = between(first!, second!, { protocol, asker: fromHex(asker.peerId), asked: fromHex(asked.peerId) })
    for (const agreement of Object.values(both)) {
      expect(agreement.words.join(' ')).toBe(words)
      expect([agreement.keys.asker, agreement.keys.asked].map(toHex)).toEqual([asker.key, asked.key])
    }
    for (const { by, index, text, nonce, sealed } of said) {
      const key: Bytes = both.asked.keys[by]
      expect(toHex(sealSaid({ key, index, said: utf8(text), random: fixedRandom(nonce) }))).toBe(sealed)
      expect(openSaid({ key, index, sealed: fromHex(sealed) })).toEqual(utf8(text))
    }
  })
})
