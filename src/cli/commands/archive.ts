import type { CommandModule } from '../command.ts'
import { showContact } from '../rows.ts'

export const examples: CommandModule['examples'] = ['archive bob', 'archive bob --off']

export const build: CommandModule['build'] = (command, run) => {
  command
    .argument('<who>', 'a nickname, a name, or the beginning of an id; or a group')
    .option('--off', 'bring it back')
    .action(run(async ({ call, out }, who: string, { off = false }: { off?: boolean }) => {
      showContact(out, await call('chats.archive', { who, on: !off }))
    }))
}
