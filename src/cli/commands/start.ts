import { Option } from 'commander'
import type { CommandModule } from '../command.ts'
import type { Context } from '../context.ts'
import { startInForeground } from '../foreground.ts'
import { resumeHosting } from '../hosting.ts'
import type { PassphraseOptions } from '../secrets.ts'
import { showStarted, startInBackground } from '../starting.ts'
import { welcome } from '../welcome.ts'

export const examples: CommandModule['examples'] = [
  'start', 'start --passphrase-file ~/.nobyte-pw', 'start --foreground', 'start --no-page'
]

type Options = PassphraseOptions & { foreground?: true, welcome?: true, upnp?: true, page: boolean }

const withFlag = (context: Context, name: 'upnp' | 'page', value: boolean): Context =>
  ({ ...context, settings: { ...context.settings, [name]: { value, source: 'flag' } } })

export const build: CommandModule['build'] = (command, run) => {
  command
    .option('--foreground', 'stay here until Ctrl-C')
    .option('--passphrase-file <file>', 'read the passphrase from a file')
    .option('--passphrase-fd <n>', 'read the passphrase from an open file descriptor')
    .option('--upnp', 'have the router let others in, until it stops')
    .option('--no-page', 'offer no web page')
    .addOption(new Option('--welcome', 'explain everything, as npm start does').hideHelp())
    .action(run(async (given, { foreground, welcome: explain, upnp, page, ...options }: Options) => {
      const routed = upnp === true ? withFlag(given, 'upnp', true) : given
      const context = page ? routed : withFlag(routed, 'page', false)
      if (explain === true) await welcome(context)
      else if (foreground === true) await startInForeground(context, options)
      else {
        const node = await startInBackground(context, options)
        if (node.kind === 'ready') await resumeHosting(context)
        showStarted(context, node)
      }
    }))
}
