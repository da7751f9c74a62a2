/** Groups of so many processes, all of whom their maker reaches: how soon everybody has a message, and how many in a burst. */
import { join } from 'node:path'
import { servedNetwork, type Bench } from '../bench.ts'
import type { Child } from '../children.ts'
import { figure, spreadOf, type Figure } from '../figures.ts'
import { measureDisk } from '../machine.ts'
import type { Stamped } from '../member.ts'

const BYTES = 256
const PAUSE_MS = 100

/** The first one made it, and has a line to all others. */
async function groupOf (bench: Bench, size: number): Promise<Child[]> {
  const network = await servedNetwork(bench)
  const folder = bench.place(`group-of-${size}`)
  const members: Child[] = []
  for (let i = 0; i < size; i++) {
    const member = await bench.child('member.ts')
    await member.ask('open', { folder: join(folder, `${i}`), name: `Member ${i}`, network })
    members.push(member)
  }
  const [first, ...others] = members
  const link = await first!.ask<string>('make')
  for (const one of others) await one.ask('join', { link })
  await first!.ask('counts', { members: size })
  return members
}

/** How long each took until the last one had it. */
const toAll = (said: Stamped[], heard: Stamped[][]): number[] => {
  const times = heard.map(log => new Map(log.map(({ id, atMs }) => [id, atMs])))
  return said.map(({ id, atMs }) => Math.max(...times.map(at => at.get(id)! - atMs)))
}

async function measureGroup (bench: Bench, size: number): Promise<Figure[]> {
  const members = await groupOf(bench, size)
  const [first, ...others] = members
  const hearing = async (count: number): Promise<Stamped[][]> =>
    await Promise.all(others.map(async one => await one.ask<Stamped[]>('heard', { count })))
  const warm = bench.count(10)
  await first!.ask('say', { bytes: BYTES, count: warm, pauseMs: PAUSE_MS })
  await hearing(warm)
  const paced = bench.count(40)
  const said = await first!.ask<Stamped[]>('say', { bytes: BYTES, count: paced, pauseMs: PAUSE_MS })
  const samples = toAll(said, await hearing(warm + paced))
  const many = bench.count(300)
  const before = await first!.cpu()
  const burst = await first!.ask<Stamped[]>('say', { bytes: BYTES, count: many, pauseMs: 0 })
  const logs = await hearing(warm + paced + many)
  const cpu = (await first!.cpu() - before) / many / (size - 1)
  const sinceMs = Math.min(...burst.map(({ atMs }) => atMs))
  const allMs = Math.max(...logs.flat().map(({ atMs }) => atMs)) - sinceMs
  const disk = measureDisk(bench.folder, { count: bench.count(100) })
  for (const member of members) await member.end()
  return [
    figure({
      measure: `group of ${size} to all, 256 B`, unit: 'ms', value: spreadOf(samples), beside: { what: 'disk sync', value: disk.value },
      note: 'durable at each; said by who made it'
    }),
    figure({
      measure: `group of ${size}, burst`, unit: 'deliveries/s', value: many * (size - 1) / allMs * 1000,
      note: `${many} messages; CPU a delivery at whoever says it: ${Math.round(cpu)} µs`
    })
  ]
}

export async function groups (bench: Bench): Promise<Figure[]> {
  const sizes = bench.size === 'tiny' ? [3] : [10, 30]
  const figures: Figure[] = []
  for (const size of sizes) figures.push(...await measureGroup(bench, size))
  const rekeyer = await bench.child('rekeyer.ts')
  const members = bench.count(1000, { least: 10 })
  const { cpuMs, allMs } = await rekeyer.ask<Record<'cpuMs' | 'allMs', number>>('rekey', { folder: bench.place('rekeyer'), members })
  await rekeyer.end()
  figures.push(figure({
    measure: 're-keying 1,000 members', unit: 'ms of CPU', value: cpuMs * 1000 / members,
    note: `each over its session, durable one by one; ${Math.round(allMs * 1000 / members)} ms in all`
  }))
  return figures
}
