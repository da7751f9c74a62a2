/** Starting a node in the background, and talking with it only until it listens. */
import { spawn, type ChildProcess } from 'node:child_process'
import { open, rename, stat } from 'node:fs/promises'
import { resolve as resolvePath } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, prepareHome, type Client, type ErrorCode } from '../api/client.ts'
import type { Context } from './context.ts'
import type { Values } from './settings.ts'

const MAX_LOG_BYTES = 4 * 1024 * 1024

/** What a fresh node tells who started it, once. */
export type StartReport =
  | { kind: 'listening' }
  | { kind: 'failed', error: { code: ErrorCode, message: string, hint?: string } }

/**
 * Runs this program anew, on its own, with its log in the state folder; resolves once its API answers.
 * @throws AppError what stopped it, EXISTS when another node got there first
 */
export async function spawnNode ({ home, programs, verbose, settings }: Context, args: string[], signal?: AbortSignal): Promise<number> {
  await prepareHome(home)
  await turnLogOver(home.logFile)
  const log = await open(home.logFile, 'a', 0o600)
  try {
    const { NODE_CHANNEL_FD: _, ...env } = process.env
    const all = [...process.execArgv, programs.script, '--profile', home.profile, ...(verbose ? ['--verbose'] : []), ...args]
    const child = spawn(process.execPath, all, {
      detached: true,
      cwd: home.data,
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
      env: {
        ...env, ...absoluteHome(env), NOBYTE_JSON: '1', NOBYTE_NO_INPUT: '1', ...handedOn(settings, 'upnp'), ...handedOn(settings, 'page')
      }
    })
    await awaitReport(child, home.logFile, signal)
    return child.pid!
  } finally {
    await log.close()
  }
}

/** What a flag said here holds for the fresh process, too. */
const handedOn = (settings: Values, name: 'upnp' | 'page'): NodeJS.ProcessEnv =>
  ({ [`NOBYTE_${name.toUpperCase()}`]: settings[name].value === true ? '1' : '0' })

/** The fresh process works in another folder, where a relative path would mean something else. */
function absoluteHome ({ NOBYTE_HOME: folder }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return folder === undefined || folder === '' ? {} : { NOBYTE_HOME: resolvePath(folder) }
}

async function turnLogOver (path: string): Promise<void> {
  const size = await stat(path).then(({ size }) => size, () => 0)
  if (size > MAX_LOG_BYTES) await rename(path, `${path}.1`)
}

async function awaitReport (child: ChildProcess, logFile: string, signal?: AbortSignal): Promise<void> {
  let giveUp = (): void => {}
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', err => { reject(new AppError('INTERNAL', 'the node could not be started', { cause: err })) })
      child.once('exit', () => { reject(new AppError('INTERNAL', 'the node ended while it started', { hint: `See: ${logFile}` })) })
      child.once('message', report => {
        const told = report as StartReport
        if (told.kind === 'listening') resolve()
        else reject(new AppError(told.error.code, told.error.message, { hint: told.error.hint }))
      })
      giveUp = () => {
        child.kill()
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', giveUp)
    })
  } finally {
    // A node that listens is on its own: the time-out of its start must not end it in the middle of what comes next.
    signal?.removeEventListener('abort', giveUp)
    child.removeAllListeners()
    if (child.connected) child.disconnect()
    child.unref()
  }
}

/** Tells who started this process, if anybody waits for it. */
export function report (told: StartReport): void {
  if (process.send === undefined) return
  process.send(told, () => { if (process.connected) process.disconnect() })
}

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (err) {
    return (err as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Stops the node behind a client; resolves when its process has ended, so that the next start finds nothing of it. */
export async function stopNode (client: Client, signal: AbortSignal): Promise<number> {
  const { pid } = await client.call('status', {}, { signal })
  await client.call('stop', {}, { signal })
  await until(() => !isAlive(pid), signal)
  return pid
}

/** Resolves once the condition holds. @throws the signal's reason */
export async function until (condition: () => Promise<boolean> | boolean, signal: AbortSignal): Promise<void> {
  for (let delayMs = 10; !await condition(); delayMs = Math.min(delayMs * 1.5, 200)) await sleep(delayMs, undefined, { signal })
}
