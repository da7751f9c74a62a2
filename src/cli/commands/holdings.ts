import { AppError } from '../../api/client.ts'
import type { CommandModule } from '../command.ts'
import { confirm } from '../prompts.ts'
import { sizeText } from '../rows.ts'

export const examples: CommandModule['examples'] = ['holdings', 'holdings delete drafts', 'holdings delete node.log.1 --yes']

export const build: CommandModule['build'] = (command, run) => {
  command.command('ls', { isDefault: true }).description('Counts what lies on the disk now: how much, for how long, whether it is locked.')
    .action(run(async ({ call, out }) => {
      const { counts, holdings } = await call('holdings.show')
      if (holdings === undefined) {
        for (const [name, count] of Object.entries(counts)) out.row({ type: 'holding', name, count }, `${count}  ${name}`)
        return
      }
      for (const holding of holdings) {
        const { name, count, bytes, locked, what, life, deletable } = holding
        if (count === 0 && !out.json) continue
        const notes = [sizeText(bytes), locked ? 'locked' : 'readable by whoever has this disk', life, ...(deletable ? ['deletable'] : [])]
        const text = `${String(count).padStart(7)}  ${out.strong(name)}  ${what}\n         ${out.faint(notes.join(' · '))}`
        out.row({ type: 'holding', ...holding }, text)
      }
    }))
  command.command('delete').description('Deletes everything of one kind; links are revoked, and those who ask are declined.')
    .argument('<kind>', 'as it is listed, where it says deletable')
    .action(run(async (context, name: string) => {
      const { call, out } = context
      const held = (await call('holdings.show')).holdings?.find(one => one.name === name)
      if (held?.deletable !== true) {
        throw new AppError('NOT_FOUND', `there is no "${name}" that could be deleted`, { hint: 'See: nobyte holdings' })
      }
      await confirm(`Delete all of it? ${name}: ${held.what}.`, context)
      await call('holdings.delete', { name })
      out.row({ type: 'holding-deleted', name, count: held.count }, `${out.good('✓')} deleted  ${name}`)
    }))
}
