import { AppError } from '../../api/client.ts'
import type { CommandModule } from '../command.ts'
import { messageLine } from '../rows.ts'

export const examples: CommandModule['examples'] = ['react 01J9Z3Y7Q8X4M2N6P5R1S0T9VW 👍', 'react 01J9Z3Y7Q8X4M2N6P5R1S0T9VW --none']

export const build: CommandModule['build'] = (command, run) => {
  command
    .argument('<id>', 'a message, as `read --json` or `send` names it')
    .argument('[emoji]', 'one; it takes the place of the one before')
    .option('--none', 'take your reaction back')
    .action(run(async ({ call, out }, messageId: string, emoji: string | undefined, { none = false }: { none?: boolean }) => {
      if ((emoji === undefined) !== none) throw new AppError('USAGE', 'an emoji, or --none')
      const message = await call('messages.react', { messageId, emoji: emoji ?? '' })
      out.row({ type: 'message', ...message }, messageLine(out, message))
    }))
}
