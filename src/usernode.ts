/** A person's node without its API: profile → store → network → messenger. What the daemon serves and a bot embeds. */
import { AppError } from './base/errors.ts'
import type { Log } from './base/log.ts'
import type { Random } from './base/random.ts'
import type { SteadyClock } from './base/steady.ts'
import type { Clock } from './base/time.ts'
import { entropyFromWords, newRecoveryEntropy, recoveryWords } from './crypto/recovery.ts'
import type { Argon2Params } from './crypto/vault.ts'
import type { Identity } from './messenger/core/identity.ts'
import type { Moment } from './messenger/core/events.ts'
import { openSteadyClock } from './messenger/core/timekeeping.ts'
import type { Messenger } from './messenger/messenger.ts'
import type { Nearby } from './messenger/nearby/nearby.ts'
import type { WayChoice } from './messenger/reach/servers.ts'
import { LAN_NETWORK, networkOfLink, parseDescriptor, type NetworkDescriptor } from './network/networks/descriptors.ts'
import type { NetworkNode } from './network/node.ts'
import { jsonCodec } from './store/codecs.ts'
import { openProfile, type Profile, type ProfileState } from './store/profile.ts'
import type { Store } from './store/store.ts'
import { TABLES } from './store/tables.ts'
import { parseLink } from './wire/link.ts'

const DEFAULT_LISTEN = ['/ip4/0.0.0.0/tcp/0', '/ip6/::/tcp/0']
const CURRENT = { id: 'current' }
const WAYS = { id: 'network-ways' }

export interface UserNodeOptions {
  /** the profile's folder */
  folder: string
  /** multiaddrs; every interface at a free port when absent */
  listen?: string[]
  /** what others are told instead, where a router forwards to us */
  announce?: string[]
  /** has the router let others in */
  upnp?: boolean
  clock: Clock
  random: Random
  log: Log
  /** the embedding program's choice; measured on this machine when absent */
  argon2?: Argon2Params
}

export interface NewProfile {
  name: string
  passphrase: string
  network?: unknown
}

interface Running {
  store: Store
  clock: SteadyClock
  node: NetworkNode
  messenger: Messenger
}

type MomentListener = (moment: Moment) => void

export class UserNode {
  readonly #options: UserNodeOptions
  readonly #profile: Profile
  #running: Running | undefined
  #opening: Promise<Running> | undefined
  readonly #followers = new Set<() => void>()
  readonly #momentListeners = new Set<MomentListener>()
  #nearby: Promise<Nearby> | undefined
  /** while the messenger that runs is taking another one's place */
  #moving: Promise<void> | undefined

  private constructor (options: UserNodeOptions, profile: Profile) {
    this.#options = options
    this.#profile = profile
  }

  /** Takes the profile's lock. @throws AppError EXISTS: a node holds it already */
  static async at (options: UserNodeOptions): Promise<UserNode> {
    return new UserNode(options, await openProfile(options.folder, options))
  }

  get state (): ProfileState {
    return this.#running === undefined && this.#profile.state === 'open' ? 'locked' : this.#profile.state
  }

  /** What is running. @throws AppError LOCKED, NO_PROFILE */
  get running (): Running {
    if (this.#running !== undefined) return this.#running
    if (this.#profile.state === 'empty') throw new AppError('NO_PROFILE', 'there is no profile here yet', { hint: 'Make one: nobyte init' })
    throw new AppError('LOCKED', 'the profile is locked', { hint: 'Open it: nobyte unlock' })
  }

  /** Calls back whenever there are new facts, also across a move to another network. @returns a function that ends it */
  follow (listener: () => void): () => void {
    this.#followers.add(listener)
    return () => { this.#followers.delete(listener) }
  }

  /** As follow, of who comes, goes and writes at this moment. */
  onMoment (listener: MomentListener): () => void {
    this.#momentListeners.add(listener)
    return () => { this.#momentListeners.delete(listener) }
  }

  /**
   * @returns the recovery words, kept nowhere. @throws AppError EXISTS, BAD_INPUT, DISK_FULL; the signal's reason: nobody
   *   would see the words any more, so no profile was made
   */
  async create (profile: NewProfile, { signal }: { signal?: AbortSignal } = {}): Promise<{ identity: Identity, words: string[] }> {
    const entropy = newRecoveryEntropy(this.#options.random)
    return { identity: await this.#make(profile, { entropy, signal }), words: recoveryWords(entropy) }
  }

  /** For an account to come: `recover` makes it. */
  newWords (): string[] {
    return recoveryWords(newRecoveryEntropy(this.#options.random))
  }

  /** The same account on a new device; contacts and history do not come back. @throws AppError BAD_INPUT: a wrong word */
  async recover (
    { words, ...profile }: NewProfile & { words: string[] }, { signal }: { signal?: AbortSignal } = {}
  ): Promise<Identity> {
    return await this.#make(profile, { entropy: entropyFromWords(words), signal })
  }

  /** Opens the store and starts the network. @throws AppError WRONG_PASSPHRASE, NO_PROFILE, CORRUPT, NEWER_SCHEMA */
  async unlock (passphrase: string): Promise<Running> {
    this.#opening ??= this.#open(passphrase).finally(() => { this.#opening = undefined })
    return await this.#opening
  }

  async changePassphrase (current: string, next: string): Promise<void> {
    await this.#profile.changePassphrase(current, next)
  }

  async network (): Promise<NetworkDescriptor> {
    return await networks(this.running.store).get(CURRENT) ?? LAN_NETWORK
  }

  /** Moves to another network; contacts and waiting messages come along. @throws AppError BAD_INPUT, LOCKED */
  async joinNetwork (value: unknown): Promise<NetworkDescriptor> {
    const network = parseDescriptor(withKind(value))
    const before = await this.network()
    await putNetwork(this.running.store, network)
    await this.#restart(network, async store => {
      await putNetwork(store, before)
      return before
    })
    return network
  }

  /** The network that an invite link leads to; nobody is met by it. @throws AppError BAD_LINK, LOCKED; EXISTS: it is this one */
  async joinNetworkOf (text: string): Promise<NetworkDescriptor> {
    const link = parseLink(text)
    if (link.networkId === (await this.network()).id) throw new AppError('EXISTS', 'you are on this network already')
    return await this.joinNetwork(networkOfLink(link))
  }

  /** Drops every connection and begins anew where it is. */
  async reconnect (): Promise<void> {
    const network = await this.network()
    await this.#restart(network, async () => network)
  }

  /** How this network's servers are reached, and no other's; usual: without a choice. The node starts anew. */
  async chooseWay (way: WayChoice | 'usual'): Promise<void> {
    const [{ store }, { id }] = [this.running, await this.network()]
    const batch = store.batch()
    const { [id]: _before, ...others } = { ...await choices(store).getSound(WAYS) }
    choices(store).put(batch, WAYS, way === 'usual' ? others : { ...others, [id]: way })
    await store.commit(batch)
    await this.reconnect()
  }

  /** @param back what to start with when that fails */
  async #restart (network: NetworkDescriptor, back: (store: Store) => Promise<NetworkDescriptor>): Promise<void> {
    const moved = Promise.withResolvers<void>()
    this.#moving = moved.promise
    try {
      await this.#move(network, back)
    } finally {
      moved.resolve()
      for (const follower of this.#followers) follower() // what was told before it ran, nobody could ask for
    }
  }

  async #move (network: NetworkDescriptor, back: (store: Store) => Promise<NetworkDescriptor>): Promise<void> {
    const { store, node, messenger } = this.running
    await messenger.stop()
    await node.stop()
    try {
      this.#running = await this.#start(store, network)
    } catch (err) {
      this.#running = await this.#start(store, await back(store))
      throw err
    }
  }

  /**
   * Follows an invite link. A private network's link carries its key: a profile that knows nobody yet joins the link's
   * network first, from the LAN, or from where an earlier link has led it that left the key out.
   */
  async accept (text: string, options: Parameters<Messenger['accept']>[1]): ReturnType<Messenger['accept']> {
    await this.#enterNetworkOf(text)
    return await this.running.messenger.accept(text, options)
  }

  /** Follows a link into a group, in the same way. */
  async joinGroup (text: string, options: Parameters<Messenger['joinGroup']>[1]): ReturnType<Messenger['joinGroup']> {
    await this.#enterNetworkOf(text)
    return await this.running.messenger.joinGroup(text, options)
  }
  async #enterNetworkOf (text: string): Promise<void> {
    const link = parseLink(text)
    const { node, messenger } = this.running
    const { kind, id, psk, bootstrap } = node.network
    const elsewhere = link.networkId !== id && kind === 'lan'
    const lacksKey = link.networkId === id && kind === 'network' && psk === undefined && link.networkKey !== undefined &&
      node.dht.tableSize() === 0
    if ((elsewhere || lacksKey) && (await messenger.people()).length === 0) {
      const network = networkOfLink(link)
      await this.joinNetwork(elsewhere ? network : { ...node.network, ...network, bootstrap: [...bootstrap, ...network.bootstrap] })
    }
  }

  /** People on the same local network, whichever network this profile is on. @throws AppError LOCKED, NO_PROFILE */
  async nearby (): Promise<Nearby> {
    this.#nearby ??= this.#openNearby(this.running)
    return await this.#nearby
  }

  async #openNearby ({ messenger }: Running): Promise<Nearby> {
    const { openNearby } = await import('./messenger/nearby/wiring.ts')
    const { clock, random, log, listen = DEFAULT_LISTEN } = this.#options
    return openNearby({
      name: messenger.identity().name,
      listen,
      running: async () => {
        await this.#moving
        return this.running
      },
      accept: async (...args) => await this.accept(...args),
      clock,
      random,
      log
    })
  }

  /** Ends everything in the reverse order of its start. Idempotent. */
  async close (): Promise<void> {
    await this.#opening?.catch(() => {})
    await (await this.#nearby)?.stop()
    const running = this.#running
    this.#running = undefined
    if (running !== undefined) {
      await running.messenger.stop()
      await running.node.stop()
    }
    await this.#profile.close()
  }

  async #open (passphrase: string): Promise<Running> {
    const store = await this.#profile.unlock(passphrase, { meanwhile: () => { loadProgram().catch(() => {}) } })
    try {
      this.#running = await this.#start(store, await networks(store).get(CURRENT) ?? LAN_NETWORK)
      return this.#running
    } catch (err) {
      await this.#profile.lock() // an open store could not be unlocked again
      throw err
    }
  }

  async #start (store: Store, network: NetworkDescriptor): Promise<Running> {
    const { random, log, listen = DEFAULT_LISTEN, announce = [], upnp = false } = this.#options
    const { createNode, openMessenger } = await loadProgram()
    const clock = await openSteadyClock(store, this.#options.clock)
    // The messenger says when: contacts come first.
    const node = await createNode({
      role: 'user', network, listen, announce, upnp, joins: false, clock: clock.lenient, random, log
    })
    try {
      const way = (await choices(store).getSound(WAYS))?.[network.id]
      const messenger = await openMessenger({
        store, node, way, clock: this.#options.clock, steady: clock, random, log,
        keepServers: async bootstrap => { await putNetwork(store, { ...network, bootstrap }) }
      })
      messenger.log.follow(() => { for (const follower of this.#followers) follower() })
      const tell: MomentListener = moment => { for (const listener of this.#momentListeners) listener(moment) }
      messenger.events.on('contact:typing', typing => { tell({ type: 'typing', ...typing }) })
      messenger.events.on('contact:presence', presence => { tell({ type: 'presence', ...presence }) })
      return { store, clock, node, messenger }
    } catch (err) {
      await node.stop()
      throw err
    }
  }

  async #make (
    { name, passphrase, network }: NewProfile, { entropy, signal }: { entropy: Uint8Array, signal: AbortSignal | undefined }
  ): Promise<Identity> {
    const { clock, random, argon2 } = this.#options
    const { checkName, createIdentity } = await import('./messenger/core/identity.ts')
    checkName(name)
    const descriptor = network === undefined ? LAN_NETWORK : parseDescriptor(withKind(network))
    let identity: Identity | undefined
    await this.#profile.create({
      passphrase,
      ...(argon2 === undefined ? {} : { argon2 }),
      ...(signal === undefined ? {} : { signal }),
      // A profile without an account could neither be used nor be made again.
      async fill (store) {
        await putNetwork(store, descriptor)
        identity = await createIdentity(store, { name, entropy, clock, random })
      }
    })
    // A profile that was made is locked like any other: only its passphrase opens it.
    await this.#profile.lock()
    return identity!
  }
}

/** By far the largest part of the program, which a locked profile does without: it is read while the key is derived. */
async function loadProgram () {
  const [{ createNode }, { openMessenger }] = await Promise.all([import('./network/node.ts'), import('./messenger/wiring.ts')])
  return { createNode, openMessenger }
}

/** By network id. */
const choices = (store: Store) => store.table(TABLES.settings, jsonCodec<Record<string, WayChoice>>())

const networks = (store: Store) => store.table(TABLES.networks, jsonCodec<NetworkDescriptor>())

async function putNetwork (store: Store, network: NetworkDescriptor): Promise<void> {
  const batch = store.batch()
  networks(store).put(batch, CURRENT, network)
  await store.commit(batch)
}

/** Network files say nothing of a kind where it is the usual one. */
const withKind = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !('kind' in value) ? { ...value, kind: 'network' } : value
