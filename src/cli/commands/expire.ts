import type { CommandModule } from '../command.ts'
import { formatDuration, parseDuration } from '../durations.ts'
import { showContact } from '../rows.ts'

export const examples: CommandModule['examples'] = ['expire ada', 'expire ada 1d', 'expire ada off']

export const build: CommandModule['build'] = (command, run) => {
  command
    .argument('<who>', 'a nickname, a name, or the beginning of an id; or a group')
    .argument('[time]', 'how long after they were read messages disappear, from 5m to 52w; or "off"', '4w')
    .action(run(async ({ call, out }, who: string, time: string) => {
      const afterMs = time === 'off' ? 0 : parseDuration(time)
      showContact(out, await call('chats.expire', { who, afterMs }))
      out.note(afterMs === 0
        ? 'New messages stay. Those that were to disappear still do.'
        : `New messages disappear ${formatDuration(afterMs)} after they were read. Whoever reads one can still copy it.`)
    }))
}
