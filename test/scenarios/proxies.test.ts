import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { toHex } from '../../src/base/bytes.ts'
import { silentLog } from '../../src/base/log.ts'
import { SECOND } from '../../src/base/time.ts'
import { bundleDhtKey } from '../../src/crypto/invites.ts'
import { startInfrastructure, type Infrastructure } from '../../src/infra.ts'
import { LAN_NETWORK, readNetworkFile, writeNetworkFile } from '../../src/network/networks/descriptors.ts'
import { parseLink } from '../../src/wire/link.ts'
import { HostileServer } from '../support/hostile-server.ts'
import { KIND } from '../support/kad.ts'
import type { Person } from '../support/person.ts'
import { freePort } from '../support/ports.ts'
import { createWorld, meet, type World } from '../support/world.ts'
import { passing } from './away.ts'

const PATIENCE = { timeout: 100_000, interval: 50 }

/** Real servers, each run by somebody else, and all in one network file. */
async function serve (world: World, ...operators: string[]): Promise<Infrastructure[]> {
  const networkFile = join(world.folder, 'network.json')
  await writeNetworkFile(networkFile, world.network)
  const servers: Infrastructure[] = []
  for (const operator of operators) {
    const listen = [`/ip4/127.0.0.1/tcp/${await freePort()}`]
    const home = join(world.folder, operator)
    const server = await startInfrastructure({ home, networkFile, listen, operator, log: silentLog, clock: world.clock })
    onTestFinished(async () => { await server.stop() })
    servers.push(server)
  }
  world.network = await readNetworkFile(networkFile)
  return servers
}

/** Two who met, and told each other where something may be left for them. */
async function friends (world: World): Promise<[Person, Person]> {
  const [ada, radia] = await world.people('Ada', 'Radia')
  await meet(ada, radia)
  for (const [person, from] of [[ada, radia], [radia, ada]] as const) {
    await expect.poll(async () => [(await person.mailboxesOf(from)).length, await person.owes(from)], PATIENCE).toEqual([2, 0])
  }
  return [ada, radia]
}

const ways = (servers: Infrastructure[]): { direct: number, proxied: number } => {
  const received = servers.map(server => server.status().mailbox!.received)
  return { direct: received.reduce((sum, { direct }) => sum + direct, 0), proxied: received.reduce((sum, { proxied }) => sum + proxied, 0) }
}

describe('where two operators serve', () => {
  test('Ada and Radia meet, find each other and leave letters, and no host or DHT server sees their addresses beside a key', async () => {
    await using world = await createWorld({ servers: 0, open: true })
    const servers = await serve(world, 'Orla', 'Pia')
    await using watcher = await HostileServer.on(world.network)
    const asked = new Set<string>()
    watcher.answers = ({ kind, key, record }, asker) => {
      if (kind === KIND.putValue || kind === KIND.getValue) asked.add(asker.toString())
      return { kind, key, ...(kind === KIND.putValue ? { record } : { closer: [] }) }
    }
    for (const { addresses } of servers) await watcher.join(addresses)

    const [ada, radia] = await friends(world)
    await radia.stop()
    await ada.sees(radia, { online: false })
    const texts = Array.from({ length: 20 }, (_, i) => `letter ${i}`)
    for (const text of texts) await ada.say(radia, text)
    await expect.poll(async () => (await ada.said(radia)).every(({ state }) => state === 'in mailbox'), PATIENCE).toBe(true)
    await ada.stop()
    await radia.start()
    await radia.hears(ada, texts)
    expect(await radia.heard(ada)).toEqual(texts)

    expect(ways(servers).direct).toBe(0)
    expect(ways(servers).proxied).toBeGreaterThan(50)
    for (const server of servers) expect(server.status().proxy!.frames.toHosts).toBeGreaterThan(0)
    expect(asked.size).toBeGreaterThan(0) // it is near enough to some key
    expect([...asked].filter(peer => !servers.some(({ peerId }) => peerId === peer))).toEqual([])
    expect(radia.messenger.ways()).toMatchObject({ way: 'proxied' })
    expect(new Set(radia.messenger.ways().guards.map(({ operator }) => operator))).toEqual(new Set(['Orla', 'Pia']))
  })

  test('who comes by a link knows nobody, and asks no host and no DHT server about it from their own address', async () => {
    await using world = await createWorld({ servers: 0, open: true })
    const servers = await serve(world, 'Orla', 'Pia')
    await using watcher = await HostileServer.on(world.network)
    const asked = new Map<string, Set<string>>()
    watcher.answers = ({ kind, key, record }, asker) => {
      if (kind === KIND.putValue || kind === KIND.getValue) {
        asked.set(toHex(key!), (asked.get(toHex(key!)) ?? new Set()).add(asker.toString()))
      }
      return { kind, key, ...(kind === KIND.putValue ? { record } : { closer: [] }) }
    }
    for (const { addresses } of servers) await watcher.join(addresses)
    const ada = await world.person('Ada')
    await expect.poll(() => ada.messenger.mailboxes().length, PATIENCE).toBe(2)
    const link = await ada.invite()
    await ada.stop()

    const radia = await world.stranger('Radia', { network: LAN_NETWORK })
    await radia.create()
    await radia.start()
    await radia.accept(link, { wait: false })
    await radia.say('Ada', 'hello')
    await expect.poll(async () => (await radia.said('Ada')).map(({ state }) => state), PATIENCE).toEqual(['in mailbox'])
    expect(radia.node.peers().length).toBeGreaterThan(1) // both have seen her, and nothing of what she asks
    expect(ways(servers).direct).toBe(0)
    expect([...asked.get(toHex(bundleDhtKey(parseLink(link).publicKey))) ?? []].length).toBeGreaterThan(0)
    expect([...asked.values()].flatMap(askers => [...askers]).filter(peer => !servers.some(({ peerId }) => peerId === peer))).toEqual([])
    expect(radia.messenger.ways()).toMatchObject({ way: 'proxied' })
    expect(radia.messenger.ways().notes.map(({ text }) => text).join(' ')).toContain('by where they are, and not who runs them')

    // And from then on: what she learnt lies in her profile.
    await radia.restart()
    expect((await radia.user.network()).bootstrap.filter(({ proxy }) => proxy)).toHaveLength(2)
    expect(radia.messenger.ways()).toMatchObject({ way: 'proxied' })
    expect(ways(servers).direct).toBe(0)
  })

  test('and one of them is gone for good, what waits at the other is fetched all the same, and the way there is told', async () => {
    await using world = await createWorld({ servers: 0 })
    const [orla] = await serve(world, 'Orla', 'Pia')
    const [ada, radia] = await friends(world)
    await radia.stop()
    await ada.sees(radia, { online: false })
    await ada.say(radia, 'hello')
    await passing(world, 5 * SECOND, async () => (await ada.said(radia))[0]?.custody?.length, 2)
    await ada.stop()
    await orla!.stop()
    await radia.start()
    await passing(world, 2 * SECOND, async () => await radia.heard(ada), ['hello'])
    expect(radia.messenger.ways().notes.map(({ text }) => text).join(' ')).toContain('Pia is reached straight')
  })
})

describe('where three serve', () => {
  test('a proxy that is gone is replaced, and nothing is lost', async () => {
    await using world = await createWorld({ servers: 0 })
    const servers = await serve(world, 'Orla', 'Pia', 'Quin')
    const [ada, radia] = await friends(world)
    const chosen = radia.messenger.ways().guards[0]!.operator
    await radia.stop()
    await ada.sees(radia, { online: false })
    await ada.say(radia, 'hello')
    await passing(world, 5 * SECOND, async () => (await ada.said(radia))[0]?.custody?.length, 2)
    await servers.find(server => server.status().operator === chosen)!.stop()
    await radia.start()
    await radia.hears(ada, ['hello'])
    const others = (): number => radia.messenger.ways().guards
      .filter(({ operator, state }) => operator !== chosen && state === 'reachable').length
    await expect.poll(others, PATIENCE).toBeGreaterThan(0)
  })
})

test('where one operator runs everything, the way is straight, and it is said who sees both ends', async () => {
  await using world = await createWorld({ servers: 0 })
  await serve(world, 'Orla')
  const ada = await world.person('Ada')
  expect(ada.messenger.ways()).toMatchObject({ way: 'direct', guards: [] })
  expect(ada.messenger.ways().notes.map(({ text }) => text).join(' ')).toContain('Orla runs every server')
})

test('who chose the direct way asks the servers straight, until they choose otherwise', async () => {
  await using world = await createWorld({ servers: 0 })
  const servers = await serve(world, 'Orla', 'Pia')
  const ada = await world.person('Ada')
  await ada.user.chooseWay('direct')
  await expect.poll(() => ways(servers).direct, PATIENCE).toBeGreaterThan(0)
  expect(ada.user.running.messenger.ways().way).toBe('direct')
  const before = ways(servers).proxied
  await ada.user.chooseWay('proxied')
  await expect.poll(() => ways(servers).proxied, PATIENCE).toBeGreaterThan(before)
  expect(ada.user.running.messenger.ways().way).toBe('proxied')
  await servers[0]!.stop()
  const notes = (): string => ada.user.running.messenger.ways().notes.map(({ text }) => text).join(' ')
  await expect.poll(notes, PATIENCE).toMatch(/No other operator's node leads to Pia at present, and you forbade the straight way/)
  await ada.user.chooseWay('usual')
  expect(ada.user.running.messenger.ways().way).toBe('proxied')
  expect(notes()).not.toContain('forbade')
})
