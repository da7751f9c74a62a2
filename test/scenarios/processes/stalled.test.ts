import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { silentLog } from '../../../src/base/log.ts'
import { newNetwork } from '../../../src/network/networks/descriptors.ts'
import { createNode } from '../../../src/network/node.ts'
import { startChild, type Child } from '../../bench/children.ts'

/** 24 MiB: far more than a stream to one reader may hold. */
const [COUNT, BYTES] = [384, 64 * 1024]
const MOST_GROWTH_MB = 16

async function servedNetworkFile (folder: string): Promise<string> {
  const network = newNetwork({ name: 'ours' })
  const server = await createNode({ role: 'infrastructure', network, listen: ['/ip4/127.0.0.1/tcp/0'], log: silentLog })
  onTestFinished(async () => { await server.stop() })
  const path = join(folder, 'network.json')
  await writeFile(path, JSON.stringify({ ...network, bootstrap: [{ addresses: server.addresses() }] }))
  return path
}

async function person (name: string, { folder, network }: { folder: string, network: string }): Promise<Child> {
  const child = await startChild('../flood/scripts/person.ts', { execArgv: ['--expose-gc'] })
  onTestFinished(async () => { await child.end() })
  await child.ask('open', { folder: join(folder, name), name, network, listen: '/ip4/127.0.0.1' })
  return child
}

test('a friend whose process stands still costs little memory, holds nobody else up, and gets everything when it goes on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nobyte-stalled-'))
  onTestFinished(async () => { await rm(folder, { recursive: true, force: true }) })
  const network = await servedNetworkFile(folder)
  const ada = await person('Ada', { folder, network })
  const radia = await person('Radia', { folder, network })
  const grace = await person('Grace', { folder, network })
  for (const friend of [radia, grace]) await friend.ask('accept', { link: await ada.ask<string>('invite') })
  for (const to of ['Radia', 'Grace']) await ada.ask('talk', { to, count: 20 })
  const standing = async (): Promise<{ usedMb: number, online: string[] }> => await ada.ask('standing')
  const before = await standing()

  process.kill(radia.pid, 'SIGSTOP')
  const pouring = ada.ask('pour', { to: 'Radia', count: COUNT, bytes: BYTES })
  const { deliveredMs } = await ada.ask<{ deliveredMs: number[] }>('talk', { to: 'Grace', count: 20 })
  expect(deliveredMs).toHaveLength(20)
  await pouring
  // Nobody has noticed yet: what cannot be sent would be held for her.
  const after = await standing()
  expect(after.online).toContain('Radia')
  await expect.poll(async () => (await standing()).usedMb - before.usedMb).toBeLessThan(MOST_GROWTH_MB)

  process.kill(radia.pid, 'SIGCONT')
  await ada.ask('delivered', { to: 'Radia' })
  expect(await radia.ask('heard', { from: 'Ada', count: COUNT })).toEqual(Array.from({ length: COUNT }, (_, i) => `${i}`))
})
