/** Every language says everything, and fills in what the others fill in. */
import { expect, test } from 'vitest'

type Text = string | Record<string, string>
type Catalogue = Record<string, Text>

const read = async (language: string): Promise<Catalogue> => {
  const all = await import(new URL(`../../src/web/locales/${language}.ts`, import.meta.url).href) as Record<string, Catalogue>
  return all[language]!
}

const en = await read('en')
const formsOf = (text: Text): string[] => typeof text === 'string' ? [text] : Object.values(text)
const holesOf = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()
/** What stands in any form of it: "one message" may leave the number out. */
const allHoles = (text: Text): string[] => [...new Set(formsOf(text).flatMap(holesOf))].sort()

for (const language of ['de', 'ru', 'ar']) {
  test(`${language} has each text of English, no other, and the same places to fill in`, async () => {
    const catalogue = await read(language)
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(en).sort())
    for (const [key, text] of Object.entries(en)) {
      const translated = catalogue[key]!
      expect(allHoles(translated), key).toEqual(allHoles(text))
      expect(formsOf(translated).every(form => form.trim() !== ''), key).toBe(true)
      if (typeof text === 'string') {
        expect(typeof translated, key).toBe('string')
        continue
      }
      // Each form that this language has, and none that it has not.
      const rules = new Intl.PluralRules(language).resolvedOptions().pluralCategories
      expect(Object.keys(translated).sort(), key).toEqual([...rules].sort())
    }
  })
}
