/** A folder of its own and the built command line in it; whatever still runs there at the end is stopped. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
export const PASSPHRASE = 'correct-horse'

export interface Outcome {
  code: number | null
  stdout: string
  stderr: string
  /** stdout's lines, each as the JSON that it is */
  rows: any[] // oxlint-disable-line typescript/no-explicit-any
  /** the last line of stderr as JSON; undefined when it is none */
  error: { code: string, message: string, hint?: string, details?: unknown } | undefined
}

export interface RunOptions {
  input?: string
  env?: Record<string, string>
}

export class Terminal implements AsyncDisposable {
  readonly folder: string
  /** how long commands wait where a story says nothing of it: longer than the default, for a computer that is busy with other stories */
  patience: string | undefined = '2m'
  readonly #children = new Set<ChildProcess>()
  /** flags and environment of every node that may have been started */
  readonly #nodes = new Map<string, [string[], Record<string, string>]>()

  readonly #computer: string[]

  private constructor (folder: string, computer: string[]) {
    this.folder = folder
    this.#computer = computer
  }

  /** On a computer of a neighbourhood or an internet: `computer` runs something there. */
  static async on (computer: string[]): Promise<Terminal> {
    return await Terminal.open(undefined, computer)
  }

  /** @param copyOf another terminal whose node is stopped */
  static async open (copyOf?: Terminal, computer: string[] = []): Promise<Terminal> {
    const terminal = new Terminal(await mkdtemp(join(tmpdir(), 'nobyte-cli-')), computer)
    if (copyOf !== undefined) await cp(copyOf.folder, terminal.folder, { recursive: true, filter: path => !path.endsWith('.sock') })
    await writeFile(terminal.passphraseFile, `${PASSPHRASE}\n`, { mode: 0o600 })
    return terminal
  }

  get home (): string { return join(this.folder, 'home') }
  get passphraseFile (): string { return join(this.folder, 'passphrase') }

  async path (name: string, content: string): Promise<string> {
    const path = join(this.folder, name)
    await writeFile(path, content)
    return path
  }

  /** Runs to the end. */
  async run (args: string[], { input, env }: RunOptions = {}): Promise<Outcome> {
    const child = this.begin(args, env)
    const [stdout, stderr] = [collect(child, 'stdout'), collect(child, 'stderr')]
    child.stdin!.on('error', () => {}).end(input ?? '')
    const [code] = await once(child, 'close') as [number | null]
    return { code, stdout: stdout(), stderr: stderr(), rows: rowsOf(stdout()), error: errorOf(stderr()) }
  }

  /** @throws when the exit code is another than 0 */
  async json (...args: string[]): Promise<any[]> { // oxlint-disable-line typescript/no-explicit-any
    const outcome = await this.run(['--json', ...args])
    if (outcome.code !== 0) throw new Error(`nobyte ${args.join(' ')}: exit ${outcome.code}: ${outcome.stderr}`)
    return outcome.rows
  }

  begin (args: string[], env: Record<string, string> = {}): ChildProcess {
    const at = args.indexOf('--profile')
    const profile = at === -1 ? [] : args.slice(at, at + 2)
    this.#nodes.set(JSON.stringify([profile, env]), [profile, env])
    return this.#spawn([process.execPath, MAIN, ...args], env)
  }

  #spawn (command: string[], env: Record<string, string>): ChildProcess {
    const [first, ...rest] = [...this.#computer, ...command]
    const child = spawn(first!, rest, {
      cwd: this.folder,
      env: {
        PATH: process.env.PATH,
        HOME: this.folder,
        NOBYTE_HOME: this.home,
        ...(this.patience === undefined ? {} : { NOBYTE_TIMEOUT: this.patience }),
        ...env
      }
    })
    this.#children.add(child)
    child.once('exit', () => { this.#children.delete(child) })
    return child
  }

  /** As begin, at a real terminal: what is typed goes to stdin, and all that would be seen comes out of stdout. */
  sit (args: string[]): ChildProcess {
    const quoted = args.map(arg => `'${arg.replaceAll("'", "'\\''")}'`).join(' ')
    // script(1) runs its command by the shell; exec, so that none stays in between.
    const command = `exec '${process.execPath}' '${MAIN}' ${quoted}`
    return this.#spawn(['script', '-qefc', command, '/dev/null'], { TERM: 'dumb', SHELL: '/bin/sh' })
  }

  async init (name: string, ...more: string[]): Promise<{ accountId: string, recoveryWords: string[] }> {
    return (await this.json('init', '--name', name, '--passphrase-file', this.passphraseFile, ...more))[0]
  }

  /**
   * What `init` leaves behind, but for its key derivation: that is as light as can be, since `init` takes seconds of work, and
   * every start of what it made one more. `network`: a file.
   */
  async settle (name: string, network?: string): Promise<{ accountId: string, recoveryWords: string[] }> {
    const { makeProfile } = await import('./profiles.ts')
    const file = network === undefined ? {} : { network: resolve(this.folder, network) }
    return await makeProfile({ home: this.home, name, passphrase: PASSPHRASE, ...file })
  }

  async start (): Promise<{ peerId: string, pid: number, accountId: string, addresses: string[] }> {
    return (await this.json('start', '--passphrase-file', this.passphraseFile))[0]
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL')
    for (const [profile, env] of this.#nodes.values()) await this.run(['stop', ...profile], { env })
    await rm(this.folder, { recursive: true, force: true })
  }
}

function collect (child: ChildProcess, stream: 'stdout' | 'stderr'): () => string {
  const parts: Buffer[] = []
  child[stream]!.on('data', (part: Buffer) => { parts.push(part) })
  return () => Buffer.concat(parts).toString()
}

function rowsOf (stdout: string): unknown[] {
  try {
    return stdout.split('\n').filter(line => line !== '').map(line => JSON.parse(line) as unknown)
  } catch {
    return []
  }
}

function errorOf (stderr: string): Outcome['error'] {
  try {
    return (JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as { error: NonNullable<Outcome['error']> }).error
  } catch {
    return undefined
  }
}
