/** Nearby: people on the same local network who let each other see them for ten minutes, and compare two words. */
import { z } from 'zod'
import { MAX_NEARBY_MS, MAX_NEARBY_PEOPLE } from '../../wire/limits.ts'
import { id, nothing, timeMs } from './values.ts'

export const nearbyPerson = z.object({
  id: id.describe('for as long as they are seen; nothing lasting'),
  name: z.string().describe('as they call themselves: not checked'),
  state: z.enum(['there', 'asked', 'asks', 'compare', 'confirmed', 'met', 'failed']).describe(
    'asked: you picked them, they have not picked you; asks: the other way round; compare: the words are there; ' +
    'confirmed: you said that they match; met: a contact, verified; failed: pick them to try again'
  ),
  words: z.string().optional().describe('two words, the same on both screens unless somebody stands between; while compare or confirmed'),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).optional().describe('why it failed'),
  contactId: id.optional().describe('of who was met')
})

export const nearbyStatus = z.object({
  untilMs: timeMs.nullable().describe('when you are not seen any more; null: you are not seen, and see nobody'),
  people: z.array(nearbyPerson).describe(`at most ${MAX_NEARBY_PEOPLE} who are there, and those who left in the middle`)
})

export const nearbyMethods = {
  'nearby.start': {
    summary: 'Lets people on the local network who did the same see your name, and lists them; ends by itself',
    params: z.strictObject({ forMs: z.int().min(1000).max(MAX_NEARBY_MS).optional().describe('10 minutes when absent') }),
    result: nearbyStatus
  },
  'nearby.stop': { summary: 'Is not seen any more, and ends what is under way', params: nothing, result: nothing },
  'nearby.list': { summary: 'Who is nearby, and how far you have come with each', params: nothing, result: nearbyStatus },
  'nearby.pick': {
    summary: 'Asks somebody to meet; when both have asked, both see the same two words',
    params: z.strictObject({ id }),
    result: nearbyPerson
  },
  'nearby.confirm': {
    summary: 'Says whether the words are the same on both screens; when both say so, the two become contacts',
    params: z.strictObject({ id, match: z.boolean() }),
    result: nearbyPerson
  }
} as const

export type NearbyPerson = z.infer<typeof nearbyPerson>
export type NearbyStatus = z.infer<typeof nearbyStatus>
