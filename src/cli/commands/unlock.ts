import type { CommandModule } from '../command.ts'
import { resumeHosting } from '../hosting.ts'
import { readPassphrase, type PassphraseOptions } from '../secrets.ts'
import { openProfile, showStarted } from '../starting.ts'

export const examples: CommandModule['examples'] = ['unlock', 'unlock --passphrase-file ~/.nobyte-pw']

export const build: CommandModule['build'] = (command, run) => {
  command
    .option('--passphrase-file <file>', 'read the passphrase from a file')
    .option('--passphrase-fd <n>', 'read the passphrase from an open file descriptor')
    .action(run(async (context, options: PassphraseOptions) => {
      const given = await readPassphrase(options)
      const started = await context.withNode(async client => await openProfile(context, client, given))
      if (started.kind === 'ready') await resumeHosting(context)
      showStarted(context, started)
    }))
}
