import type { CommandModule } from '../command.ts'
import { parseCount } from '../numbers.ts'
import { messageLine } from '../rows.ts'

export const examples: CommandModule['examples'] = ['search key under mat', 'search --with ada café', 'search lake --limit 5 --json']

export const build: CommandModule['build'] = (command, run) => {
  command
    .argument('<text...>', 'words, or parts of words; all of them have to be there')
    .option('--with <who>', 'with this person alone')
    .option('--limit <n>', 'how many, the newest, at most 1000', '50')
    .action(run(async ({ call, out }, words: string[], { with: who, limit = '50' }: { with?: string, limit?: string }) => {
      const { messages } = await call('messages.search', { text: words.join(' '), who, limit: parseCount('--limit', limit) })
      for (const message of messages.toReversed()) out.row({ type: 'message', ...message }, messageLine(out, message))
      if (messages.length === 0) out.note('Nothing was found.')
    }))
}
