import { AppError } from '../../api/client.ts'
import type { CommandModule } from '../command.ts'
import { examine } from '../examining.ts'

export const examples: CommandModule['examples'] = ['doctor', 'doctor --json']

const MARK = { ok: '✓', warning: '!', failure: '✗' }

export const build: CommandModule['build'] = (command, run) => {
  command.action(run(async context => {
    const { out } = context
    let failures = 0
    for await (const { check, result, text, hint } of examine(context)) {
      if (result === 'failure') failures++
      const next = hint === undefined ? '' : `\n               ${hint}`
      const mark = check === 'note' ? '·' : result === 'ok' ? out.good(MARK.ok) : out.strong(MARK[result])
      out.row({ type: 'check', check, result, text, hint }, `${mark} ${check.padEnd(10)} ${text}${next}`)
    }
    if (failures > 0) throw new AppError('INTERNAL', `${failures} check${failures === 1 ? '' : 's'} failed`)
  }))
}
