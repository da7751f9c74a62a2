/** Words in a long past: 100,000 messages with 500 people, encrypted, searched just after the store was opened. */
import { archive } from '../archives.ts'
import type { Bench } from '../bench.ts'
import { figure, spreadOf, type Figure } from '../figures.ts'

export async function search (bench: Bench): Promise<Figure[]> {
  const { folder, profile, people, messages } = await archive(bench)
  const child = await bench.child('archive.ts')
  const [first, own, floor]: [number[], number[], number[]] = [[], [], []]
  for (let i = 0; i < bench.count(10, { least: 1 }); i++) {
    await child.ask('open', { profile })
    const words = await child.ask<string[]>('words', { count: 4 })
    const took = await child.ask<number[]>('find', { words })
    first.push(took[0]!)
    own.push(...took)
    floor.push(...await child.ask<number[]>('grep', { folder, words }))
    await child.ask('close')
  }
  await child.end()
  const beside = { what: 'grep over the same in the clear', value: spreadOf(floor) }
  return [figure({
    measure: 'search, the first after unlocking', unit: 'ms', value: spreadOf(first), beside, note: 'a word that was said once'
  }), figure({
    measure: `search, ${messages.toLocaleString('en')} messages`,
    unit: 'ms',
    value: spreadOf(own),
    beside,
    note: `after unlocking; ${people} people, messages of 12 words; a word said once, two said often, and a letter that is everywhere`
  })]
}
