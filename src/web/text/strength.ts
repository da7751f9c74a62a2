/** How long somebody with the disk would have to guess: a rough count of what was typed, generous to nobody. */
const COMMON = /^(pass(word|phrase)?|hunter2|letmein|qwert[zy]?\w*|asdf\w*|admin|welcome|iloveyou|abc|123\w*)\W*\d*$/i
const BITS_PER_WORD = 11
const ENOUGH_BITS = 50
const GOOD_BITS = 70

export type Strength = 'none' | 'weak' | 'fair' | 'good'

function bitsOf (text: string): number {
  if (COMMON.test(text)) return 8
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter(kind => kind.test(text)).length
  // Letters that repeat or follow each other tell little.
  let telling = 0
  for (let i = 0; i < text.length; i++) {
    const step = i === 0 ? NaN : text.charCodeAt(i) - text.charCodeAt(i - 1)
    telling += step === 0 || Math.abs(step) === 1 ? 0.3 : 1
  }
  const byLetters = telling * (kinds === 1 ? 3.3 : kinds === 2 ? 3.9 : 4.6)
  const words = new Set(text.toLowerCase().split(/[\s_-]+/u).filter(word => word.length > 2))
  // Words are guessed as words, whatever their letters count.
  return words.size > 1 ? Math.min(byLetters, words.size * BITS_PER_WORD + 6) : byLetters
}

export function strengthOf (text: string): Strength {
  if (text === '') return 'none'
  const bits = bitsOf(text)
  return bits >= GOOD_BITS ? 'good' : bits >= ENOUGH_BITS ? 'fair' : 'weak'
}
