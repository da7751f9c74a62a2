import { describe, expect, test } from 'vitest'
import { toBase64url } from '../../src/base/bytes.ts'
import { needsRoot } from '../support/needs.ts'
import { neighbourhood } from './neighbourhood.ts'
import { runScript, type Script } from './processes.ts'
import { record } from './testbed.ts'

async function ask (neighbour: Script, command: 'put' | 'read', bytes: Uint8Array): Promise<unknown> {
  neighbour.stdin.write(`${JSON.stringify([command, toBase64url(bytes)])}\n`)
  return await neighbour.line()
}

describe('the local network, with mDNS alone', () => {
  needsRoot(test)('two computers on one switch find each other and each other\'s records', async () => {
    const [here, there] = neighbourhood(2)
    const ada = await runScript('neighbour.ts', [], here)
    const { peerId, addresses } = ada.first as { peerId: string, addresses: string[] }
    expect(addresses).toEqual([expect.stringMatching(/^\/ip4\/192\.168\.77\.1\/tcp\//)])
    const early = record({ seq: 1 })

    const radia = await runScript('neighbour.ts', [], there)
    expect(await radia.line()).toEqual({ peers: [peerId] })
    expect(await ada.line()).toEqual({ peers: [(radia.first as { peerId: string }).peerId] })

    expect(await ask(ada, 'put', early.value)).toEqual({ stored: 1 })
    ada.kill('SIGKILL')
    expect(await ask(radia, 'read', early.key)).toEqual([1])
  }, 60_000)
})
