/** "Durable there", kept here: acknowledged envelopes leave the disk, and their pages are marked as delivered. */
import type { AccountId, DeviceId } from '../../base/ids.ts'
import { errorFields, short, type Log } from '../../base/log.ts'
import type { Clock } from '../../base/time.ts'
import type { Content } from '../../wire/gen/content.ts'
import type { Change, ChangeLog } from '../core/changes.ts'
import { outlineItem, type EnvelopeRef, type EnvelopeStore } from './envelopes.ts'
import type { History } from './history.ts'

export interface ReceiptsDeps {
  changes: ChangeLog
  envelopes: EnvelopeStore
  history: History
  clock: Clock
  log: Log
  /** somebody has these contents that show nowhere; what is told of it is kept with the receipt */
  onDelivered: (change: Change, contactId: AccountId, contents: readonly Content[]) => void
}

export class Receipts {
  readonly #deps: ReceiptsDeps
  readonly #device: DeviceId
  readonly #contactId: AccountId
  readonly #beingKept = new Set<EnvelopeRef>()
  #settled: Promise<unknown> = Promise.resolve()

  constructor (deps: ReceiptsDeps, { device, contactId }: { device: DeviceId, contactId: AccountId }) {
    this.#deps = deps
    this.#device = device
    this.#contactId = contactId
  }

  /**
   * Calls `onKept` once it is done, in the order of the calls; `onFailed` when the disk did not take it, and the envelopes are
   * unacknowledged as before. Nothing waits for it, so what came in behind a receipt is not held up by a busy disk.
   */
  keep (acknowledged: EnvelopeRef[], { onKept, onFailed }: { onKept: (refs: EnvelopeRef[]) => void, onFailed: () => void }): void {
    const { changes, envelopes, history, clock, log, onDelivered } = this.#deps
    const refs = acknowledged.filter(ref => !this.#beingKept.has(ref))
    if (refs.length === 0) return
    const change = changes.begin()
    const deliveredAtMs = clock.now()
    for (const ref of refs) {
      this.#beingKept.add(ref)
      envelopes.del(change.batch, this.#device, ref)
      const state = { deliveredAtMs, ...(ref.steps === undefined ? {} : { steps: ref.steps }) }
      for (const page of ref.pages) history.putState(change.batch, this.#contactId, BigInt(page), state)
    }
    const inline = refs.flatMap(ref => ref.inline)
    if (inline.length > 0) onDelivered(change, this.#contactId, inline.map(outlineItem))
    const messageIds = refs.flatMap(ref => ref.messageIds)
    if (messageIds.length > 0) change.emit('message:state', { contactId: this.#contactId, messageIds, state: 'delivered' })
    change.after(() => { onKept(refs) })
    // Without sync: after a crash the envelope goes again, and is acknowledged again.
    const over = (): void => {
      for (const ref of refs) this.#beingKept.delete(ref)
    }
    const kept = change.commit({ sync: false }).then(over, (err: unknown) => {
      over()
      log.warn('receipt not kept', { device: short(this.#device), ...errorFields(err) })
      onFailed()
    })
    this.#settled = Promise.all([this.#settled, kept])
  }

  async settled (): Promise<void> {
    await this.#settled
  }
}
