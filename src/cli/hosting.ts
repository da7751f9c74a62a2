/**
 * A mailbox host of one's own: an operator's process with a home and a key of its own beside the profile's. It goes on
 * while the node is off, which is what it is for; `start` brings it back after the computer was.
 */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, hasCode, prepareHome, type Client } from '../api/client.ts'
import type { MailboxState, Ready } from '../api/schema.ts'
import { connectIfRunning, type Context } from './context.ts'
import { showMailbox } from './mailboxes.ts'
import { spawnNode, stopNode } from './processes.ts'
import { homeOf } from './settings.ts'
import { connectSoon } from './starting.ts'

export interface HostFlags {
  listen?: string
  announce?: string[]
}

interface Hosting {
  listen: string
  announce: string[]
}

const SUFFIX = '-host'
const ANYWHERE = '/ip4/0.0.0.0/tcp/0'

/** @throws AppError BAD_INPUT: neither on nor off, or a network on which nobody hosts */
export async function host (context: Context, what: string | undefined, flags: HostFlags): Promise<void> {
  switch (what) {
    case 'on': return await switchOn(context, flags)
    case 'off': return await switchOff(context)
    case undefined: return await show(context)
    default: throw new AppError('BAD_INPUT', `a host is on or off, not "${what}"`)
  }
}

/** After the node has started: the host that is switched on runs, and contacts know where. Nothing of it stops the node. */
export async function resumeHosting (context: Context): Promise<void> {
  try {
    const kept = await readHosting(context)
    if (kept !== undefined) await begin(context, kept)
  } catch (err) {
    context.out.note(`Your mailbox host does not run: ${(err as Error).message}`)
  }
}

async function switchOn (context: Context, { listen = ANYWHERE, announce = [] }: HostFlags): Promise<void> {
  const { call, out } = context
  const network = await call('network.export')
  if (network.kind === 'lan') {
    throw new AppError('BAD_INPUT', 'on the local network nobody hosts', { hint: 'Make or join a network: nobyte network create' })
  }
  const { home } = hostContext(context)
  await prepareHome(home)
  await writeFile(networkFile(context), `${JSON.stringify(network, undefined, 2)}\n`, { mode: 0o600 })
  const { ready, mailbox } = await begin(context, { listen, announce })
  // A free port is to be the same the next time.
  const port = /\/tcp\/(\d+)/.exec(ready.addresses[0] ?? '')?.[1]
  const kept = { listen: port === undefined || announce.length > 0 ? listen : listen.replace(/\/tcp\/0$/, `/tcp/${port}`), announce }
  await writeFile(settingsFile(context), `${JSON.stringify(kept)}\n`, { mode: 0o600 })
  showMailbox(out, mailbox)
  out.note('Your contacts are told of it, and nobody else. It goes on when this node stops; nobyte mailbox host off ends it.')
}

async function switchOff (context: Context): Promise<void> {
  const { out, call } = context
  const own = await ownMailbox(context)
  if (own !== undefined) await call('mailboxes.remove', { host: own.hostId })
  const client = await connectIfRunning(hostContext(context))
  if (client === undefined && own === undefined) throw new AppError('NOT_FOUND', 'no mailbox host of yours is on')
  await rm(settingsFile(context), { force: true })
  if (client !== undefined) await stopping(client, context)
  out.row({ type: 'mailbox-host', state: 'off' }, `${out.good('✓')} off; contacts are told to leave what they have elsewhere`)
}

async function show (context: Context): Promise<void> {
  const { out } = context
  const client = await connectIfRunning(hostContext(context))
  if (client === undefined) {
    const isOn = await readHosting(context) !== undefined
    const line = isOn ? 'on, but not running: nobyte start brings it back' : 'off'
    return out.row({ type: 'mailbox-host', state: isOn ? 'stopped' : 'off' }, line)
  }
  try {
    const { pid, addresses, mailbox } = await client.call('status', {}, { signal: context.deadline() })
    const [queues, cells] = [mailbox?.queues ?? 0, mailbox?.cells ?? 0]
    const holds = `${queues} ${queues === 1 ? 'queue' : 'queues'}, ${cells} ${cells === 1 ? 'cell' : 'cells'}`
    out.row({ type: 'mailbox-host', state: 'on', pid, addresses, ...mailbox }, `on  ${holds}  ${out.faint(`pid ${pid}`)}`)
  } finally {
    client.close()
  }
}

/** The process, where it does not run yet, and a queue of ours in it. */
async function begin (context: Context, { listen, announce }: Hosting): Promise<{ ready: Ready, mailbox: MailboxState }> {
  const theirs = hostContext(context)
  let client = await connectIfRunning(theirs)
  if (client === undefined) {
    const flags = ['serve', '--for-contacts', '--network', networkFile(context), '--listen', listen]
    if (announce.length > 0) flags.push('--announce', ...announce)
    await spawnNode(theirs, flags, context.deadline()).catch((err: unknown) => {
      if (!hasCode(err, 'EXISTS')) throw err // somebody else's start was faster
    })
    client = await connectSoon(theirs)
  }
  try {
    const ready = await client.call('ready', {}, { signal: context.deadline() })
    const mailbox = await context.call('mailboxes.add', { address: ready.addresses[0]!, own: true })
    return { ready, mailbox }
  } finally {
    client.close()
  }
}

async function stopping (client: Client, context: Context): Promise<void> {
  try {
    await stopNode(client, context.deadline())
  } finally {
    client.close()
  }
}

const ownMailbox = async ({ call }: Context): Promise<MailboxState | undefined> =>
  (await call('mailboxes.list')).mailboxes.find(({ own }) => own)

const hostContext = (context: Context): Context =>
  ({ ...context, home: homeOf(process.env, `${context.home.profile}${SUFFIX}`) })
const networkFile = (context: Context): string => join(hostContext(context).home.data, 'network.json')
const settingsFile = (context: Context): string => join(hostContext(context).home.data, 'hosting.json')

/** @returns undefined: no host is switched on */
async function readHosting (context: Context): Promise<Hosting | undefined> {
  let text: string
  try {
    text = await readFile(settingsFile(context), 'utf8')
  } catch {
    return undefined
  }
  try {
    const { listen, announce } = JSON.parse(text) as Record<string, unknown>
    if (typeof listen === 'string' && Array.isArray(announce)) return { listen, announce: announce.map(String) }
  } catch {}
  throw new AppError('CORRUPT', `${settingsFile(context)} is damaged`, { hint: 'Switch it off and on: nobyte mailbox host off' })
}
