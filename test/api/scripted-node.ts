/** A node that answers from memory, so that tests can speak with the API alone. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resolveHome, type Home } from '../../src/api/home.ts'
import type { MethodTable } from '../../src/api/dispatch.ts'
import { nodeMethodTable } from '../../src/api/methods.ts'
import type { EventLog, LoggedEvent, MessengerFacade, NodeControl } from '../../src/api/node.ts'
import type { Contact, Message, Moment, Status } from '../../src/api/schema.ts'
import { startApiServer } from '../../src/api/server.ts'
import { silentLog, type Log } from '../../src/base/log.ts'

export const ADA: Contact = {
  contactId: 'a'.repeat(64),
  name: 'Ada',
  announcedName: 'Ada',
  state: 'ready',
  verified: false,
  online: true,
  blocked: false,
  keyChanged: false,
  markedUnread: false,
  muted: false,
  archived: false,
  expiresAfterMs: 0
}

export const STATUS: Status = {
  state: 'open',
  role: 'user',
  version: '0.0.0',
  pid: process.pid,
  startedAtMs: 0,
  network: 'test',
  networkId: '0123456789abcdef',
  addresses: [],
  peers: 0,
  dht: { mode: 'off', tableSize: 0 },
  waiting: 0,
  notes: []
}

/** Received messages only: event n announces message n. */
export class MemoryEventLog implements EventLog {
  readonly #followers = new Set<() => void>()
  readonly #listeners = new Set<(moment: Moment) => void>()
  #latestSeq = 0
  /** how many events were read, by everyone together */
  reads = 0
  /** iterations of since() that are open at this moment */
  open = 0

  get latestSeq (): number { return this.#latestSeq }

  receive (count: number): void {
    this.#latestSeq += count
    for (const follower of this.#followers) follower()
  }

  async * since (seq: number): AsyncIterable<LoggedEvent> {
    this.open++
    try {
      for (let next = seq + 1; next <= this.#latestSeq; next++) {
        this.reads++
        yield { seq: next, name: 'message:received', payload: { contactId: ADA.contactId, messageIds: [`m${next}`] } }
      }
    } finally {
      this.open--
    }
  }

  follow (listener: () => void): () => void {
    this.#followers.add(listener)
    return () => { this.#followers.delete(listener) }
  }

  onMoment (listener: (moment: Moment) => void): () => void {
    this.#listeners.add(listener)
    return () => { this.#listeners.delete(listener) }
  }

  /** Somebody comes, goes or writes. */
  happen (moment: Moment): void {
    for (const listener of this.#listeners) listener(moment)
  }

  get followers (): number { return this.#followers.size }
}

export const messageOf = (messageId: string, text = `text of ${messageId}`): Message => ({
  messageId, contactId: ADA.contactId, direction: 'in', from: 'Ada', text,
  edited: false, deleted: false, reactions: [], mentioned: false, pinned: false, expiresAtMs: null,
  sentAtMs: 1, deliveredAtMs: 2, readAtMs: null, state: 'received'
})

export function scriptedNode (
  { log = new MemoryEventLog(), messenger = {}, control = {} }:
  { log?: EventLog, messenger?: Partial<MessengerFacade>, control?: Partial<NodeControl> } = {}
): NodeControl {
  const facade = {
    people: async () => [ADA],
    person: async () => ADA,
    requests: async () => [],
    message: async (_contactId: string, messageId: string) => messageOf(messageId),
    ...messenger
  } as MessengerFacade
  return {
    state: 'open', status: async () => STATUS, messenger: () => facade, events: () => log, stop () {}, lock () {}, ...control
  } as NodeControl
}

export interface RunningApi extends AsyncDisposable {
  home: Home
}

/** A folder of its own, and the API of `node` (or any table) on a socket in it. */
export async function runApi (
  { node = scriptedNode(), table = nodeMethodTable(node), log = silentLog }: { node?: NodeControl, table?: MethodTable, log?: Log } = {}
): Promise<RunningApi> {
  const { home, remove } = await ownHome()
  const server = await startApiServer({ home, table, log })
  return {
    home,
    async [Symbol.asyncDispose] () {
      await server.close()
      await remove()
    }
  }
}

export async function ownHome (): Promise<{ home: Home, remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'nobyte-api-'))
  const home = resolveHome({ env: { NOBYTE_HOME: folder }, cwd: '/', uid: process.getuid!() })
  return { home, remove: async () => { await rm(folder, { recursive: true, force: true }) } }
}
