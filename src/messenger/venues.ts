/** What a name, an id or a message belongs to: a person, or a group. */
import { AppError } from '../base/errors.ts'
import { contentIdBytes, parseContentId, type AccountId, type ContentId } from '../base/ids.ts'
import { isPerson } from './core/contacts.ts'
import { Correspondence } from './mail/correspondence.ts'
import type { Venue } from './mail/venue.ts'
import type { ContactRow } from './core/rows.ts'
import type { Parts } from './parts.ts'

export class Venues {
  readonly #parts: Pick<Parts, 'identity' | 'contacts' | 'history' | 'outbox' | 'clock' | 'groups' | 'talks'>

  constructor (parts: Pick<Parts, 'identity' | 'contacts' | 'history' | 'outbox' | 'clock' | 'groups' | 'talks'>) {
    this.#parts = parts
  }

  with (contact: ContactRow): Venue {
    return new Correspondence({ ...this.#parts, ownName: this.#parts.identity.name }, contact)
  }

  /** @throws AppError NOT_FOUND, AMBIGUOUS */
  async resolve (who: string): Promise<Venue> {
    const { contacts, talks } = this.#parts
    const known = await this.at(who) ?? await talks.venue(await talks.placeOf(who) ?? '')
    return known ?? this.with(contacts.resolve(who))
  }

  /** By the id of its history. */
  async at (contactId: string): Promise<Venue | undefined> {
    const { contacts, talks } = this.#parts
    const contact = contacts.get(contactId as AccountId)
    return contact === undefined || !isPerson(contact) ? await talks.venue(contactId) : this.with(contact)
  }

  /** A message's id says nothing of where it was said. @throws AppError NOT_FOUND, BAD_INPUT */
  async find (messageId: string): Promise<{ venue: Venue, id: ContentId }> {
    const { contacts, history, groups } = this.#parts
    const id = parseContentId(messageId)
    // The conversation that was used last is the likeliest.
    const all = contacts.people().sort((a, b) => b.lastUsedMs - a.lastUsedMs).map(({ contactId }) => contactId)
    const contactId = await history.search([...all, ...groups.histories], contentIdBytes(id))
    const venue = contactId && await this.at(contactId)
    if (venue === undefined) throw new AppError('NOT_FOUND', 'no such message')
    return { venue, id }
  }
}
