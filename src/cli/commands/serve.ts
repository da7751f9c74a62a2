import type { CommandModule } from '../command.ts'
import { serve, type ServeFlags } from '../serving.ts'

export const examples: CommandModule['examples'] = [
  'serve --network friends.json --listen /ip4/0.0.0.0/tcp/4501',
  'serve --network friends.json --listen /ip4/0.0.0.0/tcp/4501 --announce /dns4/example.org/tcp/4501 --background'
]

export const build: CommandModule['build'] = (command, run) => {
  command
    .requiredOption('--network <file>', 'the network file; this node adds itself to it')
    .requiredOption('--listen <multiaddr...>', 'where to listen')
    .option('--announce <multiaddr...>', 'what others are told instead, behind a router')
    .option('--operator <name>', 'who runs this; nodes of one operator count as one')
    .option('--no-relay', 'carry nothing between people who cannot reach each other directly')
    .option('--no-stun', 'on an open network: tell nobody which address they are seen at, and help nobody through routers')
    .option('--upnp', 'have the router let others in')
    .option('--no-mailbox', 'keep no messages for people who are offline')
    .option('--no-proxy', 'carry nothing to other operators\' mailbox hosts: these then see who asks')
    .option('--durable', 'keep them across restarts; their key then lies on the disk beside them')
    .option('--for-contacts', 'known only to whom you tell: not in the network file, no DHT server, no relay; see mailbox host')
    .option('--metrics <port|file>', 'numbers for Prometheus, on a port that this computer alone reaches, or in a file')
    .option('--background', 'return once it is ready')
    .action(run(async (context, options: ServeFlags) => { await serve(context, options) }))
}
