/**
 * Links that lead to this device. What makes a link one-time is this device's own durable state: the DHT record cannot
 * be taken back, so using the link, making the contact and deleting its keys are one batch.
 */
import { fromBase64url, toBase64url, toHex, type Bytes } from '../../base/bytes.ts'
import { AppError, hasCode } from '../../base/errors.ts'
import type { AccountId, GroupId } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import { DAY, pause, SECOND, type Clock } from '../../base/time.ts'
import {
  linkKeys, linkPublicKey, linkSecrets, newLinkSecrets, openRequest, readRequest, sealReply
} from '../../crypto/invites.ts'
import { sha256 } from '../../crypto/primitives.ts'
import type { ListedServer } from '../../network/networks/roster.ts'
import type { NetworkNode } from '../../network/node.ts'
import type { Rendezvous } from '../../protocols/rendezvous.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import { PreKeys } from '../../wire/gen/identity.ts'
import { InviteStatus } from '../../wire/gen/invite.ts'
import { MAX_GROUP_MEMBERS } from '../../wire/limits.ts'
import { encodeLink } from '../../wire/link.ts'
import type { Change, ChangeLog } from '../core/changes.ts'
import { isPerson, type Contacts } from '../core/contacts.ts'
import type { Identity } from '../core/identity.ts'
import { hintsOf } from './hints.ts'
import { Postings, type LinkMailboxes } from './postings.ts'
import { readIntroduction, type Newcomer } from './introductions.ts'
import type { Ratchets } from '../core/ratchets.ts'
import type { Requests } from './requests.ts'
import type { InviteRow } from '../core/rows.ts'

const DEFAULT_LIFE_MS = 7 * DAY
const PUBLISH_PATIENCE_MS = 3 * SECOND
/** A mailbox may cost a puzzle first, which a slow computer solves in many seconds. */
const KEPT_PATIENCE_MS = 20 * SECOND
/** a used link's tombstone stays at least this long in sight of whoever still tries it */
const KEPT_AFTER_END_MS = DAY
/** of a request's hash, by which a link into a group knows one that it has let in */
const REQUEST_NAME_CHARS = 16

export interface InvitesDeps {
  store: Store
  changes: ChangeLog
  identity: Identity
  ratchets: Ratchets
  contacts: Contacts
  requests: Requests
  node: NetworkNode
  rendezvous: Rendezvous
  clock: Clock
  random: Random
  log: Log
  mailboxes: LinkMailboxes
  /** the network's, as far as it is known whose they are */
  servers: () => ListedServer[]
  /** takes a newcomer in, within the change that uses the link up */
  admit: (change: Change, newcomer: Newcomer, options?: { groupOnly?: true }) => Promise<AccountId>
  groups: LinkedGroups
}

/** What links into groups need of them. */
export interface LinkedGroups {
  nameOf: (groupId: GroupId) => string
  /** Adds somebody who used a link, within its change. @returns false: this member may not, or they were removed */
  letIn: (change: Change, groupId: GroupId, newcomer: Pick<Newcomer, 'account' | 'name'>) => Promise<boolean>
}

export interface LinkOptions {
  expiresInMs?: number
  reusable?: boolean
  withNetworkKey?: boolean
  /** whoever uses it is added there, at most so many */
  group?: { groupId: GroupId, limit?: number }
}

export class Invites {
  readonly #deps: InvitesDeps
  readonly #table: Table<InviteRow>
  readonly #rows = new Map<string, InviteRow>()
  readonly #byHint = new Map<string, string>()
  readonly #postings: Postings

  constructor (deps: InvitesDeps) {
    this.#deps = deps
    this.#table = deps.store.table(TABLES.invites, jsonCodec<InviteRow>())
    this.#postings = new Postings({
      ...deps,
      rowOf: inviteId => this.#rows.get(inviteId),
      isOpen: row => this.#isOpen(row),
      groupName: groupId => deps.groups.nameOf(groupId),
      noteSeq: async (...args) => { await this.#noteSeq(...args) }
    })
  }

  async load (): Promise<void> {
    for await (const { value } of this.#table.entries({})) this.#remember(value)
  }

  /** Forgets links that ended some time ago, and the keys that were made for them. */
  async sweep (): Promise<void> {
    const { ratchets, clock } = this.#deps
    const ended = [...this.#rows.values()].filter(({ expiresAtMs }) => clock.now() > expiresAtMs + KEPT_AFTER_END_MS)
    if (ended.length === 0) return
    await ratchets.step('strangers', async (overlay, change) => {
      for (const { inviteId, secret, preKeys } of ended) {
        overlay.removePreKeys(PreKeys.decode(fromBase64url(preKeys)))
        this.#table.del(change.batch, { id: inviteId })
        change.after(() => {
          this.#rows.delete(inviteId)
          this.#byHint.delete(toHex(linkKeys(fromBase64url(secret)).hint))
        })
      }
    })
  }

  /** Links that still lead somewhere: to oneself, or into this group. */
  open (groupId?: GroupId): InviteRow[] {
    const open = [...this.#rows.values()].filter(row => this.#isOpen(row) && row.group?.groupId === groupId)
    return open.sort((a, b) => a.createdAtMs - b.createdAtMs)
  }

  /** Links under whose ids something may still come: a used one's user writes there until they are told another place. */
  ids (): string[] {
    return [...this.#rows.values()].filter(row => this.#isOpen(row) || row.used !== undefined).map(({ inviteId }) => inviteId)
  }

  /**
   * Resolves once the link is durable here and its bundle at a mailbox host; where there is none, in the DHT, unless that
   * takes long. @throws AppError DISK_FULL
   */
  async create (
    { expiresInMs = DEFAULT_LIFE_MS, reusable = false, withNetworkKey = true, group }: LinkOptions = {}
  ): Promise<InviteRow> {
    const { ratchets, clock, random } = this.#deps
    const secrets = newLinkSecrets(random)
    const publicKey = linkPublicKey(secrets.seed)
    const createdAtMs = clock.now()
    const expiresAtMs = Math.floor((createdAtMs + expiresInMs) / SECOND) * SECOND
    const link = encodeLink({
      version: 1, reusable, publicKey, secret: secrets.secret, expiresAtMs, ...hintsOf(this.#deps, { withNetworkKey }),
      ...(group === undefined ? {} : { toGroup: true })
    })
    const row = await ratchets.step('strangers', async (overlay, change) => {
      const preKeys = await overlay.makePreKeys({ reusable })
      const made: InviteRow = {
        inviteId: toHex(sha256(publicKey)).slice(0, 16),
        seed: toBase64url(secrets.seed),
        secret: toBase64url(secrets.secret),
        link,
        reusable,
        createdAtMs,
        expiresAtMs,
        preKeys: toBase64url(PreKeys.encode(preKeys)),
        bundleSeq: 0,
        ...(group === undefined ? {} : { group: { ...group, joined: [] } })
      }
      this.#put(change, made)
      return made
    })
    // Whoever gets the link at once should find something there at once.
    await this.#postFirst(row.inviteId)
    return row
  }

  /** Until the bundle lies somewhere where it can be found, or that takes too long. */
  async #postFirst (inviteId: string): Promise<void> {
    const { mailboxes, clock } = this.#deps
    const done = new AbortController()
    const lapse = async (ms: number): Promise<void> => { await pause(clock, ms, done.signal).catch(() => {}) }
    const patience = lapse(KEPT_PATIENCE_MS)
    const opening = async (): Promise<void> => {
      for (;;) {
        await mailboxes.openFor(inviteId, { patienceMs: KEPT_PATIENCE_MS })
        if (done.signal.aborted || !mailboxes.areHere() || mailboxes.routesFor(inviteId).length > 0) return
        await lapse(SECOND) // it is busy, or did not answer
      }
    }
    await Promise.race([opening(), patience])
    const kept = Promise.withResolvers<void>()
    const published = this.publish(inviteId, { onKept: () => { kept.resolve() } })
    const hasHosts = mailboxes.routesFor(inviteId).length > 0
    await Promise.race([published, kept.promise, hasHosts ? patience : lapse(PUBLISH_PATIENCE_MS)])
    done.abort()
  }

  /** @throws AppError NOT_FOUND */
  async revoke (inviteId: string): Promise<void> {
    const row = this.#rows.get(inviteId)
    if (row === undefined) throw new AppError('NOT_FOUND', 'no such invite', { hint: 'See: nobyte invite ls' })
    await this.#deps.ratchets.step('strangers', async (overlay, change) => {
      overlay.removePreKeys(PreKeys.decode(fromBase64url(row.preKeys)))
      this.#put(change, { ...row, revokedAtMs: this.#deps.clock.now() })
    })
    void this.publish(inviteId)
  }

  publishAll (): void {
    for (const { inviteId } of this.#rows.values()) void this.publish(inviteId)
  }

  /** Puts the bundle, or its tombstone, where the link leads; and again in time. Never throws. */
  async publish (inviteId: string, options: { onKept?: () => void } = {}): Promise<void> {
    await this.#postings.publish(inviteId, options)
  }

  /** Hosts where a link works while this device is away. */
  keptAt (inviteId: string): string[] {
    return this.#postings.keptAt(inviteId)
  }

  /** Answers a joiner. Whoever holds no link made here learns nothing: undefined becomes random bytes. */
  async answer (frame: Bytes): Promise<Bytes | undefined> {
    return (await this.#answer(frame)).reply
  }

  /**
   * A request that was left for this link while this device was away.
   * @returns whether it is dealt with: whatever came of it is durable, or it is of no use
   */
  async receive (inviteId: string, frame: Bytes): Promise<boolean> {
    return (await this.#answer(frame, inviteId)).done
  }

  /** What must be known to open what was left under a link's id: its secret, and who used it. */
  linkSecret (inviteId: string): { secret: string, contactId?: AccountId } | undefined {
    const row = this.#rows.get(inviteId)
    return row === undefined ? undefined : { secret: row.secret, ...(row.used === undefined ? {} : { contactId: row.used.contactId }) }
  }

  async #answer (frame: Bytes, inviteId?: string): Promise<{ reply?: Bytes, done: boolean }> {
    const { clock, random, log } = this.#deps
    let row: InviteRow | undefined
    let message: Bytes | undefined
    try {
      const request = readRequest(frame)
      row = this.#rows.get(this.#byHint.get(toHex(request.hint)) ?? '')
      if (row !== undefined) message = openRequest(request, linkKeys(fromBase64url(row.secret)))
    } catch (err) {
      log.debug('invite request refused', errorFields(err))
    }
    if (row === undefined || message === undefined || (inviteId ?? row.inviteId) !== row.inviteId) return { done: true }
    const link = linkSecrets({ seed: fromBase64url(row.seed), secret: fromBase64url(row.secret) })
    const { status, done } = await this.#decide(row.inviteId, message, toHex(sha256(frame)))
    if (status === undefined) return { done }
    if (status === InviteStatus.ACCEPTED && !this.#isOpen(this.#rows.get(row.inviteId)!)) void this.publish(row.inviteId)
    log.info('invite answered', { status, atMs: clock.now() })
    return { reply: sealReply({ link, request: frame, status, random }), done: true }
  }

  stop (): void {
    this.#postings.stop()
  }

  async #decide (inviteId: string, message: Bytes, requestHash: string): Promise<{ status?: InviteStatus, done: boolean }> {
    const { ratchets, requests, clock, log } = this.#deps
    try {
      const status = await ratchets.firstStep(message, async (overlay, change) => {
        const row = this.#rows.get(inviteId)
        if (row === undefined) return undefined
        // The same request again: the first answer was lost on its way.
        const asked = requestHash.slice(0, REQUEST_NAME_CHARS)
        if (row.used?.requestHash === requestHash || row.group?.joined.includes(asked) === true) return InviteStatus.ACCEPTED
        const earlier = requests.statusOf(requestHash)
        if (earlier !== undefined) return earlier
        if (row.revokedAtMs !== undefined || clock.now() > row.expiresAtMs) return InviteStatus.EXPIRED
        if (row.used !== undefined || isFull(row)) return InviteStatus.USED
        // Nothing is decrypted for a queue that is full: the joiner asks again later.
        if (row.reusable && row.group === undefined && requests.isFull) return undefined
        const first = await overlay.decryptFirst(message)
        if (first.kind !== 'plaintext') throw new AppError('PROTOCOL', `a first message that is ${first.kind}`)
        const newcomer = readIntroduction(first.plaintext, { device: first.device, atMs: clock.now() })
        if (newcomer.account === this.#deps.identity.account.accountId) throw new AppError('PROTOCOL', 'an introduction of ourselves')
        const known = this.#deps.contacts.byAccount(newcomer.account)
        if (known?.blockedAtMs !== undefined) throw new AppError('BLOCKED', 'a blocked person used a link')
        if (row.group !== undefined) return await this.#letIn(change, row, row.group, newcomer, asked)
        if (row.reusable && (known?.state !== 'ready' || !isPerson(known))) {
          requests.keep(change, newcomer, { inviteId, requestHash })
          return InviteStatus.WAITING
        }
        const contactId = await this.#deps.admit(change, newcomer)
        if (!row.reusable) {
          overlay.removePreKeys(PreKeys.decode(fromBase64url(row.preKeys)))
          this.#put(change, { ...row, used: { requestHash, contactId } })
        }
        change.emit('invite:used', { inviteId, contactId })
        return InviteStatus.ACCEPTED
      })
      return { done: true, ...(status === undefined ? {} : { status }) }
    } catch (err) {
      log.warn('invite request refused', errorFields(err))
      // What the disk could not take is no reason to turn anybody away.
      return { done: !hasCode(err, 'DISK_FULL') }
    }
  }

  /** Whoever uses a group's link is added to it, by this member's own step; neither becomes a person to the other. */
  async #letIn (
    change: Change, row: InviteRow, group: NonNullable<InviteRow['group']>, newcomer: Newcomer, asked: string
  ): Promise<InviteStatus> {
    const { groups, admit } = this.#deps
    if (!await groups.letIn(change, group.groupId, newcomer)) return InviteStatus.REFUSED
    await admit(change, newcomer, { groupOnly: true })
    this.#put(change, { ...row, group: { ...group, joined: [...group.joined, asked] } })
    return InviteStatus.ACCEPTED
  }

  #isOpen (row: InviteRow): boolean {
    return row.used === undefined && !isFull(row) && row.revokedAtMs === undefined && this.#deps.clock.now() <= row.expiresAtMs
  }

  async #noteSeq (inviteId: string, bundleSeq: number): Promise<void> {
    const row = this.#rows.get(inviteId)
    if (row === undefined) return
    const next = { ...row, bundleSeq }
    this.#rows.set(inviteId, next)
    const batch = this.#deps.store.batch()
    this.#table.put(batch, { id: inviteId }, next)
    await this.#deps.store.commit(batch, { sync: false })
  }

  #put (change: Change, row: InviteRow): void {
    this.#table.put(change.batch, { id: row.inviteId }, row)
    change.after(() => { this.#remember(row) })
  }

  #remember (row: InviteRow): void {
    this.#rows.set(row.inviteId, row)
    this.#byHint.set(toHex(linkKeys(fromBase64url(row.secret)).hint), row.inviteId)
  }
}

const isFull = ({ group }: InviteRow): boolean => group !== undefined && group.joined.length >= (group.limit ?? MAX_GROUP_MEMBERS)
