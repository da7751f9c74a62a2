import { connect } from 'node:net'
import type { MultiaddrConnection, PeerId } from '@libp2p/interface'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { describe, expect, test } from 'vitest'
import { SECOND } from '../../src/base/time.ts'
import { newNetwork } from '../../src/network/networks/descriptors.ts'
import { socketOf } from '../../src/network/addresses.ts'
import { addressGroups, Gate } from '../../src/network/gate/gate.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import { StoryClock } from '../protocols/clock.ts'
import { servedNetwork, soon, startNode } from './testbed.ts'

const LIMITS = {
  perAddress: 3, perBlock: 5, perLoopback: 50, perRelay: 2, attemptsPerSecond: 10, loopbackAttemptsPerSecond: 100,
  traffic: { rate: 1000, burst: 2000 }, allTraffic: { rate: 100_000, burst: 100_000 }
}

type Knock = (host: string, options?: { halfOpen?: boolean }) => (() => void) | undefined

const NOBODY = undefined as unknown as PeerId

function gate (limits = LIMITS): { gate: Gate, clock: StoryClock, knock: Knock } {
  const clock = new StoryClock()
  const gate = new Gate({ clock }, { ...limits, isPublic: true })
  /** @param host and, after a blank, the way from there. @returns a function that closes the connection, or undefined when it was denied */
  function knock (host: string, { halfOpen = false } = {}): (() => void) | undefined {
    const events = new EventTarget()
    const [ip, way = ''] = host.split(' ')
    const remoteAddr = multiaddr(`/${host.includes(':') ? 'ip6' : 'ip4'}/${ip}/tcp/4000${way}`)
    const connection = Object.assign(events, { remoteAddr }) as unknown as MultiaddrConnection
    if (gate.denyInboundConnection(connection)) return undefined
    if (!halfOpen) gate.denyInboundUpgradedConnection(NOBODY, connection)
    return () => { events.dispatchEvent(new Event('close')) }
  }
  return { gate, clock, knock }
}

describe('the gate', () => {
  test('caps open connections from one IPv4 address, and lets in again when one closes', () => {
    const { gate: { refused }, knock } = gate()
    const open = [1, 2, 3].map(() => knock('192.0.2.7'))
    expect(open).not.toContain(undefined)
    expect(knock('192.0.2.7')).toBeUndefined()
    expect(knock('198.51.100.1')).toBeDefined()
    open[0]!()
    expect(knock('192.0.2.7')).toBeDefined()
    expect(refused).toBe(0)
  })

  test('caps an IPv4 /24 and an IPv6 /56 as a whole', () => {
    const { knock } = gate()
    const hosts = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4', '192.0.2.5']
    expect(hosts.map(host => knock(host))).not.toContain(undefined)
    expect(knock('192.0.2.6')).toBeUndefined()
    expect(['2001:db8:0:100::1', '2001:db8:0:1ff::2', '2001:db8:0:100:1::3'].map(host => knock(host))).not.toContain(undefined)
    expect(knock('2001:db8:0:1aa::4')).toBeUndefined()
    expect(knock('2001:db8:0:200::1')).toBeDefined()
  })

  test('keeps half of an address group\'s places for those who say who they are', () => {
    const { knock } = gate({ ...LIMITS, perAddress: 4 })
    const idle = [knock('192.0.2.7', { halfOpen: true }), knock('192.0.2.7', { halfOpen: true })]
    expect(idle).not.toContain(undefined)
    expect(knock('192.0.2.7', { halfOpen: true })).toBeUndefined()
    idle[0]!()
    expect([knock('192.0.2.7'), knock('192.0.2.7')]).not.toContain(undefined)
    expect(knock('192.0.2.7', { halfOpen: true })).toBeDefined()
    expect(knock('192.0.2.7')).toBeUndefined()
  })

  test('takes an IPv4 address in an IPv6 socket for what it is', () => {
    const { knock } = gate()
    expect(['192.0.2.7', '::ffff:192.0.2.7', '192.0.2.7'].map(host => knock(host))).not.toContain(undefined)
    expect(knock('::ffff:192.0.2.7')).toBeUndefined()
  })

  test('slows down who knocks too often, and forgives with time', () => {
    const { gate: counting, clock, knock } = gate()
    for (let i = 0; i < 20; i++) knock('192.0.2.7')?.()
    expect(knock('192.0.2.7')).toBeUndefined()
    expect(counting.refused).toBe(1)
    clock.pass(SECOND / 10)
    expect(knock('192.0.2.7')).toBeDefined()
    expect(knock('192.0.2.7')).toBeUndefined()
  })

  test('is generous with loopback, where tests, relays and many nodes of one person live', () => {
    const { knock } = gate()
    expect(Array.from({ length: 50 }, () => knock('127.0.0.1'))).not.toContain(undefined)
    expect(knock('::1')).toBeUndefined()
  })

  test('caps those who come through one relay, and leaves the relay its own places', () => {
    const { knock } = gate()
    const [one, other] = ['12D3KooWGC6TvWhfapngX6wvJHMYvKpDMXPb3ZnCZ6dMoaMtimQ5', '12D3KooWQYhTNQdmr3ArTeUHRYzFg94BKyTkoWBDWez9kSCVe2Xo']
    const through = (relay: string): (() => void) | undefined => knock(`192.0.2.7 /p2p/${relay}/p2p-circuit/p2p/${other}`)
    expect([through(one!), through(one!)]).not.toContain(undefined)
    expect(through(one!)).toBeUndefined()
    expect(through(other!)).toBeDefined()
    expect([1, 2, 3].map(() => knock('192.0.2.7'))).not.toContain(undefined)
  })

  test('does not let strangers send us through relays', async () => {
    const { gate: guard } = gate()
    const relay = '12D3KooWGC6TvWhfapngX6wvJHMYvKpDMXPb3ZnCZ6dMoaMtimQ5'
    const circuit = multiaddr(`/ip4/9.9.9.9/tcp/80/p2p/${relay}/p2p-circuit/p2p/${relay}`)
    expect(guard.denyDialMultiaddr(circuit)).toBe(true)
    expect(await guard.permit(circuit, async () => guard.denyDialMultiaddr(circuit))).toBe(false)
  })

  test('does not let strangers send us to private addresses, and goes where a person sends us', async () => {
    const { gate: guard } = gate()
    const [inside, outside] = [multiaddr('/ip4/192.168.1.1/tcp/80'), multiaddr('/ip4/9.9.9.9/tcp/80')]
    expect([inside, outside].map(guard.denyDialMultiaddr)).toEqual([true, false])
    expect(await guard.permit(inside, async () => guard.denyDialMultiaddr(inside))).toBe(false)
    expect(guard.denyDialMultiaddr(inside)).toBe(true)
  })

  test('goes where two sent us for as long as one of them waits for it', async () => {
    const { gate: guard } = gate()
    const inside = multiaddr('/ip4/192.168.1.1/tcp/80')
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const dials = [first, second].map(async ({ promise }) => { await guard.permit(inside, async () => { await promise }) })
    first.resolve()
    await dials[0]
    expect(guard.denyDialMultiaddr(inside)).toBe(false)
    second.resolve()
    await dials[1]
    expect(guard.denyDialMultiaddr(inside)).toBe(true)
  })

  test('groups addresses by what one attacker has', () => {
    expect(addressGroups('203.0.113.9').map(({ key }) => key)).toEqual(['203.0.113.9', '203.0.113'])
    expect(addressGroups('2001:db8:1:2345::9').map(({ key }) => key)).toEqual(['20010db8000123'])
    expect(addressGroups('::1')).toEqual(addressGroups('127.9.9.9'))
  })
})

describe('whoever negotiates without end', () => {
  test('before they have said who they are hears sixteen answers, and is cut off', async () => {
    const node = await startNode({ network: newNetwork({ name: 'open', open: true }) })
    const { host, port } = socketOf(node.addresses()[0]!)!
    const socket = connect({ host, port })
    let answers = 0
    socket.write('\x13/multistream/1.0.0\n')
    socket.on('data', () => {
      answers++
      socket.write('\x03ls\n')
    })
    await new Promise(resolve => { socket.on('error', () => {}).on('close', resolve) })
    expect(answers).toBe(16)
  })

  test('or asks for ever other protocols on one stream, is answered eight times', async () => {
    const network = newNetwork({ name: 'open', open: true })
    const [node, other] = [await startNode({ network }), await startNode({ network })]
    const connection = await other.dial({ addresses: node.addresses() }, { signal: soon() })
    const ask = async (count: number): Promise<string | undefined> =>
      await connection.newStream([...Array.from({ length: count }, (_, i) => `/none/${i}`), PROTOCOLS.punch], { signal: soon() })
        .then(stream => stream.protocol, () => undefined)
    await node.handle(PROTOCOLS.punch, stream => { void stream.close() })
    expect([await ask(6), await ask(7)]).toEqual([PROTOCOLS.punch, undefined])
  })
})

test('whoever asks for what is not served, on one stream after another, is read ever more slowly', () => {
  const { gate: guard, clock } = gate({ ...LIMITS, traffic: { rate: 64 * 1024, burst: 512 * 1024 } })
  const wire = new Wire('192.0.2.7')
  guard.denyInboundConnection(wire as never)
  guard.denyInboundUpgradedConnection(NOBODY, wire as never)
  const muxer = new EventTarget()
  guard.follow({ maConn: wire, muxer } as never)
  const ask = (answers: number, protocol = ''): void => {
    const stream = Object.assign(new EventTarget(), { protocol: '', send () {} })
    muxer.dispatchEvent(new CustomEvent('stream', { detail: stream }))
    for (let i = 0; i < answers; i++) stream.send()
    stream.protocol = protocol
    stream.dispatchEvent(new Event('close'))
  }
  for (let i = 0; i < 20; i++) ask(2, PROTOCOLS.delivery)
  for (let i = 0; i < 20; i++) ask(1) // who gave up before they heard anything
  expect(wire.paused).toBe(false)
  for (let i = 0; i < 8; i++) ask(2)
  expect(wire.paused).toBe(true)
  clock.pass(20 * SECOND)
  expect(wire.paused).toBe(false)
})

/** As much of a TCP connection as the gate looks at. */
class Wire extends EventTarget {
  readonly remoteAddr: Multiaddr
  paused = false
  constructor (host: string) {
    super()
    this.remoteAddr = multiaddr(`/ip4/${host}/tcp/4000`)
  }

  onData (): void {}
  sendPause (): void { this.paused = true }
  sendResume (): void { this.paused = false }
  abort (): void { this.dispatchEvent(new Event('close')) }
}

test('a node that is full for an address turns the next connection away and keeps the others', async () => {
  const network = newNetwork({ name: 'test' })
  const { server } = await servedNetwork(network, { limits: { gate: { ...LIMITS, perLoopback: 2 } } })
  const nodes = await Promise.all([1, 2, 3].map(async () => await startNode({ network })))
  const target = { addresses: server.addresses() }
  await nodes[0]!.dial(target, { signal: soon() })
  await nodes[1]!.dial(target, { signal: soon() })
  await expect(nodes[2]!.dial(target, { signal: soon() })).rejects.toThrow()
  expect(server.holdings()).toMatchObject({ connections: 2, refusedConnections: 1 })
})
