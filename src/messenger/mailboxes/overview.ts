/** What people ask of mailboxes and do with them by hand: where one fetches, and how far something has come. */
import { AppError } from '../../base/errors.ts'
import type { DeviceId } from '../../base/ids.ts'
import { isAddress } from '../../network/addresses.ts'
import type { Custody, Deposited } from '../mail/custody.ts'
import type { Acknowledgements } from './acknowledgements.ts'
import type { Hosts } from './hosts.ts'
import type { Queues } from './queues.ts'
import type { Routes } from './routes.ts'
import { aliasOf, type Fault, type QueueRow } from './rows.ts'

export interface MailboxState {
  host: string
  hostId: string
  addresses: string[]
  /** run by this profile's owner */
  own: boolean
  state: 'new' | 'reachable' | 'unreachable'
  /** when the host deletes it unless it is fetched */
  untilMs: number
  /** people who can leave something there */
  people: number
  fetchedAtMs: number | null
  /** cells from it that were not what was left there */
  altered: number
  /** what else it did that no honest host does, and whether altering was its own doing; contacts are told of it no more */
  lied: Fault[]
  /** another one keeps what it would */
  replaced: boolean
  problem: string | null
}

/** What is known of what was left for somebody's device. */
export interface Standing {
  /** they said where to leave things */
  told: boolean
  /** envelopes that lie at a host */
  left: number
  hosts: { host: string, untilMs: number }[]
  /** theirs that cannot be reached */
  troubles: { host: string, problem: string }[]
  /** hosts that had something which its reader did not find */
  doubted: string[]
  /** what was fetched from them and is not receipted yet */
  receiptsDue: number
}

export interface OverviewDeps {
  hosts: Hosts
  queues: Queues
  routes: Pick<Routes, 'row'>
  custody: Pick<Custody, 'of'>
  acknowledgements: Pick<Acknowledgements, 'due'>
  /** copies that can be counted on */
  alive: (deposits: readonly Deposited[]) => Deposited[]
  /** when everything that lay at this host had been fetched last */
  drainedAtMs: (peerId: string) => number | undefined
  onChanged: () => void
  stopped: AbortSignal
}

export class Overview {
  readonly #deps: OverviewDeps

  constructor (deps: OverviewDeps) {
    this.#deps = deps
  }

  list (): MailboxState[] {
    return this.#deps.queues.all().map(row => this.#stateOf(row))
  }

  /**
   * @param own only contacts learn of it; adding it again tells them where it is now
   * @throws AppError BAD_INPUT, EXISTS; PEER_UNREACHABLE: no mailbox host there
   */
  async add (address: string, { own = false, signal }: { own?: boolean, signal: AbortSignal }): Promise<MailboxState> {
    if (!isAddress(address)) {
      throw new AppError('BAD_INPUT', `${address} is not an address`, { hint: 'Write it like /dns4/example.org/tcp/4501' })
    }
    const either = AbortSignal.any([signal, this.#deps.stopped])
    const row = await this.#deps.queues.add(await this.#deps.hosts.describe(address, either), { own, signal: either })
    this.#deps.onChanged()
    return this.#stateOf(row)
  }

  /** @throws AppError NOT_FOUND, AMBIGUOUS */
  async remove (name: string, { signal }: { signal: AbortSignal }): Promise<void> {
    const wanted = this.#deps.queues.all().filter(({ host }) =>
      aliasOf(host).toLowerCase() === name.toLowerCase() || host.peerId.startsWith(name) || host.peerId.endsWith(name))
    if (wanted.length === 0) throw new AppError('NOT_FOUND', `no mailbox at a host called "${name}"`, { hint: 'See: nobyte mailbox ls' })
    if (wanted.length > 1) {
      throw new AppError('AMBIGUOUS', `"${name}" fits ${wanted.length} hosts`, { hint: 'Use the id: nobyte mailbox ls --json' })
    }
    await this.#deps.queues.remove(wanted[0]!, AbortSignal.any([signal, this.#deps.stopped]))
    this.#deps.onChanged()
  }

  /** How far what was written to somebody has come without them, for `why`. */
  standing (device: DeviceId): Standing {
    const { custody, acknowledgements, routes: known } = this.#deps
    const rows = custody.of(device)
    const copies = rows.flatMap(({ deposits }) => this.#deps.alive(deposits))
    const routes = known.row(device)?.routes ?? []
    const troubled = routes.map(({ host }) => host).filter(({ peerId }) => this.#deps.hosts.health(peerId).problem !== undefined)
    return {
      told: routes.length > 0,
      left: rows.filter(({ deposits }) => this.#deps.alive(deposits).length > 0).length,
      doubted: [...new Set(rows.flatMap(({ deposits }) => deposits).filter(({ doubted }) => doubted === true).map(({ alias }) => alias))],
      hosts: [...new Map(copies.map(({ alias, untilMs }) => [alias, { host: alias, untilMs }])).values()],
      troubles: troubled.map(host => ({ host: aliasOf(host), problem: this.#deps.hosts.health(host.peerId).problem! })),
      receiptsDue: acknowledgements.due(device)
    }
  }

  #stateOf ({ host, untilMs, own, lied }: QueueRow): MailboxState {
    const { okAtMs, problem, faults } = this.#deps.hosts.health(host.peerId)
    const { altered = 0, ...proven } = faults
    const lies = new Set<Fault>([...(lied === undefined ? [] : [lied]), ...Object.keys(proven) as Fault[]])
    return {
      host: aliasOf(host),
      hostId: host.peerId,
      addresses: host.addresses,
      own: own === true,
      state: problem !== undefined ? 'unreachable' : okAtMs === undefined ? 'new' : 'reachable',
      untilMs,
      people: this.#deps.queues.holders(host.peerId).filter(holder => 'contactId' in holder).length,
      fetchedAtMs: this.#deps.drainedAtMs(host.peerId) ?? null,
      altered,
      lied: [...lies],
      replaced: this.#deps.queues.isReplaced(host.peerId),
      problem: problem ?? null
    }
  }
}
