import { AppError } from '../../api/client.ts'
import type { CommandModule } from '../command.ts'
import { parseDuration } from '../durations.ts'
import { showContact } from '../rows.ts'

export const examples: CommandModule['examples'] = ['mute bob', 'mute bob --for 8h', 'mute bob --off']

export const build: CommandModule['build'] = (command, run) => {
  command
    .argument('<who>', 'a nickname, a name, or the beginning of an id; or a group')
    .option('--for <time>', 'for so long, and not for good')
    .option('--off', 'no longer')
    .action(run(async ({ call, out }, who: string, { for: time, off = false }: { for?: string, off?: boolean }) => {
      if (off && time !== undefined) throw new AppError('USAGE', '--for or --off, not both')
      const forMs = off ? 0 : time === undefined ? undefined : parseDuration(time)
      showContact(out, await call('chats.mute', { who, forMs }))
    }))
}
