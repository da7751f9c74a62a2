/** What the messenger is made of, for the one that shows it to the outside. */
import type { Events } from '../base/events.ts'
import type { AccountId } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import type { NetworkNode } from '../network/node.ts'
import type { Change, ChangeLog } from './changes.ts'
import type { Contacts } from './contacts.ts'
import type { Conversations } from './conversations.ts'
import type { MessengerEvents } from './events.ts'
import type { Explanations } from './explanations.ts'
import type { Identity } from './identity.ts'
import type { Invites } from './invites.ts'
import type { Joins } from './joins.ts'
import type { Links } from './links.ts'
import type { Outbox } from './outbox.ts'
import type { Requests } from './requests.ts'
import type { Routes } from './routes.ts'

export interface Parts {
  identity: Identity
  node: NetworkNode
  clock: Clock
  events: Events<MessengerEvents>
  changes: ChangeLog
  contacts: Contacts
  conversations: Conversations
  outbox: Outbox
  links: Links
  routes: Routes
  invites: Invites
  joins: Joins
  requests: Requests
  explanations: Explanations
  /** a contact's keys, devices or block changed: other hints, other records, another look */
  refresh: (contactId: AccountId) => void
  forgetContact: (change: Change, contactId: AccountId) => Promise<void>
  stop: () => Promise<void>
}
