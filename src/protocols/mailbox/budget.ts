/** How much a mailbox host does for whom: an address group gets so much a second, whatever number of connections it opens. */
import type { Connection } from '@libp2p/interface'
import { Serial } from '../../base/serial.ts'
import { SECOND, pause, type Clock } from '../../base/time.ts'
import { hostOf } from '../../network/addresses.ts'
import { addressGroups, type AddressGroup } from '../../network/gate/gate.ts'

interface Rate {
  perSecond: number
  burst: number
}

interface Bucket {
  tokens: number
  atMs: number
}

const MAX_BUCKETS = 20_000
/** Everything on the same computer is one group, and so is everybody who comes through one proxy. */
const MANY = 20

export class Budget {
  readonly #clock: Clock
  readonly #rate: Rate
  readonly #buckets = new Map<string, Bucket>()

  constructor (deps: { clock: Clock }, rate: Rate) {
    this.#clock = deps.clock
    this.#rate = rate
  }

  /**
   * @param isProxy its other end speaks for many
   * @param count what is taken; more than there is leaves a debt, of one burst at most
   * @returns after how long there is one again; 0: it was there
   */
  spend (connection: Connection, { isProxy = false, count = 1 }: { isProxy?: boolean, count?: number } = {}): number {
    const group = groupOf(connection)
    const factor = isProxy || group?.kind === 'loopback' ? MANY : 1
    const [perMs, burst] = [this.#rate.perSecond * factor / SECOND, this.#rate.burst * factor]
    const key = isProxy ? `proxy ${connection.remotePeer.toString()}` : group?.key ?? ''
    const nowMs = this.#clock.now()
    const known = this.#buckets.get(key) ?? { tokens: burst, atMs: nowMs }
    const tokens = Math.min(burst, known.tokens + Math.max(0, nowMs - known.atMs) * perMs)
    this.#buckets.delete(key)
    this.#buckets.set(key, { tokens: tokens < 1 ? tokens : Math.max(-burst, tokens - count), atMs: nowMs })
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > MAX_BUCKETS && oldest !== undefined) this.#buckets.delete(oldest)
    return tokens < 1 ? Math.ceil((1 - tokens) / perMs) : 0
  }
}

const groupOf = (connection: Connection): AddressGroup | undefined => addressGroups(hostOf(connection.remoteAddr) ?? '').at(-1)

/**
 * The way in for those who have not shown yet that anything here is theirs: so many a second, whatever number of addresses
 * they come from, and each address group in its turn, so that somebody with one waits for no more than the others' next.
 */
export class Turnstile {
  readonly #clock: Clock
  readonly #rate: Rate
  readonly #groups = new Serial<string>()
  /** when the next one would be due, were nothing saved up */
  #dueMs = 0

  constructor (deps: { clock: Clock }, rate: Rate) {
    this.#clock = deps.clock
    this.#rate = rate
  }

  /** Resolves when it is their turn. @param cost in turns. @throws the signal's reason */
  async pass (connection: Connection, signal: AbortSignal, { cost = 1 }: { cost?: number } = {}): Promise<void> {
    const group = groupOf(connection)
    if (group?.kind === 'loopback') return // whoever runs on this computer shares it with us anyway
    await this.#groups.run(group?.key ?? '', async () => {
      signal.throwIfAborted()
      const everyMs = SECOND / this.#rate.perSecond
      const nowMs = this.#clock.now()
      this.#dueMs = Math.max(this.#dueMs, nowMs - everyMs * this.#rate.burst) + everyMs * cost
      if (this.#dueMs > nowMs) await pause(this.#clock, this.#dueMs - nowMs, signal)
    })
  }
}
