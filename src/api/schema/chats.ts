/** Conversations as whoever sits here keeps them; nobody else learns of any of it, but for how long messages stay. */
import { z } from 'zod'
import { contact, id, nothing, timeMs, who } from './values.ts'

const one = z.strictObject({ who })

export const chatMethods = {
  'chats.mute': {
    summary: 'Nothing is said about what comes in',
    params: z.strictObject({
      who, forMs: z.int().min(0).max(10 * 366 * 24 * 3600 * 1000).optional().describe('for good when absent; 0: no longer')
    }),
    result: contact
  },
  'chats.expire': {
    summary: 'Messages of both disappear so long after they were read',
    params: z.strictObject({ who, afterMs: z.int().min(0).describe('5 minutes to a year; 0: they stay') }),
    result: contact
  },
  'chats.archive': {
    summary: 'Puts a conversation away until something comes in; while it is muted, for longer',
    params: z.strictObject({ who, on: z.boolean() }),
    result: contact
  },
  'chats.markUnread': { summary: 'To be come back to, though everything was read', params: one, result: contact },
  'chats.setNote': {
    summary: 'Your own words about somebody',
    params: z.strictObject({ who, text: z.string().describe('at most 4 KiB; empty: none') }),
    result: contact
  },
  'chats.draft': {
    summary: 'What was begun and not sent',
    params: one,
    result: z.object({ draft: z.object({ text: z.string(), replyTo: id.optional(), atMs: timeMs }).nullable() })
  },
  'chats.setDraft': {
    summary: 'Keeps what is being written',
    params: z.strictObject({ who, text: z.string().describe('empty: no longer'), replyTo: id.optional() }),
    result: nothing
  }
} as const
