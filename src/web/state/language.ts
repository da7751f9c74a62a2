/** The words of the page: one catalogue a language, each loaded when it is chosen. */
import { computed, signal } from '@preact/signals'
import { en } from '../locales/en.ts'
import { plainName } from '../text/names.ts'

export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }
export type Key = keyof typeof en
export type Catalogue = { [K in Key]: typeof en[K] extends string ? string : Plural }
export type TextKey = { [K in Key]: typeof en[K] extends string ? K : never }[Key]

export const LANGUAGES = { en: 'English', de: 'Deutsch', ru: 'Русский', ar: 'العربية' } as const
export type Language = keyof typeof LANGUAGES | 'pseudo'

const LOADERS: Record<Exclude<Language, 'en'>, () => Promise<Catalogue>> = {
  de: async () => (await import('../locales/de.ts')).de,
  ru: async () => (await import('../locales/ru.ts')).ru,
  ar: async () => (await import('../locales/ar.ts')).ar,
  pseudo: async () => (await import('../locales/pseudo.ts')).pseudo
}

const catalogue = signal<Catalogue>(en)
export const language = signal<Language>('en')
export const locale = computed(() => language.value === 'pseudo' ? 'en-XA' : language.value)
export const isRightToLeft = computed(() => language.value === 'ar')
const plurals = computed(() => new Intl.PluralRules(locale.value))

export async function speak (wanted: Language): Promise<void> {
  const words = wanted === 'en' ? en : await LOADERS[wanted]()
  catalogue.value = words
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
const isolated = (value: string | number): string => typeof value === 'number' ? formatNumber(value) : `\u2068${plainName(value)}\u2069`

export function t (key: Key, values: Values = {}): string {
  const text = catalogue.value[key]
  if (typeof text === 'string') return Object.keys(values).length === 0 ? text : fill(text, values)
  const count = Number(values.count)
  return fill(text[plurals.value.select(count)] ?? text.other, values)
}

const numbers = computed(() => new Intl.NumberFormat(locale.value))
export const formatNumber = (value: number): string => numbers.value.format(value)
