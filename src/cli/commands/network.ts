import { resolve } from 'node:path'
import { Argument } from 'commander'
import type { CommandModule } from '../command.ts'
import type { Context } from '../context.ts'
import { showNetwork } from '../networks.ts'

export const examples: CommandModule['examples'] = [
  'network create --name friends --out friends.json', 'network join friends.json', 'network show', 'network way direct',
  'network export > friends.json', 'network reconnect'
]

const LINK = 'nobyte:'

interface CreateOptions { name: string, out: string, open?: true }

async function create ({ programs, out }: Context, { name, out: file, open }: CreateOptions): Promise<void> {
  const path = resolve(file)
  const network = await programs.createNetworkFile({ name, open: open === true, path })
  out.row({ type: 'network', ...network, file: path }, `${out.good('✓')} ${file}  ${out.faint(network.id)}`)
  out.note(open === true ? 'Anybody can join it.' : 'It holds the key: whoever has this file can join.')
  out.note(`Next, on a computer that stays on: nobyte serve --network ${file} --listen /ip4/0.0.0.0/tcp/4501`)
}

export const build: CommandModule['build'] = (command, run) => {
  command.command('show', { isDefault: true }).description('Shows your network, and who is connected.')
    .action(run(async ({ call, out }) => { showNetwork(out, await call('network.show')) }))
  command.command('create').description('Makes a network file, private unless it is open. Overwrites nothing.')
    .requiredOption('--name <name>', 'what people call it').requiredOption('--out <file>', 'where to write it')
    .option('--open', 'without a key')
    .action(run(create))
  command.command('way')
    .description('Whether servers are reached over other operators\' nodes, or straight: faster, and they see your address.')
    .addArgument(new Argument('<way>').choices(['proxied', 'direct']))
    .action(run(async ({ call, out }, way: 'proxied' | 'direct') => {
      await call('network.way', { way })
      out.row({ type: 'way', way }, `${out.good('✓')} ${way === 'direct' ? 'straight' : 'over other operators\' nodes'}`)
    }))
  command.command('reconnect').description('Drops every connection and begins anew.')
    .action(run(async ({ call, out }) => {
      await call('network.reconnect')
      out.row({ type: 'reconnected' }, `${out.good('✓')} connected anew`)
    }))
  command.command('export').description('Prints the file with which others join your network.')
    .action(run(async ({ call, out }) => {
      const network = await call('network.export')
      out.row({ type: 'network', ...network }, JSON.stringify(network, null, 2))
      if (network.psk !== undefined) out.note('It holds the key: whoever has this file can join.')
    }))
  command.command('join').description('Moves your profile to another network.')
    .argument('<file-or-link>', 'a network file, or an invite link')
    .action(run(async ({ programs, call, out }, file: string) => {
      if (file.startsWith(LINK)) {
        const joined = await call('network.join', { link: file })
        return out.row({ type: 'network', ...joined }, `${out.good('✓')} joined ${joined.name}`)
      }
      const network = await call('network.join', { network: await programs.readNetworkFile(resolve(file)) })
      out.row({ type: 'network', ...network, file: resolve(file) }, `${out.good('✓')} joined ${network.name}`)
    }))
}
