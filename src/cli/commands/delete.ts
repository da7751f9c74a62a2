import type { CommandModule } from '../command.ts'

export const examples: CommandModule['examples'] = [
  'delete 01J9Z3Y7Q8X4M2N6P5R1S0T9VW', 'delete 01J9Z3Y7Q8X4M2N6P5R1S0T9VW --everyone'
]

const HERE = 'Removed here. Whoever else has it keeps theirs.'
const EVERYWHERE = 'Their node removes it as soon as it hears of it; somebody who had read it may remember, or have copied it.'

export const build: CommandModule['build'] = (command, run) => {
  command
    .argument('<id>', 'a message, as `read --json` or `send` names it')
    .option('--everyone', 'take back a message of yours, for all who have it')
    .action(run(async ({ call, out }, messageId: string, { everyone = false }: { everyone?: boolean }) => {
      await call('messages.delete', { messageId, everyone })
      out.row({ type: 'message-removed', messageId, everyone }, `${out.good('✓')} deleted  ${out.faint(messageId)}`)
      out.note(everyone ? EVERYWHERE : HERE)
    }))
}
