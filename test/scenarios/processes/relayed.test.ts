import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Terminal } from '../../cli/terminal.ts'
import { Internet } from '../../network/internet.ts'
import { needsInternet } from '../../support/needs.ts'

const LISTEN = ['--listen', '/ip4/0.0.0.0/tcp/4501']
const PATIENCE = ['--wait', 'delivered', '--timeout', '90s']

async function serve (infra: Terminal, file: string, operator: string): Promise<{ pid: number }> {
  const [ready] = await infra.json('serve', '--network', file, ...LISTEN, '--operator', operator, '--background')
  return ready as { pid: number }
}

async function enter (terminal: Terminal, name: string, file: string): Promise<void> {
  await terminal.settle(name, file)
  await terminal.start()
}

const heard = async (terminal: Terminal, who: string): Promise<string[]> =>
  (await terminal.json('read', who, '--peek')).map(({ text }) => text as string)

/** whose relay somebody's messages go through at present */
async function relayTo (terminal: Terminal, who: string): Promise<string | undefined> {
  const [{ facts }] = await terminal.json('why', who)
  return (facts.route as { relay?: string } | null)?.relay
}

describe('two people behind routers of their own that let nobody in, on a private network', () => {
  needsInternet(test)('talk through the relays, also after one has died and the other has restarted', async () => {
    using internet = new Internet()
    await using orla = await Terminal.on(internet.server().through)
    await using pat = await Terminal.on(internet.server().through)
    await using ada = await Terminal.on(internet.home('symmetric').through)
    await using radia = await Terminal.on(internet.home('port-restricted').through)
    const file = join(orla.folder, 'network.json')
    await orla.json('network', 'create', '--name', 'ours', '--out', file)
    const [first] = [await serve(orla, file, 'Orla'), await serve(pat, file, 'Pat')]
    await Promise.all([enter(ada, 'Ada', file), enter(radia, 'Radia', file)])

    const { stdout } = await ada.run(['invite'])
    expect(await radia.json('accept', stdout.trim(), '--wait', '--timeout', '90s')).toMatchObject([{ name: 'Ada', state: 'ready' }])
    await radia.json('send', 'Ada', 'one', ...PATIENCE)
    await ada.json('send', 'Radia', 'two', ...PATIENCE)
    expect(['Orla', 'Pat']).toContain(await relayTo(ada, 'Radia'))
    // Each has a place on the other's relay at any rate; the one on this may still be on its way.
    await expect.poll(async () => (await orla.json('status'))[0].relay.reservations, { timeout: 90_000 }).toBe(2)

    process.kill(first.pid, 'SIGKILL')
    await ada.json('send', 'Radia', 'three', ...PATIENCE)
    expect(await relayTo(ada, 'Radia')).toBe('Pat')

    await pat.run(['stop'])
    await serve(pat, file, 'Pat')
    await radia.json('send', 'Ada', 'four', ...PATIENCE)
    await ada.json('send', 'Radia', 'five', ...PATIENCE)
    expect(await relayTo(radia, 'Ada')).toBe('Pat')
    expect((await radia.run(['network'])).stdout).toContain('relayed by Pat')
    for (const [terminal, who] of [[ada, 'Radia'], [radia, 'Ada']] as const) {
      expect(await heard(terminal, who)).toEqual(['one', 'two', 'three', 'four', 'five'])
    }
  })
})
