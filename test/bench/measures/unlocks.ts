/** What follows the unlocking of a profile with many contacts, of whom nobody is there, while its page asks for the list of chats. */
import { join } from 'node:path'
import { servedNetwork, type Bench } from '../bench.ts'
import { figure, spreadOf, type Figure } from '../figures.ts'

const PEOPLE = 500
const DURATION_MS = 20_000

export async function unlock (bench: Bench): Promise<Figure[]> {
  const people = bench.count(PEOPLE)
  const durationMs = bench.count(DURATION_MS, { least: 1000 })
  const home = bench.place('known')
  const own = { folder: join(home, 'data', 'default'), name: 'Hedy', network: await servedNetwork(bench) }
  const owner = await bench.child('messenger.ts')
  await owner.ask('open', own)
  await owner.end()
  const child = await bench.child('archive.ts')
  await child.ask('open', { profile: own.folder })
  await child.ask('fill', { folder: home, people, each: 2, first: 2 })
  await child.end()
  const samples: Record<'listMs' | 'cpuMs' | 'longestMs' | 'memoryMb', number[]> = { listMs: [], cpuMs: [], longestMs: [], memoryMb: [] }
  for (let i = 0; i < bench.count(3, { least: 1 }); i++) {
    const hedy = await bench.child('messenger.ts')
    const settled = await hedy.ask<Record<'listMs' | 'cpuMs' | 'longestMs', number>>('settle', { ...own, durationMs })
    for (const [name, value] of Object.entries({ ...settled, memoryMb: hedy.memory() })) samples[name as 'listMs'].push(value)
    await hedy.end()
  }
  const after = `${people} contacts unlocked`
  const note = `from when the node listens, for ${durationMs / 1000} s`
  return [
    figure({ measure: `${after}: list of chats`, unit: 'ms', value: spreadOf(samples.listMs) }),
    figure({ measure: `${after}: CPU`, unit: 'ms', value: spreadOf(samples.cpuMs), note }),
    figure({ measure: `${after}: longest wait for a turn`, unit: 'ms', value: spreadOf(samples.longestMs), note }),
    figure({ measure: `${after}: memory`, unit: 'MB', value: spreadOf(samples.memoryMb), note })
  ]
}
