import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/base/time.ts'
import { meet, createWorld, type World, type WorldOptions } from '../support/world.ts'
import type { Person } from '../support/person.ts'

/** Two people whose lines let nobody in, with places on all relays of their world. */
async function behindRouters (world: World, places: number): Promise<[Person, Person]> {
  const people = await world.people('Ada', 'Radia')
  world.cut(...people)
  for (const { node } of people) {
    while (waysIn(node.addresses()) !== places) await node.events.next('addresses:changed', { signal: AbortSignal.timeout(100_000) })
  }
  return people
}

const waysIn = (addresses: string[]): number => addresses.filter(address => address.includes('/p2p-circuit')).length

const routeOf = async (one: Person, other: Person): Promise<string | undefined> =>
  ((await one.messenger.why(other.name)).facts.route as { kind: string } | null)?.kind

const talk = async (one: Person, other: Person, texts: string[]): Promise<void> => {
  for (const text of texts) await one.say(other, text)
}

const numbers = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => String(from + i))

/** Everything that was said is there, once, in the order in which it was said. */
async function expectHeard (listener: Person, speaker: Person, texts: string[]): Promise<void> {
  await speaker.delivered(listener)
  expect(await listener.heard(speaker)).toEqual(texts)
  expect(listener.events('message:received').flatMap(({ messageIds }) => messageIds)).toHaveLength(texts.length)
}

const served = async (options: WorldOptions): Promise<World> => await createWorld({ relays: true, ...options })

describe('two people whom nobody reaches directly', () => {
  test('meet and talk through the relay, and why names it', async () => {
    await using world = await served({})
    const [ada, radia] = await behindRouters(world, 1)
    await meet(ada, radia)
    await talk(ada, radia, ['hello', 'through the wall'])
    await talk(radia, ada, ['hello to you'])
    await expectHeard(radia, ada, ['hello', 'through the wall'])
    await expectHeard(ada, radia, ['hello to you'])
    const { lines, facts } = await ada.messenger.why('Radia')
    const relay = world.network.bootstrap[0]!.operator
    expect(facts.route).toMatchObject({ kind: 'relayed', relay })
    expect(lines[0]).toContain(`through the relay of ${relay}`)
    // Where both dialled at once, the circuit that is not used ends.
    await expect.poll(() => ada.node.peers().filter(({ route }) => route === 'relayed'), { timeout: 30_000 })
      .toMatchObject([{ relay, peerId: radia.node.peerId }])
  })

  test('talk on directly as soon as a line is mended, in mid-sentence, and nothing is lost or said twice', async () => {
    await using world = await served({})
    const [ada, radia] = await behindRouters(world, 1)
    await meet(ada, radia)
    const said: string[] = []
    let mended = false
    // Each burst is on its way when the next is said, so that some are whenever the direct link takes over.
    for (let after = 0; after < 3;) {
      const burst = numbers(said.length, said.length + 10)
      said.push(...burst)
      const before = said.slice(0, -10)
      await Promise.all([talk(ada, radia, burst), talk(radia, ada, burst), ada.hears(radia, before), radia.hears(ada, before)])
      if (!mended) {
        radia.line.heal()
        world.clock.pass(MINUTE) // when they look for a direct way again
        mended = true
      }
      const routes = await Promise.all([routeOf(ada, radia), routeOf(radia, ada)])
      if (routes.every(route => route === 'direct')) after++
    }
    await expectHeard(radia, ada, said)
    await expectHeard(ada, radia, said)
    // The circuit is given back.
    await expect.poll(() => ada.node.peers().filter(({ route }) => route === 'relayed')).toEqual([])
    expect((await radia.messenger.why('Ada')).facts.route).toMatchObject({ kind: 'direct' })
  })

  test('go on over a new circuit whenever one has carried all that it may', async () => {
    await using world = await served({ relays: { dataLimitBytes: 3_000_000 } })
    const [ada, radia] = await behindRouters(world, 1)
    await meet(ada, radia)
    const texts = numbers(0, 110).map(number => number.padEnd(60_000, '.'))
    let circuits = 0
    ada.node.events.on('peer:connected', ({ peerId }) => { if (peerId === radia.node.peerId) circuits++ })
    await talk(ada, radia, texts)
    await expectHeard(radia, ada, texts)
    expect(circuits).toBeGreaterThanOrEqual(2)
  })

  test('go on after one of two relays has died, and after the other has restarted', async () => {
    await using world = await served({ servers: 2 })
    const [ada, radia] = await behindRouters(world, 2)
    await meet(ada, radia)
    await talk(ada, radia, ['one'])
    await world.loseServer()
    await talk(radia, ada, ['two'])
    await expectHeard(ada, radia, ['two'])
    await world.forgetRecords()
    await talk(ada, radia, ['three'])
    await expectHeard(radia, ada, ['one', 'three'])
  })
})
