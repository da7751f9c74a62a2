import { Argument } from 'commander'
import type { CommandModule } from '../command.ts'
import { createNetwork, exportNetwork, joinNetwork, showNetwork } from '../networks.ts'

export const examples: CommandModule['examples'] = [
  'network create --name friends --out friends.json', 'network join friends.json', 'network show', 'network way direct',
  'network export > friends.json', 'network reconnect'
]

const WAYS = {
  usual: 'over other operators\' nodes, while one of them answers',
  proxied: 'over other operators\' nodes; what needs them waits while none answers',
  direct: 'straight'
}

export const build: CommandModule['build'] = (command, run) => {
  command.command('show', { isDefault: true }).description('Shows your network, and who is connected.')
    .action(run(async ({ call, out }) => { showNetwork(out, await call('network.show')) }))
  command.command('create').description('Makes a network file, private unless it is open. Overwrites nothing.')
    .requiredOption('--name <name>', 'what people call it').requiredOption('--out <file>', 'where to write it')
    .option('--open', 'without a key')
    .action(run(createNetwork))
  command.command('way')
    .description('How servers are reached: over other operators\' nodes while one answers (usual), never otherwise (proxied), ' +
      'or straight: faster, and they see your address (direct).')
    .addArgument(new Argument('<way>').choices(Object.keys(WAYS)))
    .action(run(async ({ call, out }, way: keyof typeof WAYS) => {
      await call('network.way', { way })
      out.row({ type: 'way', way }, `${out.good('✓')} ${WAYS[way]}`)
    }))
  command.command('reconnect').description('Drops every connection and begins anew.')
    .action(run(async ({ call, out }) => {
      await call('network.reconnect')
      out.row({ type: 'reconnected' }, `${out.good('✓')} connected anew`)
    }))
  command.command('export').description('Prints the file with which others join your network.').action(run(exportNetwork))
  command.command('join').description('Moves your profile to another network.')
    .argument('<file-or-link>', 'a network file, or an invite link')
    .action(run(joinNetwork))
}
