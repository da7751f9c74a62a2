/** The node itself: its state, its profile, its network. */
import { z } from 'zod'
import { mailboxState } from './mailboxes.ts'
import { contact, id, link, name, networkDescriptor, nothing, passphrase, ready, saying, timeMs } from './values.ts'

export const way = z.enum(['proxied', 'direct'])
  .describe("proxied: the network's servers see another operator's node in place of this one")

export const guard = z.object({
  operator: z.string().describe('who runs it, as the network file says'),
  peerId: id,
  sinceMs: timeMs.describe('when it was chosen; for 30 days'),
  state: z.enum(['new', 'reachable', 'unreachable'])
})

export const nodeState = z.enum(['empty', 'locked', 'open']).describe('empty: no profile yet')

export const status = z.object({
  state: nodeState,
  role: z.enum(['user', 'infrastructure']),
  version: z.string(),
  pid: z.int(),
  startedAtMs: timeMs,
  accountId: id.optional(),
  name: z.string().optional(),
  peerId: z.string().optional(),
  network: z.string().nullable().describe('its name; null while locked'),
  networkId: z.string().nullable(),
  addresses: z.array(z.string()),
  peers: z.int().min(0).describe('connected now'),
  dht: z.object({ mode: z.enum(['client', 'server', 'off']), tableSize: z.int().min(0) }),
  relay: z.object({ reservations: z.int().min(0), circuits: z.int().min(0) }).optional().describe('of an operator\'s node that relays'),
  stunPorts: z.array(z.int()).optional().describe('UDP, of an operator\'s node that tells others which address it sees them at'),
  upnp: z.object({
    state: z.enum(['asking', 'open', 'failed']),
    addresses: z.array(z.string()).describe('at which the internet reaches this node through the router'),
    problem: z.string().nullable().describe('why the router lets nobody in, in plain words')
  }).optional().describe('absent when the router was not asked to let others in'),
  mailbox: z.object({
    queues: z.int().min(0), cells: z.int().min(0), bytes: z.int().min(0), durable: z.boolean()
  }).optional().describe('of an operator\'s node where messages for others wait'),
  proxy: z.object({ clients: z.int().min(0), hosts: z.int().min(0) }).optional()
    .describe('of an operator\'s node that carries frames to other operators\' mailbox hosts'),
  way: way.optional(),
  guards: z.array(guard).optional().describe("the other operators' nodes over which servers are reached; absent while locked"),
  mailboxes: z.array(mailboxState).optional().describe('where this profile fetches what was left for it; absent while locked'),
  echo: id.optional().describe('the contact of echo.start, while it is there'),
  waiting: z.int().min(0).describe('messages that nobody has received yet'),
  indexing: z.literal(true).optional().describe('what was said is being made ready to be searched'),
  phrase: z.array(z.string()).length(2).optional()
    .describe("two words by which this profile's page is told from one that only looks like it; absent before it was first opened"),
  clockDoubt: z.string().optional().describe('why this computer\'s clock is not believed, in plain words; absent while it is'),
  notes: z.array(z.string()).describe('what third parties learn at present, and what is amiss, in plain words'),
  said: z.array(saying).optional().describe("clockDoubt and notes for who says them in another language; absent of an operator's node")
})

export const peer = z.object({
  peerId: z.string(),
  address: z.string(),
  direction: z.enum(['inbound', 'outbound']),
  kind: z.enum(['dht-server', 'peer']),
  route: z.enum(['direct', 'relayed']),
  relay: z.string().optional().describe('of a relayed one: the relay\'s operator, or else its peer id')
})

export const networkStatus = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['lan', 'network']),
  private: z.boolean(),
  bootstrap: z.array(z.object({ addresses: z.array(z.string()), operator: z.string().optional() })),
  addresses: z.array(z.string()).describe('where this node can be reached'),
  way: way.optional().describe('absent of an operator\'s node'),
  guards: z.array(guard).optional(),
  peers: z.array(peer)
})

export const profile = z.object({
  accountId: id,
  name: z.string(),
  recoveryWords: z.array(z.string()).length(24).describe('shown once, kept nowhere')
})

export const wayIn = z.object({
  address: z.string().describe('where the page is, on this computer'),
  file: z.string().describe("a file for this computer's browser that leads there and is let in, once, within a minute"),
  code: z.string().describe('lets in whoever types it there, once'),
  codeExpiresAtMs: timeMs,
  phrase: z.array(z.string()).length(2).describe('as in status')
})

export const holding = z.object({
  kind: z.enum(['table', 'file']),
  name: z.string(),
  count: z.int().min(0).describe('rows or files'),
  bytes: z.int().min(0),
  locked: z.boolean().describe('only your passphrase opens it'),
  what: z.string().describe('in plain words'),
  life: z.string().describe('until when it is kept, or what limits it'),
  deletable: z.literal(true).optional().describe('holdings.delete removes all of it')
})

export const recoveryWords = z.array(z.string().trim().min(1).max(16)).length(24)

export const nodeMethods = {
  status: { summary: 'What this node is doing', params: nothing, result: status },
  unlock: {
    summary: 'Opens the profile and starts the network; returns once the node is ready',
    params: z.strictObject({ passphrase }),
    result: ready
  },
  ready: { summary: 'What unlock returned', params: nothing, result: ready },
  lock: { summary: 'Ends the process; a fresh, locked one takes its place', params: nothing, result: nothing },
  stop: { summary: 'Stops the node', params: nothing, result: nothing },
  'profile.create': {
    summary: 'Makes an account, a device and an encrypted store; the node is locked afterwards',
    params: z.strictObject({ name, passphrase, network: networkDescriptor.optional().describe('the LAN when absent') }),
    result: profile
  },
  'profile.words': {
    summary: 'Recovery words for a profile to be made with profile.recover once they are written down; kept nowhere',
    params: nothing,
    result: profile.pick({ recoveryWords: true })
  },
  'profile.recover': {
    summary: 'Restores an account, not its contacts or history, from its recovery words; locked afterwards',
    params: z.strictObject({ name, passphrase, recoveryWords, network: networkDescriptor.optional() }),
    result: profile.omit({ recoveryWords: true })
  },
  'passphrase.change': {
    summary: 'Wraps the data key with another passphrase',
    params: z.strictObject({ current: passphrase, next: passphrase }),
    result: nothing
  },
  'identity.show': {
    summary: 'Who this profile is',
    params: nothing,
    result: z.object({ accountId: id, deviceId: id, name: z.string(), createdAtMs: timeMs })
  },
  'network.show': { summary: 'The network, and who is connected', params: nothing, result: networkStatus },
  'network.join': {
    summary: 'Moves this profile to another network; the node restarts its networking',
    params: z.strictObject({
      network: networkDescriptor.optional(), link: link.optional().describe('in its place: an invite link, whose network alone is joined')
    }),
    result: z.object({ id: z.string(), name: z.string() })
  },
  'network.reconnect': {
    summary: 'Drops every connection and begins anew on the same network', params: nothing, result: nothing
  },
  'network.export': {
    summary: 'The file with which others join this network; a private network\'s key is in it', params: nothing, result: networkDescriptor
  },
  'network.way': {
    summary: "Whether other operators' nodes stand between this one and this network's servers; its networking restarts",
    params: z.strictObject({ way: z.enum([...way.options, 'usual']).describe('usual: no choice any more') }),
    result: nothing
  },
  'page.open': {
    summary: 'A way into the web page on this computer; not offered to the page itself',
    params: z.strictObject({ plain: z.boolean().optional().describe('at 127.0.0.1, for a browser that does not know *.localhost') }),
    result: wayIn
  },
  'echo.start': {
    summary: 'Somebody to try it out with: a second node on this computer who answers what it is told, until echo.stop or the node ends',
    params: nothing,
    result: contact
  },
  'echo.stop': { summary: 'Ends it, forgets that contact and what was said, and removes its files', params: nothing, result: nothing },
  'holdings.show': {
    summary: 'How many things of each kind this node holds',
    params: nothing,
    result: z.object({
      counts: z.record(z.string(), z.int().min(0)),
      holdings: z.array(holding).optional().describe("each kind, counted from the disk just now; absent of an operator's node")
    })
  },
  'holdings.delete': {
    summary: 'Removes everything of one kind; links and requests are revoked and declined',
    params: z.strictObject({ name: z.string().min(1).max(64).describe('as holdings.show says, of a deletable kind') }),
    result: nothing
  }
} as const

export type NodeState = z.infer<typeof nodeState>
export type Status = z.infer<typeof status>
export type NetworkStatus = z.infer<typeof networkStatus>
export type ProfileCreated = z.infer<typeof profile>
export type WayIn = z.infer<typeof wayIn>
export type Holding = z.infer<typeof holding>
