/** Groups as they lie in the store. What was said is found by the place where it arrived. */
import { concat, fromHex, readU64be, toHex } from '../../base/bytes.ts'
import { idBytes, KEY_BYTES, type AccountId, type ContentId, type DeviceId, type GroupId } from '../../base/ids.ts'
import { readItem, type VerifiedItem } from '../../crypto/group-items.ts'
import { readOperation, type VerifiedOperation } from '../../crypto/group-operations.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Batch, Codec, Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import { GroupItem, SignedGroupItem, SignedGroupOperation } from '../../wire/gen/group.ts'
import type { DoubtRow, GroupRow, ReadRow, ReceiptRow, TheirKeysRow } from './rows.ts'

const operationCodec: Codec<VerifiedOperation> = {
  encode: ({ signed }) => SignedGroupOperation.encode(signed),
  decode: bytes => readOperation(SignedGroupOperation.decode(bytes))
}

/** What is left of an item whose text was taken back: its place in the chain. Nobody can be shown that its author signed it. */
export type ErasedItem = Omit<VerifiedItem, 'content' | 'signed'> & { readonly signed?: undefined }
export type KeptItem = VerifiedItem | ErasedItem

const [SIGNED, ERASED] = [0, 1]
const NO_BYTES = new Uint8Array(0)

/** A byte that says which, then the signed item; or the hash of what was signed, and the item without its content. */
const itemCodec: Codec<KeptItem> = {
  encode: item => {
    if (item.signed !== undefined) return concat(Uint8Array.of(SIGNED), SignedGroupItem.encode(item.signed))
    const { hash, group, author, chain, seq, prev, heads } = item
    return concat(Uint8Array.of(ERASED), fromHex(hash), GroupItem.encode({
      group: idBytes(group), author: idBytes(author), chain: fromHex(chain), seq, prev: fromHex(prev), heads: heads.map(fromHex),
      content: NO_BYTES
    }))
  },
  decode: bytes => {
    if (bytes[0] === SIGNED) return readItem(SignedGroupItem.decode(bytes.subarray(1)))
    const { content: _, signed: __, ...item } = readItem({ item: bytes.slice(1 + KEY_BYTES), signature: NO_BYTES })
    return { ...item, hash: toHex(bytes.slice(1, 1 + KEY_BYTES)) }
  }
}

export class Archive {
  readonly #groups: Table<GroupRow>
  readonly #wishes: Table<{ atMs: number }>
  readonly #operations: Table<VerifiedOperation>
  readonly #items: Table<KeptItem>
  readonly #edits: Table<{ at: string }>
  readonly #doubts: Table<DoubtRow>
  readonly #keys: Table<TheirKeysRow>
  readonly #receipts: Table<ReceiptRow>
  readonly #reads: Table<ReadRow>

  constructor (store: Store) {
    this.#groups = store.table(TABLES.groups, jsonCodec())
    this.#wishes = store.table(TABLES.groupWishes, jsonCodec())
    this.#operations = store.table(TABLES.groupOperations, operationCodec)
    this.#items = store.table(TABLES.groupItems, itemCodec)
    this.#doubts = store.table(TABLES.groupDoubts, jsonCodec())
    this.#keys = store.table(TABLES.groupKeys, jsonCodec())
    this.#edits = store.table(TABLES.groupEdits, jsonCodec())
    this.#receipts = store.table(TABLES.groupReceipts, jsonCodec())
    this.#reads = store.table(TABLES.groupReads, jsonCodec())
  }

  async * groups (): AsyncIterable<GroupRow> {
    for await (const { value } of this.#groups.entries({})) yield value
  }

  async group (id: GroupId): Promise<GroupRow | undefined> { return await this.#groups.get({ id }) }
  putGroup (batch: Batch, row: GroupRow): void { this.#groups.put(batch, { id: row.groupId }, row) }

  /** Whether somebody here asked to be added, of late. */
  async wish (id: GroupId): Promise<{ atMs: number } | undefined> { return await this.#wishes.get({ id }) }
  putWish (batch: Batch, id: GroupId, wish: { atMs: number }): void { this.#wishes.put(batch, { id }, wish) }
  forgetWish (batch: Batch, id: GroupId): void { this.#wishes.del(batch, { id }) }

  operations (id: GroupId): AsyncIterable<{ at: bigint, value: VerifiedOperation }> { return this.#operations.entries({ id }) }
  putOperation (batch: Batch, at: bigint, operation: VerifiedOperation): void {
    this.#operations.put(batch, { id: operation.group, at }, operation)
  }

  items (id: GroupId): AsyncIterable<{ at: bigint, value: KeptItem }> { return this.#items.entries({ id }) }
  async item (id: GroupId, at: bigint): Promise<KeptItem | undefined> { return await this.#items.getSound({ id, at }) }
  putItem (batch: Batch, at: bigint, item: KeptItem): void { this.#items.put(batch, { id: item.group, at }, item) }

  /** Where the items lie that say how a message reads since. */
  async edits (id: GroupId, message: ContentId): Promise<bigint[]> {
    const places: bigint[] = []
    for await (const { value } of this.#edits.entries({ id: `${id}:${message}` })) places.push(BigInt(value.at))
    return places
  }

  putEdit (batch: Batch, id: GroupId, message: ContentId, at: bigint): void {
    this.#edits.put(batch, { id: `${id}:${message}`, at }, { at: `${at}` })
  }

  async doubts (id: GroupId): Promise<DoubtRow[]> {
    const rows: DoubtRow[] = []
    for await (const { value } of this.#doubts.entries({ id })) rows.push(value)
    return rows
  }

  putDoubt (batch: Batch, id: GroupId, at: number, row: DoubtRow): void { this.#doubts.put(batch, { id, at }, row) }

  async keys (id: GroupId, device: DeviceId): Promise<TheirKeysRow> {
    return await this.#keys.getSound({ id, at: deviceAt(device) }) ?? { keys: [] }
  }

  putKeys (batch: Batch, id: GroupId, device: DeviceId, row: TheirKeysRow): void {
    this.#keys.put(batch, { id, at: deviceAt(device) }, row)
  }

  /** Who has a message of one's own. */
  async receipts (id: GroupId, message: ContentId): Promise<ReceiptRow[]> {
    const rows: ReceiptRow[] = []
    for await (const { value } of this.#receipts.entries({ id: `${id}:${message}` })) rows.push(value)
    return rows
  }

  putReceipt (batch: Batch, id: GroupId, message: ContentId, row: ReceiptRow): void {
    this.#receipts.put(batch, { id: `${id}:${message}`, at: placeOf(row.account) }, row)
  }

  /** Everything of a group. @param messages what was said in it, as far as it is still there */
  remove (batch: Batch, id: GroupId, messages: readonly ContentId[]): void {
    this.#groups.del(batch, { id })
    for (const table of [this.#operations, this.#items, this.#doubts, this.#keys, this.#reads]) table.delAll(batch, id)
    for (const message of messages) for (const table of [this.#receipts, this.#edits]) table.delAll(batch, `${id}:${message}`)
  }

  async reads (id: GroupId): Promise<ReadRow[]> {
    const rows: ReadRow[] = []
    for await (const { value } of this.#reads.entries({ id })) rows.push(value)
    return rows
  }

  putRead (batch: Batch, id: GroupId, row: ReadRow): void { this.#reads.put(batch, { id, at: placeOf(row.account) }, row) }
}

const deviceAt = (device: DeviceId): bigint => readU64be(fromHex(device))
const placeOf = (account: AccountId): bigint => readU64be(fromHex(account))
