/** What is kept about mailboxes, as it lies (encrypted) in the store. Byte fields are base64url. */
import { fromBase64url, toBase64url, type Bytes } from '../../base/bytes.ts'
import type { AccountId, DeviceId } from '../../base/ids.ts'
import { peerIdText } from '../../network/addresses.ts'
import type { MailboxHost } from '../../protocols/mailbox/mailbox.ts'

export interface HostRow {
  peerId: string
  key: string
  addresses: string[]
  /** as the network file calls whoever runs it; empty: nobody does */
  operator: string
}

/** A queue at a host from which this device fetches. */
export interface QueueRow {
  host: HostRow
  rid: string
  publicKey: string
  privateKey: string
  createdAtMs: number
  untilMs: number
  /** asked for by name, not chosen: never replaced */
  wanted?: true
  /** run by this profile's owner: told to contacts alone */
  own?: true
  /** what its host did that no honest one does: nobody is told of it any more, where there is another */
  lied?: Fault
}

/** What a host may do to the cells that lie there. */
export type Fault =
  /** handed out other bytes than were left */
  | 'altered'
  /** handed out again what it had handed out before */
  | 'repeated'
  /** not in the order of its own numbers */
  | 'disordered'
  /** took it, and says that there is nothing */
  | 'withheld'

/** Who was given the key to a sender id. */
export type Holder = { contactId: AccountId } | { inviteId: string } | { self: true }

/** A sender id of one of these queues, and the key that was made for whoever holds it. */
export interface SlotRow {
  /** the host's PeerId */
  queue: string
  holder: string
  sid: string
  privateKey: string
  createdAtMs: number
  /** which set of routes its holder was told last */
  told?: string
}

/** Where something may be left for a device of a contact. */
export interface Route {
  host: HostRow
  sid: string
  privateKey: string
  untilMs: number
  /** PeerId of the proxy over which it is fetched from there; others are to be used */
  guard?: string
}

export interface RoutesRow {
  contactId: AccountId
  device: DeviceId
  routes: Route[]
  atMs: number
  /** an invite's, until the contact says which are for them */
  provisional?: true
}

/** What a contact's device is to be told: which of its envelopes are durable here, and which cannot be read. */
export interface ReceiptRow {
  contactId: AccountId
  device: DeviceId
  at: string
  hashes: string[]
  refused: string[]
}

export const holderText = (holder: Holder): string =>
  'contactId' in holder ? `contact:${holder.contactId}` : 'inviteId' in holder ? `invite:${holder.inviteId}` : 'self:'

export function holderOf (text: string): Holder {
  const [kind, id = ''] = text.split(':')
  return kind === 'contact' ? { contactId: id as AccountId } : kind === 'invite' ? { inviteId: id } : { self: true }
}

export const hostRow = ({ peerId, key, addresses, operator }: MailboxHost): HostRow =>
  ({ peerId: toBase64url(peerId), key: toBase64url(key), addresses, operator })

export const hostOf = ({ peerId, key, addresses, operator }: HostRow): MailboxHost =>
  ({ peerId: fromBase64url(peerId), key: fromBase64url(key), addresses, operator })

export const keysOf = ({ publicKey, privateKey }: Pick<QueueRow, 'publicKey' | 'privateKey'>): { publicKey: Bytes, privateKey: Bytes } =>
  ({ publicKey: fromBase64url(publicKey), privateKey: fromBase64url(privateKey) })

/** How people call a host: by who runs it, else by the end of its id. An operator who gave no name is called by that id, too. */
export const aliasOf = ({ operator, peerId }: HostRow): string =>
  operator === '' || operator === peerIdText(fromBase64url(peerId)) ? `host ${peerId.slice(-6)}` : operator
