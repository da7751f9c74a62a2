import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { systemClock as clock } from '../../src/base/time.ts'
import { queueKeys } from '../../src/crypto/cells.ts'
import { receiverId, senderId } from '../../src/crypto/mailbox.ts'
import type { NetworkNode } from '../../src/network/node.ts'
import { createMailbox, type Mailbox, type MailboxHost } from '../../src/protocols/mailbox/mailbox.ts'
import { ReplyStatus, type MailboxReply } from '../../src/wire/gen/mailbox.ts'
import { CELL_BYTES, MAX_CELL_BODY_BYTES } from '../../src/wire/limits.ts'
import { startNode } from './people.ts'
import { scriptedHost, type Script } from './scripted-host.ts'

const OK: Partial<MailboxReply> = { status: ReplyStatus.OK, generation: 7n, untilMs: 9 }
const receiver = queueKeys(random(32))
const sender = queueKeys(random(32))
const options = (): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(100_000) })
const cell = { sid: random(24), sender, tag: random(16), body: random(MAX_CELL_BODY_BYTES) }

let client: NetworkNode
let server: NetworkNode
let mailbox: Mailbox
let script: Script = () => [OK]
let host: MailboxHost
let streams: () => number

beforeAll(async () => {
  [client, server] = await Promise.all([startNode(), startNode()])
  mailbox = createMailbox({ node: client, clock, random, log: silentLog })
  ;({ host, streams } = await scriptedHost(server, command => script(command)))
})
afterAll(async () => {
  mailbox.stop()
  await Promise.all([client.stop(), server.stop()])
})

describe('with a mailbox host', () => {
  test('ids follow from the keys, and a hundred senders go in as many commands as they need', async () => {
    const senders = Array.from({ length: 100 }, () => queueKeys(random(32)).publicKey)
    const asked: number[] = []
    script = ({ create, rotate }) => {
      asked.push((create?.senders ?? rotate!.add).length)
      return [OK]
    }
    const queue = await mailbox.create(host, { receiver, senders, ttlMs: 1000 }, options())
    expect(queue).toMatchObject({ rid: receiverId(receiver.publicKey, host.key), untilMs: 9, generation: 7n })
    expect(queue.sids).toEqual(senders.map(key => senderId(key, host.key)))
    expect(asked).toEqual([64, 36])
  })

  test('a hundred commands go over one stream at once, each with its own answer', async () => {
    script = ({ ack }) => [{ ...OK, generation: ack?.upTo ?? 1n }, OK]
    const before = streams()
    await Promise.all(Array.from({ length: 100 }, async (_, i) => {
      const ask = { rid: random(24), receiver, upTo: BigInt(i) }
      if (i % 2 === 0) await mailbox.ack(host, ask, options())
      else expect(await mailbox.generation(host, options())).toBe(1n)
    }))
    expect(streams() - before).toBeLessThanOrEqual(1)
  })

  test('whatever it says has a name', async () => {
    const put = async (status: ReplyStatus): ReturnType<Mailbox['put']> => {
      script = () => [{ ...OK, status, retryAfterMs: 1234 }]
      return await mailbox.put(host, cell, options())
    }
    expect(await put(ReplyStatus.OK)).toEqual({ kind: 'stored', untilMs: 9, generation: 7n })
    expect(await put(ReplyStatus.FULL)).toEqual({ kind: 'full' })
    expect(await put(ReplyStatus.GONE)).toEqual({ kind: 'gone' })
    await expect(put(ReplyStatus.BUSY)).rejects.toMatchObject({ code: 'MAILBOX_BUSY', retryAfterMs: 1234 })
    await expect(put(ReplyStatus.REFUSED)).rejects.toMatchObject({ code: 'MAILBOX_REFUSED' })
    script = () => [{ ...OK, status: ReplyStatus.GONE }]
    await expect(mailbox.ack(host, { rid: random(24), receiver, upTo: 1n }, options())).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await mailbox.remove(host, { rid: random(24), receiver }, options())
  })

  test('its puzzle is solved, and not for ever', async () => {
    let asked = 0
    const challenge = random(56)
    script = ({ create }) => {
      asked++
      if (create?.solution.byteLength === 8) return [OK]
      return [{ ...OK, status: ReplyStatus.PUZZLE, challenge }]
    }
    const queue = { receiver, senders: [sender.publicKey], ttlMs: 1000 }
    expect(await mailbox.create(host, queue, new AbortController())).toMatchObject({ untilMs: 9 })
    expect(asked).toBe(2)
    const giveUp = new AbortController()
    script = () => {
      giveUp.abort(new Error('enough'))
      return [{ ...OK, status: ReplyStatus.PUZZLE, challenge }]
    }
    await expect(mailbox.create(host, queue, giveUp)).rejects.toThrow('enough')
  })

  test('that hung up since it was asked last is asked once more', async () => {
    let hangUps = 1
    script = () => hangUps-- > 0 ? 'hang up' : [OK]
    expect(await mailbox.generation(host, options())).toBe(7n)
    hangUps = 5
    await expect(mailbox.generation(host, options())).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' })
  })

  test('whose answers are forged, of another size or of another place is not believed', async () => {
    const get = async (): ReturnType<Mailbox['get']> =>
      await mailbox.get(host, { rid: random(24), receiver, cursor: 0n, waitMs: 0, cells: 8 }, options())
    const stored = { at: 1n, sid: cell.sid, tag: cell.tag, body: cell.body }
    script = () => Array.from({ length: 8 }, (_, i) => ({ ...OK, ...(i < 2 && { cell: { ...stored, at: BigInt(i) } }), more: i === 1 }))
    expect(await get()).toMatchObject({ cells: [{ at: 0n }, { at: 1n, body: cell.body }], more: true, generation: 7n })
    for (const wrong of [{ sid: random(23) }, { tag: random(17) }, { body: random(100) }]) {
      script = () => Array.from({ length: 8 }, () => ({ ...OK, cell: { ...stored, ...wrong } }))
      await expect(get()).rejects.toMatchObject({ code: 'PROTOCOL' })
    }
    script = () => [random(100), OK]
    await expect(get()).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' })
    script = () => [random(CELL_BYTES)]
    const late = AbortSignal.timeout(500)
    await expect(mailbox.generation(host, { signal: late })).rejects.toThrow(late.reason as Error)
  })

  test('that serves no mailbox, or is not there, is out of reach', async () => {
    const nobody = { ...host, peerId: client.peerIdBytes, addresses: ['/ip4/127.0.0.1/tcp/1'] }
    await expect(mailbox.generation(nobody, options())).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' })
    const other = await startNode()
    try {
      await expect(mailbox.describe({ addresses: other.addresses() }, options())).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' })
    } finally {
      await other.stop()
    }
  })
})
