import type { CommandModule } from '../command.ts'
import { messageLine } from '../rows.ts'

export const examples: CommandModule['examples'] = ['pin 01J9Z3Y7Q8X4M2N6P5R1S0T9VW', 'pin 01J9Z3Y7Q8X4M2N6P5R1S0T9VW --off']

export const build: CommandModule['build'] = (command, run) => {
  command
    .argument('<id>', 'a message, as `read --json` or `send` names it')
    .option('--off', 'no longer')
    .action(run(async ({ call, out }, messageId: string, { off = false }: { off?: boolean }) => {
      const message = await call('messages.pin', { messageId, on: !off })
      out.row({ type: 'message', ...message }, messageLine(out, message))
    }))
}
