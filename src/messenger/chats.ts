/** What people do in conversations beside writing, as the API and embedding programs see it. */
import { AppError } from '../base/errors.ts'
import { contentIdBytes, parseContentId, type ContentId } from '../base/ids.ts'
import type { MessageRow } from './conversations.ts'
import type { ContactRow } from './core/rows.ts'
import type { Parts } from './parts.ts'

export class Chats {
  readonly #parts: Pick<Parts, 'contacts' | 'conversations' | 'amendments' | 'history' | 'routes'>

  constructor (parts: Pick<Parts, 'contacts' | 'conversations' | 'amendments' | 'history' | 'routes'>) {
    this.#parts = parts
  }

  /** @returns the message as it is now. @throws AppError NOT_FOUND, REFUSED (not one's own), BAD_INPUT, TOO_LARGE, BLOCKED, KEY_CHANGED */
  async edit (messageId: string, text: string): Promise<MessageRow> {
    return await this.#amend(messageId, async (contact, id) => { await this.#parts.amendments.edit(contact, id, text) })
  }

  /** An empty emoji takes one's reaction back. @throws AppError NOT_FOUND, BAD_INPUT, BLOCKED, KEY_CHANGED */
  async react (messageId: string, emoji: string): Promise<MessageRow> {
    return await this.#amend(messageId, async (contact, id) => { await this.#parts.amendments.react(contact, id, emoji) })
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
