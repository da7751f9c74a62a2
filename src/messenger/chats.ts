/** What people do in conversations beside writing, as the API and embedding programs see it. */
import { AppError } from '../base/errors.ts'
import { contentIdBytes, parseContentId, type ContentId, type GroupId } from '../base/ids.ts'
import { MAX_TEXT_BYTES } from '../wire/limits.ts'
import type { MessageRow } from './conversations.ts'
import type { Contact } from './core/contact.ts'
import { historyOf } from './groups/hearing.ts'
import type { PreferencesRow } from './core/preferences.ts'
import type { ContactRow } from './core/rows.ts'
import type { Draft } from './mail/drafts.ts'
import type { Parts } from './parts.ts'

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
  'readings' | 'talks' | 'clock'
>

export class Chats {
  readonly #parts: ChatParts
  readonly #shown: (row: ContactRow) => Promise<Contact>

  constructor (parts: ChatParts, shown: (row: ContactRow) => Promise<Contact>) {
    this.#parts = parts
    this.#shown = shown
  }

  /** Every conversation, the one where something happened last first. */
  async list (): Promise<Chat[]> {
    const chats = await Promise.all(this.#parts.contacts.all().map(async row => await this.#chat(row)))
    return chats.sort((a, b) => b.atMs - a.atMs)
  }

  async preferences (): Promise<PreferencesRow> {
    return await this.#parts.preferences.get()
  }

  async setPreferences (row: PreferencesRow): Promise<void> {
    await this.#parts.preferences.set(row)
  }

  /** That whoever sits here writes to somebody, or does no longer. @throws AppError NOT_FOUND, AMBIGUOUS */
  async typing (who: string, on: boolean): Promise<void> {
    await this.#parts.typing.say(this.#parts.contacts.resolve(who), on)
  }

  /** @returns the message as it is now. @throws AppError NOT_FOUND, REFUSED (not one's own), BAD_INPUT, TOO_LARGE, BLOCKED, KEY_CHANGED */
  async edit (messageId: string, text: string): Promise<MessageRow> {
    return await this.#amend(messageId, async (contact, id) => { await this.#parts.amendments.edit(contact, id, text) })
  }

  /** An empty emoji takes one's reaction back. @throws AppError NOT_FOUND, BAD_INPUT, BLOCKED, KEY_CHANGED */
  async react (messageId: string, emoji: string): Promise<MessageRow> {
    return await this.#amend(messageId, async (contact, id) => { await this.#parts.amendments.react(contact, id, emoji) })
  }

  /** Keeps a message at hand for both, or no longer. @throws AppError NOT_FOUND, TOO_MANY, BLOCKED, KEY_CHANGED */
  async pin (messageId: string, on: boolean): Promise<MessageRow> {
    return await this.#amend(messageId, async (contact, id) => { await this.#parts.amendments.pin(contact, id, on) })
  }

  /** Oldest first. @throws AppError NOT_FOUND, AMBIGUOUS */
  async pinned (who: string): Promise<MessageRow[]> {
    const { contacts, conversations, amendments } = this.#parts
    const contact = contacts.resolve(who)
    const ids = await amendments.pinned(contact.contactId)
    const rows = await Promise.all(ids.map(async id => await conversations.message(contact, id)))
    return rows.filter(row => row !== undefined).toReversed()
  }

  /**
   * Messages that hold every word, in any case, newest first; with one person, or with all.
   * @throws AppError NOT_FOUND, AMBIGUOUS, BAD_INPUT: no word, or too many
   */
  async search (text: string, { who, limit = DEFAULT_FOUND }: { who?: string, limit?: number } = {}): Promise<MessageRow[]> {
    const { contacts, conversations, search, readings, talks } = this.#parts
    const groupId = who === undefined ? undefined : await talks.placeOf(who)
    const contactId = groupId !== undefined ? historyOf(groupId) : who === undefined ? undefined : contacts.resolve(who).contactId
    const hits = await search.find(text, { most: Math.min(limit, MAX_FOUND), ...(contactId === undefined ? {} : { contactId }) })
    const rows = await Promise.all(hits.map(async hit => {
      const contact = contacts.get(hit.contactId)
      // A group's history lies under its id.
      if (contact === undefined) return await readings.message(hit.contactId as string as GroupId, hit.messageId)
      return await conversations.message(contact, hit.messageId)
    }))
    return rows.filter(row => row !== undefined)
  }

  /** Here alone, or, of one's own messages, for everyone. @throws AppError NOT_FOUND, REFUSED (not one's own), BLOCKED, KEY_CHANGED */
  async delete (messageId: string, { everyone = false }: { everyone?: boolean } = {}): Promise<void> {
    const { amendments, routes } = this.#parts
    const { contact, id } = await this.#find(messageId)
    if (!everyone) {
      await amendments.deleteHere(contact, id)
      return
    }
    await amendments.deleteForBoth(contact, id)
    routes.wake(contact.contactId)
  }

  /** Nothing is said about what comes in: for good, for a while, or (0) no longer. @throws AppError NOT_FOUND, AMBIGUOUS */
  async mute (who: string, forMs = FOR_GOOD_MS): Promise<Contact> {
    const nowMs = this.#parts.clock.now()
    return await this.#revise(who, ({ mutedUntilMs: _, ...row }) =>
      forMs === 0 ? row : { ...row, mutedUntilMs: Math.min(FOR_GOOD_MS, nowMs + forMs) })
  }

  /**
   * From now on messages of both disappear so long after they were read; 0: no longer.
   * @throws AppError NOT_FOUND, AMBIGUOUS, BAD_INPUT, BLOCKED, KEY_CHANGED
   */
  async expire (who: string, afterMs: number): Promise<Contact> {
    const { contacts, expiry, routes } = this.#parts
    const contact = contacts.resolve(who)
    await expiry.set(contact, afterMs)
    routes.wake(contact.contactId)
    return await this.#shown(contacts.resolve(contact.contactId))
  }

  /** Puts a conversation away until something comes in; while it is muted, for longer. @throws AppError NOT_FOUND, AMBIGUOUS */
  async archive (who: string, on: boolean): Promise<Contact> {
    const { contacts, history } = this.#parts
    const { topIn } = await history.conversation(contacts.resolve(who).contactId)
    return await this.#revise(who, ({ archivedAt: _, ...row }) => on ? { ...row, archivedAt: `${topIn}` } : row)
  }

  /** To be come back to, though everything was read; reading takes it away. @throws AppError NOT_FOUND, AMBIGUOUS */
  async markUnread (who: string): Promise<Contact> {
    return await this.#revise(who, row => ({ ...row, markedUnread: true }))
  }

  /** One's own words about somebody; empty: none. @throws AppError NOT_FOUND, AMBIGUOUS, TOO_LARGE */
  async setNote (who: string, text: string): Promise<Contact> {
    const note = text.trim()
    if (Buffer.byteLength(note) > MAX_NOTE_BYTES) throw new AppError('TOO_LARGE', `a note has at most ${MAX_NOTE_BYTES / 1024} KiB`)
    return await this.#revise(who, ({ note: _, ...row }) => note === '' ? row : { ...row, note })
  }

  /** What was begun and not sent; undefined when there is nothing. @throws AppError NOT_FOUND, AMBIGUOUS */
  async draft (who: string): Promise<Draft | undefined> {
    return await this.#parts.drafts.get(this.#parts.contacts.resolve(who).contactId)
  }

  /** Keeps what is being written; empty: no longer. @throws AppError NOT_FOUND, AMBIGUOUS, TOO_LARGE, BAD_INPUT */
  async setDraft (who: string, text: string, { replyTo }: { replyTo?: string } = {}): Promise<void> {
    const { contacts, drafts, clock } = this.#parts
    const { contactId } = contacts.resolve(who)
    if (Buffer.byteLength(text) > MAX_TEXT_BYTES) {
      throw new AppError('TOO_LARGE', `a message has at most ${MAX_TEXT_BYTES / 1024} KiB of text`)
    }
    await drafts.set(contactId, { text, atMs: clock.now(), ...(replyTo === undefined ? {} : { replyTo: parseContentId(replyTo) }) })
  }

  /** All that was begun and not sent. */
  async deleteDrafts (): Promise<void> {
    const { contacts, drafts, clock } = this.#parts
    for (const { contactId } of contacts.all()) await drafts.set(contactId, { text: '', atMs: clock.now() })
  }

  async #chat (row: ContactRow): Promise<Chat> {
    const { conversations, drafts } = this.#parts
    const [contact, [last], draft] = await Promise.all([
      this.#shown(row), conversations.read(row, { limit: 1, peek: true }), drafts.get(row.contactId)
    ])
    const lastMs = last === undefined ? 0 : last.direction === 'in' ? last.deliveredAtMs ?? last.sentAtMs : last.sentAtMs
    return {
      contact,
      last: last === undefined ? null : { ...last, text: last.text.slice(0, PREVIEW_CHARS) },
      draft: draft === undefined ? null : draft.text.slice(0, PREVIEW_CHARS),
      atMs: Math.max(lastMs, draft?.atMs ?? 0, last === undefined ? row.addedAtMs : 0)
    }
  }

  async #revise (who: string, next: (row: ContactRow) => ContactRow): Promise<Contact> {
    const { contacts } = this.#parts
    return await this.#shown(await contacts.update(contacts.resolve(who).contactId, next))
  }

  async #amend (messageId: string, task: (contact: ContactRow, id: ContentId) => Promise<void>): Promise<MessageRow> {
    const { contact, id } = await this.#find(messageId)
    await task(contact, id)
    this.#parts.routes.wake(contact.contactId)
    const row = await this.#parts.conversations.message(contact, id)
    if (row === undefined) throw new AppError('NOT_FOUND', 'no such message')
    return row
  }

  /** A message's id says nothing of whom it was exchanged with. */
  async #find (messageId: string): Promise<{ contact: ContactRow, id: ContentId }> {
    const { contacts, history } = this.#parts
    const id = parseContentId(messageId)
    // The conversation that was used last is the likeliest.
    const all = contacts.all().sort((a, b) => b.lastUsedMs - a.lastUsedMs).map(({ contactId }) => contactId)
    const contactId = await history.search(all, contentIdBytes(id))
    if (contactId === undefined) throw new AppError('NOT_FOUND', 'no such message')
    return { contact: contacts.resolve(contactId), id }
  }
}
