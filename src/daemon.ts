/** Composes a user's node and its local API, and the order in which they end. */
import { join } from 'node:path'
import { deleteFile, filesOf } from './api/holdings.ts'
import { prepareHome, type Home } from './api/home.ts'
import { nodeMethodTable, pageMethodTable } from './api/methods.ts'
import type { Daemon, EventLog, NodeControl } from './api/node.ts'
import type { Holding, NetworkStatus, Ready, Status } from './api/schema.ts'
import { Page } from './api/page/page.ts'
import { phraseFile } from './api/page/paths.ts'
import { readPhrase } from './api/page/phrase.ts'
import { startApiServer } from './api/server.ts'
import { AppError } from './base/errors.ts'
import { errorFields, type Log } from './base/log.ts'
import { systemRandom, type Random } from './base/random.ts'
import { systemClock, type Clock } from './base/time.ts'
import { VERSION } from './base/version.ts'
import type { ChangeLog } from './messenger/core/changes.ts'
import type { Messenger } from './messenger/messenger.ts'
import { say, type Saying } from './messenger/core/sayings.ts'
import { describeDoubt } from './messenger/core/timekeeping.ts'
import type { Damage } from './store/damage/report.ts'
import { describeDoors } from './network/upnp/opening.ts'
import { Echo } from './echoing.ts'
import { UserNode } from './usernode.ts'

/** how long a node that has just started is not yet called alone */
const LOOKING_MS = 10_000

export interface DaemonOptions {
  home: Home
  log: Log
  listen?: string[]
  /** has the router let others in */
  upnp?: boolean
  /** the built web page; without it, no way there is opened */
  page?: string
  /** the bin, which can be somebody to try it out with as well */
  script?: string
  clock?: Clock
  random?: Random
}

/** Resolves once the API answers: empty or locked. @throws AppError EXISTS: a node runs on this profile already */
export async function runDaemon (
  { home, log, listen, upnp = false, page, script = '', clock = systemClock, random = systemRandom }: DaemonOptions
): Promise<Daemon> {
  await prepareHome(home)
  const user = await UserNode.at({ folder: home.data, clock, random, log, upnp, ...(listen === undefined ? {} : { listen }) })
  let ended: ((how: 'stopped' | 'locked') => void)
  const closed = new Promise<'stopped' | 'locked'>(resolve => { ended = resolve })
  let closing: Promise<void> | undefined
  const end = async (how: 'stopped' | 'locked'): Promise<void> => {
    closing ??= (async () => {
      await Promise.all([listening.then(async server => { await server.close() }), web.close({ keep: how === 'locked' })])
      await echo.stop().catch((err: unknown) => { log.warn('echo.not-stopped', errorFields(err)) })
      await user.close()
    })().catch((err: unknown) => { log.error('not closed cleanly', errorFields(err)) }).finally(() => { ended(how) })
    await closing
  }
  const echo = new Echo({ user, folder: join(home.state, 'echo'), script, random })
  const control: NodeControl = controlOf(user, {
    home, clock, startedAtMs: clock.now(), end: how => { void end(how) }, web: () => web, echo
  })
  const web = new Page({ home, folder: page, table: () => pageMethodTable(control), clock, random, log })
  // The page first: whoever finds the node on its socket finds all of it.
  const listening = web.resume().then(async () => await startApiServer({ home, table: nodeMethodTable(control), log }))
  await listening.catch(async (err: unknown) => {
    await web.close({ keep: true })
    await user.close()
    throw err
  })
  log.info('listening', { state: user.state })
  return { control, closed, stop: async () => { await end('stopped') } }
}

function controlOf (
  user: UserNode,
  { home, clock, startedAtMs, end, web, echo }:
  { home: Home, clock: Clock, startedAtMs: number, end: (how: 'stopped' | 'locked') => void, web: () => Page, echo: Echo }
): NodeControl {
  const ready = (): Ready => {
    const { node, messenger } = user.running
    return { peerId: node.peerId, addresses: node.addresses(), pid: process.pid, accountId: messenger.identity().accountId }
  }
  return {
    get state () { return user.state },
    status: async () => await statusOf(user, { home, startedAtMs, nowMs: clock.now(), echo: echo.contactId }),
    async createProfile (options, calling) {
      const { identity, words } = await user.create(options, calling)
      return { accountId: identity.account.accountId, name: identity.name, recoveryWords: words }
    },
    newWords: () => user.newWords(),
    async recoverProfile ({ recoveryWords, ...options }, calling) {
      const { account, name } = await user.recover({ ...options, words: recoveryWords }, calling)
      return { accountId: account.accountId, name }
    },
    async unlock (passphrase) {
      await user.unlock(passphrase)
      await echo.clear()
      return ready()
    },
    ready,
    changePassphrase: async (current, next) => { await user.changePassphrase(current, next) },
    network: async () => await networkOf(user),
    async joinNetwork (network) {
      const { id, name } = await user.joinNetwork(network)
      return { id, name }
    },
    async joinNetworkOf (link) {
      const { id, name } = await user.joinNetworkOf(link)
      return { id, name }
    },
    reconnect: async () => { await user.reconnect() },
    exportNetwork: async () => ({ ...await user.network() }),
    chooseWay: async way => { await user.chooseWay(way) },
    async holdings () {
      const tables = (await user.running.store.holdings()).map(({ table: { name, purpose, life, reader }, rows, bytes }): Holding => ({
        kind: 'table', name, count: rows, bytes, locked: reader === 'passphrase', what: purpose, life,
        ...(Object.hasOwn(TABLE_DELETIONS, name) ? { deletable: true as const } : {})
      }))
      return [...tables, ...await filesOf(home)]
    },
    async deleteHolding (name) {
      const { messenger } = user.running
      if (Object.hasOwn(TABLE_DELETIONS, name)) await TABLE_DELETIONS[name]!(messenger)
      else await deleteFile(home, name)
    },
    accept: async (link, options) => await user.accept(link, options),
    joinGroup: async (link, options) => await user.joinGroup(link, options),
    nearby: async () => await user.nearby(),
    messenger: () => user.running.messenger,
    events: () => eventsOf(user),
    startEcho: async calling => await echo.start(calling),
    stopEcho: async () => { await echo.stop() },
    openPage: async options => await web().open(options),
    stop: () => { end('stopped') },
    lock () {
      if (user.state !== 'open') throw new AppError('LOCKED', 'the profile is locked already')
      end('locked')
    }
  }
}

/** What goes by itself, without a person or a message that it belongs to. */
const TABLE_DELETIONS: Record<string, (messenger: Messenger) => Promise<void>> = {
  drafts: async messenger => { await messenger.chats.deleteDrafts() },
  invites: async messenger => {
    for (const { inviteId } of await messenger.invites()) await messenger.revokeInvite(inviteId)
  },
  requests: async messenger => {
    for (const { requestId } of await messenger.requests()) await messenger.declineRequest(requestId)
  }
}

/** The log of whichever messenger runs now: one that moved to another network goes on with the same log. */
function eventsOf (user: UserNode): EventLog {
  const log = (): ChangeLog => user.running.messenger.log
  return {
    get latestSeq () { return log().latestSeq },
    since: seq => log().since(seq),
    follow: listener => user.follow(listener),
    onMoment: listener => user.onMoment(listener)
  }
}

async function statusOf (
  user: UserNode, { home, startedAtMs, nowMs, echo }: { home: Home, startedAtMs: number, nowMs: number, echo: string | undefined }
): Promise<Status> {
  const phrase = await readPhrase(phraseFile(home))
  const base = {
    state: user.state, role: 'user' as const, version: VERSION, pid: process.pid, startedAtMs, ...(phrase === undefined ? {} : { phrase })
  }
  if (user.state !== 'open') {
    return { ...base, network: null, networkId: null, addresses: [], peers: 0, dht: { mode: 'off', tableSize: 0 }, waiting: 0, notes: [],
      said: [] }
  }
  const { node, messenger, store, clock } = user.running
  const clockDoubt = describeDoubt(clock)
  const { accountId, name } = messenger.identity()
  const peers = new Set(node.peers().map(({ peerId }) => peerId)).size
  const said = node.bootstrap().filter(({ state }) => state === 'failed').map(({ addresses, operator, error }) => {
    const reason = error === undefined ? 'no answer' : error.hint === undefined ? error.message : `${error.message}. ${error.hint}`
    // A link names its maker's own place beside the network's servers, and which is which nobody knows.
    return say(addresses.some(address => address.includes('/p2p/')) ? 'network.serverAway' : 'network.addressAway', {
      server: operator ?? addresses[0] ?? '', error: reason, errorCode: error?.code ?? 'TIMED_OUT'
    })
  })
  const { way, guards, notes: wayNotes } = messenger.ways()
  if (peers > 0) said.push(...wayNotes)
  else said.push(say(nowMs - startedAtMs < LOOKING_MS ? 'network.looking' : 'network.alone'))
  said.push(...store.damage().map(describeDamage))
  return {
    ...base,
    accountId,
    name,
    peerId: node.peerId,
    network: node.network.name,
    networkId: node.network.id,
    addresses: node.addresses(),
    peers,
    dht: { mode: node.dht.mode(), tableSize: node.dht.tableSize() },
    ...(node.doors === undefined ? {} : { upnp: describeDoors(node.doors.state()) }),
    way,
    guards,
    mailboxes: messenger.mailboxes(),
    waiting: messenger.waiting,
    ...(messenger.indexing ? { indexing: true as const } : {}),
    ...(echo === undefined ? {} : { echo }),
    ...(clockDoubt === undefined ? {} : { clockDoubt: clockDoubt.text }),
    notes: said.map(({ text }) => text),
    said: clockDoubt === undefined ? said : [clockDoubt, ...said]
  }
}

async function networkOf (user: UserNode): Promise<NetworkStatus> {
  const { node, messenger } = user.running
  const { id, name, kind, psk, bootstrap } = await user.network()
  const { way, guards } = messenger.ways()
  return { id, name, kind, private: psk !== undefined, bootstrap, addresses: node.addresses(), peers: node.peers(), way, guards }
}

const describeDamage = ({ where, rows, mended }: Damage): Saying =>
  mended ? say('disk.mended', { where }) : rows > 0 ? say('disk.rows', { count: rows, where }) : say('disk.damaged', { where })
