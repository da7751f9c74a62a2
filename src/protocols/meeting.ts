/**
 * One meeting of two who stand beside each other: a promise, two openings, two words on both screens, and then what the
 * two have to say, sealed under keys that are theirs if the words were the same. Every frame has one size, and its time.
 */
import type { Stream } from '@libp2p/interface'
import type { Bytes } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import type { Random } from '../base/random.ts'
import { MINUTE, type Clock } from '../base/time.ts'
import { agreementOf, commitmentTo, openSaid, opens, sealSaid, type Agreement, type Ends, type Half, type Role } from '../crypto/nearby.ts'
import {
  FRAME_TIMEOUT_MS, NEARBY_COMMITMENT_BYTES, NEARBY_OPENING_BYTES, NEARBY_SEALED_BYTES
} from '../wire/limits.ts'
import { frames, frameSink } from './stream.ts'

/** for somebody to see who asks, and to decide */
const ANSWER_MS = 2 * MINUTE
const ELSEWHERE = 'Meet by a link instead, sent over a way that you trust: nobyte invite'

interface MeetingDeps {
  stream: Stream
  /** of the other side */
  peerId: string
  own: Half
  role: Role
  ends: Ends
  clock: Clock
  random: Random
  signal: AbortSignal
}

export class Meeting {
  readonly peerId: string
  readonly role: Role
  readonly #deps: MeetingDeps
  readonly #received: AsyncGenerator<Bytes, void, undefined>
  readonly #over = new AbortController()
  #commitment: Bytes | undefined
  #agreement: Agreement | undefined
  #said = 0
  #heard = 0

  constructor (deps: MeetingDeps) {
    this.#deps = deps
    this.peerId = deps.peerId
    this.role = deps.role
    this.#received = frames(deps.stream, { maxBytes: NEARBY_SEALED_BYTES, clock: deps.clock, signal: deps.signal })
    deps.stream.addEventListener('close', () => { this.#over.abort() }, { once: true })
    deps.stream.addEventListener('remoteCloseWrite', () => { this.#over.abort() }, { once: true })
  }

  /** aborts when the other side has ended it, or this one has */
  get over (): AbortSignal { return this.#over.signal }

  /** The asker's beginning. */
  async promise (): Promise<void> {
    await this.#send(commitmentTo(this.#deps.own.opening))
  }

  /** The asked one's. @throws AppError PROTOCOL, TIMED_OUT, PEER_UNREACHABLE */
  async promised (): Promise<void> {
    this.#commitment = await this.#next(NEARBY_COMMITMENT_BYTES, FRAME_TIMEOUT_MS)
  }

  /**
   * Goes on with it: the asker waits until the other person wants to, and the asked one says that they do.
   * @throws AppError PROTOCOL: they opened something else than they had promised, or nothing that is a key; TIMED_OUT;
   *   PEER_UNREACHABLE: they declined, or are gone
   */
  async words (): Promise<readonly [string, string]> {
    const { own, role, ends } = this.#deps
    if (role === 'asked') await this.#send(own.opening)
    const theirs = await this.#next(NEARBY_OPENING_BYTES, role === 'asker' ? ANSWER_MS : FRAME_TIMEOUT_MS)
    if (role === 'asked' && !opens(theirs, this.#commitment!)) throw this.#broken('they did not open what they had promised')
    this.#agreement = agreementOf({ own, role, theirs, ends })
    if (this.#agreement === undefined) throw this.#broken('what they sent is no key')
    // Only now: whoever sees it has had to send their own before.
    if (role === 'asker') await this.#send(own.opening)
    return this.#agreement.words
  }

  async say (said: Uint8Array): Promise<void> {
    const { role, random } = this.#deps
    await this.#send(sealSaid({ key: this.#agreed.keys[role], index: this.#said++, said, random }))
  }

  /** @throws AppError PROTOCOL, TIMED_OUT, PEER_UNREACHABLE */
  async hear (withinMs: number): Promise<Bytes> {
    const sealed = await this.#next(NEARBY_SEALED_BYTES, withinMs)
    const key = this.#agreed.keys[this.role === 'asker' ? 'asked' : 'asker']
    const said = openSaid({ key, index: this.#heard++, sealed })
    if (said === undefined) throw this.#broken('what they said was not sealed by whom the words were compared with')
    return said
  }

  /** What was said last still goes out. */
  async end (): Promise<void> {
    const { stream } = this.#deps
    await stream.close({ signal: AbortSignal.timeout(FRAME_TIMEOUT_MS) }).catch(() => {})
    stream.abort(new AppError('ABORTED', 'the meeting is over'))
  }

  get #agreed (): Agreement {
    if (this.#agreement === undefined) throw new TypeError('nothing is said before there are words')
    return this.#agreement
  }

  async #send (frame: Bytes): Promise<void> {
    try {
      await frameSink(this.#deps.stream).send([frame])
    } catch (err) {
      throw this.#explained(err)
    }
  }

  async #next (bytes: number, withinMs: number): Promise<Bytes> {
    const { stream, clock } = this.#deps
    const late = clock.after(withinMs, () => { stream.abort(new AppError('TIMED_OUT', 'they took too long')) })
    try {
      const { value, done } = await this.#received.next()
      if (done === true) throw new AppError('PEER_UNREACHABLE', 'they ended it')
      if (value.byteLength !== bytes) throw this.#broken('they sent something else than is said here')
      return value
    } catch (err) {
      throw this.#explained(err)
    } finally {
      late.cancel()
    }
  }

  #broken (what: string): AppError {
    const broken = new AppError('PROTOCOL', `${what}: somebody may stand between you`, { hint: ELSEWHERE })
    this.#deps.stream.abort(broken)
    return broken
  }

  #explained (err: unknown): unknown {
    const { signal } = this.#deps
    if (signal.aborted) return signal.reason
    return err instanceof AppError && err.code === 'PEER_UNREACHABLE'
      ? new AppError('PEER_UNREACHABLE', 'they ended it, or are gone', { hint: 'Ask again, if they are still there', cause: err })
      : err
  }
}
