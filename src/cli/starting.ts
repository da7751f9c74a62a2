/** From whatever state the node is in to a node that is ready. */
import { AppError, hasCode, type Client } from '../api/client.ts'
import type { Ready } from '../api/schema.ts'
import { connectIfRunning, type Context } from './context.ts'
import { spawnNode, stopNode, until } from './processes.ts'
import { askHidden } from './prompts.ts'
import { readPassphrase, type PassphraseOptions } from './secrets.ts'

const MAX_TRIES = 3
/** after it took the profile's folder, which is the first thing that it does */
const LISTENS_WITHIN_MS = 20_000
/** A key is derived as slowly as the passphrase asks for, and more slowly on a busy computer: that is no node that hangs. */
export const KEY_MARGIN_MS = 120_000
export const BACKGROUND = ['start', '--foreground', '--no-input']

export type Started = { kind: 'ready', ready: Ready } | { kind: 'locked', pid: number }

/** Connects to the running node, or starts one in the background. @returns spawned: it was started by this call */
export async function ensureRunning (context: Context): Promise<{ client: Client, spawned: boolean }> {
  const running = await connectIfRunning(context)
  if (running !== undefined) return { client: running, spawned: false }
  context.out.note('Starting the node…')
  let spawned = true
  try {
    await spawnNode(context, BACKGROUND, context.deadline())
  } catch (err) {
    // Somebody else's start was faster: theirs is as good, and not ours to stop.
    if (!hasCode(err, 'EXISTS')) throw err
    spawned = false
  }
  return { client: await connectSoon(context), spawned }
}

/** A node that has the folder is about to listen. @throws AppError NODE_NOT_RUNNING: it ended instead, or takes too long */
export async function connectSoon (context: Context): Promise<Client> {
  let client: Client | undefined
  try {
    await until(async () => {
      client = await connectIfRunning(context)
      return client !== undefined
    }, AbortSignal.any([context.deadline(), AbortSignal.timeout(LISTENS_WITHIN_MS)]))
  } catch {}
  if (client !== undefined) return client
  throw new AppError('NODE_NOT_RUNNING', 'the node ended while it started', { hint: `See: ${context.home.logFile}` })
}

/** @throws AppError NO_PROFILE, WRONG_PASSPHRASE; a node that this started is stopped then */
export async function startInBackground (context: Context, options: PassphraseOptions): Promise<Started> {
  const given = await readPassphrase(options)
  const { client, spawned } = await ensureRunning(context)
  try {
    if (!spawned) await sayWhatIsIgnored(context, client)
    return await openProfile(context, client, given)
  } catch (err) {
    if (spawned) await stopNode(client, AbortSignal.timeout(context.timeoutMs)).catch(() => {})
    throw err
  } finally {
    client.close()
  }
}

/** A node that is there goes on as it was started. */
async function sayWhatIsIgnored ({ settings, out, deadline }: Context, client: Client): Promise<void> {
  if (settings.upnp.source !== 'flag') return
  const { state, upnp } = await client.call('status', {}, { signal: deadline() })
  if (state === 'open' && upnp === undefined) {
    out.note('The node was running already, so --upnp changed nothing: nobyte stop, then nobyte start --upnp')
  }
}

/** Unlocks the node behind a client, asking where that is possible and nothing was given. */
export async function openProfile (context: Context, client: Client, given?: string): Promise<Started> {
  const { state, role, pid } = await client.call('status', {}, { signal: context.deadline() })
  if (role === 'infrastructure') {
    throw new AppError('REFUSED', 'this home serves a network and holds no profile', { hint: 'Use another NOBYTE_HOME' })
  }
  if (state === 'empty') throw new AppError('NO_PROFILE', 'there is no profile yet', { hint: 'Make one: nobyte init --name NAME' })
  if (state === 'open') return { kind: 'ready', ready: await client.call('ready', {}, { signal: context.deadline() }) }
  if (given !== undefined) return await unlock(context, client, given)
  if (!context.interactive) return { kind: 'locked', pid }
  for (let tries = 1; ; tries++) {
    try {
      return await unlock(context, client, await askHidden('Passphrase: '))
    } catch (err) {
      if (!hasCode(err, 'WRONG_PASSPHRASE') || tries === MAX_TRIES) throw err
      context.out.note('That is not it.')
    }
  }
}

async function unlock (context: Context, client: Client, passphrase: string): Promise<Started> {
  if (passphrase === '') throw new AppError('WRONG_PASSPHRASE', 'the passphrase is empty')
  try {
    return { kind: 'ready', ready: await client.call('unlock', { passphrase }, { signal: context.deadline(KEY_MARGIN_MS) }) }
  } catch (err) {
    // Somebody else has opened it since it was asked how it is.
    if (!hasCode(err, 'EXISTS')) throw err
    return { kind: 'ready', ready: await client.call('ready', {}, { signal: context.deadline() }) }
  }
}

/** Prints how it ended. @throws AppError LOCKED: locked although nobody asked for that */
export function showStarted (context: Context, started: Started): void {
  showNode(context, started)
  if (started.kind === 'ready' || context.settings.input.value === false) return
  throw new AppError('LOCKED', 'the node runs, but is locked', { hint: 'Open it: nobyte unlock --passphrase-file FILE' })
}

export function showNode ({ out }: Context, started: Started): void {
  if (started.kind === 'locked') {
    return out.row({ type: 'locked', pid: started.pid }, `locked  ${out.faint(`pid ${started.pid}`)}`)
  }
  const { peerId, addresses, pid } = started.ready
  out.row({ type: 'ready', ...started.ready }, `${out.good('✓')} ready  ${out.faint(`pid ${pid}  peer ${peerId}`)}`)
  for (const address of addresses) out.note(`  ${address}`)
}
