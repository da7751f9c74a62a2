/** Records by who wrote them, so that whoever writes most is whoever loses first. */

/** What came from one group of addresses. */
export interface Share<Entry> {
  writer: number
  bytes: number
  /** farthest last */
  entries: Entry[]
}

export interface Shared {
  /** whose room it takes; this node's own records are never evicted, and have none */
  share: Share<Shared> | undefined
  /** from this node, as hex of one length */
  distance: string
  size: number
}

export function join<Entry extends Shared> (shares: Map<number, Share<Entry>>, entry: Entry, share: Share<Entry>): void {
  entry.share = share
  share.entries.splice(placeIn(share, entry.distance), 0, entry)
  share.bytes += entry.size
  shares.set(share.writer, share)
}

export function leave<Entry extends Shared> (shares: Map<number, Share<Entry>>, entry: Entry): void {
  const { share } = entry
  if (share === undefined) return
  entry.share = undefined
  let at = placeIn(share, entry.distance)
  while (share.entries[at] !== entry) at++
  share.entries.splice(at, 1)
  share.bytes -= entry.size
  if (share.entries.length === 0) shares.delete(share.writer)
}

/** The index of the first entry that is not nearer than `distance`. */
function placeIn ({ entries }: Share<Shared>, distance: string): number {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (entries[middle]!.distance < distance) low = middle + 1
    else high = middle
  }
  return low
}
