import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex, toHex } from '../../src/base/bytes.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { accountFromEntropy } from '../../src/crypto/account.ts'
import { entropyFromWords, newRecoveryEntropy, recoveryWords } from '../../src/crypto/recovery.ts'
import { readVectors } from '../vectors/read.ts'

describe('24 recovery words', () => {
  test('bring back the same account', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), entropy => {
      const words = recoveryWords(entropy)
      expect(words).toHaveLength(24)
      expect(entropyFromWords(words)).toEqual(new Uint8Array(entropy))
      expect(entropyFromWords(words.map(word => ` ${word.toUpperCase()} `))).toEqual(new Uint8Array(entropy))
    }))
  })

  test('name the word that is not one', () => {
    const words = recoveryWords(newRecoveryEntropy(random))
    words[6] = 'abandom'
    expect(() => entropyFromWords(words)).toThrow(expect.objectContaining({
      code: 'BAD_INPUT', message: expect.stringContaining('word 7, "abandom"') as string, hint: expect.stringContaining('abandon') as string
    }))
    expect(() => entropyFromWords(words.slice(1))).toThrow('these are 23')
  })

  test('two of which are swapped do not fit their checksum', () => {
    const words = recoveryWords(fromHex('00112233445566778899aabbccddeeff'.repeat(2)))
    expect(() => entropyFromWords([words[1]!, words[0]!, ...words.slice(2)])).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }))
  })

  test('keep to their frozen vectors', () => {
    interface Vector { entropy: string, words: string, accountSeed: string, accountId: string }
    for (const { entropy, words, accountSeed, accountId } of readVectors<Vector>('recovery')) {
      expect(recoveryWords(fromHex(entropy)).join(' ')).toBe(words)
      const account = accountFromEntropy(entropyFromWords(words.split(' ')))
      expect([toHex(account.seed), account.accountId]).toEqual([accountSeed, accountId])
    }
  })
})
