/**
 * Links accepted here, pursued until their maker has answered. Everything that was begun is durable: a join goes on
 * after a restart, and its request is resent byte by byte, so the other side can tell a repetition from a second joiner.
 */
import { fromBase64url, toBase64url, toHex, type Bytes } from '../base/bytes.ts'
import { AppError, hasCode } from '../base/errors.ts'
import type { Events } from '../base/events.ts'
import { deviceIdFromBytes, type AccountId } from '../base/ids.ts'
import { errorFields, type Log } from '../base/log.ts'
import type { Random } from '../base/random.ts'
import { pause, SECOND, type Clock } from '../base/time.ts'
import { bundleDhtKey, openBundle, openReply, sealRequest, type OpenedBundle } from '../crypto/invites.ts'
import { newPairSecret } from '../crypto/pair-secrets.ts'
import { sha256 } from '../crypto/primitives.ts'
import type { NetworkNode } from '../network/node.ts'
import type { InviteExchange } from '../protocols/invite.ts'
import type { Rendezvous } from '../protocols/rendezvous.ts'
import { jsonCodec } from '../store/codecs.ts'
import type { Store, Table } from '../store/store.ts'
import { TABLES } from '../store/tables.ts'
import { addressTexts } from '../wire/addresses.ts'
import { Introduction, InviteStatus } from '../wire/gen/invite.ts'
import { parseLink, type InviteLink } from '../wire/link.ts'
import { MAX_REQUEST_TEXT_CHARS } from '../wire/limits.ts'
import type { Change, ChangeLog } from './changes.ts'
import type { Contacts } from './contacts.ts'
import type { MessengerEvents } from './events.ts'
import { plainName, type Identity } from './identity.ts'
import type { Ratchets } from './ratchets.ts'
import type { JoinRow, KnownRoute } from './rows.ts'

const FIRST_RETRY_MS = 5 * SECOND
const MAX_RETRY_MS = 300 * SECOND
const LOOKUP_TIMEOUT_MS = 20 * SECOND
const ASK_TIMEOUT_MS = 20 * SECOND

type Failure = MessengerEvents['accept:failed']['code']

export interface JoinsDeps {
  store: Store
  changes: ChangeLog
  events: Events<MessengerEvents>
  identity: Identity
  ratchets: Ratchets
  contacts: Contacts
  node: NetworkNode
  rendezvous: Rendezvous
  exchange: Pick<InviteExchange, 'ask'>
  clock: Clock
  random: Random
  log: Log
  /** the contact was made or became ready: publish, listen and dial under its secret */
  onContact: (contactId: AccountId) => void
  /** a pending contact came to nothing: lets go of it unless something was written to it */
  abandon: (change: Change, contactId: AccountId) => Promise<void>
}

interface Pursuit {
  row: JoinRow
  stop: AbortController
  /** skips the present pause */
  hurry: AbortController
}

export class Joins {
  readonly #deps: JoinsDeps
  readonly #table: Table<JoinRow>
  readonly #pursuits = new Map<string, Pursuit>()

  constructor (deps: JoinsDeps) {
    this.#deps = deps
    this.#table = deps.store.table(TABLES.joins, jsonCodec<JoinRow>())
  }

  /** Goes on with everything that was begun. */
  async start (): Promise<void> {
    for await (const { value } of this.#table.entries({})) this.#pursue(value)
  }

  /** There is a DHT server to ask now. */
  hurry (): void {
    for (const pursuit of this.#pursuits.values()) pursuit.hurry.abort()
  }

  pendingFor (contactId: AccountId): JoinRow | undefined {
    return [...this.#pursuits.values()].find(({ row }) => row.contactId === contactId)?.row
  }

  stop (): void {
    for (const pursuit of this.#pursuits.values()) pursuit.stop.abort(new AppError('ABORTED', 'the node is stopping'))
  }

  /** Forgets the joins of a contact who was removed. */
  async forget (contactId: AccountId): Promise<void> {
    const row = this.pendingFor(contactId)
    if (row !== undefined) await this.#end(row)
  }

  /**
   * Follows a link. Resolves with the contact once the link's bundle was read, or with `ready` once its maker answered.
   * @throws AppError BAD_LINK, LINK_USED, LINK_EXPIRED, REFUSED: it leads nowhere; QUEUED: the time is up and it goes on
   *   in the background
   */
  async accept (text: string, { ready, firstWords, signal }: { ready: boolean, firstWords?: string, signal: AbortSignal }): Promise<AccountId> {
    const link = parseLink(text)
    const joinId = toHex(sha256(link.publicKey)).slice(0, 16)
    if (this.#deps.clock.now() > link.expiresAtMs) throw failed('LINK_EXPIRED')
    if (firstWords !== undefined && [...firstWords].length > MAX_REQUEST_TEXT_CHARS) {
      throw new AppError('TOO_LARGE', `first words have at most ${MAX_REQUEST_TEXT_CHARS} characters`)
    }
    if (!this.#pursuits.has(joinId)) {
      const row: JoinRow = {
        joinId, link: text, startedAtMs: this.#deps.clock.now(), ...(firstWords === undefined ? {} : { text: firstWords })
      }
      await this.#keep(row)
      this.#pursue(row)
    }
    return await this.#outcome(joinId, { ready, signal })
  }

  /** Waits for the pursuit's next milestone by looking again after each fact that may be one. */
  async #outcome (joinId: string, { ready, signal }: { ready: boolean, signal: AbortSignal }): Promise<AccountId> {
    const { events, contacts } = this.#deps
    let failure: Failure | undefined
    let contactId = this.#pursuits.get(joinId)?.row.contactId
    return await new Promise((resolve, reject) => {
      const finish = (act: () => void): void => {
        for (const off of offs) off()
        signal.removeEventListener('abort', onAbort)
        act()
      }
      const look = (): void => {
        contactId = this.#pursuits.get(joinId)?.row.contactId ?? contactId
        const contact = contactId === undefined ? undefined : contacts.get(contactId)
        if (failure !== undefined) finish(() => { reject(failed(failure!)) })
        else if (contact !== undefined && (!ready || contact.state === 'ready')) finish(() => { resolve(contact.contactId) })
      }
      const onAbort = (): void => {
        finish(() => {
          if (contactId !== undefined && contacts.get(contactId) !== undefined) resolve(contactId)
          else reject(new AppError('QUEUED', 'the maker of this link was not found yet', { hint: 'It goes on in the background. See: nobyte people' }))
        })
      }
      const offs = [
        events.on('contact:changed', look),
        events.on('accept:failed', event => {
          if (event.joinId === joinId) failure = event.code
          look()
        })
      ]
      signal.addEventListener('abort', onAbort, { once: true })
      if (signal.aborted) onAbort()
      else look()
    })
  }

  #pursue (row: JoinRow): void {
    const pursuit: Pursuit = { row, stop: new AbortController(), hurry: new AbortController() }
    this.#pursuits.set(row.joinId, pursuit)
    void this.#run(pursuit)
  }

  async #run (pursuit: Pursuit): Promise<void> {
    const { clock, log } = this.#deps
    const link = parseLink(pursuit.row.link)
    void this.#enter(link, pursuit.stop.signal)
    for (let failures = 0; !pursuit.stop.signal.aborted; failures++) {
      try {
        if (await this.#step(pursuit, link)) return
      } catch (err) {
        if (pursuit.stop.signal.aborted) return
        log.debug('join not answered yet', errorFields(err))
      }
      pursuit.hurry = new AbortController()
      const delayMs = pursuit.row.waitingForApproval === true ? MAX_RETRY_MS : Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 10))
      const either = AbortSignal.any([pursuit.stop.signal, pursuit.hurry.signal])
      await pause(clock, delayMs, either).catch(() => {})
    }
  }

  /** Meets the network where the link says it is; the look-up needs somebody to ask. */
  async #enter ({ hints }: InviteLink, signal: AbortSignal): Promise<void> {
    const timed = AbortSignal.any([signal, AbortSignal.timeout(LOOKUP_TIMEOUT_MS)])
    await Promise.allSettled(hints.map(async hint => await this.#deps.node.dial({ addresses: [hint] }, { signal: timed })))
  }

  /** @returns whether there is nothing left to do */
  async #step (pursuit: Pursuit, link: InviteLink): Promise<boolean> {
    const { contacts, clock } = this.#deps
    const { row } = pursuit
    if (row.contactId !== undefined) {
      const contact = contacts.get(row.contactId)
      // Proven by a link of its own, or removed by its owner: either way nothing is asked any more.
      if (contact === undefined || contact.state === 'ready') {
        await this.#end(row)
        return true
      }
    }
    // Someone who waits for approval holds a pair secret; the link's end does not end that.
    if (clock.now() > link.expiresAtMs && row.waitingForApproval !== true) return await this.#fail(row, 'LINK_EXPIRED')
    const bundle = await this.#findBundle(link, pursuit.stop.signal)
    if (bundle?.kind === 'withdrawn' && row.request === undefined) return await this.#fail(row, 'LINK_USED')
    if (bundle?.kind === 'bundle') {
      if (row.request === undefined) await this.#prepare(pursuit, link, bundle)
      else if (bundle.routes !== undefined) await this.#noteRoute(pursuit, routeOf(bundle.routes))
    }
    const { request, route } = pursuit.row
    if (request === undefined || route === undefined) return false
    const reply = await this.#ask(route, fromBase64url(request), pursuit.stop.signal)
    return await this.#take(pursuit, openReply({ link, request: fromBase64url(request), reply }))
  }

  async #ask (route: KnownRoute, request: Bytes, signal: AbortSignal): Promise<Bytes> {
    const timed = (): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(ASK_TIMEOUT_MS)])
    const { exchange } = this.#deps
    try {
      return await exchange.ask({ peerId: fromBase64url(route.peerId), addresses: route.addresses }, request, { signal: timed() })
    } catch (err) {
      // They may have restarted: the same place, another PeerId. Only they can answer the request, so anyone may see it.
      if (signal.aborted || hasCode(err, 'EXISTS')) throw err
      return await exchange.ask({ addresses: route.addresses }, request, { signal: timed() })
    }
  }

  async #take (pursuit: Pursuit, status: InviteStatus | undefined): Promise<boolean> {
    const { contacts, onContact } = this.#deps
    const { row } = pursuit
    switch (status) {
      case InviteStatus.ACCEPTED:
        await contacts.update(row.contactId!, contact => ({ ...contact, state: 'ready' }))
        await this.#end(row)
        onContact(row.contactId!)
        return true
      case InviteStatus.WAITING:
        if (row.waitingForApproval !== true) await this.#replace(pursuit, { ...row, waitingForApproval: true })
        return false
      case InviteStatus.USED: return await this.#fail(row, 'LINK_USED')
      case InviteStatus.EXPIRED: return await this.#fail(row, 'LINK_EXPIRED')
      case InviteStatus.REFUSED: return await this.#fail(row, 'REFUSED')
      default: return false // random bytes: not the maker of this link, or one who is too busy
    }
  }

  async #findBundle (link: InviteLink, signal: AbortSignal): Promise<OpenedBundle | undefined> {
    let best: OpenedBundle | undefined
    await this.#deps.rendezvous.find(bundleDhtKey(link.publicKey), {
      signal: AbortSignal.any([signal, AbortSignal.timeout(LOOKUP_TIMEOUT_MS)]),
      accept: value => {
        const bundle = openBundle({ link, value })
        if (best === undefined || bundle.seq > best.seq) best = bundle
      }
    })
    return best
  }

  /** Makes the contact, the pair secret and the first message, in one batch with the session that sealed it. */
  async #prepare (pursuit: Pursuit, link: InviteLink, bundle: Extract<OpenedBundle, { kind: 'bundle' }>): Promise<void> {
    const { identity, contacts, ratchets, node, random, clock, onContact } = this.#deps
    const { accountId, devices, version } = bundle.verified
    if (accountId === identity.account.accountId) {
      await this.#fail(pursuit.row, 'REFUSED')
      throw new AppError('BAD_LINK', 'this is a link of your own')
    }
    if (contacts.byAccount(accountId)?.blockedAtMs !== undefined) {
      await this.#fail(pursuit.row, 'REFUSED')
      throw new AppError('BLOCKED', 'you blocked this person', { hint: 'nobyte unblock WHO' })
    }
    const device = deviceIdFromBytes(bundle.preKeys.device)
    const pairSecret = newPairSecret(random)
    const spare = await ratchets.step('strangers', async overlay => await overlay.makePreKeys())
    const row = await ratchets.step(device, async (overlay, change) => {
      await overlay.begin(bundle.preKeys)
      const introduction = Introduction.encode({
        devices: identity.devices,
        preKeys: spare,
        routes: { ...node.routes(), atMs: clock.now() },
        name: identity.name,
        pairSecret,
        text: pursuit.row.text ?? ''
      })
      const { ciphertext } = await overlay.encrypt(device, introduction)
      const request = sealRequest({ secret: link.secret, message: ciphertext, random })
      const route = bundle.routes === undefined ? undefined : routeOf(bundle.routes)
      const contact = contacts.meet(change, {
        account: accountId,
        announcedName: plainName(bundle.name) || 'Somebody',
        state: 'pending',
        secret: pairSecret,
        devices,
        deviceListVersion: version,
        ...(route === undefined ? {} : { routes: new Map([[device, route]]) })
      })
      const next: JoinRow = {
        ...pursuit.row, request: toBase64url(request), contactId: contact.contactId, ...(route === undefined ? {} : { route })
      }
      this.#table.put(change.batch, { id: next.joinId }, next)
      change.after(() => { pursuit.row = next })
      return next
    })
    onContact(row.contactId!)
  }

  async #noteRoute (pursuit: Pursuit, route: KnownRoute): Promise<void> {
    if (route.atMs > (pursuit.row.route?.atMs ?? 0)) await this.#replace(pursuit, { ...pursuit.row, route })
  }

  async #replace (pursuit: Pursuit, row: JoinRow): Promise<void> {
    await this.#keep(row)
    pursuit.row = row
  }

  async #keep (row: JoinRow): Promise<void> {
    const change = this.#deps.changes.begin()
    this.#table.put(change.batch, { id: row.joinId }, row)
    await change.commit()
  }

  async #fail (row: JoinRow, code: Failure): Promise<true> {
    const change = this.#deps.changes.begin()
    this.#table.del(change.batch, { id: row.joinId })
    if (row.contactId !== undefined && this.#deps.contacts.get(row.contactId)?.state === 'pending') {
      await this.#deps.abandon(change, row.contactId)
    }
    change.emit('accept:failed', { joinId: row.joinId, code })
    this.#stopPursuit(row)
    await change.commit()
    return true
  }

  async #end (row: JoinRow): Promise<void> {
    const change = this.#deps.changes.begin()
    this.#table.del(change.batch, { id: row.joinId })
    await change.commit()
    this.#stopPursuit(row)
  }

  #stopPursuit ({ joinId }: JoinRow): void {
    this.#pursuits.get(joinId)?.stop.abort(new AppError('ABORTED', 'the join is over'))
    this.#pursuits.delete(joinId)
  }
}

function failed (code: Failure): AppError {
  switch (code) {
    case 'LINK_USED': return new AppError(code, 'this link was used already', { hint: 'Ask for a new one: nobyte invite' })
    case 'LINK_EXPIRED': return new AppError(code, 'this link has expired', { hint: 'Ask for a new one: nobyte invite' })
    case 'REFUSED': return new AppError(code, 'the maker of this link declined')
    default: return code satisfies never
  }
}

const routeOf = ({ peerId, addresses, atMs }: { peerId: Uint8Array, addresses: Uint8Array[], atMs: number }): KnownRoute =>
  ({ peerId: toBase64url(peerId), addresses: addressTexts(addresses), atMs })
