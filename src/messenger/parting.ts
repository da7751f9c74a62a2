/** Nothing is left of somebody: what was said, what was owed to them, their sessions and the ways to them. */
import type { AccountId } from '../base/ids.ts'
import type { Change, ChangeLog } from './core/changes.ts'
import type { Contacts } from './core/contacts.ts'
import type { Ratchets } from './core/ratchets.ts'
import type { ForgetSaid } from './mail/forgetting.ts'
import type { Outbox } from './mail/outbox.ts'
import type { Mailboxes } from './mailboxes/mailboxes.ts'
import type { Links } from './reach/links.ts'
import type { Proofs } from './reach/proofs.ts'
import type { Routes } from './reach/routes.ts'
import type { Whereabouts } from './reach/whereabouts.ts'

export interface PartingDeps {
  changes: ChangeLog
  contacts: Contacts
  ratchets: Ratchets
  outbox: Outbox
  mailboxes: Mailboxes
  proofs: Proofs
  whereabouts: Whereabouts
  routes: Routes
  links: Links
  forgetSaid: ForgetSaid
}

export interface Parting {
  forgetContact: (change: Change, contactId: AccountId) => Promise<void>
  /** The same in a change of its own; whoever is connected is so no longer. */
  letGo: (contactId: AccountId) => Promise<void>
}

export function partingOf (
  { changes, contacts, ratchets, outbox, mailboxes, proofs, whereabouts, routes, links, forgetSaid }: PartingDeps
): Parting {
  const forgetContact = async (change: Change, contactId: AccountId): Promise<void> => {
    mailboxes.forget(change, contactId, contacts.get(contactId)?.devices.map(({ deviceId }) => deviceId) ?? [])
    for (const { deviceId } of contacts.get(contactId)?.devices ?? []) {
      await outbox.forget(change.batch, deviceId)
      change.after(() => { ratchets.forget(deviceId) })
    }
    await forgetSaid(change, contactId)
    contacts.remove(change, contactId)
    change.after(() => {
      proofs.refresh(contactId)
      for (const part of [whereabouts, routes]) part.forget(contactId)
    })
  }
  return {
    forgetContact,
    async letGo (contactId) {
      await links.closeContact(contactId)
      const change = changes.begin()
      await forgetContact(change, contactId)
      await change.commit()
      await links.closeContact(contactId) // they may have come back before they were forgotten
    }
  }
}
