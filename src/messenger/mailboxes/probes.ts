/**
 * Letters to oneself, left at each host like anybody else's: by them a host shows whether it gives out what it takes, as
 * it was. A contact could make a host look bad by leaving nonsense there; of these letters, whatever is wrong with them is
 * the host's doing.
 */
import { fromBase64url, toBase64url, toHex } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { idBytes, type DeviceId } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { jitterMs, type Random } from '../../base/random.ts'
import { HOUR, MINUTE, SECOND, type Clock, type Timer } from '../../base/time.ts'
import { openCell } from '../../crypto/cells.ts'
import type { FetchedCell } from '../../protocols/mailbox/mailbox.ts'
import { Deposit } from '../../wire/gen/deposit.ts'
import type { Drop } from './drop.ts'
import type { Hosts } from './hosts.ts'
import type { Queues } from './queues.ts'
import type { Route } from './rows.ts'

/** so many in a row: a host that spoils every third cell spoils one of them */
const LETTERS = 3
const NAME_BYTES = 16
const EVERY_MS = HOUR
const FIRST_MIN_MS = 10 * MINUTE
const FIRST_MAX_MS = 30 * MINUTE
/** where something else looks wrong already */
const SUSPECTED_MAX_MS = MINUTE
/** Whoever asks so much later than it was taken is given it by every honest host. */
const PATIENCE_MS = 30 * SECOND

interface Letter {
  host: string
  leftAtMs: number
  generation: string
}

export interface ProbesDeps {
  ownDevice: DeviceId
  hosts: Hosts
  queues: Queues
  drop: Drop
  clock: Clock
  random: Random
  log: Log
}

export class Probes {
  readonly #deps: ProbesDeps
  /** by their names: those that have not come back */
  readonly #out = new Map<string, Letter>()
  readonly #stopping = new AbortController()
  /** when the next ones are left */
  #dueAtMs = Infinity
  #timer: Timer | undefined

  constructor (deps: ProbesDeps) {
    this.#deps = deps
  }

  start (): void {
    this.#dueAtMs = this.#deps.clock.now() + jitterMs(FIRST_MIN_MS, FIRST_MAX_MS)
    this.#later()
  }

  stop (): void {
    this.#stopping.abort(new AppError('ABORTED', 'the node is stopping'))
    this.#timer?.cancel()
  }

  /** Something that lay at a host was not as it had been left: perhaps by its sender. */
  suspect (): void {
    const soonMs = this.#deps.clock.now() + jitterMs(0, SUSPECTED_MAX_MS)
    if (soonMs >= this.#dueAtMs || this.#stopping.signal.aborted) return
    this.#dueAtMs = soonMs
    this.#later()
  }

  /** One has come back, this way or another. */
  take ({ sid, body }: Pick<FetchedCell, 'sid' | 'body'>, host: string): void {
    const { queues, hosts } = this.#deps
    const route = queues.routeTo(toBase64url(sid))
    if (route === undefined) return
    const cell = openCell({ secret: fromBase64url(route.privateKey), sid, body })
    if (cell === undefined) hosts.noteFault(host, 'altered', { isProven: true })
    else this.#out.delete(toHex(Deposit.decode(cell.part).request))
  }

  /** The host said, to somebody who asked then, that nothing more lies there. */
  drained (host: string, askedAtMs: number): void {
    for (const [name, letter] of this.#out) {
      if (letter.host !== host || askedAtMs - letter.leftAtMs < PATIENCE_MS) continue
      this.#out.delete(name)
      const isSame = this.#deps.hosts.health(host).generation === letter.generation // otherwise it has forgotten everything, and says so
      if (isSame) this.#deps.hosts.noteFault(host, 'withheld', { isProven: true })
    }
  }

  #later (): void {
    const { clock, log } = this.#deps
    this.#timer?.cancel()
    this.#timer = clock.after(Math.max(0, this.#dueAtMs - clock.now()), () => {
      this.#dueAtMs = clock.now() + jitterMs(EVERY_MS * 0.5, EVERY_MS * 1.5)
      this.#later()
      for (const route of this.#deps.queues.routesFor({ self: true })) {
        this.#leaveAt(route).catch((err: unknown) => {
          log.debug('no letter to oneself', errorFields(err)) // a host that says that it takes nothing does not lie
        })
      }
    })
  }

  async #leaveAt (route: Route): Promise<void> {
    for (let i = 0; i < LETTERS; i++) await this.#leaveOne(route)
  }

  async #leaveOne (route: Route): Promise<void> {
    const { drop, ownDevice, random, clock } = this.#deps
    const request = random(NAME_BYTES)
    // Known before it can come back.
    const letter = { host: route.host.peerId, leftAtMs: Infinity, generation: '' }
    this.#out.set(toHex(request), letter)
    try {
      const deposit = { device: idBytes(ownDevice), request }
      const { generation } = await drop.leave({ routes: [route], secret: route.privateKey, deposit, signal: this.#stopping.signal })
      Object.assign(letter, { leftAtMs: clock.now(), generation: `${generation}` })
    } catch (err) {
      this.#out.delete(toHex(request))
      throw err
    }
  }
}
