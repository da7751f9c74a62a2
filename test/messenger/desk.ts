/**
 * Two people's mail without a network: real stores, sessions, outboxes and inboxes, and between them a post whose every
 * frame a story delivers, loses, repeats or overtakes as it likes.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom } from '../../src/base/random.ts'
import type { Clock } from '../../src/base/time.ts'
import { newPairSecret } from '../../src/crypto/pair-secrets.ts'
import type { MessageRow } from '../../src/messenger/conversations.ts'
import { createIdentity, type Identity } from '../../src/messenger/core/identity.ts'
import type { Link } from '../../src/messenger/reach/links.ts'
import type { ConversationRow } from '../../src/messenger/core/rows.ts'
import { bytesCodec, jsonCodec } from '../../src/store/codecs.ts'
import { openProfile, type Profile } from '../../src/store/profile.ts'
import type { Store } from '../../src/store/store.ts'
import { TABLES, type TableDeclaration } from '../../src/store/tables.ts'
import { Frame } from '../../src/wire/gen/delivery.ts'
import { openParts, type Parts } from './parts.ts'

const LIGHT_ARGON2 = { memoryKiB: 64, passes: 1, parallelism: 1 }
// Where there is a file system in memory: these stories commit thousands of times, and are not about the disk.
const ROOM = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** One end of a link, as the delivery protocol would give it. */
interface End {
  link: Link
  arrive: (frame: Frame) => void
}

export class Desk {
  readonly name: string
  readonly identity: Identity
  readonly #profile: Profile
  readonly #store: Store
  readonly #clock: Clock
  parts!: Parts

  private constructor (
    name: string,
    { profile, store, identity, clock }: { profile: Profile, store: Store, identity: Identity, clock: Clock }
  ) {
    this.name = name
    this.identity = identity
    this.#profile = profile
    this.#store = store
    this.#clock = clock
  }

  static async of (name: string, { folder, clock }: { folder: string, clock: Clock }): Promise<Desk> {
    const profile = await openProfile(join(folder, name), { clock, random: systemRandom, log: silentLog })
    const store = await profile.create({ passphrase: 'correct horse', argon2: LIGHT_ARGON2 })
    const identity = await createIdentity(store, { name, entropy: systemRandom(32), clock, random: systemRandom })
    const desk = new Desk(name, { profile, store, identity, clock })
    await desk.open()
    return desk
  }

  async open (): Promise<void> {
    this.parts = await openParts({ store: this.#store, identity: this.identity, clock: this.#clock })
  }

  /** What is in memory is gone; the links are the story's to close first. */
  async restart (): Promise<void> {
    await this.settled()
    await this.open()
  }

  async settled (): Promise<void> {
    await this.parts.inbox.settled()
    await this.parts.outbox.settled()
    await this.parts.eraser.settled()
    await this.parts.search.settled()
  }

  async loseSession (with_: Desk): Promise<void> {
    const batch = this.#store.batch()
    this.#store.table(TABLES.sessions, bytesCodec).del(batch, { id: `session:${with_.identity.device.deviceId}` })
    await this.#store.commit(batch)
    await this.restart()
  }

  /** The keys with which a session with them could be begun anew are gone. */
  async loseSpare (of: Desk): Promise<void> {
    const batch = this.#store.batch()
    this.parts.devices.delSpare(batch, of.identity.device.deviceId)
    await this.#store.commit(batch)
  }

  /** The rows of the mail to somebody become unreadable, as a failing disk leaves them. @returns how many there were */
  async damageMail (to: Desk, table: typeof TABLES.envelopes | typeof TABLES.outbox): Promise<number> {
    const rows = this.#store.table(table, bytesCodec)
    const batch = this.#store.batch()
    let count = 0
    for await (const { at } of rows.entries({ id: to.identity.device.deviceId })) {
      rows.put(batch, { id: to.identity.device.deviceId, at }, new Uint8Array(3))
      count++
    }
    await this.#store.commit(batch)
    return count
  }

  /** The counter of a conversation's pages is as it was before the first, as two batches in the other order would leave it. */
  async loseTop (with_: Desk): Promise<void> {
    const rows = this.#store.table(TABLES.conversations, jsonCodec<ConversationRow>())
    const key = { id: with_.identity.account.accountId }
    const batch = this.#store.batch()
    rows.put(batch, key, { ...(await rows.get(key))!, top: '0' })
    await this.#store.commit(batch)
  }

  /** Rows of a table. */
  async count (table: TableDeclaration): Promise<number> {
    return (await this.#store.holdings()).find(({ table: { name } }) => name === table.name)?.rows ?? 0
  }

  /** Private keys that others may begin sessions with, and what is remembered of those they used. */
  async keptKeys (): Promise<number> {
    let count = 0
    for await (const _ of this.#store.table(TABLES.prekeys, bytesCodec).entries()) count++
    return count
  }

  /** Every private key that others might begin a session with is gone. */
  async losePreKeys (): Promise<void> {
    const batch = this.#store.batch()
    for (const { devices } of this.parts.contacts.all()) {
      for (const { kyberId } of devices.flatMap(({ deviceId }) => this.parts.devices.get(deviceId).given ?? [])) {
        this.#store.table(TABLES.prekeys, bytesCodec).del(batch, { id: `pre-keys:${kyberId}` })
      }
    }
    await this.#store.commit(batch)
  }

  /** The ratchet moves on by so many messages that nobody will ever see. */
  async skipMessages (to: Desk, count: number): Promise<void> {
    const { deviceId } = to.identity.device
    await this.parts.ratchets.step(deviceId, async overlay => {
      for (let i = 0; i < count; i++) await overlay.encrypt(deviceId, new Uint8Array(1))
    })
  }

  async say (to: Desk, text: string): Promise<void> {
    await this.parts.conversations.send(this.parts.venueOf(to.identity.account.accountId), text)
  }

  async rows (with_: Desk): Promise<MessageRow[]> {
    const venue = this.parts.venueOf(with_.identity.account.accountId)
    const all: MessageRow[] = []
    for (;;) {
      const before = all[0]?.messageId
      const page = await this.parts.conversations.read(venue, { limit: 1000, peek: true, ...(before === undefined ? {} : { before }) })
      if (page.length === 0) return all
      all.unshift(...page)
    }
  }

  /** How often the session with them had to be begun anew. */
  resets (with_: Desk): number {
    return this.parts.devices.get(with_.identity.device.deviceId).resetCount
  }

  owes (to: Desk): number {
    return this.parts.outbox.owed(to.identity.account.accountId)
  }

  /** Messages, or anything else that has no receipt. */
  async owesAnything (to: Desk): Promise<boolean> {
    const { accountId } = to.identity.account
    const { deviceId } = to.identity.device
    let waiting = 0
    for await (const _ of this.#store.table(TABLES.outbox, bytesCodec).entries({ id: deviceId })) waiting++
    return waiting + (await this.parts.outbox.unreceipted(accountId, deviceId)).length > 0
  }

  async close (): Promise<void> {
    await this.settled()
    await this.#profile.close()
  }
}

type Side = 0 | 1

/** Keys, resets and receipts are made behind what `settled` waits for, and a busy computer takes its time over them. */
const MAX_QUIET_ROUNDS = 2000

/** What lies between two desks. Frames wait in order until the story does something with one of them. */
export class Post implements AsyncDisposable {
  readonly desks: readonly [Desk, Desk]
  /** towards each side */
  readonly underway: readonly [Frame[], Frame[]] = [[], []]
  /** where both desks keep everything */
  readonly folder: string
  #ends: readonly [End, End] | undefined

  private constructor (desks: readonly [Desk, Desk], folder: string) {
    this.desks = desks
    this.folder = folder
  }

  /** Two who know each other, have a session and hold each other's spare keys. */
  static async between (one: string, other: string, { clock }: { clock: Clock }): Promise<Post> {
    const folder = await mkdtemp(join(ROOM, 'nobyte-desk-'))
    const [a, b] = [await Desk.of(one, { folder, clock }), await Desk.of(other, { folder, clock })]
    const secret = newPairSecret(systemRandom)
    for (const [desk, peer] of [[a, b], [b, a]] as const) {
      const change = desk.parts.changes.begin()
      desk.parts.contacts.meet(change, {
        account: peer.identity.account.accountId,
        announcedName: peer.name,
        state: 'ready',
        secret,
        device: peer.identity.device.deviceId,
        devices: [peer.identity.device.deviceId],
        deviceListVersion: 1
      })
      await change.commit()
    }
    const preKeys = await b.parts.ratchets.step('strangers', async overlay => await overlay.makePreKeys())
    await a.parts.ratchets.step(b.identity.device.deviceId, async overlay => { await overlay.begin(preKeys) })
    const post = new Post([a, b], folder)
    post.connect()
    await a.parts.keys.give(b.identity.account.accountId, b.identity.device.deviceId)
    await post.deliverAll()
    await b.parts.keys.give(a.identity.account.accountId, a.identity.device.deviceId)
    await post.deliverAll()
    return post
  }

  /** A fresh link; what was under way on the one before is lost. */
  connect (): void {
    void this.disconnect()
    const ends = [this.#end(0), this.#end(1)] as const
    this.#ends = ends
    for (const side of [0, 1] as const) this.desks[side].parts.links.accept(ends[side].link)
  }

  async disconnect (): Promise<void> {
    const ends = this.#ends
    this.#ends = undefined
    for (const frames of this.underway) frames.length = 0
    await Promise.all(ends?.map(async ({ link }) => { await link.close() }) ?? [])
  }

  /** Lets one frame arrive, and keeps it under way when it is to come again. */
  deliver (to: Side, index: number, { again = false } = {}): void {
    const frame = again ? this.underway[to][index] : this.underway[to].splice(index, 1)[0]
    // Each frame is read from bytes of its own, as from a stream.
    if (frame !== undefined) this.#ends?.[to].arrive(Frame.decode(Frame.encode(frame)))
  }

  lose (to: Side, index: number): void {
    this.underway[to].splice(index, 1)
  }

  /** In order, until neither side has anything more to say. */
  async deliverAll (): Promise<void> {
    for (let quiet = 0; quiet < (this.#somebodyOwes() ? MAX_QUIET_ROUNDS : 5);) {
      for (const side of [0, 1] as const) while (this.underway[side].length > 0) this.deliver(side, 0)
      await this.pause()
      quiet = this.underway[0].length + this.underway[1].length === 0 ? quiet + 1 : 0
    }
  }

  #somebodyOwes (): boolean {
    const [a, b] = this.desks
    return this.#ends !== undefined && (a.owes(b) > 0 || b.owes(a) > 0)
  }

  /** Both do what they can with what they have. */
  async pause (): Promise<void> {
    for (let i = 0; i < 3; i++) {
      await new Promise(resolve => { setImmediate(resolve) })
      await Promise.all(this.desks.map(async desk => { await desk.settled() }))
    }
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    await this.disconnect()
    await this.pause()
    for (const desk of this.desks) await desk.close()
    await rm(this.folder, { recursive: true, force: true })
  }

  #end (side: Side): End {
    const other = side === 0 ? 1 : 0
    const peer = this.desks[other]
    const over = new AbortController()
    const arrived: Frame[] = []
    let news = Promise.withResolvers<void>()
    over.signal.addEventListener('abort', () => { news.resolve() })
    async function * frames (): AsyncGenerator<Frame, void, undefined> {
      while (!over.signal.aborted) {
        const frame = arrived.shift()
        if (frame !== undefined) {
          yield frame
          continue
        }
        await news.promise
        news = Promise.withResolvers()
      }
    }
    const link: Link = {
      tag: {
        contactId: peer.identity.account.accountId,
        device: peer.identity.device.deviceId,
        secret: this.desks[side].parts.contacts.get(peer.identity.account.accountId)!.secrets[0]!.secret
      },
      remotePeerId: peer.name,
      remoteAddress: '/memory/post',
      direction: side === 0 ? 'outbound' : 'inbound',
      dialledByLowerPeerId: true,
      route: 'direct',
      send: async frame => {
        if (over.signal.aborted) throw new Error('the link is closed')
        this.underway[other].push(...(Array.isArray(frame) ? frame : [frame]) as Frame[])
      },
      frames: frames(),
      close: async () => { over.abort() },
      closed: over.signal
    }
    return {
      link,
      arrive (frame) {
        arrived.push(frame)
        news.resolve()
      }
    }
  }
}
