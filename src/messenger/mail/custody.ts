/** Who keeps which unreceipted envelope for its reader meanwhile: the memory behind "in mailbox". */
import type { DeviceId } from '../../base/ids.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Batch, Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'

/** One copy at one host. */
export interface Deposited {
  /** the host's PeerId as base64url */
  host: string
  /** how people call it: its operator */
  alias: string
  atMs: number
  /** when the host deletes it */
  untilMs: number
  /** of the host's memory when it took it: with another one it has forgotten it */
  generation: string
  /** its reader has had later ones and not this one */
  doubted?: true
}

export interface CustodyRow {
  device: DeviceId
  /** the envelope's counter */
  at: string
  /** the counter of the envelope to be read before it; settled at the first deposit, so that every copy is the same */
  after: string
  deposits: Deposited[]
  /** when it was last given anew because its reader seemed not to have found it */
  renewedAtMs?: number
}

export class Custody {
  readonly #table: Table<CustodyRow>
  readonly #rows = new Map<DeviceId, Map<bigint, CustodyRow>>()

  constructor ({ store }: { store: Store }) {
    this.#table = store.table(TABLES.custody, jsonCodec<CustodyRow>())
  }

  async load (): Promise<void> {
    for await (const { at, value } of this.#table.entries({})) this.#of(value.device).set(at, value)
  }

  get (device: DeviceId, at: bigint): CustodyRow | undefined {
    return this.#rows.get(device)?.get(at)
  }

  /** Memory changes at once: what a host has taken, it has taken, also when this cannot be noted. */
  put (batch: Batch, row: CustodyRow): void {
    const at = BigInt(row.at)
    this.#of(row.device).set(at, row)
    this.#table.put(batch, { id: row.device, at }, row)
  }

  del (batch: Batch, device: DeviceId, at: bigint): void {
    if (this.#rows.get(device)?.delete(at) === true) this.#table.del(batch, { id: device, at })
  }

  removeAll (batch: Batch, device: DeviceId): void {
    this.#rows.delete(device)
    this.#table.delAll(batch, device)
  }

  /** Of everything that waits for this device, in the order it was made. */
  of (device: DeviceId): CustodyRow[] {
    return [...this.#rows.get(device)?.values() ?? []].sort((a, b) => BigInt(a.at) < BigInt(b.at) ? -1 : 1)
  }

  /** Every host that keeps anything, by its PeerId. */
  hosts (): Set<string> {
    return new Set([...this.#rows.values()].flatMap(rows => [...rows.values()].flatMap(({ deposits }) => deposits.map(({ host }) => host))))
  }

  #of (device: DeviceId): Map<bigint, CustodyRow> {
    const known = this.#rows.get(device) ?? new Map<bigint, CustodyRow>()
    this.#rows.set(device, known)
    return known
  }
}
