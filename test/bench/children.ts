/** Processes of the bench, each asked over its own channel and ended by its own id. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { residentMb } from './machine.ts'

interface Answer {
  id: number
  result?: unknown
  error?: string
}

export interface Child {
  readonly pid: number
  ask: <T>(command: string, options?: object) => Promise<T>
  /** resident memory in MB */
  memory: () => number
  /** CPU time used so far, in microseconds */
  cpu: () => Promise<number>
  end: () => Promise<void>
}

/** Runs `test/bench/<name>`, through another command if there is one; resolves once it says that it is there. */
export async function startChild (
  name: string, { execArgv = [], through = [] }: { execArgv?: string[], through?: string[] } = {}
): Promise<Child> {
  const args = [...through, process.execPath]
  const execPath = args.shift()!
  const path = fileURLToPath(new URL(name, import.meta.url))
  const child = fork(path, { execPath, execArgv: [...args, ...execArgv], stdio: ['ignore', 2, 2, 'ipc'], serialization: 'json' })
  const open = new Map<number, (answer: Answer) => void>()
  child.on('message', answer => { open.get((answer as Answer).id)?.(answer as Answer) })
  child.once('exit', code => {
    for (const settle of open.values()) settle({ id: 0, error: `${name} ended with ${String(code)}` })
  })
  const there = new Promise<Answer>(resolve => { open.set(0, resolve) })
  const { error } = await there
  if (error !== undefined) throw new Error(error)
  let last = 0
  async function ask<T> (command: string, options = {}): Promise<T> {
    const id = ++last
    const answer = await new Promise<Answer>(resolve => {
      open.set(id, resolve)
      child.send({ id, command, options })
    })
    open.delete(id)
    if (answer.error !== undefined) throw new Error(`${name} ${command}: ${answer.error}`)
    return answer.result as T
  }
  return {
    pid: child.pid!,
    ask,
    cpu: async () => await ask<number>('cpu'),
    memory: () => residentMb(child.pid!),
    end: async () => { await end(child) }
  }
}

async function end (child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  if (child.connected) child.disconnect() // it ends by itself then
  const timer = setTimeout(() => { child.kill('SIGKILL') }, 5000)
  await exited
  clearTimeout(timer)
}

/** The other end: answers what the bench asks until the bench lets go. */
export function serve (own: Record<string, (options: never) => unknown>, close: () => Promise<void>): void {
  const commands: typeof own = { ...own, cpu: () => process.cpuUsage().user + process.cpuUsage().system }
  process.on('message', ({ id, command, options }: { id: number, command: string, options: never }) => {
    Promise.resolve().then(async () => await commands[command]!(options)).then(
      result => { process.send?.({ id, result }) },
      (err: unknown) => { process.send?.({ id, error: err instanceof Error ? err.stack : String(err) }) }
    )
  })
  process.once('disconnect', () => { void close().finally(() => { process.exit() }) })
  process.send?.({ id: 0 })
}
