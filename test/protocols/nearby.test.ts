import { afterEach, describe, expect, test } from 'vitest'
import type { Stream } from '@libp2p/interface'
import { utf8, type Bytes } from '../../src/base/bytes.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { systemClock as clock } from '../../src/base/time.ts'
import { agreementOf, commitmentTo, newHalf, sealSaid } from '../../src/crypto/nearby.ts'
import { pad } from '../../src/crypto/padding.ts'
import { Gathering, type NearbyPerson, type NearbyState } from '../../src/messenger/nearby/gathering.ts'
import type { Place } from '../../src/messenger/nearby/becoming.ts'
import { NEARBY_NETWORK } from '../../src/network/lan/nearby.ts'
import { createNode, type NetworkNode } from '../../src/network/node.ts'
import { createNearby, type NearbyProtocol } from '../../src/protocols/nearby.ts'
import { frames, frameSink } from '../../src/protocols/stream.ts'
import { MAX_NEARBY_PER_HOST, NEARBY_NAME_BYTES, NEARBY_OPENING_BYTES } from '../../src/wire/limits.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'

const endings: (() => Promise<void>)[] = []
afterEach(async () => { for (const end of endings.splice(0).reverse()) await end() })

const never = new AbortController().signal

/** On the network of those who are seen, over loopback. */
async function stranger (): Promise<NetworkNode> {
  const node = await createNode({
    role: 'user', network: NEARBY_NETWORK, listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false, log: silentLog, limits: { dhtServer: false }
  })
  endings.push(async () => { await node.stop() })
  return node
}

/** Somebody who opted in; the link is a line of text, and following it makes them its maker's contact. */
class Someone {
  readonly node: NetworkNode
  readonly gathering: Gathering
  readonly verified: string[] = []
  readonly followed: string[] = []
  readonly #waiting = new Set<() => void>()
  readonly revoked: string[] = []

  private constructor (node: NetworkNode, name: string, place: Place, protocol: Promise<NearbyProtocol>, stopping: AbortController) {
    this.node = node
    this.gathering = new Gathering({
      peerId: node.peerId,
      ask: async (...args) => await (await protocol).ask(...args),
      place: async () => place,
      makeLink: async () => ({
        link: `a link to ${name}`,
        used: async () => `whoever followed the link of ${name}` as never,
        revoke: async () => { this.revoked.push(name) }
      }),
      followLink: async link => {
        this.followed.push(link)
        return link as never
      },
      onVerified: async contactId => { this.verified.push(contactId) },
      onChanged: () => { for (const wake of this.#waiting) wake() },
      clock,
      random,
      log: silentLog,
      signal: stopping.signal
    })
  }

  static async called (name: string, place: Place = { networkId: 'lan', isFree: true }): Promise<Someone> {
    const node = await stranger()
    const stopping = new AbortController()
    const ready = Promise.withResolvers<NearbyProtocol>()
    const someone = new Someone(node, name, place, ready.promise, stopping)
    const protocol = await createNearby({
      node,
      name,
      onGreeted: greeted => { someone.gathering.greeted(greeted) },
      onGone: peerId => { someone.gathering.gone(peerId) },
      onAsked: meeting => { someone.gathering.asked(meeting) },
      clock,
      random,
      log: silentLog
    })
    ready.resolve(protocol)
    endings.push(async () => {
      stopping.abort(new Error('over'))
      await protocol.stop()
    })
    return someone
  }

  async finds (other: NetworkNode): Promise<void> {
    await this.node.dial({ peerId: other.peerIdBytes, addresses: other.addresses() }, { signal: AbortSignal.timeout(60_000) })
  }

  /** The only one listed, or the one of that name, once they are that far. */
  async sees (state: NearbyState, name?: string): Promise<NearbyPerson> {
    const look = (): NearbyPerson | undefined =>
      this.gathering.list().find(person => person.state === state && (name === undefined || person.name === name))
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      await new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => { reject(new Error(`nobody is ${state}: ${JSON.stringify(this.gathering.list())}`)) }, 60_000)
        const wake = (): void => {
          clearTimeout(late)
          this.#waiting.delete(wake)
          resolve()
        }
        this.#waiting.add(wake)
      })
    }
  }
}

const adaAndRadia = async (...places: Place[]): Promise<[Someone, Someone]> => {
  const [ada, radia] = [await Someone.called('Ada', places[0]), await Someone.called('Radia', places[1])]
  await ada.finds(radia.node)
  return [ada, radia]
}

/** Up to the words. */
async function theyMeet (asker: Someone, asked: Someone): Promise<[NearbyPerson, NearbyPerson]> {
  asker.gathering.pick((await asker.sees('there')).id)
  asked.gathering.pick((await asked.sees('asks')).id)
  return [await asker.sees('compare'), await asked.sees('compare')]
}

describe('two people nearby', () => {
  test('see each other\'s names; once both have asked, the same two words; and are contacts when both say so', async () => {
    const [ada, radia] = await adaAndRadia()
    const [hers, theirs] = await theyMeet(ada, radia)
    expect([hers.name, theirs.name]).toEqual(['Radia', 'Ada'])
    expect(hers.words).toMatch(/^[a-z]+ [a-z]+$/)
    expect(theirs.words).toBe(hers.words)

    ada.gathering.confirm(hers.id, true)
    expect((await ada.sees('confirmed')).words).toBe(hers.words)
    expect(radia.followed).toEqual([]) // nothing is made before both have said so
    radia.gathering.confirm(theirs.id, true)
    expect(await ada.sees('met')).toMatchObject({ name: 'Radia', contactId: 'whoever followed the link of Ada' })
    expect(await radia.sees('met')).toMatchObject({ name: 'Ada', contactId: 'a link to Ada' })
    expect([ada.verified, radia.verified]).toEqual([['whoever followed the link of Ada'], ['a link to Ada']])
  })

  test('who ask each other at the same moment have one meeting', async () => {
    const [ada, radia] = await adaAndRadia()
    const [her, them] = [await ada.sees('there'), await radia.sees('there')]
    ada.gathering.pick(her.id)
    radia.gathering.pick(them.id)
    expect((await ada.sees('compare')).words).toBe((await radia.sees('compare')).words)
  })

  test('of whom one says that the words differ both hear so, and are no contacts', async () => {
    const [ada, radia] = await adaAndRadia()
    const [hers, theirs] = await theyMeet(ada, radia)
    radia.gathering.confirm(theirs.id, true)
    ada.gathering.confirm(hers.id, false)
    expect(await ada.sees('failed')).toMatchObject({ error: { code: 'REFUSED', message: expect.stringContaining('not the same') } })
    expect(await radia.sees('failed')).toMatchObject({ error: { code: 'REFUSED', message: expect.stringContaining('they say') } })
    expect([...ada.verified, ...radia.verified, ...ada.followed, ...radia.followed]).toEqual([])
    expect((await theyMeet2(ada, radia)).map(({ words }) => words)).not.toContain(hers.words)
  })

  test.each([
    ['the one who asked, on one network', 'one', false, 'one', false, 'a link to Ada'],
    ['the one who knows people', 'lan', true, 'one', false, 'a link to Radia'],
    ['the one who knows people', 'one', false, 'lan', true, 'a link to Ada']
  ])('make a link of %s', async (_who, adas, adaIsFree, radias, radiaIsFree, link) => {
    const [ada, radia] = await adaAndRadia({ networkId: adas, isFree: adaIsFree }, { networkId: radias, isFree: radiaIsFree })
    const [hers, theirs] = await theyMeet(ada, radia)
    ada.gathering.confirm(hers.id, true)
    radia.gathering.confirm(theirs.id, true)
    await Promise.all([ada.sees('met'), radia.sees('met')])
    expect([...ada.followed, ...radia.followed]).toEqual([link])
  })

  test('who both know people on different networks are told so', async () => {
    const [ada, radia] = await adaAndRadia({ networkId: 'one', isFree: false }, { networkId: 'two', isFree: false })
    const [hers, theirs] = await theyMeet(ada, radia)
    ada.gathering.confirm(hers.id, true)
    radia.gathering.confirm(theirs.id, true)
    for (const one of [ada, radia]) expect(await one.sees('failed')).toMatchObject({ error: { code: 'NETWORK_MISMATCH' } })
  })
})

/** The same again, after a failure. */
async function theyMeet2 (asker: Someone, asked: Someone): Promise<NearbyPerson[]> {
  asker.gathering.pick((await asker.sees('failed')).id)
  asked.gathering.pick((await asked.sees('asks')).id)
  return [await asker.sees('compare'), await asked.sees('compare')]
}

/** Mallory's hands: a greeting, and a stream of a meeting with somebody. */
async function approach (mallory: NetworkNode, someone: Someone, name = 'Mallory'): Promise<{
  stream: Stream, send: (frame: Bytes) => Promise<void>, next: () => Promise<Bytes>
}> {
  const connection = await mallory.dial({ peerId: someone.node.peerIdBytes, addresses: someone.node.addresses() }, { signal: never })
  await frameSink(await connection.newStream(PROTOCOLS.nearbyName)).send([pad(utf8(name), NEARBY_NAME_BYTES)])
  await someone.sees('there', name)
  const stream = await connection.newStream(PROTOCOLS.nearbyMeeting)
  const received = frames(stream, { maxBytes: 1024, clock, signal: never })
  return {
    stream,
    send: async frame => { await frameSink(stream).send([frame]) },
    next: async () => (await received.next()).value as Bytes
  }
}

describe('somebody who lies', () => {
  test('and opens something else than they promised gets no words on a screen', async () => {
    const [radia, mallory] = [await Someone.called('Radia'), await stranger()]
    const { send, next } = await approach(mallory, radia)
    await send(commitmentTo(newHalf(random).opening))
    radia.gathering.pick((await radia.sees('asks')).id)
    expect(await next()).toHaveLength(NEARBY_OPENING_BYTES)
    await send(newHalf(random).opening) // chosen once Radia's is known
    expect(await radia.sees('failed')).toMatchObject({ error: { code: 'PROTOCOL', message: expect.stringContaining('promised') } })
    expect(radia.gathering.list()[0]).not.toHaveProperty('words')
  })

  test('learns nothing of her keys, and so of her words, before she herself has asked', async () => {
    const [radia, mallory] = [await Someone.called('Radia'), await stranger()]
    const { stream, send, next } = await approach(mallory, radia)
    await send(commitmentTo(newHalf(random).opening))
    await radia.sees('asks')
    const heard = next().then(() => 'heard', () => 'nothing')
    stream.abort(new Error('tries another'))
    expect(await heard).toBe('nothing')
    await radia.sees('there') // who has gone asks no more
  })

  test('seals nothing under the words of others, and says nothing twice', async () => {
    const [radia, mallory] = [await Someone.called('Radia'), await stranger()]
    const { send, next } = await approach(mallory, radia)
    const own = newHalf(random)
    await send(commitmentTo(own.opening))
    radia.gathering.pick((await radia.sees('asks')).id)
    const theirs = await next()
    await send(own.opening)
    const { id, words } = await radia.sees('compare')
    const ends = { protocol: PROTOCOLS.nearbyMeeting, asker: mallory.peerIdBytes, asked: radia.node.peerIdBytes }
    const agreement = agreementOf({ own, role: 'asker', theirs, ends })!
    expect(agreement.words.join(' ')).toBe(words)
    radia.gathering.confirm(id, true)
    const yes = sealSaid({ key: agreement.keys.asker, index: 0, said: Uint8Array.of(1), random })
    await send(yes)
    await send(yes) // in place of where they are
    expect(await radia.sees('failed')).toMatchObject({ error: { code: 'PROTOCOL' } })
    expect(radia.verified).toEqual([])
  })

  test.each([['nothing that is a name', random(NEARBY_NAME_BYTES)], ['an empty one', new Uint8Array(NEARBY_NAME_BYTES)],
    ['more than a name', random(4 * NEARBY_NAME_BYTES)]])('and calls themselves %s is not listed', async (_what, frame) => {
    const [radia, mallory] = [await Someone.called('Radia'), await stranger()]
    const connection = await mallory.dial({ peerId: radia.node.peerIdBytes, addresses: radia.node.addresses() }, { signal: never })
    await frameSink(await connection.newStream(PROTOCOLS.nearbyName)).send([frame])
    const { send, stream } = { send: frameSink(await connection.newStream(PROTOCOLS.nearbyName)), stream: connection }
    await send.send([pad(utf8('M\u202eallory\u001b[2J\n'), NEARBY_NAME_BYTES)])
    expect(await radia.sees('there')).toMatchObject({ name: 'Mallory[2J' }) // what it is called is harmless, and came after the other
    expect(radia.gathering.list()).toHaveLength(1)
    await stream.close()
  })

  test('and comes with many names gets a few places, and others still get theirs', async () => {
    const radia = await Someone.called('Radia')
    const flood = Array.from({ length: MAX_NEARBY_PER_HOST + 2 }, (_, i) => i)
    for (const i of flood) radia.gathering.greeted({ peerId: `peer ${i}`, name: `Ada ${i}`, host: '192.0.2.1' })
    radia.gathering.greeted({ peerId: 'ada', name: 'Ada', host: '192.0.2.2' })
    expect(radia.gathering.list()).toHaveLength(MAX_NEARBY_PER_HOST + 1)
    for (const i of flood) for (const j of flood) radia.gathering.greeted({ peerId: `peer ${i} ${j}`, name: 'Ada', host: `192.0.3.${i}` })
    expect(radia.gathering.list()).toHaveLength(20)
  })
})
