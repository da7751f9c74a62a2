/** Frames on their way to one device, in order. Nobody waits for a slow stream; it only stops taking new envelopes. */
import type { Frame } from '../../wire/gen/delivery.ts'
import type { Via } from '../core/journeys.ts'

/** What the outbox and the inbox need of an open stream to a device. */
export interface Outlet {
  send: (frames: Partial<Frame>[]) => Promise<void>
  /** what came in over it could not be kept: end it, so that the other side sends it again later */
  fail: () => void
  /** Neither a session nor keys to begin one are left: has the other side begin it, where a stream leads there. */
  askToBegin?: () => void
  /** by which way a stream leads there */
  via?: Via
  /** A mailbox: what it takes is kept for them, and they have not got it. */
  mailbox?: {
    /** another way was opened, or this one given up: `send` goes on no more */
    released: () => void
  }
}

/** Held in memory for one stream: enough to keep a fast one busy. */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024
/** A host takes cells far slower than contents are written: those that wait meanwhile share an envelope. */
const MAX_UNSENT_TO_MAILBOX_BYTES = 8 * 1024

export class Outflow {
  readonly #onRoom: () => void
  #outlet: Outlet | undefined
  #unsentBytes = 0

  /** @param onRoom called when something has left, or the stream has ended */
  constructor ({ onRoom }: { onRoom: () => void }) {
    this.#onRoom = onRoom
  }

  get outlet (): Outlet | undefined {
    return this.#outlet
  }

  get hasRoom (): boolean {
    if (this.#outlet === undefined) return false
    return this.#unsentBytes < (this.#outlet.mailbox === undefined ? MAX_UNSENT_BYTES : MAX_UNSENT_TO_MAILBOX_BYTES)
  }

  open (outlet: Outlet): void {
    if (this.#outlet !== outlet) this.close()
    this.#outlet = outlet
    this.#unsentBytes = 0
  }

  close (outlet = this.#outlet): void {
    if (this.#outlet !== outlet) return
    this.#outlet = undefined
    outlet?.mailbox?.released()
  }

  /** What was to go could not be made durable: ends the stream, so that the next one is another opportunity. */
  fail (): void {
    const outlet = this.#outlet
    this.close()
    outlet?.fail()
  }

  /** Resolves when the stream has taken them, or has ended: they are durable, and go again over the next one. */
  async send (frames: Partial<Frame>[]): Promise<void> {
    const outlet = this.#outlet
    if (outlet === undefined || frames.length === 0) return
    const bytes = frames.reduce((sum, { envelope }) => sum + (envelope?.ciphertext.byteLength ?? 0), 0)
    this.#unsentBytes += bytes
    try {
      await outlet.send(frames)
    } catch {
      this.close(outlet)
    }
    if (this.#outlet === outlet) this.#unsentBytes -= bytes
    this.#onRoom()
  }
}
