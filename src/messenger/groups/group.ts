/** One group in memory: its membership, and of what was said where it lies. */
import { accountIdFromBytes, type AccountId, type GroupId } from '../../base/ids.ts'
import type { VerifiedItem } from '../../crypto/group-items.ts'
import type { VerifiedOperation } from '../../crypto/group-operations.ts'
import { fromHex } from '../../base/bytes.ts'
import type { GroupChain, GroupChainEnd, GroupKnown } from '../../wire/gen/group.ts'
import { idBytes } from '../../base/ids.ts'
import { MAX_CHAINS_PER_GROUP, MAX_CHAINS_PER_REMOVAL, MAX_HELD_GROUP_ITEMS, MAX_RANGES_PER_CHAIN } from '../../wire/limits.ts'
import type { Archive, KeptItem } from './archive.ts'
import { Membership } from './membership.ts'
import type { GroupRow, ReadRow } from './rows.ts'

const MAX_RECENT = 1024
/** of what one tells a member of what is here */
const MAX_KNOWN_BYTES = 32 * 1024

/** What one installation of a member said: where each item of it lies. */
export interface Chain {
  readonly author: AccountId
  readonly chain: string
  readonly places: Map<number, bigint>
}

export interface Held {
  item: VerifiedItem
  /** who handed it on */
  by: AccountId
  sinceMs: number
}

export class Group {
  row: GroupRow
  readonly membership: Membership
  readonly chains = new Map<string, Chain>()
  /** items that may be on their way to the disk, by place */
  readonly recent = new Map<bigint, KeptItem>()
  /** items whose membership is not here, by hash */
  readonly held = new Map<string, Held>()
  /** what everybody who was ever added was called */
  readonly #names = new Map<AccountId, string>()
  nextOperation = 0n
  nextItem = 0n
  /** who was seen to do what */
  readonly doubts = new Set<string>()
  readonly reads = new Map<AccountId, ReadRow>()

  constructor (row: GroupRow, first: VerifiedOperation) {
    this.row = row
    this.membership = new Membership(first)
    this.follow([first])
    this.nextOperation = 1n
  }

  /** @returns undefined where no beginning of it is */
  static async load (archive: Archive, id: GroupId): Promise<Group | undefined> {
    const row = await archive.group(id)
    if (row === undefined) return undefined
    let group: Group | undefined
    for await (const { at, value } of archive.operations(id)) {
      if (group === undefined) group = new Group(row, value)
      else group.follow(group.take(value))
      group.nextOperation = at + 1n
    }
    if (group === undefined) return undefined
    for await (const { at, value } of archive.items(id)) group.note(value, at)
    for (const { account, what } of await archive.doubts(id)) group.doubts.add(`${account} ${what}`)
    for (const row of await archive.reads(id)) group.reads.set(row.account, row)
    return group
  }

  get id (): GroupId { return this.row.groupId }

  /** Who added somebody: they have a line to them. */
  adderOf (account: AccountId): AccountId | undefined {
    const [grant] = this.membership.now.members.get(account)?.grants ?? []
    return grant === undefined ? undefined : this.membership.authorOf(grant)
  }

  nameOf (account: AccountId): string | undefined { return this.#names.get(account) }

  /** Takes up names that steps bring. */
  follow (operations: readonly VerifiedOperation[]): void {
    for (const { author, act: { create, add } } of operations) {
      if (create !== undefined) this.#names.set(author, create.authorName)
      for (const { account, name } of add?.newcomers ?? []) this.#names.set(accountIdFromBytes(account), name)
    }
  }

  /** @returns what is known now and was not before */
  take (operation: VerifiedOperation): VerifiedOperation[] {
    const taken = this.membership.add(operation)
    return taken.kind === 'added' ? taken.operations : []
  }

  chain (author: AccountId, chain: string): Chain | undefined {
    return this.chains.get(`${author}:${chain}`)
  }

  /** @returns false: there are too many chains */
  note (item: KeptItem, at: bigint): boolean {
    const { author, chain, seq } = item
    const name = `${author}:${chain}`
    let known = this.chains.get(name)
    if (known === undefined) {
      if (this.chains.size >= MAX_CHAINS_PER_GROUP) return false
      known = { author, chain, places: new Map() }
      this.chains.set(name, known)
    }
    known.places.set(seq, at)
    this.recent.set(at, item)
    if (this.recent.size > MAX_RECENT) this.recent.delete(this.recent.keys().next().value!)
    if (at >= this.nextItem) this.nextItem = at + 1n
    return true
  }

  /** @returns undefined when it never came, or cannot be read */
  async item (archive: Archive, author: AccountId, chain: string, seq: number): Promise<KeptItem | undefined> {
    const at = this.chain(author, chain)?.places.get(seq)
    return at === undefined ? undefined : this.recent.get(at) ?? await archive.item(this.id, at)
  }

  hold (held: Held): void {
    if (!this.held.has(held.item.hash)) this.held.set(held.item.hash, held)
    if (this.held.size > MAX_HELD_GROUP_ITEMS) this.held.delete(this.held.keys().next().value!)
  }

  /** Up to where somebody is heard without a gap behind it: their last items here. */
  endsOf (account: AccountId): GroupChainEnd[] {
    return [...this.chains.values()].filter(({ author }) => author === account).slice(-MAX_CHAINS_PER_REMOVAL)
      .map(({ chain, places }) => ({ chain: fromHex(chain), seq: Math.max(...places.keys()) }))
  }

  /** As many as fit: what somebody said whose chain is not among them comes again, and is known. */
  #chainsKnown (): GroupChain[] {
    const chains: GroupChain[] = []
    let size = 0
    for (const one of [...this.chains.values()].map(rangesOf)) {
      size += 64 + 24 * one.ranges.length
      if (size > MAX_KNOWN_BYTES) break
      chains.push(one)
    }
    return chains
  }

  known (options: { answer: boolean, keyless?: boolean }): GroupKnown {
    return {
      heads: this.membership.parents.map(hash => idBytes(hash as GroupId)),
      chains: this.#chainsKnown(),
      answer: options.answer,
      keyless: options.keyless ?? false
    }
  }
}

/** The first ranges alone where there are too many: what lies behind them comes again, and is known. */
function rangesOf ({ author, chain, places }: Chain): GroupChain {
  const ranges: GroupChain['ranges'] = []
  for (const seq of [...places.keys()].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last !== undefined && seq === last.last + 1) last.last = seq
    else ranges.push({ first: seq, last: seq })
  }
  return { author: idBytes(author), chain: fromHex(chain), ranges: ranges.slice(0, MAX_RANGES_PER_CHAIN) }
}
