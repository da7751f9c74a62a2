import type { CommandModule } from '../command.ts'
import { host, type HostFlags } from '../hosting.ts'
import { showMailbox } from '../mailboxes.ts'

export const examples: CommandModule['examples'] = [
  'mailbox', 'mailbox add /dns4/example.org/tcp/4501', 'mailbox host on --listen /ip4/0.0.0.0/tcp/4502'
]

export const build: CommandModule['build'] = (command, run) => {
  command.command('ls', { isDefault: true }).description('Lists the hosts where you fetch what was left for you.')
    .action(run(async ({ call, out }) => {
      const { mailboxes } = await call('mailboxes.list')
      for (const mailbox of mailboxes) showMailbox(out, mailbox)
      if (mailboxes.length === 0) out.note('None: what others write waits with them until you are both there.')
    }))
  command.command('add').description('Fetches at one more host, and tells everyone so.')
    .argument('<multiaddr>', 'where the host listens')
    .action(run(async ({ call, out }, address: string) => { showMailbox(out, await call('mailboxes.add', { address })) }))
  command.command('remove').description('Fetches at a host no more; what lies there is left elsewhere.')
    .argument('<host>', 'its name, or the beginning or end of its id')
    .action(run(async ({ call, out }, host: string) => {
      await call('mailboxes.remove', { host })
      out.row({ type: 'mailbox-removed', host }, `${out.good('✓')} no mailbox at ${host} any more`)
    }))
  command.command('host').description('Whether you keep a mailbox of your own beside this node, which your contacts alone learn of.')
    .argument('[what]', 'on, or off')
    .option('--listen <multiaddr>', 'where it listens; every interface and a free port when absent')
    .option('--announce <multiaddr...>', 'what contacts are told instead, behind a router')
    .action(run(async (context, what: string | undefined, flags: HostFlags) => { await host(context, what, flags) }))
}
