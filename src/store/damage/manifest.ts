/**
 * Which tables a database consists of, by LevelDB's own list (MANIFEST-*). A process that was killed leaves half a table
 * behind that no list names yet, and LevelDB deletes it: that is no damage. Layout: the records of a journal, whose
 * contents are fields of a varint tag each.
 */
import { BLOCK_BYTES, HEADER_BYTES, isBlank, lengthAt } from './journals.ts'

const RECORD = { full: 1, first: 2, middle: 3, last: 4 }
const FIELD = { comparator: 1, log: 2, nextFile: 3, lastSequence: 4, compactPointer: 5, deletedFile: 6, newFile: 7, previousLog: 9 }

/** @param manifest whole, or mended. @returns their numbers; undefined when the list does not hold together */
export function listedTables (manifest: Uint8Array): Set<number> | undefined {
  const tables = new Set<number>()
  try {
    for (const edit of contents(manifest)) apply(edit, tables)
    return tables
  } catch {
    return undefined
  }
}

function * contents (file: Uint8Array): Generator<Uint8Array> {
  let parts: Uint8Array[] = []
  for (let block = 0; block < file.byteLength; block += BLOCK_BYTES) {
    const end = Math.min(block + BLOCK_BYTES, file.byteLength)
    for (let at = block; end - at >= HEADER_BYTES && !isBlank(file, at);) {
      const start = at + HEADER_BYTES
      at = start + lengthAt(file, at)
      if (at > end) return // torn: LevelDB does not read it either
      const type = file[start - 1]!
      if (type === RECORD.full || type === RECORD.first) parts = []
      parts.push(file.subarray(start, at))
      if (type === RECORD.full || type === RECORD.last) yield Buffer.concat(parts)
    }
  }
}

function apply (edit: Uint8Array, tables: Set<number>): void {
  const reader = new Reader(edit)
  while (!reader.isAtEnd) {
    const field = reader.number()
    switch (field) {
      case FIELD.comparator:
        reader.skip()
        break
      case FIELD.log: case FIELD.nextFile: case FIELD.lastSequence: case FIELD.previousLog:
        reader.number()
        break
      case FIELD.compactPointer:
        reader.number()
        reader.skip()
        break
      case FIELD.deletedFile:
        reader.number()
        tables.delete(reader.number())
        break
      case FIELD.newFile:
        reader.number()
        tables.add(reader.number())
        reader.number()
        reader.skip()
        reader.skip()
        break
      default:
        throw new RangeError(`a field ${field}`)
    }
  }
}

class Reader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor (bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get isAtEnd (): boolean { return this.#at >= this.#bytes.byteLength }

  /** A sequence number may be larger than is exact here; those of files never are. */
  number (): number {
    let value = 0
    for (let i = 0; i < 10; i++) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) break
      value += (byte & 0x7f) * 2 ** (7 * i)
      if (byte < 0x80) return value
    }
    throw new RangeError('a number that does not end')
  }

  /** bytes behind their length */
  skip (): void {
    const length = this.number()
    this.#at += length
    if (this.#at > this.#bytes.byteLength) throw new RangeError('a key that does not end')
  }
}
