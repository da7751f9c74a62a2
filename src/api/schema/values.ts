/** What several methods speak of. Units are in the names; a time that has not come is null. */
import { z } from 'zod'
import { MAX_LINK_CHARS, MAX_NAME_BYTES } from '../../wire/limits.ts'

export const nothing = z.strictObject({})

export const timeMs = z.int().min(0).describe('milliseconds since 1970')
export const id = z.string().min(1).max(128)
const EMPTY = 'must not be empty'

export const name = z.string().trim().min(1, EMPTY).max(MAX_NAME_BYTES, `has at most ${MAX_NAME_BYTES} characters`)
export const who = z.string().min(1, EMPTY).max(256, 'has at most 256 characters')
 .describe('own nickname, else announced name in any case, else a unique id prefix')
export const passphrase = z.string().min(1, EMPTY).max(1024, 'has at most 1024 characters')
/** Longer than a link may be, so that a pasted line break or a word too many gets the link parser's own error. */
export const link = z.string().max(4 * MAX_LINK_CHARS)
export const timeoutMs = z.int().min(0).max(24 * 3600 * 1000)

/** What the node has to say: what shows it may have the same sentence in another language. */
export const saying = z.object({
  code: z.string().describe('which sentence it is'),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]))
    .describe('what is filled in: dayMs is a day, agoMs since when, spanMs a span of time, errorCode of which kind an error is'),
  text: z.string().describe('the same in English')
})

export const contact = z.object({
  contactId: id,
  name: z.string().describe('unique among the people here'),
  announcedName: z.string(),
  state: z.enum(['pending', 'request-sent', 'ready']).describe('ready: both sides stored their pair secret'),
  verified: z.boolean(),
  online: z.boolean(),
  blocked: z.boolean(),
  keyChanged: z.boolean().describe('sending waits until the new key is accepted'),
  lastSeenMs: timeMs.optional(),
  unread: z.int().min(0).optional(),
  markedUnread: z.boolean().describe('to be come back to, though nothing is unread'),
  readReceipts: z.boolean().optional(),
  typing: z.boolean().optional().describe('each of the two sees when the other writes, while they are connected directly'),
  muted: z.boolean().describe('nothing is said about what comes in'),
  archived: z.boolean(),
  expiresAfterMs: z.int().min(0).describe('messages of both disappear so long after they were read; 0: they stay'),
  note: z.string().optional().describe('your own; nobody is told'),
  group: z.object({
    state: z.enum(['invited', 'member', 'gone'])
      .describe('invited: somebody added you, and you have not said that you take part; gone: you left, or were removed'),
    members: z.int().min(0),
    mayPost: z.boolean(),
    mayAdd: z.boolean()
  }).optional().describe('it is a group, and no person: contactId is its groupId')
})

export const messageState = z.enum(['waiting', 'in mailbox', 'sent', 'delivered', 'read', 'received'])

/** One step of a message's way. `host` and `untilMs` with "in mailbox"; `route`, and maybe `relay`, with "sent". */
export const step = z.object({
  what: z.enum(['queued', 'sent', 'in mailbox', 'delivered', 'read', 'written', 'received'])
    .describe('queued: durable here; written: by its author\'s clock, before received; delivered: durable there'),
  atMs: timeMs,
  route: z.enum(['direct', 'relayed']).optional(),
  relay: z.string().optional().describe('who runs the relay'),
  host: z.string().optional().describe('the mailbox host that keeps it'),
  untilMs: timeMs.optional().describe('when that host deletes it')
})

export const message = z.object({
  messageId: id,
  contactId: id.optional().describe('of the conversation: a person\'s, a group\'s or a channel\'s'),
  groupId: id.optional().describe('where it was said in a group'),
  channelId: id.optional().describe('where it was posted in a channel'),
  authorId: id.optional().describe('in a group: the account of who wrote it; in a channel: their key there'),
  direction: z.enum(['in', 'out']),
  from: z.string(),
  text: z.string(),
  replyTo: id.optional(),
  edited: z.boolean().describe('its author changed what it says'),
  deleted: z.boolean().describe('its author took it back; the text is empty'),
  reactions: z.array(z.object({ emoji: z.string(), from: z.string(), direction: z.enum(['in', 'out']) })),
  mentioned: z.boolean().describe('it names you: @ and your name'),
  pinned: z.boolean(),
  expiresAfterMs: z.int().optional().describe('of one that disappears: how long after it was read'),
  expiresAtMs: timeMs.nullable().describe('null before its time has begun, and of one that stays'),
  newer: z.literal(true).optional().describe('made by a newer nobyte: this version cannot show it'),
  sentAtMs: timeMs,
  deliveredAtMs: timeMs.nullable(),
  readAtMs: timeMs.nullable(),
  state: messageState,
  delivered: z.object({ of: z.int().min(0), count: z.int().min(0), read: z.int().min(0) }).optional()
    .describe('of your own in a group: how many others it was for, and how many told this node that they have it, and have read it'),
  receipts: z.array(z.object({
    contactId: id, name: z.string(), state: z.enum(['waiting', 'delivered', 'read']), deliveredAtMs: timeMs.nullable()
  })).optional().describe('the same by name; where the timeline was asked for. Who is no contact of yours stays "waiting"'),
  late: z.literal(true).optional().describe('its author was removed, or dismissed, before whoever did that had heard it'),
  unverified: z.literal(true).optional().describe('in a group: the membership that its author cites never came'),
  offeredBy: z.string().optional().describe('in a group: it was said before you were added, and this member handed it to you'),
  custody: z.array(z.object({ host: z.string(), untilMs: timeMs })).optional()
    .describe('mailbox hosts that keep it until then; absent once it was delivered'),
  timeline: z.array(step).optional().describe('what became of it and when; only where it was asked for, and empty of what was deleted')
})

/** A network file's content. Unknown fields are kept, so that a newer file passes through an older node. */
export const networkDescriptor = z.looseObject({
  name: z.string().min(1).max(64),
  id: z.string().min(1).max(32),
  kind: z.enum(['lan', 'network']).optional(),
  psk: z.string().max(64).optional().describe('base64url of 32 bytes; a network without one is open'),
  bootstrap: z.array(z.object({
    addresses: z.array(z.string().max(256)).max(32),
    operator: z.string().max(64).optional(),
    mailbox: z.string().max(64).optional().describe('base64url of 32 bytes: the key of one that hosts mailboxes'),
    proxy: z.boolean().optional().describe("whether it carries people's frames to other operators' mailbox hosts"),
    digest: z.string().max(16).optional().describe('of one that a link names and that has not been met: how SHA-256 of its PeerId begins')
  })).max(256).default([]),
  token: z.string().max(256).optional()
})

export const ready = z.object({
  peerId: z.string(),
  addresses: z.array(z.string()),
  pid: z.int(),
  accountId: id.optional().describe('absent on infrastructure, which holds no account')
})

export type Contact = z.infer<typeof contact>
export type Message = z.infer<typeof message>
export type MessageState = z.infer<typeof messageState>
export type NetworkDescription = z.infer<typeof networkDescriptor>
export type Ready = z.infer<typeof ready>
export type Saying = z.infer<typeof saying>
