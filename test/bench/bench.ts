/** The processes and folders of one run, and how many samples it takes. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startChild, type Child } from './children.ts'
import type { Figure } from './figures.ts'
import { familyOf } from './machine.ts'
import { startBin, type Bin } from './programs.ts'

export const PLAIN = 'plain libp2p'
export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

/** `quick`: fewer samples; `tiny`: whether it works at all, not how fast it is. */
export type Size = 'full' | 'quick' | 'tiny'

/** Prepares its own processes, and says beside what its figure stands. */
export type Measure = (bench: Bench) => Promise<Figure[]>

interface Ending {
  end: () => Promise<void>
}

export class Bench {
  readonly folder: string
  readonly size: Size
  readonly execArgv: string[]
  readonly #running = new Set<Ending>()
  readonly #shared = new Map<string, Promise<unknown>>()
  #places = 0

  constructor ({ folder, size, execArgv }: { folder: string, size: Size, execArgv: string[] }) {
    this.folder = folder
    this.size = size
    this.execArgv = execArgv
  }

  get pids (): number[] { return familyOf(process.pid) }

  /** How many samples, or how many milliseconds, of what a full run takes. */
  count (full: number, { least = 2 } = {}): number {
    const share = this.size === 'full' ? 1 : this.size === 'quick' ? 8 : 100
    return Math.min(full, Math.max(least, Math.ceil(full / share)))
  }

  /** 0 where the first try only fills caches and counts for nothing, 1 where every try counts. */
  get firstTry (): 0 | 1 { return this.size === 'tiny' ? 1 : 0 }

  /** Another process of this folder, by its file's name. */
  async child (name: string, ...flags: string[]): Promise<Child> {
    return this.keep(await startChild(name, { execArgv: [...this.execArgv, ...flags] }))
  }

  /** `nobyte start` with a profile that exists. Resolves once it is ready. */
  async bin (home: string): Promise<Bin> {
    return this.keep(await startBin({ main: MAIN, home, execArgv: this.execArgv }))
  }

  /** A path that no earlier round has used. */
  place (name: string): string {
    return join(this.folder, `${name}-${++this.#places}`)
  }

  /** What several measures use is made by the first of them. */
  async once<T> (what: string, make: () => Promise<T>): Promise<T> {
    const made = this.#shared.get(what) ?? make()
    this.#shared.set(what, made)
    return await (made as Promise<T>)
  }

  async end (): Promise<void> {
    await Promise.all([...this.#running].map(async running => { await running.end() }))
  }

  /** Ends it with the run, if nobody ends it before. */
  keep<T extends Ending> (running: T): T {
    const end = async (): Promise<void> => {
      this.#running.delete(kept)
      await running.end()
    }
    const kept = { ...running, end }
    this.#running.add(kept)
    return kept
  }
}

/** The file of a network that one infrastructure node serves. */
export async function servedNetwork (bench: Bench): Promise<string> {
  return await bench.once('network', async () => {
    const file = newNetworkFile(bench, 'network')
    const infrastructure = await bench.child('infrastructure.ts')
    await infrastructure.ask('open', { count: 1, home: join(bench.folder, 'infrastructure'), networkFile: file })
    return file
  })
}

export function newNetworkFile (bench: Bench, name: string): string {
  const file = `${bench.place(name)}.json`
  execFileSync(process.execPath, [MAIN, 'network', 'create', '--name', 'bench', '--open', '--out', file], {
    env: { ...process.env, NOBYTE_HOME: join(bench.folder, 'nobody') }, stdio: 'ignore'
  })
  return file
}

export interface Friends {
  ada: Child
  radia: Child
  /** how each is opened again */
  own: { folder: string, name: string, network: string }
  radiasOwn: { folder: string, name: string, network: string }
  /** where the command line finds Ada's profile */
  adasHome: string
}

/** Two people who know each other and are connected. */
export async function friends (bench: Bench): Promise<Friends> {
  return await bench.once('friends', async () => {
    const network = await servedNetwork(bench)
    const [ada, radia] = [await bench.child('messenger.ts'), await bench.child('messenger.ts')]
    const adasHome = join(bench.folder, 'ada')
    const own = { folder: join(adasHome, 'data', 'default'), name: 'Ada', network }
    const radiasOwn = { folder: join(bench.folder, 'radia'), name: 'Radia', network }
    await ada.ask('open', own)
    await radia.ask('open', radiasOwn)
    await ada.ask('accept', { link: await radia.ask('invite') })
    await ada.ask('whenOnline')
    return { ada, radia, own, radiasOwn, adasHome }
  })
}

/** Two plain nodes, and what one needs to dial the other. */
export async function plain (bench: Bench): Promise<{ here: Child, there: Child, address: string }> {
  return await bench.once('plain', async () => {
    const [here, there] = [await bench.child('plain.ts'), await bench.child('plain.ts')]
    await here.ask('open')
    const { address } = await there.ask<{ address: string }>('open')
    await here.ask('roundTrips', { address, bytes: 256, count: bench.count(50) })
    return { here, there, address }
  })
}
