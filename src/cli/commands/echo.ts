import { AppError } from '../../api/client.ts'
import type { CommandModule } from '../command.ts'
import { showContact } from '../rows.ts'
import { KEY_MARGIN_MS } from '../starting.ts'

export const examples: CommandModule['examples'] = ['echo on', 'echo off']

export const build: CommandModule['build'] = (command, run) => {
  command
    .argument('<what>', 'on, or off: then it is forgotten, and what was said')
    .action(run(async ({ withNode, deadline, out }, what: string) => {
      if (what !== 'on' && what !== 'off') throw new AppError('BAD_INPUT', `the echo is on or off, not "${what}"`)
      const signal = deadline(KEY_MARGIN_MS)
      if (what === 'off') {
        await withNode(async client => await client.call('echo.stop', {}, { signal }))
        return out.row({ type: 'echo', on: false }, `${out.good('✓')} gone`)
      }
      out.note('Starting a second node on this computer…')
      const contact = await withNode(async client => await client.call('echo.start', {}, { signal }))
      showContact(out, contact)
      out.note(`Say something: nobyte send ${contact.name} hello`)
    }))
}
