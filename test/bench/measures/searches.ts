/** Words in a long past: 100,000 messages with 500 people, encrypted, searched just after the store was opened. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bench } from '../bench.ts'
import { figure, spreadOf, type Figure } from '../figures.ts'

const PEOPLE = 500

export async function search (bench: Bench): Promise<Figure[]> {
  const folder = join(bench.folder, 'archive')
  await mkdir(folder)
  const archive = await bench.child('archive.ts')
  const each = bench.count(200, { least: 2 })
  await archive.ask('open', { folder })
  await archive.ask('fill', { folder, people: PEOPLE, each })
  const [own, floor]: [number[], number[]] = [[], []]
  for (let i = 0; i < bench.count(10, { least: 1 }); i++) {
    await archive.ask('close')
    await archive.ask('open', { folder })
    const words = await archive.ask<string[]>('words', { count: 4 })
    own.push(...await archive.ask<number[]>('find', { words }))
    floor.push(...await archive.ask<number[]>('grep', { folder, words }))
  }
  await archive.end()
  return [figure({
    measure: `search, ${(PEOPLE * each).toLocaleString('en')} messages`,
    unit: 'ms',
    value: spreadOf(own),
    beside: { what: 'grep over the same in the clear', value: spreadOf(floor) },
    note: `after unlocking; ${PEOPLE} people, messages of 12 words; a word said once, two said often, and a letter that is everywhere`
  })]
}
