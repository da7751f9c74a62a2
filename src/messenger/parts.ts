/** What the messenger is made of, for the one that shows it to the outside. */
import type { Events } from '../base/events.ts'
import type { AccountId } from '../base/ids.ts'
import type { Clock } from '../base/time.ts'
import type { NetworkNode } from '../network/node.ts'
import type { ChangeLog } from './core/changes.ts'
import type { Contacts } from './core/contacts.ts'
import type { Amendments } from './amendments.ts'
import type { Conversations } from './conversations.ts'
import type { MessengerEvents } from './core/events.ts'
import type { Preferences } from './core/preferences.ts'
import type { Expiry } from './expiry.ts'
import type { Explanations } from './explanations.ts'
import type { Guards } from './reach/guards.ts'
import type { Identity } from './core/identity.ts'
import type { Invites } from './invites/invites.ts'
import type { Joins } from './invites/joins.ts'
import type { Links } from './reach/links.ts'
import type { Mailboxes } from './mailboxes/mailboxes.ts'
import type { Drafts } from './mail/drafts.ts'
import type { History } from './mail/history.ts'
import type { Board } from './channels/board.ts'
import type { Readings as Posts } from './channels/readings.ts'
import type { Groups } from './groups/groups.ts'
import type { Talks } from './groups/talks.ts'
import type { Outbox } from './mail/outbox.ts'
import type { Requests } from './invites/requests.ts'
import type { Typing } from './typing.ts'
import type { Search } from './search/search.ts'
import type { Routes } from './reach/routes.ts'

export interface Parts {
  identity: Identity
  node: NetworkNode
  clock: Clock
  events: Events<MessengerEvents>
  changes: ChangeLog
  contacts: Contacts
  conversations: Conversations
  amendments: Amendments
  expiry: Expiry
  search: Search
  typing: Typing
  groups: Groups
  board: Board
  posts: Posts
  talks: Talks
  history: History
  drafts: Drafts
  preferences: Preferences
  outbox: Outbox
  links: Links
  routes: Routes
  invites: Invites
  joins: Joins
  requests: Requests
  mailboxes: Mailboxes
  guards: Guards
  explanations: Explanations
  /** a contact's keys, devices or block changed: other hints, other records, another look */
  refresh: (contactId: AccountId) => void
  /** nothing is left of somebody */
  letGo: (contactId: AccountId) => Promise<void>
  stop: () => Promise<void>
}
