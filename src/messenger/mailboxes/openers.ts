/** Under which secrets something that was left for us may open, and whom each of them speaks for. */
import type { AccountId } from '../../base/ids.ts'
import type { Contacts } from '../core/contacts.ts'
import type { Opener } from './assembly.ts'
import type { Holder } from './rows.ts'

interface Sources {
  contacts: Contacts
  invites: { secretOf: (inviteId: string) => { secret: string, contactId?: AccountId } | undefined }
}

/** @returns undefined: whoever it is, nothing is taken from them */
export function openersOf (holder: Holder, { contacts, invites }: Sources): Opener[] | undefined {
  if ('contactId' in holder) return ofContact(holder.contactId, contacts)
  if ('self' in holder) return undefined // read by whoever wrote it
  const link = invites.secretOf(holder.inviteId)
  if (link === undefined) return undefined
  // Whoever has used the link writes on under the secret that their request carried, until they are told another place.
  const theirs = link.contactId === undefined ? [] : ofContact(link.contactId, contacts) ?? []
  return [...theirs, { secret: link.secret, origin: { inviteId: holder.inviteId } }]
}

function ofContact (contactId: AccountId, contacts: Contacts): Opener[] | undefined {
  const contact = contacts.get(contactId)
  if (contact === undefined || contact.blockedAtMs !== undefined) return undefined
  return contact.secrets.map(({ secret }) => ({ secret, origin: { contactId, secret } }))
}
