/** How contents are filled into envelopes: oldest first, each envelope as full as it may be. */
import type { Change } from '../core/changes.ts'
import type { Content } from '../../wire/gen/content.ts'
import type { GroupParcel } from '../../wire/gen/group.ts'
import { MAX_CONTENTS_PER_ENVELOPE, MAX_EMOJI_BYTES, MAX_ENVELOPE_PLAINTEXT_BYTES } from '../../wire/limits.ts'

export interface FreshContent {
  content: Content
  /** bytes of the encoded content */
  size: number
  /** what becomes durable with it */
  also?: ((change: Change, content: Content) => void) | undefined
  /** it is on the disk: in an envelope that goes now, or waiting */
  durable: (state: 'sent' | 'waiting') => void
  failed: (err: unknown) => void
}

/** What stands for contents that are stored: positions of history pages, and encoded contents that show nowhere. */
export interface StoredContents {
  pages: string[]
  inline: string[]
  contents: Content[]
}

/** One envelope to be. */
export interface Parcel extends StoredContents {
  size: number
  /** outbox rows that this envelope takes over */
  rows: bigint[]
  fresh: FreshContent[]
}

export const emptyParcel = (): Parcel => ({ contents: [], size: 0, pages: [], inline: [], rows: [], fresh: [] })

/**
 * Fills up to `room` parcels: with what already waits, then with what is new.
 * @returns the new contents that found no room
 */
export async function packParcels (
  { waiting, fresh, room, read }:
  { waiting: readonly bigint[], fresh: FreshContent[], room: number, read: (row: bigint) => Promise<StoredContents> }
): Promise<{ parcels: Parcel[], rest: FreshContent[] }> {
  const parcels: Parcel[] = []
  const parcelFor = (size: number, count: number): Parcel | undefined => {
    const last = parcels.at(-1)
    if (last !== undefined && fits(last, size, count)) return last
    if (parcels.length === room) return undefined
    const next = emptyParcel()
    parcels.push(next)
    return next
  }
  for (const row of waiting) {
    const { contents, pages, inline } = await read(row)
    const size = contents.reduce((sum, content) => sum + contentSize(content), 0)
    const parcel = parcelFor(size, contents.length)
    if (parcel === undefined) return { parcels, rest: fresh }
    parcel.rows.push(row)
    parcel.pages.push(...pages)
    parcel.inline.push(...inline)
    parcel.contents.push(...contents)
    parcel.size += size
  }
  for (const [i, one] of fresh.entries()) {
    const parcel = parcelFor(one.size, 1)
    if (parcel === undefined) return { parcels, rest: fresh.slice(i) }
    parcel.fresh.push(one)
    parcel.contents.push(one.content)
    parcel.size += one.size
  }
  return { parcels, rest: [] }
}

/** New contents in groups of which each fits one envelope, since what is stored as one page travels as one. */
export function inEnvelopeSizes (fresh: FreshContent[]): FreshContent[][] {
  const groups: FreshContent[][] = []
  let size = 0
  for (const one of fresh) {
    const last = groups.at(-1)
    if (last !== undefined && size + one.size <= MAX_ENVELOPE_PLAINTEXT_BYTES && last.length < MAX_CONTENTS_PER_ENVELOPE) {
      last.push(one)
      size += one.size
    } else {
      groups.push([one])
      size = one.size
    }
  }
  return groups
}

const fits = (parcel: Parcel, size: number, count: number): boolean =>
  parcel.size + size <= MAX_ENVELOPE_PLAINTEXT_BYTES && parcel.contents.length + count <= MAX_CONTENTS_PER_ENVELOPE

/** At least what a content takes inside Contents. Encoding it twice would cost more than a tighter bound is worth. */
export const contentSize = ({ text, edit, newer, deletion, reaction, erased, pin, timer, group }: Content): number => {
  // All other fields, tags and lengths are under 96 bytes, and each target under 24.
  const body = text?.text ?? edit?.text ?? newer?.raw
  if (body !== undefined) return 128 + body.byteLength
  if (group !== undefined) return 128 + groupSize(group)
  if (deletion !== undefined) return 128 + 24 * deletion.targets.length
  const isSmall = reaction !== undefined || erased !== undefined || pin !== undefined || timer !== undefined
  return 128 + (isSmall ? MAX_EMOJI_BYTES : MAX_UNSHOWN_BYTES)
}

function groupSize ({ operations, key, sealed, items, known, unreached }: GroupParcel): number {
  const signed = [...operations.map(({ operation }) => operation), ...items.map(({ item }) => item)]
  const chains = known?.chains.reduce((sum, { ranges }) => sum + 64 + 24 * ranges.length, 0) ?? 0
  return 160 + key.byteLength + sealed.byteLength + signed.reduce((sum, one) => sum + 80 + one.byteLength, 0) +
    34 * unreached.length + 34 * (known?.heads.length ?? 0) + chains
}

/** a device list of eight and a spare bundle: the largest content that shows nowhere */
const MAX_UNSHOWN_BYTES = 4096
