/** What people do to messages that are there: edit, delete, react, pin. */
import { toText, utf8 } from '../base/bytes.ts'
import { AppError } from '../base/errors.ts'
import { contentIdBytes, contentIdFromBytes, type AccountId, type ContentId } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import type { Content } from '../wire/gen/content.ts'
import { MAX_EMOJI_BYTES, MAX_TARGETS_PER_DELETION, MAX_TEXT_BYTES } from '../wire/limits.ts'
import type { Change, ChangeLog } from './core/changes.ts'
import { stampOf, type Stamp } from './core/stamps.ts'
import { authorOf, readable } from './mail/contents.ts'
import type { History } from './mail/history.ts'
import type { Inbox, Sender } from './mail/inbox.ts'
import { MAX_HELD, targetOf, type Markings } from './mail/markings.ts'
import type { MarksRow, Speaker } from './mail/marks.ts'
import type { Body } from './mail/outbox.ts'
import type { Venue } from './mail/venue.ts'

const MAX_PINNED = 100
/** most of which may have been unpinned since */
const MAX_PINS_LOOKED_AT = 1000

const KINDS = ['edit', 'deletion', 'reaction', 'pin'] as const

export interface AmendmentsDeps {
  changes: ChangeLog
  history: History
  markings: Markings
  clock: Clock
}

export class Amendments {
  readonly #deps: AmendmentsDeps
  /** how many messages that are not here one step of the inbox has spoken of */
  readonly #unknown = new WeakMap<Change, number>()

  constructor (deps: AmendmentsDeps) {
    this.#deps = deps
  }

  listen (inbox: Inbox): void {
    for (const kind of KINDS) {
      inbox.register(kind, async ({ contactId }: Sender, content, change) => { await this.hear({ contactId, by: 'in' }, content, change) })
    }
  }

  /** Somebody says something of a message; what says nothing of any is passed over. @throws AppError PROTOCOL, REFUSED, TOO_MANY */
  async hear (speaker: Speaker, content: Content, change: Change): Promise<void> {
    if (content.edit !== undefined) await this.#onEdit(speaker, content, change)
    if (content.deletion !== undefined) await this.#onDeletion(speaker, content, change)
    if (content.reaction !== undefined) await this.#onReaction(speaker, content, change)
    if (content.pin !== undefined) await this.#onPin(speaker, content, change)
  }

  /** @throws AppError NOT_FOUND, REFUSED (not one's own), BAD_INPUT, TOO_LARGE, BLOCKED, KEY_CHANGED */
  async edit (venue: Venue, messageId: ContentId, text: string): Promise<void> {
    if (text === '') throw new AppError('BAD_INPUT', 'there is nothing to put in its place', { hint: 'To take it back: nobyte delete' })
    const bytes = utf8(text)
    const { maxTextBytes } = venue
    if (bytes.byteLength > maxTextBytes) throw new AppError('TOO_LARGE', `a message here has at most ${maxTextBytes / 1024} KiB of text`)
    await this.#checkThere(venue, messageId)
    await this.#say(venue, messageId, {
      body: { edit: { target: contentIdBytes(messageId), text: bytes } },
      patch: (stamp, atMs) => ({ edit: { ...stamp, atMs } }),
      text,
      authorOnly: true
    })
  }

  /** Takes a message of one's own back, for all who talk here. @throws AppError NOT_FOUND, REFUSED (not one's own), BLOCKED, KEY_CHANGED */
  async deleteForAll (venue: Venue, messageId: ContentId): Promise<void> {
    await this.#say(venue, messageId, {
      body: { deletion: { targets: [contentIdBytes(messageId)] } },
      patch: (_stamp, atMs) => ({ deleted: { atMs } }),
      authorOnly: true
    })
  }

  /** Removes a message here; nobody else is told. @throws AppError NOT_FOUND */
  async deleteHere ({ contactId }: Pick<Venue, 'contactId'>, messageId: ContentId): Promise<void> {
    const { markings, changes } = this.#deps
    const { mark } = await markings.marker(contactId, messageId, { by: 'out', authorOnly: false })
    const change = changes.begin()
    mark(change, { hidden: true })
    await change.commit()
  }

  /** One reaction for each person and message; empty: none any more. @throws AppError BAD_INPUT, NOT_FOUND, BLOCKED, KEY_CHANGED */
  async react (venue: Venue, messageId: ContentId, emoji: string): Promise<void> {
    if (emoji !== '' && !isEmoji(emoji)) throw new AppError('BAD_INPUT', `"${emoji}" is no emoji`, { hint: 'One, like 👍' })
    await this.#checkThere(venue, messageId)
    await this.#say(venue, messageId, {
      body: { reaction: { target: contentIdBytes(messageId), emoji } },
      patch: stamp => ({ reaction: { ...stamp, emoji } }),
      authorOnly: false
    })
  }

  /** Keeps a message at hand for all who talk here, or no longer. @throws AppError NOT_FOUND, TOO_MANY, BLOCKED, KEY_CHANGED */
  async pin (venue: Venue, messageId: ContentId, on: boolean): Promise<void> {
    await this.#checkThere(venue, messageId)
    if (on && (await this.pinned(venue.contactId)).length >= MAX_PINNED) {
      throw new AppError('TOO_MANY', `at most ${MAX_PINNED} messages of a conversation are pinned`)
    }
    await this.#say(venue, messageId, {
      body: { pin: { target: contentIdBytes(messageId), off: !on } },
      patch: stamp => ({ pin: { ...stamp, on } }),
      authorOnly: false
    })
  }

  /** The newest messages that are pinned, newest first; whoever pins more than those is not followed. */
  async pinned (contactId: AccountId): Promise<ContentId[]> {
    const { markings, history } = this.#deps
    const pinned: ContentId[] = []
    let looked = 0
    for await (const messageId of markings.pinned(contactId)) {
      if (++looked > MAX_PINS_LOOKED_AT || pinned.length === MAX_PINNED) break
      const place = await history.locate(contactId, contentIdBytes(messageId))
      if (place === undefined) continue
      const { pinned: isPinned, hidden } = await markings.view(contactId, messageId, place.author)
      if (isPinned && !hidden) pinned.push(messageId)
    }
    return pinned
  }

  /** The mark here and the content for the others become durable together. */
  async #say (venue: Venue, messageId: ContentId, { body, patch, text, authorOnly }: {
    body: Body, patch: (stamp: Stamp, atMs: number) => MarksRow, text?: string, authorOnly: boolean
  }): Promise<void> {
    const { markings, history } = this.#deps
    const { contactId } = venue
    venue.checkOpen()
    const { mark } = await markings.marker(contactId, messageId, { by: 'out', authorOnly })
    const conversation = await history.conversation(contactId)
    await venue.say(body, {
      also: (change, content) => {
        // Without its count, what is said after a restart could seem older than this.
        history.saveConversation(change, contactId, conversation)
        mark(change, patch(stampOf(content, content.lamport), content.sentAtMs), text)
      }
    })
  }

  /** Nothing can be done any more to what is gone, or to what this version cannot read. */
  async #checkThere ({ contactId }: Venue, messageId: ContentId): Promise<void> {
    const { history, markings } = this.#deps
    const page = await history.find(contactId, contentIdBytes(messageId))
    const content = page?.contents.find(({ id }) => contentIdFromBytes(id) === messageId)
    if (page === undefined || content === undefined) throw new AppError('NOT_FOUND', 'no such message here')
    const { deleted, hidden } = await markings.view(contactId, messageId, authorOf(page.direction, content))
    if (deleted || hidden) throw new AppError('NOT_FOUND', 'that message was deleted')
    if (readable(content).newer !== undefined) throw new AppError('REFUSED', 'that message was made by a newer nobyte')
  }

  async #onEdit (speaker: Speaker, content: Content, change: Change): Promise<void> {
    const { target, text } = content.edit!
    if (text.byteLength === 0 || text.byteLength > MAX_TEXT_BYTES) throw new AppError('PROTOCOL', 'an edit of no text, or too much')
    const atMs = Math.min(content.sentAtMs, this.#deps.clock.now())
    await this.#take(speaker, content, change, {
      target, authorOnly: true, patch: stamp => ({ edit: { ...stamp, atMs } }), text: toText(text)
    })
  }

  async #onDeletion (speaker: Speaker, content: Content, change: Change): Promise<void> {
    const atMs = Math.min(content.sentAtMs, this.#deps.clock.now())
    for (const target of content.deletion!.targets.slice(0, MAX_TARGETS_PER_DELETION)) {
      await this.#take(speaker, content, change, { target, authorOnly: true, patch: () => ({ deleted: { atMs } }) })
    }
  }

  async #onReaction (speaker: Speaker, content: Content, change: Change): Promise<void> {
    const { target, emoji } = content.reaction!
    if (emoji !== '' && !isEmoji(emoji)) throw new AppError('PROTOCOL', 'a reaction that is no emoji')
    await this.#take(speaker, content, change, { target, authorOnly: false, patch: stamp => ({ reaction: { ...stamp, emoji } }) })
  }

  async #onPin (speaker: Speaker, content: Content, change: Change): Promise<void> {
    const { target, off } = content.pin!
    await this.#take(speaker, content, change, { target, authorOnly: false, patch: stamp => ({ pin: { ...stamp, on: !off } }) })
  }

  async #take ({ contactId, by }: Speaker, content: Content, change: Change, { target, authorOnly, patch, text }: {
    target: Uint8Array, authorOnly: boolean, patch: (stamp: Stamp) => MarksRow, text?: string
  }): Promise<void> {
    const { markings, history } = this.#deps
    const unknown = this.#unknown.get(change) ?? 0
    // Looking for what is not here costs the most; nobody honest speaks of so much before saying it.
    if (unknown >= MAX_HELD) throw new AppError('TOO_MANY', 'marks on messages that are not here')
    const { known, mark } = await markings.marker(contactId, targetOf(target), { by, authorOnly })
    if (!known) this.#unknown.set(change, unknown + 1)
    const lamport = await history.witness(change, contactId, content.lamport)
    mark(change, patch(stampOf(content, lamport)), text)
  }
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** One picture, of this or a later Unicode version; with its colours, genders and joins it is still one. */
export function isEmoji (text: string): boolean {
  return Buffer.byteLength(text) <= MAX_EMOJI_BYTES &&
    /^[\p{Extended_Pictographic}\p{Emoji_Component}\p{Regional_Indicator}]+$/u.test(text) &&
    /[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]/u.test(text) &&
    [...graphemes.segment(text)].length === 1
}
