/**
 * Where invite links lead while their makers are away: bundles are left at the hosts where this device fetches, and a
 * joiner asks the hosts that the link and the network file name. What a host says is checked like what the DHT says.
 */
import { fromBase64url, type Bytes } from '../../base/bytes.ts'
import { hasCode } from '../../base/errors.ts'
import { errorFields, short, type Log } from '../../base/log.ts'
import { withoutPeerId } from '../../network/addresses.ts'
import type { Hosts } from './hosts.ts'
import type { Queues } from './queues.ts'
import { aliasOf, keysOf, type HostRow } from './rows.ts'

export interface BundlesDeps {
  hosts: Hosts
  queues: Queues
  /** a link's bundle says of other places than there are by now */
  onMoved: (inviteId: string) => void
  log: Log
}

export class Bundles {
  readonly #deps: BundlesDeps
  /** what each link's bundle tells, and which memory of which host has it */
  readonly #left = new Map<string, { digest: string, generations: Map<string, string> }>()

  constructor (deps: BundlesDeps) {
    this.#deps = deps
  }

  /** Where hosts listen that may keep a bundle: what a link should name. */
  places (): string[] {
    return this.#deps.queues.forStrangers().flatMap(({ host }) => host.addresses.slice(0, 1)).map(withoutPeerId)
  }

  /** Whether somebody hosts on this network. */
  get areHere (): boolean { return this.#deps.hosts.areHere }

  /** Called when queues may have come or gone, or hosts have lost what they kept. */
  look (inviteIds: readonly string[]): void {
    const { hosts, queues, onMoved } = this.#deps
    for (const inviteId of inviteIds) {
      const { digest, generations } = this.#left.get(inviteId) ?? { generations: new Map<string, string>() }
      const isLost = [...generations].some(([host, generation]) => (hosts.health(host).generation ?? generation) !== generation)
      if (isLost || digest !== queues.digestFor({ inviteId })) onMoved(inviteId)
    }
  }

  /**
   * Leaves a link's bundle wherever this device fetches. Never throws.
   * @param onKept called for each host as soon as it has it
   */
  async leave (
    inviteId: string, record: Bytes, { signal, onKept }: { signal: AbortSignal, onKept: (host: string) => void }
  ): Promise<void> {
    const { hosts, queues, log } = this.#deps
    // Whoever found it there could leave no request: it follows as soon as there is a sender id for this link.
    if (queues.routesFor({ inviteId }).length === 0) return
    const generations = new Map<string, string>()
    this.#left.set(inviteId, { digest: queues.digestFor({ inviteId }), generations })
    await Promise.all(queues.forStrangers().map(async row => {
      try {
        const done = await hosts.use(row.host, async (mailbox, host, timed) =>
          await mailbox.putBundle(host, { rid: fromBase64url(row.rid), receiver: keysOf(row), record }, { signal: timed }), { signal })
        if (done.kind === 'stored') {
          generations.set(row.host.peerId, `${done.generation}`)
          hosts.noteGeneration(row.host.peerId, done.generation)
          onKept(aliasOf(row.host))
        } else log.info('bundle not kept', { host: short(row.host.peerId), because: done.kind })
      } catch (err) {
        if (!signal.aborted) log.debug('bundle not kept', errorFields(err))
      }
    }))
  }

  /**
   * Asks for a link's bundle at the hosts where it may lie, each as soon as it is known to be one. Never throws.
   * @param accept gets whatever a host gives
   */
  async find (
    link: { publicKey: Bytes, hints: readonly string[] }, { signal, accept }: { signal: AbortSignal, accept: (record: Bytes) => void }
  ): Promise<void> {
    const { hosts, log } = this.#deps
    const asked = new Set<string>()
    const ask = async (host: HostRow | undefined): Promise<void> => {
      if (host === undefined || asked.has(host.peerId)) return
      asked.add(host.peerId)
      try {
        const record = await hosts.use(host, async (mailbox, of, timed) =>
          await mailbox.getBundle(of, { publicKey: link.publicKey }, { signal: timed }), { signal })
        if (record !== undefined) accept(record)
      } catch (err) {
        if (hasCode(err, 'PROTOCOL')) log.warn('no bundle, but something else', { host: short(host.peerId) })
      }
    }
    await Promise.all([
      ...link.hints.map(async hint => { await ask(await hosts.at(hint, signal)) }),
      hosts.ofNetwork(signal).then(async all => { await Promise.all(all.map(ask)) })
    ])
  }
}
