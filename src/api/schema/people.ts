/** People: who is known here, how one meets, whom one believes. */
import { z } from 'zod'
import { contact, id, link, name, nothing, saying, timeMs, timeoutMs, who } from './values.ts'

export const safetyNumber = z.object({
  contactId: id,
  name: z.string(),
  digits: z.string().describe('60 digits in 12 groups of 5'),
  verified: z.boolean()
})

export const invite = z.object({
  inviteId: id,
  link,
  expiresAtMs: timeMs,
  reusable: z.boolean(),
  carriesNetworkKey: z.boolean().describe('whoever has it can join the private network that it leads to'),
  mailboxes: z.array(z.string()).describe('hosts that keep what the link leads to: it works there while this node is away')
})

export const request = z.object({
  requestId: id,
  name: z.string().describe('as the stranger announces it: not checked'),
  text: z.string(),
  receivedAtMs: timeMs
})

export const explanation = z.object({
  lines: z.array(z.string()),
  said: z.array(saying).optional().describe('the same for who says it in another language'),
  facts: z.record(z.string(), z.unknown()).describe('the same for scripts')
})

const one = z.strictObject({ who })

export const peopleMethods = {
  'people.list': { summary: 'Everyone known here', params: nothing, result: z.object({ contacts: z.array(contact) }) },
  'people.rename': { summary: 'Gives someone a nickname', params: z.strictObject({ who, name }), result: contact },
  'people.remove': { summary: 'Forgets someone and what was said', params: one, result: nothing },
  'people.block': { summary: 'Neither hears nor answers someone', params: one, result: contact },
  'people.unblock': { summary: 'Hears someone again', params: one, result: contact },
  'people.verify': { summary: 'The safety number that both of you see', params: one, result: safetyNumber },
  'people.confirm': {
    summary: 'Notes whether the safety numbers matched',
    params: z.strictObject({ who, match: z.boolean() }),
    result: contact
  },
  'people.acceptKey': { summary: 'Accepts the changed account key of someone', params: one, result: contact },
  'people.setReceipts': {
    summary: 'Whether someone learns that their messages were read',
    params: z.strictObject({ who, on: z.boolean() }),
    result: contact
  },
  'people.setTyping': {
    summary: 'Whether each of you sees when the other writes',
    params: z.strictObject({ who, on: z.boolean() }),
    result: contact
  },
  'people.why': { summary: 'Why messages do not arrive yet', params: one, result: explanation },
  'invites.create': {
    summary: 'Makes a link that another person accepts',
    params: z.strictObject({
      expiresInMs: z.int().min(60_000).max(366 * 24 * 3600 * 1000).optional().describe('7 days when absent'),
      reusable: z.boolean().optional().describe('requests then wait for approval'),
      withNetworkKey: z.boolean().optional().describe("true when absent: a private network's key travels in the link")
    }),
    result: invite
  },
  'invites.list': { summary: 'Links that still work', params: nothing, result: z.object({ invites: z.array(invite) }) },
  'invites.revoke': { summary: 'Makes a link useless', params: z.strictObject({ inviteId: id }), result: nothing },
  'invites.look': {
    summary: 'What a link leads to, without following it',
    params: z.strictObject({ link }),
    result: z.object({ leadsTo: z.enum(['person', 'group']) })
  },
  'invites.accept': {
    summary: 'Follows a link to its maker',
    params: z.strictObject({
      link,
      wait: z.boolean().optional().describe('until the contact is ready'),
      timeoutMs: timeoutMs.optional(),
      text: z.string().max(200).optional().describe('shown beside a request that waits for approval')
    }),
    result: contact
  },
  'requests.list': { summary: 'Strangers who used a reusable link', params: nothing, result: z.object({ requests: z.array(request) }) },
  'requests.approve': { summary: 'Makes a stranger a contact', params: z.strictObject({ requestId: id }), result: contact },
  'requests.decline': { summary: 'Turns a stranger away', params: z.strictObject({ requestId: id }), result: nothing }
} as const

export type SafetyNumber = z.infer<typeof safetyNumber>
export type Invite = z.infer<typeof invite>
export type Request = z.infer<typeof request>
export type Explanation = z.infer<typeof explanation>
