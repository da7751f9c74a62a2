/**
 * Where attacks are tried: Ada and Radia, who are friends, and a server, each in a process of its own, and attackers
 * with as many addresses as they like. All of 20.0.0.0/8 is on one loopback interface of a network namespace.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startChild, type Child } from '../bench/children.ts'
import { MAILBOX_KINDS } from './kinds.ts'
import type { Attack, Outcome } from './scripts/attacker.ts'

/** so many addresses in as many as four blocks of 256, as a small botnet has */
export const MANY = Array.from({ length: 8 }, (_, i) => `20.7.${i >> 1}.${i + 1}`)

/** Ends when whoever made it does, however that is. */
const ADDRESSES = 'ip link set lo up && ip addr add 20.0.0.1/8 dev lo && echo ready && exec cat'

/** A friend's messages during an attack: how long each took until it was durable at Ada's, and confirmed. */
export interface Talk {
  deliveredMs: number[]
}

/** What else goes on during an attack. */
export interface During {
  messages?: number
  /** commands to a mailbox host that the attackers have ready */
  prepared?: number
  /** how many processes the attackers' addresses are spread over */
  crews?: number
  meanwhile?: () => Promise<void>
  /** the attack goes on until it has met this, however slowly it goes */
  until?: (seen: Outcome) => boolean
}

export interface Victim {
  child: Child
  address: string
}

export class Field implements AsyncDisposable {
  readonly #folder: string
  readonly #namespace: ChildProcess
  readonly #children: Child[] = []
  readonly #execArgv: string[]
  networkId!: string
  ada!: Victim
  radia!: Victim
  server!: Victim

  private constructor (folder: string, namespace: ChildProcess, execArgv: string[]) {
    this.#folder = folder
    this.#namespace = namespace
    this.#execArgv = execArgv
  }

  /** @param execArgv of each process */
  static async open ({ execArgv = [] }: { execArgv?: string[] } = {}): Promise<Field> {
    const namespace = spawn('unshare', ['-n', 'sh', '-c', ADDRESSES], { stdio: ['pipe', 'pipe', 'inherit'] })
    await once(namespace.stdout!, 'data')
    const field = new Field(await mkdtemp(join(tmpdir(), 'nobyte-flood-')), namespace, execArgv)
    await field.#found().catch(async (err: unknown) => {
      await field[Symbol.asyncDispose]()
      throw err
    })
    return field
  }

  async #found (): Promise<void> {
    const network = { name: 'flood', id: randomBytes(8).toString('hex'), kind: 'network', bootstrap: [] }
    this.networkId = network.id
    const networkFile = join(this.#folder, 'network.json')
    await writeFile(networkFile, JSON.stringify(network))
    this.server = await this.#victim('server', { home: join(this.#folder, 'server'), networkFile, listen: '/ip4/20.0.1.1/tcp/4501' })
    const own = { network: networkFile }
    this.ada = await this.#victim('person', { ...own, folder: join(this.#folder, 'ada'), name: 'Ada', listen: '/ip4/20.0.2.1/tcp/4501' })
    this.radia = await this.#victim('person', {
      ...own, folder: join(this.#folder, 'radia'), name: 'Radia', listen: '/ip4/20.0.3.1/tcp/4501'
    })
    await this.radia.child.ask('accept', { link: await this.ada.child.ask<string>('invite') })
    await this.radia.child.ask('talk', { count: 20 })
  }

  /** Whoever attacks has processes of their own. */
  async attacker (): Promise<Child> {
    const attacker = await this.#child('attacker')
    // The attackers' computers are others than the victim's: what they compute should not be taken from her.
    spawn('renice', ['-n', '10', '-p', String(attacker.pid)], { stdio: 'ignore' })
    return attacker
  }

  /** Somebody who leaves things at the server, which is a mailbox host. */
  async depositor (): Promise<Child> {
    const depositor = await this.#child('../../bench/mailbox-client')
    await depositor.ask('open', { networkFile: join(this.#folder, 'network.json'), addresses: [this.server.address] })
    return depositor
  }

  /** Attacks for as long as Radia says things to Ada, and tells how both went. */
  async during (
    attack: Attack, { messages = 10, prepared = 0, meanwhile = async () => {}, until = () => true }: During = {}
  ): Promise<{ talk: Talk, outcome: Outcome, grownMb: number }> {
    const { done: [talk], ...seen } = await this.whileAttacked(attack, { prepared, until }, async () =>
      await Promise.all([this.radia.child.ask<Talk>('talk', { count: messages, everyMs: 30 }), meanwhile()]))
    return { talk, ...seen }
  }

  /** Attacks for as long as this takes. */
  async whileAttacked<T> (
    attack: Attack, { prepared = 0, crews = 1, until = () => true }: Pick<During, 'prepared' | 'crews' | 'until'>, task: () => Promise<T>
  ): Promise<{ done: T, outcome: Outcome, grownMb: number, tookMs: number }> {
    const attackers = await Promise.all(Array.from({ length: crews }, async () => await this.attacker()))
    const all = async <R>(command: string, options?: (crew: number) => object): Promise<R[]> =>
      await Promise.all(attackers.map(async (attacker, crew) => await attacker.ask<R>(command, options?.(crew))))
    const victim = attack.target === this.server.address ? this.server : this.ada
    const isOfMailboxes = (MAILBOX_KINDS as readonly string[]).includes(attack.kind)
    const key = isOfMailboxes ? await this.#mailboxKey() : ''
    if (isOfMailboxes) await all('prepare', () => ({ key, count: prepared / crews }))
    const { from, perSecond } = attack
    await all('begin', crew => ({
      ...attack,
      networkId: this.networkId,
      from: from.filter((_, at) => at % crews === crew),
      ...(perSecond === undefined ? {} : { perSecond: perSecond / crews })
    }))
    await all('reached')
    const before = victim.child.memory()
    const sinceMs = performance.now()
    const done = await task()
    const tookMs = performance.now() - sinceMs
    const grownMb = victim.child.memory() - before
    while (!until(sum(await all('outcome')))) await setTimeout(20)
    const outcome = sum(await all('stop'))
    await Promise.all(attackers.map(async attacker => { await attacker.end() }))
    return { done, outcome, grownMb, tookMs }
  }

  async #mailboxKey (): Promise<string> {
    const network = JSON.parse(await readFile(join(this.#folder, 'network.json'), 'utf8')) as { bootstrap: { mailbox: string }[] }
    return network.bootstrap[0]!.mailbox
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    await Promise.all(this.#children.map(async child => { await child.end() }))
    const exited = once(this.#namespace, 'exit')
    this.#namespace.kill('SIGKILL')
    await exited
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #victim (name: string, { listen, ...options }: Record<string, string> & { listen: string }): Promise<Victim> {
    const child = await this.#child(name)
    return { child, address: await child.ask<string>('open', { ...options, listen }) }
  }

  async #child (name: string): Promise<Child> {
    const through = ['nsenter', '-t', String(this.#namespace.pid), '-n']
    const child = await startChild(`../flood/scripts/${name}.ts`, { execArgv: this.#execArgv, through })
    this.#children.push(child)
    return child
  }
}

const sum = (outcomes: Outcome[]): Outcome => outcomes.reduce((one, other) => ({
  opened: one.opened + other.opened,
  refused: one.refused + other.refused,
  most: one.most + other.most,
  sent: one.sent + other.sent,
  offered: one.offered + other.offered,
  bytes: one.bytes + other.bytes
}))
