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
import type { Order, Report, Way } from './scripts/person.ts'

export interface Outcome {
  routers: [Router, Router]
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
export const PAIRS = ROUTERS.flatMap((one, index) => ROUTERS.slice(index).map((other): [Router, Router] => [one, other]))

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const PERSON = fileURLToPath(new URL('scripts/person.ts', import.meta.url))
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
  async meet (routers: [Router, Router]): Promise<Outcome> {
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
    const { through } = this.#internet.server()
    const make = this.#run(through, [MAIN, 'network', 'create', '--name', 'nat', '--open', '--out', this.#networkFile])
    await once(make, 'close')
    const server = this.#run(through, [MAIN, '--json', 'serve', '--network', this.#networkFile, '--listen', '/ip4/0.0.0.0/tcp/4501'])
    for await (const line of createInterface({ input: server.stdout! })) if (line.includes('"ready"')) return
    throw new Error('the server ended')
  }

  async #person (router: Router): Promise<Person> {
    const { through } = this.#internet.home(router)
    const folder = join(this.#folder, `${++this.#people}`)
    const args = [folder, `Person ${this.#people}`, this.#networkFile]
    const person = new Person(this.#run(through, ['--experimental-strip-types', PERSON, ...args]))
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

class Person {
  readonly #child: ChildProcess
  readonly ready: Promise<void>
  readonly #answers: ((answer: unknown) => void)[] = []
  #way: { way: Way, atMs: number } | undefined
  #onWay = (): void => {}

  constructor (child: ChildProcess) {
    this.#child = child
    this.ready = new Promise((resolve, reject) => {
      child.once('exit', () => { reject(new Error('a node ended')) })
      createInterface({ input: child.stdout! }).on('line', line => {
        const said = JSON.parse(line) as Report
        if ('ready' in said) resolve()
        else if ('answer' in said) this.#answers.shift()?.(said.answer)
        else {
          this.#way = said.way === null ? undefined : { way: said.way, atMs: performance.now() }
          this.#onWay()
        }
      })
    })
  }

  async ask (order: Order, deadline: AbortSignal): Promise<unknown> {
    return await new Promise((resolve, reject) => {
      const fail = (): void => { reject(new Error(`no answer to "${order[0]}"`)) }
      deadline.addEventListener('abort', fail, { once: true })
      this.#child.once('exit', fail)
      this.#answers.push(answer => {
        deadline.removeEventListener('abort', fail)
        this.#child.off('exit', fail)
        resolve(answer)
      })
      this.#child.stdin!.write(`${JSON.stringify(order)}\n`)
    })
  }

  /** the way to the other, and since when */
  get way (): { way: Way, atMs: number } | undefined { return this.#way }

  /** Resolves when the way is another, or after a while: not everything is told. */
  async wayOrTime (): Promise<void> {
    await Promise.race([
      new Promise<void>(resolve => { this.#onWay = resolve }), new Promise(resolve => { setTimeout(resolve, 250) })
    ])
  }

  /** Whether it is this side that looked for a way through both routers, and found none. */
  async hasTried (deadline: AbortSignal): Promise<boolean> {
    const { facts } = await this.ask(['why'], deadline) as { facts: { dials: { addresses: string[] }[] } }
    return facts.dials.some(({ addresses }) => addresses.some(address => address.includes('WebRTC')))
  }

  async leave (): Promise<void> {
    const exited = once(this.#child, 'exit')
    this.#child.stdin!.end()
    await exited
  }
}
