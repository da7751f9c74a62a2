/** Names and texts of others are hostile: they must not turn, hide or imitate what stands around them. */

/** Overrides and isolates turn text around; zero-width ones make two equal looking names. */
const TURNING = /[\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\u061C\uFEFF]/g
const CONTROLS = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g // oxlint-disable-line no-control-regex
/** Accents heaped upon one letter reach into other lines. */
const HEAPED = /(\p{M}{3})\p{M}+/gu

export const plainName = (name: string): string => {
  const plain = name.replaceAll(TURNING, '').replaceAll(CONTROLS, ' ').replaceAll(HEAPED, '$1').trim()
  return plain === '' ? '?' : plain
}

/** What a message may show: line breaks stay, the rest of the tricks goes. */
export const plainText = (text: string): string =>
  text.replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, '').replaceAll(HEAPED, '$1')

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** One or two letters for the picture of somebody who has none. */
export function initialsOf (name: string): string {
  const words = plainName(name).split(/\s+/u)
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  const letter = (word: string | undefined): string => word === undefined ? '' : [...segmenter.segment(word)][0]?.segment ?? ''
  return (letter(first) + letter(last)).toLocaleUpperCase()
}
