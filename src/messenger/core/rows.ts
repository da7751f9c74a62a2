/** What the messenger keeps, as it lies (encrypted) in the store. Byte fields of JSON rows are base64url. */
import type { AccountId, ContentId, DeviceId, GroupId } from '../../base/ids.ts'
import type { Step } from './journeys.ts'
import type { Stamp } from './stamps.ts'

export interface ProfileRow {
  name: string
  createdAtMs: number
}

export interface SecretsRow {
  /** the account's Ed25519 seed; the recovery words derive it, and are not kept */
  accountSeed: string
  identityKeyPair: string
  deviceId: DeviceId
  registrationId: number
  /** encoded SignedDeviceList: this account's own, newest */
  devices: string
}

/** A secret of one pair of accounts; several are valid while one takes over from another. */
export interface PairSecretRow {
  secret: string
  sinceMs: number
  /** when a connection was first proven under it, and so both sides hold it */
  provenAtMs?: number
  lastProvenAtMs?: number
}

export interface KnownRoute {
  peerId: string
  addresses: string[]
  atMs: number
}

export interface ContactDeviceRow {
  deviceId: DeviceId
  /** the newest rendezvous seq seen; lower ones are replays */
  seq: number
  route?: KnownRoute
}

/** Messages disappear so long after they were read; 0: they stay. */
export interface TimerRow extends Stamp {
  afterMs: number
}

/** What whoever sits here keeps about a conversation; nobody is told. */
export interface Keeping {
  note?: string
  /** nothing is said about what comes in */
  mutedUntilMs?: number
  /** put away until something newer than this position of theirs comes in */
  archivedAt?: string
  /** to be come back to, though everything was read */
  markedUnread?: true
}

export interface ContactRow extends Keeping {
  /** the account key of first contact; names this row for good */
  contactId: AccountId
  /** the account key now: differs from contactId after an accepted key change */
  account: AccountId
  announcedName: string
  nickname?: string
  /** added to a name that was taken: "Ada (2)" */
  number?: number
  state: 'pending' | 'ready'
  addedAtMs: number
  /** met by a group's link: reached there, and no person of one's own */
  groupOnly?: true
  secrets: PairSecretRow[]
  devices: ContactDeviceRow[]
  deviceListVersion: number
  verifiedAtMs?: number
  blockedAtMs?: number
  readReceipts: boolean
  /** false: neither tells nor is told who of the two is writing */
  typing?: boolean
  /** what each of the two said last of how long messages stay; the newer counts */
  timers?: Partial<Record<'in' | 'out', TimerRow>>
  lastSeenMs?: number
  lastUsedMs: number
  /** an account key that the person's device showed and nobody here has accepted yet */
  offeredAccount?: AccountId
}

/** The counters of one conversation. */
export interface ConversationRow {
  lamport: number
  /** my last content's seq */
  seq: number
  /** the highest position used in the history */
  top: string
  /** the highest position of what they wrote */
  topIn?: string
  unread: number
  /** positions up to and including this one were read here */
  readThrough: string
}

/** What goes between this device and one of a contact's. */
export interface DeviceRow {
  deviceId: DeviceId
  sentCounter: number
  seenCounter: number
  /** spare bundles of our own that the other device was given: their private keys go when they are too old to be used */
  given?: { kyberId: number, atMs: number }[]
  resetAtMs?: number
  resetCount: number
  /** put back from an old copy: up to where sentCounter had come, only the other side knows */
  countLost?: boolean
  /** outbox rows up to this one come from an old copy of the database, and may have gone before */
  doubtfulRow?: string
}

/** Where a session reset finds keys: a bundle that the other device gave in advance. */
export interface SpareRow {
  /** encoded PreKeys */
  preKeys: string
  receivedAtMs: number
}

/** When the messages of one page reached a state; one that is missing was not reached. */
export interface PageStateRow {
  deliveredAtMs?: number
  readAtMs?: number
  /** in a row of its own until it was delivered */
  steps?: Step[]
}

export interface InviteRow {
  inviteId: string
  seed: string
  secret: string
  link: string
  reusable: boolean
  createdAtMs: number
  expiresAtMs: number
  /** encoded PreKeys, made for this link */
  preKeys: string
  bundleSeq: number
  /** the request that used it up, and whose it was: the same request again gets the same answer */
  used?: { requestHash: string, contactId: AccountId }
  revokedAtMs?: number
  /** whoever uses it is added to this group, at most so many; of each the beginning of their request's hash */
  group?: { groupId: GroupId, limit?: number, joined: string[] }
}

/** A link accepted here whose maker has not answered yet. */
export interface JoinRow {
  joinId: string
  link: string
  startedAtMs: number
  /** into which it leads, once the bundle was read */
  groupId?: GroupId
  text?: string
  /** set once the bundle was read: the sealed request, resent byte by byte until answered */
  request?: string
  contactId?: AccountId
  /** the pair secret that the request carries */
  secret?: string
  route?: KnownRoute
  waitingForApproval?: boolean
  /** encoded MailboxRoutes: where the request can be left while the link's maker is away */
  mailboxes?: string[]
  /** of the bundle that said so */
  bundleSeq?: number
  /** sender ids under which it was left, and when */
  left?: { sid: string, atMs: number }[]
}

export interface RequestRow {
  requestId: string
  inviteId: string
  requestHash: string
  receivedAtMs: number
  name: string
  text: string
  account: AccountId
  device: DeviceId
  deviceListVersion: number
  devices: DeviceId[]
  spare: string
  route?: KnownRoute
  /** encoded MailboxRoutes */
  mailboxes?: string[]
  pairSecret: string
  decidedAtMs?: number
  approved?: boolean
}

/** What waits for its first envelope: a page of the history, or a content that shows nowhere. */
export type OutboxItem = { page: string, /** how many messages; 1 when absent */ count?: number } | { content: string }

export interface EventRow {
  firstSeq: number
  name: string
  payload: { messageIds?: ContentId[] } & Record<string, unknown>
}
