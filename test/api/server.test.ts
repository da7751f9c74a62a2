import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, rename, rm, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { connect } from '../../src/api/client.ts'
import { prepareHome } from '../../src/api/home.ts'
import { nodeMethodTable } from '../../src/api/methods.ts'
import { startApiServer, type ApiServer } from '../../src/api/server.ts'
import { silentLog } from '../../src/base/log.ts'
import { needsRoot } from '../support/needs.ts'
import { RawConnection } from './raw-connection.ts'
import { ADA, messageOf, ownHome, runApi, scriptedNode } from './scripted-node.ts'

const NOBODY = 65534
const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777

describe('the socket', () => {
  test('lies in a 0700 folder and is 0600', async () => {
    await using api = await runApi()
    expect(await modeOf(api.home.runtime)).toBe(0o700)
    expect(await modeOf(api.home.socket)).toBe(0o600)
  })

  needsRoot(test)('cannot be used by another user of this computer, even where the folder lets them in', async () => {
    await using api = await runApi()
    const tryAsNobody = (): string => {
      const script = `require('net').connect(${JSON.stringify(api.home.socket)})` +
        ".on('connect', () => { console.log('connected'); process.exit() }).on('error', err => console.log(err.code))"
      return spawnSync(process.execPath, ['-e', script], { uid: NOBODY, gid: NOBODY, cwd: '/' }).stdout.toString().trim()
    }
    expect(tryAsNobody()).toBe('EACCES')
    let folder = api.home.runtime
    for (let depth = 0; depth < 3; depth++, folder = join(folder, '..')) await chmod(folder, 0o755)
    expect(tryAsNobody()).toBe('EACCES')
  })

  test('of a node killed with −9 is replaced', async () => {
    const { home, remove } = await ownHome()
    await prepareHome(home)
    const script = `require('net').createServer().listen(${JSON.stringify(home.socket)}, () => console.log('up'))`
    const dead = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(dead.stdout, 'data')
    dead.kill('SIGKILL')
    await once(dead, 'exit')
    const server = await startApiServer({ home, table: nodeMethodTable(scriptedNode()), log: silentLog })
    const client = await connect(home)
    expect((await client.call('people.list')).contacts).toEqual([ADA])
    client.close()
    await server.close()
    await remove()
  })

  test('of a node that lives is left alone', async () => {
    await using api = await runApi()
    await expect(startApiServer({ home: api.home, table: {}, log: silentLog })).rejects.toMatchObject({ code: 'EXISTS' })
    const client = await connect(api.home)
    expect((await client.call('status')).state).toBe('open')
    client.close()
  })

  test('is gone after the server closed, and nobody answers', async () => {
    const api = await runApi()
    await api[Symbol.asyncDispose]()
    await expect(connect(api.home)).rejects.toMatchObject({ code: 'NODE_NOT_RUNNING', hint: 'Start it: nobyte start' })
  })
})

describe('the folder', () => {
  test('that others may enter is refused, by the node and by its callers', async () => {
    const { home, remove } = await ownHome()
    await prepareHome(home)
    await chmod(home.runtime, 0o755)
    await expect(startApiServer({ home, table: {}, log: silentLog })).rejects.toMatchObject({ code: 'REFUSED' })
    await expect(connect(home)).rejects.toMatchObject({ code: 'REFUSED', hint: `chmod 700 ${home.runtime}` })
    await remove()
  })

  test('that is a link to somewhere else is refused', async () => {
    const { home, remove } = await ownHome()
    await prepareHome(home)
    await rename(home.runtime, `${home.runtime}-elsewhere`)
    await symlink(`${home.runtime}-elsewhere`, home.runtime)
    await expect(startApiServer({ home, table: {}, log: silentLog })).rejects.toMatchObject({ code: 'REFUSED' })
    await expect(connect(home)).rejects.toMatchObject({ code: 'REFUSED' })
    await remove()
  })

  needsRoot(test)('that another user made first is refused', async () => {
    const { home, remove } = await ownHome()
    await prepareHome(home)
    await rm(home.runtime, { recursive: true })
    await mkdir(home.runtime, { mode: 0o700 })
    await chown(home.runtime, NOBODY, NOBODY)
    await expect(startApiServer({ home, table: {}, log: silentLog })).rejects.toMatchObject({ code: 'REFUSED' })
    await expect(connect(home)).rejects.toMatchObject({ code: 'REFUSED' })
    await remove()
  })
})

describe('connections', () => {
  test('the answer to stop goes out although the server closes at once', async () => {
    const { home, remove } = await ownHome()
    let closed: Promise<void> | undefined
    const node = scriptedNode({ control: { stop () { closed = server.close() } } })
    const server: ApiServer = await startApiServer({ home, table: nodeMethodTable(node), log: silentLog })
    const client = await connect(home)
    expect(await client.call('stop')).toEqual({})
    await closed
    await remove()
  })

  test('a script that pipes requests in and closes its half gets every answer', async () => {
    await using api = await runApi()
    using raw = await RawConnection.to(api.home)
    for (let id = 1; id <= 100; id++) raw.write({ jsonrpc: '2.0', id, method: 'status' })
    raw.socket.end()
    const ids = new Set<unknown>()
    for (let reply = await raw.next(); reply !== undefined; reply = await raw.next()) ids.add(reply.id)
    expect(ids.size).toBe(100)
  })

  test('one too many is told so and hung up on, and the others go on', async () => {
    await using api = await runApi()
    const all = await Promise.all(Array.from({ length: 64 }, async () => await RawConnection.to(api.home)))
    expect((await all[63]!.ask('status')).result.state).toBe('open')
    using late = await RawConnection.to(api.home)
    expect((await late.next())!.error!.data.code).toBe('TOO_MANY')
    expect(await late.next()).toBeUndefined()
    expect((await all[0]!.ask('status')).result.state).toBe('open')
    for (const raw of all) raw.socket.destroy()
  })

  test('a call that waits is aborted when its caller goes away, and when its caller cancels', async () => {
    const aborted: string[] = []
    const began = Promise.withResolvers<void>()
    const node = scriptedNode({
      control: {
        accept: async (link, { signal }) => await new Promise((_resolve, reject) => {
          began.resolve()
          signal.addEventListener('abort', () => {
            aborted.push(link)
            ended.get(link)!.resolve()
            reject(signal.reason as Error)
          })
        })
      }
    })
    const ended = new Map(['cancelled', 'left'].map(link => [link, Promise.withResolvers<void>()]))
    await using api = await runApi({ node })
    const client = await connect(api.home)
    const cancelling = new AbortController()
    const call = client.call('invites.accept', { link: 'cancelled' }, { signal: cancelling.signal })
    await began.promise
    cancelling.abort(new Error('changed my mind'))
    await expect(call).rejects.toThrow('changed my mind')
    await ended.get('cancelled')!.promise
    const left = client.call('invites.accept', { link: 'left' })
    left.catch(() => {})
    await client.call('status')
    client.close()
    await ended.get('left')!.promise
    expect(aborted).toEqual(['cancelled', 'left'])
    await expect(left).rejects.toMatchObject({ code: 'NODE_NOT_RUNNING' })
  })

  test('a caller that reads nothing holds up only itself', async () => {
    const text = 'x'.repeat(60_000)
    const node = scriptedNode({ messenger: { read: async () => Array.from({ length: 20 }, (_, i) => messageOf(`m${i}`, text)) } })
    let calls = 0
    const table = nodeMethodTable(node)
    const read = table['messages.read']!
    table['messages.read'] = async (...args) => {
      calls++
      return await read(...args)
    }
    await using api = await runApi({ table })
    using stalled = await RawConnection.to(api.home)
    stalled.socket.pause()
    for (let id = 0; id < 500; id++) stalled.write({ jsonrpc: '2.0', id, method: 'messages.read', params: { who: 'ada' } })
    const client = await connect(api.home)
    for (let i = 0; i < 20; i++) await client.call('status')
    // 32 answers of 1.2 MB wait; the other requests are not even read.
    expect(calls).toBeLessThanOrEqual(40)
    client.close()
  })
})
