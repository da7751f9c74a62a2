/** A person as they are shown. */
import type { AccountId } from '../../base/ids.ts'

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
}
