import type { CommandModule } from '../command.ts'
import { printableText } from '../printable.ts'

export const examples: CommandModule['examples'] = ['why ada', 'why ada --json']

export const build: CommandModule['build'] = (command, run) => {
  command
    .argument('<who>', 'a nickname, a name, or the beginning of an id')
    .action(run(async ({ call, out }, who: string) => {
      const { lines, facts } = await call('people.why', { who })
      out.row({ type: 'why', lines, facts }, lines.map(printableText).join('\n'))
    }))
}
