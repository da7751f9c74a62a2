import { describe, expect, test } from 'vitest'
import { Terminal } from '../../cli/terminal.ts'
import { neighbourhood } from '../../network/neighbourhood.ts'
import { needsRoot } from '../../support/needs.ts'

describe('two computers on one local network, with mDNS alone', () => {
  needsRoot(test)('people without any network file meet through a link and write to each other', async () => {
    const [here, there] = neighbourhood(2)
    await using ada = await Terminal.on(here!)
    await using radia = await Terminal.on(there!)
    await ada.settle('Ada')
    await radia.settle('Radia')
    await ada.start()
    await radia.start()
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
