/** What is measured: each measure prepares its own processes, and says beside what its figure stands. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startChild, type Child } from './children.ts'
import { figure, spreadOf, type Figure } from './figures.ts'
import { measureDisk } from './machine.ts'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const PLAIN = 'plain libp2p'

/** The processes and folders of one run. */
export class Bench {
  readonly folder: string
  readonly quick: boolean
  readonly execArgv: string[]
  readonly #children: Child[] = []
  readonly #shared = new Map<string, Promise<unknown>>()

  constructor ({ folder, quick, execArgv }: { folder: string, quick: boolean, execArgv: string[] }) {
    this.folder = folder
    this.quick = quick
    this.execArgv = execArgv
  }

  get pids (): number[] { return [process.pid, ...this.#children.map(({ pid }) => pid)] }

  /** Fewer samples in a quick run. */
  count (full: number): number { return this.quick ? Math.ceil(full / 8) : full }

  async child (name: string): Promise<Child> {
    const child = await startChild(name, { execArgv: this.execArgv })
    this.#children.push(child)
    return child
  }

  async once<T> (what: string, make: () => Promise<T>): Promise<T> {
    const made = this.#shared.get(what) ?? make()
    this.#shared.set(what, made)
    return await (made as Promise<T>)
  }

  async end (): Promise<void> {
    await Promise.all(this.#children.map(async child => { await child.end() }))
  }
}

/** Two people who know each other and are connected. */
async function friends (bench: Bench): Promise<{ ada: Child, radia: Child, own: object }> {
  return await bench.once('friends', async () => {
    const network = join(bench.folder, 'network.json')
    execFileSync(process.execPath, [MAIN, 'network', 'create', '--name', 'bench', '--open', '--out', network], {
      env: { ...process.env, NOBYTE_HOME: join(bench.folder, 'nobody') }, stdio: 'ignore'
    })
    const infrastructure = await bench.child('infrastructure.ts')
    const [ada, radia] = [await bench.child('messenger.ts'), await bench.child('messenger.ts')]
    await infrastructure.ask('open', { home: join(bench.folder, 'infrastructure'), networkFile: network })
    const own = { folder: join(bench.folder, 'ada'), name: 'Ada', network }
    await ada.ask('open', own)
    await radia.ask('open', { folder: join(bench.folder, 'radia'), name: 'Radia', network })
    await ada.ask('accept', { link: await radia.ask('invite') })
    await ada.ask('whenOnline')
    return { ada, radia, own }
  })
}

async function plain (bench: Bench): Promise<{ here: Child, there: Child, address: string }> {
  return await bench.once('plain', async () => {
    const [here, there] = [await bench.child('plain.ts'), await bench.child('plain.ts')]
    await here.ask('open')
    const { address } = await there.ask<{ address: string }>('open')
    await here.ask('roundTrips', { address, bytes: 256, count: 50 })
    return { here, there, address }
  })
}

async function roundTrip (bench: Bench): Promise<Figure[]> {
  const { ada, radia } = await friends(bench)
  await radia.ask('echo', { on: true })
  await ada.ask('roundTrips', { bytes: 256, count: bench.count(100) })
  const own = await ada.ask<number[]>('roundTrips', { bytes: 256, count: bench.count(800) })
  await radia.ask('echo', { on: false })
  const { here, address } = await plain(bench)
  const floor = await here.ask<number[]>('roundTrips', { address, bytes: 256, count: bench.count(4000) })
  return [figure({
    measure: 'E2EE round trip, 256 B', unit: 'ms', value: spreadOf(own), beside: { what: PLAIN, value: spreadOf(floor) },
    note: 'durable on both sides, both ways'
  })]
}

async function receipt (bench: Bench): Promise<Figure[]> {
  const { ada } = await friends(bench)
  await ada.ask('receipts', { bytes: 256, count: bench.count(100) })
  const { queued, delivered } = await ada.ask<Record<'queued' | 'delivered', number[]>>('receipts', {
    bytes: 256, count: bench.count(1000)
  })
  const disk = measureDisk(bench.folder, { count: bench.count(400) })
  const beside = { what: 'disk sync', value: disk.value }
  return [
    disk,
    figure({ measure: 'durable here', unit: 'ms', value: spreadOf(queued), beside }),
    figure({
      measure: 'durable send to ack', unit: 'ms', value: spreadOf(delivered), beside, note: 'a sync on each side, one after the other'
    })
  ]
}

function throughput (bytes: number, size: string): (bench: Bench) => Promise<Figure[]> {
  return async bench => {
    const { ada, radia } = await friends(bench)
    const durationMs = bench.count(6000)
    await ada.ask('pipelined', { bytes, durationMs: durationMs / 4 })
    const before = [await ada.cpu(), await radia.cpu()]
    const { rate: own, count } = await ada.ask<{ rate: number, count: number }>('pipelined', { bytes, durationMs })
    const [sender, receiver] = [await ada.cpu(), await radia.cpu()].map((cpu, i) => Math.round((cpu - before[i]!) / count))
    const { here, address } = await plain(bench)
    const floor = await here.ask<number>('acknowledged', { address, bytes, durationMs: durationMs / 2 })
    return [figure({
      measure: `durable acknowledged, ${size}`, unit: 'messages/s', value: own,
      beside: { what: `${PLAIN}, not durable`, value: floor },
      note: `CPU a message: ${sender} µs here, ${receiver} µs there`
    })]
  }
}

async function connect (bench: Bench): Promise<Figure[]> {
  const { ada, own } = await friends(bench)
  const { opened, connected } = await ada.ask<Record<'opened' | 'connected', number[]>>('reconnections', { ...own, count: bench.count(24) })
  const { here, address } = await plain(bench)
  const floor = await here.ask<Record<'opened' | 'connected', number[]>>('connections', { address, count: bench.count(48) })
  return [
    figure({
      measure: 'node opened again', unit: 'ms', value: spreadOf(opened), beside: { what: PLAIN, value: spreadOf(floor.opened) },
      note: 'in a running process; without the key derivation'
    }),
    figure({
      measure: 'known contact connected', unit: 'ms', value: spreadOf(connected),
      beside: { what: `${PLAIN} dial`, value: spreadOf(floor.connected) },
      note: 'from then on; both have proven who they are'
    })
  ]
}

/** A process with an empty profile on the LAN: what there is before anybody is known. */
async function start (bench: Bench): Promise<Figure[]> {
  const [own, floor]: [number[], number[]] = [[], []]
  const memory: [number, number] = [0, 0]
  const folder = join(bench.folder, 'start')
  const runs: [name: string, samples: number[], options: object][] = [
    ['messenger.ts', own, { folder, name: 'Grace' }], ['plain.ts', floor, {}]
  ]
  for (let i = 0; i <= bench.count(8); i++) {
    for (const [which, [name, samples, options]] of runs.entries()) {
      const sinceMs = performance.now()
      const child = await bench.child(name)
      await child.ask('open', options)
      // The first run makes the profile and fills the disk's cache.
      if (i > 0) samples.push(performance.now() - sinceMs)
      memory[which] = child.memory()
      await child.end()
    }
  }
  const same = `${PLAIN}, same services`
  return [
    figure({
      measure: 'process start to ready', unit: 'ms', value: spreadOf(own), beside: { what: same, value: spreadOf(floor) },
      note: 'without the key derivation, which takes 0.5–1 s by design'
    }),
    figure({ measure: 'memory when ready', unit: 'MB', value: memory[0], beside: { what: same, value: memory[1] } })
  ]
}

async function memory (bench: Bench): Promise<Figure[]> {
  const { ada } = await friends(bench)
  const { here } = await plain(bench)
  return [figure({ measure: 'memory after this run', unit: 'MB', value: ada.memory(), beside: { what: PLAIN, value: here.memory() } })]
}

/** In the order in which they run: the idle ones first. */
export const MEASURES: Record<string, (bench: Bench) => Promise<Figure[]>> = {
  'start': start,
  'connect': connect,
  'round-trip': roundTrip,
  'receipt': receipt,
  'throughput-256': throughput(256, '256 B'),
  'throughput-1024': throughput(1024, '1 KiB'),
  'memory': memory
}
