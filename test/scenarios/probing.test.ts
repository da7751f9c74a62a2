import { expect, test } from 'vitest'
import { concat, fromBase64url, type Bytes } from '../../src/base/bytes.ts'
import { systemRandom } from '../../src/base/random.ts'
import { HOUR, MINUTE } from '../../src/base/time.ts'
import { dialProof, DIAL_PROOF_BYTES, hintOf, LISTEN_PROOF_BYTES } from '../../src/crypto/handshake.ts'
import { linkKeys, openReply, sealRequest } from '../../src/crypto/invites.ts'
import { readRecord } from '../../src/crypto/records.ts'
import { InviteStatus } from '../../src/wire/gen/invite.ts'
import { INVITE_REPLY_BYTES, INVITE_REQUEST_BYTES, MAX_FAILED_PROOFS_PER_MINUTE, REFUSAL_DELAY_MIN_MS } from '../../src/wire/limits.ts'
import { parseLink } from '../../src/wire/link.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import type { Person } from '../support/person.ts'
import { acquaint, Roamer } from '../support/roamer.ts'
import { Stranger } from '../support/stranger.ts'
import { createWorld, type World } from '../support/world.ts'

/** of each kind of probe; `npm run faults -- probes` takes 500 */
const SAMPLES = Number(process.env.NOBYTE_PROBES ?? 20)

/** Side by side in short: most of the time both wait for refusals, which are held back. */
const HOW = { timeout: 240_000 + SAMPLES * 5000, concurrent: process.env.NOBYTE_PROBES === undefined }

/** The proof with which somebody's device, as this node, opens a stream at a friend's door. */
async function proofOf (dialler: Person, node: Stranger['node'], listener: Person): Promise<Bytes> {
  return dialProof({
    secret: fromBase64url((await dialler.pairSecrets(listener))[0]!),
    ends: {
      protocol: PROTOCOLS.delivery,
      diallerPeerId: node.peerIdBytes,
      listenerPeerId: listener.node.peerIdBytes,
      diallerDevice: (await listener.devicesOf(dialler))[0]!,
      listenerDevice: (await dialler.devicesOf(listener))[0]!
    },
    random: systemRandom
  })
}

/** Kolmogorov and Smirnov's: the greatest distance between the two shares of samples up to a value. */
function separation (a: number[], b: number[]): number {
  const share = (of: number[], upTo: number): number => of.filter(value => value <= upTo).length / of.length
  return Math.max(...[...a, ...b].map(value => Math.abs(share(a, value) - share(b, value))))
}

/** What two samples of one distribution exceed once in a million times. */
const mostByChance = (count: number): number => Math.sqrt(-Math.log(1e-6 / 2) / 2 * (2 / count))

/** Asks in turn, so that whatever else the machine does meets all kinds alike. */
async function delays (
  { world, door, by, protocol, replyBytes, kinds }: {
    world: World, door: Person, by: Stranger, protocol: string, replyBytes: number, kinds: Record<string, () => Bytes>
  }
): Promise<Record<string, number[]>> {
  const result: Record<string, number[]> = {}
  let probes = 0
  for (let i = 0; i < SAMPLES; i++) {
    for (const [kind, said] of Object.entries(kinds)) {
      if (probes++ % MAX_FAILED_PROOFS_PER_MINUTE === 0) world.clock.pass(MINUTE + 1)
      const { heard, ms } = await by.probe(door, protocol, said())
      expect(heard.map(({ byteLength }) => byteLength), kind).toEqual([replyBytes])
      ;(result[kind] ??= []).push(ms)
    }
  }
  return result
}

function expectAlike (samples: Record<string, number[]>): void {
  const kinds = Object.entries(samples)
  for (const [kind, taken] of kinds) {
    expect(Math.min(...taken), kind).toBeGreaterThanOrEqual(REFUSAL_DELAY_MIN_MS - 2)
    for (const [other, theirs] of kinds) expect(separation(taken, theirs), `${kind} and ${other}`).toBeLessThan(mostByChance(SAMPLES))
  }
}

test('by size or time of an answer nobody tells a hint that is known from one that is not, or a block from neither', HOW, async () => {
  await using world = await createWorld()
  const [ada, radia] = await world.acquainted('Ada', 'Radia')
  const grace = await world.person('Grace')
  await grace.accept(await ada.invite())
  await using mallory = await Stranger.on(world.network)
  await using elsewhere = await Stranger.on(world.network)
  const overheard = await proofOf(grace, elsewhere.node, ada) // made for another node of Grace's
  const blocked = await proofOf(radia, mallory.node, ada)
  await ada.messenger.block('Radia')
  await radia.stop() // she would knock herself, and use up what failures her address group has
  const samples = await delays({
    world,
    door: ada,
    by: mallory,
    protocol: PROTOCOLS.delivery,
    replyBytes: LISTEN_PROOF_BYTES,
    kinds: {
      'nobody\'s hint': () => systemRandom(DIAL_PROOF_BYTES),
      'a friend\'s hint, and no proof': () => concat(hintOf(overheard), systemRandom(DIAL_PROOF_BYTES - hintOf(overheard).byteLength)),
      'a friend\'s proof, overheard': () => overheard,
      'a blocked person\'s proof': () => blocked
    }
  })
  expectAlike(samples)
})

test('nor a link that is known from one that is not, not even by a request that was answered before', HOW, async () => {
  await using world = await createWorld()
  const ada = await world.person('Ada')
  await using mallory = await Stranger.on(world.network)
  const [link, used] = [parseLink(await ada.invite()), await ada.invite()]
  const overheard = await mallory.requestFor(used, { name: 'Radia' })
  const [first] = await mallory.knock(ada, PROTOCOLS.invite, overheard)
  expect(openReply({ link: parseLink(used), request: overheard, reply: first! })).toBe(InviteStatus.ACCEPTED)
  const unsealed = (): Bytes => {
    const request = sealRequest({ secret: systemRandom(16), message: systemRandom(2000), random: systemRandom })
    request.set(linkKeys(link.secret).hint, 2)
    return request
  }
  const samples = await delays({
    world,
    door: ada,
    by: mallory,
    protocol: PROTOCOLS.invite,
    replyBytes: INVITE_REPLY_BYTES,
    kinds: {
      'no request': () => systemRandom(INVITE_REQUEST_BYTES),
      'nobody\'s link': () => sealRequest({ secret: systemRandom(16), message: systemRandom(2000), random: systemRandom }),
      'a link\'s hint, and no seal': unsealed,
      'a seal, and nothing in it': () => sealRequest({ secret: link.secret, message: systemRandom(2000), random: systemRandom }),
      'a request that was answered': () => overheard
    }
  })
  expectAlike(samples)
})

test('a proof that was overheard is of no use after a restart, nor from another node', async () => {
  await using world = await createWorld()
  const [ada, radia] = await world.acquainted('Ada', 'Radia')
  const visit = await Stranger.on(world.network)
  await using mallory = await Stranger.on(world.network)
  const proof = await proofOf(radia, visit.node, ada)
  const answered = await visit.knock(ada, PROTOCOLS.delivery, proof)
  expect(answered.length).toBeGreaterThan(1) // a friend hears more than the answer
  expect(await mallory.knock(ada, PROTOCOLS.delivery, proof)).toHaveLength(1)
  await ada.restart()
  expect((await visit.knock(ada, PROTOCOLS.delivery, proof)).map(({ byteLength }) => byteLength)).toEqual([LISTEN_PROOF_BYTES])
  await visit[Symbol.asyncDispose]()
  expect(await ada.heard(radia)).toEqual([])
})

test('whoever is blocked is told nothing new: no record, no call, and after a restart no node that they know', async () => {
  await using world = await createWorld({ open: true })
  const { network, clock } = world
  await using ada = await Roamer.named('Ada', { network, clock })
  await using radia = await Roamer.named('Radia', { network, clock })
  await acquaint(ada, radia)
  await ada.published(radia)
  const newest = async (): Promise<number> => {
    const seqs = [0]
    for (const replica of [0, 1] as const) {
      const key = await ada.recordKey(radia, replica)
      await radia.node.dht.read(key, { signal: AbortSignal.timeout(100_000), onValue: value => { seqs.push(readRecord(value).seq) } })
    }
    return Math.max(...seqs)
  }
  const [before, peerId] = [await newest(), ada.node.peerId]
  expect(before).toBeGreaterThan(0)
  await ada.messenger.block('Radia')
  await radia.sees(ada, { online: false })
  const callers: string[] = []
  radia.node.events.on('peer:connected', () => {
    callers.push(...radia.node.peers().filter(({ direction }) => direction === 'inbound').map(one => one.peerId))
  })
  await ada.stop()
  await ada.start()
  world.clock.pass(3 * HOUR) // past the time to publish again, and to try again
  await ada.messenger.invite() // is published, and so would have been what was published before it
  expect(await newest()).toBe(before)
  expect(ada.node.peerId).not.toBe(peerId)
  expect(callers).toEqual([])
})
