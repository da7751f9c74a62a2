import { afterEach, describe, expect, test } from 'vitest'
import { pEvent } from 'p-event'
import type { Bytes } from '../../src/base/bytes.ts'
import type { DeliveryLink } from '../../src/protocols/delivery.ts'
import { frameSink } from '../../src/protocols/stream.ts'
import { Frame } from '../../src/wire/gen/delivery.ts'
import { MAX_CIPHERTEXT_BYTES } from '../../src/wire/limits.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import { createLine } from './line.ts'
import { codeOf } from './outcome.ts'
import { Person } from './people.ts'

const nodes: Array<{ stop: () => Promise<void> }> = []
// A dialler who leaves first costs nothing; a listener waits half a second for the other half of each connection.
afterEach(async () => { for (const node of nodes.splice(0).reverse()) await node.stop() })

async function person (...args: Parameters<typeof Person.named>): Promise<Person> {
  const one = await Person.named(...args)
  nodes.push(one)
  return one
}

const soon = (): AbortSignal => AbortSignal.timeout(100_000)
const envelope = (text: string): Partial<Frame> => ({ envelope: { preKey: false, ciphertext: new TextEncoder().encode(text) } })
const textOf = (frame: Frame): string => new TextDecoder().decode(frame.envelope?.ciphertext)
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

/** Alice and Bob hold a secret and are linked by Alice's dial. */
async function linked (): Promise<{ alice: Person, bob: Person, near: DeliveryLink<string>, far: DeliveryLink<string> }> {
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

  test('dial each other at once, and begin with the same link: nothing is said over one that ends', async () => {
    const [alice, bob] = await Promise.all([person('alice'), person('bob')])
    alice.meet(bob)
    for (let round = 0; round < 8; round++) {
      for (const one of [alice, bob]) one.links.length = 0
      // By their addresses alone, so that each has a connection of their own.
      const dials = await Promise.all([[alice, bob], [bob, alice]].map(async ([one, other]) =>
        await codeOf(one!.dial(other!, { target: { addresses: other!.node.addresses() } as never }))))
      // Whoever was late had a link before they showed a proof; else the higher one's dial is answered when the lower one's stands.
      expect(['fulfilled,fulfilled', 'fulfilled,EXISTS', 'EXISTS,fulfilled']).toContain(String(dials))
      await expect.poll(() => [alice.links.length > 0, bob.links.length > 0]).toEqual([true, true])
      const [near, far] = [alice.links[0]!, bob.links[0]!]
      if (!dials.includes('EXISTS')) expect([near.dialledByLowerPeerId, far.dialledByLowerPeerId]).toEqual([true, true])
      await near.send(envelope(`round ${round}`))
      expect((await take(far.frames, 1)).map(textOf)).toEqual([`round ${round}`])
      await Promise.all([...alice.links, ...bob.links].map(async link => { await link.close() }))
    }
  })

  test('are not linked twice, whoever dials again, and what is open stays', async () => {
    const { alice, bob, near, far } = await linked()
    for (const [one, other] of [[alice, bob], [bob, alice]] as const) {
      await expect(one.dial(other)).rejects.toMatchObject({ code: 'EXISTS' })
    }
    await near.send(envelope('still here'))
    expect((await take(far.frames, 1)).map(textOf)).toEqual(['still here'])
    expect([alice.links, bob.links]).toEqual([[near], [far]])
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
  })

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
    stream.abort(new Error('over'))
  })

  test('a frame that no peer would take is not sent', async () => {
    const { near, far } = await linked()
    expect(await codeOf(near.send(envelope('')))).toBe('PROTOCOL')
    await near.send(envelope('fine'))
    expect((await take(far.frames, 1)).map(textOf)).toEqual(['fine'])
  })
})

test('a dial that was refused does not take the link of the other side with it', async () => {
  const [alice, bob] = await Promise.all([person('alice'), person('bob')])
  expect(await codeOf(alice.dial(bob))).toBe('REFUSED')
  alice.meet(bob)
  const arriving = alice.nextLink()
  await bob.dial(alice)
  const link = await arriving
  expect(await codeOf(alice.dial(bob))).toBe('EXISTS')
  expect(link.closed.aborted).toBe(false)
})
