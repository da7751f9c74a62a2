/** Whoever takes part, each with the program, as it is built or with leaks, in a process of its own. */
import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { fromBase64url, fromHex, type Bytes } from '../../src/base/bytes.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { systemClock as clock } from '../../src/base/time.ts'
import { loadIdentity } from '../../src/messenger/core/identity.ts'
import type { ContactRow } from '../../src/messenger/core/rows.ts'
import type { QueueRow, SlotRow } from '../../src/messenger/mailboxes/rows.ts'
import { peerIdBytes } from '../../src/network/addresses.ts'
import { jsonCodec } from '../../src/store/codecs.ts'
import { openProfile } from '../../src/store/profile.ts'
import type { Store } from '../../src/store/store.ts'
import { TABLES } from '../../src/store/tables.ts'
import { tempFolder } from '../network/testbed.ts'
import { freePort } from '../support/ports.ts'
import type { Build } from './builds.ts'
import { needlesFor } from './needles.ts'
import { Scanner } from './scanner.ts'
import type { Order, PersonOptions } from './scripts/person.ts'

const PASSPHRASE = 'correct-horse'

/** By name; texts and names as strings, keys as bytes. */
export type Secrets = Record<string, Bytes | string>

interface Serving {
  network: string
  port: number
  announce?: string
  operator: string
  flags: string[]
}

export class Server {
  readonly #child: ChildProcess
  readonly #metrics: string
  /** whatever it writes lies there */
  readonly home: string

  private constructor (child: ChildProcess, home: string, metrics: string) {
    this.#child = child
    this.home = home
    this.#metrics = metrics
  }

  static async serve ({ main }: Build, { network, port, announce, operator, flags }: Serving): Promise<Server> {
    const [metrics, home] = [await freePort(), await tempFolder()]
    const child = spawn(process.execPath, [
      main, '--json', '--verbose', 'serve', '--network', network, '--listen', `/ip4/127.0.0.1/tcp/${port}`,
      ...(announce === undefined ? [] : ['--announce', announce]), '--operator', operator, '--metrics', String(metrics), ...flags
    ], { env: { ...process.env, NOBYTE_HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] })
    ending(child)
    child.stderr.pipe(createWriteStream(join(home, 'node.log')))
    await once(createInterface({ input: child.stdout }), 'line')
    return new Server(child, home, `http://127.0.0.1:${metrics}/metrics`)
  }

  /** How many commands it read, by the way on which they came. */
  async received (): Promise<{ direct: number, proxied: number }> {
    const text = await (await fetch(this.#metrics)).text()
    const rows = [...text.matchAll(/^nobyte_mailbox_commands_total\{kind="(\w+)"\} (\d+)$/gm)]
    return Object.fromEntries(rows.map(([, way, count]) => [way, Number(count)])) as { direct: number, proxied: number }
  }

  /** Everything is looked at; its process ends without a word. */
  async seize (secrets: Secrets): Promise<{ disk: string[], memory: string[] }> {
    const scanner = new Scanner(needlesFor(secrets))
    const memory = (await scanner.memory(this.#child.pid!)).found
    await end(this.#child, 'SIGKILL')
    return { memory, disk: await scanner.folder(this.home) }
  }
}

export class Person {
  readonly #options: PersonOptions
  readonly #home: string
  #child: ChildProcess | undefined
  /** where their node was, in each of its lives */
  readonly #addresses: string[] = []

  private constructor (home: string, options: PersonOptions) {
    this.#home = home
    this.#options = options
  }

  /** @param network left out: a link will lead there */
  static async arrive ({ index }: Build, name: string, network?: string): Promise<Person> {
    const home = await tempFolder()
    await mkdir(join(home, 'profile'))
    const way = network === undefined ? {} : { network }
    return new Person(home, { index, folder: join(home, 'profile'), name, passphrase: PASSPHRASE, ...way })
  }

  async on (): Promise<void> {
    const script = fileURLToPath(new URL('scripts/person.ts', import.meta.url))
    const child = fork(script, [JSON.stringify(this.#options)], { stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
    ending(child)
    child.stderr!.pipe(createWriteStream(join(this.#home, 'node.log'), { flags: 'a' }))
    this.#child = child
    this.#addresses.push(await this.#answer())
  }

  async off (): Promise<void> {
    const exited = once(this.#child!, 'exit')
    this.#child!.disconnect()
    await exited
  }

  async does (order: Order): Promise<string> {
    this.#child!.send(order)
    return await this.#answer()
  }

  async remembers (secrets: Secrets): Promise<string[]> {
    return (await new Scanner(needlesFor(secrets)).memory(this.#child!.pid!)).found
  }

  /** What lies in clear in the folder of somebody who is off. */
  async leaves (secrets: Secrets): Promise<string[]> { return await new Scanner(needlesFor(secrets)).folder(this.#home) }

  /** Under which their node was there: ids that it had for one start each. */
  places (): Secrets {
    return Object.fromEntries(this.#addresses.flatMap((address, at) => {
      const peerId = address.split('/p2p/')[1]!
      const name = `${this.#options.name}'s PeerId ${at + 1}`
      return [[`${name} as text`, peerId], [name, peerIdBytes(peerId)]]
    }))
  }

  /** What a node that is off keeps under its passphrase, and nobody else may have. */
  async secrets (): Promise<Secrets> {
    return await this.#open(async store => {
      const { account, device } = await loadIdentity(store)
      const secrets: Secrets = {
        'name': this.#options.name,
        'account': fromHex(account.accountId),
        'account\'s private key': account.seed,
        'device': fromHex(device.deviceId),
        'device\'s private key': device.identityKeyPair
      }
      let pairs = 0
      for await (const { value } of store.table(TABLES.contacts, jsonCodec<ContactRow>()).entries({})) {
        for (const { secret } of value.secrets) secrets[`pair secret ${++pairs}`] = fromBase64url(secret)
      }
      for (const { privateKey, host } of await this.#queueRows(store)) {
        secrets[`queue's private key at ${host.peerId}`] = fromBase64url(privateKey)
      }
      return secrets
    })
  }

  /** The ids under which a host, at whose PeerId in base64url, knows their mailbox and who may fill it. */
  async queues (): Promise<Secrets> {
    return await this.#open(async store => {
      const queues: Secrets = {}
      for (const { rid, host } of await this.#queueRows(store)) queues[`queue at ${host.peerId}`] = fromBase64url(rid)
      let senders = 0
      for await (const { value } of store.table(TABLES.slots, jsonCodec<SlotRow>()).entries({})) {
        queues[`sender id ${++senders} at ${value.queue}`] = fromBase64url(value.sid)
      }
      return queues
    })
  }

  async #queueRows (store: Store): Promise<QueueRow[]> {
    const rows: QueueRow[] = []
    for await (const { value } of store.table(TABLES.mailboxes, jsonCodec<QueueRow>()).entries({})) rows.push(value)
    return rows
  }

  async #open (read: (store: Store) => Promise<Secrets>): Promise<Secrets> {
    const profile = await openProfile(this.#options.folder, { clock, random, log: silentLog })
    try {
      const found = await read(await profile.unlock(PASSPHRASE))
      const nameOf = (what: string): string => what.startsWith('pair') ? what : `${this.#options.name}'s ${what}` // it is both's
      return Object.fromEntries(Object.entries(found).map(([what, secret]) => [nameOf(what), secret]))
    } finally {
      await profile.close()
    }
  }

  async #answer (): Promise<string> {
    const child = this.#child!
    const over = new AbortController()
    const crashed = once(child, 'exit', { signal: over.signal }).then(() => { throw new Error(`${this.#options.name} ended by itself`) })
    crashed.catch(() => {})
    try {
      const [message] = await Promise.race([once(child, 'message'), crashed]) as [{ answer: string }]
      return message.answer
    } finally {
      over.abort()
    }
  }
}

function ending (child: ChildProcess): void {
  onTestFinished(async () => { await end(child, 'SIGKILL') })
}

async function end (child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill(signal)
  await exited
}
