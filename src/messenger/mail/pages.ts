/** Pages of the history and the entries of their index, as they are and as they lie in the store. */
import { concat, readU64be, u64be } from '../../base/bytes.ts'
import type { AccountId } from '../../base/ids.ts'
import type { Codec } from '../../store/codecs.ts'
import { Contents, type Content } from '../../wire/gen/content.ts'

export type Direction = 'in' | 'out'

export interface Page {
  direction: Direction
  /** by this device's clock */
  storedAtMs: number
  contents: Content[]
}

export interface PlacedPage extends Page {
  position: bigint
}

/** One entry of the index stands for contents of so much time, since a search goes back by as much. */
export const INDEX_SPAN_MS = 1000n
/** A page of more spans gets fewer, longer entries: whoever chose its contents' times must not make us write without end. */
const MAX_ENTRIES_PER_PAGE = 256

export const pageCodec: Codec<Page> = {
  encode: ({ direction, storedAtMs, contents }) =>
    concat(Uint8Array.of(direction === 'in' ? 1 : 0), u64be(storedAtMs), Contents.encode({ contents })),
  decode: bytes => ({
    direction: bytes[0] === 1 ? 'in' : 'out',
    storedAtMs: Number(readU64be(bytes, 1)),
    contents: Contents.decode(bytes.subarray(9)).contents
  })
}

interface StateKey { id: string, at: bigint }

/** What a page's journey was before it was delivered: in a row of its own, which the receipt need not read. */
export const wayKey = (contactId: AccountId, at: bigint): StateKey => ({ id: `way:${contactId}`, at })
/** When it was read here. */
export const readKey = (contactId: AccountId, at: bigint): StateKey => ({ id: `read:${contactId}`, at })

/** Where a page lies, and the time of the latest of the contents that this entry is for. */
export interface IndexRow {
  position: bigint
  lastMs: bigint
}

export const indexCodec: Codec<IndexRow> = {
  encode: ({ position, lastMs }) => concat(u64be(position), u64be(lastMs)),
  decode: bytes => ({ position: readU64be(bytes), lastMs: readU64be(bytes, 8) })
}

/** Times in order, in groups of which each is short, and few. */
export function spansOf (times: bigint[]): { firstMs: bigint, lastMs: bigint }[] {
  const spans: { firstMs: bigint, lastMs: bigint }[] = []
  const atLeast = Math.ceil(times.length / MAX_ENTRIES_PER_PAGE)
  let count = 0
  for (const ms of times.sort((a, b) => a < b ? -1 : 1)) {
    const last = spans.at(-1)
    if (last !== undefined && (ms - last.firstMs < INDEX_SPAN_MS || count < atLeast)) {
      last.lastMs = ms
      count++
    } else {
      spans.push({ firstMs: ms, lastMs: ms })
      count = 1
    }
  }
  return spans
}
