/**
 * Every table that a profile has, and what it holds: the catalogue from which `nobyte disclosure` and SECURITY.md tell
 * what someone with this computer could read.
 */
export interface TableDeclaration {
  /** Stable for ever: keys are derived from it. */
  readonly name: string
  /** Who can read its values. Row counts, sizes and times of writing show to anyone with the disk. */
  readonly reader: 'passphrase' | 'anyone-with-the-disk'
  readonly purpose: string
  /** When a row goes. */
  readonly life: string
  /** Its values are sealed under sub-keys that are replaced daily, so that what was deleted or overwritten stays unreadable. */
  readonly rotating?: boolean
}

const table = <D extends Omit<TableDeclaration, 'reader'>>(declaration: D): D & { reader: 'passphrase' } =>
  ({ ...declaration, reader: 'passphrase' })

export const TABLES = {
  store: table({ name: 'store', purpose: 'the schema version, the count of commits, whether a roll-back was seen', life: 'the profile' }),
  profile: table({ name: 'profile', purpose: 'the name shown to contacts, and when the profile was made', life: 'the profile' }),
  secrets: table({ name: 'secrets', purpose: 'the account key and this device\'s identity key', life: 'the profile' }),
  contacts: table({
    name: 'contacts', purpose: 'people: names, notes, device lists, pair secrets, last addresses, blocks',
    life: 'until the person is removed'
  }),
  sessions: table({
    name: 'sessions', purpose: 'the ratchet state with each device', life: 'overwritten by every message; the day\'s key', rotating: true
  }),
  prekeys: table({
    name: 'prekeys', purpose: 'private prekeys handed out and not used yet', life: 'until used, or replaced when old', rotating: true
  }),
  invites: table({ name: 'invites', purpose: 'links made here and their secrets', life: 'until used, revoked or expired', rotating: true }),
  requests: table({ name: 'requests', purpose: 'people who wait for an answer', life: 'until approved or declined', rotating: true }),
  outbox: table({ name: 'outbox', purpose: 'contents that wait for a device', life: 'until in an envelope', rotating: true }),
  envelopes: table({ name: 'envelopes', purpose: 'encrypted messages without a receipt yet', life: 'until receipted', rotating: true }),
  history: table({ name: 'history', purpose: 'messages, a page for each envelope', life: 'until deleted' }),
  historyIndex: table({ name: 'historyIndex', purpose: 'where in the history a message lies, and its state', life: 'until deleted' }),
  marks: table({
    name: 'marks', purpose: 'edits, deletions, reactions and pins: which message, whose, when', life: 'as its message'
  }),
  edits: table({ name: 'edits', purpose: 'what an edited message reads like', life: 'as its message', rotating: true }),
  heldMarks: table({
    name: 'heldMarks', purpose: 'marks whose message has not come yet', life: 'until it comes; 1,024 of one person, 8,192 in a group'
  }),
  pins: table({ name: 'pins', purpose: 'which messages were pinned', life: 'as the contact' }),
  drafts: table({ name: 'drafts', purpose: 'what was begun and not sent', life: 'until sent or emptied', rotating: true }),
  expiries: table({ name: 'expiries', purpose: 'pages with messages that disappear, and when', life: 'until they have' }),
  volumes: table({ name: 'volumes', purpose: 'what was said, bound together to be searched', life: 'as the messages', rotating: true }),
  bounds: table({ name: 'bounds', purpose: 'how far conversations are bound to be searched', life: 'as the contact' }),
  latePages: table({ name: 'latePages', purpose: 'pages to be bound anew', life: 'until they are' }),
  erasures: table({ name: 'erasures', purpose: 'pages from which a text has yet to leave the disk', life: 'until it has' }),
  pageStates: table({
    name: 'pageStates', purpose: 'what becomes of a page: by which way it went, who kept it, delivered, read', life: 'as its page'
  }),
  seen: table({ name: 'seen', purpose: 'hashes of envelopes received, against showing one twice', life: '45 days' }),
  conversations: table({
    name: 'conversations', purpose: 'counters of each conversation, and how far it was read', life: 'as the contact'
  }),
  devices: table({ name: 'devices', purpose: 'envelope counters and resets with each device of a contact', life: 'as the contact' }),
  spares: table({
    name: 'spares', purpose: 'public keys from which a broken session begins anew', life: 'until used or replaced', rotating: true
  }),
  joins: table({
    name: 'joins', purpose: 'links accepted here that were not answered yet', life: 'until answered or expired', rotating: true
  }),
  networks: table({ name: 'networks', purpose: 'networks joined, with their keys and bootstrap addresses', life: 'until left' }),
  settings: table({ name: 'settings', purpose: 'choices made here', life: 'the profile' }),
  mailboxes: table({
    name: 'mailboxes', purpose: 'the queues at mailbox hosts from which this device fetches, and their keys', life: 'until given up'
  }),
  slots: table({
    name: 'slots', purpose: 'which contact or link may leave something in which queue, and the keys they were given',
    life: 'as the contact, the link or the queue'
  }),
  mailRoutes: table({
    name: 'mailRoutes', purpose: 'the mailboxes where contacts fetch, and the keys to leave something there', life: 'as the contact'
  }),
  custody: table({
    name: 'custody', purpose: 'which host keeps which message that has no receipt yet', life: 'until receipted', rotating: true
  }),
  guards: table({
    name: 'guards', purpose: 'the other operators\' nodes over which this device reaches mailbox hosts', life: '30 days'
  }),
  receipts: table({
    name: 'receipts', purpose: 'receipts for what was fetched from a mailbox, until they go', life: 'until sent', rotating: true
  }),
  groups: table({
    name: 'groups', purpose: 'groups: with which key this device speaks there, who has it, and how much it said', life: 'the profile',
    rotating: true
  }),
  groupWishes: table({
    name: 'groupWishes', purpose: 'groups that one asked to join by their link', life: 'until one is in it; 30 days'
  }),
  groupOperations: table({
    name: 'groupOperations', purpose: 'who added and removed whom in groups', life: 'as the group'
  }),
  groupDoubts: table({
    name: 'groupDoubts', purpose: 'what a member of a group did that an honest program does not', life: 'as the group'
  }),
  groupItems: table({
    name: 'groupItems', purpose: 'what members of groups said and signed, for those who missed it', life: 'as the group'
  }),
  groupKeys: table({
    name: 'groupKeys', purpose: 'with which keys members\' messages are opened', life: 'as the group', rotating: true
  }),
  groupReceipts: table({
    name: 'groupReceipts', purpose: 'which member has which message sent to a group', life: 'as the group'
  }),
  groupReads: table({
    name: 'groupReads', purpose: 'up to where a member has read what was said here to a group', life: 'as the group'
  }),
  groupEdits: table({
    name: 'groupEdits', purpose: 'which signed items say how a message of a group reads since', life: 'as the group'
  }),
  channels: table({
    name: 'channels', purpose: 'channels followed or made here: their read keys, one\'s own key to post, where they were found',
    life: 'until left', rotating: true
  }),
  channelPosts: table({
    name: 'channelPosts', purpose: 'what was posted to channels and signed, for those who missed it', life: 'as the channel'
  }),
  channelPlaces: table({ name: 'channelPlaces', purpose: 'where among a channel\'s posts each lies', life: 'as the channel' }),
  channelDoubts: table({
    name: 'channelDoubts', purpose: 'what an author of a channel did that an honest program does not', life: 'as the channel'
  }),
  events: table({ name: 'events', purpose: 'what the local API told, as ids, for a client that comes back', life: 'the last 100,000' })
} as const satisfies Record<string, TableDeclaration>
