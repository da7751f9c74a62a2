/** Somebody in a story: their computer's folder, their node, and the few things that people do with it. */
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AccountId, DeviceId } from '../../src/base/ids.ts'
import type { Log } from '../../src/base/log.ts'
import { systemRandom } from '../../src/base/random.ts'
import type { Clock } from '../../src/base/time.ts'
import type { MessageRow } from '../../src/messenger/conversations.ts'
import type { EventName, MessengerEvents } from '../../src/messenger/core/events.ts'
import type { RoutesRow } from '../../src/messenger/mailboxes/rows.ts'
import type { ContactRow, DeviceRow, SpareRow } from '../../src/messenger/core/rows.ts'
import type { Contact, Messenger } from '../../src/messenger/messenger.ts'
import type { NetworkDescriptor } from '../../src/network/networks/descriptors.ts'
import type { NetworkNode } from '../../src/network/node.ts'
import { bytesCodec, jsonCodec } from '../../src/store/codecs.ts'
import type { Store } from '../../src/store/store.ts'
import { TABLES } from '../../src/store/tables.ts'
import { UserNode } from '../../src/usernode.ts'
import { Line } from './line.ts'
import { freePort } from './ports.ts'

const PASSPHRASE = 'correct horse'
/** Far below what a person gets: these stories are not about guessing passphrases. */
export const LIGHT_ARGON2 = { memoryKiB: 8192, passes: 1, parallelism: 1 }
const PATIENCE_MS = 100_000
const EVERY_EVENT: EventName[] = [
  'message:received', 'message:changed', 'message:state', 'contact:changed', 'contact:typing', 'contact:presence', 'contact:removed',
  'session:reset', 'group:changed', 'channel:changed', 'channel:left', 'request:received', 'invite:used', 'accept:failed',
  'network:changed', 'nearby:changed'
]

export interface PersonOptions {
  name: string
  folder: string
  line: Line
  network: NetworkDescriptor
  clock: Clock
  log: Log
}

export interface Happened<Name extends EventName = EventName> {
  name: Name
  payload: MessengerEvents[Name]
}

export class Person implements AsyncDisposable {
  readonly name: string
  line: Line
  readonly #options: PersonOptions
  #user: UserNode | undefined
  #watchers = new Set<() => void>()
  readonly #heard = new WeakSet<object>()
  /** of the account; kept on paper */
  words: string[] = []
  /** every fact that this person's program was told, over all its starts */
  readonly happened: Happened[] = []

  constructor (options: PersonOptions) {
    this.#options = options
    this.name = options.name
    this.line = options.line
  }

  get messenger (): Messenger { return this.#running.messenger }
  get node (): NetworkNode { return this.#running.node }
  get store (): Store { return this.#running.store }
  get user (): UserNode {
    if (this.#user === undefined) throw new TypeError(`${this.name} is not there`)
    return this.#user
  }

  get folder (): string { return this.#options.folder }
  get accountId (): AccountId { return this.messenger.identity().accountId }
  get #running (): UserNode['running'] { return this.user.running }

  /** Makes the profile, from these words if there are any. What fails may be tried again, without a restart in between. */
  async create ({ words }: { words?: string[] } = {}): Promise<void> {
    const { name, network } = this.#options
    const user = this.#user ??= await this.#open()
    const profile = { name, network, passphrase: PASSPHRASE }
    if (words === undefined) this.words = (await user.create(profile)).words
    else await user.recover({ ...profile, words })
  }

  /** Makes the profile and opens it. */
  async arrive (options: { words?: string[] } = {}): Promise<this> {
    await this.create(options)
    await this.start()
    await this.until('there is a server to ask', () => this.node.dht.isReady())
    return this
  }

  /** May be tried again as well. */
  async start (): Promise<void> {
    await this.#unlock(this.#user ??= await this.#open())
  }

  async stop (): Promise<void> {
    const user = this.#user
    this.#user = undefined
    this.line.leadTo(undefined)
    await user?.close()
  }

  /** Goes where nobody has seen them: what others remember of their address leads nowhere. They are not there yet. */
  async move (): Promise<void> {
    await this.stop()
    const before = this.line
    this.line = await Line.lay()
    await before[Symbol.asyncDispose]()
  }

  async restart (): Promise<void> {
    await this.stop()
    await this.start()
  }

  /** A copy of the whole profile, as a back-up would make it. The person is not there meanwhile. */
  async copyProfile (): Promise<{ putBack: (options?: { keepCounter?: boolean }) => Promise<void> }> {
    const copy = `${this.folder}.copy`
    await rm(copy, { recursive: true, force: true })
    await cp(this.folder, copy, { recursive: true })
    return {
      putBack: async ({ keepCounter = false } = {}) => {
        const counter = join(this.folder, 'counter')
        if (keepCounter) await cp(counter, join(copy, 'counter'))
        await rm(this.folder, { recursive: true })
        await cp(copy, this.folder, { recursive: true })
      }
    }
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    await this.stop()
  }

  // What people do

  async invite (options: Parameters<Messenger['invite']>[0] = {}): Promise<string> {
    return (await this.messenger.invite(options)).link
  }

  /** Follows a link to its end: both sides hold the pair secret. */
  async accept (link: string, options: Parameters<Messenger['accept']>[1] = {}): Promise<Contact> {
    return await this.user.accept(link, { wait: true, timeoutMs: PATIENCE_MS, ...options })
  }

  async say (to: Person | string, text: string, options: { replyTo?: string } = {}): Promise<string> {
    return (await this.messenger.send(nameOf(to), text, options)).messageId
  }

  async contact (who: Person | string): Promise<Contact | undefined> {
    return (await this.messenger.people()).find(({ name }) => name === nameOf(who))
  }

  /** The pair secrets with somebody as they lie in the store, the one in use first. */
  async pairSecrets (who: Person | string): Promise<string[]> {
    return (await this.#contactRow(who))?.secrets.map(({ secret }) => secret) ?? []
  }

  /** What this device counts of its envelopes with somebody's first device. */
  async deviceState (who: Person | string): Promise<DeviceRow> {
    const [device] = await this.devicesOf(who)
    return await this.store.table(TABLES.devices, jsonCodec<DeviceRow>()).get({ id: device ?? '' }) ??
      { deviceId: device!, sentCounter: 0, seenCounter: 0, resetCount: 0 }
  }

  /** Envelopes that have no receipt yet, and contents that are in none. */
  async owes (who: Person | string): Promise<number> {
    let count = 0
    for (const id of await this.devicesOf(who)) {
      for (const table of [TABLES.envelopes, TABLES.outbox]) {
        for await (const _ of this.store.table(table, bytesCodec).entries({ id })) count++
      }
    }
    return count
  }

  async devicesOf (who: Person | string): Promise<DeviceId[]> {
    return (await this.#contactRow(who))?.devices.map(({ deviceId }) => deviceId) ?? []
  }

  /** Receipts that wait to be sent through a mailbox. */
  async receiptsDue (): Promise<number> {
    let count = 0
    for await (const _ of this.store.table(TABLES.receipts, bytesCodec).entries({})) count++
    return count
  }

  /** Where somebody's first device fetches, as they told it. */
  async mailboxesOf (who: Person | string): Promise<string[]> {
    const [device] = await this.devicesOf(who)
    const row = await this.store.table(TABLES.mailRoutes, jsonCodec<RoutesRow>()).get({ id: device ?? '' })
    return row?.routes.map(({ host }) => host.operator) ?? []
  }

  /** The keys that somebody's device gave for the day on which the session breaks, as they lie in the store. */
  async spareFrom (who: Person | string): Promise<string | undefined> {
    const [device] = await this.devicesOf(who)
    return (await this.store.table(TABLES.spares, jsonCodec<SpareRow>()).get({ id: device ?? '' }))?.preKeys
  }

  /** This device forgets its session with somebody, as if the row had been damaged, and starts again. */
  async loseSession (who: Person | string): Promise<void> {
    const batch = this.store.batch()
    for (const device of await this.devicesOf(who)) {
      this.store.table(TABLES.sessions, bytesCodec).del(batch, { id: `session:${device}` })
    }
    await this.store.commit(batch)
    await this.restart()
  }

  /** All of a conversation, without it counting as read. */
  async conversation (who: Person | string): Promise<MessageRow[]> {
    const rows: MessageRow[] = []
    for (;;) {
      const before = rows[0]?.messageId
      const page = await this.messenger.read(nameOf(who), { limit: 1000, peek: true, ...(before === undefined ? {} : { before }) })
      if (page.length === 0) return rows
      rows.unshift(...page)
    }
  }

  async heard (from: Person | string): Promise<string[]> {
    return (await this.conversation(from)).filter(({ direction }) => direction === 'in').map(({ text }) => text)
  }

  async said (to: Person | string): Promise<MessageRow[]> {
    return (await this.conversation(to)).filter(({ direction }) => direction === 'out')
  }

  /** Takes part in a group that somebody added this person to, as soon as it is there. */
  async takesPart (group: string): Promise<void> {
    await this.until(`${group} is there`, async () => (await this.messenger.groups.list()).some(({ name }) => name === group))
    await this.messenger.groups.accept(group)
  }

  // What stories wait for

  /** Resolves as soon as it is so, looking again after everything that happens to this person. */
  async until (what: string, isSo: () => boolean | Promise<boolean>, { withinMs = PATIENCE_MS } = {}): Promise<void> {
    const deadline = AbortSignal.timeout(withinMs)
    for (;;) {
      const news = Promise.withResolvers<void>()
      const wake = (): void => { news.resolve() }
      this.#watchers.add(wake)
      this.#listen()
      deadline.addEventListener('abort', wake, { once: true })
      try {
        if (await isSo()) return
        if (deadline.aborted) throw new Error(`${this.name} waited in vain until ${what}`)
        await news.promise
      } finally {
        this.#watchers.delete(wake)
        deadline.removeEventListener('abort', wake)
      }
    }
  }

  async hears (from: Person | string, texts: string[]): Promise<void> {
    await this.until(`${nameOf(from)} is heard`, async () => (await this.heard(from)).length >= texts.length)
  }

  async sees (who: Person | string, { online = true, withinMs = PATIENCE_MS } = {}): Promise<void> {
    const isSo = async (): Promise<boolean> => (await this.contact(who))?.online === online
    await this.until(`${nameOf(who)} is ${online ? 'there' : 'gone'}`, isSo, { withinMs })
  }

  /** Everything that was said to them has been received there. */
  async delivered (to: Person | string, { withinMs = PATIENCE_MS } = {}): Promise<void> {
    await this.until(`${nameOf(to)} has everything`, async () =>
      (await this.said(to)).every(({ state }) => state === 'delivered' || state === 'read'), { withinMs })
  }

  events<Name extends EventName> (name: Name): MessengerEvents[Name][] {
    return this.happened.filter(fact => fact.name === name).map(({ payload }) => payload as MessengerEvents[Name])
  }

  async #contactRow (who: Person | string): Promise<ContactRow | undefined> {
    const id = (await this.contact(who))?.contactId ?? ''
    return await this.store.table(TABLES.contacts, jsonCodec<ContactRow>()).get({ id })
  }

  async #open (): Promise<UserNode> {
    const { line } = this
    const { folder, clock, log } = this.#options
    const port = await freePort()
    line.leadTo(port)
    return await UserNode.at({
      folder,
      listen: [`/ip4/127.0.0.1/tcp/${port}`],
      announce: [line.address],
      clock,
      random: systemRandom,
      log,
      argon2: LIGHT_ARGON2
    })
  }

  async #unlock (user: UserNode): Promise<void> {
    await user.unlock(PASSPHRASE)
    // Whoever moves to another network, or goes another way there, goes on with another messenger.
    user.follow(() => { this.#listen() })
    user.onMoment(() => { this.#listen() })
    this.#listen()
  }

  /** To the messenger of now, and once to each. */
  #listen (): void {
    if (this.#user?.state !== 'open') return
    const { events } = this.messenger
    if (this.#heard.has(events)) return
    this.#heard.add(events)
    for (const name of EVERY_EVENT) {
      events.on(name, payload => {
        this.happened.push({ name, payload })
        for (const wake of this.#watchers) wake()
      })
    }
    for (const wake of this.#watchers) wake()
  }
}

const nameOf = (who: Person | string): string => typeof who === 'string' ? who : who.name
