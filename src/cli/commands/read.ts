import type { CommandModule } from '../command.ts'
import { parseCount } from '../numbers.ts'
import { messageLine, receiptLine, stepLine } from '../rows.ts'

export const examples: CommandModule['examples'] = [
  'read ada', 'read ada --unread --peek', 'read ada --limit 1 --timeline', 'read ada --pinned'
]

interface Options { limit?: string, before?: string, unread?: true, peek?: true, pinned?: true, timeline?: true }

export const build: CommandModule['build'] = (command, run) => {
  command
    .argument('<who>', 'a nickname, a name, or the beginning of an id; or a group, or a channel')
    .option('--limit <n>', 'how many, at most 1000', '50')
    .option('--before <id>', 'only what is older than this message')
    .option('--unread', 'only what was not read yet, from the oldest on')
    .option('--peek', 'leave it unread, and tell nobody')
    .option('--pinned', 'only what is pinned')
    .option('--timeline', 'with what became of each message: by which way it went, who kept it, and when; in a group, who has it')
    .action(run(async ({ call, out }, who: string, { limit = '50', before, unread, peek, pinned, timeline }: Options) => {
      const { messages } = pinned === true ? await call('messages.pinned', { who }) : await call('messages.read', {
        who, limit: parseCount('--limit', limit), before, unread: unread === true, peek: peek === true, timeline: timeline === true
      })
      for (const message of messages) {
        const steps = (message.timeline ?? []).map(step => `\n${stepLine(out, step)}`).join('')
        const receipts = (message.receipts ?? []).map(one => `\n${receiptLine(out, one)}`).join('')
        out.row({ type: 'message', ...message }, messageLine(out, message) + steps + receipts)
      }
      if (messages.length === 0) out.note(unread === true ? 'Nothing new.' : 'Nothing was said yet.')
    }))
}
