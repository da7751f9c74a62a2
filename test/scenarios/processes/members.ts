/** Members of a group in processes of their own, which are killed and started again with what lies on their disk. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Messenger } from '../../../src/messenger/messenger.ts'
import type { MemberOptions } from './scripts/member.ts'

const SCRIPT = fileURLToPath(new URL('scripts/member.ts', import.meta.url))

interface Said { id?: number, result?: unknown, error?: string, news?: true, ready?: true }

export class Member {
  readonly name: string
  readonly #options: MemberOptions
  #child: ChildProcess | undefined
  #asked = 0
  readonly #open = new Map<number, (said: Said) => void>()
  #news = Promise.withResolvers<void>()

  constructor (options: MemberOptions) {
    this.#options = options
    this.name = options.name
  }

  async start (): Promise<void> {
    const child = fork(SCRIPT, [JSON.stringify(this.#options)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    this.#child = child
    const ready = Promise.withResolvers<void>()
    child.on('message', (said: Said) => {
      if (said.ready === true) ready.resolve()
      if (said.id !== undefined) this.#open.get(said.id)?.(said)
      // What was asked and is answered is no news: whoever looks again after each answer would ask without end.
      if (said.news !== true) return
      this.#news.resolve()
      this.#news = Promise.withResolvers()
    })
    child.once('exit', () => {
      ready.reject(new Error(`${this.name} ended`))
      for (const settle of this.#open.values()) settle({ error: `${this.name} ended` })
    })
    await ready.promise
  }

  /** SIGKILL: nothing is closed, nothing is written any more. */
  async stop (): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }

  /** Resolves when the next thing happens to this member. */
  get news (): Promise<void> { return this.#news.promise }

  /** None of these is reached from here, until this is said again. */
  async leadsNowhereTo (others: readonly Member[]): Promise<void> {
    await this.#ask(['leadNowhere'], ...others.map(other => other.#options.port))
  }

  /** A method of the messenger, or of a part of it. */
  async #ask<T> (path: string[], ...args: unknown[]): Promise<T> {
    const id = ++this.#asked
    const said = await new Promise<Said>(resolve => {
      this.#open.set(id, resolve)
      this.#child!.send({ id, path, args })
    })
    this.#open.delete(id)
    if (said.error !== undefined) throw new Error(`${this.name}, ${path.join('.')}: ${said.error}`)
    return said.result as T
  }

  /** As in the story's own process, but that nothing but plain data comes back. */
  readonly messenger = {
    groups: this.#part('groups') as Messenger['groups'],
    groupLinks: this.#part('groupLinks') as Messenger['groupLinks'],
    joinGroup: async (...args: Parameters<Messenger['joinGroup']>): ReturnType<Messenger['joinGroup']> =>
      await this.#ask(['joinGroup'], ...args),
    send: async (...args: Parameters<Messenger['send']>): ReturnType<Messenger['send']> => await this.#ask(['send'], ...args),
    read: async (...args: Parameters<Messenger['read']>): ReturnType<Messenger['read']> => await this.#ask(['read'], ...args)
  }

  #part (part: string): object {
    return new Proxy({}, {
      get: (_, method: string) => async (...args: unknown[]) => await this.#ask([part, method], ...args)
    })
  }
}

/** Resolves as soon as it is so, looking again after whatever happens to any of them. */
export async function until (
  members: readonly Member[], what: string, isSo: () => Promise<boolean>, { withinMs }: { withinMs: number }
): Promise<void> {
  const deadline = AbortSignal.timeout(withinMs)
  const over = new Promise<void>(resolve => { deadline.addEventListener('abort', () => { resolve() }, { once: true }) })
  for (;;) {
    const news = members.map(async member => { await member.news })
    if (await isSo()) return
    if (deadline.aborted) throw new Error(`${members.map(({ name }) => name).join(', ')} waited in vain until ${what}`)
    await Promise.race([...news, over])
  }
}
