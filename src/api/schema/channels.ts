/** Channels: who posts there, and from whom they are had. What is posted goes through messages.send and messages.read. */
import { z } from 'zod'
import { id, name, timeMs, who } from './values.ts'

export const channel = z.object({
  channelId: id,
  name: z.string(),
  role: z.enum(['owner', 'admin', 'follower']).describe('yours; who follows it nobody is told'),
  key: z.string().describe('yours in this channel alone: whoever owns it can let you post by it'),
  authors: z.array(z.object({
    authorId: id, name: z.string(), role: z.enum(['owner', 'admin', 'dismissed']), isSelf: z.boolean()
  })).describe('who posts, or did'),
  posts: z.int().min(0),
  unread: z.int().min(0),
  serving: z.boolean().describe('others may have it from this node: whoever has the link can see its address'),
  sources: z.int().min(0).describe('with how many who serve it this node is in touch'),
  doubts: z.array(z.object({
    authorId: id,
    name: z.string(),
    what: z.enum(['forked', 'late', 'refused']).describe(
      'forked: signed two different pasts; late: posted more after they were dismissed; refused: did what only the owner may'
    ),
    atMs: timeMs
  })).describe('what authors did that an honest program does not')
})

const one = z.strictObject({ channel: who })
const link = z.string().describe('whoever has it reads the channel')

export const channelMethods = {
  'channels.list': { summary: 'Every channel', params: z.strictObject({}), result: z.object({ channels: z.array(channel) }) },
  'channels.create': { summary: 'Makes a channel', params: z.strictObject({ name }), result: channel.extend({ link }) },
  'channels.follow': {
    summary: 'Follows a channel; nobody is told', params: z.strictObject({ link: z.string().max(1024) }), result: channel
  },
  'channels.info': { summary: 'One channel', params: one, result: channel },
  'channels.link': { summary: 'Its link', params: one, result: z.object({ channelId: id, name: z.string(), link }) },
  'channels.serve': {
    summary: 'Lets others have it from this node, or no longer', params: z.strictObject({ channel: who, on: z.boolean() }), result: channel
  },
  'channels.rename': { summary: 'Gives it another name', params: z.strictObject({ channel: who, name }), result: channel },
  'channels.admit': {
    summary: 'Lets somebody else post', params: z.strictObject({ channel: who, key: z.string().max(128), name }), result: channel
  },
  'channels.dismiss': {
    summary: 'An admin posts no longer; what they said stays', params: z.strictObject({ channel: who, admin: who }), result: channel
  },
  'channels.leave': { summary: 'Nothing of it stays here', params: one, result: channel }
} as const

export type Channel = z.infer<typeof channel>
