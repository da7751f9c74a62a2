/** What members and groups are called here. */
import type { AccountId } from '../../base/ids.ts'
import { shownName, type Contacts } from '../core/contacts.ts'
import { plainName, type Identity } from '../core/identity.ts'
import type { Group } from './group.ts'

export const nameOf = ({ membership }: Group): string => plainName(membership.now.settings.name)

/** A contact's name as it is shown here, else what whoever added them called them. */
export function nameIn ({ identity, contacts }: { identity: Identity, contacts: Contacts }, group: Group, account: AccountId): string {
  if (account === identity.account.accountId) return identity.name
  const contact = contacts.byAccount(account)
  return contact === undefined ? plainName(group.nameOf(account) ?? account.slice(0, 8)) : shownName(contact)
}
