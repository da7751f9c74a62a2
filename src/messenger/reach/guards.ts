/**
 * Over whose nodes this device reaches mailbox hosts. A host sees their address in place of ours, so each host is
 * reached over another operator's; and the same few for a month, since whoever changes them often meets a bad one soon.
 */
import { equal, fromBase64url, toBase64url, toHex } from '../../base/bytes.ts'
import { errorFields, short, type Log } from '../../base/log.ts'
import { jitterMs, type Random } from '../../base/random.ts'
import { DAY, MINUTE, SECOND, type Clock } from '../../base/time.ts'
import type { NetworkNode } from '../../network/node.ts'
import type { ListedServer } from '../../network/networks/roster.ts'
import type { Guard, Guards as GuardPort, HostAddress } from '../../protocols/mailbox/path.ts'
import type { MailboxHost } from '../../protocols/mailbox/mailbox.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import type { Servers, WayChoice } from './servers.ts'

const PINNED_MS = 30 * DAY
/** One that has answered nothing for so long, while others did, makes room for another. */
const DEAD_MS = 3 * DAY
/** For two hosts of different operators, and beside somebody else's guard; whoever blocks these gains one more, not all. */
const MAX_BY_CHOICE = 3
const MAX_PINNED = 4
/** Every other operator of a small network is gone for so long: better straight there than not at all. */
const ALONE_AFTER_MS = 10 * SECOND
const FIRST_REST_MS = 2 * SECOND
const MAX_REST_MS = 5 * MINUTE

interface Pin {
  /** base64url */
  peerId: string
  atMs: number
  /** since when it has not led anywhere, while others did */
  failingSinceMs?: number
}

interface PinsRow { pins: Pin[] }

interface Health {
  failures: number
  restsUntilMs: number
  failingSinceMs?: number
  okAtMs?: number
}

export interface GuardState {
  /** who runs it */
  operator: string
  peerId: string
  sinceMs: number
  state: 'new' | 'reachable' | 'unreachable'
}

export interface GuardsDeps {
  store: Store
  node: Pick<NetworkNode, 'network' | 'peers'>
  servers: Pick<Servers, 'listed' | 'missing' | 'isKnown' | 'known'>
  /** the person's choice for this network; undefined: proxied, unless no other operator answers any more */
  choice: WayChoice | undefined
  clock: Clock
  random: Random
  log: Log
}

export class Guards implements GuardPort {
  readonly #deps: GuardsDeps
  readonly #table: Table<PinsRow>
  readonly #health = new Map<string, Health>()
  #pins: Pin[] = []
  #kept: Promise<void> = Promise.resolve()

  constructor (deps: GuardsDeps) {
    this.#deps = deps
    this.#table = deps.store.table(TABLES.guards, jsonCodec<PinsRow>())
  }

  async load (): Promise<void> {
    this.#pins = (await this.#table.getSound(this.#row))?.pins ?? []
  }

  get choice (): WayChoice | undefined {
    return this.#deps.choice
  }

  /** Resolves when it is known who may stand between. @throws the signal's reason */
  async known (signal: AbortSignal): Promise<void> {
    await this.#deps.servers.known(signal)
  }

  /** Where the servers should be that a link names, of which one at least has not answered, and whether they are waited for. */
  get missing (): { places: string[], areAwaited: boolean } {
    const { missing, isKnown } = this.#deps.servers
    return { places: missing, areAwaited: !isKnown }
  }

  /** Whose nodes there are on this network, as its file says. */
  get operators (): string[] {
    return [...new Set([...this.#listed.values()].map(({ operator }) => operator))]
  }

  /** Servers that a link named by their places alone: that different people run them, only the link's maker says. */
  get unnamed (): string[] {
    return [...new Set([...this.#listed.values()].filter(({ unnamed }) => unnamed === true).map(({ operator }) => operator))]
  }

  /** The network's hosts that are reached over somebody else. */
  get hosts (): MailboxHost[] {
    return [...this.#listed.values()].filter(host => this.#wanted(host).length > 0).flatMap(({ peerId, addresses, operator, mailbox }) =>
      mailbox === undefined ? [] : [{ peerId, addresses, operator, key: mailbox }])
  }

  stand (host: Pick<HostAddress, 'peerId'>): boolean {
    const wanted = this.#wanted(host)
    return wanted.length > 0 && !this.#areGone(wanted)
  }

  lists (host: Pick<HostAddress, 'peerId'>): boolean {
    return this.#listed.has(toHex(host.peerId))
  }

  next (host: HostAddress, tried: readonly Guard[]): Guard | undefined {
    this.#forgetOld()
    const fitting = this.#fitting(host).filter(({ peerId }) => !tried.some(guard => equal(guard.peerId, peerId)))
    const pinned = this.#pins.flatMap(pin => fitting.find(({ peerId }) => toBase64url(peerId) === pin.peerId) ?? [])
    const ready = pinned.filter(guard => !this.#rests(guard))
    const avoided = host.avoid && this.#listed.get(toHex(host.avoid))?.operator
    const best = ready.find(({ operator }) => operator !== avoided)
    if (best !== undefined) return best
    const fresh = fitting.filter(guard => !pinned.includes(guard) && !this.#rests(guard))
    const unseen = fresh.filter(({ operator }) => operator !== avoided)
    // While nothing at all is reached, others would do no better.
    const isNeeded = pinned.length === 0 || this.#deps.node.peers().length > 0
    const max = ready.length > 0 ? MAX_BY_CHOICE : MAX_PINNED
    if (unseen.length > 0 && isNeeded && this.#pins.length < max) return this.#pin(unseen)
    if (ready[0] !== undefined) return ready[0]
    if (fresh.length > 0 && isNeeded && this.#pins.length < max) return this.#pin(fresh)
    // Whatever it did: better over it than not at all, and never straight there.
    return tried.length === 0 ? pinned.sort((a, b) => this.#healthOf(a).restsUntilMs - this.#healthOf(b).restsUntilMs)[0] : undefined
  }

  worked (guard: Guard): void {
    this.#health.set(toHex(guard.peerId), { failures: 0, restsUntilMs: 0, okAtMs: this.#deps.clock.now() })
    const pin = this.#pinOf(guard)
    if (pin?.failingSinceMs === undefined) return
    delete pin.failingSinceMs
    this.#keep()
  }

  failed (guard: Guard): void {
    const { clock, log } = this.#deps
    const health = this.#healthOf(guard)
    health.failures++
    health.failingSinceMs ??= clock.now()
    const restMs = Math.min(MAX_REST_MS, FIRST_REST_MS * 2 ** Math.min(health.failures - 1, 10))
    health.restsUntilMs = clock.now() + jitterMs(restMs * 0.8, restMs * 1.2)
    log.debug('guard-failed', { guard: short(toBase64url(guard.peerId)), failures: health.failures })
    const pin = this.#pinOf(guard)
    if (pin === undefined || pin.failingSinceMs !== undefined) return
    pin.failingSinceMs = clock.now()
    this.#keep()
  }

  /** The network is there again, and so may be guards that did not answer. */
  wake (): void {
    for (const health of this.#health.values()) health.restsUntilMs = 0
  }

  /** The network's hosts that are reached straight, since no other operator's node answers any more. */
  get exposed (): string[] {
    return [...new Set(this.hosts.filter(host => !this.stand(host)).map(({ operator }) => operator))]
  }

  /** Those that nobody's node leads to at present, where the straight way was forbidden. */
  get stranded (): string[] {
    if (this.#deps.choice !== 'proxied') return []
    const isCutOff = (host: MailboxHost): boolean => this.#wanted(host).every(guard => this.#healthOf(guard).failingSinceMs !== undefined)
    return [...new Set(this.hosts.filter(isCutOff).map(({ operator }) => operator))]
  }

  /** Over which one this device fetches from a host, for those who leave something there. */
  over (host: HostAddress): string | undefined {
    if (this.#wanted(host).length === 0) return undefined
    const first = this.#pins.find(pin => this.#fitting(host).some(({ peerId }) => toBase64url(peerId) === pin.peerId))
    return first?.peerId
  }

  /** What was chosen is written down. */
  async settled (): Promise<void> {
    await this.#kept
  }

  list (): GuardState[] {
    return this.#deps.choice === 'direct' ? [] : this.#pins.flatMap(({ peerId, atMs }) => {
      const server = this.#listed.get(toHex(fromBase64url(peerId)))
      if (server === undefined) return []
      const { failures, okAtMs } = this.#healthOf(server)
      const state = failures > 0 ? 'unreachable' : okAtMs === undefined ? 'new' : 'reachable'
      return [{ operator: server.operator, peerId, sinceMs: atMs, state }]
    })
  }

  /** by PeerId as hex */
  get #listed (): ReadonlyMap<string, ListedServer> {
    return this.#deps.servers.listed
  }

  #wanted (host: Pick<HostAddress, 'peerId'>): ListedServer[] {
    return this.#deps.choice === 'direct' ? [] : this.#fitting(host)
  }

  /** In a network with many operators, somebody who keeps all of them away may not lead us astray so. */
  #areGone (guards: ListedServer[]): boolean {
    if (this.#deps.choice === 'proxied' || guards.length > MAX_PINNED || this.#deps.node.peers().length === 0) return false
    const nowMs = this.#deps.clock.now()
    return guards.every(guard => this.#rests(guard) && nowMs - (this.#healthOf(guard).failingSinceMs ?? nowMs) >= ALONE_AFTER_MS)
  }

  /** Those of other operators than the host's; whoever runs a host that nobody lists, runs none of them. */
  #fitting ({ peerId }: Pick<HostAddress, 'peerId'>): ListedServer[] {
    const host = this.#listed.get(toHex(peerId))
    return [...this.#listed.values()].filter(server => server.proxy && server.operator !== host?.operator && !equal(server.peerId, peerId))
  }

  /** One of another operator than those that are pinned, if there is one. */
  #pin (among: ListedServer[]): ListedServer {
    const taken = new Set(this.#pins.map(({ peerId }) => this.#listed.get(toHex(fromBase64url(peerId)))?.operator))
    const others = among.filter(({ operator }) => !taken.has(operator))
    const chosen = this.#pick(others.length > 0 ? others : among)
    this.#pins = [...this.#pins, { peerId: toBase64url(chosen.peerId), atMs: this.#deps.clock.now() }]
    this.#keep()
    return chosen
  }

  /** Each operator alike, however many nodes they run. */
  #pick (among: ListedServer[]): ListedServer {
    const draw = <T>(from: T[]): T => from[this.#deps.random(4).reduce((sum, byte) => sum * 256 + byte, 0) % from.length]!
    const operator = draw([...new Set(among.map(server => server.operator))])
    return draw(among.filter(server => server.operator === operator))
  }

  #forgetOld (): void {
    const nowMs = this.#deps.clock.now()
    const kept = this.#pins.filter(({ peerId, atMs, failingSinceMs }) => this.#listed.get(toHex(fromBase64url(peerId)))?.proxy === true &&
      nowMs - atMs < PINNED_MS && (failingSinceMs === undefined || nowMs - failingSinceMs < DEAD_MS || !this.#anotherWorks(peerId)))
    if (kept.length === this.#pins.length) return
    this.#pins = kept
    this.#keep()
  }

  #anotherWorks (peerId: string): boolean {
    return this.#pins.some(pin => pin.peerId !== peerId && this.#health.get(toHex(fromBase64url(pin.peerId)))?.okAtMs !== undefined)
  }

  #pinOf ({ peerId }: Guard): Pin | undefined {
    return this.#pins.find(pin => pin.peerId === toBase64url(peerId))
  }

  #healthOf ({ peerId }: Guard): Health {
    const name = toHex(peerId)
    const health = this.#health.get(name) ?? { failures: 0, restsUntilMs: 0 }
    this.#health.set(name, health)
    return health
  }

  #rests (guard: Guard): boolean {
    return this.#healthOf(guard).restsUntilMs > this.#deps.clock.now()
  }

  get #row (): { id: string } {
    return { id: this.#deps.node.network.id }
  }

  #keep (): void {
    const { store, log } = this.#deps
    const batch = store.batch()
    this.#table.put(batch, this.#row, { pins: this.#pins })
    this.#kept = store.commit(batch, { sync: false }).catch((err: unknown) => { log.warn('guards not kept', errorFields(err)) })
  }
}
