/** The words of the page: one catalogue a language, each loaded when it is chosen. */
import { computed, signal } from '@preact/signals'
import type { Saying } from '../../api/schema.ts'
import { en } from '../locales/en.ts'
import { plainName } from '../text/names.ts'

export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }
export type Key = keyof typeof en
export type Catalogue = { [K in Key]: typeof en[K] extends string ? string : Plural }
export type TextKey = { [K in Key]: typeof en[K] extends string ? K : never }[Key]

export const LANGUAGES = { en: 'English', de: 'Deutsch', ru: 'Русский', ar: 'العربية' } as const
export type Language = keyof typeof LANGUAGES | 'pseudo'

/** What a language has for the node's own sentences, by their codes, and for what it holds. English is the node's. */
export type NodeWords = Record<string, string | Plural>

/** What a language has for the errors that the node tells of, by their English; {0} is what stands in that place. */
export type ErrorWords = Record<string, string>

interface Words {
  page: Catalogue
  node: (code: string, english: string) => string | Plural | undefined
  failure: (english: string) => string | undefined
}

const wordsOf = async (page: Promise<Catalogue>, node: Promise<NodeWords>, errors: Promise<ErrorWords>): Promise<Words> => {
  const [words, said, failures] = await Promise.all([page, node, errors])
  return { page: words, node: code => said[code], failure: english => translated(english, failures) }
}

/** Names and numbers stand in the node's sentence; they are taken out of it and put into ours. */
function translated (english: string, known: ErrorWords): string | undefined {
  if (Object.hasOwn(known, english)) return known[english]
  for (const [template, text] of Object.entries(known)) {
    if (!template.includes('{0}')) continue
    const parts = template.split(/\{\d\}/).map(part => part.replaceAll(/[^\w ]/g, '\\$&'))
    const found = new RegExp(`^${parts.join('(.*)')}$`, 's').exec(english)
    if (found !== null) return text.replaceAll(/\{(\d)\}/g, (_, n: string) => isolated(found[Number(n) + 1] ?? ''))
  }
  return undefined
}

const LOADERS: Record<Exclude<Language, 'en'>, () => Promise<Words>> = {
  de: async () => await wordsOf(import('../locales/de.ts').then(({ de }) => de), import('../locales/node/de.ts').then(({ de }) => de),
    import('../locales/errors/de.ts').then(({ de }) => de)),
  ru: async () => await wordsOf(import('../locales/ru.ts').then(({ ru }) => ru), import('../locales/node/ru.ts').then(({ ru }) => ru),
    import('../locales/errors/ru.ts').then(({ ru }) => ru)),
  ar: async () => await wordsOf(import('../locales/ar.ts').then(({ ar }) => ar), import('../locales/node/ar.ts').then(({ ar }) => ar),
    import('../locales/errors/ar.ts').then(({ ar }) => ar)),
  pseudo: async () => {
    const { pseudo, stretch } = await import('../locales/pseudo.ts')
    return { page: pseudo, node: (_, english) => stretch(english), failure: english => stretch(plainName(english)) }
  }
}

const ENGLISH: Words = { page: en, node: () => undefined, failure: english => asSentence(plainName(english)) }
const words = signal<Words>(ENGLISH)
const catalogue = computed(() => words.value.page)
export const language = signal<Language>('en')
export const locale = computed(() => language.value === 'pseudo' ? 'en-XA' : language.value)
export const isRightToLeft = computed(() => language.value === 'ar')
const plurals = computed(() => new Intl.PluralRules(locale.value))

export async function speak (wanted: Language): Promise<void> {
  words.value = wanted === 'en' ? ENGLISH : await LOADERS[wanted]()
  language.value = wanted
  document.documentElement.lang = locale.value
  document.documentElement.dir = isRightToLeft.value ? 'rtl' : 'ltr'
}

/** The first of the reader's languages that we speak; en-XA is nobody's, for whoever looks for words that were forgotten. */
export function preferredLanguage (): Language {
  for (const wanted of navigator.languages) {
    if (wanted === 'en-XA') return 'pseudo'
    const base = wanted.split('-')[0] ?? ''
    if (Object.hasOwn(LANGUAGES, base)) return base as Language
  }
  return 'en'
}

type Values = Record<string, string | number>

const fill = (text: string, values: Values): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => Object.hasOwn(values, name) ? isolated(values[name]!) : whole)

/** Somebody's name must not turn the sentence around it, nor end what sets it apart. */
export const isolated = (value: string | number): string =>
  typeof value === 'number' ? formatNumber(value) : `\u2068${plainName(value)}\u2069`

export function t (key: Key, values: Values = {}): string {
  const text = catalogue.value[key]
  if (typeof text === 'string') return Object.keys(values).length === 0 ? text : fill(text, values)
  const count = Number(values.count)
  return fill(text[plurals.value.select(count)] ?? text.other, values)
}

/** The node's word for something, in the language of the page; as the node says it where there is none. */
export const nodeWord = (code: string, english: string): string => {
  const text = words.value.node(code, english)
  return typeof text === 'string' ? text : english
}

/** What the node says of an error, in the language of the page. @returns undefined: it has no word for that one */
export const nodeFailure = (english: string): string | undefined => words.value.failure(english)

const asSentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!…]$/.test(text) ? '' : '.'}`

/** A sentence of the node's, filled in by `shown`. */
export function nodeSentence ({ code, values, text }: Saying, shown: (name: string) => string): string {
  const found = words.value.node(code, text)
  if (found === undefined) return plainName(text)
  const form = typeof found === 'string' ? found : found[plurals.value.select(Number(values.count))] ?? found.other
  return form.replaceAll(/\{(\w+)\}/g, (whole, name: string) => Object.hasOwn(values, name) ? shown(name) : whole)
}

const numbers = computed(() => new Intl.NumberFormat(locale.value))
export const formatNumber = (value: number): string => numbers.value.format(value)
