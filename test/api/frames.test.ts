import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_BATCH } from '../../src/api/dispatch.ts'
import { MAX_REQUEST_BYTES } from '../../src/api/lines.ts'
import { methods } from '../../src/api/schema.ts'
import { createLog } from '../../src/base/log.ts'
import { AppError } from '../../src/base/errors.ts'
import { RawConnection, type Reply } from './raw-connection.ts'
import { ADA, runApi, scriptedNode } from './scripted-node.ts'

const refused = async (frame: unknown): Promise<Reply> => {
  await using api = await runApi()
  using raw = await RawConnection.to(api.home)
  raw.write(frame)
  return (await raw.next())!
}

describe('a frame', () => {
  test.each([
    ['that is not JSON', '{"jsonrpc": "2.0", "method"', -32700],
    ['that is no object', '42', -32600],
    ['without a version', { id: 1, method: 'status' }, -32600],
    ['with a method that is no text', { jsonrpc: '2.0', id: 1, method: 7 }, -32600],
    ['with an object as its id', { jsonrpc: '2.0', id: {}, method: 'status' }, -32600],
    ['with an unknown method', { jsonrpc: '2.0', id: 1, method: 'people.sell' }, -32601],
    ['that names a method of every object', { jsonrpc: '2.0', id: 1, method: 'constructor' }, -32601],
    ['that names the prototype', '{"jsonrpc":"2.0","id":1,"method":"__proto__"}', -32601],
    ['with an unknown parameter', { jsonrpc: '2.0', id: 1, method: 'status', params: { loud: true } }, -32602],
    ['with parameters by position', { jsonrpc: '2.0', id: 1, method: 'people.block', params: ['ada'] }, -32602],
    ['with a parameter of another type', { jsonrpc: '2.0', id: 1, method: 'people.block', params: { who: 7 } }, -32602],
    ['with a prototype among its parameters', '{"jsonrpc":"2.0","id":1,"method":"status","params":{"__proto__":{}}}', -32602],
    ['that is an empty batch', '[]', -32600],
    ['that is a batch beyond the limit', Array.from({ length: MAX_BATCH + 1 }, () => ({ jsonrpc: '2.0', id: 1, method: 'status' })), -32600]
  ])('%s is refused with a typed error', async (_what, frame, code) => {
    const { error, jsonrpc } = await refused(frame)
    expect(jsonrpc).toBe('2.0')
    expect(error).toMatchObject({ code, data: { code: expect.stringMatching(/^(BAD_INPUT|NOT_FOUND|TOO_MANY)$/) } })
  })

  test('that is not UTF-8 is refused', async () => {
    await using api = await runApi()
    using raw = await RawConnection.to(api.home)
    raw.socket.write(Buffer.from([0x22, 0xff, 0xfe, 0x22, 0x0a]))
    expect((await raw.next())!.error!.code).toBe(-32700)
  })

  test('longer than 1 MiB is refused before its end, and its sender hung up on', async () => {
    await using api = await runApi()
    using raw = await RawConnection.to(api.home)
    raw.socket.write('x'.repeat(MAX_REQUEST_BYTES + 1)) // no newline: the end never comes
    expect((await raw.next())!.error!.data.code).toBe('TOO_LARGE')
    expect(await raw.next()).toBeUndefined()
    using other = await RawConnection.to(api.home)
    expect((await other.ask('status')).result.state).toBe('open')
  })

  test('nested 100,000 deep is an ordinary error', async () => {
    const { error } = await refused(`{"jsonrpc":"2.0","id":1,"method":"status","params":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)
    expect([-32700, -32602]).toContain(error!.code)
  })

  test('that arrives byte by byte is one frame; several in one write are several', async () => {
    await using api = await runApi()
    using raw = await RawConnection.to(api.home)
    raw.socket.setNoDelay(true)
    for (const byte of Buffer.from('{"jsonrpc":"2.0","id":"é","method":"status"}\n')) raw.socket.write(Buffer.of(byte))
    expect((await raw.next())!.id).toBe('é')
    raw.socket.write('{"jsonrpc":"2.0","id":1,"method":"status"}\r\n\n{"jsonrpc":"2.0","id":2,"method":"status"}\n')
    expect(new Set([(await raw.next())!.id, (await raw.next())!.id])).toEqual(new Set([1, 2]))
  })

  test('of any kind leaves the node answering', async () => {
    await using api = await runApi()
    using raw = await RawConnection.to(api.home)
    const line = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }).map(text => text.replaceAll('\n', ' ')),
      fc.record({
        jsonrpc: fc.constantFrom('2.0', '1.0'),
        id: fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.anything()),
        method: fc.oneof(fc.constantFrom(...Object.keys(methods).filter(name => !name.startsWith('events.'))), fc.string()),
        params: fc.anything()
      }).map(request => JSON.stringify(request, (_key, value: unknown) => typeof value === 'bigint' ? String(value) : value))
    )
    let marker = 0
    await fc.assert(fc.asyncProperty(line, async text => {
      raw.write(text)
      const id = `marker ${++marker}`
      raw.write({ jsonrpc: '2.0', id, method: 'status' })
      for (let reply = await raw.next<Reply | Reply[]>(); ; reply = await raw.next()) {
        for (const one of [reply!].flat()) {
          expect(one.jsonrpc).toBe('2.0')
          if (one.id === id) return
          if (one.error !== undefined) expect(one.error.data.code).toMatch(/^[A-Z_]+$/)
        }
      }
    }), { numRuns: 500 })
  })
})

describe('answers', () => {
  test('a batch gets one array, in order, without its notifications', async () => {
    await using api = await runApi()
    using raw = await RawConnection.to(api.home)
    raw.write([
      { jsonrpc: '2.0', id: 1, method: 'status' }, { jsonrpc: '2.0', method: 'status' }, { jsonrpc: '2.0', id: 2, method: 'nothing' }
    ])
    const replies = (await raw.next<Reply[]>())!
    expect(replies.map(({ id }) => id)).toEqual([1, 2])
    raw.write([{ jsonrpc: '2.0', method: 'status' }])
    raw.write({ jsonrpc: '2.0', id: 3, method: 'status' })
    expect((await raw.next())!.id).toBe(3) // nothing came for the batch of notifications
  })

  test('hold only what the schema names', async () => {
    const node = scriptedNode({ messenger: { people: async () => [{ ...ADA, pairSecret: 'secret' } as never] } })
    await using api = await runApi({ node })
    using raw = await RawConnection.to(api.home)
    expect((await raw.ask('people.list')).result).toEqual({ contacts: [ADA] })
  })

  test('tell the code, hint and details of an error that a person may meet', async () => {
    const node = scriptedNode({
      messenger: {
        block: async () => { throw new AppError('AMBIGUOUS', 'two fit', { hint: 'say more', details: { candidates: ['Ada', 'Adam'] } }) }
      }
    })
    await using api = await runApi({ node })
    using raw = await RawConnection.to(api.home)
    expect((await raw.ask('people.block', { who: 'ad' })).error).toEqual({
      code: -32000, message: 'two fit', data: { code: 'AMBIGUOUS', hint: 'say more', details: { candidates: ['Ada', 'Adam'] } }
    })
  })

  test('tell nothing of an error that nobody foresaw, and the log neither', async () => {
    const lines: string[] = []
    const node = scriptedNode({ messenger: { people: async () => { throw new Error('near "meet me at noon"') } } })
    await using api = await runApi({ node, log: createLog('debug', line => { lines.push(line) }, () => 0) })
    using raw = await RawConnection.to(api.home)
    const { error } = await raw.ask('people.list')
    expect(error).toMatchObject({ code: -32603, message: 'Internal error', data: { code: 'INTERNAL' } })
    expect(lines).toHaveLength(1)
    expect(JSON.stringify([error, lines])).not.toContain('noon')
  })

  test('rpc.discover describes every method that this node offers, with its parameters', async () => {
    await using api = await runApi()
    using raw = await RawConnection.to(api.home)
    const { result } = await raw.ask('rpc.discover')
    const names = (result.methods as { name: string }[]).map(({ name }) => name)
    expect(new Set(names)).toEqual(new Set(Object.keys(methods)))
    const send = (result.methods as { name: string, params: object[] }[]).find(({ name }) => name === 'messages.send')!
    expect(send.params).toContainEqual({ name: 'to', required: true, schema: expect.objectContaining({ type: 'string' }) })
    expect(send.params).toContainEqual({ name: 'replyTo', required: false, schema: expect.objectContaining({ type: 'string' }) })
  })

  test('an infrastructure node offers nothing that knows a person', async () => {
    const { infrastructureMethodTable } = await import('../../src/api/methods.ts')
    await using api = await runApi({ table: infrastructureMethodTable({} as never) })
    using raw = await RawConnection.to(api.home)
    expect((await raw.ask('people.list')).error).toMatchObject({ code: -32601, data: { code: 'NOT_FOUND' } })
    const { result } = await raw.ask('rpc.discover')
    expect((result.methods as { name: string }[]).map(({ name }) => name).sort()).toEqual([
      'holdings.show', 'network.show', 'ready', 'status', 'stop'
    ])
  })
})
