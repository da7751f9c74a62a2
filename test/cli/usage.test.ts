import { spawnSync } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CATALOGUE } from '../../src/cli/catalogue.ts'
import { MAIN, Terminal } from './terminal.ts'

let terminal: Terminal
beforeAll(async () => { terminal = await Terminal.open() })
afterAll(async () => { await terminal[Symbol.asyncDispose]() })

describe('help', () => {
  test('groups every command, with its summary', async () => {
    const { code, stdout } = await terminal.run(['--help'])
    expect(code).toBe(0)
    for (const { name, group, summary } of CATALOGUE) {
      expect(stdout).toContain(`${group}:`)
      expect(stdout).toMatch(new RegExp(`^  ${name} +${summary.replaceAll(/[.*+?()]/g, '\\$&')}`, 'm'))
    }
  })

  test('is what nobyte alone shows', async () => {
    expect(await terminal.run([])).toEqual(await terminal.run(['--help']))
  })

  test.each(CATALOGUE.map(({ name }) => name))('of %s has two examples that could be run', async name => {
    const { examples } = await CATALOGUE.find(command => command.name === name)!.load()
    const { code, stdout } = await terminal.run(['help', name])
    expect(code).toBe(0)
    expect(stdout).toContain(`Usage: nobyte ${name}`)
    expect(examples.length).toBeGreaterThanOrEqual(2)
    for (const example of examples) {
      expect(stdout).toContain(example)
      expect(example).toMatch(new RegExp(`(^|nobyte )${name}( |$)`))
    }
  })

  test('of no command takes a file of more than 40 lines', async () => {
    const folder = new URL('../../src/cli/commands/', import.meta.url)
    const names = await readdir(folder)
    expect(names.length).toBe(CATALOGUE.length)
    for (const name of names) {
      expect((await readFile(new URL(name, folder), 'utf8')).trimEnd().split('\n').length, name).toBeLessThanOrEqual(40)
    }
  })
})

describe('what cannot be meant', () => {
  test.each([
    [['sned', 'ada', 'hello'], /unknown command 'sned'/, 'Did you mean send?'],
    [['send'], /missing required argument 'who'/, 'See: nobyte send --help'],
    [['send', 'ada', '--wiat', 'sent', 'hello'], /unknown option '--wiat'/, 'Did you mean --wait?'],
    [['send', 'ada', 'hello', '--wait', 'forever'], /Allowed choices are queued, sent, delivered, read/, 'See: nobyte send --help'],
    [['network', 'create'], /required option '--name <name>'/, 'See: nobyte network --help'],
    [['passphrase'], /needs to know what/, 'See: nobyte passphrase --help'],
    [['--timeout', 'soon', 'status'], /"soon" is no length of time/, 'Like 500ms, 30s, 5m, 2h, 7d or 4w'],
    [['--profile', '../etc', 'status'], /cannot name a profile/, expect.any(String)],
    [['read', 'ada', '--limit', 'all'], /--limit takes a whole number/, undefined],
    [['rpc', 'status', '{'], /not JSON/, expect.any(String)],
    [['completion', 'csh'], /no completion for "csh"/, 'bash, zsh or fish'],
    [['init', '--passphrase-file', 'a'], /a name is needed/, 'Type: nobyte init --name NAME']
  ])('%j is a usage error, in words and as JSON', async (args, message, hint) => {
    const { code, stdout, error } = await terminal.run(['--json', ...args])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(error).toEqual({ code: expect.stringMatching(/^(USAGE|BAD_INPUT)$/), message: expect.stringMatching(message), hint })
    const said = await terminal.run(args)
    expect(said.code).toBe(2)
    expect(said.stderr).toMatch(/^nobyte: /)
    expect(said.stderr).toMatch(message)
  })
})

/** what commands cannot do without */
const ARGUMENTS: Record<string, string[]> = {}
for (const name of ['read', 'send', 'chat', 'accept', 'why', 'verify', 'block', 'unblock', 'rpc']) ARGUMENTS[name] = ['ada']
for (const name of ['search', 'mute', 'archive', 'expire']) ARGUMENTS[name] = ['ada']
for (const name of ['delete', 'pin', 'edit']) ARGUMENTS[name] = ['0123456789abcdef']
ARGUMENTS.react = ['0123456789abcdef', '+1']
ARGUMENTS.echo = ['on']

describe('without a node', () => {
  test.each(CATALOGUE.map(({ name }) => name).filter(name => ![
    'init', 'start', 'open', 'serve', 'network', 'config', 'completion', 'doctor', 'passphrase'
  ].includes(name)))('%s exits with 3 and says how to start it', async name => {
    const { code, stdout, error } = await terminal.run([name, ...(ARGUMENTS[name] ?? []), '--json'], { input: 'hi' })
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(error).toEqual({ code: 'NODE_NOT_RUNNING', message: 'the node is not running', hint: 'Start it: nobyte start' })
  })

  test('the error reads like this', async () => {
    expect(await terminal.run(['status'])).toMatchObject({
      code: 3, stdout: '', stderr: 'nobyte: the node is not running\n   Start it: nobyte start\n'
    })
  })

  test('doctor finds nothing wrong on a good computer', async () => {
    const { code, rows } = await terminal.run(['doctor', '--json'])
    expect(code).toBe(0)
    expect(rows.every(({ type }) => type === 'check')).toBe(true)
    expect(rows.map(({ check }) => check)).toEqual(expect.arrayContaining(['runtime', 'clock', 'folder', 'disk', 'node']))
    expect(rows.filter(({ result }) => result === 'failure')).toEqual([])
  })
})

describe('the process', () => {
  test('says in one line that Node is too old', () => {
    const old = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"20.20.0"}})'
    const { status, stderr, stdout } = spawnSync(process.execPath, ['--import', old, MAIN, 'status'])
    expect({ status, stdout: stdout.toString(), stderr: stderr.toString() }).toEqual({
      status: 1, stdout: '', stderr: 'nobyte needs Node 22.12 or newer; this is 20.20.0.\n'
    })
  })

  test('exits with 0 when its reader closes the pipe', () => {
    const { status, stdout } = spawnSync('bash', ['-c', `set -o pipefail; "${process.execPath}" "${MAIN}" completion bash | head -c 1`])
    expect({ status, stdout: stdout.toString() }).toEqual({ status: 0, stdout: '_' })
  })

  test('completes commands, subcommands and flags, and is silent about people while no node runs', async () => {
    const complete = async (...words: string[]): Promise<string[]> =>
      (await terminal.run(['__complete', ...words])).stdout.split('\n').filter(Boolean)
    expect(await complete('s')).toEqual(['send', 'search', 'start', 'stop', 'status', 'serve'])
    expect(await complete('people', 're')).toEqual(['rename', 'remove', 'receipts'])
    expect(await complete('send', '--js')).toEqual(['--json'])
    expect(await complete('--json', 'people', 'l')).toEqual(['ls'])
    expect(await terminal.run(['__complete', 'send', 'a'])).toMatchObject({ code: 0, stdout: '', stderr: '' })
  })

  test.each(['bash', 'zsh', 'fish'])('prints a completion for %s that this shell can read, where it is there', async shell => {
    const { code, stdout } = await terminal.run(['completion', shell])
    expect(code).toBe(0)
    const { error, status } = spawnSync(shell, ['-n'], { input: stdout })
    if (error === undefined) expect(status).toBe(0)
  })
})
