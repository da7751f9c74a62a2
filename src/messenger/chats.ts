/** What people do in conversations beside writing, as the API and embedding programs see it. */
import { AppError } from '../base/errors.ts'
import { parseContentId, type AccountId, type ChannelId, type ContentId } from '../base/ids.ts'
import { MAX_TEXT_BYTES } from '../wire/limits.ts'
import { historyOf } from './channels/notices.ts'
import type { MessageRow } from './conversations.ts'
import type { Contact } from './core/contact.ts'
import { withKeeping, type KeepingPatch } from './core/keeping.ts'
import type { PreferencesRow } from './core/preferences.ts'
import type { Draft } from './mail/drafts.ts'
import { Latest } from './mail/latest.ts'
import type { Venue } from './mail/venue.ts'
import type { Parts } from './parts.ts'
import type { Venues } from './venues.ts'

const DEFAULT_FOUND = 50
const MAX_FOUND = 1000
const MAX_NOTE_BYTES = 4096
/** of a text, in a list of conversations */
const PREVIEW_CHARS = 200
/** No clock comes to it. */
const FOR_GOOD_MS = Number.MAX_SAFE_INTEGER

/** A conversation as a list shows it. */
export interface Chat {
  contact: Contact
  /** the newest message, its text cut short */
  last: MessageRow | null
  /** what was begun and not sent, cut short */
  draft: string | null
  /** by which a list is ordered, newest first: of the last message, the draft, or when they were met */
  atMs: number
}

type ChatParts = Pick<
  Parts,
  'contacts' | 'conversations' | 'amendments' | 'expiry' | 'search' | 'history' | 'drafts' | 'preferences' | 'routes' | 'typing' |
  'groups' | 'talks' | 'board' | 'posts' | 'events' | 'outbox' | 'clock'
> & { venues: Venues }

export class Chats {
  readonly #parts: ChatParts
  readonly #latest: Latest<MessageRow>
  readonly #shown: (contactId: AccountId) => Promise<Contact>

  constructor (parts: ChatParts, shown: (contactId: AccountId) => Promise<Contact>) {
    this.#parts = parts
    const { conversations } = parts
    this.#latest = new Latest({ ...parts, read: async venue => (await conversations.read(venue, { limit: 1, peek: true }))[0] })
    conversations.onReading(contactId => { this.#latest.forget(contactId) })
    this.#shown = shown
  }

  /** Every conversation, the one where something happened last first; or one. @throws AppError NOT_FOUND, AMBIGUOUS */
  async list (who?: string): Promise<Chat[]> {
    const { venues } = this.#parts
    // Some may be forgotten meanwhile.
    const all = who === undefined ? await Promise.all(this.#ids.map(async id => await venues.at(id))) : [await venues.resolve(who)]
    const chats = await Promise.all(all.filter(venue => venue !== undefined).map(async venue => await this.#chat(venue)))
    return chats.sort((a, b) => b.atMs - a.atMs)
  }

  get #ids (): AccountId[] {
    return [...this.#parts.contacts.people().map(({ contactId }) => contactId), ...this.#parts.groups.histories]
  }

  async preferences (): Promise<PreferencesRow> {
    return await this.#parts.preferences.get()
  }

  async setPreferences (row: PreferencesRow): Promise<void> {
    await this.#parts.preferences.set(row)
  }

  /** That whoever sits here writes to somebody, or does no longer; groups are not told. @throws AppError NOT_FOUND, AMBIGUOUS */
  async typing (who: string, on: boolean): Promise<void> {
    const { contactId } = await this.#parts.venues.resolve(who)
    const contact = this.#parts.contacts.get(contactId)
    if (contact !== undefined) await this.#parts.typing.say(contact, on)
  }

  /** @returns the message as it is now. @throws AppError NOT_FOUND, REFUSED (not one's own), BAD_INPUT, TOO_LARGE, BLOCKED, KEY_CHANGED */
  async edit (messageId: string, text: string): Promise<MessageRow> {
    return await this.#amend(messageId, {
      said: async (venue, id) => { await this.#parts.amendments.edit(venue, id, text) },
      posted: async (channel, id) => { await this.#parts.board.edit(channel, id, text) }
    })
  }

  /** An empty emoji takes one's reaction back. @throws AppError NOT_FOUND, BAD_INPUT, BLOCKED, KEY_CHANGED */
  async react (messageId: string, emoji: string): Promise<MessageRow> {
    return await this.#amend(messageId, {
      said: async (venue, id) => { await this.#parts.amendments.react(venue, id, emoji) },
      posted: async () => { throw new AppError('REFUSED', 'nobody reacts to what was posted in a channel') }
    })
  }

  /** Keeps a message at hand for all who talk there, or no longer. @throws AppError NOT_FOUND, TOO_MANY, BLOCKED, KEY_CHANGED */
  async pin (messageId: string, on: boolean): Promise<MessageRow> {
    return await this.#amend(messageId, {
      said: async (venue, id) => { await this.#parts.amendments.pin(venue, id, on) },
      posted: async (channel, id) => { await this.#parts.board.pin(channel, id, on) }
    })
  }

  /** Oldest first. @throws AppError NOT_FOUND, AMBIGUOUS */
  async pinned (who: string): Promise<MessageRow[]> {
    const { conversations, amendments, venues, board, posts } = this.#parts
    const channelId = await board.placeOf(who)
    const venue = channelId === undefined ? await venues.resolve(who) : undefined
    const ids = await amendments.pinned(venue?.contactId ?? historyOf(channelId!))
    const rows = await Promise.all(ids.map(async id =>
      venue === undefined ? await posts.message(channelId!, id) : await conversations.message(venue, id)))
    return rows.filter(row => row !== undefined).toReversed()
  }

  /**
   * Messages that hold every word, in any case, newest first; with one person, in one group or channel, or in all.
   * @throws AppError NOT_FOUND, AMBIGUOUS, BAD_INPUT: no word, or too many
   */
  async search (text: string, { who, limit = DEFAULT_FOUND }: { who?: string, limit?: number } = {}): Promise<MessageRow[]> {
    const { conversations, search, venues, board, posts } = this.#parts
    const channelId = who === undefined ? undefined : await board.placeOf(who)
    const within = channelId !== undefined
      ? { contactId: historyOf(channelId) }
      : who === undefined ? {} : { contactId: (await venues.resolve(who)).contactId }
    const hits = await search.find(text, { most: Math.min(limit, MAX_FOUND), ...within })
    const rows = await Promise.all(hits.map(async hit => {
      const venue = await venues.at(hit.contactId)
      if (venue !== undefined) return await conversations.message(venue, hit.messageId)
      return await posts.message(hit.contactId as string as ChannelId, hit.messageId)
    }))
    return rows.filter(row => row !== undefined)
  }

  /** Here alone, or, of one's own messages, for everyone. @throws AppError NOT_FOUND, REFUSED (not one's own), BLOCKED, KEY_CHANGED */
  async delete (messageId: string, { everyone = false }: { everyone?: boolean } = {}): Promise<void> {
    const { amendments, routes, venues, board } = this.#parts
    const post = parseContentId(messageId)
    const channelId = await board.placeOfPost(post)
    if (channelId !== undefined) {
      if (everyone) await board.retract(channelId, post)
      else await amendments.deleteHere({ contactId: historyOf(channelId) }, post)
      return
    }
    const { venue, id } = await venues.find(messageId)
    if (!everyone) {
      await amendments.deleteHere(venue, id)
      return
    }
    await amendments.deleteForAll(venue, id)
    routes.wake(venue.contactId)
  }

  /** Nothing is said about what comes in: for good, for a while, or (0) no longer. @throws AppError NOT_FOUND, AMBIGUOUS */
  async mute (who: string, forMs = FOR_GOOD_MS): Promise<Contact> {
    const nowMs = this.#parts.clock.now()
    return await this.#keep(who, { mutedUntilMs: forMs === 0 ? undefined : Math.min(FOR_GOOD_MS, nowMs + forMs) })
  }

  /**
   * From now on messages, of all who talk there, disappear so long after they were read; 0: no longer.
   * @throws AppError NOT_FOUND, AMBIGUOUS, BAD_INPUT, BLOCKED, KEY_CHANGED, REFUSED
   */
  async expire (who: string, afterMs: number): Promise<Contact> {
    const { contacts, expiry, routes, talks, venues } = this.#parts
    const { contactId } = await venues.resolve(who)
    const contact = contacts.get(contactId)
    if (contact === undefined) {
      await talks.set(contactId, { expiresAfterMs: afterMs })
    } else {
      await expiry.set(contact, afterMs)
      routes.wake(contactId)
    }
    return await this.#shown(contactId)
  }

  /** Puts a conversation away until something comes in; while it is muted, for longer. @throws AppError NOT_FOUND, AMBIGUOUS */
  async archive (who: string, on: boolean): Promise<Contact> {
    const { history, venues } = this.#parts
    const { topIn } = await history.conversation((await venues.resolve(who)).contactId)
    return await this.#keep(who, { archivedAt: on ? `${topIn}` : undefined })
  }

  /** To be come back to, though everything was read; reading takes it away. @throws AppError NOT_FOUND, AMBIGUOUS */
  async markUnread (who: string): Promise<Contact> {
    return await this.#keep(who, { markedUnread: true })
  }

  /** It was come back to. */
  async markSeen ({ contactId, groupId }: Venue): Promise<void> {
    const { contacts, groups } = this.#parts
    const row = groupId === undefined ? contacts.get(contactId) : (await groups.roster.open(groupId))?.row
    if (row?.markedUnread === true) await this.#keep(contactId, { markedUnread: undefined })
  }

  /** One's own words about somebody, or a group; empty: none. @throws AppError NOT_FOUND, AMBIGUOUS, TOO_LARGE */
  async setNote (who: string, text: string): Promise<Contact> {
    const note = text.trim()
    if (Buffer.byteLength(note) > MAX_NOTE_BYTES) throw new AppError('TOO_LARGE', `a note has at most ${MAX_NOTE_BYTES / 1024} KiB`)
    return await this.#keep(who, { note: note === '' ? undefined : note })
  }

  /** What was begun and not sent; undefined when there is nothing. @throws AppError NOT_FOUND, AMBIGUOUS */
  async draft (who: string): Promise<Draft | undefined> {
    return await this.#parts.drafts.get((await this.#parts.venues.resolve(who)).contactId)
  }

  /** Keeps what is being written; empty: no longer. @throws AppError NOT_FOUND, AMBIGUOUS, TOO_LARGE, BAD_INPUT */
  async setDraft (who: string, text: string, { replyTo }: { replyTo?: string } = {}): Promise<void> {
    const { drafts, venues, clock } = this.#parts
    const { contactId } = await venues.resolve(who)
    if (Buffer.byteLength(text) > MAX_TEXT_BYTES) {
      throw new AppError('TOO_LARGE', `a message has at most ${MAX_TEXT_BYTES / 1024} KiB of text`)
    }
    await drafts.set(contactId, { text, atMs: clock.now(), ...(replyTo === undefined ? {} : { replyTo: parseContentId(replyTo) }) })
  }

  /** All that was begun and not sent. */
  async deleteDrafts (): Promise<void> {
    const { drafts, clock } = this.#parts
    for (const contactId of this.#ids) await drafts.set(contactId, { text: '', atMs: clock.now() })
  }

  async #chat (venue: Venue): Promise<Chat> {
    const { drafts, contacts, groups } = this.#parts
    const { contactId, groupId } = venue
    const addedAtMs = contacts.get(contactId)?.addedAtMs ?? (groupId && (await groups.roster.open(groupId))?.row.addedAtMs)
    const [contact, last, draft] = await Promise.all([this.#shown(contactId), this.#latest.of(venue), drafts.get(contactId)])
    const lastMs = last === undefined ? 0 : last.direction === 'in' ? last.deliveredAtMs ?? last.sentAtMs : last.sentAtMs
    return {
      contact,
      last: last === undefined ? null : { ...last, text: last.text.slice(0, PREVIEW_CHARS) },
      draft: draft === undefined ? null : draft.text.slice(0, PREVIEW_CHARS),
      atMs: Math.max(lastMs, draft?.atMs ?? 0, last === undefined ? addedAtMs ?? 0 : 0)
    }
  }

  async #keep (who: string, patch: KeepingPatch): Promise<Contact> {
    const { contacts, groups, venues } = this.#parts
    const { contactId, groupId } = await venues.resolve(who)
    if (groupId === undefined) await contacts.update(contactId, row => withKeeping(row, patch))
    else await groups.keep(groupId, patch)
    return await this.#shown(contactId)
  }

  async #amend (messageId: string, { said, posted }: {
    said: (venue: Venue, id: ContentId) => Promise<void>, posted: (channel: ChannelId, id: ContentId) => Promise<void>
  }): Promise<MessageRow> {
    const { conversations, routes, venues, board, posts } = this.#parts
    const post = parseContentId(messageId)
    const channelId = await board.placeOfPost(post)
    if (channelId !== undefined) await posted(channelId, post)
    const { venue, id } = channelId === undefined ? await venues.find(messageId) : { id: post }
    if (venue !== undefined) {
      await said(venue, id)
      routes.wake(venue.contactId)
    }
    const row = venue === undefined ? await posts.message(channelId!, id) : await conversations.message(venue, id)
    if (row === undefined) throw new AppError('NOT_FOUND', 'no such message')
    return row
  }
}
