/** Mailboxes: where others leave what they have for this profile while it is away. */
import { z } from 'zod'
import { id, nothing, timeMs } from './values.ts'

export const mailboxState = z.object({
  host: z.string().describe('who runs it, as the network file says, or the end of its id'),
  hostId: id,
  addresses: z.array(z.string()),
  own: z.boolean().describe('run by this profile\'s owner, and told to contacts alone'),
  state: z.enum(['new', 'reachable', 'unreachable']),
  problem: z.string().nullable().describe("the code of the host's last failure, while it fails"),
  untilMs: timeMs.describe('when the host gives it up unless it is fetched'),
  people: z.int().min(0).describe('who can leave something there'),
  fetchedAtMs: timeMs.nullable().describe('when everything that lay there had been fetched'),
  altered: z.int().min(0).describe('cells that were not what had been left there, by whose doing ever'),
  lied: z.array(z.enum(['altered', 'repeated', 'disordered', 'withheld'])).describe('what it did that no honest host does'),
  replaced: z.boolean().describe('contacts are told of others and not of this one')
})

export const mailboxMethods = {
  'mailboxes.list': {
    summary: 'The hosts where this profile fetches', params: nothing, result: z.object({ mailboxes: z.array(mailboxState) })
  },
  'mailboxes.add': {
    summary: 'Fetches at this host as well, and tells every contact so',
    params: z.strictObject({
      address: z.string().max(256).describe('a multiaddr'),
      own: z.boolean().optional().describe('your own: told to contacts and to nobody who only has a link; once more tells where it is now')
    }),
    result: mailboxState
  },
  'mailboxes.remove': {
    summary: 'Fetches at this host no more; what lies there is left elsewhere by whoever sent it',
    params: z.strictObject({ host: z.string().min(1).max(256).describe('its name, or the beginning or end of its id') }),
    result: nothing
  }
} as const

export type MailboxState = z.infer<typeof mailboxState>
