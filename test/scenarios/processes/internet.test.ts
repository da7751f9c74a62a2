import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Terminal } from '../../cli/terminal.ts'
import { Internet, type Computer } from '../../network/internet.ts'
import { needsInternet } from '../../support/needs.ts'

/** An open network, served on a computer. @returns its file */
async function serve (infra: Terminal, listen: string): Promise<string> {
  const file = join(infra.folder, 'network.json')
  await infra.json('network', 'create', '--name', 'ours', '--open', '--out', file)
  await infra.json('serve', '--network', file, '--listen', listen, '--background')
  expect(await infra.json('status')).toMatchObject([{ stunPorts: [4501] }])
  return file
}

async function enter (terminal: Terminal, name: string, file: string): Promise<{ addresses: string[] }> {
  await terminal.settle(name, file)
  return await terminal.start()
}

/** Radia invites Ada, and both write. */
async function talk (ada: Terminal, radia: Terminal): Promise<void> {
  const { stdout } = await radia.run(['invite'])
  expect(await ada.json('accept', stdout.trim(), '--wait')).toMatchObject([{ name: 'Radia', state: 'ready' }])
  await radia.json('send', 'Ada', 'hello over there', '--wait', 'delivered')
  await ada.json('send', 'Radia', 'hello to you', '--wait', 'delivered')
  for (const [terminal, who] of [[ada, 'Radia'], [radia, 'Ada']] as const) {
    expect((await terminal.json('read', who, '--peek')).map(({ text }) => text)).toEqual(['hello over there', 'hello to you'])
  }
}

const on = async ({ through }: Computer): Promise<Terminal> => await Terminal.on(through)

describe('across an internet', () => {
  needsInternet(test)('of IPv6 alone, people meet and talk: one behind a router that lets nobody in, one who can be reached', async () => {
    using internet = new Internet()
    const only6 = { ip4: false, ip6: true }
    const there = internet.home('none', only6)
    await using infra = await on(internet.server(only6))
    await using ada = await on(internet.home('port-restricted', only6))
    await using radia = await on(there)
    const file = await serve(infra, '/ip6/::/tcp/4501')
    await enter(ada, 'Ada', file)
    expect((await enter(radia, 'Radia', file)).addresses).toEqual([expect.stringMatching(new RegExp(`^/ip6/${there.ip6}/tcp/`))])
    await talk(ada, radia)
  })
})
