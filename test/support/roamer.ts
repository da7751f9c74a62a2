/**
 * Somebody on the wide internet: a node that asks DHT servers and is none itself, as behind any home router. (On the
 * loopback of a story's world everybody serves everybody, and two people would ask each other.)
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { fromBase64url, type Bytes } from '../../src/base/bytes.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom } from '../../src/base/random.ts'
import { SteadyClock } from '../../src/base/steady.ts'
import type { Clock } from '../../src/base/time.ts'
import { epochAt, pairOffsetMs, rendezvousKeys, type Replica } from '../../src/crypto/rendezvous.ts'
import { createIdentity } from '../../src/messenger/core/identity.ts'
import type { ContactRow } from '../../src/messenger/core/rows.ts'
import type { RoutesRow } from '../../src/messenger/mailboxes/rows.ts'
import type { Messenger } from '../../src/messenger/messenger.ts'
import { openMessenger } from '../../src/messenger/wiring.ts'
import type { NetworkDescriptor } from '../../src/network/networks/descriptors.ts'
import { createNode, type NetworkNode } from '../../src/network/node.ts'
import { jsonCodec } from '../../src/store/codecs.ts'
import { openProfile, type Profile } from '../../src/store/profile.ts'
import type { Store } from '../../src/store/store.ts'
import { TABLES } from '../../src/store/tables.ts'

interface Setting {
  network: NetworkDescriptor
  clock: Clock
  /** tells others an address where nobody answers, so that they have to be called by this one */
  hidden?: boolean
  /** how long it may take until this one has somebody to ask. Default: a minute */
  readyWithinMs?: number
}

export class Roamer implements AsyncDisposable {
  readonly name: string
  readonly #setting: Setting
  readonly #folder: string
  readonly #profile: Profile
  readonly store: Store
  /** whom to ask first */
  bootstrap: NetworkDescriptor['bootstrap']
  node!: NetworkNode
  messenger!: Messenger

  private constructor (name: string, parts: { setting: Setting, folder: string, profile: Profile, store: Store }) {
    this.name = name
    this.#setting = parts.setting
    this.#folder = parts.folder
    this.#profile = parts.profile
    this.store = parts.store
    this.bootstrap = parts.setting.network.bootstrap
  }

  static async named (name: string, setting: Setting): Promise<Roamer> {
    const folder = await mkdtemp(join(tmpdir(), 'nobyte-roamer-'))
    const deps = { clock: setting.clock, random: systemRandom, log: silentLog }
    const profile = await openProfile(folder, deps)
    const store = await profile.create({ passphrase: 'correct horse', argon2: { memoryKiB: 64, passes: 1, parallelism: 1 } })
    await createIdentity(store, { name, entropy: systemRandom(32), ...deps })
    const roamer = new Roamer(name, { setting, folder, profile, store })
    await roamer.start()
    return roamer
  }

  async start (): Promise<void> {
    const { network, clock, hidden = false, readyWithinMs = 60_000 } = this.#setting
    const deps = { clock, random: systemRandom, log: silentLog }
    this.node = await createNode({
      role: 'user',
      network: { ...network, bootstrap: this.bootstrap },
      listen: ['/ip4/127.0.0.1/tcp/0'],
      announce: hidden ? ['/ip4/127.0.0.1/tcp/1'] : [],
      limits: { dhtServer: false },
      ...deps
    })
    this.messenger = await openMessenger({ store: this.store, node: this.node, steady: new SteadyClock(clock), ...deps })
    if (!this.node.dht.isReady()) await this.node.events.next('dht:ready', { signal: AbortSignal.timeout(readyWithinMs) })
  }

  async stop (): Promise<void> {
    await this.messenger.stop()
    await this.node.stop()
  }

  /** @throws with what both say of it, when it does not come to that */
  async sees (other: Roamer, { online = true, withinMs = 90_000 } = {}): Promise<void> {
    const seen = async (): Promise<boolean | undefined> =>
      (await this.messenger.people()).find(({ name }) => name === other.name)?.online
    try {
      await expect.poll(seen, { timeout: withinMs }).toBe(online)
    } catch (cause) {
      const reasons = await Promise.all([this.why(other), other.why(this)])
      throw new Error(`${this.name} does not see that ${other.name} is ${online ? 'there' : 'gone'}:\n${reasons.join('\n')}`, { cause })
    }
  }

  /** Where this one is, was told to the network for the other to find, as far as it can tell. */
  async published (other: Roamer, { withinMs = 90_000 } = {}): Promise<void> {
    const isStored = async (): Promise<unknown> => (await this.messenger.why(other.name)).facts.published
    await expect.poll(isStored, { timeout: withinMs }).toMatchObject({ stored: expect.toSatisfy(stored => stored > 0) })
  }

  /** Has been told where to leave something for them. */
  async knowsMailboxesOf (other: Roamer): Promise<void> {
    const told = async (): Promise<number> => {
      const id = (await this.#contactRow(other)).devices[0]!.deviceId
      return (await this.store.table(TABLES.mailRoutes, jsonCodec<RoutesRow>()).get({ id }))?.routes.length ?? 0
    }
    await expect.poll(told, { timeout: 100_000 }).toBeGreaterThan(0)
  }

  async heard (from: Roamer): Promise<string[]> {
    return (await this.messenger.read(from.name, { peek: true })).filter(({ direction }) => direction === 'in').map(({ text }) => text)
  }

  /** Whether the answer is here that everything which was said to them has arrived. */
  async reached (other: Roamer): Promise<boolean> {
    return (await this.messenger.read(other.name, { peek: true }))
      .every(({ direction, state }) => direction === 'in' || state === 'delivered' || state === 'read')
  }

  async why (other: Roamer): Promise<string> {
    const { lines, facts } = await this.messenger.why(other.name)
    return [...lines, JSON.stringify({ who: this.name, ...facts })].join('\n')
  }

  /** Under which DHT key this one's record for somebody lies now: the servers next to it know. */
  async recordKey (other: Roamer, replica: Replica): Promise<Bytes> {
    const mine = await this.#contactRow(other)
    const theirs = await other.#contactRow(this)
    const secret = fromBase64url(mine.secrets[0]!.secret)
    return rendezvousKeys(secret, theirs.devices[0]!.deviceId, replica, epochAt(pairOffsetMs(secret), this.#setting.clock.now())).dhtKey
  }

  async #contactRow (other: Roamer): Promise<ContactRow> {
    const id = (await this.messenger.people()).find(({ name }) => name === other.name)?.contactId ?? ''
    return (await this.store.table(TABLES.contacts, jsonCodec<ContactRow>()).get({ id }))!
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    await this.stop()
    await this.#profile.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

/** Through a link, to the end. */
export async function acquaint (inviter: Roamer, joiner: Roamer): Promise<void> {
  await joiner.messenger.accept((await inviter.messenger.invite()).link, { wait: true, timeoutMs: 90_000 })
  await seeEachOther(inviter, joiner)
}

export async function seeEachOther (one: Roamer, other: Roamer, options: { withinMs?: number } = {}): Promise<void> {
  await Promise.all([one.sees(other, options), other.sees(one, options)])
}
