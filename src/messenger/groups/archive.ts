/** Groups as they lie in the store. What was said is found by the place where it arrived. */
import { fromHex, readU64be } from '../../base/bytes.ts'
import type { AccountId, ContentId, DeviceId, GroupId } from '../../base/ids.ts'
import { readItem, type VerifiedItem } from '../../crypto/group-items.ts'
import { readOperation, type VerifiedOperation } from '../../crypto/group-operations.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Batch, Codec, Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import { SignedGroupItem, SignedGroupOperation } from '../../wire/gen/group.ts'
import type { DoubtRow, GroupRow, ReceiptRow, TheirKeysRow } from './rows.ts'

const operationCodec: Codec<VerifiedOperation> = {
  encode: ({ signed }) => SignedGroupOperation.encode(signed),
  decode: bytes => readOperation(SignedGroupOperation.decode(bytes))
}

const itemCodec: Codec<VerifiedItem> = {
  encode: ({ signed }) => SignedGroupItem.encode(signed),
  decode: bytes => readItem(SignedGroupItem.decode(bytes))
}

export class Archive {
  readonly #groups: Table<GroupRow>
  readonly #operations: Table<VerifiedOperation>
  readonly #items: Table<VerifiedItem>
  readonly #doubts: Table<DoubtRow>
  readonly #keys: Table<TheirKeysRow>
  readonly #receipts: Table<ReceiptRow>

  constructor (store: Store) {
    this.#groups = store.table(TABLES.groups, jsonCodec())
    this.#operations = store.table(TABLES.groupOperations, operationCodec)
    this.#items = store.table(TABLES.groupItems, itemCodec)
    this.#doubts = store.table(TABLES.groupDoubts, jsonCodec())
    this.#keys = store.table(TABLES.groupKeys, jsonCodec())
    this.#receipts = store.table(TABLES.groupReceipts, jsonCodec())
  }

  async * groups (): AsyncIterable<GroupRow> {
    for await (const { value } of this.#groups.entries({})) yield value
  }

  async group (id: GroupId): Promise<GroupRow | undefined> { return await this.#groups.get({ id }) }
  putGroup (batch: Batch, row: GroupRow): void { this.#groups.put(batch, { id: row.groupId }, row) }

  operations (id: GroupId): AsyncIterable<{ at: bigint, value: VerifiedOperation }> { return this.#operations.entries({ id }) }
  putOperation (batch: Batch, at: bigint, operation: VerifiedOperation): void {
    this.#operations.put(batch, { id: operation.group, at }, operation)
  }

  items (id: GroupId): AsyncIterable<{ at: bigint, value: VerifiedItem }> { return this.#items.entries({ id }) }
  async item (id: GroupId, at: bigint): Promise<VerifiedItem | undefined> { return await this.#items.getSound({ id, at }) }
  putItem (batch: Batch, at: bigint, item: VerifiedItem): void { this.#items.put(batch, { id: item.group, at }, item) }

  async doubts (id: GroupId): Promise<DoubtRow[]> {
    const rows: DoubtRow[] = []
    for await (const { value } of this.#doubts.entries({ id })) rows.push(value)
    return rows
  }

  putDoubt (batch: Batch, id: GroupId, at: number, row: DoubtRow): void { this.#doubts.put(batch, { id, at }, row) }

  async keys (id: GroupId, device: DeviceId): Promise<TheirKeysRow> {
    return await this.#keys.getSound({ id: `${id}:${device}` }) ?? { keys: [] }
  }

  putKeys (batch: Batch, id: GroupId, device: DeviceId, row: TheirKeysRow): void {
    this.#keys.put(batch, { id: `${id}:${device}` }, row)
  }

  /** Who has a message of one's own. */
  async receipts (id: GroupId, message: ContentId): Promise<AccountId[]> {
    const accounts: AccountId[] = []
    for await (const { value } of this.#receipts.entries({ id: `${id}:${message}` })) accounts.push(value.account)
    return accounts
  }

  putReceipt (batch: Batch, id: GroupId, message: ContentId, account: AccountId): void {
    this.#receipts.put(batch, { id: `${id}:${message}`, at: readU64be(fromHex(account)) }, { account })
  }
}
