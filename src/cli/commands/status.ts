import type { CommandModule } from '../command.ts'
import { showStatus } from '../status.ts'

export const examples: CommandModule['examples'] = ['status', 'status --json']

export const build: CommandModule['build'] = (command, run) => {
  command.action(run(async ({ call, out }) => { showStatus(out, await call('status')) }))
}
