import { readdirSync, readlinkSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Terminal } from '../../cli/terminal.ts'

interface Served {
  file: string
  /** of the process that serves it */
  pid: number
}

async function serve (infra: Terminal): Promise<Served> {
  const file = join(infra.folder, 'network.json')
  await infra.json('network', 'create', '--name', 'ours', '--out', file)
  const [{ pid }] = await infra.json('serve', '--network', file, '--listen', '/ip4/127.0.0.1/tcp/0', '--background')
  return { file, pid }
}

async function enter (terminal: Terminal, name: string, file: string): Promise<{ pid: number }> {
  await terminal.settle(name, file)
  return await terminal.start()
}

async function invited (terminal: Terminal, ...options: string[]): Promise<string> {
  return (await terminal.run(['invite', ...options])).stdout.trim()
}

const textsOf = async (terminal: Terminal, who: string): Promise<string[]> =>
  (await terminal.json('read', who, '--peek')).map(({ text }) => text)

const holds = (pid: number, path: string): boolean =>
  readdirSync(`/proc/${pid}/fd`).some(fd => readlinkSync(`/proc/${pid}/fd/${fd}`) === path)

describe('a served network', () => {
  test('two people meet on it and talk, also when its only server is killed, and then one of them', async () => {
    await using infra = await Terminal.open()
    await using ada = await Terminal.open()
    await using radia = await Terminal.open()
    const { file, pid } = await serve(infra)
    const [adas] = await Promise.all([enter(ada, 'Ada', file), enter(radia, 'Radia', file)])
    expect(holds(adas.pid, join(ada.folder, 'home', 'data', 'default', 'db', 'LOCK'))).toBe(true)

    expect(await radia.json('accept', await invited(ada), '--wait')).toMatchObject([{ name: 'Ada', state: 'ready' }])
    await radia.json('send', 'Ada', 'one', '--wait', 'delivered')
    process.kill(pid, 'SIGKILL')
    await ada.json('send', 'Radia', 'two', '--wait', 'delivered')
    await radia.json('send', 'Ada', 'three', '--wait', 'delivered')

    process.kill(adas.pid, 'SIGKILL')
    const { pid: restarted } = await ada.start()
    await ada.json('send', 'Radia', 'four', '--wait', 'delivered')
    await radia.json('send', 'Ada', 'five', '--wait', 'delivered')
    expect(restarted).not.toBe(adas.pid)
    for (const [terminal, who] of [[ada, 'Radia'], [radia, 'Ada']] as const) {
      expect(await textsOf(terminal, who)).toEqual(['one', 'two', 'three', 'four', 'five'])
    }
  })
})

describe('a private network', () => {
  test('somebody with another key, or with none, is told why nobody is there; with the same key they are in', async () => {
    await using infra = await Terminal.open()
    await using ada = await Terminal.open()
    await using eve = await Terminal.open()
    await using mallory = await Terminal.open()
    await using radia = await Terminal.open()
    const { file } = await serve(infra)
    const { psk, ...withoutKey } = JSON.parse(await readFile(file, 'utf8')) as { psk: string }
    const otherKey = join(eve.folder, 'network.json')
    await writeFile(otherKey, JSON.stringify({ ...withoutKey, psk: `${psk.slice(0, -2)}${psk.endsWith('AA') ? 'QQ' : 'AA'}` }))
    const noKey = join(mallory.folder, 'network.json')
    await writeFile(noKey, JSON.stringify(withoutKey))

    await Promise.all([enter(ada, 'Ada', file), enter(eve, 'Eve', otherKey), enter(mallory, 'Mallory', noKey), enter(radia, 'Radia', file)])
    const link = await invited(ada, '--no-network-key')
    const accept = ['accept', link, '--wait', '--json', '--timeout', '15s']
    const [byEve, byMallory] = await Promise.all([eve.run(accept), mallory.run(accept)])
    expect(byEve).toMatchObject({
      code: 10, stdout: '', error: { code: 'NETWORK_MISMATCH', hint: expect.stringMatching(/another key.*same network file/) }
    })
    expect(byMallory).toMatchObject({
      code: 10, stdout: '', error: { code: 'NETWORK_MISMATCH', hint: expect.stringMatching(/private network.*carries the key/) }
    })
    const [{ peers }] = await ada.json('status')
    expect(peers).toBeLessThanOrEqual(2) // the server and Radia

    expect(await radia.json('accept', link, '--wait')).toMatchObject([{ name: 'Ada', state: 'ready' }])
    const withKey = await invited(ada)
    expect(await mallory.json('accept', withKey, '--wait')).toMatchObject([{ name: 'Ada', state: 'ready' }])
  })

  test('a link that carries the key is all that a newcomer needs', async () => {
    await using infra = await Terminal.open()
    await using ada = await Terminal.open()
    await using radia = await Terminal.open()
    const { file } = await serve(infra)
    await enter(ada, 'Ada', file)
    await radia.settle('Radia')
    await radia.start()
    expect(await radia.json('accept', await invited(ada), '--wait')).toMatchObject([{ name: 'Ada', state: 'ready' }])
    await ada.json('send', 'Radia', 'welcome', '--wait', 'delivered')
    expect(await textsOf(radia, 'Ada')).toEqual(['welcome'])
  })
})
