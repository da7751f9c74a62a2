/** What one member lacks and the other has: compared by heads and by the ranges of each chain. */
import { toHex } from '../../base/bytes.ts'
import { accountIdFromBytes, type AccountId } from '../../base/ids.ts'
import type { VerifiedItem } from '../../crypto/group-items.ts'
import type { VerifiedOperation } from '../../crypto/group-operations.ts'
import { Content } from '../../wire/gen/content.ts'
import type { GroupKnown, GroupParcel, GroupRange } from '../../wire/gen/group.ts'
import type { Archive } from './archive.ts'
import type { Group } from './group.ts'

/** What one parcel carries, so that what it travels with fits beside it. */
const PARCEL_BYTES = 36 * 1024
const MAX_IN_PARCEL = 256
/** of one answer; the next one goes on from there */
const MAX_ITEMS_PER_ANSWER = 1000

/** In as few parcels as may be. */
export function parcelled (operations: readonly VerifiedOperation[], items: readonly VerifiedItem[] = []): Partial<GroupParcel>[] {
  const parcels: { operations: GroupParcel['operations'], items: GroupParcel['items'] }[] = []
  let size = Infinity
  const room = (bytes: number): typeof parcels[number] => {
    size += bytes
    const last = parcels.at(-1)
    if (last !== undefined && size <= PARCEL_BYTES && last.operations.length + last.items.length < MAX_IN_PARCEL) return last
    const next = { operations: [], items: [] }
    size = bytes
    parcels.push(next)
    return next
  }
  for (const { signed } of operations) room(signed.operation.byteLength + 80).operations.push(signed)
  for (const { signed } of items) room(signed.item.byteLength + 80).items.push(signed)
  return parcels
}

export interface Lacking {
  operations: VerifiedOperation[]
  items: VerifiedItem[]
  /** there is more than that */
  isCut: boolean
  /** items that were looked at and are not for them, or are kept no more */
  passedOver: number
}

/** What somebody may have of what they lack, at most so much: steps all, items those that were for them as well. */
export async function lacking (
  archive: Archive, group: Group, known: GroupKnown, account: AccountId, { most = Infinity }: { most?: number } = {}
): Promise<Lacking> {
  const { membership } = group
  const theirs = new Map(known.chains.map(({ author, chain, ranges }) => [`${accountIdFromBytes(author)}:${toHex(chain)}`, ranges]))
  const all = membership.since(known.heads.map(toHex))
  const operations = all.slice(0, most)
  const room = Math.min(MAX_ITEMS_PER_ANSWER, most - operations.length)
  const items: VerifiedItem[] = []
  let isCut = operations.length < all.length
  let passedOver = 0
  for (const [name, { places }] of group.chains) {
    const ranges = theirs.get(name) ?? []
    for (const [seq, at] of places) {
      if (isIn(ranges, seq)) continue
      if (items.length >= room) {
        isCut = true
        break
      }
      const item = group.recent.get(at) ?? await archive.item(group.id, at)
      if (item?.signed !== undefined && isFor(group, item, account)) items.push(item)
      else passedOver++
    }
  }
  return { operations, items, isCut, passedOver }
}

/** The last of what somebody was no member for, oldest first, without the keys that members gave. */
export async function pastOf (archive: Archive, group: Group, account: AccountId, { most }: { most: number }): Promise<VerifiedItem[]> {
  const items: VerifiedItem[] = []
  const places = [...group.chains.values()].flatMap(chain => [...chain.places.values()]).sort((a, b) => a < b ? 1 : -1)
  for (const at of places) {
    if (items.length >= most) break
    const item = group.recent.get(at) ?? await archive.item(group.id, at)
    if (item?.signed !== undefined && !isFor(group, item, account) && !isKeys(item)) items.push(item)
  }
  return items.reverse()
}

function isKeys ({ content }: VerifiedItem): boolean {
  try {
    return Content.decode(content).keys !== undefined
  } catch {
    return false
  }
}

/** Nobody gets what was said before they were added, or by somebody who knew that they were gone. */
export const isFor = ({ membership }: Group, { heads }: Pick<VerifiedItem, 'heads'>, account: AccountId): boolean =>
  membership.at(heads)?.members.has(account) === true

/** Whether somebody knows what is not here. */
export function knowsMore (group: Group, { heads, chains }: GroupKnown): boolean {
  return heads.some(head => !group.membership.has(toHex(head))) || chains.some(({ author, chain, ranges }) => {
    const places = group.chain(accountIdFromBytes(author), toHex(chain))?.places
    return ranges.some(({ first, last }) => places === undefined || countIn(places, first, last) < last - first + 1)
  })
}

const isIn = (ranges: readonly GroupRange[], seq: number): boolean => ranges.some(({ first, last }) => first <= seq && seq <= last)

/** By what is here: a range may claim to be as long as it likes. */
function countIn (places: ReadonlyMap<number, bigint>, first: number, last: number): number {
  let count = 0
  for (const seq of places.keys()) if (first <= seq && seq <= last) count++
  return count
}
