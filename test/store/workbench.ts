/** What the store's tests share: a folder of their own, a clock that is turned by hand, a log that is kept. */
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Level } from 'level'
import { onTestFinished } from 'vitest'
import { systemRandom } from '../../src/base/random.ts'
import type { Clock, Timer } from '../../src/base/time.ts'
import { createLog, type Log } from '../../src/base/log.ts'
import { PASSPHRASE } from './scripts/passphrase.ts'
import { openProfile, type Profile, type ProfileOptions } from '../../src/store/profile.ts'
import type { Store } from '../../src/store/store.ts'

export { PASSPHRASE }
/** As light as Argon2 allows: these tests are not about its strength. */
export const LIGHT = { memoryKiB: 64, passes: 1, parallelism: 1 }

// Where there is a file system in memory: these tests wait for a disk thousands of times, and none of them tests the disk.
const ROOM = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export async function newFolder (): Promise<string> {
  const folder = await mkdtemp(join(ROOM, 'nobyte-store-'))
  onTestFinished(async () => { await rm(folder, { recursive: true, force: true }) })
  return folder
}

/** Time stands still until it is told to pass. */
export class HandClock implements Clock {
  #nowMs = Date.UTC(2030, 0, 1)
  readonly #waiting = new Set<{ dueMs: number, callback: () => void }>()

  now = (): number => this.#nowMs

  after = (delayMs: number, callback: () => void): Timer => {
    const timer = { dueMs: this.#nowMs + delayMs, callback }
    this.#waiting.add(timer)
    this.#onTimer?.()
    return { cancel: () => { this.#waiting.delete(timer) } }
  }

  #onTimer: (() => void) | undefined

  /** Resolves once someone waits for the clock. @returns in how many ms the first of them is due */
  async someoneWaits (): Promise<number> {
    if (this.#waiting.size === 0) await new Promise<void>(resolve => { this.#onTimer = resolve })
    return Math.min(...[...this.#waiting].map(({ dueMs }) => dueMs)) - this.#nowMs
  }

  /** @param ms may be negative: clocks are set back, too */
  pass (ms: number): void {
    this.#nowMs += ms
    for (const timer of [...this.#waiting].filter(({ dueMs }) => dueMs <= this.#nowMs)) {
      this.#waiting.delete(timer)
      timer.callback()
    }
  }
}

export interface Bench {
  folder: string
  clock: HandClock
  /** the log's lines, newest last */
  lines: string[]
  options: ProfileOptions
  /** every profile so far, closed ones too */
  opened: Iterable<Profile>
  /** opens the folder again; the caller has closed the profile before */
  open: (options?: Partial<ProfileOptions>) => Promise<Profile>
  unlock: (options?: Partial<ProfileOptions>) => Promise<{ profile: Profile, store: Store }>
  create: () => Promise<{ profile: Profile, store: Store }>
}

/** A folder without a profile. Profiles that the test leaves open are closed behind it. */
export async function newBench ({ folder }: { folder?: string } = {}): Promise<Bench> {
  const home = folder ?? await newFolder()
  const clock = new HandClock()
  const lines: string[] = []
  const log: Log = createLog('debug', line => { lines.push(line) }, clock.now)
  const options: ProfileOptions = { clock, random: systemRandom, log }
  const opened = new Set<Profile>()
  onTestFinished(async () => { for (const profile of opened) await profile.close() })
  const open = async (changed: Partial<ProfileOptions> = {}): Promise<Profile> => {
    const profile = await openProfile(home, { ...options, ...changed })
    opened.add(profile)
    return profile
  }
  return {
    folder: home,
    clock,
    lines,
    options,
    opened,
    open,
    async create () {
      const profile = await open()
      return { profile, store: await profile.create({ passphrase: PASSPHRASE, argon2: LIGHT }) }
    },
    async unlock (changed) {
      const profile = await open(changed)
      return { profile, store: await profile.unlock(PASSPHRASE) }
    }
  }
}

export async function all<T> (items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

/** All but the reserve, which holds nothing. */
export async function copyFolder (from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true })
  await cp(from, to, { recursive: true, filter: path => !path.endsWith('/reserve') })
}

export interface StoredFile {
  path: string
  content: Buffer
}

/** Every file below a folder. */
export async function filesIn (folder: string): Promise<StoredFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return await Promise.all(entries.filter(entry => entry.isFile()).map(async entry => {
    const path = join(entry.parentPath, entry.name)
    return { path, content: await readFile(path) }
  }))
}

export type RawLevel = Level<Uint8Array, Uint8Array>

/** The database as someone without the passphrase has it; closed again at the end. */
export async function withRawLevel<T> (folder: string, task: (level: RawLevel) => Promise<T>): Promise<T> {
  const level: RawLevel = new Level(join(folder, 'db'), { keyEncoding: 'view', valueEncoding: 'view', compression: false })
  await level.open()
  try {
    return await task(level)
  } finally {
    await level.close()
  }
}
