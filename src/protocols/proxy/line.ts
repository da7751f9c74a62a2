/**
 * The one stream from a proxy to a mailbox host, on which the commands of all its clients travel: the host cannot tell
 * which of them come from the same one. Nothing of a frame is read but the 32 bytes by which its answer finds the way.
 */
import type { Stream } from '@libp2p/interface'
import { toHex, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { SECOND, type Clock, type Timer } from '../../base/time.ts'
import { ephemeralOf } from '../../crypto/mailbox.ts'
import { CELL_BYTES, FRAME_TIMEOUT_MS } from '../../wire/limits.ts'
import { frames, frameSink } from '../stream.ts'

/** Whoever sent a command. */
export interface Caller {
  /** one more frame of an answer */
  take: (frame: Bytes) => void
  /** a command of theirs is answered, or no answer is expected any more */
  settled: () => void
  /** there will be no more answers */
  cutOff: (err: AppError) => void
}

interface UnderWay {
  caller: Caller
  sentAtMs: number
}

/** longer than the longest fetch, and than a client waits */
const FORGET_AFTER_MS = 60 * SECOND
const SWEEP_EVERY_MS = 10 * SECOND

export class HostLine {
  readonly #stream: Stream
  readonly #clock: Clock
  readonly #sink: ReturnType<typeof frameSink>
  readonly #ended = new AbortController()
  /** by ephemeral key, oldest first */
  readonly #underWay = new Map<string, UnderWay>()
  /** the keys of what each of them has under way */
  readonly #callers = new Map<Caller, Set<string>>()
  /** whose answer is coming: its frames follow one another, and how many there are only its client knows */
  #answering: { name: string, caller: Caller } | undefined
  #sweeping: Timer | undefined

  constructor (stream: Stream, { clock }: { clock: Clock }) {
    this.#stream = stream
    this.#clock = clock
    this.#sink = frameSink(stream)
    this.#sweepLater()
    void this.#read()
  }

  get isOpen (): boolean {
    return !this.#ended.signal.aborted && this.#stream.status === 'open'
  }

  get underWay (): number { return this.#underWay.size }

  join (caller: Caller): void {
    this.#callers.set(caller, new Set())
  }

  /** Resolves when the host has taken it. @throws AppError PROTOCOL: it is under way already; PEER_UNREACHABLE */
  async forward (frame: Bytes, caller: Caller): Promise<void> {
    const name = toHex(ephemeralOf(frame))
    if (!this.isOpen) throw new AppError('PEER_UNREACHABLE', 'the stream to the mailbox host is closed')
    if (this.#underWay.has(name) || this.#answering?.name === name) throw new AppError('PROTOCOL', 'a command that is under way already')
    this.#underWay.set(name, { caller, sentAtMs: this.#clock.now() })
    this.#callers.get(caller)?.add(name)
    // A host that reads nothing would hold up all clients for ever.
    const late = this.#clock.after(FRAME_TIMEOUT_MS, () => { this.#end(new AppError('TIMED_OUT', 'the mailbox host takes nothing')) })
    try {
      await this.#sink.send([frame])
    } finally {
      late.cancel()
    }
  }

  /** A client is gone: what answers them still has nowhere to go. */
  leave (caller: Caller): void {
    for (const name of this.#callers.get(caller) ?? []) this.#underWay.delete(name)
    this.#callers.delete(caller)
    if (this.#answering?.caller === caller) this.#answering = undefined
  }

  close (): void {
    this.#end(new AppError('PEER_UNREACHABLE', 'the stream to the mailbox host was closed'))
  }

  async #read (): Promise<void> {
    let failure: unknown
    try {
      for await (const frame of frames(this.#stream, { maxBytes: CELL_BYTES, clock: this.#clock, signal: this.#ended.signal })) {
        this.#dispatch(frame)
      }
    } catch (err) {
      failure = err
    }
    this.#end(new AppError('PEER_UNREACHABLE', 'the mailbox host broke off', { cause: failure }))
  }

  #dispatch (frame: Bytes): void {
    const name = toHex(ephemeralOf(frame))
    if (this.#answering?.name !== name) {
      const underWay = this.#underWay.get(name)
      if (underWay === undefined) return // its client is gone
      this.#answering = { name, caller: underWay.caller }
      this.#settle(name, underWay)
    }
    this.#answering.caller.take(frame)
  }

  #sweepLater (): void {
    this.#sweeping = this.#clock.after(SWEEP_EVERY_MS, () => {
      const beforeMs = this.#clock.now() - FORGET_AFTER_MS
      for (const [name, underWay] of this.#underWay) {
        if (underWay.sentAtMs > beforeMs) break
        this.#settle(name, underWay)
      }
      this.#sweepLater()
    })
  }

  #settle (name: string, { caller }: UnderWay): void {
    this.#underWay.delete(name)
    this.#callers.get(caller)?.delete(name)
    caller.settled()
  }

  #end (err: AppError): void {
    if (this.#ended.signal.aborted) return
    this.#sweeping?.cancel()
    this.#ended.abort(err)
    this.#stream.abort(err)
    this.#underWay.clear()
    for (const caller of this.#callers.keys()) caller.cutOff(err)
  }
}
