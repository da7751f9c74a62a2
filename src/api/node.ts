/**
 * What the API needs of the program it speaks for. Types only: the daemon and the infrastructure node satisfy them,
 * the method table maps onto them, and neither knows the other.
 */
import type {
  Channel, Chat, Contact, Explanation, Group, GroupLink, GroupRight, GroupRole, Holding, Invite, MailboxState, Message, Moment,
  NearbyPerson, NearbyStatus, NetworkDescription, NetworkStatus, NodeState, Preferences, ProfileCreated, Ready, Request,
  SafetyNumber, Sent, Status, WayIn
} from './schema.ts'

/** A fact as the messenger keeps it: ids only, one message each. */
export interface LoggedEvent {
  seq: number
  name: string
  payload: object
}

/** The durable log of events. Whoever resumes from a seq sees everything after it, once. */
export interface EventLog {
  /** 0 before the first event */
  readonly latestSeq: number
  /**
   * Everything kept after `seq`, in ascending order. It must never yield a seq while a lower one may still become
   * durable: the reader would move past it and never see it.
   */
  since: (seq: number) => AsyncIterable<LoggedEvent>
  /** Calls back whenever there is more to read. @returns a function that ends it */
  follow: (listener: () => void) => () => void
  /** Calls back when somebody comes, goes, writes, or does no longer; it is in no log. @returns a function that ends it */
  onMoment: (listener: (moment: Moment) => void) => () => void
}

/** What people do in conversations beside writing. */
export interface ChatsFacade {
  /** all, or one */
  list: (who?: string) => Promise<Chat[]>
  preferences: () => Promise<Preferences>
  setPreferences: (preferences: Preferences) => Promise<void>
  edit: (messageId: string, text: string) => Promise<Message>
  delete: (messageId: string, options: { everyone?: boolean }) => Promise<void>
  /** an empty emoji takes a reaction back */
  react: (messageId: string, emoji: string) => Promise<Message>
  pin: (messageId: string, on: boolean) => Promise<Message>
  pinned: (who: string) => Promise<Message[]>
  search: (text: string, options: { who?: string, limit?: number }) => Promise<Message[]>
  /** for good when no time is given; 0: no longer */
  mute: (who: string, forMs?: number) => Promise<Contact>
  expire: (who: string, afterMs: number) => Promise<Contact>
  archive: (who: string, on: boolean) => Promise<Contact>
  markUnread: (who: string) => Promise<Contact>
  setNote: (who: string, text: string) => Promise<Contact>
  typing: (who: string, on: boolean) => Promise<void>
  deleteDrafts: () => Promise<void>
  draft: (who: string) => Promise<{ text: string, replyTo?: string, atMs: number } | undefined>
  setDraft: (who: string, text: string, options: { replyTo?: string }) => Promise<void>
}

/** Groups. Errors are AppErrors: NOT_FOUND, AMBIGUOUS, EXISTS, REFUSED (no right to it), TOO_MANY. */
export interface GroupsFacade {
  list: () => Promise<Group[]>
  create: (name: string, people: readonly string[]) => Promise<Group>
  info: (group: string) => Promise<Group>
  add: (group: string, people: readonly string[], role?: GroupRole) => Promise<Group>
  remove: (group: string, person: string) => Promise<Group>
  setRole: (group: string, person: string, role: GroupRole) => Promise<Group>
  set: (group: string, settings: { name?: string, adds?: GroupRight, posts?: GroupRight, expiresAfterMs?: number }) => Promise<Group>
  offerPast: (group: string, person: string, options: { last?: number }) => Promise<{ offered: number }>
  accept: (group: string) => Promise<Group>
  leave: (group: string) => Promise<Group>
  forget: (group: string) => Promise<void>
  verify: (group: string) => Promise<{ groupId: string, name: string, digits: string }>
}

/** Links into groups, of one's own. Errors are AppErrors: NOT_FOUND, AMBIGUOUS, REFUSED (one may add nobody), TOO_MANY. */
export interface GroupLinksFacade {
  list: (group: string) => Promise<GroupLink[]>
  make: (group: string, options: { limit?: number, expiresInMs?: number }) => Promise<GroupLink>
  /** all of them; how many there were */
  revoke: (group: string) => Promise<number>
}

/** Channels. Errors are AppErrors: NOT_FOUND, AMBIGUOUS, EXISTS, BAD_LINK, REFUSED (no right to it), TOO_MANY. */
export interface ChannelsFacade {
  list: () => Promise<Channel[]>
  create: (name: string) => Promise<Channel & { link: string }>
  follow: (link: string) => Promise<Channel>
  info: (channel: string) => Promise<Channel>
  link: (channel: string) => Promise<{ channelId: string, name: string, link: string }>
  serve: (channel: string, on: boolean) => Promise<Channel>
  rename: (channel: string, name: string) => Promise<Channel>
  admit: (channel: string, key: string, name: string) => Promise<Channel>
  dismiss: (channel: string, admin: string) => Promise<Channel>
  leave: (channel: string) => Promise<Channel>
}

/** What a user's node offers once it is open. Errors are AppErrors: NOT_FOUND, AMBIGUOUS, TOO_LARGE, LINK_USED … */
export interface MessengerFacade {
  readonly chats: ChatsFacade
  readonly groups: GroupsFacade
  readonly groupLinks: GroupLinksFacade
  readonly channels: ChannelsFacade
  identity: () => { accountId: string, deviceId: string, name: string, createdAtMs: number }
  people: () => Promise<Contact[]>
  /** by contact id, or a group by its own; undefined when there is none */
  person: (contactId: string) => Promise<Contact | undefined>
  renamePerson: (who: string, name: string) => Promise<Contact>
  removePerson: (who: string) => Promise<void>
  block: (who: string) => Promise<Contact>
  unblock: (who: string) => Promise<Contact>
  verify: (who: string) => Promise<SafetyNumber>
  confirmVerified: (who: string, match: boolean) => Promise<Contact>
  acceptKeyChange: (who: string) => Promise<Contact>
  setReadReceipts: (who: string, on: boolean) => Promise<Contact>
  setTyping: (who: string, on: boolean) => Promise<Contact>
  why: (who: string) => Promise<Explanation>
  invite: (options: { expiresInMs?: number, reusable?: boolean, withNetworkKey?: boolean }) => Promise<Invite>
  invites: () => Promise<Invite[]>
  leadsTo: (link: string) => 'person' | 'group'
  revokeInvite: (inviteId: string) => Promise<void>
  mailboxes: () => MailboxState[]
  addMailbox: (address: string, options: { own?: boolean, signal: AbortSignal }) => Promise<MailboxState>
  removeMailbox: (host: string, options: { signal: AbortSignal }) => Promise<void>
  requests: () => Promise<Request[]>
  approveRequest: (requestId: string) => Promise<Contact>
  declineRequest: (requestId: string) => Promise<void>
  send: (who: string, text: string, options: { replyTo?: string }) => Promise<Sent>
  message: (contactId: string, messageId: string, options?: { timeline?: boolean }) => Promise<Message | undefined>
  read: (
    who: string, options: { limit?: number, before?: string, unread?: boolean, peek?: boolean, timeline?: boolean }
  ) => Promise<Message[]>
}

/** People on the same local network. Errors are AppErrors: NOT_FOUND, BAD_INPUT. */
export interface NearbyFacade {
  start: (forMs?: number) => Promise<NearbyStatus>
  stop: () => Promise<void>
  list: () => NearbyStatus
  pick: (id: string) => NearbyPerson
  confirm: (id: string, match: boolean) => NearbyPerson
}

/** A user's node, in any of its states. Methods that need another state throw LOCKED, NO_PROFILE or EXISTS. */
export interface NodeControl {
  readonly state: NodeState
  status: () => Promise<Status>
  /** The state is 'locked' afterwards. @throws AppError EXISTS; the signal's reason: no profile was made */
  createProfile: (
    options: { name: string, passphrase: string, network?: NetworkDescription }, calling: { signal: AbortSignal }
  ) => Promise<ProfileCreated>
  /** Of nothing yet, and kept nowhere: whoever has written them down makes the profile from them, by recoverProfile. */
  newWords: () => string[]
  /** As createProfile. @throws AppError EXISTS, BAD_INPUT (a wrong word) */
  recoverProfile: (
    options: { name: string, passphrase: string, recoveryWords: string[], network?: NetworkDescription }, calling: { signal: AbortSignal }
  ) => Promise<{ accountId: string, name: string }>
  /**
   * Opens the store and starts the network; resolves when the node is ready, at once when it already is (after
   * checking the passphrase). @throws AppError WRONG_PASSPHRASE, CORRUPT, NO_PROFILE
   */
  unlock: (passphrase: string) => Promise<Ready>
  /** What unlock resolved with. @throws AppError LOCKED, NO_PROFILE */
  ready: () => Ready
  changePassphrase: (current: string, next: string) => Promise<void>
  network: () => Promise<NetworkStatus>
  joinNetwork: (network: NetworkDescription) => Promise<{ id: string, name: string }>
  /** The network that an invite link leads to. @throws AppError BAD_LINK, EXISTS */
  joinNetworkOf: (link: string) => Promise<{ id: string, name: string }>
  reconnect: () => Promise<void>
  /** @throws AppError LOCKED, NO_PROFILE */
  exportNetwork: () => Promise<NetworkDescription>
  chooseWay: (way: 'proxied' | 'direct' | 'usual') => Promise<void>
  /** Counted from the disk now. @throws AppError LOCKED, NO_PROFILE */
  holdings: () => Promise<Holding[]>
  /** @throws AppError NOT_FOUND: there is nothing of that name that goes by itself */
  deleteHolding: (name: string) => Promise<void>
  /**
   * Follows an invite link; a profile that knows nobody joins the link's network first. A contact still pending when the
   * time is up is a result, not an error.
   */
  accept: (link: string, options: { timeoutMs?: number, wait?: boolean, text?: string, signal: AbortSignal }) => Promise<Contact>
  /** Follows a link into a group. @throws AppError BAD_LINK, LINK_USED, LINK_EXPIRED, REFUSED; QUEUED: it goes on */
  joinGroup: (link: string, options: { timeoutMs?: number, signal: AbortSignal }) => Promise<Group>
  /** @throws AppError LOCKED, NO_PROFILE */
  nearby: () => Promise<NearbyFacade>
  /** @throws AppError LOCKED, NO_PROFILE */
  messenger: () => MessengerFacade
  /** @throws AppError LOCKED, NO_PROFILE */
  events: () => EventLog
  /** A second node on this computer, as a contact who answers. @throws AppError EXISTS, LOCKED, NO_PROFILE */
  startEcho: (calling: { signal: AbortSignal }) => Promise<Contact>
  stopEcho: () => Promise<void>
  /** A way into the web page. @throws AppError REFUSED: the node was started without it; NOT_FOUND: the page was not built */
  openPage: (options: { plain?: boolean }) => Promise<WayIn>
  /** Begins to close everything; the daemon's `closed` resolves with 'stopped'. Does not wait for it. */
  stop: () => void
  /** Begins to close everything; `closed` resolves with 'locked', and main.ts starts a fresh, locked process. */
  lock: () => void
}

/** An infrastructure node: no profile, no messenger. */
export interface InfrastructureControl {
  status: () => Promise<Status>
  ready: () => Ready
  network: () => Promise<NetworkStatus>
  holdings: () => Promise<Record<string, number>>
  stop: () => void
}

/** What daemon.ts hands to main.ts. It listens on the API socket as soon as runDaemon() resolves, empty or locked. */
export interface Daemon {
  control: NodeControl
  /** resolves once everything is closed and the socket is gone */
  closed: Promise<'stopped' | 'locked'>
  stop: () => Promise<void>
}
