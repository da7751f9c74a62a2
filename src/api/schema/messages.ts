/** Messages, and the stream of everything that happens. */
import { z } from 'zod'
import { MAX_EMOJI_BYTES } from '../../wire/limits.ts'
import { channel } from './channels.ts'
import { group } from './groups.ts'
import { contact, id, message, messageState, nothing, timeMs, who } from './values.ts'

export const sent = z.object({ messageId: id, contactId: id, state: messageState })

export const messageMethods = {
  'messages.send': {
    summary: 'Stores a text durably and sends it as soon as that is possible',
    params: z.strictObject({ to: who.describe('a person, a group or a channel'), text: z.string().min(1), replyTo: id.optional() }),
    result: sent
  },
  'messages.get': {
    summary: 'One message and its state',
    params: z.strictObject({
      contactId: id, messageId: id, timeline: z.boolean().optional().describe('with what became of it, and when')
    }),
    result: message
  },
  'messages.read': {
    summary: 'Messages with someone, the newest or the unread, oldest first; tells them so unless it is a peek',
    params: z.strictObject({
      who,
      limit: z.int().min(1).max(1000).optional().describe('50 when absent'),
      before: id.optional().describe('a message id: only older ones'),
      unread: z.boolean().optional().describe('only what was not read yet, from the oldest on; what arrived together stays together'),
      peek: z.boolean().optional().describe('sends no read receipts and keeps the messages unread'),
      timeline: z.boolean().optional().describe('with what became of each message, and when')
    }),
    result: z.object({ messages: z.array(message) })
  },
  'messages.edit': {
    summary: 'Replaces the text of a message of your own, for both',
    params: z.strictObject({ messageId: id, text: z.string().min(1) }),
    result: message
  },
  'messages.delete': {
    summary: 'Removes a message here; with `everyone`, takes one of your own back',
    params: z.strictObject({ messageId: id, everyone: z.boolean().optional() }),
    result: nothing
  },
  'messages.react': {
    summary: 'Your reaction to a message, in place of the one before',
    params: z.strictObject({ messageId: id, emoji: z.string().max(MAX_EMOJI_BYTES).describe('one emoji, or empty for none') }),
    result: message
  },
  'messages.pin': {
    summary: 'Keeps a message at hand for both, or no longer',
    params: z.strictObject({ messageId: id, on: z.boolean() }),
    result: message
  },
  'messages.pinned': {
    summary: 'What is pinned in a conversation, the newest 100, oldest first',
    params: z.strictObject({ who }),
    result: z.object({ messages: z.array(message) })
  },
  'messages.search': {
    summary: 'Messages that hold every word, in any case and with or without accents, newest first',
    params: z.strictObject({
      text: z.string().min(1).max(256).describe('at most 8 words, or parts of words'),
      who: who.optional().describe('with this person, or in this group or channel, alone'),
      limit: z.int().min(1).max(1000).optional().describe('50 when absent')
    }),
    result: z.object({ messages: z.array(message) })
  },
  'events.subscribe': {
    summary: 'Streams every event after `from` as notifications named "event", without a gap',
    params: z.strictObject({ from: z.int().min(0).optional().describe('the last seq already seen; the newest when absent') }),
    result: z.object({ latestSeq: z.int().min(0) })
  },
  'events.unsubscribe': { summary: 'Ends the stream', params: nothing, result: nothing }
} as const

const seq = z.int().min(1)

/** One line of the stream. What it speaks of is looked up when it is sent, so an old event tells the state of now. */
export const apiEvent = z.discriminatedUnion('type', [
  message.extend({ type: z.literal('message'), seq, contactId: id }),
  message.extend({ type: z.literal('message-changed'), seq, contactId: id })
    .describe('edited, taken back, reacted to or pinned: as it is now'),
  z.object({ type: z.literal('message-removed'), seq, contactId: id, messageId: id }).describe('not shown here any more'),
  z.object({
    type: z.literal('message-state'), seq, contactId: id, messageId: id, state: messageState, atMs: timeMs.nullable().optional()
  }),
  contact.extend({ type: z.literal('contact'), seq }),
  z.object({ type: z.literal('typing'), contactId: id, on: z.boolean() })
    .describe('at this moment, over a direct way; not kept, so it has no seq. Worth a few seconds'),
  z.object({ type: z.literal('presence'), contactId: id, online: z.boolean(), atMs: timeMs })
    .describe('at this moment; not kept, so it has no seq'),
  z.object({ type: z.literal('contact-removed'), seq, contactId: id }),
  z.object({ type: z.literal('session-reset'), seq, contactId: id }),
  z.object({ type: z.literal('request'), seq, requestId: id, name: z.string().optional(), text: z.string().optional() }),
  z.object({ type: z.literal('invite-used'), seq, inviteId: id, contactId: id }),
  z.object({ type: z.literal('accept-failed'), seq, code: z.string() }),
  group.extend({ type: z.literal('group'), seq }).describe('made, joined, left, or changed'),
  channel.extend({ type: z.literal('channel'), seq }).describe('made, followed, posted to, or changed'),
  z.object({ type: z.literal('channel-left'), seq, channelId: id }),
  z.object({ type: z.literal('network'), seq }),
  z.object({ type: z.literal('nearby'), seq }).describe('ask nearby.list; at most two a second')
])

export type Sent = z.infer<typeof sent>
export type ApiEvent = z.infer<typeof apiEvent>
/** Of the moment: who resumes cannot be given it again. */
export type Moment = Extract<ApiEvent, { type: 'typing' | 'presence' }>
/** What a client that was away can catch up on. */
export type KeptEvent = Exclude<ApiEvent, Moment>
