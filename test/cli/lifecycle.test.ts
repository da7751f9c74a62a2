import { getEventListeners, once } from 'node:events'
import { chmod, mkdir, readFile, readdir, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Context } from '../../src/cli/context.ts'
import { spawnNode } from '../../src/cli/processes.ts'
import { homeOf, resolveSettings } from '../../src/cli/settings.ts'
import { BACKGROUND } from '../../src/cli/starting.ts'
import { MAIN, PASSPHRASE, Terminal } from './terminal.ts'

/** A terminal with Ada's profile, which the stories copy. */
let ada: Terminal
let profile: { accountId: string, recoveryWords: string[] }
beforeAll(async () => {
  ada = await Terminal.open()
  profile = await ada.settle('Ada')
})
afterAll(async () => { await ada[Symbol.asyncDispose]() })

describe('init', () => {
  test('shows the account, the name and 24 recovery words, and leaves no node behind', async () => {
    await using terminal = await Terminal.open()
    const made = await terminal.init('Ada')
    expect(made).toEqual({
      type: 'profile', accountId: expect.stringMatching(/^[0-9a-f]{64}$/), name: 'Ada', recoveryWords: expect.any(Array)
    })
    expect(made.recoveryWords).toHaveLength(24)
    expect((await terminal.run(['status', '--json'])).code).toBe(3)
    expect((await terminal.start()).accountId).toBe(made.accountId)
  })

  test('never overwrites', async () => {
    await using terminal = await Terminal.open(ada)
    expect(await terminal.run(['init', '--name', 'Eve', '--passphrase-file', terminal.passphraseFile, '--json'])).toMatchObject({
      code: 5, stdout: '', error: { code: 'EXISTS' }
    })
    expect((await terminal.start()).accountId).toBe(profile.accountId)
  })

  test('--recover brings the same account back on an empty computer', async () => {
    await using terminal = await Terminal.open()
    const words = await terminal.path('words', profile.recoveryWords.join('\n'))
    const recovered = await terminal.init('Ada', '--recover', '--words-file', words)
    expect(recovered).toEqual({ type: 'profile', accountId: profile.accountId, name: 'Ada' })
  })

  test('--recover names a word that is none, and makes nothing', async () => {
    await using terminal = await Terminal.open()
    const words = await terminal.path('words', [...profile.recoveryWords.slice(0, 23), 'zzzz'].join(' '))
    const flags = ['init', '--recover', '--name', 'Ada', '--words-file', words, '--passphrase-file', terminal.passphraseFile, '--json']
    expect(await terminal.run(flags)).toMatchObject({ code: 2, error: { code: 'BAD_INPUT', message: expect.stringContaining('zzzz') } })
    expect((await terminal.run(['start', '--no-input', '--json'])).error?.code).toBe('NO_PROFILE')
  })

  test('takes no network file that is none', async () => {
    await using terminal = await Terminal.open()
    const init = ['init', '--name', 'Ada', '--passphrase-file', terminal.passphraseFile, '--json', '--network']
    expect(await terminal.run([...init, 'missing.json'])).toMatchObject({ code: 6, error: { code: 'NOT_FOUND' } })
    await terminal.path('broken.json', '{}')
    expect(await terminal.run([...init, 'broken.json'])).toMatchObject({ code: 2, error: { code: 'BAD_INPUT' } })
  })
})

describe('start', () => {
  test('returns when the node is ready, again at once with the same line, and works right after kill −9', async () => {
    await using terminal = await Terminal.open(ada)
    const first = await terminal.start()
    expect(first).toEqual({
      type: 'ready', peerId: expect.any(String), addresses: expect.any(Array), pid: expect.any(Number), accountId: profile.accountId
    })
    expect((await terminal.run(['start', '--json'])).rows).toEqual([first]) // without any passphrase
    expect(await terminal.run(['start', '--upnp'])).toMatchObject({ code: 0, stderr: expect.stringContaining('--upnp changed nothing') })
    const [status] = await terminal.json('status')
    expect(status).toMatchObject({
      type: 'status',
      network: expect.any(String),
      addresses: first.addresses,
      peers: expect.any(Number),
      dht: { mode: expect.any(String), tableSize: expect.any(Number) },
      waiting: 0
    })
    process.kill(first.pid, 'SIGKILL')
    const second = await terminal.start()
    expect(second.pid).not.toBe(first.pid)
    expect(second.peerId).not.toBe(first.peerId) // fresh at every start
    expect((await terminal.run(['stop', '--json'])).rows).toEqual([{ type: 'stopped', pid: second.pid }])
    expect(() => process.kill(second.pid, 0)).toThrow()
  })

  test('goes on when the node that it found dies before it answers', async () => {
    await using terminal = await Terminal.open(ada)
    const socket = join(terminal.folder, 'home', 'run', 'default', 'api.sock')
    await mkdir(dirname(socket), { recursive: true, mode: 0o700 })
    await chmod(dirname(dirname(socket)), 0o700)
    const dying = createServer(connection => {
      connection.destroy()
      dying.close()
    })
    await once(dying.listen(socket), 'listening')
    expect((await terminal.start()).pid).toEqual(expect.any(Number))
    expect(dying.listening).toBe(false)
  })

  test('leaves the node to itself once it listens, however long what follows takes', async () => {
    await using terminal = await Terminal.open(ada)
    vi.stubEnv('NOBYTE_HOME', join(terminal.folder, 'home'))
    const home = homeOf(process.env)
    const settings = resolveSettings({ flags: {}, env: {}, config: {} })
    const timeout = new AbortController()
    await spawnNode({ home, settings, programs: { script: MAIN }, verbose: false } as Context, BACKGROUND, timeout.signal)
    vi.unstubAllEnvs()
    expect(getEventListeners(timeout.signal, 'abort')).toEqual([])
    expect(await terminal.json('status')).toMatchObject([{ state: 'locked' }])
  })

  test('twice at the same moment starts one node', async () => {
    await using terminal = await Terminal.open(ada)
    const [one, other] = await Promise.all([terminal.start(), terminal.start()])
    expect(other.pid).toBe(one.pid)
  })

  test('that came second and fails leaves the node of the one that came first alone', async () => {
    await using terminal = await Terminal.open(ada)
    const wrong = await terminal.path('wrong', 'wrong')
    // Runs in each process before the program does: another start wins between a look for a node and the start of one.
    const faster = await terminal.path('faster.mjs', `
      import { spawnSync } from 'node:child_process'
      const { NODE_OPTIONS, ...env } = process.env
      const start = [${JSON.stringify(MAIN)}, 'start', '--no-input']
      if (process.argv.includes('--foreground')) spawnSync(process.execPath, start, { env, stdio: 'ignore' })
    `)
    const env = { NODE_OPTIONS: `--import ${faster}` }
    expect(await terminal.run(['start', '--passphrase-file', wrong, '--json'], { env })).toMatchObject({
      code: 4, stdout: '', error: { code: 'WRONG_PASSPHRASE' }
    })
    expect(await terminal.json('status')).toMatchObject([{ state: 'locked' }])
  })

  test('without a profile says how to make one, and leaves no node behind', async () => {
    await using terminal = await Terminal.open()
    expect(await terminal.run(['start', '--no-input', '--json'])).toMatchObject({
      code: 6, stdout: '', error: { code: 'NO_PROFILE', hint: 'Make one: nobyte init --name NAME' }
    })
    expect((await terminal.run(['status'])).code).toBe(3)
  })

  test('with a wrong passphrase is one clear error, and leaves no node behind', async () => {
    await using terminal = await Terminal.open(ada)
    const wrong = await terminal.path('wrong', 'wrong')
    expect(await terminal.run(['start', '--passphrase-file', wrong, '--json'])).toMatchObject({
      code: 4, stdout: '', error: { code: 'WRONG_PASSPHRASE' }
    })
    expect((await terminal.run(['status'])).code).toBe(3)
    const missing = await terminal.run(['start', '--passphrase-file', 'missing', '--json'])
    expect(missing).toMatchObject({ code: 6, error: { code: 'NOT_FOUND' } })
  })

  test('reads the passphrase from a file descriptor', async () => {
    await using terminal = await Terminal.open(ada)
    const { code, rows } = await terminal.run(['start', '--passphrase-fd', '0', '--json'], { input: `${PASSPHRASE}\n` })
    expect({ code, type: rows[0].type }).toEqual({ code: 0, type: 'ready' })
  })

  test('--foreground is the node itself, until SIGTERM', async () => {
    await using terminal = await Terminal.open(ada)
    const node = terminal.begin(['start', '--foreground', '--json', '--passphrase-file', terminal.passphraseFile])
    const [line] = await once(createInterface({ input: node.stdout! }), 'line') as [string]
    expect(JSON.parse(line)).toMatchObject({ type: 'ready', pid: node.pid })
    expect((await terminal.json('status'))[0].pid).toBe(node.pid)
    node.kill('SIGTERM')
    expect(await once(node, 'exit')).toEqual([0, null])
    expect((await terminal.run(['status'])).code).toBe(3)
  })

  test('--welcome without a terminal says what this is, where its data lies and what to type, and stays until Ctrl-C', async () => {
    await using terminal = await Terminal.open()
    const node = terminal.begin(['start', '--foreground', '--welcome'])
    const lines: string[] = []
    for await (const line of createInterface({ input: node.stderr! })) {
      lines.push(line)
      if (line.includes('nobyte help')) break
    }
    expect(lines.join('\n')).toContain(join(terminal.folder, 'home', 'data', 'default'))
    expect(lines.join('\n')).toMatch(/nobyte init --name NAME/)
    // What it says to type works while it is up.
    await terminal.init('Ada')
    expect((await terminal.json('unlock', '--passphrase-file', terminal.passphraseFile))[0]).toMatchObject({ type: 'ready', pid: node.pid })
    node.kill('SIGINT')
    expect(await once(node, 'exit')).toEqual([0, null])
  })
})

describe('locked', () => {
  test('a node that starts with --no-input is locked, says so to everything, and opens with unlock', async () => {
    await using terminal = await Terminal.open(ada)
    const [started] = await terminal.json('start', '--no-input')
    expect(started).toEqual({ type: 'locked', pid: expect.any(Number) })
    expect((await terminal.json('status'))[0]).toMatchObject({ type: 'status', state: 'locked', network: null })
    for (const args of [['people'], ['send', 'bob', 'hi'], ['invite'], ['listen'], ['id'], ['network', 'show']]) {
      expect(await terminal.run([...args, '--json']), args.join(' ')).toMatchObject({ code: 4, stdout: '', error: { code: 'LOCKED' } })
    }
    // Without a terminal nobody can be asked: it says so, and the exit code, too.
    expect(await terminal.run(['start', '--json'])).toMatchObject({ code: 4, rows: [started], error: { code: 'LOCKED' } })
    const [ready] = await terminal.json('unlock', '--passphrase-file', terminal.passphraseFile)
    expect(ready).toMatchObject({ type: 'ready', pid: started.pid })
    expect((await terminal.run(['id', '--json'])).rows[0]).toMatchObject({ type: 'identity', accountId: profile.accountId, name: 'Ada' })
  })

  test('lock ends the process that held the keys, and a fresh, locked one takes its place', async () => {
    await using terminal = await Terminal.open(ada)
    const { pid } = await terminal.start()
    const [locked] = await terminal.json('lock')
    expect(locked.type).toBe('locked')
    expect(locked.pid).not.toBe(pid)
    expect((await terminal.json('status'))[0]).toMatchObject({ state: 'locked', pid: locked.pid })
    expect((await terminal.json('lock'))[0]).toEqual(locked)
    expect((await terminal.start()).pid).toBe(locked.pid)
  })

  test('passphrase change takes the old one and from then on only the new one opens', async () => {
    await using terminal = await Terminal.open(ada)
    await terminal.start()
    const next = await terminal.path('next', 'staple-battery')
    const change = async (from: string) =>
      await terminal.run(['passphrase', 'change', '--json', '--passphrase-file', from, '--new-passphrase-file', next])
    expect(await change(next)).toMatchObject({ code: 4, error: { code: 'WRONG_PASSPHRASE' } })
    expect(await change(terminal.passphraseFile)).toMatchObject({ code: 0, rows: [{ type: 'passphrase-changed' }] })
    await terminal.json('stop')
    expect((await terminal.run(['start', '--json', '--passphrase-file', terminal.passphraseFile])).code).toBe(4)
    expect((await terminal.run(['start', '--json', '--passphrase-file', next])).rows[0]).toMatchObject({ type: 'ready' })
  })
})

describe('on disk', () => {
  test('everything is for its owner alone, and no log tells who somebody is', async () => {
    await using terminal = await Terminal.open(ada)
    const { accountId, peerId } = await terminal.start()
    const home = join(terminal.folder, 'home')
    for (const name of await readdir(home, { recursive: true })) {
      const { mode } = await stat(join(home, name))
      expect(mode & 0o077, name).toBe(0)
    }
    const log = await readFile(join(home, 'state', 'default', 'node.log'), 'utf8')
    expect(log).not.toContain(accountId)
    expect(log).not.toContain(peerId)
  })

  test('--profile keeps two people apart', async () => {
    await using terminal = await Terminal.open(ada)
    const args = ['--profile', 'work', '--json']
    const flags = ['--name', 'Ada at work', '--passphrase-file', terminal.passphraseFile]
    const other = (await terminal.run(['init', ...flags, ...args])).rows[0]
    expect(other.accountId).not.toBe(profile.accountId)
    const running = (await terminal.run(['start', '--passphrase-file', terminal.passphraseFile, ...args])).rows[0]
    expect(running.accountId).toBe(other.accountId)
    expect((await terminal.run(['status'])).code).toBe(3) // the other one is not up
  })

  test('a home too deep for a socket works all the same', async () => {
    await using terminal = await Terminal.open()
    const env = { NOBYTE_HOME: 'deep/'.repeat(30) }
    const init = await terminal.run(['init', '--name', 'Ada', '--json', '--passphrase-file', terminal.passphraseFile], { env })
    expect(init).toMatchObject({ code: 0, rows: [{ type: 'profile' }] })
    const ready = await terminal.run(['start', '--json', '--passphrase-file', terminal.passphraseFile], { env })
    expect(ready).toMatchObject({ code: 0, rows: [{ type: 'ready' }] })
  })
})
