/**
 * A disk that is full from a chosen write on, until somebody makes room: every write of a session of work can be the one
 * that fails. It stands between our code and level or the system: `vi.mock('level', …)` and `vi.mock('node:fs/promises', …)`.
 */
import type * as fs from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import type * as level from 'level'

/** How level's own words and the system's say it. */
const levelError = (path: string): Error => Object.assign(new Error('Database failure'), {
  code: 'LEVEL_IO_ERROR', cause: new Error(`IO error: ${path}/000003.log: No space left on device`)
})
const systemError = (path: string): Error =>
  Object.assign(new Error(`ENOSPC: no space left on device, write '${path}'`), { code: 'ENOSPC' })

/** What we use of it that writes. */
declare class AnyLevel {
  readonly location: string
  open (options?: object): Promise<void>
  batch (ops: unknown[], options?: object): Promise<void>
}

export class FullDisk {
  #folder = '\0'
  #failFrom = Infinity
  #keepsFailed = false
  /** writes so far below the watched folder */
  writes = 0
  /** of which so many failed */
  failures = 0
  #full = Promise.withResolvers<void>()
  isFull = false

  /**
   * @param failFrom the number of the first write that fails
   * @param keepsFailed what level was told to write is on the disk all the same: only the wait for it failed
   */
  watch (folder: string, { failFrom = Infinity, keepsFailed = false } = {}): void {
    this.#folder = folder
    this.#failFrom = failFrom
    this.#keepsFailed = keepsFailed
    this.writes = 0
    this.failures = 0
    this.isFull = false
    this.#full = Promise.withResolvers()
  }

  /** Resolves at the first write that fails. */
  get whenFull (): Promise<void> { return this.#full.promise }

  clear (): void {
    this.#failFrom = Infinity
    this.isFull = false
    this.#full = Promise.withResolvers()
  }

  #fails (path: string): boolean {
    if (!path.startsWith(this.#folder)) return false
    if (++this.writes < this.#failFrom) return false
    this.failures++
    this.isFull = true
    this.#full.resolve()
    return true
  }

  #write (path: string): void {
    if (this.#fails(path)) throw systemError(path)
  }

  level (original: typeof level): typeof level {
    const Original = original.Level as unknown as typeof AnyLevel
    const fails = (path: string): boolean => this.#fails(path)
    const keeps = (): boolean => this.#keepsFailed
    class Level extends Original {
      #isNew = true

      override async open (options?: object): Promise<void> {
        // Opened again after a failure it has the reserve to do it with.
        if (this.#isNew && fails(this.location)) throw levelError(this.location)
        this.#isNew = false
        await super.open(options)
      }

      override async batch (ops: unknown[], options?: object): Promise<void> {
        const isFull = fails(this.location)
        if (!isFull || keeps()) await super.batch(ops, options)
        if (isFull) throw levelError(this.location)
      }
    }
    return { ...original, Level: Level as unknown as typeof original.Level }
  }

  files (original: typeof fs): typeof fs {
    const open = async (path: string, flags: string | number, mode?: number): Promise<FileHandle> => {
      const isWriting = flags === 'w' || flags === 'a' || (typeof flags === 'number' && flags !== 0)
      if (isWriting) this.#write(path)
      const handle = await original.open(path, flags, mode)
      if (isWriting) {
        for (const name of ['write', 'writeFile', 'sync'] as const) {
          const own = handle[name].bind(handle) as (...args: unknown[]) => Promise<unknown>
          Object.assign(handle, { [name]: async (...args: unknown[]) => {
            this.#write(path)
            return await own(...args)
          } })
        }
      }
      return handle
    }
    const writeFile = async (path: string, ...rest: unknown[]): Promise<void> => {
      this.#write(path)
      await (original.writeFile as (...args: unknown[]) => Promise<void>)(path, ...rest)
    }
    const mkdir = async (path: string, ...rest: unknown[]): Promise<unknown> => {
      if (await original.stat(path).then(() => false, () => true)) this.#write(path)
      return await (original.mkdir as (...args: unknown[]) => Promise<unknown>)(path, ...rest)
    }
    return { ...original, open, writeFile, mkdir } as unknown as typeof fs
  }
}
