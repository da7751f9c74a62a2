import type { CommandModule } from '../command.ts'
import { talk } from '../talking.ts'

export const examples: CommandModule['examples'] = ['chat ada', 'chat bob --limit 100']

export const build: CommandModule['build'] = (command, run) => {
  command
    .argument('<who>', 'a nickname, a name, or the beginning of an id; or a group')
    .option('--limit <n>', 'how much of the past to show first', '10')
    .action(run(async (context, who: string, { limit }: { limit: string }) => { await talk(context, who, limit) }))
}
