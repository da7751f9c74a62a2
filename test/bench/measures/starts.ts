/** From nothing to a node that is ready, and to the first message that has arrived. The program is started as people start it. */
import { join } from 'node:path'
import { friends, PLAIN, servedNetwork, type Bench } from '../bench.ts'
import { figure, spreadOf, type Figure } from '../figures.ts'

export async function start (bench: Bench): Promise<Figure[]> {
  const home = bench.place('grace')
  const network = await servedNetwork(bench)
  const author = await bench.child('messenger.ts')
  await author.ask('open', { folder: join(home, 'data', 'default'), name: 'Grace', network })
  await author.end()
  const [own, floor]: [number[], number[]] = [[], []]
  const memory = { own: 0, floor: 0 }
  for (let i = bench.firstTry; i <= bench.count(8, { least: 1 }); i++) {
    const ownSinceMs = performance.now()
    const bin = await bench.bin(home)
    const ownMs = performance.now() - ownSinceMs
    memory.own = bin.memory()
    await bin.end()
    const floorSinceMs = performance.now()
    const child = await bench.child('plain.ts')
    await child.ask('open', { websockets: true })
    const floorMs = performance.now() - floorSinceMs
    memory.floor = child.memory()
    await child.end()
    if (i === 0) continue
    own.push(ownMs)
    floor.push(floorMs)
  }
  const same = `${PLAIN}, same services`
  return [
    figure({
      measure: 'process start to ready', unit: 'ms', value: spreadOf(own), beside: { what: same, value: spreadOf(floor) },
      note: 'nobyte start; without the key derivation, which takes 0.5–1 s by design'
    }),
    figure({ measure: 'memory when ready', unit: 'MB', value: memory.own, beside: { what: same, value: memory.floor } })
  ]
}

/** Ada was away; her contact is online, at the same address as before or at another one, which only the network knows. */
export async function coldStart (bench: Bench): Promise<Figure[]> {
  const { ada, radia, own, radiasOwn, adasHome } = await friends(bench)
  const samples: Record<'same' | 'moved', number[]> = { same: [], moved: [] }
  await ada.ask('close')
  for (let i = bench.firstTry; i <= bench.count(6, { least: 1 }); i++) {
    for (const where of ['same', 'moved'] as const) {
      if (where === 'moved') {
        await radia.ask('close')
        await radia.ask('open', radiasOwn)
        await radia.ask('whenPublished')
      }
      const sinceMs = performance.now()
      const bin = await bench.bin(adasHome)
      await bin.deliver('hello')
      if (i > 0) samples[where].push(performance.now() - sinceMs)
      await bin.end()
    }
  }
  await ada.ask('open', own)
  await ada.ask('whenOnline')
  const note = 'from the start of the process, without the key derivation'
  return [
    figure({
      measure: 'cold start to first delivered', unit: 'ms', value: spreadOf(samples.same), note: `${note}; the contact is where they were`
    }),
    figure({ measure: 'the same, contact moved', unit: 'ms', value: spreadOf(samples.moved), note: `${note}; found through the DHT` })
  ]
}
