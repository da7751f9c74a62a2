/** No language: every text of ours longer by two fifths and marked at both ends, so that what is cut or not translated shows. */
import type { Catalogue } from '../state/language.ts'
import { en } from './en.ts'

const ACCENTS: Record<string, string> = { a: 'á', e: 'ë', i: 'ï', o: 'ö', u: 'ü', n: 'ñ', c: 'ç', s: 'š', A: 'Å', E: 'Ë', I: 'Ï', O: 'Ø',
  U: 'Û' }

export const stretch = (text: string): string => {
  const accented = text.split(/(\{\w+\})/).map(part => part.startsWith('{') ? part : part.replaceAll(/[a-zA-Z]/g, letter =>
    ACCENTS[letter] ?? letter)).join('')
  // In words that are as long as words are: where those do not break, nothing in the page is at fault.
  const more = '~'.repeat(Math.ceil(text.length * 0.4)).replaceAll(/~{9}(?=~)/g, '$& ')
  return `⟦${accented}${more}⟧`
}

export const pseudo = Object.fromEntries(Object.entries(en).map(([key, text]) =>
  [key, typeof text === 'string' ? stretch(text) : Object.fromEntries(Object.entries(text).map(([rule, one]) => [rule, stretch(one)]))]
)) as Catalogue
