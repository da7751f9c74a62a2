/** Talkers: nodes in processes of their own, which are killed and started again with what lies on their disk. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { AtEnd } from '../../network/processes.ts'
import type { Command, Report, TalkerOptions } from './scripts/talker.ts'

const SCRIPT = fileURLToPath(new URL('scripts/talker.ts', import.meta.url))

export class Talker {
  readonly #options: TalkerOptions
  #child: ChildProcess | undefined
  #heard = 0
  readonly #crashed = Promise.withResolvers<never>()
  #waiting: { count: number, resolve: () => void }[] = []
  /** the highest number of which this talker's program was told, in any of its lives, that it is durable */
  said = -1

  /** Tests that run side by side say which of them it ends with. */
  constructor (options: TalkerOptions, atEnd: AtEnd = onTestFinished) {
    this.#options = options
    this.#crashed.promise.catch(() => {})
    atEnd(async () => { await this.kill() })
  }

  /** Resolves when the node runs; `launched` is called before, when there is a process that can be killed. */
  async start (launched?: () => void): Promise<void> {
    const child = fork(SCRIPT, [JSON.stringify(this.#options)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    this.#child = child
    child.once('exit', () => { if (this.#child === child) this.#crashed.reject(new Error(`${this.#options.name} ended by itself`)) })
    child.on('message', (said: Report) => {
      if (said.report === 'heard') this.#hear(said.count)
      if (said.report === 'said') this.said = Math.max(this.said, said.last)
    })
    launched?.()
    await this.#report(child, 'ready')
  }

  /** SIGKILL: nothing is closed, nothing is written any more. */
  async kill (): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }

  async ask<T> (command: Command): Promise<T> {
    const child = this.#child!
    const answered = this.#report(child, 'answer')
    child.send(command)
    return (await answered as { answer: T }).answer
  }

  /** Resolves when so many more messages have come in, over all of this talker's lives. */
  async hears (more: number): Promise<void> {
    const count = this.#heard + more
    await Promise.race([this.#crashed.promise, new Promise<void>(resolve => { this.#waiting.push({ count, resolve }) })])
  }

  #hear (count: number): void {
    this.#heard += count
    this.#waiting = this.#waiting.filter(({ count: wanted, resolve }) => {
      if (this.#heard >= wanted) resolve()
      return this.#heard < wanted
    })
  }

  async #report (child: ChildProcess, wanted: Report['report']): Promise<Report> {
    return await new Promise((resolve, reject) => {
      const onMessage = (said: Report): void => {
        if (said.report !== wanted) return
        done()
        resolve(said)
      }
      const onExit = (): void => {
        done()
        reject(new Error(`${this.#options.name} ended before "${wanted}"`))
      }
      const done = (): void => {
        child.off('message', onMessage)
        child.off('exit', onExit)
      }
      child.on('message', onMessage)
      child.on('exit', onExit)
    })
  }
}
