/** Every language says everything, and fills in what the others fill in. */
import { expect, test } from 'vitest'
import { FILES } from '../../src/api/holdings.ts'
import { SAYINGS } from '../../src/messenger/core/sayings.ts'
import { TABLES } from '../../src/store/tables.ts'

type Text = string | Record<string, string>
type Catalogue = Record<string, Text>

const read = async (path: string): Promise<Catalogue> => {
  const all = await import(new URL(`../../src/web/locales/${path}.ts`, import.meta.url).href) as Record<string, Catalogue>
  return all[path.split('/').at(-1)!]!
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

interface Catalogued { code: string, text: Text }

/** Everything that the node says to people, or calls what it holds. */
const nodeWords: Catalogued[] = [
  ...Object.entries(SAYINGS).map(([code, text]) => ({ code, text })),
  ...Object.values(TABLES).flatMap(({ name, purpose, life }) => [
    { code: `table.${name}`, text: purpose }, { code: `life.${name}`, text: life }
  ]),
  ...Object.entries(FILES).flatMap(([name, { what, life }]) => [
    { code: `file.${name}`, text: what }, { code: `life.${name}`, text: life }
  ])
]

for (const language of ['de', 'ru', 'ar']) {
  test(`${language} has a word of its own for each of the node's, and fills in nothing that the node does not`, async () => {
    const catalogue = await read(`node/${language}`)
    expect(nodeWords.map(({ code }) => code).filter(code => catalogue[code] === undefined)).toEqual([])
    for (const { code, text } of nodeWords) {
      const translated = catalogue[code]!
      // What a command would do stands at the page's own buttons.
      const holes = allHoles(translated).filter(hole => hole !== '{count}')
      expect(holes, code).toEqual(allHoles(text).filter(hole => hole !== '{count}'))
      expect(formsOf(translated).every(form => form.trim() !== '' && !formsOf(text).includes(form)), code).toBe(true)
      if (typeof translated === 'string') continue
      const rules = new Intl.PluralRules(language).resolvedOptions().pluralCategories
      expect(Object.keys(translated).sort(), code).toEqual([...rules].sort())
    }
  })
}
