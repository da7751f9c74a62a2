/** A folder that looks like a clone after `npm run setup`, and what its users type into a shell there. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')

export interface Outcome { code: number | null, stdout: string, stderr: string }

/** What a shell would inherit, without settings of the person who runs the tests, and without their screen. */
const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(NOBYTE_|VITEST|NODE_OPTIONS|DISPLAY|WAYLAND_DISPLAY)/.test(name)))

export class Checkout {
  readonly folder = mkdtempSync(join(tmpdir(), 'nobyte-tour-'))
  readonly #children = new Set<ChildProcess>()

  constructor () {
    symlinkSync(join(root, 'scripts'), join(this.folder, 'scripts'))
    mkdirSync(join(this.folder, 'node_modules'))
    symlinkSync(root, join(this.folder, 'node_modules', 'nobyte'))
  }

  path (name: string): string {
    return join(this.folder, name)
  }

  /** A process of its own group, as a terminal would start it. */
  spawn (command: string, args: string[], { cwd = this.folder, env = {} }: { cwd?: string, env?: NodeJS.ProcessEnv } = {}): ChildProcess {
    const child = spawn(command, args, { cwd, env: { ...environment(), ...env }, detached: true })
    this.#children.add(child)
    child.once('close', () => { this.#children.delete(child) })
    return child
  }

  async run (command: string, args: string[], options: Parameters<Checkout['spawn']>[2] = {}): Promise<Outcome> {
    const child = this.spawn(command, args, options)
    child.stdin!.end()
    let [stdout, stderr] = ['', '']
    child.stdout!.on('data', data => { stdout += data })
    child.stderr!.on('data', data => { stderr += data })
    return await new Promise(resolve => child.once('close', code => { resolve({ code, stdout, stderr }) }))
  }

  /** @returns what was printed to stdout. Throws unless the shell exits 0 */
  async shell (script: string): Promise<string> {
    const { code, stdout, stderr } = await this.run('sh', ['-e', '-c', script])
    if (code !== 0) throw new Error(`exit ${code} of\n${script}\n${stdout}\n${stderr}`)
    return stdout
  }

  /** Every byte in a folder, its files one after another. */
  bytes (name: string): Buffer {
    const files = readdirSync(this.path(name), { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
    return Buffer.concat(files.map(entry => readFileSync(join(entry.parentPath, entry.name))))
  }

  /** Ends the nodes with these homes, if they still run, and whatever else was begun. */
  async clear (homes: string[] = []): Promise<void> {
    for (const home of homes) await this.run('./scripts/nobyte', ['stop'], { env: { NOBYTE_HOME: home } })
    for (const child of this.#children) {
      const closed = new Promise(resolve => child.once('close', resolve))
      process.kill(-child.pid!, 'SIGKILL')
      await closed
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Resolves with the first match in what a process prints. @throws when it ends without one */
export async function printed (child: ChildProcess, pattern: RegExp): Promise<RegExpMatchArray> {
  let text = ''
  return await new Promise((resolve, reject) => {
    const read = (data: Buffer): void => {
      text += data.toString()
      const match = pattern.exec(text)
      if (match === null) return
      child.stdout!.off('data', read)
      child.stderr!.off('data', read)
      resolve(match)
    }
    child.stdout!.on('data', read)
    child.stderr!.on('data', read)
    child.once('close', code => { reject(new Error(`ended with ${code} before ${pattern}:\n${text}`)) })
  })
}

export async function freePort (wanted = 0): Promise<number> {
  const server = createServer()
  try {
    return await new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(wanted, '127.0.0.1', () => { resolve((server.address() as AddressInfo).port) })
    })
  } catch {
    return await freePort()
  } finally {
    server.close()
  }
}

/** The fenced blocks of a language in the README. */
export function readmeBlocks (language: string): string[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(match => match[1]!)
}
