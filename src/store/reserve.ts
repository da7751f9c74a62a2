/**
 * A few megabytes kept for the day when the disk is full: level can only be opened again, and so read at all, when it can
 * copy its log into a table. Given back then, taken again when there is room.
 */
import { rm, stat, statfs, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Random } from '../base/random.ts'
import { WRITE_BUFFER_BYTES } from './database.ts'

const RESERVE_BYTES = 2 * WRITE_BUFFER_BYTES + 2 * 1024 * 1024
/** what has to stay free beside it, or every commit would take and give it back */
const MARGIN_BYTES = 1024 * 1024

export class Reserve {
  readonly #path: string
  readonly #random: Random

  constructor ({ path, random }: { path: string, random: Random }) {
    this.#path = path
    this.#random = random
  }

  /** @returns whether it is there now */
  async take (): Promise<boolean> {
    try {
      const kept = await stat(this.#path).then(({ size }) => size, () => 0)
      if (kept === RESERVE_BYTES) return true
      const { bavail, bsize } = await statfs(dirname(this.#path))
      if (bavail * bsize + kept < RESERVE_BYTES + MARGIN_BYTES) return false
      // Random, since some file systems keep zeroes in no space at all.
      await writeFile(this.#path, this.#random(RESERVE_BYTES), { mode: 0o600 })
      return true
    } catch {
      await this.give()
      return false
    }
  }

  async give (): Promise<void> {
    await rm(this.#path, { force: true })
  }
}
