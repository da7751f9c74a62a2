/** What a mailbox host carries and what it costs, and how soon somebody who was away has everything. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { MAIN, servedNetwork, type Bench } from '../bench.ts'
import type { Child } from '../children.ts'
import { figure, spreadOf, type Figure } from '../figures.ts'

const QUEUES = 10_000
const WAITING = 1000

async function host (bench: Bench): Promise<{ host: Child, client: Child }> {
  return await bench.once('mailbox host', async () => {
    const networkFile = join(bench.folder, 'private.json')
    execFileSync(process.execPath, [MAIN, 'network', 'create', '--name', 'bench', '--out', networkFile], {
      env: { ...process.env, NOBYTE_HOME: join(bench.folder, 'nobody') }, stdio: 'ignore'
    })
    const [host, client] = [await bench.child('mailbox-host.ts', '--expose-gc'), await bench.child('mailbox-client.ts')]
    const place = await host.ask<object>('open', { folder: join(bench.folder, 'mailbox'), networkFile })
    await client.ask('open', { networkFile, ...place })
    return { host, client }
  })
}

/** One client, which seals and opens what it sends and gets; both have one core. */
export async function deposits (bench: Bench): Promise<Figure[]> {
  const { host: there, client } = await host(bench)
  const count = bench.count(4000, { least: 40 })
  await client.ask('deposits', { count: bench.count(400) })
  await client.ask('fetches')
  const cpuBefore = [await there.cpu(), await client.cpu()]
  const deposited = await client.ask<number>('deposits', { count })
  const cpuBetween = [await there.cpu(), await client.cpu()]
  const fetched = await client.ask<number>('fetches')
  const cpuAfter = [await there.cpu(), await client.cpu()]
  const cost = (before: number[], after: number[]): string =>
    `CPU a cell: ${after.map((cpu, i) => Math.round((cpu - before[i]!) / count)).join(' µs at the host, ')} µs at the client`
  return [
    figure({ measure: 'deposits', unit: 'cells/s', value: deposited, note: cost(cpuBefore, cpuBetween) }),
    figure({ measure: 'fetches', unit: 'cells/s', value: fetched, note: cost(cpuBetween, cpuAfter) })
  ]
}

export async function queues (bench: Bench): Promise<Figure[]> {
  const { host: there, client } = await host(bench)
  const count = bench.count(QUEUES, { least: 100 })
  await there.ask('settle')
  const before = there.memory()
  const made = await client.ask<number>('queues', { count })
  await there.ask('settle')
  return [
    figure({
      measure: `host memory for ${QUEUES} more queues`, unit: 'MB', value: Math.max(0, there.memory() - before) * QUEUES / count,
      beside: { what: 'the host before', value: before }, note: `resident; ${Math.round(made)} queues made a second`
    })
  ]
}

/** Radia was away, and Ada is. */
export async function catchUp (bench: Bench): Promise<Figure[]> {
  const network = await servedNetwork(bench)
  const [ada, radia] = [await bench.child('messenger.ts'), await bench.child('messenger.ts')]
  const [adasOwn, radiasOwn] = ['Mary', 'Barbara'].map(name => ({ folder: join(bench.folder, name), name, network }))
  await ada.ask('open', adasOwn)
  await radia.ask('open', radiasOwn)
  await ada.ask('accept', { link: await radia.ask('invite') })
  await ada.ask('whenTold')
  const count = bench.count(WAITING, { least: 20 })
  const [fromStart, fromReady]: [number[], number[]] = [[], []]
  for (let i = bench.firstTry; i <= bench.count(3, { least: 1 }); i++) {
    await radia.ask('close')
    await ada.ask('say', { bytes: 256, count })
    await ada.ask('whenLeft')
    await ada.ask('close')
    const { openMs, allMs } = await radia.ask<Record<'openMs' | 'allMs', number>>('catchUp', { ...radiasOwn, count })
    if (i > 0) fromStart.push(allMs)
    if (i > 0) fromReady.push(allMs - openMs)
    await ada.ask('open', adasOwn)
    await ada.ask('whenReceipted')
  }
  for (const child of [ada, radia]) await child.end()
  const note = `${count} messages of 256 B at one host, and durable here when they count; median of ${fromStart.length}`
  return [
    figure({ measure: 'catch-up from start', unit: 'ms', value: spreadOf(fromStart), note }),
    figure({ measure: 'catch-up from ready', unit: 'ms', value: spreadOf(fromReady), note })
  ]
}
