import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import type { PeerId } from '@libp2p/interface'
import { peerIdFromPrivateKey, peerIdFromString } from '@libp2p/peer-id'
import { expect, onTestFinished, test } from 'vitest'
import { copy, toHex, type Bytes } from '../../src/base/bytes.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom } from '../../src/base/random.ts'
import type { Replica } from '../../src/crypto/rendezvous.ts'
import { createNode, type NetworkNode } from '../../src/network/node.ts'
import { sybils, type HostileServer, type Lie } from '../support/hostile-server.ts'
import { between, distance, KIND, wrapped } from '../support/kad.ts'
import { acquaint, Roamer } from '../support/roamer.ts'
import { createWorld, type World } from '../support/world.ts'

interface Story {
  world: World
  /** can be called */
  ada: Roamer
  /** cannot, so that everything hangs on where Ada's records lie */
  radia: Roamer
  honest: Array<{ peerId: PeerId, addresses: string[] }>
}

async function twoWhoMet ({ network, clock }: World): Promise<[Roamer, Roamer]> {
  const [ada, radia] = await Promise.all([
    Roamer.named('Ada', { network, clock }), Roamer.named('Radia', { network, clock, hidden: true })
  ])
  await acquaint(ada, radia)
  return [ada, radia]
}

/**
 * Their records lie in different quarters of the network, as on one of some size all but always. Nearer to each other, here where few
 * are honest, both gangs would want the same twenty places in a server's table, and the second find them taken.
 */
const areApart = async (ada: Roamer, radia: Roamer): Promise<boolean> =>
  between(await ada.recordKey(radia, 0), await ada.recordKey(radia, 1)) >= '4'

async function acquainted (): Promise<Story> {
  const world = await createWorld({ servers: 2, open: true, mailboxes: true })
  onTestFinished(async () => { await world[Symbol.asyncDispose]() })
  let [ada, radia] = await twoWhoMet(world)
  while (!await areApart(ada, radia)) {
    for (const one of [ada, radia]) await one[Symbol.asyncDispose]()
    ;[ada, radia] = await twoWhoMet(world)
  }
  for (const one of [ada, radia]) onTestFinished(async () => { await one[Symbol.asyncDispose]() })
  await radia.knowsMailboxesOf(ada)
  const honest = world.network.bootstrap.map(({ addresses }) => ({ peerId: peerIdFromString(addresses[0]!.split('/p2p/')[1]!), addresses }))
  return { world, ada, radia, honest }
}

/** An honest server nearer to one key than to another: on a network of some size every key has its own. */
async function neighbour (story: Story, { of, ratherThan }: { of: Bytes, ratherThan: Bytes }): Promise<NetworkNode> {
  const { world: { network, clock }, honest } = story
  // A digit nearer: of forty servers next to the other key one or two may be nearer still, but never all the twenty who are asked.
  const tooFar = `0${between(of, ratherThan)}`
  let seed: Bytes
  do seed = systemRandom(32)
  while (distance(peerIdFromPrivateKey(await generateKeyPairFromSeed('Ed25519', seed)), of) >= tooFar)
  const node = await createNode({
    role: 'infrastructure', network, listen: ['/ip4/127.0.0.1/tcp/0'], privateKeySeed: seed, clock, log: silentLog
  })
  onTestFinished(async () => { await node.stop() })
  if (!node.dht.isReady()) await node.events.next('dht:ready', { signal: AbortSignal.timeout(100_000) })
  honest.push({ peerId: peerIdFromString(node.peerId), addresses: node.addresses() })
  return node
}

/** Servers that lie move in around Ada's record for Radia. */
async function surround (
  { ada, radia, world, honest }: Story, replica: Replica, { lie, count }: { lie: Lie, count: number }
): Promise<HostileServer[]> {
  const gang = await sybils(world.network, { dhtKey: await ada.recordKey(radia, replica), count, honest, lie })
  onTestFinished(async () => { await Promise.all(gang.map(async one => { await one[Symbol.asyncDispose]() })) })
  return gang
}

/** What a server holds under a key, as far as one can compare. */
async function held ({ dht }: NetworkNode, key: Bytes): Promise<string> {
  const enough = new AbortController()
  let value = 'nothing'
  const reading = dht.read(key, { signal: enough.signal, onValue: found => { value = toHex(found) } })
  enough.abort() // its own comes first
  await reading.catch(() => {})
  return value
}

/** Ada is somewhere else from now on, and Radia comes back to look for her. @param near holds what Ada says, then */
async function moved ({ ada, radia }: Story, near?: NetworkNode): Promise<void> {
  const key = await ada.recordKey(radia, 1)
  const before = near && await held(near, key)
  await Promise.all([ada.stop(), radia.stop()])
  await ada.start()
  await ada.published(radia)
  // It may have been too busy to answer, beside so many in one process: then Ada tells it again.
  if (near !== undefined) await expect.poll(async () => await held(near, key), { timeout: 120_000 }).not.toBe(before)
  await radia.start()
}

async function recordAt (roamer: Roamer, key: Bytes): Promise<Bytes> {
  let value: Bytes | undefined
  await roamer.node.dht.read(key, { signal: AbortSignal.timeout(100_000), onValue: found => { value = copy(found) } })
  return value!
}

const asked = (gang: HostileServer[], wanted: number): number => gang.flatMap(one => one.asked.filter(({ kind }) => kind === wanted)).length

// One story, since a gang takes as long to gather as all that it does.
test('forty servers next to a key keep nobody apart; eighty next to both hold no message back; alone they do, and it is said', async () => {
  const story = await acquainted()
  const { world, ada, radia } = story
  const key = await ada.recordKey(radia, 0)
  const old = wrapped(key, await recordAt(radia, key))
  const near = await neighbour(story, { of: await ada.recordKey(radia, 1), ratherThan: key })
  // Many honest servers would lead there on such a network. Here there are two, and Radia, who asks them, has to get past forty who
  // are silent.
  radia.bootstrap = [...radia.bootstrap, { addresses: near.addresses() }]

  // They swallow what is put there, and hand out an old record that leads nowhere.
  const lie: Lie = { get: () => ({ record: old }) }
  const gang = await surround(story, 0, { lie, count: 40 })
  await moved(story, near)
  await radia.sees(ada)
  await expect.poll(() => asked(gang, KIND.putValue), { timeout: 100_000 }).toBeGreaterThan(15)
  expect(asked(gang, KIND.getValue)).toBeGreaterThan(0)

  // They never answer who looks.
  lie.get = () => undefined
  await moved(story, near)
  await radia.sees(ada)

  // Forty more are next to the other key. Whether an honest server still holds the record is a matter of luck; that Radia's words
  // arrive is none: over a stream, or left at a mailbox host, whose address Ada told her when they last talked.
  await surround(story, 1, { lie, count: 40 })
  lie.get = () => ({})
  await moved(story)
  await radia.messenger.send('Ada', 'are you still there?')
  await expect.poll(async () => await ada.heard(radia), { timeout: 60_000 }).toContain('are you still there?')
  // What was left at a mailbox host may be there before the search for her is over.
  await expect.poll(async () => await radia.why(ada), { timeout: 100_000 })
    .toMatch(/^Ada is (online|not connected.*(they lost it, or they hide it|nobody answered there))/s)

  // The answer that they arrived comes as they came, and over a mailbox host half a minute later.
  await expect.poll(async () => await radia.reached(ada), { timeout: 100_000 }).toBe(true)

  // They are all that there is.
  await Promise.all([ada.stop(), radia.stop(), world.closeServers(), near.stop()])
  for (const one of [ada, radia]) one.bootstrap = gang.slice(0, 3).map(({ addresses }) => ({ addresses }))
  await ada.start()
  await ada.published(radia)
  await radia.start()
  await radia.messenger.send('Ada', 'hello?')
  await expect.poll(async () => await radia.why(ada), { timeout: 60_000 }).toContain('they lost it, or they hide it')
  expect(await radia.why(ada)).toMatch(/ waits? here and will go when they appear/)
})
