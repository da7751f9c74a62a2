/** A person as they are shown; a group, too, in a list of conversations. */
import type { AccountId } from '../../base/ids.ts'

/** What only a group has. */
export interface GroupOutline {
  /** invited: added, and not asked yet whether they take part; gone: whoever sits here left, or was removed */
  state: 'invited' | 'member' | 'gone'
  members: number
  mayPost: boolean
  mayAdd: boolean
}

export interface Contact {
  contactId: AccountId
  /** the one that is shown; unique here */
  name: string
  announcedName: string
  state: 'pending' | 'request-sent' | 'ready'
  verified: boolean
  online: boolean
  blocked: boolean
  keyChanged: boolean
  lastSeenMs?: number
  unread: number
  /** to be come back to, though nothing is unread */
  markedUnread: boolean
  readReceipts: boolean
  /** each of the two sees when the other writes, while they are connected directly */
  typing: boolean
  /** whoever shows what comes in does so without a sound */
  muted: boolean
  /** put away until something comes in, or, while it is muted, for longer */
  archived: boolean
  /** messages of both disappear so long after they were read; 0: they stay */
  expiresAfterMs: number
  /** one's own; nobody is told */
  note?: string
  /** it is a group, and no person */
  group?: GroupOutline
}
