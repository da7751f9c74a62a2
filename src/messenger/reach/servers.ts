/**
 * Who the network's servers are. A network file says it. Who came by a link knows two places and by what to recognise
 * who should be there: until both have answered, nothing is asked of anybody about a key or a mailbox, since whoever is
 * asked straight sees our address beside it.
 */
import { raceSignal } from '../../base/abort.ts'
import { equal, fromHex, toBase64url, toHex } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { jitterMs } from '../../base/random.ts'
import { pause, SECOND, type Clock, type Timer } from '../../base/time.ts'
import { peerPart, withoutPeerId } from '../../network/addresses.ts'
import type { BootstrapEntry } from '../../network/networks/descriptors.ts'
import { listedServers, type ListedServer } from '../../network/networks/roster.ts'
import type { NetworkNode } from '../../network/node.ts'
import type { Mailbox } from '../../protocols/mailbox/mailbox.ts'
import { serverDigest } from '../../wire/link.ts'

const MEET_TIMEOUT_MS = 15 * SECOND
const FIRST_RETRY_MS = SECOND
const MAX_RETRY_MS = 30 * SECOND
/** Others are there and this one is not: better straight than not at all, as with guards. */
const PATIENCE_MS = 10 * SECOND

/** direct: straight to every host; proxied: never, whatever happens. */
export type WayChoice = 'proxied' | 'direct'

export interface ServersDeps {
  node: Pick<NetworkNode, 'network' | 'peers' | 'events'>
  choice: WayChoice | undefined
  describe: Mailbox['describe']
  /** what was learnt holds from the next start on as well */
  keep: (bootstrap: BootstrapEntry[]) => Promise<void>
  clock: Clock
  log: Log
}

export class Servers {
  readonly #deps: ServersDeps
  readonly #known = Promise.withResolvers<void>()
  readonly #stopping = new AbortController()
  #bootstrap: BootstrapEntry[]
  #listed: ReadonlyMap<string, ListedServer> = new Map()
  #isKnown = false
  #patience: Timer | undefined
  #hurry = new AbortController()
  #offs: (() => void)[] = []

  constructor (deps: ServersDeps) {
    this.#deps = deps
    this.#bootstrap = deps.node.network.bootstrap
    this.#list()
  }

  /** By PeerId as hex. */
  get listed (): ReadonlyMap<string, ListedServer> { return this.#listed }

  /** Where servers should be that nobody has met yet. */
  get missing (): string[] {
    return this.#unmet.flatMap(({ addresses }) => addresses.slice(0, 1))
  }

  get isKnown (): boolean { return this.#isKnown }

  /** Resolves when it is known who stands between, or that nobody does. @throws the signal's reason */
  async known (signal: AbortSignal): Promise<void> {
    if (!this.#isKnown) await raceSignal(this.#known.promise, signal)
  }

  start (): void {
    const { node, choice } = this.#deps
    if (choice === 'direct' || this.#unmet.length === 0) {
      this.#settle()
      return
    }
    for (const entry of this.#unmet) void this.#seek(entry)
    this.#offs = [
      node.events.on('peer:connected', () => { this.#wait() }),
      node.events.on('addresses:changed', () => { this.#wake() })
    ]
    this.#wait()
  }

  stop (): void {
    this.#stopping.abort(new AppError('ABORTED', 'the node is stopping'))
    this.#patience?.cancel()
    for (const off of this.#offs) off()
  }

  get #unmet (): BootstrapEntry[] {
    return this.#bootstrap.filter(({ digest }) => digest !== undefined)
  }

  #list (): void {
    this.#listed = new Map(listedServers({ bootstrap: this.#bootstrap }).map(server => [toHex(server.peerId), server]))
  }

  #wait (): void {
    const { node, choice, clock, log } = this.#deps
    if (this.#isKnown || choice === 'proxied' || this.#patience !== undefined || node.peers().length === 0) return
    this.#patience = clock.after(PATIENCE_MS, () => {
      log.info('servers not met', { missing: this.#unmet.length })
      this.#settle()
    })
  }

  /** The network is there again. */
  #wake (): void {
    this.#hurry.abort()
    this.#hurry = new AbortController()
  }

  #settle (): void {
    this.#isKnown = true
    this.#patience?.cancel()
    this.#known.resolve()
  }

  async #seek (entry: BootstrapEntry): Promise<void> {
    const { clock, log } = this.#deps
    for (let failures = 0; !this.#stopping.signal.aborted; failures++) {
      try {
        await this.#meet(entry)
        return
      } catch (err) {
        log.debug('server not met', errorFields(err))
      }
      const restMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 10))
      const either = AbortSignal.any([this.#stopping.signal, this.#hurry.signal])
      await pause(clock, jitterMs(restMs * 0.8, restMs * 1.2), either).catch(() => {})
    }
  }

  async #meet (entry: BootstrapEntry): Promise<void> {
    const { addresses, digest } = entry
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(MEET_TIMEOUT_MS)])
    const { peerId, key } = await this.#deps.describe({ addresses }, { signal })
    // Somebody on the way could answer at both places, and so stand at both ends.
    if (!equal(serverDigest(peerId), fromHex(digest!))) throw new AppError('PROTOCOL', 'not the server that the link means')
    const name = peerPart(peerId).toString()
    const met: BootstrapEntry = {
      addresses: addresses.map(address => withoutPeerId(address) + name), mailbox: toBase64url(key), proxy: true
    }
    this.#bootstrap = this.#bootstrap.map(known => known === entry ? met : known)
    this.#list()
    if (this.#unmet.length === 0) this.#settle()
    await this.#deps.keep(this.#bootstrap).catch((err: unknown) => { this.#deps.log.warn('servers not kept', errorFields(err)) })
  }
}
