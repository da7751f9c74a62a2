import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { toBase64url } from '../../src/base/bytes.ts'
import { newNetwork, readNetworkFile, writeNetworkFile } from '../../src/network/networks/descriptors.ts'
import { Person } from '../nat/person.ts'
import { needsRoot } from '../support/needs.ts'
import { neighbourhood } from './neighbourhood.ts'
import { runScript, type Script } from './processes.ts'
import { record, tempFolder } from './testbed.ts'

async function ask (neighbour: Script, command: 'put' | 'read', bytes: Uint8Array): Promise<unknown> {
  neighbour.stdin.write(`${JSON.stringify([command, toBase64url(bytes)])}\n`)
  return await neighbour.line()
}

const idOf = (script: { first: unknown }): string => (script.first as { peerId: string }).peerId

describe('computers on one switch', () => {
  needsRoot(test)('find each other, and each other\'s records, by mDNS alone', async () => {
    const [here, there] = neighbourhood(2)
    const ada = await runScript('neighbour.ts', [], here)
    expect(ada.first).toMatchObject({ addresses: [expect.stringMatching(/^\/ip4\/192\.168\.77\.1\/tcp\//)] })
    const radia = await runScript('neighbour.ts', [], there)
    expect(await radia.line()).toEqual({ mode: 'server', peers: [idOf(ada)] })
    expect(await ada.line()).toEqual({ mode: 'server', peers: [idOf(radia)] })

    const { key, value } = record({ seq: 1 })
    expect(await ask(ada, 'put', value)).toEqual({ stored: 1 })
    ada.kill('SIGKILL')
    expect(await ask(radia, 'read', key)).toEqual([1])
  })
})

/** Somebody who has no network file, at home. */
async function atHome (name: string, computer: string[]): Promise<Person> {
  const [command, ...args] = [...computer, process.execPath, ...Person.command(join(await tempFolder(), name), name)]
  const child = spawn(command!, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => { child.kill('SIGKILL') })
  const person = new Person(child)
  await person.ready
  return person
}

describe('people on a network that has no IPv4', () => {
  // Addresses of the household's own, and addresses that a provider gave, which others could reach as well.
  needsRoot(test).each(['fd77:1', '2a00:77:1'])('meet without a network file (%s::/64)', async prefix => {
    const [here, there] = neighbourhood(2, prefix)
    const [ada, radia] = [await atHome('Ada', here!), await atHome('Radia', there!)]
    const soon = AbortSignal.timeout(60_000)
    const link = await ada.ask(['invite'], soon) as string
    await radia.ask(['accept', link], soon)
    await radia.ask(['send', 'is this the future?'], soon)
    await ada.ask(['send', 'it has no NAT'], soon)
    expect(radia.way?.way).toMatchObject({ kind: 'direct', address: expect.stringContaining(`/ip6/${prefix}::1/tcp/`) })
    await Promise.all([ada.leave(), radia.leave()])
  })
})

describe('an open network on public addresses', () => {
  needsRoot(test)('is served by its infrastructure; users only ask', async () => {
    const [exchange, here, there] = neighbourhood(3, '9.9.9')
    const folder = await tempFolder()
    const file = join(folder, 'net.json')
    await writeNetworkFile(file, newNetwork({ name: 'open', open: true }))
    const server = await runScript('serve.ts', [join(folder, 'infra'), file, '/ip4/0.0.0.0/tcp/4501'], exchange)
    expect((await readNetworkFile(file)).bootstrap).toMatchObject([{ addresses: [`/ip4/9.9.9.1/tcp/4501/p2p/${idOf(server)}`] }])

    const ada = await runScript('neighbour.ts', [file], here)
    const radia = await runScript('neighbour.ts', [file], there)
    expect(await ada.line()).toEqual({ mode: 'client', peers: [idOf(server)] })
    expect(await radia.line()).toEqual({ mode: 'client', peers: [idOf(server)] })
    const { key, value } = record({ seq: 1 })
    expect(await ask(ada, 'put', value)).toEqual({ stored: 1 })
    expect(await ask(radia, 'read', key)).toEqual([1])
  })
})
