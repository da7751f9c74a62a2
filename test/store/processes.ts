/** Scripts in processes of their own, to be killed in the middle of what they do. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export interface Running {
  /** every line so far */
  lines: string[]
  /** resolves at a line that begins so; rejects when the process ends before */
  line: (start: string) => Promise<string>
  /** SIGKILL; resolves when it is gone and every line is read */
  kill: () => Promise<void>
}

export async function startScript (name: string, ...args: string[]): Promise<Running> {
  const script = fileURLToPath(new URL(`scripts/${name}.ts`, import.meta.url))
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  let ended = false
  let errors = ''
  child.stderr.on('data', chunk => { errors += String(chunk) })
  const reader = createInterface(child.stdout).on('line', line => {
    lines.push(line)
    for (const wake of waiting) wake()
  })
  const closed = Promise.all([once(child, 'close'), once(reader, 'close')]).then(() => {
    ended = true
    for (const wake of waiting) wake()
  })
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await closed
  }
  onTestFinished(kill)
  return {
    lines,
    kill,
    async line (start) {
      for (;;) {
        const found = lines.find(line => line.startsWith(start))
        if (found !== undefined) return found
        if (ended) throw new Error(`${name} ended before "${start}": ${errors}`)
        await new Promise<void>(resolve => {
          const wake = (): void => {
            waiting.delete(wake)
            resolve()
          }
          waiting.add(wake)
        })
      }
    }
  }
}
