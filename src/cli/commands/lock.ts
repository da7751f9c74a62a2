import type { CommandModule } from '../command.ts'
import { connectIfRunning } from '../context.ts'
import { until } from '../processes.ts'

export const examples: CommandModule['examples'] = ['lock', 'lock --json']

export const build: CommandModule['build'] = (command, run) => {
  command.action(run(async context => {
    const { withNode, deadline, out } = context
    const signal = deadline()
    const old = await withNode(async client => {
      const status = await client.call('status', {}, { signal })
      if (status.state === 'open') await client.call('lock', {}, { signal })
      return status
    })
    let { pid } = old
    // Only the end of the process forgets the keys for certain; a fresh one takes its place.
    await until(async () => {
      if (old.state !== 'open') return true
      const client = await connectIfRunning(context)
      const fresh = await client?.call('status', {}, { signal }).catch(() => undefined)
      client?.close()
      pid = fresh?.pid ?? pid
      return pid !== old.pid
    }, signal)
    out.row({ type: 'locked', pid }, `${out.good('✓')} locked`)
  }))
}
