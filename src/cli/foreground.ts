/** This process becomes the node: it runs until a signal or `stop`, and `lock` hands over to a fresh process. */
import { AppError, createLog, systemClock, type Log } from '../api/client.ts'
import { connectIfRunning, type Context } from './context.ts'
import { resumeHosting } from './hosting.ts'
import { report, spawnNode } from './processes.ts'
import type { RunningNode } from './programs.ts'
import { readPassphrase, type PassphraseOptions } from './secrets.ts'
import { openProfile, showNode, showStarted } from './starting.ts'

/** Beside prose for a person, the log says only what matters; in a file, it tells everything. */
export function nodeLog ({ verbose, out, interactive }: Context, { prose = interactive && !out.json } = {}): Log {
  const level = verbose ? 'debug' : prose ? 'warn' : 'info'
  return createLog(level, line => process.stderr.write(`${line}\n`), systemClock.now)
}

/**
 * Begins with `begin`, tells whoever started this process how that went, does `proceed`, and stays until the node ends.
 * @throws what kept it from starting
 */
export async function stayAsNode<Node extends RunningNode> (
  context: Context, { begin, proceed = async () => {} }: { begin: () => Promise<Node>, proceed?: (node: Node) => Promise<void> }
): Promise<void> {
  process.umask(0o077)
  let node: Node
  try {
    node = await begin()
  } catch (err) {
    const { code, message, hint } = err instanceof AppError ? err : new AppError('INTERNAL', `the node could not start: ${String(err)}`)
    report({ kind: 'failed', error: { code, message, hint } })
    throw err
  }
  const stop = (): void => { void node.stop() }
  process.on('SIGTERM', stop)
  context.signal.addEventListener('abort', stop, { once: true })
  if (context.signal.aborted) stop()
  report({ kind: 'listening' })
  try {
    await proceed(node)
  } catch (err) {
    if (!context.signal.aborted) {
      await node.stop()
      throw err
    }
  }
  const how = await node.closed
  process.off('SIGTERM', stop)
  await context.interruptionOver()
  if (how !== 'locked') return
  const pid = await spawnNode(context, ['start', '--foreground', '--no-input'])
  context.out.note(`Locked. A fresh process took over in the background (pid ${pid}).`)
}

export const runDaemon = async (context: Context, options?: { prose: boolean }): Promise<RunningNode> =>
  await context.programs.runDaemon({
    home: context.home,
    log: nodeLog(context, options),
    upnp: context.settings.upnp.value === true,
    page: context.settings.page.value === true
  })

/** `start --foreground`: this process is the node, and its own first client. */
export async function startInForeground (context: Context, options: PassphraseOptions): Promise<void> {
  const given = await readPassphrase(options)
  const started = process.connected
  // Whoever started this process looked already; one that is there all the same keeps this one from the profile's folder.
  const running = started ? undefined : await connectIfRunning(context)
  if (running !== undefined) {
    const opened = await openProfile(context, running, given).finally(() => { running.close() })
    return showStarted(context, opened)
  }
  await stayAsNode(context, {
    begin: async () => await runDaemon(context),
    proceed: async () => {
      // Whoever started this process unlocks it. Here, a locked node stays, and `nobyte unlock` opens it.
      if (started) return
      await context.withNode(async client => { showNode(context, await openProfile(context, client, given)) })
      await resumeHosting(context)
    }
  })
}
