import type { CommandModule } from '../command.ts'
import { initialise, type InitFlags } from '../initialising.ts'

export const examples: CommandModule['examples'] = [
  'init --name Ada', 'init --name Ada --network friends.json --passphrase-file ~/.nobyte-pw', 'init --recover --name Ada'
]

export const build: CommandModule['build'] = (command, run) => {
  command
    .option('--name <name>', 'what others see; asked when absent')
    .option('--network <file>', 'a network file; the local network when absent')
    .option('--passphrase-file <file>', 'read the passphrase from a file')
    .option('--passphrase-fd <n>', 'read the passphrase from an open file descriptor')
    .option('--recover', 'restore an account from its 24 recovery words')
    .option('--words-file <file>', 'read the recovery words from a file')
    .action(run(async (context, options: InitFlags) => { await initialise(context, options) }))
}
