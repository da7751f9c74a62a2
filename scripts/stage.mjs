// People of the demonstration: each a process of its own with a folder of its own, spoken to through scripts/nobyte.
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const nobyte = join(dirname(fileURLToPath(import.meta.url)), 'nobyte')

export class Stage {
  folder = mkdtempSync(join(tmpdir(), 'nobyte-demo-'))
  #pids = new Set()

  constructor () {
    writeFileSync(this.path('passphrase'), 'correct horse battery staple\n', { mode: 0o600 })
  }

  path (name) {
    return join(this.folder, name)
  }

  env (who) {
    const { NOBYTE_PROFILE: _, ...env } = process.env
    return { ...env, NOBYTE_HOME: this.path(who) }
  }

  /** Runs one command to its end. @returns the rows that it printed. Throws unless it exits 0. */
  async as (who, ...args) {
    const options = { env: this.env(who), cwd: this.folder, timeout: 40_000, maxBuffer: 2 ** 26 }
    return await new Promise((resolve, reject) => {
      execFile(nobyte, ['--json', '--no-input', ...args], options, (err, stdout, stderr) => {
        if (err) return reject(new Error(`${who}: nobyte ${args.join(' ')}: exit ${err.code ?? err.signal}\n${stderr.trim()}`))
        resolve(stdout.split('\n').filter(line => line !== '').map(line => JSON.parse(line)))
      })
    })
  }

  /** Starts a person's node in the background. @returns its ready line */
  async start (who) {
    const [ready] = await this.as(who, 'start', '--passphrase-file', this.path('passphrase'))
    this.#pids.add(ready.pid)
    return ready
  }

  /** Starts a process that stays. @returns its ready line, once it says so */
  async serve (who, ...args) {
    const child = spawn(nobyte, ['--json', 'serve', ...args], { env: this.env(who), stdio: ['ignore', 'pipe', 'pipe'] })
    this.#pids.add(child.pid)
    let complaint = ''
    child.stderr.on('data', data => { complaint += data })
    for await (const line of createInterface({ input: child.stdout })) {
      const row = JSON.parse(line)
      if (row.type === 'ready') return row
    }
    throw new Error(`${who}: nobyte serve ended: ${complaint}`)
  }

  /** No chance to say goodbye, and none to write anything down. */
  async kill (pid) {
    process.kill(pid, 'SIGKILL')
    this.#pids.delete(pid)
    while (isAlive(pid)) await new Promise(resolve => setImmediate(resolve))
  }

  async stop (who, pid) {
    await this.as(who, 'stop')
    this.#pids.delete(pid)
  }

  /** Whatever happened, nothing of it is left. */
  clear () {
    for (const pid of this.#pids) {
      try { process.kill(pid, 'SIGKILL') } catch { /* ended already */ }
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }

  /** Everything that a process has written to its folder. */
  disk (who) {
    const folder = this.path(who)
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
    return Buffer.concat(files.map(entry => readFileSync(join(entry.parentPath, entry.name))))
  }
}

function isAlive (pid) {
  try {
    process.kill(pid, 0)
    // A killed child of ours stays as a zombie until node has collected it; it holds nothing any more.
    return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)[0] !== 'Z'
  } catch {
    return false
  }
}
