/** How contents become durable for one device: their place in the history, a row that waits, an envelope that goes. */
import type { AccountId, DeviceId } from '../../base/ids.ts'
import type { Clock } from '../../base/time.ts'
import type { SessionOverlay } from '../../crypto/sessions.ts'
import { Contents } from '../../wire/gen/content.ts'
import type { Envelope } from '../../wire/gen/delivery.ts'
import type { Change } from '../core/changes.ts'
import { sentBy, type Via } from '../core/journeys.ts'
import type { DeviceStates } from '../core/devices.ts'
import type { OutboxItem } from '../core/rows.ts'
import { isShown, shownIds } from './contents.ts'
import { envelopeHash, hashText, inlineItem, type EnvelopeRef, type EnvelopeStore } from './envelopes.ts'
import type { History } from './history.ts'
import { emptyParcel, inEnvelopeSizes, type FreshContent, type Parcel, type StoredContents } from './parcels.ts'

export interface WaitingRow {
  at: bigint
  /** how many of its contents a person reads */
  messages: number
}

export interface SealingDeps {
  devices: DeviceStates
  envelopes: EnvelopeStore
  history: History
  clock: Clock
}

export const messagesOf = (item: OutboxItem): number => 'page' in item ? item.count ?? 1 : 0

export class Sealing {
  readonly #deps: SealingDeps
  readonly #device: DeviceId
  readonly #contactId: AccountId
  readonly #onWaiting: (row: WaitingRow) => void
  #lastRow = 0n

  /** @param onWaiting called once a row is durable */
  constructor (
    deps: SealingDeps, { device, contactId, onWaiting }: { device: DeviceId, contactId: AccountId, onWaiting: (row: WaitingRow) => void }
  ) {
    this.#deps = deps
    this.#device = device
    this.#contactId = contactId
    this.#onWaiting = onWaiting
  }

  /** A place behind everything that waits. */
  nextRow (): bigint {
    const now = BigInt(this.#deps.clock.now()) << 20n
    this.#lastRow = this.#lastRow < now ? now : this.#lastRow + 1n
    return this.#lastRow
  }

  /** Rows of an earlier run: later ones go behind them even when the clock was set back. */
  follow (at: bigint): void {
    if (at > this.#lastRow) this.#lastRow = at
  }

  /** Gives new contents their place in the history; those that show nowhere travel inline. */
  async place (change: Change, parcel: Parcel, fresh: FreshContent[], state: 'sent' | 'waiting'): Promise<void> {
    const shown = fresh.map(({ content }) => content).filter(isShown)
    if (shown.length > 0) {
      const page = { direction: 'out' as const, storedAtMs: this.#deps.clock.now(), contents: shown }
      parcel.pages.push(`${await this.#deps.history.addPage(change, this.#contactId, page)}`)
    }
    for (const { content, also } of fresh) {
      if (!isShown(content)) parcel.inline.push(inlineItem(content))
      also?.(change, content)
    }
    change.after(() => { for (const one of fresh) one.durable(state) })
  }

  async placeWaiting (change: Change, fresh: FreshContent[]): Promise<void> {
    for (const chunk of inEnvelopeSizes(fresh)) {
      const parcel = emptyParcel()
      await this.place(change, parcel, chunk, 'waiting')
      const count = chunk.filter(({ content }) => isShown(content)).length
      const items: OutboxItem[] = [...parcel.pages.map(page => ({ page, count })), ...parcel.inline.map(content => ({ content }))]
      for (const item of items) {
        const at = this.nextRow()
        this.#deps.envelopes.putWaiting(change.batch, this.#device, at, item)
        change.after(() => { this.#onWaiting({ at, messages: messagesOf(item) }) })
      }
    }
  }

  /** One ratchet message; its row and the session's new state become durable together, and only then may it leave. */
  async seal (
    overlay: SessionOverlay, change: Change,
    { contents, pages, inline, repeated, unsent = false, via }:
    StoredContents & { repeated: boolean, unsent?: boolean, via?: Via | undefined }
  ): Promise<{ ref: EnvelopeRef, envelope: Envelope }> {
    const { devices, envelopes, clock } = this.#deps
    const row = devices.get(this.#device)
    const counter = row.sentCounter + 1
    const envelope = await overlay.encrypt(this.#device, Contents.encode({ counter, contents, repeated }))
    const ref: EnvelopeRef = {
      at: BigInt(counter),
      hash: hashText(envelopeHash(envelope.ciphertext)),
      preKey: envelope.preKey,
      pages,
      inline,
      messageIds: shownIds(contents),
      ...(unsent ? { unsent: true as const } : {}),
      ...(via !== undefined && pages.length > 0 ? { steps: [sentBy(via, clock.now())] } : {})
    }
    envelopes.put(change.batch, this.#device, ref, envelope.ciphertext)
    devices.put(change.batch, { ...row, sentCounter: counter })
    return { ref, envelope }
  }
}
