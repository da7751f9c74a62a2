/**
 * Mailbox hosts: which ones there are, and how they have behaved. Everything that is asked of any host goes through
 * `use`, so that one that does not answer is left in peace for a while, whoever wanted something of it.
 */
import { AppError } from '../../base/errors.ts'
import { errorFields, short, type Log } from '../../base/log.ts'
import { jitterMs } from '../../base/random.ts'
import { MINUTE, SECOND, type Clock, type Timer } from '../../base/time.ts'
import { withoutPeerId } from '../../network/addresses.ts'
import type { NetworkNode } from '../../network/node.ts'
import type { Guards } from '../reach/guards.ts'
import type { Mailbox, MailboxHost } from '../../protocols/mailbox/mailbox.ts'
import { hostOf, hostRow, type Fault, type HostRow } from './rows.ts'

const CALL_TIMEOUT_MS = 15 * SECOND
const FIRST_REST_MS = 2 * SECOND
const MAX_REST_MS = 5 * MINUTE
const ASK_AGAIN_MS = MINUTE
/** A host that makes up a new generation for each answer must not have everything left anew each time. */
const BELIEVE_AGAIN_MS = MINUTE

export interface HostHealth {
  failures: number
  /** not asked again before */
  restsUntilMs: number
  /** an error's code */
  problem?: string
  failingSinceMs?: number
  okAtMs?: number
  /** of the host's memory, when it was last heard */
  generation?: string
  /** how often it did what no honest one does; others than `altered` prove it */
  faults: Partial<Record<Fault, number>>
}

export interface HostsDeps {
  mailbox: Mailbox
  node: Pick<NetworkNode, 'network'>
  guards: Pick<Guards, 'hosts' | 'known' | 'over'>
  clock: Clock
  log: Log
  /** a host says another generation than before, or says one for the first time: what it kept may be lost */
  onGeneration: () => void
  /** what a host did cannot have been somebody else's doing */
  onLie: (peerId: string, fault: Fault) => void
  /** it may have been somebody else's doing */
  onSuspicion: () => void
}

export class Hosts {
  readonly #deps: HostsDeps
  readonly #known = new Map<string, HostRow>()
  readonly #health = new Map<string, HostHealth>()
  /** bootstrap entries that have answered, by their first address */
  readonly #asked = new Map<string, HostRow>()
  readonly #askedAtMs = new Map<string, number>()
  /** when a host's new generation was believed */
  readonly #believedAtMs = new Map<string, number>()
  /** a new generation that came too soon after the last */
  readonly #believing = new Map<string, Timer>()
  readonly #asking = new Map<string, Promise<void>>()

  constructor (deps: HostsDeps) {
    this.#deps = deps
  }

  /** Somebody told of this host: a contact's route, a queue of ours, the network file. */
  learn (host: HostRow): void {
    this.#known.set(host.peerId, host)
  }

  get (peerId: string): HostRow | undefined {
    return this.#known.get(peerId)
  }

  /** One of the network's servers has said that it hosts. */
  get areHere (): boolean { return this.#asked.size > 0 }

  health (peerId: string): HostHealth {
    const known = this.#health.get(peerId) ?? { failures: 0, restsUntilMs: 0, faults: {} }
    this.#health.set(peerId, known)
    return known
  }

  isResting (peerId: string): boolean {
    return this.health(peerId).restsUntilMs > this.#deps.clock.now()
  }

  /** @throws what the task throws; AppError PEER_UNREACHABLE: the host does not answer, or did not a moment ago */
  async use<T> (
    host: HostRow, task: (mailbox: Mailbox, host: MailboxHost, signal: AbortSignal) => Promise<T>,
    { signal, timeoutMs = CALL_TIMEOUT_MS }: { signal: AbortSignal, timeoutMs?: number }
  ): Promise<T> {
    signal.throwIfAborted()
    const { mailbox, clock } = this.#deps
    if (this.isResting(host.peerId)) throw new AppError('PEER_UNREACHABLE', 'this mailbox host did not answer a moment ago')
    try {
      const result = await task(mailbox, hostOf(host), AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]))
      const health = this.health(host.peerId)
      this.#health.set(host.peerId, {
        failures: 0, restsUntilMs: 0, okAtMs: clock.now(), faults: health.faults,
        ...(health.generation === undefined ? {} : { generation: health.generation })
      })
      return result
    } catch (err) {
      signal.throwIfAborted()
      throw this.#failed(host, err)
    }
  }

  #failed ({ peerId }: HostRow, err: unknown): AppError {
    const { clock, log } = this.#deps
    const failure = err instanceof AppError
      ? err
      : new AppError('PEER_UNREACHABLE', 'the mailbox host did not answer in time', { cause: err })
    const health = this.health(peerId)
    health.failures++
    health.problem = failure.code
    health.failingSinceMs ??= clock.now()
    const restMs = failure.retryAfterMs ?? Math.min(MAX_REST_MS, FIRST_REST_MS * 2 ** Math.min(health.failures - 1, 10))
    health.restsUntilMs = clock.now() + jitterMs(restMs * 0.8, restMs * 1.2)
    log.debug('mailbox host failed', { host: short(peerId), ...errorFields(failure) })
    return failure
  }

  noteGeneration (peerId: string, generation: bigint): void {
    const health = this.health(peerId)
    if (health.generation === `${generation}`) return
    health.generation = `${generation}`
    const nowMs = this.#deps.clock.now()
    const inMs = (this.#believedAtMs.get(peerId) ?? -BELIEVE_AGAIN_MS) + BELIEVE_AGAIN_MS - nowMs
    this.#believing.get(peerId)?.cancel()
    if (inMs <= 0) this.#believe(peerId)
    else this.#believing.set(peerId, this.#deps.clock.after(inMs, () => { this.#believe(peerId) }))
  }

  stop (): void {
    for (const timer of this.#believing.values()) timer.cancel()
  }

  #believe (peerId: string): void {
    this.#believing.delete(peerId)
    this.#believedAtMs.set(peerId, this.#deps.clock.now())
    this.#deps.onGeneration()
  }

  noteFault (peerId: string, fault: Fault, { isProven }: { isProven: boolean }): void {
    const { faults } = this.health(peerId)
    faults[fault] = (faults[fault] ?? 0) + 1
    if (isProven) this.#deps.onLie(peerId, fault)
    else this.#deps.onSuspicion()
  }

  /** What it gave could not be kept here: asking again at once would ask in vain. */
  pauseAfter (peerId: string, restMs: number): void {
    this.health(peerId).restsUntilMs = this.#deps.clock.now() + restMs
  }

  /** The network is there again, and so may be hosts that did not answer. */
  wake (): void {
    for (const health of this.#health.values()) health.restsUntilMs = 0
    this.#askedAtMs.clear()
  }

  /** The proxy over which this device fetches from a host, as base64url; undefined: it goes straight there. */
  guardOver (host: HostRow): string | undefined {
    return this.#deps.guards.over(hostOf(host))
  }

  /**
   * The network's mailbox hosts. Who is reached over somebody else's node is never asked straight, the network file says
   * who hosts; of others each is asked now and then until it has answered once. Never throws: who does not answer is no
   * host for now.
   */
  async ofNetwork (signal: AbortSignal): Promise<HostRow[]> {
    if (!await this.#areGuardsKnown(signal)) return []
    const named = this.#named()
    const others = this.#deps.node.network.bootstrap
      .filter(({ addresses }) => !addresses.some(place => named.some(host => isAt(host, place))))
    const rows = await Promise.all(others.map(async server => await this.#ask(server, signal)))
    return [...named, ...rows.filter(row => row !== undefined)]
  }

  /** Whoever hosts at an address that stands in a link: not necessarily a server of the network file. Never throws. */
  async at (address: string, signal: AbortSignal): Promise<HostRow | undefined> {
    if (!await this.#areGuardsKnown(signal)) return undefined
    const named = this.#named().find(host => isAt(host, address))
    if (named !== undefined) return named
    const { bootstrap } = this.#deps.node.network
    const server = bootstrap.find(({ addresses }) => addresses.some(known => withoutPeerId(known) === address))
    return await this.#ask(server ?? { addresses: [address] }, signal)
  }

  /** Before that, whoever is asked straight could be one who should not be. */
  async #areGuardsKnown (signal: AbortSignal): Promise<boolean> {
    return await this.#deps.guards.known(signal).then(() => true, () => false)
  }

  /** Those of the network file that are reached over somebody else's node. */
  #named (): HostRow[] {
    const named = this.#deps.guards.hosts.map(hostRow)
    for (const host of named) this.learn(host)
    return named
  }

  async #ask ({ addresses, operator }: { addresses: string[], operator?: string }, signal: AbortSignal): Promise<HostRow | undefined> {
    const { mailbox, clock, log } = this.#deps
    const place = addresses[0]
    if (place === undefined) return undefined
    // One that was begun before the network was there may fail for that alone; afterwards it is due again.
    await this.#asking.get(place)
    const isDue = !this.#asked.has(place) && clock.now() - (this.#askedAtMs.get(place) ?? -ASK_AGAIN_MS) >= ASK_AGAIN_MS
    if (isDue && !this.#asking.has(place)) {
      this.#askedAtMs.set(place, clock.now())
      this.#asking.set(place, (async () => {
        const timed = AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT_MS)])
        const host = hostRow(await mailbox.describe({ addresses }, { signal: timed }))
        // Who runs it, only the network file says: a host that names its own operator could pose as two.
        const row = { ...host, operator: operator ?? '' }
        this.learn(row)
        this.#asked.set(place, row)
      })().catch((err: unknown) => {
        if (signal.aborted) this.#askedAtMs.delete(place)
        log.debug('no mailbox host', errorFields(err))
      }).finally(() => { this.#asking.delete(place) }))
    }
    await this.#asking.get(place)
    return this.#asked.get(place)
  }

  /** @throws AppError PEER_UNREACHABLE, MAILBOX_REFUSED */
  async describe (address: string, signal: AbortSignal): Promise<HostRow> {
    const host = hostRow(await this.#deps.mailbox.describe({ addresses: [address] }, { signal }))
    this.learn(host)
    return host
  }
}

const isAt = ({ addresses }: Pick<HostRow, 'addresses'>, place: string): boolean =>
  addresses.some(known => withoutPeerId(known) === withoutPeerId(place))
