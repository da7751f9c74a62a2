import type { CommandModule } from '../command.ts'
import { printableName, printableText } from '../printable.ts'
import { formatTime, showContact } from '../rows.ts'

export const examples: CommandModule['examples'] = ['requests', 'requests approve 01J9', 'requests decline 01J9']

export const build: CommandModule['build'] = (command, run) => {
  command.command('ls', { isDefault: true }).description('Lists who waits for your approval. Names are not checked.')
    .action(run(async ({ call, out }) => {
      const { requests } = await call('requests.list')
      for (const request of requests) {
        const { requestId, name, text, receivedAtMs } = request
        const line = `${requestId}  ${formatTime(receivedAtMs)}  ${printableName(name)}: ${printableText(text)}`
        out.row({ type: 'request', ...request }, line)
      }
      if (requests.length === 0) out.note('Nobody waits.')
    }))
  command.command('approve').description('Makes a stranger a contact.').argument('<id>')
    .action(run(async ({ call, out }, requestId: string) => { showContact(out, await call('requests.approve', { requestId })) }))
  command.command('decline').description('Turns a stranger away.').argument('<id>')
    .action(run(async ({ call, out }, requestId: string) => {
      await call('requests.decline', { requestId })
      out.row({ type: 'request-declined', requestId }, `${out.good('✓')} declined`)
    }))
}
