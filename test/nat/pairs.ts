/**
 * Two people behind routers, with real nodes on an internet of network namespaces that has one server: which way they
 * reach each other, and how long it takes. Needs what `internet.ts` needs, and dist.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Internet, ROUTERS, type Router } from '../network/internet.ts'
import { Person } from './person.ts'
import type { Way } from './scripts/person.ts'

/** An IPv6 firewall translates nothing: both sides have an address of the internet, and only what they asked for comes in. */
export type Home = Router | 'ipv6-firewall'

export interface Outcome {
  routers: [Home, Home]
  /** the way that they stay on */
  route: 'direct' | 'hole-punched' | 'relayed'
  address: string
  /** from following the link until the two are in contact, whatever the way */
  contactMs: number
  /** and until they are on the way that they stay on */
  routeMs: number
  /** a message and its receipt, on that way */
  messageMs: number
}

/** Every two kinds of routers once. */
export const PAIRS: [Home, Home][] = [
  ...ROUTERS.flatMap((one, index) => ROUTERS.slice(index).map((other): [Home, Home] => [one, other])), ['ipv6-firewall', 'ipv6-firewall']
]

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const LISTEN = ['/ip4/0.0.0.0/tcp/4501', '/ip6/::/tcp/4501']
const MAX_PAIR_MS = 90_000

/** An internet with a server on an open network, and folders for everyone. */
export class Country implements AsyncDisposable {
  readonly #internet = new Internet()
  readonly #folder: string
  readonly #children: ChildProcess[] = []
  #people = 0

  private constructor (folder: string) {
    this.#folder = folder
  }

  static async found (): Promise<Country> {
    const country = new Country(await mkdtemp(join(tmpdir(), 'nobyte-nat-')))
    await country.#serve().catch(async (err: unknown) => {
      await country[Symbol.asyncDispose]()
      throw err
    })
    return country
  }

  /** @throws when they do not reach each other at all, or what is said does not arrive */
  async meet (routers: [Home, Home]): Promise<Outcome> {
    const [ada, radia] = await Promise.all(routers.map(async router => await this.#person(router)))
    const deadline = AbortSignal.timeout(MAX_PAIR_MS)
    const link = await ada!.ask(['invite'], deadline)
    const sinceMs = performance.now()
    await radia!.ask(['accept', link as string], deadline)
    const contactMs = performance.now() - sinceMs
    const { way, atMs } = await settled(radia!, ada!, deadline)
    const sentMs = performance.now()
    await radia!.ask(['send', 'hello over there'], deadline)
    const messageMs = performance.now() - sentMs
    await ada!.ask(['send', 'hello to you'], deadline)
    await Promise.all([ada!.leave(), radia!.leave()])
    return {
      routers,
      route: way.kind === 'relayed' ? 'relayed' : way.address.includes('/webrtc') ? 'hole-punched' : 'direct',
      address: way.address,
      contactMs,
      routeMs: atMs - sinceMs,
      messageMs
    }
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    await Promise.all(this.#children.map(async child => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    }))
    this.#internet[Symbol.dispose]()
    await rm(this.#folder, { recursive: true, force: true })
  }

  get #networkFile (): string { return join(this.#folder, 'network.json') }

  async #serve (): Promise<void> {
    const { through } = this.#internet.server({ ip4: true, ip6: true })
    const make = this.#run(through, [MAIN, 'network', 'create', '--name', 'nat', '--open', '--out', this.#networkFile])
    await once(make, 'close')
    const server = this.#run(through, [MAIN, '--json', 'serve', '--network', this.#networkFile, '--listen', ...LISTEN])
    for await (const line of createInterface({ input: server.stdout! })) if (line.includes('"ready"')) return
    throw new Error('the server ended')
  }

  async #person (home: Home): Promise<Person> {
    const { through } = home === 'ipv6-firewall'
      ? this.#internet.home('port-restricted', { ip4: false, ip6: true })
      : this.#internet.home(home)
    const folder = join(this.#folder, `${++this.#people}`)
    const args = Person.command(folder, `Person ${this.#people}`, this.#networkFile)
    const person = new Person(this.#run(through, args))
    await person.ready
    return person
  }

  #run (through: string[], args: string[]): ChildProcess {
    const [command, ...rest] = [...through, process.execPath, ...args]
    const child = spawn(command!, rest, {
      // The command line has much to say on stderr; what a person's node says there is a failure.
      stdio: ['pipe', 'pipe', args[0] === MAIN ? 'ignore' : 'inherit'],
      env: { PATH: process.env.PATH, NOBYTE_HOME: join(this.#folder, 'home') }
    })
    this.#children.push(child)
    return child
  }
}

/** A direct way, or a relayed one once a way through both routers was looked for and not found. */
async function settled (one: Person, other: Person, deadline: AbortSignal): Promise<{ way: Way, atMs: number }> {
  for (;;) {
    deadline.throwIfAborted()
    const tried = await Promise.all([one, other].map(async person => await person.hasTried(deadline)))
    if (one.way?.way.kind === 'direct' || (one.way !== undefined && tried.includes(true))) return one.way
    await one.wayOrTime()
  }
}
