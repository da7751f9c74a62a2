import { afterEach, describe, expect, test } from 'vitest'
import { equal, toHex, type Bytes } from '../../src/base/bytes.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom } from '../../src/base/random.ts'
import { systemClock } from '../../src/base/time.ts'
import type { NetworkNode } from '../../src/network/node.ts'
import { createInviteExchange, type InviteExchange } from '../../src/protocols/invite.ts'
import { firstFrame, frames, frameSink } from '../../src/protocols/stream.ts'
import { INVITE_REPLY_BYTES, INVITE_REQUEST_BYTES } from '../../src/wire/limits.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import { startNode } from './people.ts'
import { codeOf } from './outcome.ts'

interface Side {
  node: NetworkNode
  invites: InviteExchange
  heard: Bytes[]
}

const sides: Side[] = []
afterEach(async () => {
  for (const { invites, node } of sides.splice(0).reverse()) {
    await invites.stop()
    await node.stop()
  }
})

const request = (): Bytes => systemRandom(INVITE_REQUEST_BYTES)
const soon = (): AbortSignal => AbortSignal.timeout(100_000)
const targetOf = ({ node }: Side): { peerId: Bytes, addresses: string[] } => ({ peerId: node.peerIdBytes, addresses: node.addresses() })

/** Answers a request that it knows with the reply that belongs to it. */
async function side (known: Array<{ request: Bytes, reply: Bytes }> = []): Promise<Side> {
  const node = await startNode()
  const heard: Bytes[] = []
  const invites = await createInviteExchange({
    node,
    answer: async said => {
      heard.push(said)
      return known.find(one => equal(one.request, said))?.reply
    },
    clock: systemClock,
    random: systemRandom,
    log: silentLog
  })
  const one = { node, invites, heard }
  sides.push(one)
  return one
}

describe('whoever holds a link', () => {
  test('gets the reply to their request, and the same one when they ask again', async () => {
    const known = { request: request(), reply: systemRandom(INVITE_REPLY_BYTES) }
    const [inviter, joiner] = await Promise.all([side([known]), side()])
    for (let i = 0; i < 2; i++) {
      expect(await joiner.invites.ask(targetOf(inviter), known.request, { signal: soon() })).toEqual(known.reply)
    }
    expect(inviter.heard).toHaveLength(2)
  })

  test('may ask by an address alone', async () => {
    const known = { request: request(), reply: systemRandom(INVITE_REPLY_BYTES) }
    const [inviter, joiner] = await Promise.all([side([known]), side()])
    const target = { addresses: inviter.node.addresses() }
    expect(await joiner.invites.ask(target, known.request, { signal: soon() })).toEqual(known.reply)
  })

  test('and gives up gets their own reason back', async () => {
    const joiner = await side()
    const silent = await side()
    await silent.node.unhandle(PROTOCOLS.invite)
    const giveUp = new AbortController()
    const reason = new Error('enough')
    await silent.node.handle(PROTOCOLS.invite, () => { giveUp.abort(reason) })
    await expect(joiner.invites.ask(targetOf(silent), request(), { signal: giveUp.signal })).rejects.toBe(reason)
  })
})

describe('whoever holds none', () => {
  test('gets random bytes of the size of a reply, different each time', async () => {
    const [inviter, stranger] = await Promise.all([side(), side()])
    const said = request()
    const replies = [
      await stranger.invites.ask(targetOf(inviter), said, { signal: soon() }),
      await stranger.invites.ask(targetOf(inviter), said, { signal: soon() })
    ]
    expect(replies.map(({ byteLength }) => byteLength)).toEqual([INVITE_REPLY_BYTES, INVITE_REPLY_BYTES])
    expect(toHex(replies[0]!)).not.toBe(toHex(replies[1]!))
  })

  test('gets no sixth answer within a minute, while who holds a link still does', async () => {
    const known = { request: request(), reply: systemRandom(INVITE_REPLY_BYTES) }
    const [inviter, stranger, guest] = await Promise.all([side([known]), side(), side()])
    for (let i = 0; i < 5; i++) await stranger.invites.ask(targetOf(inviter), request(), { signal: soon() })
    expect(await codeOf(stranger.invites.ask(targetOf(inviter), request(), { signal: soon() }))).toBe('REFUSED')
    expect(await guest.invites.ask(targetOf(inviter), known.request, { signal: soon() })).toEqual(known.reply)
  })

  test.each([0, 1, INVITE_REQUEST_BYTES - 1])('and sends %i bytes is answered alike, and nobody looks at them', async length => {
    const [inviter, stranger] = await Promise.all([side(), side()])
    const connection = await stranger.node.dial(targetOf(inviter), { signal: soon() })
    const stream = await connection.newStream(PROTOCOLS.invite)
    await frameSink(stream).send([systemRandom(length)])
    const reply = await firstFrame(frames(stream, { maxBytes: INVITE_REPLY_BYTES, clock: systemClock, signal: soon() }))
    expect(reply.byteLength).toBe(INVITE_REPLY_BYTES)
    expect(inviter.heard).toEqual([])
    stream.abort(new Error('over'))
  })

  test('and sends too much is cut off', async () => {
    const [inviter, stranger] = await Promise.all([side(), side()])
    const connection = await stranger.node.dial(targetOf(inviter), { signal: soon() })
    const stream = await connection.newStream(PROTOCOLS.invite)
    await frameSink(stream).send([systemRandom(INVITE_REQUEST_BYTES + 1)])
    const replies = frames(stream, { maxBytes: INVITE_REPLY_BYTES, clock: systemClock, signal: soon() })
    expect(await codeOf(firstFrame(replies))).toBe('PEER_UNREACHABLE')
    expect(inviter.heard).toEqual([])
  })
})

test('a reply of another size is no reply', async () => {
  const joiner = await side()
  const wrong = await side()
  await wrong.node.unhandle(PROTOCOLS.invite)
  await wrong.node.handle(PROTOCOLS.invite, async stream => { await frameSink(stream).send([systemRandom(INVITE_REPLY_BYTES - 1)]) })
  expect(await codeOf(joiner.invites.ask(targetOf(wrong), request(), { signal: soon() }))).toBe('REFUSED')
})

test('an inviter whose answer fails refuses like anyone else', async () => {
  const [joiner, node] = await Promise.all([side(), startNode()])
  const invites = await createInviteExchange({
    node, answer: async () => { throw new Error('disk full') }, clock: systemClock, random: systemRandom, log: silentLog
  })
  const broken = { node, invites, heard: [] }
  sides.push(broken)
  expect((await joiner.invites.ask(targetOf(broken), request(), { signal: soon() })).byteLength).toBe(INVITE_REPLY_BYTES)
})
