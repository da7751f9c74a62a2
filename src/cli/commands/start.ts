import { Option } from 'commander'
import type { CommandModule } from '../command.ts'
import type { Context } from '../context.ts'
import { startInForeground } from '../foreground.ts'
import { resumeHosting } from '../hosting.ts'
import type { PassphraseOptions } from '../secrets.ts'
import { showStarted, startInBackground } from '../starting.ts'
import { welcome } from '../welcome.ts'

export const examples: CommandModule['examples'] = [
  'start', 'start --passphrase-file ~/.nobyte-pw', 'start --foreground', 'start --no-input'
]

type Options = PassphraseOptions & { foreground?: true, welcome?: true, upnp?: true }

const withUpnp = (context: Context): Context =>
  ({ ...context, settings: { ...context.settings, upnp: { value: true, source: 'flag' } } })

export const build: CommandModule['build'] = (command, run) => {
  command
    .option('--foreground', 'stay here until Ctrl-C')
    .option('--passphrase-file <file>', 'read the passphrase from a file')
    .option('--passphrase-fd <n>', 'read the passphrase from an open file descriptor')
    .option('--upnp', 'have the router let others in, until it stops')
    .addOption(new Option('--welcome', 'explain everything, as npm start does').hideHelp())
    .action(run(async (given, { foreground, welcome: explain, upnp, ...options }: Options) => {
      const context = upnp === true ? withUpnp(given) : given
      if (explain === true) await welcome(context)
      else if (foreground === true) await startInForeground(context, options)
      else {
        const node = await startInBackground(context, options)
        if (node.kind === 'ready') await resumeHosting(context)
        showStarted(context, node)
      }
    }))
}
