import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MAIN, Terminal } from '../../cli/terminal.ts'
import { neighbourhood } from '../../network/neighbourhood.ts'
import { needsRoot } from '../../support/needs.ts'

/** Starts the terminal's node on a computer; from then on its commands reach it there, since a socket is a file. */
async function startOn (computer: string[], { folder, passphraseFile }: Terminal): Promise<void> {
  const [command, ...args] = [...computer, process.execPath, MAIN, 'start', '--json', '--passphrase-file', passphraseFile]
  const starting = spawn(command!, args, {
    cwd: folder, env: { PATH: process.env.PATH, HOME: folder, NOBYTE_HOME: join(folder, 'home') }, stdio: ['ignore', 'ignore', 'inherit']
  })
  const [code] = await once(starting, 'close') as [number | null]
  if (code !== 0) throw new Error(`start ended with ${code}`)
}

describe('two computers on one local network, with mDNS alone', () => {
  needsRoot(test)('people without any network file meet through a link and write to each other', async () => {
    const [here, there] = neighbourhood(2)
    await using ada = await Terminal.open()
    await using radia = await Terminal.open()
    await ada.init('Ada')
    await radia.init('Radia')
    await startOn(here!, ada)
    await startOn(there!, radia)
    const [{ network, addresses }] = await ada.json('status')
    expect(network).toEqual(expect.any(String))
    expect(addresses).toEqual([expect.stringMatching(/^\/ip4\/192\.168\.77\.1\/tcp\//)])

    const { stdout } = await ada.run(['invite'])
    expect(await radia.json('accept', stdout.trim(), '--wait')).toMatchObject([{ name: 'Ada', state: 'ready' }])
    await radia.json('send', 'Ada', 'hello over there', '--wait', 'delivered')
    await ada.json('send', 'Radia', 'hello to you', '--wait', 'delivered')
    for (const [terminal, who] of [[ada, 'Radia'], [radia, 'Ada']] as const) {
      expect((await terminal.json('read', who, '--peek')).map(({ text }) => text)).toEqual(['hello over there', 'hello to you'])
    }
  })
})
