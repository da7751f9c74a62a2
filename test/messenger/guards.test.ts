import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { beforeAll, describe, expect, test } from 'vitest'
import { fromBase64url, toBase64url, toHex } from '../../src/base/bytes.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { DAY, HOUR } from '../../src/base/time.ts'
import { Guards } from '../../src/messenger/reach/guards.ts'
import type { WayChoice } from '../../src/messenger/reach/servers.ts'
import { peerIdBytes } from '../../src/network/addresses.ts'
import { newNetwork, type BootstrapEntry, type NetworkDescriptor } from '../../src/network/networks/descriptors.ts'
import { listedServers } from '../../src/network/networks/roster.ts'
import type { Peer } from '../../src/network/node.ts'
import type { Guard, HostAddress } from '../../src/protocols/mailbox/path.ts'
import type { Store } from '../../src/store/store.ts'
import { HandClock, newBench } from '../store/workbench.ts'

const peerIds: string[] = []
beforeAll(async () => {
  for (let i = 0; i < 16; i++) peerIds.push(peerIdFromPrivateKey(await generateKeyPair('Ed25519')).toString())
})

/** A server of this operator: both a host and a proxy. */
const server = (at: number, operator: string, entry: Partial<BootstrapEntry> = {}): BootstrapEntry => ({
  addresses: [`/ip4/127.0.0.1/tcp/${4000 + at}/p2p/${peerIds[at]}`], operator, proxy: true, mailbox: toBase64url(random(32)), ...entry
})
const host = (at: number): HostAddress => ({ peerId: peerIdBytes(peerIds[at]!), addresses: [] })

class Story {
  readonly clock = new HandClock()
  readonly network: NetworkDescriptor
  readonly #store: Store
  peers: unknown[] = [{}]
  guards!: Guards

  private constructor (network: NetworkDescriptor, store: Store) {
    this.network = network
    this.#store = store
  }

  static async of (...bootstrap: BootstrapEntry[]): Promise<Story> {
    const { store } = await (await newBench()).create()
    const story = new Story({ ...newNetwork({ name: 'guards' }), bootstrap }, store)
    await story.restart()
    return story
  }

  /** @param network with other entries than before */
  async restart ({ choice, network = this.network }: { choice?: WayChoice, network?: NetworkDescriptor } = {}): Promise<void> {
    await this.guards?.settled()
    this.guards = new Guards({
      store: this.#store, node: { network, peers: () => this.peers as Peer[] }, choice, clock: this.clock, random, log: silentLog,
      servers: {
        listed: new Map(listedServers(network).map(server => [toHex(server.peerId), server])),
        missing: [], isKnown: true, known: async () => {}
      }
    })
    await this.guards.load()
  }

  /** The operator over whose node this host is reached now, and what came of it. */
  go (to: HostAddress, outcome: 'worked' | 'failed' = 'worked'): string | undefined {
    const guard = this.guards.next(to, [])
    if (guard !== undefined) this.guards[outcome](guard)
    return guard && this.operatorOf(guard)
  }

  operatorOf ({ addresses }: Guard): string {
    return this.network.bootstrap.find(entry => entry.addresses[0] === addresses[0])!.operator!
  }

  get pinned (): string[] {
    return this.guards.list().map(({ operator }) => operator)
  }
}

describe('guards', () => {
  test('are of another operator than the host, however many nodes that one runs', async () => {
    const story = await Story.of(server(0, 'Orla'), server(1, 'Orla'), server(2, 'Orla'), server(3, 'Pia'))
    for (const at of [0, 1, 2]) expect(story.go(host(at))).toBe('Pia')
    expect(story.go(host(3))).toBe('Orla')
    expect(story.pinned.sort()).toEqual(['Orla', 'Pia'])
    expect(story.guards.hosts).toHaveLength(4)
  })

  test('stand nowhere with one operator, with none who serves as proxy, or by the person\'s choice', async () => {
    const alone = await Story.of(server(0, 'Orla'), server(1, 'Orla'))
    const none = await Story.of(server(0, 'Orla', { proxy: false }), server(1, 'Pia', { proxy: false }))
    for (const story of [alone, none]) {
      expect(story.guards.stand(host(0))).toBe(false)
      expect(story.guards.hosts).toEqual([])
    }
    const two = await Story.of(server(0, 'Orla'), server(1, 'Pia'))
    expect(two.guards.stand(host(0))).toBe(true)
    await two.restart({ choice: 'direct' })
    expect(two.guards.stand(host(0))).toBe(false)
  })

  test('stay the same for 30 days, over restarts, and then are chosen anew', async () => {
    const story = await Story.of(server(0, 'Orla'), ...Array.from({ length: 12 }, (_, i) => server(i + 1, `Pia ${i}`)))
    const first = story.go(host(0))
    for (let day = 0; day < 29; day++) {
      story.clock.pass(DAY)
      if (day % 7 === 0) await story.restart()
      expect(story.go(host(0))).toBe(first)
    }
    const since = story.guards.list()[0]!.sinceMs
    story.clock.pass(2 * DAY)
    story.go(host(0))
    expect(story.pinned).toHaveLength(1)
    expect(story.guards.list()[0]!.sinceMs).toBeGreaterThan(since)
  })

  test('are not the one over which a recipient fetches, where there is another', async () => {
    const story = await Story.of(server(0, 'Orla'), server(1, 'Pia'), server(2, 'Quin'))
    const theirs = (at: number): HostAddress => ({ ...host(0), avoid: peerIdBytes(peerIds[at]!) })
    expect(story.go(theirs(1))).toBe('Quin')
    expect(story.go(theirs(2))).toBe('Pia')
    const two = await Story.of(server(0, 'Orla'), server(1, 'Pia'))
    expect(two.go(theirs(1))).toBe('Pia')
  })

  test('that do not answer are gone round at once, and used again when they are back', async () => {
    const story = await Story.of(server(0, 'Orla'), server(1, 'Pia'), server(2, 'Quin'))
    const first = story.go(host(0), 'failed')
    const second = story.go(host(0))
    expect(second).not.toBe(first)
    story.clock.pass(HOUR)
    expect(story.go(host(0))).toBe(first)
  })

  test('do not grow in number under attack: whoever blocks them, or names others to avoid, gains a few', async () => {
    const story = await Story.of(server(0, 'Orla'), ...Array.from({ length: 12 }, (_, i) => server(i + 1, `Pia ${i}`)))
    for (let i = 0; i < 200; i++) {
      story.go({ ...host(0), avoid: peerIdBytes(peerIds[1 + i % 12]!) })
      expect(story.pinned.length).toBeLessThanOrEqual(3)
    }
    for (let i = 0; i < 200; i++) {
      expect(story.go(host(0), 'failed')).toBeDefined()
      story.clock.pass(100)
    }
    expect(story.pinned).toHaveLength(4)
  })

  test('are given up when every other operator of a small network is gone; not where there are many, nor where told not to', async () => {
    const small = await Story.of(server(0, 'Orla'), server(1, 'Pia'))
    const large = await Story.of(server(0, 'Orla'), ...Array.from({ length: 6 }, (_, i) => server(i + 1, `Pia ${i}`)))
    const strict = await Story.of(server(0, 'Orla'), server(1, 'Pia'))
    await strict.restart({ choice: 'proxied' })
    const suffer = (story: Story): void => {
      for (let i = 0; i < 40 && story.guards.stand(host(0)); i++) {
        story.go(host(0), 'failed')
        story.clock.pass(i % 2 === 0 ? 0 : 3000)
      }
    }
    for (const story of [small, large, strict]) suffer(story)
    expect([small, large, strict].map(({ guards }) => guards.stand(host(0)))).toEqual([false, true, true])
    expect(small.guards.exposed).toEqual(['Orla'])
    expect([small, large, strict].map(({ guards }) => guards.stranded)).toEqual([[], [], ['Orla']])
    small.clock.pass(HOUR) // and is asked again
    expect(small.go(host(0))).toBe('Pia')
    expect([small.guards.stand(host(0)), small.guards.exposed]).toEqual([true, []])
    small.peers = []
    suffer(small)
    expect(small.guards.stand(host(0))).toBe(true) // nothing at all is reached: that says nothing of Pia
  })

  test('are no more than before while nothing is reached at all', async () => {
    const story = await Story.of(server(0, 'Orla'), ...Array.from({ length: 5 }, (_, i) => server(i + 1, `Pia ${i}`)))
    const first = story.go(host(0))
    story.peers = []
    for (let i = 0; i < 20; i++) {
      expect(story.go(host(0), 'failed')).toBe(first)
      story.clock.pass(60_000)
    }
    expect(story.pinned).toEqual([first])
  })

  test('that are dead for days make room; one that left the network does so at once', async () => {
    const story = await Story.of(server(0, 'Orla'), server(1, 'Pia'), server(2, 'Quin'))
    const dead = story.go(host(0), 'failed')
    const other = story.go(host(0))
    story.clock.pass(4 * DAY)
    story.go(host(0))
    expect(story.pinned).not.toContain(dead)
    await story.restart({ network: { ...story.network, bootstrap: story.network.bootstrap.filter(({ operator }) => operator !== other) } })
    story.go(host(0))
    expect(story.pinned).toEqual([dead])
  })

  test('are told to those who leave something, as long as they are the same', async () => {
    const story = await Story.of(server(0, 'Orla'), server(1, 'Pia'), server(2, 'Quin'))
    expect(story.guards.over(host(0))).toBeUndefined()
    const operator = story.go(host(0))
    const told = story.guards.over(host(0))!
    expect(fromBase64url(told)).toEqual(peerIdBytes(peerIds[operator === 'Pia' ? 1 : 2]!))
    story.guards.failed({ peerId: fromBase64url(told), addresses: [] })
    expect(story.guards.over(host(0))).toBe(told)
  })

  test('for hosts that no file lists are anybody\'s', async () => {
    const story = await Story.of(server(0, 'Orla'), server(1, 'Pia'))
    expect(story.guards.lists(host(9))).toBe(false)
    expect(story.go(host(9))).toBeDefined()
  })
})
