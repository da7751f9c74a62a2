import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Order, Report, Way } from './scripts/person.ts'

const SCRIPT = fileURLToPath(new URL('scripts/person.ts', import.meta.url))

/** Somebody's node in a process of its own, and what they are asked to do. */
export class Person {
  readonly #child: ChildProcess
  readonly ready: Promise<void>
  readonly #answers: ((answer: unknown) => void)[] = []
  #way: { way: Way, atMs: number } | undefined
  #onWay = (): void => {}

  constructor (child: ChildProcess) {
    this.#child = child
    this.ready = new Promise((resolve, reject) => {
      child.once('exit', () => { reject(new Error('a node ended')) })
      createInterface({ input: child.stdout! }).on('line', line => {
        const said = JSON.parse(line) as Report
        if ('ready' in said) resolve()
        else if ('answer' in said) this.#answers.shift()?.(said.answer)
        else {
          this.#way = said.way === null ? undefined : { way: said.way, atMs: performance.now() }
          this.#onWay()
        }
      })
    })
  }

  /** What to run with node. @param network its file; without one it is the local network */
  static command (folder: string, name: string, ...network: string[]): string[] {
    return ['--experimental-strip-types', SCRIPT, folder, name, ...network]
  }

  async ask (order: Order, deadline: AbortSignal): Promise<unknown> {
    return await new Promise((resolve, reject) => {
      const fail = (): void => { reject(new Error(`no answer to "${order[0]}"`)) }
      deadline.addEventListener('abort', fail, { once: true })
      this.#child.once('exit', fail)
      this.#answers.push(answer => {
        deadline.removeEventListener('abort', fail)
        this.#child.off('exit', fail)
        resolve(answer)
      })
      this.#child.stdin!.write(`${JSON.stringify(order)}\n`)
    })
  }

  /** the way to the other, and since when */
  get way (): { way: Way, atMs: number } | undefined { return this.#way }

  /** Resolves when the way is another, or after a while: not everything is told. */
  async wayOrTime (): Promise<void> {
    await Promise.race([
      new Promise<void>(resolve => { this.#onWay = resolve }), new Promise(resolve => { setTimeout(resolve, 250) })
    ])
  }

  /** Whether it is this side that looked for a way through both routers, and found none. */
  async hasTried (deadline: AbortSignal): Promise<boolean> {
    const { facts } = await this.ask(['why'], deadline) as { facts: { dials: { addresses: string[] }[] } }
    return facts.dials.some(({ addresses }) => addresses.some(address => address.includes('WebRTC')))
  }

  async leave (): Promise<void> {
    const exited = once(this.#child, 'exit')
    this.#child.stdin!.end()
    await exited
  }
}
