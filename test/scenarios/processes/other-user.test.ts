import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resolveHome } from '../../../src/api/home.ts'
import { PASSPHRASE, Terminal } from '../../cli/terminal.ts'
import { needsRoot } from '../../support/needs.ts'

const asRoot = needsRoot(test)
/** nobody, as Debian and most others number it */
const NOBODY = 65534

interface Tried {
  name: string
  code: string
}

/** What another user's program gets from each of these: an error's code, or "done". */
const SCRIPT = `
const { connect } = require('node:net')
const fs = require('node:fs')
const { dirname } = require('node:path')
const [socket, runtime, data, vault, log, pid] = process.argv.slice(1)
const tries = {
  connect: () => new Promise((resolve, reject) => { connect(socket).once('connect', resolve).once('error', reject) }),
  'replace the socket': () => fs.unlinkSync(socket),
  'move the socket\\'s folder': () => fs.renameSync(runtime, runtime + '-moved'),
  'move the folder around it': () => fs.renameSync(dirname(runtime), dirname(runtime) + '-moved'),
  'move the home': () => fs.renameSync(dirname(dirname(runtime)), dirname(dirname(runtime)) + '-moved'),
  'list the profile': () => fs.readdirSync(data),
  'read the vault': () => fs.readFileSync(vault),
  'read the log': () => fs.readFileSync(log),
  'write into the profile': () => fs.writeFileSync(data + '/x', ''),
  'read the environment': () => fs.readFileSync('/proc/' + pid + '/environ'),
  'read the memory': () => fs.openSync('/proc/' + pid + '/mem', 'r'),
  'read its open files': () => fs.readdirSync('/proc/' + pid + '/fd'),
  'end it': () => process.kill(Number(pid), 'SIGKILL')
}
void (async () => {
  for (const [name, attempt] of Object.entries(tries)) {
    let code = 'done'
    try { await attempt() } catch (err) { code = err.code }
    console.log(JSON.stringify({ name, code }))
  }
  console.log(JSON.stringify({ name: 'command line', code: fs.readFileSync('/proc/' + pid + '/cmdline', 'utf8') }))
  process.exit()
})()
`

async function asNobody (args: string[]): Promise<Tried[]> {
  const child = spawn(process.execPath, ['-e', SCRIPT, ...args], {
    uid: NOBODY, gid: NOBODY, cwd: '/', stdio: ['ignore', 'pipe', 'inherit']
  })
  let text = ''
  child.stdout.on('data', data => { text += String(data) })
  await once(child, 'close')
  return text.trim().split('\n').map(line => JSON.parse(line) as Tried)
}

describe('another user of the computer', () => {
  asRoot('gets nothing of a running node, even where its home is in a folder that everybody writes to', async () => {
    await using ada = await Terminal.open()
    await chmod(ada.folder, 0o1777) // as /tmp is
    await ada.settle('Ada')
    const { pid } = await ada.start()
    const { socket, runtime, data, logFile } = resolveHome({
      env: { NOBYTE_HOME: join(ada.folder, 'home') }, cwd: '/', uid: process.getuid!()
    })
    const vault = join(data, 'vault.json')
    // A name that nobody has would be refused, too.
    for (const path of [socket, vault, logFile]) expect((await stat(path)).isDirectory(), path).toBe(false)
    const tried = await asNobody([socket, runtime, data, vault, logFile, String(pid)])
    const commandLine = tried.pop()!
    expect(tried).toHaveLength(13)
    for (const { name, code } of tried) expect({ name, code }).toEqual({ name, code: expect.stringMatching(/^(EACCES|EPERM)$/) })
    for (const secret of [PASSPHRASE, 'Ada']) expect(commandLine.code).not.toContain(secret)
    expect(await ada.json('status')).toMatchObject([{ state: 'open' }])
  })
})

describe('a node whose folder somebody else made first', () => {
  asRoot('does not start in it, and says why', async () => {
    await using ada = await Terminal.open()
    const home = join(ada.folder, 'home')
    await mkdir(join(home, 'run', 'default'), { recursive: true, mode: 0o777 })
    await chown(join(home, 'run', 'default'), NOBODY, NOBODY)
    const { code, error } = await ada.run(['--json', 'init', '--name', 'Ada', '--passphrase-file', ada.passphraseFile])
    expect(code).not.toBe(0)
    expect(error).toMatchObject({ code: 'REFUSED', message: expect.stringContaining('run') })
  })

  asRoot('nor behind a link to a folder of theirs', async () => {
    await using ada = await Terminal.open()
    const theirs = join(ada.folder, 'theirs')
    await mkdir(theirs)
    await chown(theirs, NOBODY, NOBODY)
    await mkdir(join(ada.folder, 'home'), { mode: 0o700 })
    await symlink(theirs, join(ada.folder, 'home', 'data'))
    const { code, error } = await ada.run(['--json', 'init', '--name', 'Ada', '--passphrase-file', ada.passphraseFile])
    expect(code).not.toBe(0)
    expect(error).toMatchObject({ code: 'REFUSED' })
  })
})
