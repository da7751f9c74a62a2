import type { CommandModule } from '../command.ts'
import { messageLine } from '../rows.ts'
import { readText } from '../stdin.ts'

export const examples: CommandModule['examples'] = [
  'edit 01J9Z3Y7Q8X4M2N6P5R1S0T9VW "on my way, in ten minutes"', 'edit 01J9Z3Y7Q8X4M2N6P5R1S0T9VW - < letter.txt'
]

export const build: CommandModule['build'] = (command, run) => {
  command
    .argument('<id>', 'a message of yours, as `read --json` or `send` names it')
    .argument('[text...]', 'what it says now; "-" reads it from standard input')
    .action(run(async (context, messageId: string, words: string[]) => {
      const text = words.length === 0 || (words.length === 1 && words[0] === '-') ? await readText(context) : words.join(' ')
      const message = await context.call('messages.edit', { messageId, text })
      context.out.row({ type: 'message', ...message }, messageLine(context.out, message))
    }))
}
