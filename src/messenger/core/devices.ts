/** What stands between this device and each of its contacts' devices: counters, the spare bundle, resets. */
import { fromBase64url, toBase64url } from '../../base/bytes.ts'
import type { DeviceId } from '../../base/ids.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Batch, Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import { PreKeys } from '../../wire/gen/identity.ts'
import type { DeviceRow, SpareRow } from './rows.ts'

export class DeviceStates {
  readonly #table: Table<DeviceRow>
  readonly #spares: Table<SpareRow>
  readonly #rows = new Map<DeviceId, DeviceRow>()

  constructor ({ store }: { store: Store }) {
    this.#table = store.table(TABLES.devices, jsonCodec<DeviceRow>())
    this.#spares = store.table(TABLES.spares, jsonCodec<SpareRow>())
  }

  async load (): Promise<void> {
    for await (const { value } of this.#table.entries({})) this.#rows.set(value.deviceId, value)
  }

  get (deviceId: DeviceId): DeviceRow {
    return this.#rows.get(deviceId) ?? { deviceId, sentCounter: 0, seenCounter: 0, resetCount: 0 }
  }

  /** Memory changes at once: a failed batch leaves a counter too high, never one used twice. */
  put (batch: Batch, row: DeviceRow): void {
    this.#rows.set(row.deviceId, row)
    this.#table.put(batch, { id: row.deviceId }, row)
  }

  /** The other side may have forgotten us: what it sends from now on is counted anew. */
  meetAgain (batch: Batch, deviceId: DeviceId): void {
    if (this.#rows.has(deviceId)) this.put(batch, { ...this.get(deviceId), seenCounter: 0 })
  }

  del (batch: Batch, deviceId: DeviceId): void {
    this.#rows.delete(deviceId)
    this.#table.del(batch, { id: deviceId })
    this.#spares.del(batch, { id: deviceId })
  }

  async spare (deviceId: DeviceId): Promise<PreKeys | undefined> {
    const row = await this.#spares.getSound({ id: deviceId })
    return row === undefined ? undefined : PreKeys.decode(fromBase64url(row.preKeys))
  }

  putSpare (batch: Batch, deviceId: DeviceId, preKeys: PreKeys, nowMs: number): void {
    this.#spares.put(batch, { id: deviceId }, { preKeys: toBase64url(PreKeys.encode(preKeys)), receivedAtMs: nowMs })
  }

  /** A bundle's one-time keys are good for one session. */
  delSpare (batch: Batch, deviceId: DeviceId): void {
    this.#spares.del(batch, { id: deviceId })
  }
}
