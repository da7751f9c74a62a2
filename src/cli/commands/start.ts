import { Option } from 'commander'
import type { CommandModule } from '../command.ts'
import { startInForeground } from '../foreground.ts'
import type { PassphraseOptions } from '../secrets.ts'
import { showStarted, startInBackground } from '../starting.ts'
import { welcome } from '../welcome.ts'

export const examples: CommandModule['examples'] = [
  'start', 'start --passphrase-file ~/.nobyte-pw', 'start --foreground', 'start --no-input'
]

type Options = PassphraseOptions & { foreground?: true, welcome?: true }

export const build: CommandModule['build'] = (command, run) => {
  command
    .option('--foreground', 'stay here until Ctrl-C')
    .option('--passphrase-file <file>', 'read the passphrase from a file')
    .option('--passphrase-fd <n>', 'read the passphrase from an open file descriptor')
    .addOption(new Option('--welcome', 'explain everything, as npm start does').hideHelp())
    .action(run(async (context, { foreground, welcome: explain, ...options }: Options) => {
      if (explain === true) await welcome(context)
      else if (foreground === true) await startInForeground(context, options)
      else showStarted(context, await startInBackground(context, options))
    }))
}
