import { AppError } from '../../api/client.ts'
import type { CommandModule } from '../command.ts'
import { printableName } from '../printable.ts'

export const examples: CommandModule['examples'] = ['accept nobyte:AQ…', 'accept nobyte:AQ… --wait --timeout 2m']

/** The node answers by itself when the time is up; only then do we give up on it. */
const MARGIN_MS = 5000

export const build: CommandModule['build'] = (command, run) => {
  command
    .argument('<link>', 'what the other person sent you')
    .option('--wait', 'until you are in contact, or the time-out')
    .option('--text <text>', 'a few words for a link whose requests are looked at')
    .action(run(async (context, link: string, { wait, text }: { wait?: true, text?: string }) => {
      const { out, timeoutMs, deadline, withNode } = context
      const contact = await withNode(async client => await client.call('invites.accept', {
        link, timeoutMs, wait: wait === true, text
      }, { signal: deadline(MARGIN_MS) }))
      const done = contact.state === 'ready' ? out.good('✓ in contact with') : '◷ asked'
      out.row({ type: 'contact', ...contact }, `${done} ${printableName(contact.name)}`)
      if (contact.state === 'ready') return
      if (wait === true) {
        const hint = `See: nobyte why ${contact.contactId.slice(0, 8)}`
        throw new AppError('QUEUED', `${contact.name} has not answered yet; this completes by itself`, { hint })
      }
      out.note('You can write already: it waits for them, in a mailbox where their link names one.')
    }))
}
