import { afterEach, describe, expect, test } from 'vitest'
import { pEvent } from 'p-event'
import type { Stream } from '@libp2p/interface'
import { toHex, type Bytes } from '../../src/base/bytes.ts'
import type { AppError } from '../../src/base/errors.ts'
import { systemRandom } from '../../src/base/random.ts'
import { systemClock } from '../../src/base/time.ts'
import { frames, frameSink } from '../../src/protocols/stream.ts'
import { Frame } from '../../src/wire/gen/delivery.ts'
import { MAX_CIPHERTEXT_BYTES } from '../../src/wire/limits.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import { StoryClock } from './clock.ts'
import { createLine } from './line.ts'
import { Person, startNode } from './people.ts'
import type { NetworkNode } from '../../src/network/node.ts'

const nodes: Array<{ stop: () => Promise<void> }> = []
afterEach(async () => { await Promise.all(nodes.splice(0).map(async node => { await node.stop() })) })

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

const soon = (): AbortSignal => AbortSignal.timeout(10_000)
const envelope = (text: string): Partial<Frame> => ({ envelope: { preKey: false, ciphertext: new TextEncoder().encode(text) } })
const textOf = ({ envelope: { ciphertext } = { preKey: false, ciphertext: new Uint8Array() } }: Frame): string => new TextDecoder().decode(ciphertext)
const codeOf = async (attempt: Promise<unknown>): Promise<unknown> => await attempt.then(() => 'fulfilled', (err: unknown) => (err as AppError).code)
const ended = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await pEvent(signal, 'abort', { rejectionEvents: [] })
}

async function take (source: AsyncIterable<Frame>, count: number): Promise<Frame[]> {
  const list: Frame[] = []
  const iterator = source[Symbol.asyncIterator]()
  while (list.length < count) {
    const { value, done } = await iterator.next()
    if (done === true) break
    list.push(value)
  }
  return list
}

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

/** Alice and Bob hold a secret and are linked by Alice's dial. */
async function linked (): Promise<{ alice: Person, bob: Person, near: Awaited<ReturnType<Person['dial']>>, far: Awaited<ReturnType<Person['dial']>> }> {
  const [alice, bob] = await Promise.all([person('alice'), person('bob')])
  alice.meet(bob)
  const arriving = bob.nextLink()
  const near = await alice.dial(bob)
  return { alice, bob, near, far: await arriving }
}

describe('two who hold a secret', () => {
  test('meet, and each knows who the other is', async () => {
    const { alice, bob, near, far } = await linked()
    expect([near.tag, near.direction, near.route, near.remotePeerId]).toEqual(['bob', 'outbound', 'direct', bob.node.peerId])
    expect([far.tag, far.direction, far.route, far.remotePeerId]).toEqual(['alice', 'inbound', 'direct', alice.node.peerId])
    expect(near.dialledByLowerPeerId).toBe(far.dialledByLowerPeerId)
    expect(near.dialledByLowerPeerId).toBe(alice.node.peerId < bob.node.peerId)
    expect(near.remoteAddress).toContain('/ip4/127.0.0.1/tcp/')
    expect(alice.links).toEqual([near])
    expect(bob.links).toEqual([far])
  })

  test('send each other frames of every kind, alone and in batches', async () => {
    const { near, far } = await linked()
    const hash = (fill: number): Bytes => new Uint8Array(16).fill(fill)
    await near.send([
      { resume: { lastCounter: 7 } }, envelope('one'), envelope('x'.repeat(MAX_CIPHERTEXT_BYTES)),
      { ack: { hashes: Array.from({ length: 1024 }, (_, i) => hash(i % 256)) } }
    ])
    await near.send(envelope('last'))
    await far.send({ nack: { hash: hash(3), reason: 1 as never } })
    const [resume, one, long, ack, last] = await take(far.frames, 5)
    expect(resume?.resume?.lastCounter).toBe(7)
    expect(textOf(one!)).toBe('one')
    expect(long?.envelope?.ciphertext.byteLength).toBe(MAX_CIPHERTEXT_BYTES)
    expect(ack?.ack?.hashes).toHaveLength(1024)
    expect(textOf(last!)).toBe('last')
    const [nack] = await take(near.frames, 1)
    expect(nack?.nack?.hash).toEqual(hash(3))
  })

  test('find each other by address alone, when the peer id has changed', async () => {
    const [alice, bob] = await Promise.all([person('alice'), person('bob')])
    alice.meet(bob)
    const link = await alice.dial(bob, { target: { addresses: bob.node.addresses() } as never })
    expect(link.tag).toBe('bob')
  })

  test('may both dial at once, and agree on which link to keep', async () => {
    const [alice, bob] = await Promise.all([person('alice'), person('bob')])
    alice.meet(bob)
    const [fromAlice, fromBob] = await Promise.all([alice.dial(bob), bob.dial(alice)])
    expect(fromAlice.dialledByLowerPeerId).toBe(!fromBob.dialledByLowerPeerId)
    await expect.poll(() => alice.links.length + bob.links.length).toBe(4)
    const kept = [alice, bob].map(({ links }) => links.find(link => link.dialledByLowerPeerId)!)
    await Promise.all([...alice.links, ...bob.links].filter(link => !kept.includes(link)).map(async link => { await link.close() }))
    await kept[0]!.send(envelope('still here'))
    expect(textOf((await take(kept[1]!.frames, 1))[0]!)).toBe('still here')
  })

  test('get a new link after the first one ended, over the same dial', async () => {
    const { alice, bob, near, far } = await linked()
    expect(await codeOf(alice.dial(bob))).toBe('EXISTS')
    expect(near.closed.aborted).toBe(false)
    await near.close()
    await ended(far.closed)
    const again = await alice.dial(bob)
    expect(again.tag).toBe('bob')
  })
})

describe('a link ends', () => {
  test('for both when one closes it, and what was sent before still arrives', async () => {
    const { near, far } = await linked()
    await near.send(Array.from({ length: 50 }, (_, i) => envelope(String(i))))
    await near.close()
    await ended(far.closed)
    const list = await take(far.frames, 51)
    expect(list.map(textOf)).toEqual(Array.from({ length: 50 }, (_, i) => String(i)))
    expect(await codeOf(far.send(envelope('too late')))).toBe('PEER_UNREACHABLE')
    expect(await take(near.frames, 1)).toEqual([])
  })

  test('when the other node is gone', async () => {
    const { alice, bob, near, far } = await linked()
    const reading = take(near.frames, 1)
    await bob.node.stop()
    await Promise.all([ended(near.closed), ended(far.closed)])
    expect(await reading).toEqual([])
    expect(alice.links).toHaveLength(1)
  })

  test('when the line goes dead without a word', async () => {
    const [alice, bob] = await Promise.all([person('alice', { pingIntervalMs: 250 }), person('bob', { pingIntervalMs: 250 })])
    alice.meet(bob)
    const line = await createLine(bob.node.addresses()[0]!)
    const arriving = bob.nextLink()
    const near = await alice.dial(bob, { target: { peerId: bob.node.peerIdBytes, addresses: [line.address] } })
    const far = await arriving
    line.silence()
    await Promise.all([ended(near.closed), ended(far.closed)])
    line.stop()
  }, 30_000)

  test('when delivery stops, and nobody gets in any more', async () => {
    const { alice, near, far, bob } = await linked()
    await bob.delivery.stop()
    expect(far.closed.aborted).toBe(true)
    await ended(near.closed)
    expect(await codeOf(alice.dial(bob))).toBe('REFUSED')
  })

  test.each<[string, Uint8Array]>([
    ['that is no message', Uint8Array.of(0xff, 0xff, 0xff)],
    ['with an empty envelope', Frame.encode({ envelope: { preKey: false, ciphertext: new Uint8Array() } })],
    ['with too large an envelope', Frame.encode({ envelope: { preKey: false, ciphertext: new Uint8Array(MAX_CIPHERTEXT_BYTES + 1) } })],
    ['with a hash of 15 bytes', Frame.encode({ ack: { hashes: [new Uint8Array(15)] } })],
    ['with 1,025 hashes', Frame.encode({ ack: { hashes: Array.from({ length: 1025 }, () => new Uint8Array(16)) } })],
    ['with a hash in a refusal that is none', Frame.encode({ nack: { hash: new Uint8Array(3), reason: 1 as never } })],
    ['with 30,000 nested groups', new Uint8Array(30_000).fill(0x63)]
  ])('when a frame arrives %s', async (_name, bytes) => {
    const [alice, bob] = await Promise.all([person('alice'), person('bob')])
    alice.meet(bob)
    const arriving = bob.nextLink()
    const connection = await alice.node.dial(bob.target, { signal: soon() })
    const stream = await connection.newStream(PROTOCOLS.delivery)
    const remote = bob.node.peerIdBytes
    await frameSink(stream).send([alice.proofFor(bob).prove({ local: alice.node.peerIdBytes, remote }).proof])
    const far = await arriving
    const reading = codeOf(take(far.frames, 1))
    await frameSink(stream).send([bytes])
    expect(await reading).toBe('PROTOCOL')
    expect(far.closed.aborted).toBe(true)
  })

  test('but not over a frame of a kind that only a later version knows', async () => {
    const [alice, bob] = await Promise.all([person('alice'), person('bob')])
    alice.meet(bob)
    const arriving = bob.nextLink()
    const connection = await alice.node.dial(bob.target, { signal: soon() })
    const stream = await connection.newStream(PROTOCOLS.delivery)
    const { send } = frameSink(stream)
    await send([alice.proofFor(bob).prove({ local: alice.node.peerIdBytes, remote: bob.node.peerIdBytes }).proof])
    const far = await arriving
    await send([Uint8Array.of(0x7a, 1, 0), new Uint8Array(), Frame.encode(envelope('known'))])
    expect((await take(far.frames, 1)).map(textOf)).toEqual(['known'])
  })

  test('a frame that no peer would take is not sent', async () => {
    const { near, far } = await linked()
    expect(await codeOf(near.send(envelope('')))).toBe('PROTOCOL')
    await near.send(envelope('fine'))
    expect((await take(far.frames, 1)).map(textOf)).toEqual(['fine'])
  })
})

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
    const read = async (stream: Stream): Promise<unknown> => await codeOf(frames(stream, { maxBytes: 64, clock: systemClock, signal: soon() }).next())
    const first = await connection.newStream(PROTOCOLS.delivery)
    const second = await connection.newStream(PROTOCOLS.delivery)
    await frameSink(first).send([systemRandom(80)])
    expect(await read(first)).toBe('fulfilled')
    await frameSink(second).send([systemRandom(80)]).catch(() => {})
    expect(await read(second)).toBe('PEER_UNREACHABLE')
    expect(bob.asked).toBe(1)
  })

  test('gets five tries a minute from one address, and then not even that', async () => {
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
    expect(bob.asked).toBe(5)
    expect(await codeOf(alice.dial(bob))).toBe('REFUSED') // the same address group: loopback
    clock.pass(61_000)
    expect(await attempt()).toBe(1)
    expect((await alice.dial(bob)).tag).toBe('bob')
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
