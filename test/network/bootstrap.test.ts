import { once } from 'node:events'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/base/errors.ts'
import { silentLog } from '../../src/base/log.ts'
import { MINUTE, SECOND } from '../../src/base/time.ts'
import { createBootstrap } from '../../src/network/networks/bootstrap.ts'
import { newNetwork, readNetworkFile, writeNetworkFile } from '../../src/network/networks/descriptors.ts'
import { startInfrastructure } from '../../src/infra.ts'
import { StoryClock } from '../protocols/clock.ts'
import { runScript } from './processes.ts'
import { LOOPBACK, ready, record, seqsAt, servedNetwork, soon, startNode, tempFolder } from './testbed.ts'

const DEAD = '/ip4/127.0.0.1/tcp/1/p2p/12D3KooWGC6TvWhfapngX6wvJHMYvKpDMXPb3ZnCZ6dMoaMtimQ5'
/** answers nothing at all, ever */
const SILENT = '/ip4/240.0.0.1/tcp/1/p2p/12D3KooWQYhTNQdmr3ArTeUHRYzFg94BKyTkoWBDWez9kSCVe2Xo'

async function networkFile (): Promise<{ folder: string, path: string }> {
  const folder = await tempFolder()
  const path = join(folder, 'net.json')
  await writeNetworkFile(path, newNetwork({ name: 'test' }))
  return { folder, path }
}

describe('a bootstrap node that is down', () => {
  test('neither stops nor delays a start while another is up', async () => {
    const { network } = await servedNetwork()
    const bootstrap = [{ addresses: [DEAD] }, { addresses: [SILENT] }, ...network.bootstrap]
    const ada = await startNode({ network: { ...network, bootstrap } })
    await ready(ada)
    await expect.poll(() => ada.bootstrap().map(({ state }) => state)[0]).toBe('failed')
    await expect.poll(() => ada.bootstrap()[2]!.state).toBe('connected')
    expect(ada.bootstrap()[0]!.error).toMatchObject({ code: 'PEER_UNREACHABLE' })
  })

  test('and is the only one leaves a node that works by itself', async () => {
    const ada = await startNode({ network: { ...newNetwork({ name: 'test' }), bootstrap: [{ addresses: [DEAD] }] } })
    const { key, value } = record({ seq: 4 })
    expect(await ada.dht.put(key, value, { signal: soon() })).toEqual({ stored: 0 })
    expect(await seqsAt(ada, key)).toEqual([4])
  })
})

test('bootstrap nodes are dialled again after 5 s, then ever more rarely up to 5 min, and never while one is connected', async () => {
  const clock = new StoryClock()
  const dialled: number[] = []
  let isUp = false
  const startMs = clock.now()
  const bootstrap = createBootstrap({
    entries: [{ addresses: [DEAD] }],
    async dial () {
      dialled.push(clock.now() - startMs)
      if (!isUp) throw new AppError('PEER_UNREACHABLE', 'down')
      return 'peer'
    },
    clock,
    log: silentLog
  })
  bootstrap.start()
  async function until (attempts: number): Promise<void> {
    while (dialled.length < attempts) {
      await clock.awaited()
      clock.pass(SECOND)
      await new Promise(resolve => { setImmediate(resolve) })
    }
  }
  await until(12)
  const gaps = dialled.slice(1).map((atMs, i) => atMs - dialled[i]!)
  expect(gaps[0]).toBeGreaterThanOrEqual(2 * SECOND)
  expect(gaps[0]).toBeLessThanOrEqual(9 * SECOND)
  expect(Math.max(...gaps)).toBeGreaterThan(2 * MINUTE)
  expect(Math.max(...gaps)).toBeLessThan(8 * MINUTE)

  isUp = true
  await until(13)
  await expect.poll(() => bootstrap.states()[0]!.state).toBe('connected')
  clock.pass(60 * MINUTE)
  expect(dialled).toHaveLength(13)

  const lostMs = clock.now() - startMs
  bootstrap.onDisconnected('peer')
  await until(14)
  expect(dialled[13]! - lostMs).toBeLessThanOrEqual(9 * SECOND)
  bootstrap.stop()
})

describe('an infrastructure node in a process of its own', () => {
  test('is killed and comes back at its place with its id, and the node that knew it finds it again', async () => {
    const { folder, path } = await networkFile()
    const home = join(folder, 'infra')
    const first = await runScript('serve.ts', [home, path, LOOPBACK])
    const network = await readNetworkFile(path)
    expect(network.bootstrap).toMatchObject([{ addresses: (first.first as { addresses: string[] }).addresses }])
    const ada = await startNode({ network })
    await ready(ada)

    const lost = ada.events.next('peer:disconnected', { signal: soon() })
    first.kill('SIGKILL')
    await Promise.all([lost, once(first, 'exit')])
    const again = ada.events.next('dht:ready', { signal: AbortSignal.timeout(100_000) })
    const second = await runScript('serve.ts', [home, path, network.bootstrap[0]!.addresses[0]!.split('/p2p/')[0]!])
    expect(second.first).toEqual(first.first)
    expect((await readNetworkFile(path)).bootstrap).toEqual(network.bootstrap)
    await again
    await expect.poll(() => ada.bootstrap()).toMatchObject([{ state: 'connected' }])

    second.kill('SIGTERM')
    expect((await once(second, 'exit'))[0]).toBe(0)
  })

  test('keeps its home to itself, and its key for its owner alone', async () => {
    const { folder, path } = await networkFile()
    const home = join(folder, 'infra')
    await runScript('serve.ts', [home, path, LOOPBACK])
    expect((await stat(join(home, 'infra.key'))).mode & 0o777).toBe(0o600)
    await expect(startInfrastructure({ home, networkFile: path, listen: [LOOPBACK], log: silentLog }))
      .rejects.toMatchObject({ code: 'EXISTS' })
  })
})

describe('an infrastructure node', () => {
  test('says what it holds of others', async () => {
    const { folder, path } = await networkFile()
    const options = { networkFile: path, listen: [LOOPBACK], log: silentLog }
    const infra = await startInfrastructure({ ...options, home: join(folder, 'one'), operator: 'ann' })
    try {
      expect(infra.status()).toMatchObject({ operator: 'ann', network: { name: 'test', isPrivate: true }, dht: { mode: 'server' } })
      const ada = await startNode({ network: await readNetworkFile(path) })
      await ready(ada)
      const { key, value } = record()
      await ada.dht.put(key, value, { signal: soon() })
      expect(infra.holdings()).toMatchObject({ records: 1, connections: 1 })
      await expect.poll(() => infra.status().relay).toEqual({ reservations: 1, circuits: 0 })
      expect(infra.peers()).toMatchObject([{ peerId: ada.peerId, direction: 'inbound' }])
    } finally {
      await infra.stop()
    }
  })

  test('whose key file is damaged beyond one byte does not start under another key, and says which file it is', async () => {
    const { folder, path } = await networkFile()
    const options = { home: join(folder, 'one'), networkFile: path, listen: [LOOPBACK], relay: false, mailbox: false, log: silentLog }
    const key = join(options.home, 'infra.key')
    const infra = await startInfrastructure(options)
    await infra.stop()
    const content = await readFile(key)
    for (const at of [3, 20]) content[at]! ^= 1
    await writeFile(key, content)
    const named = { code: 'CORRUPT', message: expect.stringContaining(key), hint: expect.any(String) }
    await expect(startInfrastructure(options)).rejects.toMatchObject(named)
    expect(await readFile(key)).toEqual(content)
    content[3]! ^= 1
    await writeFile(key, content)
    const again = await startInfrastructure(options)
    expect(again.peerId).toBe(infra.peerId)
    await again.stop()
  })

  test('that cannot listen, or has no network, fails with a reason and leaves its home free', async () => {
    const { folder, path } = await networkFile()
    const options = { home: join(folder, 'one'), networkFile: path, log: silentLog }
    await expect(startInfrastructure({ ...options, listen: [] })).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(startInfrastructure({ ...options, listen: ['/ip4/203.0.113.9/tcp/1'] })).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(startInfrastructure({ ...options, listen: ['nonsense'] })).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(startInfrastructure({ ...options, listen: [LOOPBACK], networkFile: join(folder, 'none') }))
      .rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await readNetworkFile(path)).bootstrap).toEqual([])
    const infra = await startInfrastructure({ ...options, listen: [LOOPBACK], relay: false })
    expect(infra.status().relay).toBeUndefined()
    await infra.stop()
    await infra.stop()
  })
})
