/** `serve`: a node for others, in this process or in the background. */
import { resolve } from 'node:path'
import type { Ready } from '../api/schema.ts'
import type { Context } from './context.ts'
import { nodeLog, stayAsNode } from './foreground.ts'
import { spawnNode } from './processes.ts'

export interface ServeFlags {
  network: string
  listen: string[]
  announce?: string[]
  operator?: string
  relay: boolean
  stun: boolean
  upnp?: true
  mailbox: boolean
  proxy: boolean
  durable?: true
  forContacts?: true
  metrics?: string
  background?: true
}

export async function serve (context: Context, options: ServeFlags): Promise<void> {
  const { network, listen, announce, operator, relay, stun, mailbox, proxy, durable = false, forContacts = false, background } = options
  const metrics = options.metrics === undefined || /^\d+$/.test(options.metrics) ? options.metrics : resolve(options.metrics)
  const networkFile = resolve(network)
  const upnp = options.upnp ?? context.settings.upnp.value === true
  if (background === true) {
    const flags = ['serve', '--network', networkFile, '--listen', ...listen]
    if (announce !== undefined) flags.push('--announce', ...announce)
    if (operator !== undefined) flags.push('--operator', operator)
    if (!relay) flags.push('--no-relay')
    if (!stun) flags.push('--no-stun')
    if (upnp) flags.push('--upnp')
    if (!mailbox) flags.push('--no-mailbox')
    if (!proxy) flags.push('--no-proxy')
    if (durable) flags.push('--durable')
    if (forContacts) flags.push('--for-contacts')
    if (metrics !== undefined) flags.push('--metrics', metrics)
    await spawnNode(context, flags, context.deadline())
    return showServing(context, await context.call('ready'))
  }
  const begin = async () => await context.programs.serve({
    home: context.home,
    networkFile,
    listen,
    announce,
    operator,
    relay: relay && !forContacts,
    stun: stun && !forContacts,
    upnp,
    mailbox,
    proxy: proxy && !forContacts,
    durable,
    forContacts,
    ...(metrics === undefined ? {} : { metrics }),
    log: nodeLog(context)
  })
  const started = process.connected // whoever started this process says so; the log holds no ids
  await stayAsNode(context, { begin, proceed: async ({ ready }) => { if (!started) showServing(context, ready) } })
}

function showServing ({ out }: Context, ready: Ready): void {
  out.row({ type: 'ready', ...ready }, `${out.good('✓')} serving  ${out.faint(`pid ${ready.pid}  peer ${ready.peerId}`)}`)
  for (const address of ready.addresses) out.note(`  ${address}`)
}
