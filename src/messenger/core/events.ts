/**
 * Every fact that leaves the messenger, in one catalogue. A fact goes out after it is durable; its payload is ids, and
 * whoever wants more asks.
 */
import type { AccountId, ChannelId, ContentId, GroupId } from '../../base/ids.ts'

export type MessageState = 'waiting' | 'in mailbox' | 'sent' | 'delivered' | 'read' | 'received'

export interface MessengerEvents {
  /** durable here and shown once */
  'message:received': { contactId: AccountId, messageIds: ContentId[] }
  /** edited, deleted, reacted to */
  'message:changed': { contactId: AccountId, messageIds: ContentId[] }
  'message:state': { contactId: AccountId, messageIds: ContentId[], state: MessageState }
  /** added, renamed, verified, blocked, ready, online or offline, keys changed */
  'contact:changed': { contactId: AccountId }
  /** now, over a direct stream; never kept */
  'contact:typing': { contactId: AccountId, on: boolean }
  /** connected with at least one of their devices, or with none any more; never kept */
  'contact:presence': { contactId: AccountId, online: boolean, atMs: number }
  'contact:removed': { contactId: AccountId }
  /** an encrypted session was lost and begun anew; what was under way is sent again */
  'session:reset': { contactId: AccountId }
  /** made, joined, left; its members, roles or settings changed, or one of them did what an honest program does not */
  'group:changed': { groupId: GroupId }
  /** made, followed; something was posted, its authors or its serving changed, or one of them did what an honest program does not */
  'channel:changed': { channelId: ChannelId }
  'channel:left': { channelId: ChannelId }
  'request:received': { requestId: string }
  'invite:used': { inviteId: string, contactId: AccountId }
  /** an accepted link came to nothing: used, expired or refused */
  'accept:failed': { joinId: string, code: 'LINK_USED' | 'LINK_EXPIRED' | 'REFUSED' | 'OWN_LINK' | 'BLOCKED' }
  'network:changed': Record<string, never>
  /** who is nearby, or how far one has come with somebody there; also that one is not seen any more */
  'nearby:changed': Record<string, never>
}

/** What is told when it happens, and kept in no log. */
export type Moment =
  | { type: 'typing' } & MessengerEvents['contact:typing']
  | { type: 'presence' } & MessengerEvents['contact:presence']

export type EventName = keyof MessengerEvents
