/** What else the figures depend on: the disk, and what other programs did meanwhile. */
import { closeSync, fdatasyncSync, openSync, readdirSync, readFileSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { figure, spreadOf, type Figure } from './figures.ts'

const TMPFS = 0x01021994
const TICKS_PER_SECOND = 100

/** One 4 KiB append that is on the disk when it returns: what a durable step cannot be faster than. */
export function measureDisk (folder: string, { count }: { count: number }): Figure {
  const path = join(folder, 'disk')
  const file = openSync(path, 'a')
  const block = new Uint8Array(4096).fill(1)
  const samples: number[] = []
  for (let i = 0; i < count; i++) {
    const sinceMs = performance.now()
    writeSync(file, block)
    fdatasyncSync(file)
    samples.push(performance.now() - sinceMs)
  }
  closeSync(file)
  rmSync(path)
  const isMemory = statfsSync(folder).type === TMPFS
  return figure({
    measure: 'disk sync', unit: 'ms', value: spreadOf(samples), note: isMemory ? 'in memory: nothing here is durable' : '4 KiB appended'
  })
}

export const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

/** CPU time that processes used so far, in milliseconds. */
export const cpuMs = (...pids: number[]): number => ownSeconds(pids) * 1000

/** A process and all that it started, as a browser does. */
export function familyOf (pid: number): number[] {
  const parents = new Map(readdirSync('/proc').filter(name => /^\d+$/.test(name)).map(name => [Number(name), parentOf(name)]))
  const family = [pid]
  for (const one of family) family.push(...[...parents].filter(([, parent]) => parent === one).map(([child]) => child))
  return family
}

function parentOf (pid: string): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1])
  } catch {
    return undefined // it has ended
  }
}

const LOOK_MS = 1000

/** CPU time that others than a family of processes used between two looks, as a share of all CPUs. */
export class Noise {
  readonly #family: () => readonly number[]
  #before = { busy: 0, own: 0, atMs: 0 }
  #last = 0
  /** of processes that have ended, and whom nobody of the family waited for: a browser's do */
  #ended = 0
  #looking: ReturnType<typeof setInterval> | undefined

  /** @param family the ids of those that count as ours at a moment */
  constructor (family: () => readonly number[]) {
    this.#family = family
  }

  look (): void {
    this.#own()
    this.#before = { busy: busySeconds(), own: this.#own(), atMs: performance.now() }
    this.#looking ??= setInterval(() => { this.#own() }, LOOK_MS).unref()
  }

  since (): { load1: number, othersCpu: number } {
    clearInterval(this.#looking)
    this.#looking = undefined
    const seconds = (performance.now() - this.#before.atMs) / 1000 * cpus().length
    const others = busySeconds() - this.#before.busy - (this.#own() - this.#before.own)
    return { load1: Number(loadavg()[0]!.toFixed(2)), othersCpu: Number(Math.min(1, Math.max(0, others / seconds)).toFixed(2)) }
  }

  #own (): number {
    const now = ownSeconds(this.#family())
    if (now < this.#last) this.#ended += this.#last - now // what a family used never becomes less
    this.#last = now
    return now + this.#ended
  }
}

function busySeconds (): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] =
    readFileSync('/proc/stat', 'utf8').split('\n')[0]!.split(/\s+/).slice(1).map(Number)
  return (user + nice + system + irq + softirq) / TICKS_PER_SECOND
}

function ownSeconds (pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
      // With those of its children that have ended.
      return sum + fields.slice(11, 15).reduce((ticks, field) => ticks + Number(field), 0) / TICKS_PER_SECOND
    } catch {
      return sum // it has ended
    }
  }, 0)
}
