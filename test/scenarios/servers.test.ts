import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeNetworkFile, type NetworkDescriptor } from '../../src/network/networks/descriptors.ts'
import { runScript, type Script } from '../network/processes.ts'
import { servedNetwork, tempFolder } from '../network/testbed.ts'
import { WorldClock } from '../support/clock.ts'
import { acquaint, Roamer, seeEachOther } from '../support/roamer.ts'

/** `npm run faults -- servers` has 50, and 40 pairs, or as many as --pairs says. */
const SERVERS = Number(process.env.NOBYTE_SERVERS ?? 12)
const PAIRS = Number(process.env.NOBYTE_PAIRS ?? (SERVERS < 50 ? 4 : 40))
/** Servers of one process share its thread; they are killed together. */
const SERVERS_A_PROCESS = SERVERS < 50 ? 2 : 5
const KILLED = 0.3
/** whom newcomers ask: a server of each of the first processes, of which one is killed */
const BOOTSTRAPS = 3
/** pairs that do something at the same time: of fifty servers each asks dozens */
const AT_ONCE = SERVERS < 50 ? 4 : 2
/** A record that was told nobody in its minute, since the computer is busy, is told again after a quarter of one, a half, … */
const PATIENCE = { withinMs: SERVERS < 50 ? 90_000 : 240_000 }

interface Servers {
  bootstrap: NetworkDescriptor['bootstrap']
  kill: (count: number) => Promise<void>
}

async function serve (network: NetworkDescriptor): Promise<Servers> {
  const file = join(await tempFolder(), 'network.json')
  const processes: Script[] = []
  const start = async (): Promise<string[][]> => {
    const script = await runScript('dht-servers.ts', [file, `${SERVERS_A_PROCESS}`])
    processes.push(script)
    return script.first as string[][]
  }
  // The others come all at once, and know the first.
  await writeNetworkFile(file, { ...network, bootstrap: [] })
  const first = await start()
  await writeNetworkFile(file, { ...network, bootstrap: [{ addresses: first[0]! }] })
  const others = await Promise.all(Array.from({ length: SERVERS / SERVERS_A_PROCESS - 1 }, start))
  return {
    bootstrap: [first, ...others].slice(0, BOOTSTRAPS).map(([addresses]) => ({ addresses: addresses! })),
    async kill (count) {
      // From the second on, so that one of those whom everybody asks first is among them.
      await Promise.all(processes.slice(1, 1 + count / SERVERS_A_PROCESS).map(async script => {
        const exited = once(script, 'exit')
        script.kill('SIGKILL')
        await exited
      }))
    }
  }
}

async function each<T> (items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await task(item)
  }))
}

test(`of ${SERVERS} DHT servers 30 % are killed: ${PAIRS} pairs of contacts, each at new addresses under new ids, find each other`, {
  timeout: 240_000 + PAIRS * 60_000
}, async () => {
  const startedMs = performance.now()
  const passed = (what: string): void => { console.log(`${Math.round((performance.now() - startedMs) / 1000)} s: ${what}`) }
  const clock = new WorldClock()
  // They meet over a server that is gone when the others come: each connects to dozens of servers at a start, and once is enough.
  const { network, server } = await servedNetwork()
  const come = async (name: string): Promise<Roamer> => {
    const roamer = await Roamer.named(name, { network, clock, readyWithinMs: SERVERS < 50 ? 60_000 : 240_000 })
    onTestFinished(async () => { await roamer[Symbol.asyncDispose]() })
    return roamer
  }
  const people: [Roamer, Roamer][] = []
  await each(Array.from({ length: PAIRS }, (_, i) => i), async i => {
    const [ada, radia] = await Promise.all([come(`Ada ${i}`), come(`Radia ${i}`)])
    await acquaint(ada, radia)
    await Promise.all([ada.stop(), radia.stop()])
    people.push([ada, radia])
  })
  await server.stop()
  passed('pairs are acquainted')
  const { bootstrap, kill } = await serve(network)
  for (const person of people.flat()) person.bootstrap = bootstrap
  passed('servers are there')
  await each(people, async ([ada, radia]) => {
    await ada.start()
    await ada.published(radia, PATIENCE)
  })
  passed('records are published')
  await kill(Math.round(SERVERS * KILLED / SERVERS_A_PROCESS) * SERVERS_A_PROCESS)
  const tookMs: number[] = []
  await each(people, async ([ada, radia]) => {
    const fromMs = performance.now()
    await radia.start()
    await seeEachOther(radia, ada, PATIENCE)
    tookMs.push(Math.round(performance.now() - fromMs))
    await Promise.all([ada.stop(), radia.stop()])
  })
  console.log(`found each other after ${tookMs.sort((a, b) => a - b).join(' ')} ms`)
  expect(tookMs).toHaveLength(PAIRS)
})
