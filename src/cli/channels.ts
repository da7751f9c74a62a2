/** How a channel looks to a person; scripts get the same as JSON. */
import type { Channel } from '../api/schema.ts'
import type { Context } from './context.ts'
import type { Output } from './output.ts'
import { printableName } from './printable.ts'
import { confirm } from './prompts.ts'
import { formatTime } from './rows.ts'

const SAID: Record<Channel['doubts'][number]['what'], string> = {
  forked: 'signed two different pasts: their program is broken, or they tell different people different things',
  late: 'posted more after they were dismissed; it was refused',
  refused: 'tried what only the owner may'
}
const SERVING = 'Whoever has the link can now find this node\'s address, and sees that it has the channel. Stop: channel serve NAME off'
const NOT_SERVING = 'Nobody has the channel from here any more. What was told of this node\'s address lasts for up to a day.'

function showChannel (out: Output, channel: Channel, details = ''): void {
  const { name, role, posts, unread, serving, sources, channelId } = channel
  const marks = [
    role, `${posts} ${posts === 1 ? 'post' : 'posts'}`, ...(unread > 0 ? [`${unread} unread`] : []), ...(serving ? ['served here'] : []),
    ...(sources === 0 && role === 'follower' ? ['nobody there to have it from'] : [])
  ].join(', ')
  const line = `${out.strong(printableName(name).padEnd(20))} ${marks.padEnd(24)} ${out.faint(channelId.slice(0, 16))}`
  out.row({ type: 'channel', ...channel }, line + details)
}

/** With who posts there, and what is odd about it. */
function describeChannel (out: Output, channel: Channel): void {
  const { authors, key, sources, doubts } = channel
  const lines = [
    ...authors.map(({ name, role, isSelf, authorId }) =>
      `   ${printableName(name).padEnd(20)} ${role.padEnd(9)} ${isSelf ? 'you' : ''}  ${out.faint(authorId.slice(0, 16))}`),
    out.faint(`   in touch with ${sources} who serve it; your key here: ${key}`),
    ...doubts.map(({ name, what, atMs }) => `   ${formatTime(atMs)}  ${printableName(name)} ${SAID[what]}`)
  ]
  showChannel(out, channel, `\n${lines.join('\n')}`)
}

/** An action that shows the channel that it ends with. */
export const showing = <Args extends unknown[]>(task: (context: Context, ...args: Args) => Promise<Channel>) =>
  async (context: Context, ...args: Args): Promise<void> => { describeChannel(context.out, await task(context, ...args)) }

export async function listChannels ({ call, out }: Context): Promise<void> {
  const { channels } = await call('channels.list')
  for (const channel of channels) showChannel(out, channel)
  if (channels.length === 0) out.note('None yet. Make one: nobyte channel create NAME, or follow one: nobyte channel follow LINK')
}

export async function createChannel ({ call, out }: Context, name: string): Promise<void> {
  const channel = await call('channels.create', { name })
  out.row({ type: 'channel', ...channel }, channel.link)
  out.note('Whoever has this link reads what you post. They find it at this node\'s address, for as long as it is served here.')
}

export async function linkChannel ({ call, out }: Context, channel: string): Promise<void> {
  const named = await call('channels.link', { channel })
  out.row({ type: 'channel-link', ...named }, named.link)
}

export async function serveChannel (context: Context, channel: string, on: string): Promise<void> {
  const { call, out } = context
  const served = await call('channels.serve', { channel, on: on === 'on' })
  showChannel(out, served)
  out.note(served.serving ? SERVING : NOT_SERVING)
}

export async function leaveChannel (context: Context, channel: string): Promise<void> {
  await confirm(`Leave ${channel}, and delete what was posted there from this computer?`, context)
  showChannel(context.out, await context.call('channels.leave', { channel }))
}
