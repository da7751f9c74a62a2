/** One stream to a mailbox host, over which many commands are under way at once: a reply begins like the command that it answers. */
import type { Stream } from '@libp2p/interface'
import { toHex, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import type { Clock } from '../../base/time.ts'
import { ephemeralOf } from '../../crypto/mailbox.ts'
import { CELL_BYTES } from '../../wire/limits.ts'
import { frames, frameSink } from '../stream.ts'

/** Takes the frames of an answer as they come. @returns whether that was all. @throws what the exchange then throws */
export type TakeReply = (frame: Bytes, index: number) => boolean

interface Exchange {
  index: number
  take: TakeReply
  settle: (err?: unknown) => void
}

export class MailboxChannel {
  readonly #stream: Stream
  readonly #sink: ReturnType<typeof frameSink>
  readonly #ended = new AbortController()
  readonly #exchanges = new Map<string, Exchange>()

  /** @param received of a stream that something was read from already */
  constructor (stream: Stream, { clock, received }: { clock: Clock, received?: AsyncGenerator<Bytes> }) {
    this.#stream = stream
    this.#sink = frameSink(stream)
    void this.#read(received ?? frames(stream, { maxBytes: CELL_BYTES, clock, signal: this.#ended.signal }))
  }

  get isOpen (): boolean {
    return !this.#ended.signal.aborted && this.#stream.status === 'open'
  }

  /** @throws AppError PEER_UNREACHABLE: the stream broke; what `take` throws; the signal's reason */
  async exchange (frame: Bytes, take: TakeReply, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (!this.isOpen) throw new AppError('PEER_UNREACHABLE', 'the stream to the mailbox host is closed')
    const name = toHex(ephemeralOf(frame))
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const settle = (err?: unknown): void => {
      this.#exchanges.delete(name)
      signal.removeEventListener('abort', onAbort)
      if (err === undefined) resolve()
      else reject(err)
    }
    const onAbort = (): void => { settle(signal.reason) }
    this.#exchanges.set(name, { index: 0, take, settle })
    signal.addEventListener('abort', onAbort, { once: true })
    this.#sink.send([frame]).catch(settle)
    await promise
  }

  close (): void {
    this.#stream.abort(new AppError('ABORTED', 'the stream to the mailbox host was closed'))
    this.#end(new AppError('PEER_UNREACHABLE', 'the stream to the mailbox host was closed'))
  }

  async #read (received: AsyncGenerator<Bytes>): Promise<void> {
    try {
      for await (const frame of received) this.#take(frame)
    } catch (cause) {
      this.#end(new AppError('PEER_UNREACHABLE', 'the mailbox host broke off', { cause }))
    }
    this.close()
  }

  #take (frame: Bytes): void {
    const exchange = this.#exchanges.get(toHex(ephemeralOf(frame)))
    if (exchange === undefined) return // given up meanwhile
    try {
      if (exchange.take(frame, exchange.index++)) exchange.settle()
    } catch (err) {
      exchange.settle(err)
    }
  }

  #end (err: AppError): void {
    if (this.#ended.signal.aborted) return
    for (const { settle } of this.#exchanges.values()) settle(err)
    this.#ended.abort(err)
  }
}
