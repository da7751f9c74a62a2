/** Leaves something at one of the hosts where a contact's device fetches. */
import { fromBase64url } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import type { Random } from '../../base/random.ts'
import { DAY, type Clock } from '../../base/time.ts'
import { queueKeys, sealCells } from '../../crypto/cells.ts'
import { Deposit } from '../../wire/gen/deposit.ts'
import { MAILBOX_TTL_MS } from '../../wire/limits.ts'
import type { Hosts } from './hosts.ts'
import type { Routes } from './routes.ts'
import type { Route } from './rows.ts'

/** Not even a host whose clock is years behind, or that says so, has everything left anew at once. */
const LEAST_MS = DAY

export interface Dropped {
  route: Route
  /** as the host says, unless no cell can live as short or as long */
  untilMs: number
  generation: bigint
}

export interface DropDeps {
  hosts: Hosts
  routes: Pick<Routes, 'noteClosed'>
  clock: Clock
  random: Random
}

export interface DropOptions {
  /** in the order in which they are to be tried */
  routes: readonly Route[]
  /** the pair secret as base64url, or a link's */
  secret: string
  deposit: Partial<Deposit>
  signal: AbortSignal
}

export class Drop {
  readonly #deps: DropDeps

  constructor (deps: DropDeps) {
    this.#deps = deps
  }

  /** At the first host that takes all of it. @throws the signal's reason; AppError PEER_UNREACHABLE: none did */
  async leave ({ routes, secret, deposit, signal }: DropOptions): Promise<Dropped> {
    let failure: unknown
    const envelope = Deposit.encode(deposit)
    for (const route of routes) {
      try {
        const dropped = await this.#leaveAt(route, { secret, envelope, signal })
        if (dropped !== undefined) return dropped
      } catch (err) {
        signal.throwIfAborted()
        failure = err
      }
    }
    throw new AppError('PEER_UNREACHABLE', 'no mailbox host takes anything for them now', failure === undefined ? {} : { cause: failure })
  }

  /** @returns undefined: this queue has no room, or is gone */
  async #leaveAt (
    route: Route, { secret, envelope, signal }: { secret: string, envelope: Uint8Array, signal: AbortSignal }
  ): Promise<Dropped | undefined> {
    const { hosts, routes, clock, random } = this.#deps
    const sid = fromBase64url(route.sid)
    const sender = queueKeys(fromBase64url(route.privateKey))
    const cells = sealCells({ secret: fromBase64url(secret), sid, envelope, random })
    const avoid = route.guard === undefined ? {} : { avoid: fromBase64url(route.guard) }
    const answers = await hosts.use(route.host, async (mailbox, host, timed) => await Promise.all(cells.map(async cell =>
      await mailbox.put({ ...host, ...avoid }, { sid, sender, ...cell }, { signal: timed }))), { signal })
    let last: Dropped | undefined
    for (const answer of answers) {
      if (answer.kind !== 'stored') {
        routes.noteClosed(route.sid)
        return undefined
      }
      const untilMs = Math.min(Math.max(answer.untilMs, clock.now() + LEAST_MS), clock.now() + MAILBOX_TTL_MS)
      last = { route, untilMs: Math.min(untilMs, last?.untilMs ?? Infinity), generation: answer.generation }
    }
    if (last !== undefined) hosts.noteGeneration(route.host.peerId, last.generation)
    return last
  }
}
