/** Everything that a page can show at once: what a node that answers from memory tells it. */
import type {
  Chat, Contact, Explanation, Group, GroupLink, Holding, Invite, MailboxState, Message, NearbyStatus, NetworkDescription, NetworkStatus,
  Preferences, Request, SafetyNumber, Status
} from '../../src/api/schema.ts'
import { say as saying } from '../../src/messenger/core/sayings.ts'

const HOUR = 3600_000
const DAY = 24 * HOUR
/** A node's own clock is not the page's: what stands here is fixed, and a page writes it as a date. */
export const NOW = Date.UTC(2026, 2, 14, 9, 26)

/** What others chose: a name, a text, whatever reaches the page from them. `field` says which one it is. */
export type Say = (plain: string, field: string) => string

export interface Scene {
  status: Status
  chats: Chat[]
  messages: Map<string, Message[]>
  groups: Group[]
  requests: Request[]
  network: NetworkStatus
  mailboxes: MailboxState[]
  holdings: Holding[]
  invite: Invite
  groupLinks: GroupLink[]
  safety: SafetyNumber
  explanation: Explanation
  nearby: NearbyStatus
  exported: NetworkDescription
  preferences: Preferences
  name: string
}

export const idOf = (name: string): string => Buffer.from(name).toString('hex').padEnd(64, '0')

function contactOf (say: Say, name: string, more: Partial<Contact> = {}): Contact {
  return {
    contactId: idOf(name), name: say(name, 'name'), announcedName: say(name, 'announced name'), state: 'ready', verified: false,
    online: false, blocked: false, keyChanged: false, markedUnread: false, muted: false, archived: false, expiresAfterMs: 0, unread: 0,
    readReceipts: true, typing: true, ...more
  }
}

export const PEOPLE = [
  'Ada', 'Boris', 'Carla', 'Dora', 'Emil', 'Fatima', 'Gus', 'Hedy', 'Ines', 'Jonas', 'Kaja', 'Lars', 'Mara', 'Nils'
] as const

const PARTICULAR: Partial<Record<typeof PEOPLE[number], Partial<Contact>>> = {
  Ada: { verified: true, online: true, unread: 2 },
  Boris: { muted: true, unread: 14, lastSeenMs: NOW - 3 * HOUR },
  Carla: { keyChanged: true },
  Dora: { state: 'pending' },
  Emil: { state: 'request-sent' },
  Fatima: { blocked: true },
  Gus: { archived: true },
  Hedy: { expiresAfterMs: 28 * DAY, note: 'From the station', markedUnread: true },
  Ines: { online: true }
}

export function messageOf (say: Say, contactId: string, n: number, more: Partial<Message> = {}): Message {
  const direction = more.direction ?? (n % 3 === 0 ? 'out' : 'in')
  return {
    messageId: `${contactId.slice(0, 8)}-${n}`, contactId, direction, from: say('Ada', 'author'), text: say(`Message ${n}`, 'text'),
    edited: false, deleted: false, reactions: [], mentioned: false, pinned: false, expiresAtMs: null, sentAtMs: NOW - DAY + n * 60_000,
    deliveredAtMs: null, readAtMs: null, state: direction === 'out' ? 'read' : 'received', ...more
  }
}

/** One of each kind that a conversation has. */
function talk (say: Say, contactId: string): Message[] {
  const [untilMs, host] = [NOW + 30 * DAY, say('nadir.example', 'mailbox host')]
  const kinds: Partial<Message>[] = [
    { direction: 'in', text: say('Have you seen https://example.org/a/long/path?with=a&query=of#many-parts yet?', 'text') },
    { direction: 'out', text: say('Not yet', 'text'), state: 'read', replyTo: `${contactId.slice(0, 8)}-0` },
    { direction: 'in', pinned: true, edited: true, reactions: [
      { emoji: '❤️', from: say('Ada', 'author'), direction: 'in' }, { emoji: say('👍', 'reaction'), from: '', direction: 'out' }
    ] },
    { direction: 'in', text: '', deleted: true },
    { direction: 'in', text: '', newer: true },
    { direction: 'in', text: '🎉' },
    { direction: 'in', expiresAfterMs: 28 * DAY, expiresAtMs: untilMs, mentioned: true },
    { direction: 'in', text: say('مرحبا بالعالم', 'text') },
    { direction: 'out', state: 'delivered' },
    { direction: 'out', state: 'sent' },
    { direction: 'out', state: 'in mailbox', custody: [{ host, untilMs }] },
    { direction: 'out', state: 'waiting', timeline: [
      { what: 'queued', atMs: NOW - 5 * HOUR }, { what: 'sent', atMs: NOW - 4 * HOUR, route: 'relayed', relay: say('zenith', 'relay') },
      { what: 'in mailbox', atMs: NOW - 4 * HOUR, host, untilMs }
    ] }
  ]
  return kinds.map((kind, n) => messageOf(say, contactId, n, kind))
}

/** Everybody's part in a group, and what one of them did. */
function groupOf (say: Say): Group {
  type Member = Group['members'][number]
  const member = (name: string, role: Member['role'], more: Partial<Member> = {}): Member =>
    ({ contactId: idOf(name), name: say(name, 'name'), role, isContact: true, isReached: true, accepted: true, isSelf: false, ...more })
  return {
    groupId: idOf('Walkers'), name: say('Walkers', 'group'), state: 'member', adds: 'admins', posts: 'members', expiresAfterMs: 0,
    heads: [], unread: 0, fallen: 0,
    members: [
      member('Radia', 'owner', { isContact: false, isSelf: true }), member('Ada', 'admin'), member('Hedy', 'member'),
      member('Quirin', 'reader', { isContact: false, isReached: false, accepted: false })
    ],
    doubts: [{ contactId: idOf('Quirin'), name: say('Quirin', 'name'), what: 'outsider', atMs: NOW }]
  }
}

function groupTalk (say: Say, groupId: string): Message[] {
  const delivered = { of: 3, count: 2, read: 1 }
  const kinds: Partial<Message>[] = [
    { direction: 'in', from: say('Ada', 'author'), authorId: idOf('Ada') },
    { direction: 'in', from: say('Hedy', 'author'), authorId: idOf('Hedy'), reactions: [
      { emoji: '👍', from: say('Ada', 'author'), direction: 'in' }, { emoji: '👍', from: '', direction: 'out' }
    ] },
    { direction: 'in', from: say('Quirin', 'author'), authorId: idOf('Quirin'), late: true },
    { direction: 'out', state: 'sent', delivered, timeline: [{ what: 'queued', atMs: NOW }], receipts: [
      { contactId: idOf('Ada'), name: say('Ada', 'name'), state: 'read', deliveredAtMs: NOW },
      { contactId: idOf('Hedy'), name: say('Hedy', 'name'), state: 'delivered', deliveredAtMs: NOW },
      { contactId: idOf('Quirin'), name: say('Quirin', 'name'), state: 'waiting', deliveredAtMs: null }
    ] }
  ]
  return kinds.map((kind, n) => messageOf(say, groupId, n, { groupId, ...kind }))
}

export function sceneOf (say: Say = plain => plain): Scene {
  const [proxy, relay, server] = ['p', 'r', 's'].map(letter => `12D3KooW${letter.repeat(44)}`) as [string, string, string]
  const untilMs = NOW + 30 * DAY
  const mailbox = (host: string, more: Partial<MailboxState>): MailboxState => ({
    host: say(host, 'mailbox host'), hostId: idOf(host), addresses: [], own: false, state: 'reachable', problem: null, untilMs, people: 3,
    fetchedAtMs: NOW, altered: 0, lied: [], replaced: false, ...more
  })
  const mailboxes = [
    mailbox('nadir', {}), mailbox('zenith', { state: 'unreachable', problem: 'PEER_UNREACHABLE' }), mailbox('horizon', { state: 'new' })
  ]
  const contacts = PEOPLE.map(name => contactOf(say, name, PARTICULAR[name]))
  const messages = new Map(contacts.map(contact => [contact.contactId, contact.state === 'ready' ? talk(say, contact.contactId) : []]))
  const group = groupOf(say)
  contacts.push(contactOf(say, 'Walkers', {
    name: group.name, announcedName: group.name, group: { state: 'member', members: 4, mayPost: true, mayAdd: true }
  }))
  messages.set(group.groupId, groupTalk(say, group.groupId))
  return {
    name: 'Radia',
    status: {
      state: 'open', role: 'user', version: '0.1.0', pid: 1, startedAtMs: NOW, network: say('Lighthouse', 'network name'),
      networkId: 'abcd',
      addresses: ['/ip4/10.0.0.7/tcp/4501'], peers: 4, dht: { mode: 'client', tableSize: 3 }, waiting: 2, mailboxes,
      phrase: ['amber', 'kite'], clockDoubt: say('This clock is three hours ahead of those of others.', 'clock'),
      notes: [],
      said: [saying('clock.ahead', { spanMs: 3 * HOUR, dayMs: NOW }), saying('way.proxied', { guards: [say('zenith', 'operator')] })]
    },
    chats: contacts.map((contact, n) => {
      const all = messages.get(contact.contactId)!
      return {
        contact, last: all.at(-1 - n % 5) ?? null, draft: contact.contactId === idOf('Hedy') ? 'Half a thou' : null,
        atMs: NOW - (contact.group === undefined ? n : 9.5) * 7 * HOUR
      }
    }),
    messages,
    groups: [group],
    requests: ['Olga', 'Pavel'].map(name => ({
      requestId: idOf(name), name: say(name, 'name of a stranger'), text: say('We met at the harbour.', 'words of a stranger'),
      receivedAtMs: NOW
    })),
    network: {
      id: 'abcd', name: say('Lighthouse', 'network name'), kind: 'network', private: true, way: 'proxied',
      addresses: ['/ip4/10.0.0.7/tcp/4501'],
      bootstrap: [{ addresses: [`/ip4/10.1.0.1/tcp/4501/p2p/${server}`], operator: say('nadir', 'operator') }],
      guards: [{ operator: say('zenith', 'operator'), peerId: proxy, sinceMs: NOW, state: 'reachable' }],
      peers: [
        { peerId: server, address: '/ip4/10.1.0.1/tcp/4501', direction: 'outbound', kind: 'dht-server', route: 'direct' },
        { peerId: 'q'.repeat(52), address: '/ip4/10.1.0.2/tcp/4501', direction: 'inbound', kind: 'peer', route: 'relayed', relay }
      ]
    },
    mailboxes,
    holdings: [
      { kind: 'table', name: say('messages', 'table'), count: 1234, bytes: 5_600_000, locked: true, what: say('What was said', 'holding'),
        life: say('until it is deleted', 'holding') },
      { kind: 'file', name: say('log', 'table'), count: 2, bytes: 700, locked: false, what: say('What this node noted', 'holding'),
        life: say('a week', 'holding'), deletable: true }
    ],
    invite: {
      inviteId: 'i'.repeat(32), link: `nobyte://invite/${'abcdefgh'.repeat(40)}`, expiresAtMs: untilMs, reusable: false,
      carriesNetworkKey: true,
      mailboxes: [say('nadir', 'mailbox host')]
    },
    groupLinks: [{
      inviteId: 'into', groupId: idOf('Walkers'), name: say('Walkers', 'group'), link: `nobyte:${'hgfedcba'.repeat(30)}`,
      expiresAtMs: untilMs, used: 3, limit: 5
    }],
    safety: {
      contactId: idOf('Ada'), name: say('Ada', 'name'), digits: Array.from({ length: 12 }, (_, i) => `${i}`.padEnd(5, '7')).join(' '),
      verified: false
    },
    explanation: {
      lines: [],
      said: [
        saying('why.direct', { name: say('Ada', 'name'), address: '/ip4/10.1.0.3/tcp/4501' }), saying('why.unconfirmed', { count: 2 }),
        saying('why.custody', { count: 1, hosts: [say('nadir', 'mailbox host'), say('zenith', 'mailbox host')], dayMs: untilMs }),
        saying('network.serverAway', { server: say('nadir', 'operator'), error: 'nobody there', errorCode: 'PEER_UNREACHABLE' })
      ],
      facts: { route: { kind: 'direct' } }
    },
    nearby: {
      untilMs: null,
      people: (['there', 'asked', 'asks', 'compare', 'confirmed', 'met', 'failed'] as const).map(state => ({
        id: `near-${state}`, name: say(`Near ${state}`, 'name nearby'), state,
        ...(state === 'compare' || state === 'confirmed' ? { words: 'lantern river' } : {}),
        ...(state === 'failed' ? { error: { code: 'REFUSED', message: say('They say that the words differ', 'error nearby') } } : {}),
        ...(state === 'met' ? { contactId: idOf('Ada') } : {})
      }))
    },
    exported: { name: say('Lighthouse', 'network file'), id: 'abcd', bootstrap: [] },
    preferences: {}
  }
}
