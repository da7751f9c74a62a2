/** A profile with a long past, made once for all measures that need one: 100,000 messages with 500 people, half with one of them. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { newNetworkFile, type Bench } from './bench.ts'

const PEOPLE = 500

export interface Archive {
  /** where the command line finds it */
  home: string
  profile: string
  /** beside it, the same texts in the clear */
  folder: string
  people: number
  messages: number
}

export async function archive (bench: Bench): Promise<Archive> {
  return await bench.once('archive', async () => {
    const home = bench.place('archive')
    const profile = join(home, 'data', 'default')
    await mkdir(home, { recursive: true })
    // A network of which nobody is there: nothing goes on beside what is measured.
    const owner = await bench.child('messenger.ts')
    await owner.ask('open', { folder: profile, name: 'Hedy', network: newNetworkFile(bench, 'archive-network') })
    await owner.end()
    // Whole, however few samples are taken: with less it would say nothing.
    const [people, each, first] = bench.size === 'tiny' ? [20, 2, 500] : [PEOPLE, 100, 50_100]
    const child = await bench.child('archive.ts')
    await child.ask('open', { profile })
    await child.ask('fill', { folder: home, people, each, first })
    await child.end()
    return { home, profile, folder: home, people, messages: (people - 1) * each + first }
  })
}
