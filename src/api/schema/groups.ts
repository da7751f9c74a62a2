/** Groups: who is in them, and what they may do. What is said there goes through messages.send and messages.read, by the group's name. */
import { z } from 'zod'
import { id, link, name, nothing, timeMs, timeoutMs, who } from './values.ts'

const role = z.enum(['reader', 'member', 'admin', 'owner'])
const right = z.enum(['admins', 'members'])

export const group = z.object({
  groupId: id,
  name: z.string(),
  state: z.enum(['invited', 'member', 'gone'])
      .describe('invited: somebody added you, and you have not said that you take part; gone: you left, or were removed'),
  members: z.array(z.object({
    contactId: id,
    name: z.string(),
    role,
    isContact: z.boolean(),
    isReached: z.boolean().describe('false: what you say reaches them over other members'),
    accepted: z.boolean().describe('false: they were added, and have not said that they take part'),
    isSelf: z.boolean()
  })),
  adds: right.describe('who may add people'),
  posts: right.describe('who may write'),
  expiresAfterMs: z.int().min(0).describe('what is said disappears so long after it was read; 0: it stays'),
  heads: z.array(z.string()).describe('hashes of the newest steps of the membership: the same for all who know the same'),
  unread: z.int().min(0),
  fallen: z.int().min(0).describe('steps that a removal undid, or that fell with another'),
  doubts: z.array(z.object({
    contactId: id,
    name: z.string(),
    what: z.enum(['forked', 'outsider', 'late', 'refused']).describe(
      'forked: signed two different pasts; outsider: wrote when they might not; late: wrote more after they were removed; ' +
      'refused: a step that they had no right to'
    ),
    atMs: timeMs
  })).describe('what members did that an honest program does not')
})

const groupLink = z.object({
  inviteId: id.describe('with invites.revoke it makes this one useless'),
  groupId: id,
  name: z.string(),
  link,
  expiresAtMs: timeMs,
  used: z.int().min(0).describe('how many have joined by it'),
  limit: z.int().min(1).nullable().describe('how many may; null: as many as there is room for')
})
const people = z.array(who).max(256)
const one = z.strictObject({ group: who })

export const groupMethods = {
  'groups.list': {
    summary: 'Every group',
    params: z.strictObject({}),
    result: z.object({ groups: z.array(group) })
  },
  'groups.create': { summary: 'Makes a group with contacts of yours', params: z.strictObject({ name, people }), result: group },
  'groups.info': { summary: 'One group', params: one, result: group },
  'groups.add': {
    summary: 'Adds contacts of yours', params: z.strictObject({ group: who, people: people.min(1), role: role.optional() }), result: group
  },
  'groups.remove': {
    summary: 'Removes a member, who reads nothing that is said by those who have heard of it',
    params: z.strictObject({ group: who, person: who }),
    result: group
  },
  'groups.setRole': { summary: 'Gives a member a role', params: z.strictObject({ group: who, person: who, role }), result: group },
  'groups.set': {
    summary: 'Its name, who may do what, and how long messages stay',
    params: z.strictObject({
      group: who, name: name.optional(), adds: right.optional(), posts: right.optional(),
      expiresAfterMs: z.int().min(0).optional().describe('5 minutes to a year; 0: they stay')
    }),
    result: group
  },
  'groups.accept': { summary: 'Takes part in a group that somebody added you to', params: one, result: group },
  'groups.offerPast': {
    summary: 'Hands a member who was added later the last of what was said before; they see that it is past, and who gave it to them',
    params: z.strictObject({ group: who, person: who, last: z.int().min(1).max(1000).optional().describe('1,000 when absent') }),
    result: z.object({ offered: z.int().min(0).describe('messages, and what was done to them') })
  },
  'groups.link': {
    summary: 'Makes a link into a group: whoever uses it is added by your node',
    params: z.strictObject({
      group: who,
      limit: z.int().min(1).max(1000).optional().describe('how many may use it'),
      expiresInMs: z.int().min(60_000).max(366 * 24 * 3600 * 1000).optional().describe('7 days when absent')
    }),
    result: groupLink
  },
  'groups.links': { summary: 'Your links into a group that still work', params: one, result: z.object({ links: z.array(groupLink) }) },
  'groups.revokeLinks': { summary: 'Makes your links into a group useless', params: one, result: z.object({ revoked: z.int().min(0) }) },
  'groups.join': {
    summary: 'Follows a link into a group, until you take part',
    params: z.strictObject({ link, timeoutMs: timeoutMs.optional() }),
    result: group
  },
  'groups.leave': { summary: 'Leaves; what was said stays here', params: one, result: group },
  'groups.forget': { summary: 'Forgets a group that you are in no longer, and what was said there', params: one, result: nothing },
  'groups.verify': {
    summary: 'The number that is the same for all who know the same members, with the same keys',
    params: one,
    result: z.object({ groupId: id, name: z.string(), digits: z.string().describe('60 digits in 12 groups of 5') })
  }
} as const

export type Group = z.infer<typeof group>
export type GroupLink = z.infer<typeof groupLink>
export type GroupRole = z.infer<typeof role>
export type GroupRight = z.infer<typeof right>
