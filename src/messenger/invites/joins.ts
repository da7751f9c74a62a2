/**
 * Links accepted here, pursued until their maker has answered. Everything that was begun is durable: a join goes on
 * after a restart, and its request is resent byte by byte, so the other side can tell a repetition from a second joiner.
 */
import { fromBase64url, toHex, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import type { Events } from '../../base/events.ts'
import type { AccountId, GroupId } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { pause, SECOND, type Clock } from '../../base/time.ts'
import { openReply } from '../../crypto/invites.ts'
import { sha256 } from '../../crypto/primitives.ts'
import { jsonCodec } from '../../store/codecs.ts'
import type { Store, Table } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import { InviteStatus } from '../../wire/gen/invite.ts'
import { parseLink, type InviteLink } from '../../wire/link.ts'
import { MAX_REQUEST_TEXT_CHARS } from '../../wire/limits.ts'
import type { Change, ChangeLog } from '../core/changes.ts'
import { withProof, type Contacts } from '../core/contacts.ts'
import type { MessengerEvents } from '../core/events.ts'
import { refreshed, type FoundBundle, type Joiner } from './joiner.ts'
import type { ContactRow, JoinRow, KnownRoute } from '../core/rows.ts'

const FIRST_RETRY_MS = 5 * SECOND
const MAX_RETRY_MS = 300 * SECOND
const NEW_LINK = 'Ask whoever sent it for a new one (they type: nobyte invite)'
/** for the direct way: afterwards the request is left for a maker who may be away */
const DIRECT_MS = 3 * SECOND

type Failure = MessengerEvents['accept:failed']['code']

export interface JoinsDeps {
  store: Store
  changes: ChangeLog
  events: Events<MessengerEvents>
  contacts: Contacts
  joiner: Joiner
  clock: Clock
  log: Log
  /** the contact was made or became ready: publish, listen and dial under its secret */
  onContact: (contactId: AccountId) => void
  /** a pending contact came to nothing: lets go of it unless something was written to it */
  abandon: (change: Change, contactId: AccountId) => Promise<void>
}

/** With whom one is in touch now, and into which group the link leads. */
export type Joined = { contactId: AccountId, groupId?: GroupId }

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
  async accept (
    text: string, { ready, firstWords, signal }: { ready: boolean, firstWords?: string, signal: AbortSignal }
  ): Promise<Joined> {
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
  async #outcome (joinId: string, { ready, signal }: { ready: boolean, signal: AbortSignal }): Promise<Joined> {
    const { events, contacts } = this.#deps
    let failure: Failure | undefined
    let row = this.#pursuits.get(joinId)?.row
    return await new Promise((resolve, reject) => {
      const finish = (act: () => void): void => {
        for (const off of offs) off()
        signal.removeEventListener('abort', onAbort)
        act()
      }
      const known = (): ContactRow | undefined => row?.contactId === undefined ? undefined : contacts.get(row.contactId)
      const joined = ({ contactId }: ContactRow): Joined => ({ contactId, ...(row?.groupId && { groupId: row.groupId }) })
      const look = (): void => {
        row = this.#pursuits.get(joinId)?.row ?? row
        const contact = known()
        if (failure !== undefined) finish(() => { reject(failed(failure!)) })
        // An old contact is ready from the start, and has not answered this link yet.
        else if (contact !== undefined && (!ready || isAnswered(row!, contact))) finish(() => { resolve(joined(contact)) })
      }
      const onAbort = (): void => {
        finish(() => {
          const contact = known()
          if (contact !== undefined && (!ready || contact.state !== 'ready')) resolve(joined(contact))
          else {
            const what = contact === undefined ? 'was not found yet' : 'is a contact already, and has not answered it yet'
            reject(new AppError('QUEUED', `the maker of this link ${what}`, { hint: 'It goes on in the background. See: nobyte people' }))
          }
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
    const { clock, log, joiner } = this.#deps
    const link = parseLink(pursuit.row.link)
    void joiner.enter(link, pursuit.stop.signal)
    for (let failures = 0; !pursuit.stop.signal.aborted; failures++) {
      pursuit.hurry = new AbortController()
      try {
        if (await this.#step(pursuit, link)) return
      } catch (err) {
        if (pursuit.stop.signal.aborted) return
        log.debug('join not answered yet', errorFields(err))
      }
      const delayMs = pursuit.row.waitingForApproval === true
        ? MAX_RETRY_MS
        : Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 10))
      const either = AbortSignal.any([pursuit.stop.signal, pursuit.hurry.signal])
      await pause(clock, delayMs, either).catch(() => {})
    }
  }

  /** @returns whether there is nothing left to do */
  async #step (pursuit: Pursuit, link: InviteLink): Promise<boolean> {
    const { contacts, clock, joiner } = this.#deps
    const { row } = pursuit
    if (row.contactId !== undefined) {
      const contact = contacts.get(row.contactId)
      // Removed by its owner, or proven by a connection: either way nothing is asked any more. An old contact who is
      // there under an older secret has not answered this.
      if (contact === undefined || isAnswered(row, contact)) {
        await this.#end(row)
        return true
      }
    }
    // Someone who waits for approval holds a pair secret; the link's end does not end that.
    if (clock.now() > link.expiresAtMs && row.waitingForApproval !== true) return await this.#fail(row, 'LINK_EXPIRED')
    const bundle = await joiner.findBundle(link, { newest: row.request !== undefined, signal: pursuit.stop.signal })
    if (bundle?.kind === 'withdrawn' && row.request === undefined) return await this.#fail(row, 'LINK_USED')
    if (bundle?.kind === 'bundle') {
      if (row.request === undefined) {
        const refusal = joiner.refusalOf(bundle)
        if (refusal !== undefined) return await this.#fail(row, refusal)
        await this.#prepare(pursuit, link, bundle)
      } else {
        const next = refreshed(row, bundle)
        if (next !== undefined) await this.#replace(pursuit, next)
      }
    }
    const { request, route } = pursuit.row
    if (request === undefined) return false
    const asked = this.#askDirectly(route, request, pursuit.stop.signal)
    const late = pause(clock, DIRECT_MS, pursuit.stop.signal).then(() => false)
    const isInTime = await Promise.race([asked.then(() => true, () => false), late])
    const left = isInTime ? undefined : this.#leave(pursuit, link)
    left?.catch(() => {}) // an answer that comes after all is worth more
    let reply: Bytes
    try {
      reply = await asked
    } catch (err) {
      pursuit.stop.signal.throwIfAborted()
      await left
      throw err
    }
    return await this.#take(pursuit, openReply({ link, request: fromBase64url(request), reply }))
  }

  async #askDirectly (route: KnownRoute | undefined, request: string, signal: AbortSignal): Promise<Bytes> {
    if (route === undefined) throw new AppError('PEER_UNREACHABLE', 'this link says of no place where its maker is')
    return await this.#deps.joiner.ask(route, fromBase64url(request), signal)
  }

  /** Its maker is not there: the request waits for them where they fetch. */
  async #leave (pursuit: Pursuit, link: InviteLink): Promise<void> {
    const { joiner, changes } = this.#deps
    const next = await joiner.leave(pursuit.row, link, pursuit.stop.signal)
    if (next === undefined || this.#pursuits.get(next.joinId) !== pursuit) return
    const change = changes.begin()
    this.#table.put(change.batch, { id: next.joinId }, next)
    change.after(() => { pursuit.row = next })
    joiner.follow(change, next)
    await change.commit()
  }

  async #take (pursuit: Pursuit, status: InviteStatus | undefined): Promise<boolean> {
    const { contacts, clock, onContact } = this.#deps
    const { row } = pursuit
    switch (status) {
      case InviteStatus.ACCEPTED:
        await contacts.update(row.contactId!, contact => ({
          ...contact, state: 'ready', secrets: withProof(contact.secrets, row.secret ?? '', clock.now())
        }))
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

  async #prepare (pursuit: Pursuit, link: InviteLink, bundle: FoundBundle): Promise<void> {
    const { contactId } = await this.#deps.joiner.prepare(pursuit.row, { link, bundle, signal: pursuit.stop.signal }, (change, next) => {
      this.#table.put(change.batch, { id: next.joinId }, next)
      change.after(() => { pursuit.row = next })
    })
    this.#deps.onContact(contactId)
  }

  async #replace (pursuit: Pursuit, row: JoinRow): Promise<void> {
    const change = this.#deps.changes.begin()
    this.#table.put(change.batch, { id: row.joinId }, row)
    change.after(() => { pursuit.row = row })
    // Whoever shows this contact shows what they wait for.
    if (row.contactId !== undefined && row.waitingForApproval !== pursuit.row.waitingForApproval) {
      change.emit('contact:changed', { contactId: row.contactId })
    }
    await change.commit()
  }

  async #keep (row: JoinRow): Promise<void> {
    const change = this.#deps.changes.begin()
    this.#table.put(change.batch, { id: row.joinId }, row)
    await change.commit()
  }

  async #fail (row: JoinRow, code: Failure): Promise<true> {
    const { changes, contacts, abandon, onContact } = this.#deps
    const change = changes.begin()
    this.#table.del(change.batch, { id: row.joinId })
    const contact = row.contactId === undefined ? undefined : contacts.get(row.contactId)
    if (contact?.state === 'pending') {
      await abandon(change, contact.contactId)
    } else if (contact !== undefined) {
      // An old contact: they will never hold the secret that this request carried.
      contacts.revise(change, contact.contactId, known => ({
        ...known, secrets: known.secrets.filter(({ secret }) => secret !== row.secret)
      }))
      change.after(() => { onContact(contact.contactId) })
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

/** Its maker holds the pair secret that this join has sent. */
const isAnswered = (row: JoinRow, contact: ContactRow): boolean =>
  contact.secrets.some(({ secret, provenAtMs }) => secret === row.secret && provenAtMs !== undefined)

function failed (code: Failure): AppError {
  switch (code) {
    case 'LINK_USED': return new AppError(code, 'this link was used already', { hint: NEW_LINK })
    case 'LINK_EXPIRED': return new AppError(code, 'this link has expired', { hint: NEW_LINK })
    case 'OWN_LINK': return new AppError('BAD_LINK', 'this is a link of your own', { hint: 'Send it to the person you want to meet' })
    case 'BLOCKED': return new AppError(code, 'you blocked this person', { hint: 'Hear them again: nobyte unblock WHO' })
    case 'REFUSED': return new AppError(code, 'the maker of this link declined')
    default: return code satisfies never
  }
}
