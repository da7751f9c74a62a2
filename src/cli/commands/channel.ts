import { Argument } from 'commander'
import { createChannel, leaveChannel, linkChannel, listChannels, serveChannel, showing } from '../channels.ts'
import type { CommandModule } from '../command.ts'

export const examples: CommandModule['examples'] = [
  'channel create "Night sky"', 'channel post "Night sky" "Perseids tonight"', 'channel follow nobyte-channel:…',
  'channel serve "Night sky" on'
]

export const build: CommandModule['build'] = (command, run) => {
  const sub = (name: string, says: string): typeof command => command.command(name).description(says).argument('<channel>')
  command.command('ls', { isDefault: true }).description('Lists your channels.').action(run(listChannels))
  sub('create', 'Makes a channel, and its link.').action(run(createChannel))
  command.command('follow').description('Follows a channel; nobody is told.').argument('<link>')
    .action(run(showing(async ({ call }, link: string) => await call('channels.follow', { link }))))
  sub('post', 'Posts to it, as does: nobyte send.').argument('<text...>')
    .action(run(async ({ call, out }, channel: string, words: string[]) => {
      const sent = await call('messages.send', { to: `#${channel}`, text: words.join(' ') })
      out.row({ type: 'message', ...sent }, `${out.good('✓ posted to')} ${channel}  ${out.faint(sent.messageId)}`)
    }))
  sub('link', 'Its link: whoever has it reads the channel.').action(run(linkChannel))
  sub('serve', 'Lets others have it from this node, or no longer.').addArgument(new Argument('<on>').choices(['on', 'off']))
    .action(run(serveChannel))
  sub('info', 'Who posts there, and what is odd.')
    .action(run(showing(async ({ call }, channel: string) => await call('channels.info', { channel }))))
  sub('rename', 'Gives it another name.').argument('<name>')
    .action(run(showing(async ({ call }, channel: string, name: string) => await call('channels.rename', { channel, name }))))
  sub('admit', 'Lets somebody else post, by their key.').argument('<key>').argument('<name>', 'as followers are shown it')
    .action(run(showing(async ({ call }, channel: string, key: string, name: string) =>
      await call('channels.admit', { channel, key, name }))))
  sub('dismiss', 'An admin posts no longer.').argument('<admin>')
    .action(run(showing(async ({ call }, channel: string, admin: string) => await call('channels.dismiss', { channel, admin }))))
  sub('leave', 'Leaves it; nothing of it stays here.').action(run(leaveChannel))
}
