/** Envelopes that went to one device and have no receipt yet; they go again byte by byte, or their contents in new ones. */
import type { AccountId, DeviceId } from '../../base/ids.ts'
import type { SessionOverlay } from '../../crypto/sessions.ts'
import type { Envelope, Frame } from '../../wire/gen/delivery.ts'
import { errorFields, short, type Log } from '../../base/log.ts'
import type { Change, ChangeLog } from '../core/changes.ts'
import { boundedSteps, sentBy, type Via } from '../core/journeys.ts'
import type { EnvelopeRef, EnvelopeStore } from './envelopes.ts'
import type { Sealing } from './sealing.ts'

const RESEND_CHUNK = 32

export interface UnackedDeps {
  device: DeviceId
  contactId: AccountId
  envelopes: EnvelopeStore
  sealing: Sealing
  changes: ChangeLog
  log: Log
}

export class Unacked {
  readonly #deps: UnackedDeps
  readonly #refs = new Map<string, EnvelopeRef>()
  #kept: Promise<unknown> = Promise.resolve()

  constructor (deps: UnackedDeps) {
    this.#deps = deps
  }

  get size (): number { return this.#refs.size }
  get refs (): EnvelopeRef[] { return [...this.#refs.values()] }

  get (hash: string): EnvelopeRef | undefined {
    return this.#refs.get(hash)
  }

  add (ref: EnvelopeRef): void {
    this.#refs.set(ref.hash, ref)
  }

  delete (hash: string): void {
    this.#refs.delete(hash)
  }

  /** A stream is open over which all of them go. */
  goBy (via: Via | undefined, atMs: number): void {
    for (const ref of this.#refs.values()) {
      delete ref.unsent
      if (via !== undefined && ref.pages.length > 0) ref.steps = boundedSteps([...ref.steps ?? [], sentBy(via, atMs)])
    }
  }

  /** A stream ended without a receipt for these: that they went is worth knowing after a restart, too. */
  keepSteps (): void {
    const { changes, device, log } = this.#deps
    const refs = this.refs.filter(({ steps = [] }) => steps.length > 0)
    if (refs.length === 0) return
    const change = changes.begin()
    const keep = async (): Promise<void> => {
      for (const ref of refs) {
        const steps = ref.steps ?? []
        delete ref.steps
        await this.#deps.envelopes.addSteps(change, this.#deps.contactId, ref, steps)
      }
      await change.commit({ sync: false })
    }
    this.#kept = Promise.all([this.#kept, keep().catch((err: unknown) => {
      log.warn('way not noted', { device: short(device), ...errorFields(err) })
    })])
  }

  async settled (): Promise<void> {
    await this.#kept
  }

  /** Their frames as they are on the disk, a few at a time; `onUnreadable` is called for each that cannot be read. */
  async * frames ({ onUnreadable }: { onUnreadable: (ref: EnvelopeRef) => void }): AsyncIterable<Partial<Frame>[]> {
    const { envelopes, device } = this.#deps
    const refs = this.refs
    for (let i = 0; i < refs.length; i += RESEND_CHUNK) {
      const frames: Partial<Frame>[] = []
      for (const ref of refs.slice(i, i + RESEND_CHUNK)) {
        if (!this.#refs.has(ref.hash)) continue // receipted meanwhile
        const ciphertext = await envelopes.ciphertext(device, ref)
        if (ciphertext === undefined) onUnreadable(ref)
        else frames.push({ envelope: { preKey: ref.preKey, ciphertext } })
      }
      yield frames
    }
  }

  /** Puts the same contents into new envelopes, under the same ids. */
  async packAnew (overlay: SessionOverlay, change: Change, refs: readonly EnvelopeRef[]): Promise<Envelope[]> {
    const { envelopes, sealing, device, contactId } = this.#deps
    const made: Envelope[] = []
    for (const old of refs) {
      if (!this.#refs.has(old.hash)) continue
      const contents = await envelopes.contents(contactId, old)
      const { ref: next, envelope } = await sealing.seal(overlay, change, { ...old, contents, repeated: true })
      envelopes.del(change.batch, device, old)
      if (old.steps !== undefined) next.steps = old.steps
      made.push(envelope)
      change.after(() => {
        this.#refs.delete(old.hash)
        this.#refs.set(next.hash, next)
      })
    }
    return made
  }
}
