/** Runs a script, one of this folder's or a file's, in a process of its own. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export interface Script extends ChildProcessWithoutNullStreams {
  /** the next line that it prints, as JSON; undefined when it ended */
  line: () => Promise<unknown>
}

/** Like vitest's onTestFinished. */
export type AtEnd = (end: () => Promise<void>) => void

const NODE = [process.execPath, '--experimental-transform-types', '--disable-warning=ExperimentalWarning']

/**
 * Resolves once the script has printed its first line. `through` is a command to run it with; tests that run side by side say
 * which of them it ends with.
 */
export async function runScript (
  name: string | URL, args: string[], through: string[] = [], atEnd: AtEnd = onTestFinished
): Promise<Script & { first: unknown }> {
  const path = fileURLToPath(new URL(typeof name === 'string' ? `scripts/${name}` : name, import.meta.url))
  const [command, ...rest] = [...through, ...NODE, path, ...args]
  const child = spawn(command!, rest, { stdio: 'pipe' })
  const errors: string[] = []
  child.stderr.on('data', data => { errors.push(String(data)) })
  const exited = once(child, 'exit')
  atEnd(async () => {
    child.kill('SIGKILL')
    await exited
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const line = async (): Promise<unknown> => {
    const { value, done } = await lines.next()
    return done === true ? undefined : JSON.parse(value) as unknown
  }
  const first = await line()
  if (first === undefined) throw new Error(`${path} ended early: ${errors.join('')}`)
  return Object.assign(child, { line, first })
}
