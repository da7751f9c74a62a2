import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Terminal } from '../../cli/terminal.ts'
import { Talker } from './talkers.ts'

const KILLS = 20
/** enough to be in the middle of a stream again */
const BETWEEN_KILLS = 100

describe('killed with -9', () => {
  test(`the one who talks and the one who listens, ${KILLS} times in mid-stream: nothing lost, nothing twice, all in order`, async () => {
    await using infra = await Terminal.open()
    const network = join(infra.folder, 'network.json')
    await infra.json('network', 'create', '--name', 'ours', '--out', network)
    await infra.json('serve', '--network', network, '--listen', '/ip4/127.0.0.1/tcp/0', '--background')
    const ada = new Talker({ folder: join(infra.folder, 'ada'), name: 'Ada', network })
    const radia = new Talker({ folder: join(infra.folder, 'radia'), name: 'Radia', network })
    await Promise.all([ada.start(), radia.start()])
    expect(await radia.ask({ command: 'accept', link: await ada.ask({ command: 'invite' }) })).toBe('ready')

    await ada.ask({ command: 'talk' })
    for (let i = 0; i < KILLS; i++) {
      await radia.hears(BETWEEN_KILLS)
      if (i % 2 === 0) {
        await radia.kill()
        await radia.start()
      } else {
        await ada.kill()
        await ada.start()
        await ada.ask({ command: 'talk' })
      }
    }
    await radia.hears(BETWEEN_KILLS)
    await ada.ask({ command: 'finish' })

    const said = await ada.ask<{ kept: number[] }>({ command: 'recall' })
    const heard = await radia.ask<{ kept: number[], announced: number[] }>({ command: 'recall' })
    expect(said.kept.length).toBeGreaterThan(KILLS * BETWEEN_KILLS)
    expect(said.kept).toEqual(said.kept.map((_, i) => i))
    expect(heard.kept).toEqual(said.kept)
    expect(heard.announced).toEqual(said.kept)
  })
})
