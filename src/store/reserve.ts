/**
 * A few megabytes kept for the day when the disk is full: level can only be opened again, and so read at all, when it can
 * copy its log into a table. Given back then, taken again when there is room.
 */
import { rm, stat, statfs, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import { SECOND, type Clock, type Timer } from '../base/time.ts'
import { WRITE_BUFFER_BYTES } from './database.ts'

const RESERVE_BYTES = 2 * WRITE_BUFFER_BYTES + 2 * 1024 * 1024
/** what has to stay free beside it, or every commit would take and give it back */
const MARGIN_BYTES = 1024 * 1024
const TAKEN_AFTER_MS = 10 * SECOND

export class Reserve {
  readonly #path: string
  readonly #random: Random
  #timer: Timer | undefined
  #taking: Promise<boolean> | undefined

  constructor ({ path, random }: { path: string, random: Random }) {
    this.#path = path
    this.#random = random
  }

  /** At a start other things are more urgent than writing megabytes. */
  takeLater ({ clock, log }: { clock: Clock, log: Log }): void {
    this.#timer = clock.after(TAKEN_AFTER_MS, () => {
      void this.take().then(taken => { if (!taken) log.warn('store-disk-nearly-full') })
    })
  }

  async stop (): Promise<void> {
    this.#timer?.cancel()
    await this.#taking
  }

  /** @returns whether it is there now */
  async take (): Promise<boolean> {
    this.#taking ??= this.#take().finally(() => { this.#taking = undefined })
    return await this.#taking
  }

  async #take (): Promise<boolean> {
    try {
      const kept = await stat(this.#path).then(({ size }) => size, () => 0)
      if (kept === RESERVE_BYTES) return true
      const { bavail, bsize } = await statfs(dirname(this.#path))
      if (bavail * bsize + kept < RESERVE_BYTES + MARGIN_BYTES) return false
      // Random, since some file systems keep zeroes in no space at all.
      await writeFile(this.#path, this.#random(RESERVE_BYTES), { mode: 0o600 })
      return true
    } catch {
      await rm(this.#path, { force: true })
      return false
    }
  }

  async give (): Promise<void> {
    this.#timer?.cancel()
    await rm(this.#path, { force: true })
  }
}
