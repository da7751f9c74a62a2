/** One caller on the socket: its calls in flight, its event stream, and what happens when it goes away. */
import type { Socket } from 'node:net'
import { AppError } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import { answerFrame, refusalFrame, type Caller, type MethodTable } from './dispatch.ts'
import { MAX_REPLY_BYTES, MAX_REQUEST_BYTES, LineWriter, readLines } from './lines.ts'
import type { ApiEvent } from './schema.ts'

/** Frames answered at once; the socket is not read while this many are under way. */
const MAX_FRAMES_IN_FLIGHT = 32
const REFUSAL_MS = 1000
const CLOSE_MS = 2000

type Source = (signal: AbortSignal) => AsyncIterable<ApiEvent>

export class Connection {
  readonly #socket: Socket
  readonly #lines: LineWriter
  readonly #table: MethodTable
  readonly #log: Log
  readonly #gone = new AbortController()
  readonly #calls = new Map<string | number | null, AbortController>()
  readonly #frames = new Set<Promise<void>>()
  #stream: { source: Source, stopped: AbortController, running?: Promise<void> } | undefined

  constructor ({ socket, table, log }: { socket: Socket, table: MethodTable, log: Log }) {
    this.#socket = socket
    this.#lines = new LineWriter(socket)
    this.#table = table
    this.#log = log
  }

  /** Resolves when the caller is gone. Never rejects. */
  async serve (): Promise<void> {
    this.#socket.on('error', () => {}) // a caller may vanish at any moment; 'close' follows
    this.#socket.once('close', () => { this.#leave() })
    let refused: AppError | undefined
    try {
      for await (const line of readLines(this.#socket, { maxBytes: MAX_REQUEST_BYTES })) {
        if (isBlank(line)) continue
        // Begun a moment later, so that a method that closes this connection finds its own frame among those under way.
        const begun = Promise.resolve().then(async () => { await this.#answer(line) })
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
    if (refused === undefined) this.#socket.destroySoon()
    else await this.refuse(refused)
  }

  /** Says why and hangs up. What still arrives is read and dropped for a while: closing on it would lose the answer. */
  async refuse (err: AppError): Promise<void> {
    const socket = this.#socket
    if (socket.destroyed) return
    await new Promise<void>(resolve => {
      const timer = setTimeout(() => { socket.destroy() }, REFUSAL_MS)
      socket.on('error', () => {}).once('close', () => {
        clearTimeout(timer)
        resolve()
      })
      socket.once('end', () => { socket.destroySoon() })
      socket.end(`${refusalFrame(err)}\n`)
      socket.resume()
    })
  }

  /** Ends what waits, lets answers under way go out (the one to `stop` among them), and hangs up. */
  async close (): Promise<void> {
    this.#leave()
    const timer = setTimeout(() => { this.#socket.destroy() }, CLOSE_MS)
    await Promise.allSettled([...this.#frames, this.#stream?.running])
    clearTimeout(timer)
    this.#socket.destroySoon()
  }

  #leave (): void {
    this.#gone.abort(new AppError('ABORTED', 'the caller is gone'))
    for (const call of this.#calls.values()) call.abort(this.#gone.signal.reason)
  }

  async #answer (line: Uint8Array): Promise<void> {
    const reply = await answerFrame(line, { table: this.#table, caller: this.#caller, log: this.#log })
    try {
      if (reply !== undefined) await this.#send(reply)
      this.#startStream()
    } catch {
      this.#socket.destroy() // nobody reads any more
    }
  }

  async #send (reply: string): Promise<void> {
    const fits = Buffer.byteLength(reply) < MAX_REPLY_BYTES
    // A write that has begun may still be flushed after the input has ended, so it is not bound to #gone.
    await this.#lines.write(fits ? reply : refusalFrame(tooLarge))
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
        await this.#lines.write(JSON.stringify({ jsonrpc: '2.0', method: 'event', params: event }), signal)
      }
    } catch (err) {
      if (signal.aborted) return
      this.#log.error('api.stream-failed', errorFields(err))
      this.#socket.destroy() // the reader notices, and resumes from the last seq it saw
    }
  }
}

const tooLarge = new AppError('TOO_LARGE', 'The answer is too long for one frame', { hint: 'Ask for fewer at once' })
const isBlank = (line: Uint8Array): boolean => line.length === 0 || (line.length === 1 && line[0] === 0x0d)
