/** Every command by name. A command's own file is loaded only when it is used: starting must stay cheap. */
import type { CommandModule } from './command.ts'

export interface CommandEntry {
  name: string
  group: string
  summary: string
  load: () => Promise<CommandModule>
}

const TALK = 'Talk'
const PEOPLE = 'People'
const NODE = 'Node'
const INFRASTRUCTURE = 'Infrastructure'

const entry = (group: string, name: string, summary: string, load: CommandEntry['load']): CommandEntry => ({ group, name, summary, load })

export const CATALOGUE: CommandEntry[] = [
  entry(TALK, 'send', 'write to someone', async () => await import('./commands/send.ts')),
  entry(TALK, 'read', 'show a conversation', async () => await import('./commands/read.ts')),
  entry(TALK, 'search', 'find words in everything that was said', async () => await import('./commands/search.ts')),
  entry(TALK, 'edit', 'change what a message of yours says', async () => await import('./commands/edit.ts')),
  entry(TALK, 'delete', 'remove a message, here or for everyone', async () => await import('./commands/delete.ts')),
  entry(TALK, 'react', 'answer a message with an emoji', async () => await import('./commands/react.ts')),
  entry(TALK, 'pin', 'keep a message at hand', async () => await import('./commands/pin.ts')),
  entry(TALK, 'expire', 'let messages disappear', async () => await import('./commands/expire.ts')),
  entry(TALK, 'mute', 'be told nothing of what someone writes', async () => await import('./commands/mute.ts')),
  entry(TALK, 'archive', 'put a conversation away', async () => await import('./commands/archive.ts')),
  entry(TALK, 'listen', 'follow everything that happens', async () => await import('./commands/listen.ts')),
  entry(TALK, 'chat', 'talk with someone, line by line', async () => await import('./commands/chat.ts')),
  entry(PEOPLE, 'people', 'list, rename or remove people', async () => await import('./commands/people.ts')),
  entry(PEOPLE, 'group', 'talk with several people at once', async () => await import('./commands/group.ts')),
  entry(PEOPLE, 'channel', 'post to whoever has a link, or follow who does', async () => await import('./commands/channel.ts')),
  entry(PEOPLE, 'invite', 'make a link that another person accepts', async () => await import('./commands/invite.ts')),
  entry(PEOPLE, 'accept', 'follow a link to its maker', async () => await import('./commands/accept.ts')),
  entry(PEOPLE, 'nearby', 'meet people on the same local network', async () => await import('./commands/nearby.ts')),
  entry(PEOPLE, 'requests', 'strangers who used a reusable link', async () => await import('./commands/requests.ts')),
  entry(PEOPLE, 'verify', 'compare safety numbers', async () => await import('./commands/verify.ts')),
  entry(PEOPLE, 'block', 'neither hear nor answer someone', async () => await import('./commands/block.ts')),
  entry(PEOPLE, 'unblock', 'hear someone again', async () => await import('./commands/unblock.ts')),
  entry(PEOPLE, 'echo', 'somebody to try it out with, on this computer', async () => await import('./commands/echo.ts')),
  entry(NODE, 'init', 'make a profile, or recover one', async () => await import('./commands/init.ts')),
  entry(NODE, 'start', 'start the node', async () => await import('./commands/start.ts')),
  entry(NODE, 'stop', 'stop the node', async () => await import('./commands/stop.ts')),
  entry(NODE, 'open', 'open the web page', async () => await import('./commands/open.ts')),
  entry(NODE, 'unlock', 'open the profile with its passphrase', async () => await import('./commands/unlock.ts')),
  entry(NODE, 'lock', 'close the profile, forget its keys', async () => await import('./commands/lock.ts')),
  entry(NODE, 'status', 'what the node is doing', async () => await import('./commands/status.ts')),
  entry(NODE, 'id', 'who you are', async () => await import('./commands/id.ts')),
  entry(NODE, 'network', 'create, join or show a network', async () => await import('./commands/network.ts')),
  entry(NODE, 'mailbox', 'where you fetch what was left for you', async () => await import('./commands/mailbox.ts')),
  entry(NODE, 'holdings', 'what lies on this disk, and deleting it', async () => await import('./commands/holdings.ts')),
  entry(NODE, 'why', 'why messages to someone wait', async () => await import('./commands/why.ts')),
  entry(NODE, 'passphrase', 'change the passphrase', async () => await import('./commands/passphrase.ts')),
  entry(NODE, 'doctor', 'look for what is wrong', async () => await import('./commands/doctor.ts')),
  entry(NODE, 'rpc', 'call a method of the local API', async () => await import('./commands/rpc.ts')),
  entry(NODE, 'config', 'read and change settings', async () => await import('./commands/config.ts')),
  entry(NODE, 'completion', 'completion for your shell', async () => await import('./commands/completion.ts')),
  entry(INFRASTRUCTURE, 'serve', 'serve a network: bootstrap, DHT, relay, mailboxes', async () => await import('./commands/serve.ts'))
]
