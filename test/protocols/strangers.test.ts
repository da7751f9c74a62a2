import { afterEach, describe, expect, test } from 'vitest'
import { pEvent } from 'p-event'
import type { Stream } from '@libp2p/interface'
import { toHex, type Bytes } from '../../src/base/bytes.ts'
import { systemRandom } from '../../src/base/random.ts'
import { systemClock } from '../../src/base/time.ts'
import type { NetworkNode } from '../../src/network/node.ts'
import { frames, frameSink } from '../../src/protocols/stream.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import { StoryClock } from './clock.ts'
import { codeOf } from './outcome.ts'
import { Person, startNode } from './people.ts'

const nodes: Array<{ stop: () => Promise<void> }> = []
// A dialler who leaves first costs nothing; a listener waits half a second for the other half of each connection.
afterEach(async () => { for (const node of nodes.splice(0).reverse()) await node.stop() })

async function person (...args: Parameters<typeof Person.named>): Promise<Person> {
  const one = await Person.named(...args)
  nodes.push(one)
  return one
}

async function stranger (): Promise<NetworkNode> {
  const node = await startNode()
  nodes.push(node)
  return node
}

const soon = (): AbortSignal => AbortSignal.timeout(100_000)

/** A stream to someone's delivery protocol, opened by whoever: what comes back to these first bytes. */
async function probe (from: NetworkNode, to: Person, bytes: Bytes): Promise<{ reply: Bytes[], stream: Stream, ms: number }> {
  const connection = await from.dial(to.target, { signal: soon() })
  const stream = await connection.newStream(PROTOCOLS.delivery)
  const begunMs = performance.now()
  const reply: Bytes[] = []
  try {
    await frameSink(stream).send([bytes])
    for await (const frame of frames(stream, { maxBytes: 1024, clock: systemClock, signal: soon() })) reply.push(frame)
  } catch {
    // reset
  }
  const ms = performance.now() - begunMs
  await connection.close()
  return { reply, stream, ms }
}

describe('a stranger', () => {
  test('gets random bytes of the size of an answer, never the same, and then nothing', async () => {
    const bob = await person('bob')
    const mallory = await stranger()
    const proof = systemRandom(80)
    const first = await probe(mallory, bob, proof)
    const second = await probe(mallory, bob, proof)
    expect(first.reply.map(({ byteLength }) => byteLength)).toEqual([64])
    expect(second.reply.map(({ byteLength }) => byteLength)).toEqual([64])
    expect(toHex(first.reply[0]!)).not.toBe(toHex(second.reply[0]!))
    expect(first.ms).toBeGreaterThan(45)
    expect(bob.links).toEqual([])
  })

  test('cannot tell a person who removed or blocked them from one who never knew them', async () => {
    const [alice, bob, carol] = await Promise.all([person('alice'), person('bob'), person('carol')])
    alice.meet(bob)
    bob.forget(alice)
    const proof = (to: Person): Bytes => alice.proofFor(to).prove({ local: alice.node.peerIdBytes, remote: to.node.peerIdBytes }).proof
    const answers = [await probe(alice.node, bob, proof(bob)), await probe(alice.node, carol, proof(carol))]
    expect(answers.map(({ reply }) => reply.map(({ byteLength }) => byteLength))).toEqual([[64], [64]])
    expect(await codeOf(alice.dial(bob))).toBe('REFUSED')
    expect(await codeOf(alice.dial(carol))).toBe('REFUSED')
  })

  test('is answered with as many bytes when the proof has another size', async () => {
    const bob = await person('bob')
    const { reply } = await probe(await stranger(), bob, systemRandom(79))
    expect(reply.map(({ byteLength }) => byteLength)).toEqual([64])
    expect(bob.asked).toBe(0)
  })

  test('is cut off when the proof is too large', async () => {
    const bob = await person('bob')
    const { reply, stream } = await probe(await stranger(), bob, systemRandom(81))
    expect(reply).toEqual([])
    expect(stream.status).not.toBe('open')
    expect(bob.asked).toBe(0)
  })

  test('gets one try a connection', async () => {
    const bob = await person('bob')
    const mallory = await stranger()
    const connection = await mallory.dial(bob.target, { signal: soon() })
    const read = async (stream: Stream): Promise<unknown> =>
      await codeOf(frames(stream, { maxBytes: 64, clock: systemClock, signal: soon() }).next())
    const first = await connection.newStream(PROTOCOLS.delivery)
    const second = await connection.newStream(PROTOCOLS.delivery)
    await frameSink(first).send([systemRandom(80)])
    expect(await read(first)).toBe('fulfilled')
    await frameSink(second).send([systemRandom(80)]).catch(() => {})
    expect(await read(second)).toBe('PEER_UNREACHABLE')
    expect(bob.asked).toBe(1)
  })

  test('gets five answers a minute at one address, and then none, while a friend there still gets in', async () => {
    const clock = new StoryClock()
    const bob = await person('bob', { clock })
    const alice = await person('alice')
    alice.meet(bob)
    const mallory = await stranger()
    const attempt = async (): Promise<number> => {
      const probing = probe(mallory, bob, systemRandom(80))
      const before = bob.asked
      await Promise.race([probing, expect.poll(() => bob.asked).toBeGreaterThan(before).then(() => { clock.pass(300) })])
      return (await probing).reply.length
    }
    for (let i = 0; i < 5; i++) expect(await attempt()).toBe(1)
    expect((await probe(mallory, bob, systemRandom(80))).reply).toEqual([])
    expect((await alice.dial(bob)).tag).toBe('bob') // the same address group: loopback
    expect((await probe(mallory, bob, systemRandom(80))).reply).toEqual([])
    clock.pass(61_000)
    expect(await attempt()).toBe(1)
  })

  test('who says nothing is cut off after ten seconds', async () => {
    const clock = new StoryClock()
    const bob = await person('bob', { clock })
    const connection = await (await stranger()).dial(bob.target, { signal: soon() })
    const stream = await connection.newStream(PROTOCOLS.delivery)
    const closed = pEvent(stream, 'close')
    stream.send(Uint8Array.of(80, 1, 2))
    await clock.awaited()
    clock.pass(10_000)
    await closed
    expect(stream.status).toBe('reset')
  })

  test('who answers in the place of a contact is found out', async () => {
    const alice = await person('alice')
    const bob = await person('bob')
    const mallory = await stranger()
    alice.meet(bob)
    await mallory.handle(PROTOCOLS.delivery, async stream => {
      await frameSink(stream).send([systemRandom(64)])
    })
    const target = { peerId: mallory.peerIdBytes, addresses: mallory.addresses() }
    expect(await codeOf(alice.dial(bob, { target }))).toBe('REFUSED')
    expect(alice.links).toEqual([])
  })

  test('who speaks no delivery is reported as one who refused', async () => {
    const alice = await person('alice')
    const bob = await person('bob')
    const other = await stranger()
    expect(await codeOf(alice.dial(bob, { target: { peerId: other.peerIdBytes, addresses: other.addresses() } }))).toBe('REFUSED')
  })

  test('who never answers does not hold up a dialler who gives up', async () => {
    const alice = await person('alice')
    const bob = await person('bob')
    const mallory = await stranger()
    const giveUp = new AbortController()
    const reason = new Error('enough')
    await mallory.handle(PROTOCOLS.delivery, () => { giveUp.abort(reason) })
    const target = { peerId: mallory.peerIdBytes, addresses: mallory.addresses() }
    await expect(alice.dial(bob, { target, signal: giveUp.signal })).rejects.toBe(reason)
  })
})
