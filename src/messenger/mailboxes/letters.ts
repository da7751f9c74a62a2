/**
 * Letters that were fetched, each brought to where it belongs. Messages are read in the order in which they were written,
 * also when one host has lost some of them: what comes after a gap waits a while for another host to fill it.
 */
import { copy, toHex, type Bytes } from '../../base/bytes.ts'
import type { DeviceId } from '../../base/ids.ts'
import { SECOND, type Clock, type Timer } from '../../base/time.ts'
import { NackReason, type Frame } from '../../wire/gen/delivery.ts'
import type { Contacts } from '../core/contacts.ts'
import type { DeviceStates } from '../core/devices.ts'
import type { Inbox, Sender } from '../mail/inbox.ts'
import type { Outbox } from '../mail/outbox.ts'
import type { Outlet } from '../mail/outflow.ts'
import type { Fate, Letter } from './assembly.ts'

/** Longer than a sender takes to leave a second copy elsewhere (30 s). */
const GAP_PATIENCE_MS = 45 * SECOND
/** Held for one device; more of them are read as they are. */
const MAX_HELD = 256

export interface LettersDeps {
  contacts: Contacts
  devices: DeviceStates
  inbox: Inbox
  outbox: Outbox
  clock: Clock
  /** tells, in time, that these are durable here, or not readable; durable itself before it resolves */
  receipt: (sender: Sender, told: { hash: string, refused: boolean }[]) => Promise<void>
  /** their receipt says what reached them, and so what did not */
  onReceipt: (sender: Sender, hashes: string[]) => Promise<void>
  /** an envelope of theirs could be read that was sealed under this secret */
  onRead: (sender: Sender, secret: string) => Promise<void>
  /** a joiner's first message, left with one of our links */
  onRequest: (inviteId: string, request: Bytes) => Promise<Fate>
}

interface Held {
  letter: Letter
  sinceMs: number
  done: (fate: Promise<Fate>) => void
}

export class Letters {
  readonly #deps: LettersDeps
  readonly #held = new Map<DeviceId, Held[]>()
  /** the highest counter handed on to the inbox, which may still be at work on it */
  readonly #handedOn = new Map<DeviceId, number>()
  #timer: Timer | undefined

  constructor (deps: LettersDeps) {
    this.#deps = deps
  }

  /** Resolves when the letter's cells may be deleted where they lie, or have to be fetched again. */
  async take (letter: Letter): Promise<Fate> {
    const { origin, device, deposit } = letter
    if ('inviteId' in origin) {
      return deposit.request.byteLength === 0 ? 'kept' : await this.#deps.onRequest(origin.inviteId, copy(deposit.request))
    }
    const contact = this.#deps.contacts.get(origin.contactId)
    // Blocked, removed, or speaking for a device that the contact never named: as if it had never come.
    if (contact === undefined || contact.blockedAtMs !== undefined) return 'kept'
    if (!contact.devices.some(({ deviceId }) => deviceId === device)) return 'kept'
    const { envelope, ack, nack }: Partial<Frame> = deposit.frame ?? {}
    const sender = { contactId: origin.contactId, device }
    if (ack !== undefined) await this.#deps.onReceipt(sender, ack.hashes.map(toHex))
    if (nack?.reason === NackReason.SESSION_UNKNOWN) await this.#deps.outbox.refused(sender.contactId, device, toHex(nack.hash))
    if (envelope === undefined) return 'kept'
    return await new Promise((resolve, reject) => {
      const held = this.#held.get(device) ?? []
      this.#held.set(device, held)
      held.push({ letter, sinceMs: this.#deps.clock.now(), done: fate => { fate.then(resolve, reject) } })
      held.sort((a, b) => a.letter.deposit.counter - b.letter.deposit.counter)
      this.#release(device)
    })
  }

  /** Whatever is held is left where it lies. */
  stop (): void {
    this.#timer?.cancel()
    for (const held of this.#held.values()) for (const { done } of held.splice(0)) done(Promise.resolve('failed'))
  }

  #release (device: DeviceId): void {
    const held = this.#held.get(device) ?? []
    const nowMs = this.#deps.clock.now()
    while (held.length > 0) {
      const [next] = held
      const { counter, after } = next!.letter.deposit
      const seen = Math.max(this.#deps.devices.get(device).seenCounter, this.#handedOn.get(device) ?? 0)
      const isDue = after <= seen || held.length > MAX_HELD || nowMs - next!.sinceMs >= GAP_PATIENCE_MS
      if (!isDue) break
      held.shift()
      this.#handedOn.set(device, Math.max(seen, counter))
      next!.done(this.#handOn(next!.letter))
    }
    this.#wakeLater()
  }

  async #handOn ({ origin, device, deposit }: Letter): Promise<Fate> {
    if (!('contactId' in origin)) throw new TypeError('of no contact')
    const sender = { contactId: origin.contactId, device }
    const verdict = Promise.withResolvers<{ hash: string, refused: boolean } | undefined>()
    const outlet: Outlet = {
      send: async (frames: Partial<Frame>[]) => {
        for (const { ack, nack } of frames) {
          const hash = ack?.hashes[0] ?? nack?.hash
          if (hash !== undefined) verdict.resolve({ hash: toHex(hash), refused: nack !== undefined })
        }
      },
      fail: () => { verdict.resolve(undefined) }
    }
    await this.#deps.inbox.receive(sender, deposit.frame!.envelope!, outlet)
    const told = await verdict.promise
    if (told === undefined) {
      // It was not kept: the same one fetched again is no gap behind itself.
      this.#handedOn.delete(device)
      return 'failed'
    }
    await this.#deps.receipt(sender, [told])
    if (!told.refused) await this.#deps.onRead(sender, origin.secret)
    return 'kept'
  }

  #wakeLater (): void {
    this.#timer?.cancel()
    const oldest = Math.min(...[...this.#held.values()].flatMap(held => held.map(({ sinceMs }) => sinceMs)))
    if (oldest === Infinity) return
    this.#timer = this.#deps.clock.after(Math.max(0, oldest + GAP_PATIENCE_MS - this.#deps.clock.now()), () => {
      for (const device of this.#held.keys()) this.#release(device)
    })
  }
}
