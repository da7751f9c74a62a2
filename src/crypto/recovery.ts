/** 24 words that a person can write down ↔ the 32 bytes from which the account key is derived (BIP39, English). */
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import type { Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import type { Random } from '../base/random.ts'

export const RECOVERY_ENTROPY_BYTES = 32
export const RECOVERY_WORDS = 24

const known = new Set(wordlist)

export const newRecoveryEntropy = (random: Random): Bytes => random(RECOVERY_ENTROPY_BYTES)

export const recoveryWords = (entropy: Uint8Array): string[] => entropyToMnemonic(entropy, wordlist).split(' ')

/**
 * Case and surrounding blanks do not matter.
 * @throws AppError BAD_INPUT: a wrong count, an unknown word, or a word mistaken for another
 */
export function entropyFromWords (words: readonly string[]): Bytes {
  const plain = words.map(word => word.normalize('NFKD').trim().toLowerCase()).filter(word => word !== '')
  if (plain.length !== RECOVERY_WORDS) {
    throw new AppError('BAD_INPUT', `there are ${RECOVERY_WORDS} recovery words, and these are ${plain.length}`)
  }
  const unknown = plain.findIndex(word => !known.has(word))
  if (unknown !== -1) {
    const close = wordlist.filter(word => word.slice(0, 3) === plain[unknown]!.slice(0, 3)).slice(0, 3)
    throw new AppError('BAD_INPUT', `word ${unknown + 1}, "${plain[unknown]}", is not a recovery word`, {
      ...(close.length > 0 ? { hint: `Did you mean ${close.join(', ')}?` } : {}), details: { position: unknown + 1 }
    })
  }
  try {
    return new Uint8Array(mnemonicToEntropy(plain.join(' '), wordlist))
  } catch (err) {
    throw new AppError('BAD_INPUT', 'the checksum of these recovery words does not fit: a word is wrong, or two are swapped', {
      cause: err
    })
  }
}
