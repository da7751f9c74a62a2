import type { CommandModule } from '../command.ts'
import { stopNode } from '../processes.ts'

export const examples: CommandModule['examples'] = ['stop', 'stop --timeout 5s']

export const build: CommandModule['build'] = (command, run) => {
  command.action(run(async ({ withNode, deadline, out }) => {
    const pid = await withNode(async client => await stopNode(client, deadline()))
    out.row({ type: 'stopped', pid }, `${out.good('✓')} stopped`)
  }))
}
