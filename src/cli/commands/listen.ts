import type { CommandModule } from '../command.ts'
import { showEvent } from '../events.ts'
import { follow } from '../following.ts'
import { parseCount } from '../numbers.ts'

export const examples: CommandModule['examples'] = ['listen', 'listen --json --from 0', 'listen --json | jq -r .text']

export const build: CommandModule['build'] = (command, run) => {
  command
    .option('--from <seq>', 'begin after this event, such as the last one already seen; 0 for all that is kept')
    .action(run(async (context, { from }: { from?: string }) => {
      const after = from === undefined ? undefined : parseCount('--from', from)
      for await (const event of follow(context, after)) showEvent(context.out, event)
    }))
}
