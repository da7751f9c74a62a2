import type { CommandModule } from '../command.ts'
import { parseDuration } from '../durations.ts'
import { hostNames, whileAway } from '../mailboxes.ts'
import { formatTime } from '../rows.ts'
import { showQrCode } from '../qr.ts'

export const examples: CommandModule['examples'] = ['invite', 'invite --expires 1d --qr', 'invite --reusable', 'invite ls']

interface Options { qr?: true, expires?: string, reusable?: true, networkKey: boolean }

export const build: CommandModule['build'] = (command, run) => {
  command.command('new', { isDefault: true }).description('Makes a link; it works once unless it is reusable.')
    .option('--qr', 'draw it as a QR code, too')
    .option('--expires <time>', 'how long it works, such as 1d; 7d when absent')
    .option('--reusable', 'many may use it; each request then waits for your approval')
    .option('--no-network-key', "leave a private network's key out of the link")
    .action(run(async ({ call, out }, { qr, expires, reusable, networkKey }: Options) => {
      const invite = await call('invites.create', {
        reusable: reusable === true, withNetworkKey: networkKey,
        expiresInMs: expires === undefined ? undefined : parseDuration(expires)
      })
      out.row({ type: 'invite', ...invite }, invite.link)
      if (qr === true) await showQrCode(out, invite.link)
      const works = reusable === true ? 'Works until' : 'Works once, until'
      out.note(`${works} ${formatTime(invite.expiresAtMs)}. ${whileAway(invite)}`)
      if (invite.carriesNetworkKey) out.note("It carries your network's key: whoever sees it can join (--no-network-key leaves that out).")
    }))
  command.command('ls').description('Lists the links that still work.').action(run(async ({ call, out }) => {
    for (const invite of (await call('invites.list')).invites) {
      const { inviteId, expiresAtMs, reusable, mailboxes } = invite
      const marks = `${reusable ? '  reusable' : ''}${mailboxes.length === 0 ? '' : `  also at ${hostNames(mailboxes)}`}`
      out.row({ type: 'invite', ...invite }, `${inviteId}  until ${formatTime(expiresAtMs)}${marks}`)
    }
  }))
  command.command('revoke').description('Makes a link useless.').argument('<id>')
    .action(run(async ({ call, out }, inviteId: string) => {
      await call('invites.revoke', { inviteId })
      out.row({ type: 'invite-revoked', inviteId }, `${out.good('✓')} revoked`)
    }))
}
