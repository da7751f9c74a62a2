import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasCode } from '../../src/base/errors.ts'
import {
  addBootstrap, LAN_NETWORK, newNetwork, parseDescriptor, pskBytes, readNetworkFile, writeNetworkFile
} from '../../src/network/networks/descriptors.ts'
import { runScript } from './processes.ts'
import { tempFolder } from './testbed.ts'

const PEER = '12D3KooWGC6TvWhfapngX6wvJHMYvKpDMXPb3ZnCZ6dMoaMtimQ5'
const OTHER = '12D3KooWQYhTNQdmr3ArTeUHRYzFg94BKyTkoWBDWez9kSCVe2Xo'

describe('a network file', () => {
  test('is written once, for its owner alone, and read back as it was', async () => {
    const path = join(await tempFolder(), 'net.json')
    const network = newNetwork({ name: 'demo' })
    await writeNetworkFile(path, network, { exclusive: true })
    expect(await readNetworkFile(path)).toEqual(network)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    await expect(writeNetworkFile(path, newNetwork({ name: 'other' }), { exclusive: true })).rejects.toMatchObject({ code: 'EXISTS' })
    expect(await readNetworkFile(path)).toEqual(network)
  })

  test('of a private network has a key, of an open one none; every one has an id of its own', () => {
    const [one, two] = [newNetwork({ name: 'a' }), newNetwork({ name: 'a' })]
    expect(one.id).toMatch(/^[0-9a-f]{16}$/)
    expect(one.id).not.toBe(two.id)
    expect(one.psk).not.toBe(two.psk)
    expect(Buffer.from(pskBytes(one)!).toString()).toMatch(/^\/key\/swarm\/psk\/1\.0\.0\/\n\/base16\/\n[0-9a-f]{64}$/)
    expect(pskBytes(newNetwork({ name: 'open', open: true }))).toBeUndefined()
    expect(parseDescriptor(LAN_NETWORK)).toEqual(LAN_NETWORK)
  })

  test('that is none is refused with what is wrong, never with a crash', () => {
    const network = newNetwork({ name: 'demo' })
    for (const wrong of [
      { id: '../../etc' }, { id: 'ABCDEF0123456789' }, { psk: 'short' }, { name: '' }, { name: 'a\u202eb' }, { kind: 'wan' },
      { bootstrap: [{ addresses: ['nonsense'] }] }, { bootstrap: [{ addresses: [] }] }, { bootstrap: 'x' }, { token: 5 }
    ]) {
      expect(() => parseDescriptor({ ...network, ...wrong }), JSON.stringify(wrong)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }))
    }
    fc.assert(fc.property(fc.jsonValue(), value => {
      try {
        parseDescriptor(value)
      } catch (err) {
        expect(hasCode(err, 'BAD_INPUT')).toBe(true)
      }
    }))
  })

  test('that is missing or not JSON says so', async () => {
    const path = join(await tempFolder(), 'net.json')
    await expect(readNetworkFile(path)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await writeFile(path, '{"name":')
    await expect(readNetworkFile(path)).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(addBootstrap(path, [`/ip4/9.9.9.9/tcp/1/p2p/${PEER}`])).rejects.toMatchObject({ code: 'BAD_INPUT' })
    expect(await readFile(path, 'utf8')).toBe('{"name":')
  })
})

describe('a bootstrap node', () => {
  async function file (): Promise<string> {
    const path = join(await tempFolder(), 'net.json')
    await writeNetworkFile(path, newNetwork({ name: 'demo' }))
    return path
  }

  test('is listed once, however often it starts', async () => {
    const path = await file()
    const address = `/ip4/9.9.9.9/tcp/1/p2p/${PEER}`
    await addBootstrap(path, [address], 'ann')
    const before = await stat(path)
    await addBootstrap(path, [address], 'ann')
    expect((await readNetworkFile(path)).bootstrap).toEqual([{ addresses: [address], operator: 'ann' }])
    expect((await stat(path)).ino).toBe(before.ino)
  })

  test('that moved, or whose place another took, is not listed where it is not', async () => {
    const path = await file()
    await addBootstrap(path, [`/ip4/9.9.9.9/tcp/1/p2p/${PEER}`])
    await addBootstrap(path, [`/ip4/9.9.9.9/tcp/2/p2p/${PEER}`])
    expect((await readNetworkFile(path)).bootstrap).toEqual([{ addresses: [`/ip4/9.9.9.9/tcp/2/p2p/${PEER}`] }])
    await addBootstrap(path, [`/ip4/9.9.9.9/tcp/2/p2p/${OTHER}`])
    expect((await readNetworkFile(path)).bootstrap).toEqual([{ addresses: [`/ip4/9.9.9.9/tcp/2/p2p/${OTHER}`] }])
  })

  test('without a peer id is refused', async () => {
    await expect(addBootstrap(await file(), ['/ip4/9.9.9.9/tcp/1'])).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  test('leaves what a later version wrote into the file', async () => {
    const path = await file()
    await writeFile(path, JSON.stringify({ ...await readNetworkFile(path), colour: 'green' }))
    await addBootstrap(path, [`/ip4/9.9.9.9/tcp/1/p2p/${PEER}`])
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ colour: 'green' })
  })

  test('is not lost when several processes list theirs at once, and a reader always sees a whole file', async () => {
    const path = await file()
    const processes = await Promise.all([0, 1, 2, 3].map(async host => await runScript('list-bootstrap.ts', [path, String(host), '8'])))
    let isDone = false
    const reading = (async () => {
      while (!isDone) expect((await readNetworkFile(path)).name).toBe('demo')
    })()
    for (const { stdin } of processes) stdin.write('go\n')
    await Promise.all(processes.map(async process => { expect((await once(process, 'exit'))[0]).toBe(0) }))
    isDone = true
    await reading
    expect((await readNetworkFile(path)).bootstrap).toHaveLength(32)
    expect(await readdir(join(path, '..'))).toEqual(['net.json'])
  })

  test('gets past the lock of a process that was killed', async () => {
    const path = await file()
    const killed = spawn('sleep', ['1000'])
    const { pid } = killed
    killed.kill('SIGKILL')
    await once(killed, 'exit')
    await writeFile(`${path}.lock`, String(pid))
    await addBootstrap(path, [`/ip4/9.9.9.9/tcp/1/p2p/${PEER}`])
    expect(await readdir(join(path, '..'))).toEqual(['net.json'])
  })
})
