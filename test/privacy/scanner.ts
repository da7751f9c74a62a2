/** Looks for many needles at once, in bytes, folders and the memory of a process (Linux). */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { filesUnder } from '../support/files.ts'
import type { Needle } from './needles.ts'

/** In between, whoever scans gets on with what else they have to do. */
const MAX_PIECE_BYTES = 4 * 1024 * 1024
const PAGE_BYTES = 4096

export class Scanner {
  /** by their first two bytes, so that one walk over the bytes is enough for all */
  readonly #byStart = new Map<number, Needle[]>()
  readonly #starts = new Uint8Array(65_536)
  readonly #longest: number

  constructor (needles: readonly Needle[]) {
    for (const needle of needles) {
      const start = needle.bytes.readUInt16BE(0)
      this.#starts[start] = 1
      this.#byStart.set(start, [...this.#byStart.get(start) ?? [], needle])
    }
    this.#longest = Math.max(...needles.map(({ bytes }) => bytes.byteLength))
  }

  /** @returns the names of those that are there */
  bytes (bytes: Buffer): string[] {
    const found = new Set<string>()
    for (let at = 0, start = bytes[0]!; at + 1 < bytes.byteLength; at++) {
      const next = bytes[at + 1]!
      if (this.#starts[start << 8 | next] === 1) this.#compare(bytes, at, start << 8 | next, found)
      start = next
    }
    return [...found].sort()
  }

  async folder (folder: string): Promise<string[]> {
    return this.bytes(Buffer.concat(await filesUnder(folder)))
  }

  /** @throws Error: the system forbids looking, or there was nothing to see */
  async memory (pid: number): Promise<{ found: string[], bytes: number }> {
    const found = new Set<string>()
    let bytes = 0
    for (const piece of memoryOf(pid, this.#longest)) {
      bytes += piece.byteLength
      for (const name of this.bytes(piece)) found.add(name)
      await new Promise(setImmediate)
    }
    if (bytes === 0) throw new Error(`nothing of the memory of process ${pid} could be read`)
    return { found: [...found].sort(), bytes }
  }

  #compare (bytes: Buffer, at: number, start: number, found: Set<string>): void {
    for (const { name, bytes: needle } of this.#byStart.get(start)!) {
      if (!found.has(name) && bytes.subarray(at, at + needle.byteLength).equals(needle)) found.add(name)
    }
  }
}

/** All that it has written to, in pieces that overlap by so many bytes. */
function * memoryOf (pid: number, overlap: number): Generator<Buffer> {
  const regions = readFileSync(`/proc/${pid}/maps`, 'latin1').split('\n').filter(line => /^\S+ rw/.test(line) && !line.includes('[v'))
  const [memory, pages] = [openSync(`/proc/${pid}/mem`, 'r'), openSync(`/proc/${pid}/pagemap`, 'r')]
  try {
    for (const region of regions) {
      const [from, to] = region.split(' ')[0]!.split('-').map(text => Number.parseInt(text, 16)) as [number, number]
      for (const run of touched(pages, from, to)) {
        for (let at = run.from; at < run.to; at += MAX_PIECE_BYTES) {
          yield readAt(memory, at, Math.min(MAX_PIECE_BYTES + overlap, run.to - at))
        }
      }
    }
  } finally {
    closeSync(memory)
    closeSync(pages)
  }
}

/** V8 and its like reserve gigabytes and use a tenth: only pages that are in memory or in swap hold anything. */
function * touched (pages: number, from: number, to: number): Generator<{ from: number, to: number }> {
  const entries = readAt(pages, from / PAGE_BYTES * 8, (to - from) / PAGE_BYTES * 8)
  let begun: number | undefined
  for (let i = 0; i <= entries.byteLength / 8; i++) {
    const isThere = i < entries.byteLength / 8 && entries[i * 8 + 7]! >= 0x40 // bit 63: present; bit 62: swapped
    if (isThere) begun ??= i
    else if (begun !== undefined) {
      yield { from: from + begun * PAGE_BYTES, to: from + i * PAGE_BYTES }
      begun = undefined
    }
  }
}

function readAt (file: number, at: number, length: number): Buffer {
  const piece = Buffer.alloc(length)
  try {
    return piece.subarray(0, readSync(file, piece, 0, length, at))
  } catch {
    return piece.subarray(0, 0) // not readable: holds nothing
  }
}
