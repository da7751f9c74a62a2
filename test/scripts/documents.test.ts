import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const LAYERS = 'api|base|bench|cli|crypto|flood|fuzz|messenger|nat|network|privacy|protocols|scenarios|store|web|wire'

test('each test that SECURITY.md names is there', () => {
  const text = readFileSync(new URL('../../SECURITY.md', import.meta.url), 'utf8')
  const named = [...text.matchAll(new RegExp(`\`(?:test/)?((?:${LAYERS})/[\\w/.-]+)\``, 'g'))].map(([, name]) => name!)
  const isThere = (name: string): boolean =>
    ['', '.test.ts'].some(ending => existsSync(new URL(`../${name}${ending}`, import.meta.url)))
  expect(named.length).toBeGreaterThan(40)
  expect(named.filter(name => !isThere(name))).toEqual([])
})
