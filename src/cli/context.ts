/** What every command is given: its settings, where to write, and a way to the node. */
import { connect, hasCode, type Client, type Home } from '../api/client.ts'
import type { MethodName, Params, Result } from '../api/schema.ts'
import { parseDuration } from './durations.ts'
import { watchInterruption, type Interruption } from './interruption.ts'
import { Output } from './output.ts'
import type { Programs } from './programs.ts'
import { homeOf, readConfig, resolveSettings, type Flags, type Values } from './settings.ts'

export interface Context {
  home: Home
  settings: Values
  out: Output
  timeoutMs: number
  /** whether questions may be asked: a terminal, and no --no-input */
  interactive: boolean
  yes: boolean
  verbose: boolean
  programs: Programs
  /** aborts on Ctrl-C */
  signal: AbortSignal
  interruptionOver: Interruption['over']
  /** One call on a connection of its own, within the time-out. */
  call: <Name extends MethodName>(name: Name, params?: Params<Name>) => Promise<Result<Name>>
  /** Several calls on one connection, which is closed afterwards. */
  withNode: <T>(task: (client: Client) => Promise<T>) => Promise<T>
  /** Ctrl-C and the time-out in one, for a call that begins now; a margin lets the node's own time-out answer first. */
  deadline: (extraMs?: number) => AbortSignal
}

export async function openContext (
  { flags, programs, env = process.env }: { flags: Flags, programs: Programs, env?: Record<string, string | undefined> }
): Promise<Context> {
  const config = await readConfig(homeOf(env).configFile)
  const settings = resolveSettings({ flags, env, config })
  const home = homeOf(env, String(settings.profile.value))
  const on = (name: keyof Values): boolean => settings[name].value === true
  const out = new Output({
    json: on('json'), quiet: on('quiet'), verbose: on('verbose'), colour: on('color') && process.stdout.isTTY
  })
  const timeoutMs = parseDuration(String(settings.timeout.value))
  const { signal, over } = watchInterruption()
  const deadline = (extraMs = 0): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(timeoutMs + extraMs)])
  const withNode: Context['withNode'] = async task => {
    const client = await connect(home, { signal })
    try {
      return await task(client)
    } finally {
      client.close()
    }
  }
  return {
    home,
    settings,
    out,
    timeoutMs,
    interactive: on('input') && process.stdin.isTTY && process.stderr.isTTY,
    yes: on('yes'),
    verbose: on('verbose'),
    programs,
    signal,
    interruptionOver: over,
    withNode,
    deadline,
    call: async (name, params) => await withNode(async client => await client.call(name, params, { signal: deadline() }))
  }
}

/** @returns undefined when no node is running. One that was killed just now may still take a connection: an answer counts. */
export async function connectIfRunning ({ home, signal }: Context): Promise<Client | undefined> {
  let client: Client | undefined
  try {
    client = await connect(home, { signal })
    await client.call('status', {}, { signal })
    return client
  } catch (err) {
    client?.close()
    if (hasCode(err, 'NODE_NOT_RUNNING')) return undefined
    throw err
  }
}
