/**
 * How a listener meets strangers, the same for every protocol that begins with a proof: one try a connection, a few
 * failures per address group, and a refusal that no one can tell from an answer they are not meant to read.
 */
import type { Connection, Stream } from '@libp2p/interface'
import { withDeadline } from '../base/abort.ts'
import type { Bytes } from '../base/bytes.ts'
import { AppError, hasCode } from '../base/errors.ts'
import { errorFields, type Log } from '../base/log.ts'
import { jitterMs, type Random } from '../base/random.ts'
import { MINUTE, pause, type Clock } from '../base/time.ts'
import { addressGroups } from '../network/gate/gate.ts'
import { hostOf } from '../network/addresses.ts'
import { FRAME_TIMEOUT_MS, MAX_FAILED_PROOFS_PER_MINUTE, REFUSAL_DELAY_MAX_MS, REFUSAL_DELAY_MIN_MS } from '../wire/limits.ts'
import { frameSink } from './stream.ts'

const MAX_GROUPS = 10_000

/** What a visitor gets to say, and what is said back. */
interface Visit {
  stream: Stream
  connection: Connection
  /** Reads the visitor's one frame. @throws anything: counts as a failure */
  read: () => Promise<Bytes>
  /** The answer, of `replyBytes`; undefined: this is a stranger. */
  answer: (said: Bytes) => Promise<Bytes | undefined>
}

export class Doorkeeper {
  readonly #clock: Clock
  readonly #random: Random
  readonly #log: Log
  readonly #replyBytes: number
  readonly #delaysAnswers: boolean
  readonly #again: boolean
  readonly #tried = new WeakSet<Connection>()
  /** when each address group failed within the last minute, the group that failed longest ago first */
  readonly #failures = new Map<string, number[]>()

  /**
   * @param delaysAnswers answers take as long as refusals: for questions that somebody else may have overheard and repeat
   * @param again whoever was answered may come again over the same connection
   */
  constructor (
    deps: { clock: Clock, random: Random, log: Log },
    { replyBytes, delaysAnswers = false, again = false }: { replyBytes: number, delaysAnswers?: boolean, again?: boolean }
  ) {
    this.#clock = deps.clock
    this.#random = deps.random
    this.#log = deps.log
    this.#replyBytes = replyBytes
    this.#delaysAnswers = delaysAnswers
    this.#again = again
  }

  /** @returns whether the visitor was answered; if not, they were refused and their stream is closed */
  async receive ({ stream, connection, read, answer }: Visit): Promise<boolean> {
    if (this.#tried.has(connection)) {
      stream.abort(new AppError('REFUSED', 'one try a connection'))
      return false
    }
    this.#tried.add(connection)
    let said: Bytes
    try {
      said = await read()
    } catch (err) {
      // A visitor who leaves before saying anything has tried nothing: contacts do so when another dial was faster.
      if (!hasCode(err, 'PEER_UNREACHABLE')) this.#fail(connection)
      this.#log.debug('proof-unreadable', errorFields(err))
      stream.abort(err instanceof Error ? err : new AppError('PROTOCOL', 'unreadable'))
      return false
    }
    const giveUp = this.#clock.after(FRAME_TIMEOUT_MS, () => { stream.abort(new AppError('TIMED_OUT', 'the answer was not taken')) })
    // The delay begins before the answer is sought, so that how long it took to find out tells nothing.
    const settled = new AbortController()
    const delay = pause(this.#clock, jitterMs(REFUSAL_DELAY_MIN_MS, REFUSAL_DELAY_MAX_MS), settled.signal).catch(() => {})
    try {
      const reply = await answer(said).catch((err: unknown) => {
        this.#log.warn('proof-failed', errorFields(err))
        return undefined
      })
      if (reply !== undefined) {
        if (this.#delaysAnswers) await delay
        await frameSink(stream).send([reply])
        if (this.#again) this.#tried.delete(connection)
        return true
      }
      // A friend behind the same address gets in all the same: only who fails is turned away without an answer.
      if (this.#exhausted(connection)) throw new AppError('REFUSED', 'few failures a minute')
      this.#fail(connection)
      await delay
      await frameSink(stream).send([this.#random(this.#replyBytes)])
      await dismiss(stream)
      return false
    } catch (err) {
      stream.abort(err instanceof Error ? err : new AppError('PEER_UNREACHABLE', 'the stream broke'))
      return false
    } finally {
      settled.abort()
      giveUp.cancel()
    }
  }

  #exhausted (connection: Connection): boolean {
    return this.#recent(groupOf(connection)).length >= MAX_FAILED_PROOFS_PER_MINUTE
  }

  #fail (connection: Connection): void {
    const group = groupOf(connection)
    const failures = [...this.#recent(group), this.#clock.now()]
    this.#failures.delete(group)
    this.#failures.set(group, failures)
    const [oldest] = this.#failures.keys()
    if (this.#failures.size > MAX_GROUPS && oldest !== undefined) this.#failures.delete(oldest)
  }

  #recent (group: string): number[] {
    const nowMs = this.#clock.now()
    // A clock that was set back must not lock anyone out for longer.
    return (this.#failures.get(group) ?? []).filter(atMs => Math.abs(nowMs - atMs) < MINUTE)
  }
}

/** Lets what was said go out and ends the stream: a visitor who keeps their half open could fill our buffer. */
export async function dismiss (stream: Stream): Promise<void> {
  await stream.close({ signal: withDeadline(FRAME_TIMEOUT_MS) }).catch(() => {})
  stream.abort(new AppError('REFUSED', 'nothing more to say'))
}

/** The widest group of addresses that one attacker cheaply owns; a relay's clients share the relay's. */
function groupOf ({ remoteAddr }: Connection): string {
  const host = hostOf(remoteAddr)
  return (host === undefined ? undefined : addressGroups(host).at(-1)?.key) ?? remoteAddr.toString().split('/p2p-circuit')[0] ?? ''
}
