import type { CommandModule } from '../command.ts'
import { isAlive, until } from '../processes.ts'

export const examples: CommandModule['examples'] = ['stop', 'stop --timeout 5s']

export const build: CommandModule['build'] = (command, run) => {
  command.action(run(async ({ withNode, deadline, out }) => {
    const signal = deadline()
    const pid = await withNode(async client => {
      const { pid } = await client.call('status', {}, { signal })
      await client.call('stop', {}, { signal })
      return pid
    })
    await until(() => !isAlive(pid), signal)
    out.row({ type: 'stopped', pid }, `${out.good('✓')} stopped`)
  }))
}
