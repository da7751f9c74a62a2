import { expect, test } from 'vitest'
import { fromHex, toHex } from '../../src/base/bytes.ts'
import { Command, MailboxRoute } from '../../src/wire/gen/mailbox.ts'
import { ProxyAnswer, ProxyTarget, type ProxyStatus } from '../../src/wire/gen/proxy.ts'
import { MAX_PROXY_HELLO_BYTES } from '../../src/wire/limits.ts'
import { readVectors } from '../vectors/read.ts'

type Vector = { bytes: string } & (
  | { kind: 'target', host: string }
  | { kind: 'answer', status: ProxyStatus, retryAfterMs: number }
  | { kind: 'get', rid: string }
  | { kind: 'publish', record: string }
  | { kind: 'find', key: string, notBefore: number }
  | { kind: 'route', guard: string }
)

test('what is said on the way over a proxy keeps to its frozen vectors', () => {
  for (const vector of readVectors<Vector>('proxy')) {
    const bytes = fromHex(vector.bytes)
    switch (vector.kind) {
      case 'target': {
        expect(toHex(ProxyTarget.decode(bytes).host)).toBe(vector.host)
        expect(toHex(ProxyTarget.encode({ host: fromHex(vector.host) }))).toBe(vector.bytes)
        expect(bytes.byteLength).toBeLessThanOrEqual(MAX_PROXY_HELLO_BYTES)
        break
      }
      case 'answer': {
        expect(ProxyAnswer.decode(bytes)).toEqual({ status: vector.status, retryAfterMs: vector.retryAfterMs })
        expect(toHex(ProxyAnswer.encode(vector))).toBe(vector.bytes)
        break
      }
      case 'get': {
        const { rid, ...get } = (Command.decode(bytes) as { get: { rid: Uint8Array } }).get
        expect([toHex(rid), get]).toEqual([vector.rid, { after: 7n, waitMs: 25_000, cells: 1, onTick: true }])
        break
      }
      case 'publish': {
        expect(toHex((Command.decode(bytes) as { publish: { record: Uint8Array } }).publish.record)).toBe(vector.record)
        break
      }
      case 'find': {
        const { key, notBefore } = (Command.decode(bytes) as { find: { key: Uint8Array, notBefore: number } }).find
        expect([toHex(key), notBefore]).toEqual([vector.key, vector.notBefore])
        break
      }
      case 'route': {
        expect(toHex(MailboxRoute.decode(bytes).guard)).toBe(vector.guard)
        break
      }
      default: throw new Error(vector satisfies never)
    }
  }
})
