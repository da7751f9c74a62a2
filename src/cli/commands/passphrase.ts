import { AppError } from '../../api/client.ts'
import type { CommandModule } from '../command.ts'
import { askHidden } from '../prompts.ts'
import { choosePassphrase, readPassphrase } from '../secrets.ts'
import { KEY_MARGIN_MS } from '../starting.ts'

export const examples: CommandModule['examples'] = [
  'passphrase change', 'passphrase change --passphrase-file old --new-passphrase-file new'
]

interface Options { passphraseFile?: string, passphraseFd?: string, newPassphraseFile?: string, newPassphraseFd?: string }

export const build: CommandModule['build'] = (command, run) => {
  command.command('change').description('Changes the passphrase; what it locks stays as it is.')
    .option('--passphrase-file <file>', 'read the present one from a file')
    .option('--passphrase-fd <n>', 'read the present one from an open file descriptor')
    .option('--new-passphrase-file <file>', 'read the new one from a file')
    .option('--new-passphrase-fd <n>', 'read the new one from an open file descriptor')
    .action(run(async (context, options: Options) => {
      const { newPassphraseFile: file, newPassphraseFd: fd } = options
      const given = await readPassphrase(options)
      if (given === undefined && !context.interactive) {
        throw new AppError('USAGE', 'the present passphrase is needed', { hint: 'Add --passphrase-file FILE' })
      }
      const current = given ?? await askHidden('Present passphrase: ')
      const next = await choosePassphrase(context, { passphraseFile: file, passphraseFd: fd })
      await context.withNode(async client => {
        await client.call('passphrase.change', { current, next }, { signal: context.deadline(KEY_MARGIN_MS) })
      })
      context.out.row({ type: 'passphrase-changed' }, `${context.out.good('✓')} changed`)
    }))
}
