/** What a node costs that is connected to thirty people, while nobody says anything. */
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { PLAIN, servedNetwork, type Bench } from '../bench.ts'
import { figure, type Figure } from '../figures.ts'
import { cpuMs } from '../machine.ts'

const CONTACTS = 30
const PEOPLE_A_PROCESS = 15

export async function idle (bench: Bench): Promise<Figure[]> {
  const contacts = bench.count(CONTACTS)
  const home = bench.place('hedy')
  const network = await servedNetwork(bench)
  const author = await bench.child('messenger.ts')
  await author.ask('open', { folder: join(home, 'data', 'default'), name: 'Hedy', network })
  const links: string[] = []
  for (let i = 0; i < contacts; i++) links.push(await author.ask<string>('invite'))
  const crowds = []
  for (let i = 0; i < contacts; i += PEOPLE_A_PROCESS) {
    const crowd = await bench.child('crowd.ts')
    crowds.push(crowd)
    await crowd.ask('meet', { folder: bench.place('crowd'), network, links: links.slice(i, i + PEOPLE_A_PROCESS) })
  }
  await author.end()
  const bin = await bench.bin(home)
  await bin.whenSettled(contacts)
  const own = await rest(bench, bin)
  for (const child of [bin, ...crowds]) await child.end()

  const floorNode = await bench.child('plain.ts')
  const { address } = await floorNode.ask<{ address: string }>('open', { websockets: true })
  const others = await bench.child('plain.ts')
  await others.ask('connectMany', { address, count: contacts })
  const floor = await rest(bench, floorNode)
  for (const child of [floorNode, others]) await child.end()

  const beside = `${PLAIN}, ${contacts} connections`
  return [
    figure({ measure: `memory idle, ${contacts} contacts`, unit: 'MB', value: own.memory, beside: { what: beside, value: floor.memory } }),
    figure({ measure: `CPU idle, ${contacts} contacts`, unit: '% of a CPU', value: own.cpu, beside: { what: beside, value: floor.cpu } })
  ]
}

/** After what follows a start has died down. */
async function rest (bench: Bench, { pid, memory }: { pid: number, memory: () => number }): Promise<{ memory: number, cpu: number }> {
  await setTimeout(bench.count(10_000))
  const before = cpuMs(pid)
  const durationMs = bench.count(20_000)
  await setTimeout(durationMs)
  return { memory: memory(), cpu: (cpuMs(pid) - before) / durationMs * 100 }
}
