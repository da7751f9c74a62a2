import { Option } from 'commander'
import { AppError } from '../../api/client.ts'
import type { MessageState } from '../../api/schema.ts'
import type { CommandModule } from '../command.ts'
import { readText } from '../stdin.ts'
import { WAIT_FOR, sendAndWait, type WaitFor } from '../waiting.ts'

export const examples: CommandModule['examples'] = [
  'send ada "on my way"', 'send ada --wait delivered hello', 'date | nobyte send ada -', 'send "Saturday walk" "at nine?"'
]

const DONE: Record<MessageState, string> = {
  waiting: '◷ kept for',
  'in mailbox': '✉ left in a mailbox for',
  sent: '✓ sent to',
  delivered: '✓✓ delivered to',
  read: '✓✓ read by',
  received: '✓✓ delivered to'
}

export const build: CommandModule['build'] = (command, run) => {
  command
    .argument('<who>', 'a nickname, a name, or the beginning of an id; or a group, or a channel')
    .argument('[text...]', 'what to say; "-" reads it from standard input')
    .addOption(new Option('--wait <state>', 'return when the message is at least so far').choices(WAIT_FOR).default('queued'))
    .option('--reply-to <id>', 'the message that this answers')
    .action(run(async (context, who: string, words: string[], { wait, replyTo }: { wait: WaitFor, replyTo?: string }) => {
      const text = words.length === 0 || (words.length === 1 && words[0] === '-') ? await readText(context) : words.join(' ')
      if (text.trim() === '') throw new AppError('BAD_INPUT', 'there is nothing to send')
      await context.withNode(async client => {
        const send = async () => await client.call('messages.send', { to: who, text, replyTo }, { signal: context.deadline() })
        const { sent, late } = await sendAndWait(context, client, { wanted: wait, send })
        const { out } = context
        out.row({ type: 'message', ...sent }, `${out.good(DONE[sent.state])} ${who}  ${out.faint(sent.messageId)}`)
        if (late !== undefined) throw late
      })
    }))
}
