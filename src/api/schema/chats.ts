/** Conversations as whoever sits here keeps them; nobody else learns of any of it, but for how long messages stay. */
import { z } from 'zod'
import { contact, id, message, nothing, timeMs, who } from './values.ts'

export const chat = z.object({
  contact: contact.describe('a person; or a group, as `group` in it says'),
  last: message.nullable().describe('the newest message; of its text 200 characters at most'),
  draft: z.string().nullable().describe('what was begun and not sent, 200 characters at most'),
  atMs: timeMs.describe('of the last message or the draft, or when they were met: what the list is ordered by')
})

/** How the page looks and what it says aloud: it keeps nothing itself, since a browser would keep it in the clear. */
export const preferences = z.object({
  theme: z.enum(['system', 'light', 'dark']).optional(),
  textPercent: z.int().min(90).max(150).optional(),
  language: z.string().max(16).optional(),
  sounds: z.boolean().optional(),
  notify: z.boolean().optional().describe('whether the browser tells of what comes in'),
  notifyContents: z.boolean().optional().describe('with names and texts')
})

const one = z.strictObject({ who })

export const chatMethods = {
  'chats.list': {
    summary: 'Every conversation by its last message, the one where something happened last first',
    params: z.strictObject({ who: who.optional().describe('one alone') }),
    result: z.object({ chats: z.array(chat) })
  },
  'chats.mute': {
    summary: 'Nothing is said about what comes in',
    params: z.strictObject({
      who, forMs: z.int().min(0).max(10 * 366 * 24 * 3600 * 1000).optional().describe('for good when absent; 0: no longer')
    }),
    result: contact
  },
  'chats.expire': {
    summary: 'Messages of all who talk there disappear so long after they were read',
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
  'chats.typing': {
    summary: 'Tells someone who is connected directly, and may know, that you write to them; say it again every few seconds',
    params: z.strictObject({ who, on: z.boolean() }),
    result: nothing
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
  },
  'preferences.get': { summary: 'How the page looks and what it says aloud', params: nothing, result: preferences },
  'preferences.set': { summary: 'Keeps that, in place of what was kept', params: preferences.strict(), result: nothing }
} as const

export type Chat = z.infer<typeof chat>
export type Preferences = z.infer<typeof preferences>
