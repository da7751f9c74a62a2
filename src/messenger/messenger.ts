/** The messenger as the API and embedding programs see it: people by name, messages by id, facts as events. */
import { AppError } from '../base/errors.ts'
import type { Events } from '../base/events.ts'
import type { AccountId, ChannelId } from '../base/ids.ts'
import { safetyNumber } from '../crypto/safety.ts'
import { parseLink } from '../wire/link.ts'
import type { Board } from './channels/board.ts'
import { Chats } from './chats.ts'
import type { ChangeLog } from './core/changes.ts'
import type { Contact } from './core/contact.ts'
import { isPerson, shownName, timerOf } from './core/contacts.ts'
import type { Conversations, MessageRow } from './conversations.ts'
import type { MessageState, MessengerEvents } from './core/events.ts'
import type { Explanation } from './explanations.ts'
import { checkName } from './core/identity.ts'
import { shownKeeping } from './core/keeping.ts'
import { Following, type FollowOptions } from './following.ts'
import { GroupLinks } from './group-links.ts'
import type { GroupInfo, Talks } from './groups/talks.ts'
import type { MailboxState } from './mailboxes/overview.ts'
import { waysOf, type Ways } from './reach/ways.ts'
import type { Parts } from './parts.ts'
import type { ContactRow, InviteRow } from './core/rows.ts'
import { Venues } from './venues.ts'

export type { Contact }

export interface Invite {
  inviteId: string
  link: string
  expiresAtMs: number
  reusable: boolean
  /** whoever has the link can join the private network that it leads to */
  carriesNetworkKey: boolean
  /** hosts that keep what the link leads to: it works there while this node is away */
  mailboxes: string[]
}

export interface SafetyNumber {
  contactId: AccountId
  name: string
  /** 60 digits in 12 groups of 5 */
  digits: string
  verified: boolean
}

export class Messenger {
  readonly #parts: Parts & { venues: Venues }
  readonly #following: Following
  readonly chats: Chats
  readonly groupLinks: GroupLinks

  constructor (parts: Parts) {
    const venues = new Venues(parts)
    this.#parts = { ...parts, venues }
    this.#following = new Following(parts)
    this.groupLinks = new GroupLinks(parts)
    this.chats = new Chats({ ...parts, venues }, async contactId => (await this.person(contactId))!)
  }

  get channels (): Board {
    return this.#parts.board
  }

  get groups (): Talks {
    return this.#parts.talks
  }

  get events (): Events<MessengerEvents> {
    return this.#parts.events
  }

  get log (): ChangeLog {
    return this.#parts.changes
  }

  identity (): { accountId: AccountId, deviceId: string, name: string, createdAtMs: number } {
    const { account, device, name, createdAtMs } = this.#parts.identity
    return { accountId: account.accountId, deviceId: device.deviceId, name, createdAtMs }
  }

  /** Messages that nobody has received yet. */
  get waiting (): number {
    return this.#parts.outbox.owedInAll
  }

  /** What was said is being made ready to be searched; searches take longer meanwhile. */
  get indexing (): boolean {
    return this.#parts.search.isBinding
  }

  async people (): Promise<Contact[]> {
    return await Promise.all(this.#parts.contacts.people().map(async row => await this.#contact(row)))
  }

  /** A person, or a group as a list of conversations shows it. */
  async person (contactId: string): Promise<Contact | undefined> {
    const row = this.#parts.contacts.get(contactId as AccountId)
    return row === undefined || !isPerson(row) ? await this.#parts.talks.shown(contactId) : await this.#contact(row)
  }

  /** @throws AppError NOT_FOUND, AMBIGUOUS, EXISTS, BAD_INPUT */
  async renamePerson (who: string, name: string): Promise<Contact> {
    const { contacts } = this.#parts
    const { contactId } = contacts.resolve(who)
    const nickname = checkName(name)
    const rival = contacts.all().find(row => row.contactId !== contactId && shownName(row).toLowerCase() === nickname.toLowerCase())
    if (rival !== undefined) throw new AppError('EXISTS', `somebody here is called "${shownName(rival)}" already`)
    return await this.#contact(await contacts.update(contactId, row => ({ ...row, nickname })))
  }

  /** Forgets a person and everything said. @throws AppError NOT_FOUND, AMBIGUOUS */
  async removePerson (who: string): Promise<void> {
    const { contacts, joins, letGo } = this.#parts
    const { contactId } = contacts.resolve(who)
    await joins.forget(contactId)
    await letGo(contactId)
  }

  async block (who: string): Promise<Contact> {
    const { contacts, clock, links, refresh } = this.#parts
    const { contactId } = contacts.resolve(who, contacts.all())
    const row = await contacts.update(contactId, known => ({ ...known, blockedAtMs: clock.now() }))
    refresh(contactId)
    await links.closeContact(contactId)
    return await this.#contact(row)
  }

  async unblock (who: string): Promise<Contact> {
    const { contacts, refresh } = this.#parts
    const { contactId } = contacts.resolve(who, contacts.all())
    const row = await contacts.update(contactId, ({ blockedAtMs: _, ...known }) => known)
    refresh(contactId)
    return await this.#contact(row)
  }

  async verify (who: string): Promise<SafetyNumber> {
    const { contacts, identity } = this.#parts
    const row = contacts.resolve(who)
    // When their key changed, the number that has to match is the new one's.
    const digits = safetyNumber(identity.account.accountId, row.offeredAccount ?? row.account)
    return { contactId: row.contactId, name: shownName(row), digits: grouped(digits), verified: isVerified(row) }
  }

  async confirmVerified (who: string, match: boolean): Promise<Contact> {
    const { contacts, clock } = this.#parts
    const { contactId } = contacts.resolve(who)
    return await this.#contact(await contacts.update(contactId, ({ verifiedAtMs: _, ...row }) =>
      match ? { ...row, verifiedAtMs: clock.now() } : row))
  }

  /** Takes the account key that somebody's device now speaks for as theirs; the old verification does not carry over. */
  async acceptKeyChange (who: string): Promise<Contact> {
    const { contacts, refresh } = this.#parts
    const { contactId } = contacts.resolve(who)
    const row = await contacts.update(contactId, ({ offeredAccount, verifiedAtMs: _, ...known }) => {
      if (offeredAccount === undefined) throw new AppError('NOT_FOUND', `the keys of ${shownName(known)} did not change`)
      return { ...known, account: offeredAccount, deviceListVersion: 0 }
    })
    refresh(contactId)
    return await this.#contact(row)
  }

  /** Of a person, or of those in a group. @throws AppError NOT_FOUND, AMBIGUOUS */
  async setReadReceipts (who: string, readReceipts: boolean): Promise<Contact> {
    const { contacts, venues, groups } = this.#parts
    const { contactId, groupId } = await venues.resolve(who)
    if (groupId === undefined) return await this.#contact(await contacts.update(contactId, row => ({ ...row, readReceipts })))
    await groups.setReadReceipts(groupId, readReceipts)
    return (await this.person(contactId))!
  }

  /** @param typing whether each sees when the other writes */
  async setTyping (who: string, typing: boolean): Promise<Contact> {
    const { contacts } = this.#parts
    return await this.#contact(await contacts.update(contacts.resolve(who).contactId, row => ({ ...row, typing })))
  }

  async why (who: string): Promise<Explanation> {
    return this.#parts.explanations.why(this.#parts.contacts.resolve(who))
  }

  async invite (options: { expiresInMs?: number, reusable?: boolean, withNetworkKey?: boolean } = {}): Promise<Invite> {
    return this.#invite(await this.#parts.invites.create(options))
  }

  async invites (): Promise<Invite[]> {
    return this.#parts.invites.open().map(row => this.#invite(row))
  }

  async revokeInvite (inviteId: string): Promise<void> {
    await this.#parts.invites.revoke(inviteId)
  }

  /** Where a link leads, which is not followed. @throws AppError BAD_LINK */
  leadsTo (text: string): 'person' | 'group' {
    return parseLink(text).toGroup === true ? 'group' : 'person'
  }

  /**
   * @throws AppError BAD_LINK, LINK_USED, LINK_EXPIRED, REFUSED, NETWORK_MISMATCH; QUEUED: the time is up before the
   *   link's maker was found; it goes on. A contact still pending when the time is up is a result, not an error.
   */
  async accept (
    text: string,
    { wait = false, text: firstWords, ...options }: FollowOptions & { wait?: boolean, text?: string } = {}
  ): Promise<Contact> {
    const contactId = await this.#following.toPerson(text, { wait, firstWords, ...options })
    return await this.#contact(this.#parts.contacts.resolve(contactId))
  }

  /** Follows a link into a group, until one takes part. @throws AppError as `accept`; QUEUED: nobody answered yet */
  async joinGroup (text: string, options: FollowOptions = {}): Promise<GroupInfo> {
    return await this.groups.info(await this.#following.toGroup(text, options))
  }

  /** Where this profile fetches what was left for it. */
  /** Over whose nodes the network's servers are reached. */
  ways (): Ways {
    return waysOf(this.#parts.guards)
  }

  mailboxes (): MailboxState[] {
    return this.#parts.mailboxes.overview.list()
  }

  /** @throws AppError BAD_INPUT, EXISTS; PEER_UNREACHABLE: no mailbox host there */
  async addMailbox (address: string, options: { own?: boolean, signal: AbortSignal }): Promise<MailboxState> {
    return await this.#parts.mailboxes.overview.add(address, options)
  }

  /** @throws AppError NOT_FOUND, AMBIGUOUS */
  async removeMailbox (host: string, options: { signal: AbortSignal }): Promise<void> {
    await this.#parts.mailboxes.overview.remove(host, options)
  }

  async requests (): Promise<{ requestId: string, name: string, text: string, receivedAtMs: number }[]> {
    return this.#parts.requests.waiting().map(({ requestId, name, text, receivedAtMs }) => ({ requestId, name, text, receivedAtMs }))
  }

  async approveRequest (requestId: string): Promise<Contact> {
    return await this.#contact(this.#parts.contacts.resolve(await this.#parts.requests.approve(requestId)))
  }

  async declineRequest (requestId: string): Promise<void> {
    await this.#parts.requests.decline(requestId)
  }

  /**
   * To a person, a group or a channel. Resolves once the text is durable here.
   * @throws AppError TOO_LARGE, BLOCKED, KEY_CHANGED, REFUSED, NOT_FOUND, AMBIGUOUS
   */
  async send (
    who: string, text: string, options: { replyTo?: string } = {}
  ): Promise<{ messageId: string, contactId: AccountId, state: MessageState }> {
    const { conversations, venues, routes, board } = this.#parts
    const channelId = await board.placeOf(who)
    if (channelId !== undefined) return await board.postTo(channelId, text, options)
    const venue = await venues.resolve(who)
    const { id, state } = await conversations.send(venue, text, options)
    if (state === 'waiting') routes.wake(venue.contactId)
    return { messageId: id, contactId: venue.contactId, state }
  }

  async message (contactId: string, messageId: string, options: { timeline?: boolean } = {}): Promise<MessageRow | undefined> {
    const { conversations, venues, posts } = this.#parts
    const venue = await venues.at(contactId)
    if (venue === undefined) return await posts.message(contactId as ChannelId, messageId)
    return await conversations.message(venue, messageId, options)
  }

  async read (who: string, options: Parameters<Conversations['read']>[1] = {}): Promise<MessageRow[]> {
    const { conversations, venues, board, posts } = this.#parts
    const channelId = await board.placeOf(who)
    if (channelId !== undefined) return await posts.read(channelId, options)
    const venue = await venues.resolve(who)
    const rows = await conversations.read(venue, options)
    if (options.peek !== true) await this.chats.markSeen(venue)
    return rows
  }

  /** Ends everything that is under way; what is durable stays. The store and the node are the caller's to close. */
  async stop (): Promise<void> {
    await this.#parts.stop()
  }

  #invite ({ inviteId, link, expiresAtMs, reusable }: InviteRow): Invite {
    const carriesNetworkKey = parseLink(link).networkKey !== undefined
    return { inviteId, link, expiresAtMs, reusable, carriesNetworkKey, mailboxes: this.#parts.invites.keptAt(inviteId) }
  }

  async #contact (row: ContactRow): Promise<Contact> {
    const { links, history, joins, clock } = this.#parts
    const { unread, topIn } = await history.conversation(row.contactId)
    return {
      contactId: row.contactId,
      name: shownName(row),
      announcedName: row.announcedName,
      state: row.state === 'pending' && joins.pendingFor(row.contactId)?.waitingForApproval === true ? 'request-sent' : row.state,
      verified: isVerified(row),
      online: links.isOnline(row.contactId),
      blocked: row.blockedAtMs !== undefined,
      keyChanged: row.offeredAccount !== undefined,
      ...(row.lastSeenMs === undefined ? {} : { lastSeenMs: row.lastSeenMs }),
      unread,
      readReceipts: row.readReceipts,
      typing: row.typing !== false,
      ...shownKeeping(row, { topIn, nowMs: clock.now() }),
      expiresAfterMs: timerOf(row)
    }
  }
}

const isVerified = (row: ContactRow): boolean => row.verifiedAtMs !== undefined && row.offeredAccount === undefined
const grouped = (digits: string): string => digits.replaceAll(/\s/g, '').replaceAll(/(\d{5})(?=\d)/g, '$1 ')
