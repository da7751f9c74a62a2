import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { systemRandom } from '../../src/base/random.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemClock } from '../../src/base/time.ts'
import { LAN_NETWORK, newNetwork } from '../../src/network/networks/descriptors.ts'
import type { NetworkNode } from '../../src/network/node.ts'
import { checkSide, readSdp, writeSdp } from '../../src/network/nat/sdp.ts'
import { createPunch } from '../../src/protocols/punch.ts'
import { frameSink, frames } from '../../src/protocols/stream.ts'
import type { Side } from '../../src/wire/gen/punch.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import { runScript } from './processes.ts'
import { soon, startNode } from './testbed.ts'

const isLoaded = (): boolean => readFileSync('/proc/self/maps', 'latin1').includes('node_datachannel')
const open = newNetwork({ name: 'open', open: true })

/** The whole exchange, by hand. On a busy computer the library may give a way up before it was made: then it takes another try. */
async function punched (one: NetworkNode, other: NetworkNode, tries = 5): Promise<Awaited<ReturnType<NetworkNode['dial']>>> {
  const offer = await one.punching!.offer(other.peerId, { signal: soon() })
  const { side, connected } = await other.punching!.answer(offer.side, { signal: soon() })
  const both = await Promise.allSettled([offer.connect(side), connected])
  const failed = both.find(({ status }) => status === 'rejected')
  if (both[0].status === 'fulfilled' && failed === undefined) return both[0].value
  expect(failed).toMatchObject({ reason: { code: 'PEER_UNREACHABLE' } })
  if (tries === 1) throw new Error('no way was found')
  return await punched(one, other, tries - 1)
}

// First of all, while nothing has loaded it yet.
test('a private network has no way around its key, nor the LAN, nor a server; what would make one is not even loaded', async () => {
  const nodes = [
    await startNode({ network: newNetwork({ name: 'private' }) }),
    await startNode({ network: LAN_NETWORK, mdns: false }),
    await startNode({ network: open, role: 'infrastructure' }),
    await startNode({ network: open })
  ]
  expect(nodes.map(({ punching }) => punching === undefined)).toEqual([true, true, true, false])
  expect(isLoaded()).toBe(false)
})

describe('a way through routers', () => {
  test('is a connection like any other: direct, proved by Noise, and as wide', async () => {
    const [ada, radia] = [await startNode({ network: open }), await startNode({ network: open })]
    const megabytes = 6
    let arrived = 0
    const patience = AbortSignal.timeout(120_000)
    const done = Promise.withResolvers<void>()
    await radia.handle('/nobyte/test/1.0.0', stream => {
      void (async () => {
        for await (const frame of frames(stream, { maxBytes: 65_536, clock: systemClock, signal: patience })) arrived += frame.byteLength
        done.resolve()
      })()
    })
    const connection = await punched(ada, radia)
    expect(connection.remotePeer.toString()).toBe(radia.peerId)
    expect(ada.peers()).toMatchObject([{ peerId: radia.peerId, route: 'direct', direction: 'outbound' }])
    expect(radia.peers()).toMatchObject([{ peerId: ada.peerId, route: 'direct', direction: 'inbound' }])
    expect(isLoaded()).toBe(true)

    const stream = await connection.newStream('/nobyte/test/1.0.0', { signal: soon() })
    const sink = frameSink(stream)
    const frame = systemRandom(65_536)
    for (let i = 0; i < megabytes * 16; i++) await sink.send([frame])
    await stream.close()
    await done.promise
    expect(arrived).toBe(megabytes * 1024 * 1024)

    const gone = radia.events.next('peer:disconnected', { signal: soon() })
    await ada.stop()
    await gone
    expect(radia.peers()).toEqual([])
  })

  test('to somebody else than was meant comes to nothing', async () => {
    const [ada, radia, mallory] = [
      await startNode({ network: open }), await startNode({ network: open }), await startNode({ network: open })
    ]
    const offer = await ada.punching!.offer(radia.peerId, { signal: soon() })
    const { side, connected } = await mallory.punching!.answer(offer.side, { signal: soon() })
    await expect(offer.connect(side)).rejects.toThrow()
    await connected.catch(() => {})
    expect(ada.peers()).toEqual([])
    await expect.poll(() => mallory.peers()).toEqual([])
  })

  test('that is none leaves nothing behind that looks like a connection', async () => {
    const [ada, radia] = [await startNode({ network: open }), await startNode({ network: open })]
    let opened = 0
    for (const node of [ada, radia]) node.events.on('peer:connected', () => { opened++ })
    const offer = await ada.punching!.offer(radia.peerId, { signal: soon() })
    const stopping = new AbortController()
    const { side, connected } = await radia.punching!.answer(offer.side, { signal: stopping.signal })
    const connecting = offer.connect(side)
    offer.abandon()
    stopping.abort()
    await Promise.all([expect(connecting).rejects.toThrow(), expect(connected).rejects.toThrow()])
    expect([...ada.peers(), ...radia.peers(), opened]).toEqual([0])
  })
})

test('an offer that nobody answered does not keep a stopped node\'s process alive', async () => {
  const script = await runScript('unanswered.ts', [])
  const [code] = script.exitCode === null ? await once(script, 'exit') as [number | null] : [script.exitCode]
  expect(code).toBe(0)
})

describe('the exchange over a relay', () => {
  test('is answered to contacts alone: a stranger learns no address', async () => {
    const [ada, radia] = [await startNode({ network: open }), await startNode({ network: open })]
    const friends = new Set<string>()
    const punches = await Promise.all([ada, radia].map(async node => await createPunch({
      node, punching: node.punching!, isWelcome: peerId => friends.has(peerId), clock: systemClock, log: silentLog
    })))
    const connection = await ada.dial({ addresses: radia.addresses() }, { signal: soon() })
    await expect(punches[0]!.through(radia.peerIdBytes, { signal: soon() })).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' })
    friends.add(ada.peerId)
    // As above, on a busy computer; and somebody is answered once in ten seconds.
    await expect.poll(async () => {
      await punches[0]!.through(radia.peerIdBytes, { signal: soon() })
      return ada.peers().length
    }, { timeout: 60_000, interval: 1000 }).toBe(2)

    // One try at a time, and not at once again.
    await expect(punches[0]!.through(radia.peerIdBytes, { signal: soon() })).rejects.toMatchObject({ code: 'PEER_UNREACHABLE' })
    expect(connection.streams.filter(({ protocol }) => protocol === PROTOCOLS.punch)).toEqual([])
    await Promise.all(punches.map(async punch => { await punch.stop() }))
  })

  test('takes nothing for a description that is none', async () => {
    const radia = await startNode({ network: open })
    for (const bytes of [new Uint8Array(0), systemRandom(200), new Uint8Array(1024).fill(0xff)]) {
      await expect(radia.punching!.answer(bytes, { signal: soon() })).rejects.toMatchObject({ code: 'PROTOCOL' })
    }
  })
})

const arbitrarySide = fc.record({
  user: fc.string(),
  password: fc.string({ maxLength: 80 }),
  fingerprint: fc.uint8Array({ maxLength: 40 }).map(bytes => new Uint8Array(bytes)),
  candidates: fc.array(fc.record({
    ip: fc.oneof(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.uint8Array({ maxLength: 17 })).map(bytes => new Uint8Array(bytes)),
    port: fc.integer({ min: -1, max: 70_000 }),
    mapped: fc.boolean()
  }), { maxLength: 10 })
})
const word = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'abcXYZ019+/'), minLength, maxLength })
const soundSide: fc.Arbitrary<Side> = fc.record({
  user: word(4, 32),
  password: word(22, 64),
  fingerprint: fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytes => new Uint8Array(bytes)),
  candidates: fc.array(fc.record({
    ip: fc.oneof(fc.tuple(fc.constant(9), fc.nat(255), fc.nat(255), fc.nat(255)).map(bytes => Uint8Array.of(...bytes)),
      fc.uint8Array({ minLength: 15, maxLength: 15 }).map(bytes => Uint8Array.of(0x20, ...bytes))),
    port: fc.integer({ min: 1, max: 65_535 }),
    mapped: fc.boolean()
  }), { maxLength: 8 })
})

describe('a description', () => {
  test('is read as it was written', () => {
    fc.assert(fc.property(soundSide, fc.constantFrom('offer' as const, 'answer' as const), (side, kind) => {
      const sorted = { ...side, candidates: side.candidates.toSorted((a, b) => Number(b.mapped) - Number(a.mapped)) }
      expect(readSdp(writeSdp(checkSide(side, { isPublic: true }), kind), { isPublic: true })).toEqual(sorted)
    }))
  })

  test('that a peer made up cannot put a line of its own into the text that the WebRTC library reads', () => {
    fc.assert(fc.property(arbitrarySide, side => {
      let text
      try {
        text = writeSdp(checkSide(side, { isPublic: true }), 'offer')
      } catch (err) {
        expect(err).toMatchObject({ code: 'PROTOCOL' })
        return
      }
      expect(text.split('\r\n')).toHaveLength(17 + side.candidates.length)
      expect(text).toMatch(/^[\x20-\x7e\r\n]*$/)
    }), { numRuns: 3000 })
    const side = { user: 'abcd', password: 'a'.repeat(22), fingerprint: new Uint8Array(32), candidates: [] }
    for (const bad of [{ user: 'abcd\r\na=x' }, { password: `${'a'.repeat(22)}\n` }, { fingerprint: new Uint8Array(31) }]) {
      expect(() => checkSide({ ...side, ...bad }, { isPublic: true })).toThrow('not a description')
    }
  })

  test('on a public network tells no private address, and takes none: nobody is made to knock at doors of their household', () => {
    const [own, home, seen] = [[9, 1, 1, 1], [192, 168, 1, 2], [9, 2, 1, 1]].map(bytes => Uint8Array.of(...bytes))
    const side = { user: 'abcd', password: 'a'.repeat(22), fingerprint: new Uint8Array(32), candidates: [] }
    const at = (ip: Uint8Array | undefined, mapped: boolean): Side =>
      ({ ...side, candidates: [{ ip: new Uint8Array(ip!), port: 5000, mapped }] })
    const text = writeSdp({
      ...side, candidates: [...at(own, false).candidates, ...at(home, false).candidates, ...at(seen, true).candidates]
    }, 'offer')
    expect(readSdp(text, { isPublic: true }).candidates.map(({ ip }) => ip)).toEqual([seen, own])
    expect(readSdp(text, { isPublic: false }).candidates).toHaveLength(3)
    expect(() => checkSide(at(home, true), { isPublic: true })).toThrow('not a description')
    expect(checkSide(at(home, true), { isPublic: false }).candidates).toHaveLength(1)
    expect(() => checkSide(at(Uint8Array.of(127, 0, 0, 1), false), { isPublic: false })).toThrow('not a description')
  })
})
