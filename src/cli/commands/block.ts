import type { CommandModule } from '../command.ts'
import { showContact } from '../rows.ts'

export const examples: CommandModule['examples'] = ['block bob', 'block bob --json']

export const build: CommandModule['build'] = (command, run) => {
  command
    .argument('<who>', 'a nickname, a name, or the beginning of an id')
    .action(run(async ({ call, out }, who: string) => { showContact(out, await call('people.block', { who })) }))
}
