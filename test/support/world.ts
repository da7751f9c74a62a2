/**
 * A world in one process: a private network served by real infrastructure nodes, and people with real nodes, real
 * profiles and a line each. `await using world = await createWorld()`; nothing of it outlives its story.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bytes } from '../../src/base/bytes.ts'
import { expect } from 'vitest'
import { createLog, silentLog, type Log } from '../../src/base/log.ts'
import { systemRandom } from '../../src/base/random.ts'
import { MINUTE, type Clock } from '../../src/base/time.ts'
import { openMailboxHost } from '../../src/hosting.ts'
import { newNetwork, type NetworkDescriptor } from '../../src/network/networks/descriptors.ts'
import { createNode, type NetworkNode, type NodeOptions } from '../../src/network/node.ts'
import type { RelayLimits } from '../../src/network/relay/server.ts'
import { presetOf } from '../../src/network/roles.ts'
import type { MailboxHosting } from '../../src/protocols/mailbox/host.ts'
import { WorldClock } from './clock.ts'
import { Keeper } from './keeper.ts'
import { Line } from './line.ts'
import { Person } from './person.ts'
import { freePort } from './ports.ts'

export interface WorldOptions {
  /** infrastructure nodes */
  servers?: number
  /** each of them keeps mailboxes, and is run by somebody else; real ones on disk, or scripted ones that a story makes lie */
  mailboxes?: boolean | 'real'
  /** without a key */
  open?: boolean
  /** the servers relay, so that people whose lines are cut still reach each other */
  relays?: boolean | Partial<RelayLimits>
}

interface Server {
  seed: Bytes
  port: number
  keeper?: Keeper
  /** where a real mailbox host keeps what it has */
  home?: string
  hosting?: MailboxHosting
  node?: NetworkNode
}

export class World implements AsyncDisposable {
  readonly clock = new WorldClock()
  readonly folder: string
  network: NetworkDescriptor
  readonly #relays: boolean | Partial<RelayLimits>
  readonly #servers: Server[] = []
  readonly #people: Person[] = []

  private constructor (folder: string, network: NetworkDescriptor, relays: boolean | Partial<RelayLimits>) {
    this.folder = folder
    this.network = network
    this.#relays = relays
  }

  static async create ({ servers = 1, mailboxes = false, open = false, relays = false }: WorldOptions = {}): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'nobyte-world-'))
    const world = new World(folder, newNetwork({ name: 'story', open }), relays)
    for (let i = 0; i < servers; i++) {
      const keeping = mailboxes === 'real' ? { home: join(folder, `host-${i}`) } : mailboxes ? { keeper: new Keeper() } : {}
      const server: Server = { seed: systemRandom(32), port: await freePort(), ...keeping }
      const node = await world.#serve(server)
      world.#servers.push(Object.assign(server, { node }))
      const entry = { addresses: node.addresses(), operator: `operator ${i + 1}` }
      world.network = { ...world.network, bootstrap: [...world.network.bootstrap, entry] }
    }
    return world
  }

  /** The mailbox hosts, in the order of the network file. */
  get keepers (): Keeper[] {
    return this.#servers.flatMap(({ keeper }) => keeper ?? [])
  }

  /** The real mailbox hosts, in that order. */
  get hosts (): MailboxHosting[] {
    return this.#servers.flatMap(({ hosting }) => hosting ?? [])
  }

  /** One infrastructure node goes for good, or for a while. */
  async closeServer (at: number): Promise<void> {
    await endServer(this.#servers[at])
  }

  /** Somebody new, or, with words, somebody on a new device. */
  async person (name: string, { words, clock = this.clock, network = this.network, folder }: {
    words?: string[], clock?: Clock, network?: NetworkDescriptor, folder?: string
  } = {}): Promise<Person> {
    const person = await this.stranger(name, { clock, network, ...(folder === undefined ? {} : { folder }) })
    return await person.arrive(words === undefined ? {} : { words })
  }

  /** Somebody who has no profile yet. */
  async stranger (name: string, { clock = this.clock, network = this.network, folder }: {
    clock?: Clock, network?: NetworkDescriptor, folder?: string
  } = {}): Promise<Person> {
    const line = await Line.lay()
    const home = folder ?? join(this.folder, `${this.#people.length}-${name}`)
    const person = new Person({ name, folder: home, line, network, clock, log: logOf(name) })
    this.#people.push(person)
    return person
  }

  async people<Names extends string[]> (...names: Names): Promise<{ [K in keyof Names]: Person }> {
    return await Promise.all(names.map(async name => await this.person(name))) as { [K in keyof Names]: Person }
  }

  /** Two people who met through a link and see each other. */
  async acquainted (one: string, other: string): Promise<[Person, Person]> {
    const people = await this.people(one, other)
    await meet(...people)
    return people
  }

  /** Nobody reaches either of them, until the lines are mended. */
  cut (...people: Person[]): void {
    for (const { line } of people) line.cut()
  }

  /** Mends the lines and lets time pass until they have tried again and found each other. */
  async heal (one: Person, other: Person): Promise<void> {
    for (const { line } of [one, other]) line.heal()
    await this.together(one, other)
  }

  /** Lets the pauses between attempts pass until these two are connected. */
  async together (one: Person, other: Person): Promise<void> {
    for (let leaps = 0, looks = 0, waitedMs = 0; ; looks++) {
      // What a leap sets off takes its time on a busy computer.
      const withinMs = Math.min(3000, 250 * 2 ** leaps)
      try {
        await Promise.all([one.sees(other, { withinMs }), other.sees(one, { withinMs })])
        return
      } catch (err) {
        waitedMs += withinMs
        const attempts = await Promise.all([attemptOf(one, other), attemptOf(other, one)])
        // A leap in the middle of a handshake would only end that: on a busy computer it may take longer than a look.
        if (attempts.includes('under way') ? looks < 400 : waitedMs < 3000 && attempts.includes('unknown')) continue
        if (!attempts.includes('under way') && leaps++ < 10) {
          this.clock.pass(3 * MINUTE)
          waitedMs = 0
          continue
        }
        throw new Error(await this.#whyNot(one, other), { cause: err })
      }
    }
  }

  /** These two gave each other the keys with which a broken session is begun anew. */
  async introduced (one: Person, other: Person): Promise<void> {
    for (const [person, from] of [[one, other], [other, one]] as const) {
      await expect.poll(async () => (await person.deviceState(from)).given !== undefined && await person.owes(from) === 0, {
        timeout: 60_000
      }).toBe(true)
    }
  }

  /** Where somebody is, lies in the DHT for the other to find. */
  async published (one: Person, other: Person): Promise<void> {
    await expect.poll(async () => ((await one.messenger.why(other.name)).facts.published as { stored: number } | null)?.stored ?? 0, {
      timeout: 60_000
    }).toBeGreaterThan(0)
  }

  /** The infrastructure nodes start anew at their old places, and know nothing. */
  async forgetRecords (): Promise<void> {
    await this.closeServers()
    await this.openServers()
  }

  /** The first server is gone for good. */
  async loseServer (): Promise<void> {
    await endServer(this.#servers.shift())
  }

  async closeServers (): Promise<void> {
    await Promise.all(this.#servers.map(endServer))
  }

  async openServers (): Promise<void> {
    await Promise.all(this.#servers.map(async server => { server.node ??= await this.#serve(server) }))
  }

  async #whyNot (one: Person, other: Person): Promise<string> {
    const reasons = await Promise.all([[one, other], [other, one]].map(async ([who, whom]) =>
      JSON.stringify({ who: who!.name, ...await who!.messenger.why(whom!.name), peers: who!.node.peers().length })))
    return `${one.name} and ${other.name} do not find each other: ${reasons.join('\n')}`
  }

  /** Everybody leaves, wherever they were. */
  async empty (): Promise<void> {
    await Promise.all(this.#people.map(async person => { await person.stop() }))
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    await this.empty()
    await this.closeServers()
    await Promise.all(this.#people.map(async ({ line }) => { await line[Symbol.asyncDispose]() }))
    await rm(this.folder, { recursive: true, force: true })
  }

  async #serve (server: Server): Promise<NetworkNode> {
    const { seed, port, keeper, home } = server
    const node = await createNode({
      role: 'infrastructure',
      network: this.network,
      listen: [`/ip4/127.0.0.1/tcp/${port}`],
      privateKeySeed: seed,
      ...relayOptions(this.#relays),
      clock: this.clock,
      log: silentLog
    })
    await keeper?.serveOn({ node, seed, clock: this.clock })
    if (home !== undefined) {
      const parts = { node, home, seed, operator: home, durable: false, clock: this.clock, random: systemRandom, log: silentLog }
      server.hosting = await openMailboxHost(parts)
    }
    return node
  }
}

/** How it stands with reaching them; unknown: it is not one's own attempts that it hangs on. */
async function attemptOf (one: Person, other: Person): Promise<'under way' | 'later' | 'unknown'> {
  if (await one.contact(other.name) === undefined) return 'unknown'
  const { state, route, nextAttemptAtMs } = (await one.messenger.why(other.name)).facts
  if (state !== 'ready' || route !== null) return 'unknown'
  return nextAttemptAtMs === null ? 'under way' : 'later'
}

async function endServer (server: Server | undefined): Promise<void> {
  await server?.hosting?.stop()
  await server?.node?.stop()
  delete server?.hosting
  delete server?.node
}

function relayOptions (relays: boolean | Partial<RelayLimits>): Pick<NodeOptions, 'relay' | 'limits'> {
  if (typeof relays === 'boolean') return { relay: relays }
  const { relay } = presetOf({ role: 'infrastructure', network: newNetwork({ name: 'story' }) })
  return { limits: { relay: { ...relay!, ...relays } } }
}

export const createWorld = async (options?: WorldOptions): Promise<World> => await World.create(options)

/** Through a link, to the end. */
export async function meet (inviter: Person, joiner: Person): Promise<void> {
  await joiner.accept(await inviter.invite())
  await Promise.all([inviter.sees(joiner), joiner.sees(inviter)])
}

/** NOBYTE_TEST_LOG=debug shows what each person's node logs, and whose it is. */
function logOf (name: string): Log {
  const level = process.env.NOBYTE_TEST_LOG
  if (level !== 'debug' && level !== 'info' && level !== 'warn' && level !== 'error') return silentLog
  return createLog(level, line => { process.stderr.write(`${name} ${line}\n`) }, Date.now)
}
