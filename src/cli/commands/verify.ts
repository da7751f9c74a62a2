import { AppError } from '../../api/client.ts'
import type { CommandModule } from '../command.ts'
import { confirm } from '../prompts.ts'
import { showContact } from '../rows.ts'

export const examples: CommandModule['examples'] = ['verify ada', 'verify ada --match', 'verify ada --accept-new-key']

interface Options { match?: true, differ?: true, acceptNewKey?: true }

export const build: CommandModule['build'] = (command, run) => {
  command
    .argument('<who>', 'a nickname, a name, or the beginning of an id')
    .option('--match', 'both of you see the same number')
    .option('--differ', 'you see different numbers')
    .option('--accept-new-key', 'go on with someone whose key changed')
    .action(run(async (context, who: string, { match, differ, acceptNewKey }: Options) => {
      const { call, out } = context
      if (match === true && differ === true) throw new AppError('USAGE', 'they match or they differ, not both')
      if (acceptNewKey === true) {
        await confirm(`Go on with ${who}, whose key changed? It may be somebody else.`, context)
        return showContact(out, await call('people.acceptKey', { who }))
      }
      if (match === true || differ === true) return showContact(out, await call('people.confirm', { who, match: match === true }))
      const number = await call('people.verify', { who })
      const groups = number.digits.match(/\d{5}/g) ?? []
      const lines = [0, 4, 8].map(at => groups.slice(at, at + 4).join(' '))
      out.row({ type: 'safety-number', ...number }, lines.join('\n'))
      out.note(`${number.verified ? 'Verified.' : 'Not verified.'} Compare it with ${number.name} in person or by phone.\n` +
        `The same: nobyte verify ${who} --match\nDifferent: nobyte verify ${who} --differ`)
    }))
}
