/** How much waits at a mailbox host, in all, by queue and by sender, and whether one more fits. Names are hashes. */
import { MAX_CELL_BODY_BYTES } from '../../wire/limits.ts'

export interface CellLimits {
  /** of all queues together */
  maxCells: number
  maxCellsPerSender: number
  /** a tag is remembered after its cell was fetched, until the cell's time is over */
  maxTags: number
  maxTagsPerSender: number
}

/**
 * A queue gets at most this part of what is still free. However many queues somebody fills, there is always room for
 * another: with N full ones, 1/(1 + N/8) of all.
 */
const SHARE = 1 / 8

export class CellCounts {
  readonly #limits: CellLimits
  readonly #queues = new Map<string, number>()
  readonly #senders = new Map<string, { cells: number, tags: number }>()
  #cells = 0
  #tags = 0

  constructor (limits: CellLimits) {
    this.#limits = limits
  }

  get holdings (): { cells: number, bytes: number, tags: number } {
    return { cells: this.#cells, bytes: this.#cells * MAX_CELL_BODY_BYTES, tags: this.#tags }
  }

  waiting (queue: Uint8Array): number {
    return this.#queues.get(textOf(queue)) ?? 0
  }

  /** One cell and its tag. @returns false: no room, nothing counted */
  add (queue: Uint8Array, sender: Uint8Array): boolean {
    const { maxCells, maxCellsPerSender, maxTags, maxTagsPerSender } = this.#limits
    const { cells, tags } = this.#senders.get(textOf(sender)) ?? { cells: 0, tags: 0 }
    const isFull = cells >= maxCellsPerSender || tags >= maxTagsPerSender || this.#tags >= maxTags ||
      this.waiting(queue) >= (maxCells - this.#cells) * SHARE
    if (isFull) return false
    this.found(queue, sender)
    this.remember(sender)
    return true
  }

  /** A cell that is there already. */
  found (queue: Uint8Array, sender: Uint8Array): void {
    this.#change(queue, sender, { cells: 1, tags: 0 })
  }

  remember (sender: Uint8Array): void {
    this.#change(undefined, sender, { cells: 0, tags: 1 })
  }

  remove (queue: Uint8Array, sender: Uint8Array): void {
    this.#change(queue, sender, { cells: -1, tags: 0 })
  }

  forget (sender: Uint8Array): void {
    this.#change(undefined, sender, { cells: 0, tags: -1 })
  }

  #change (queue: Uint8Array | undefined, sender: Uint8Array, by: { cells: number, tags: number }): void {
    const name = textOf(sender)
    const old = this.#senders.get(name) ?? { cells: 0, tags: 0 }
    const next = { cells: old.cells + by.cells, tags: old.tags + by.tags }
    if (next.cells === 0 && next.tags === 0) this.#senders.delete(name)
    else this.#senders.set(name, next)
    this.#cells += by.cells
    this.#tags += by.tags
    if (queue === undefined) return
    const waiting = this.waiting(queue) + by.cells
    if (waiting === 0) this.#queues.delete(textOf(queue))
    else this.#queues.set(textOf(queue), waiting)
  }
}

const textOf = (name: Uint8Array): string => Buffer.from(name.buffer, name.byteOffset, name.byteLength).toString('latin1')
