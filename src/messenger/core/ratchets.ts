/**
 * Where session state meets the store: one device's steps run one after another, each on an overlay that is kept only
 * when the batch that holds its changes is durable.
 */
import type { Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import type { DeviceId } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { Serial } from '../../base/serial.ts'
import type { SessionChange, SessionOverlay, SessionRecordKind, SessionRecords, Sessions } from '../../crypto/sessions.ts'
import { bytesCodec } from '../../store/codecs.ts'
import type { Batch, Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import type { Change, ChangeLog } from './changes.ts'

/** Session records as the store keeps them: ratchets in one table, private prekeys in another. */
export class StoredSessionRecords implements SessionRecords {
  readonly #sessions: Table<Bytes>
  readonly #preKeys: Table<Bytes>

  constructor (store: Store) {
    this.#sessions = store.table(TABLES.sessions, bytesCodec)
    this.#preKeys = store.table(TABLES.prekeys, bytesCodec)
  }

  async get (kind: SessionRecordKind, id: string): Promise<Bytes | undefined> {
    const key = { id: `${kind}:${id}` }
    // Without a session or keys one begins anew. That a first message was seen before must never be forgotten.
    return kind === 'used-base-keys' ? await this.#table(kind).get(key) : await this.#table(kind).getSound(key)
  }

  write (batch: Batch, { kind, id, value }: SessionChange): void {
    const key = { id: `${kind}:${id}` }
    if (value === undefined) this.#table(kind).del(batch, key)
    else this.#table(kind).put(batch, key, value)
  }

  #table (kind: SessionRecordKind): Table<Bytes> {
    return kind === 'session' ? this.#sessions : this.#preKeys
  }
}

/** What a step does with the sessions and what it writes beside them. */
export type SessionStep<T> = (overlay: SessionOverlay, change: Change) => Promise<T>

export class Ratchets {
  readonly #sessions: Sessions
  readonly #records: StoredSessionRecords
  readonly #changes: ChangeLog
  readonly #log: Log
  readonly #turns = new Serial<DeviceId | 'strangers'>()

  constructor (deps: { sessions: Sessions, records: StoredSessionRecords, changes: ChangeLog, log: Log }) {
    this.#sessions = deps.sessions
    this.#records = deps.records
    this.#changes = deps.changes
    this.#log = deps.log
  }

  /**
   * Runs one step on the session with a device (or, for first messages, with somebody not known yet) and commits it.
   * Whatever fails, the session stays as it was.
   */
  async step<T> (device: DeviceId | 'strangers', task: SessionStep<T>): Promise<T> {
    return await this.#turns.run(device, async () => await this.#run(task))
  }

  /** Reads a first message: in the strangers' turn, and in that of the device it claims, which may be a contact's already. */
  async firstStep<T> (message: Uint8Array, task: SessionStep<T>): Promise<T> {
    const claimed = this.#sessions.claimedSender(message)
    if (claimed === undefined) throw new AppError('PROTOCOL', 'not a first message')
    return await this.#turns.run('strangers', async () => await this.step(claimed, task))
  }

  async #run<T> (task: SessionStep<T>): Promise<T> {
    const overlay = this.#sessions.overlay()
    const change = this.#changes.begin()
    change.after(() => { overlay.committed() })
    let committing = false
    try {
      const result = await task(overlay, change)
      for (const record of overlay.changes()) this.#records.write(change.batch, record)
      committing = true
      await change.commit()
      return result
    } catch (err) {
      overlay.discard()
      // Whether a batch that failed reached the disk is unknown: a cached session may be older, and use a key twice.
      if (committing) this.#sessions.forget()
      throw err
    }
  }

  /** Forgets the session with a device whose owner was removed. */
  forget (device: DeviceId): void {
    this.step(device, async overlay => { overlay.remove(device) }).catch((err: unknown) => {
      this.#log.warn('session not forgotten', errorFields(err))
    })
  }
}
