import type { CommandModule } from '../command.ts'
import { printableName } from '../printable.ts'

export const examples: CommandModule['examples'] = ['id', 'id --json']

export const build: CommandModule['build'] = (command, run) => {
  command.action(run(async ({ call, out }) => {
    const identity = await call('identity.show')
    const { accountId, deviceId, name } = identity
    out.row({ type: 'identity', ...identity }, `${out.strong(printableName(name))}\naccount  ${accountId}\ndevice   ${deviceId}`)
  }))
}
