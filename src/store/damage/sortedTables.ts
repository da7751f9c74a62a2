/**
 * LevelDB's sorted tables (*.ldb), checked and mended before LevelDB reads them: it does not look at their checksums
 * unless told to, which `level` cannot, and a flipped byte in them makes it miss rows or abort the process.
 * Layout: data blocks, a filter block, a meta-index, an index, a footer of 48 bytes. Each block is followed by its type
 * (1 byte) and its masked CRC-32C.
 */
import { corrections, crc32c, differInOneByte, mask } from './crc32c.ts'

const FOOTER_BYTES = 48
const TRAILER_BYTES = 5
const MAGIC = 0xdb4775248b80fb57n
const UNCOMPRESSED = 0
const SEQUENCE_BYTES = 8

interface Handle {
  offset: number
  size: number
}

interface Entry {
  key: Uint8Array
  value: Uint8Array
}

export type TableVerdict =
  | { kind: 'whole' }
  /** changed in place; `lost` counts the blocks whose rows are gone */
  | { kind: 'mended', lost: number }
  /** not even the index can be read */
  | { kind: 'lost' }

export type IsKeyLength = (bytes: number) => boolean

/** Changes the bytes where they can be mended, and empties blocks that cannot. */
export function mendTable (file: Uint8Array, isKeyLength: IsKeyLength): TableVerdict {
  let changes = 0
  let lost = 0
  const tally = (found: 'whole' | 'mended' | 'lost'): void => {
    if (found !== 'whole') changes++
    if (found === 'lost') lost++
  }
  let footer = readFooter(file)
  if (footer === undefined) {
    changes++
    footer = mendFooter(file)
  }
  if (footer === undefined) return { kind: 'lost' }

  const index = mendBlock(file, footer.index, content => entries(content) !== undefined)
  tally(index)
  const blocks = entries(contentOf(file, footer.index))?.map(({ value }) => readHandle(value, 0)?.handle)
  if (index === 'lost' || blocks === undefined) return { kind: 'lost' }
  for (const handle of blocks) {
    if (handle === undefined || !inside(file, handle)) return { kind: 'lost' }
    const found = mendBlock(file, handle, content => isSorted(content, isKeyLength))
    if (found === 'lost') empty(file, handle)
    tally(found)
  }

  // Without its filter a table is slower to search, no more.
  const meta = mendBlock(file, footer.metaIndex, content => entries(content) !== undefined)
  if (meta === 'lost') empty(file, footer.metaIndex)
  if (meta !== 'whole') changes++
  for (const { value } of entries(contentOf(file, footer.metaIndex)) ?? []) {
    const handle = readHandle(value, 0)?.handle
    if (handle === undefined || !inside(file, handle)) continue
    const filter = mendBlock(file, handle, () => true)
    if (filter === 'lost') disableFilter(file, handle)
    if (filter !== 'whole') changes++
  }
  return changes === 0 ? { kind: 'whole' } : { kind: 'mended', lost }
}

function mendBlock (file: Uint8Array, handle: Handle, isSound: (content: Uint8Array) => boolean): 'whole' | 'mended' | 'lost' {
  const { offset, size } = handle
  const sumAt = offset + size + 1
  const stored = readU32(file, sumAt)
  const actual = mask(crc32c(file, offset, sumAt))
  // LevelDB wrote what it wrote: where the sum fits, the block is as it was.
  if (stored === actual) return 'whole'
  const content = contentOf(file, handle)
  const isUsable = (): boolean => file[offset + size] === UNCOMPRESSED && isSound(content)
  if (differInOneByte(stored, actual) && isUsable()) {
    writeU32(file, sumAt, actual)
    return 'mended'
  }
  for (const { at, byte } of corrections(file, offset, sumAt, stored)) {
    const before = file[at]!
    file[at] = byte
    if (isUsable()) return 'mended'
    file[at] = before
  }
  return 'lost'
}

/** A block that says it has no restart points is read as an empty one. */
function empty (file: Uint8Array, { offset, size }: Handle): void {
  writeU32(file, offset + size - 4, 0)
  sum(file, { offset, size })
}

/** A filter whose offsets lie outside of it is not used. */
function disableFilter (file: Uint8Array, { offset, size }: Handle): void {
  if (size >= 5) writeU32(file, offset + size - 5, 0xffffffff)
  sum(file, { offset, size })
}

function sum (file: Uint8Array, { offset, size }: Handle): void {
  file[offset + size] = UNCOMPRESSED
  writeU32(file, offset + size + 1, mask(crc32c(file, offset, offset + size + 1)))
}

/** @returns undefined when it is damaged: both handles are known from each other and from the file's length */
function readFooter (file: Uint8Array): { metaIndex: Handle, index: Handle } | undefined {
  const start = file.byteLength - FOOTER_BYTES
  if (start < 0 || view(file).getBigUint64(file.byteLength - 8, true) !== MAGIC) return undefined
  const metaIndex = readHandle(file, start)
  const index = metaIndex === undefined ? undefined : readHandle(file, metaIndex.next)
  if (metaIndex === undefined || index === undefined) return undefined
  const adjoining = end(metaIndex.handle) === index.handle.offset && end(index.handle) === start
  return adjoining ? { metaIndex: metaIndex.handle, index: index.handle } : undefined
}

function mendFooter (file: Uint8Array): ReturnType<typeof readFooter> {
  for (let at = Math.max(0, file.byteLength - FOOTER_BYTES); at < file.byteLength; at++) {
    const before = file[at]!
    for (let change = 1; change < 256; change++) {
      file[at] = before ^ change
      const footer = readFooter(file)
      if (footer !== undefined && isSummed(file, footer.index) && isSummed(file, footer.metaIndex)) return footer
    }
    file[at] = before
  }
  return undefined
}

const isSummed = (file: Uint8Array, { offset, size }: Handle): boolean =>
  readU32(file, offset + size + 1) === mask(crc32c(file, offset, offset + size + 1))

const contentOf = (file: Uint8Array, { offset, size }: Handle): Uint8Array => file.subarray(offset, offset + size)

const end = ({ offset, size }: Handle): number => offset + size + TRAILER_BYTES

const inside = (file: Uint8Array, handle: Handle): boolean => handle.size >= 4 && end(handle) <= file.byteLength - FOOTER_BYTES

/** Keys as we make them, each above the one before. */
function isSorted (content: Uint8Array, isKeyLength: IsKeyLength): boolean {
  const keys = entries(content)?.map(({ key }) => key.subarray(0, -SEQUENCE_BYTES))
  return keys !== undefined && keys.every((key, i) => isKeyLength(key.byteLength) && (i === 0 || Buffer.compare(keys[i - 1]!, key) <= 0))
}

/** @returns undefined when the block does not hold together */
function entries (content: Uint8Array): Entry[] | undefined {
  if (content.byteLength < 4) return undefined
  const restarts = readU32(content, content.byteLength - 4)
  const limit = content.byteLength - 4 * (restarts + 1)
  if (restarts === 0) return [] // an emptied block
  if (limit < 0) return undefined
  const found: Entry[] = []
  let key: Uint8Array = new Uint8Array(0)
  let at = 0
  while (at < limit) {
    const shared = readVarint(content, at)
    const rest = shared === undefined ? undefined : readVarint(content, shared.next)
    const length = rest === undefined ? undefined : readVarint(content, rest.next)
    if (shared === undefined || rest === undefined || length === undefined) return undefined
    const valueAt = length.next + rest.value
    if (shared.value > key.byteLength || valueAt + length.value > limit) return undefined
    key = Buffer.concat([key.subarray(0, shared.value), content.subarray(length.next, valueAt)])
    found.push({ key, value: content.subarray(valueAt, valueAt + length.value) })
    at = valueAt + length.value
  }
  return found
}

function readHandle (bytes: Uint8Array, at: number): { handle: Handle, next: number } | undefined {
  const offset = readVarint(bytes, at)
  const size = offset === undefined ? undefined : readVarint(bytes, offset.next)
  return offset === undefined || size === undefined
    ? undefined
    : { handle: { offset: offset.value, size: size.value }, next: size.next }
}

function readVarint (bytes: Uint8Array, at: number): { value: number, next: number } | undefined {
  let value = 0
  for (let i = 0; i < 6; i++) {
    const byte = bytes[at + i]
    if (byte === undefined) return undefined
    value += (byte & 0x7f) * 2 ** (7 * i)
    if (byte < 0x80) return { value, next: at + i + 1 }
  }
  return undefined
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const readU32 = (bytes: Uint8Array, at: number): number => view(bytes).getUint32(at, true)
const writeU32 = (bytes: Uint8Array, at: number, value: number): void => { view(bytes).setUint32(at, value, true) }
