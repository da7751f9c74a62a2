/** One caller, over whatever carries its frames: its calls in flight, its event stream, and what happens when it goes away. */
import { AppError } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import { answerFrame, refusalFrame, type Caller, type MethodTable } from './dispatch.ts'
import { MAX_REPLY_BYTES } from './lines.ts'
import type { ApiEvent } from './schema.ts'
import type { Transport } from './transport.ts'

/** Frames answered at once; the socket is not read while this many are under way. */
const MAX_FRAMES_IN_FLIGHT = 32
const CLOSE_MS = 2000

type Source = (signal: AbortSignal) => AsyncIterable<ApiEvent>

export class Connection {
  readonly #transport: Transport
  readonly #table: MethodTable
  readonly #log: Log
  readonly #gone = new AbortController()
  readonly #calls = new Map<string | number | null, AbortController>()
  readonly #frames = new Set<Promise<void>>()
  #stream: { source: Source, stopped: AbortController, running?: Promise<void> } | undefined

  constructor ({ transport, table, log }: { transport: Transport, table: MethodTable, log: Log }) {
    this.#transport = transport
    this.#table = table
    this.#log = log
  }

  /** Resolves when the caller is gone. Never rejects. */
  async serve (): Promise<void> {
    this.#transport.onClose(() => { this.#leave() })
    let refused: AppError | undefined
    try {
      for await (const received of this.#transport.frames()) {
        // Begun a moment later, so that a method that closes this connection finds its own frame among those under way.
        const begun = Promise.resolve().then(async () => { await this.#answer(received) })
        const frame: Promise<void> = begun.finally(() => { this.#frames.delete(frame) })
        this.#frames.add(frame)
        while (this.#frames.size >= MAX_FRAMES_IN_FLIGHT) await Promise.race(this.#frames)
      }
    } catch (err) {
      if (err instanceof AppError) refused = err
    }
    // The end of the input ends what waits (a pipe's other side cannot be told from a caller that was killed); answers
    // that need no waiting still go out.
    this.#leave()
    await Promise.allSettled([...this.#frames, this.#stream?.running])
    if (refused === undefined) this.#transport.end()
    else await this.refuse(refused)
  }

  /** Says why and hangs up. */
  async refuse (err: AppError): Promise<void> {
    await this.#transport.refuse(refusalFrame(err))
  }

  /** Ends what waits, lets answers under way go out (the one to `stop` among them), and hangs up. */
  async close (): Promise<void> {
    this.#leave()
    const timer = setTimeout(() => { this.#transport.destroy() }, CLOSE_MS)
    await Promise.allSettled([...this.#frames, this.#stream?.running])
    clearTimeout(timer)
    this.#transport.end()
  }

  #leave (): void {
    this.#gone.abort(new AppError('ABORTED', 'the caller is gone'))
    for (const call of this.#calls.values()) call.abort(this.#gone.signal.reason)
  }

  async #answer (received: Uint8Array): Promise<void> {
    const reply = await answerFrame(received, { table: this.#table, caller: this.#caller, log: this.#log })
    try {
      if (reply !== undefined) await this.#send(reply)
      this.#startStream()
    } catch {
      this.#transport.destroy() // nobody reads any more
    }
  }

  async #send (reply: string): Promise<void> {
    const fits = Buffer.byteLength(reply) < MAX_REPLY_BYTES
    // A write that has begun may still be flushed after the input has ended, so it is not bound to #gone.
    await this.#transport.write(fits ? reply : refusalFrame(tooLarge))
  }

  readonly #caller: Caller = {
    begin: id => {
      const call = new AbortController()
      if (this.#gone.signal.aborted) call.abort(this.#gone.signal.reason)
      this.#calls.set(id, call)
      return { signal: call.signal, end: () => { if (this.#calls.get(id) === call) this.#calls.delete(id) } }
    },
    cancel: id => { this.#calls.get(id)?.abort(new AppError('ABORTED', 'cancelled by the caller')) },
    stream: source => {
      if (this.#stream !== undefined) throw new AppError('EXISTS', 'this connection already has an event stream')
      this.#stream = { source, stopped: new AbortController() }
    },
    endStream: () => {
      this.#stream?.stopped.abort(new AppError('ABORTED', 'unsubscribed'))
      this.#stream = undefined
    }
  }

  #startStream (): void {
    if (this.#stream === undefined || this.#stream.running !== undefined) return
    const { source, stopped } = this.#stream
    const signal = AbortSignal.any([this.#gone.signal, stopped.signal])
    this.#stream.running = this.#pump(source(signal), signal)
  }

  async #pump (events: AsyncIterable<ApiEvent>, signal: AbortSignal): Promise<void> {
    try {
      for await (const event of events) {
        await this.#transport.write(JSON.stringify({ jsonrpc: '2.0', method: 'event', params: event }), signal)
      }
    } catch (err) {
      if (signal.aborted) return
      this.#log.error('api.stream-failed', errorFields(err))
      this.#transport.destroy() // the reader notices, and resumes from the last seq it saw
    }
  }
}

const tooLarge = new AppError('TOO_LARGE', 'The answer is too long for one frame', { hint: 'Ask for fewer at once' })
