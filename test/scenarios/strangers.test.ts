import { describe, expect, test } from 'vitest'
import { fromBase64url, toHex, type Bytes } from '../../src/base/bytes.ts'
import { systemRandom } from '../../src/base/random.ts'
import { MINUTE } from '../../src/base/time.ts'
import { dialProof, DIAL_PROOF_BYTES, LISTEN_PROOF_BYTES } from '../../src/crypto/handshake.ts'
import { bundleDhtKey, openReply, sealRequest } from '../../src/crypto/invites.ts'
import { epochAt, pairOffsetMs, rendezvousKeys } from '../../src/crypto/rendezvous.ts'
import type { JoinRow } from '../../src/messenger/core/rows.ts'
import type { NetworkNode } from '../../src/network/node.ts'
import { jsonCodec } from '../../src/store/codecs.ts'
import { TABLES } from '../../src/store/tables.ts'
import { InviteStatus } from '../../src/wire/gen/invite.ts'
import { INVITE_REPLY_BYTES, INVITE_REQUEST_BYTES } from '../../src/wire/limits.ts'
import { parseLink } from '../../src/wire/link.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import type { Person } from '../support/person.ts'
import { Stranger } from '../support/stranger.ts'
import { createWorld } from '../support/world.ts'

const sizes = (heard: Bytes[]): number[] => heard.map(({ byteLength }) => byteLength)

/** The proof with which somebody's device, started anew as this node, opens a stream at a friend's door. */
async function proofOf (dialler: Person, node: NetworkNode, listener: Person): Promise<Bytes> {
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

/** The request of a join that has not been answered yet. */
async function requestOf (person: Person): Promise<Bytes> {
  for await (const { value } of person.store.table(TABLES.joins, jsonCodec<JoinRow>()).entries()) {
    if (value.request !== undefined) return fromBase64url(value.request)
  }
  throw new Error('there is no request')
}

describe('who knocks', () => {
  test('cannot tell by an answer\'s size whether they are unknown, blocked, a friend, or make no sense', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await using mallory = await Stranger.on(world.network)
    const visit = await Stranger.on(world.network)
    const proof = await proofOf(radia, visit.node, ada)
    const friend = await visit.knock(ada, PROTOCOLS.delivery, proof)
    const replayed = await mallory.knock(ada, PROTOCOLS.delivery, proof)
    await ada.messenger.block('Radia')
    const blocked = await visit.knock(ada, PROTOCOLS.delivery, await proofOf(radia, visit.node, ada))
    await visit[Symbol.asyncDispose]()
    world.clock.pass(2 * MINUTE)
    const garbage = await mallory.knock(ada, PROTOCOLS.delivery, systemRandom(DIAL_PROOF_BYTES))
    const short = await mallory.knock(ada, PROTOCOLS.delivery, systemRandom(3))
    expect([friend, blocked, replayed, garbage, short].map(heard => heard[0]?.byteLength)).toEqual(Array(5).fill(LISTEN_PROOF_BYTES))
    for (const heard of [blocked, replayed, garbage, short]) expect(heard).toHaveLength(1)
    expect(await ada.heard(radia)).toEqual([])
  })

  test('learns as little where links are answered', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.people('Ada', 'Radia')
    await using mallory = await Stranger.on(world.network)
    const used = await ada.invite()
    const request = await mallory.requestFor(used, { name: 'Mallory' })
    await radia.accept(used)
    const forged = (secret: Bytes): Bytes => sealRequest({ secret, message: systemRandom(2000), random: systemRandom })
    const said = [request, systemRandom(INVITE_REQUEST_BYTES), forged(systemRandom(16)), forged(parseLink(used).secret), systemRandom(100)]
    const answers: Bytes[][] = []
    for (const words of said) answers.push(await mallory.knock(ada, PROTOCOLS.invite, words))
    for (const heard of answers) expect(sizes(heard)).toEqual([INVITE_REPLY_BYTES])
    expect(openReply({ link: parseLink(used), request, reply: answers[0]![0]! })).toBe(InviteStatus.USED)
    expect((await ada.messenger.people()).map(({ name }) => name)).toEqual(['Radia'])
  })
})

describe('a request', () => {
  test('that is sent again, by whomever, gets the first one\'s answer and makes nobody else a contact', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.people('Ada', 'Radia')
    await using mallory = await Stranger.on(world.network)
    const link = await ada.invite()
    await ada.stop()
    await radia.accept(link, { wait: false })
    const request = await requestOf(radia)
    await ada.start()
    await world.together(ada, radia)
    const { contactId } = (await ada.contact('Radia'))!
    for (let i = 0; i < 2; i++) {
      const [reply] = await mallory.knock(ada, PROTOCOLS.invite, request)
      expect(openReply({ link: parseLink(link), request, reply: reply! })).toBe(InviteStatus.ACCEPTED)
    }
    expect((await ada.messenger.people()).map(one => one.contactId)).toEqual([contactId])
    await radia.say(ada, 'undisturbed')
    await ada.hears(radia, ['undisturbed'])
  })

  test('that is forged or changed uses no link up', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.people('Ada', 'Radia')
    await using mallory = await Stranger.on(world.network)
    const link = await ada.invite()
    const { secret } = parseLink(link)
    const forged = sealRequest({ secret, message: systemRandom(1800), random: systemRandom })
    const changed = await mallory.requestFor(link, { name: 'Mallory' })
    changed[changed.byteLength - 1]! ^= 1
    for (const request of [forged, changed]) {
      const [reply] = await mallory.knock(ada, PROTOCOLS.invite, request)
      expect(openReply({ link: parseLink(link), request, reply: reply! })).toBeUndefined()
    }
    await radia.accept(link)
    expect((await ada.messenger.people()).map(({ name }) => name)).toEqual(['Radia'])
  })

  test('is one of fifty at most that wait; the next is heard when somebody was answered', async () => {
    await using world = await createWorld()
    const ada = await world.person('Ada')
    await using mallory = await Stranger.on(world.network)
    const link = await ada.invite({ reusable: true })
    const requests: Bytes[] = []
    for (let i = 0; i <= 50; i++) requests.push(await mallory.requestFor(link, { name: `Mallory ${i}` }))
    const answer = async (request: Bytes): Promise<InviteStatus | undefined> => {
      const [reply] = await mallory.knock(ada, PROTOCOLS.invite, request)
      return reply === undefined ? undefined : openReply({ link: parseLink(link), request, reply })
    }
    for (const request of requests.slice(0, 50)) expect(await answer(request)).toBe(InviteStatus.WAITING)
    expect(await answer(requests[50]!)).toBeUndefined()
    const waiting = await ada.messenger.requests()
    expect(waiting).toHaveLength(50)
    await ada.messenger.declineRequest(waiting[0]!.requestId)
    world.clock.pass(2 * MINUTE)
    expect(await answer(requests[50]!)).toBe(InviteStatus.WAITING)
    expect(await answer(requests[0]!)).toBe(InviteStatus.REFUSED)
    expect(await ada.messenger.requests()).toHaveLength(50)
  })
})

describe('an old record', () => {
  test('of a link that was used is not taken back by those who hold the newer one', async () => {
    await using world = await createWorld()
    const [ada, radia, grace] = await world.people('Ada', 'Radia', 'Grace')
    await using mallory = await Stranger.on(world.network)
    const link = await ada.invite()
    const key = bundleDhtKey(parseLink(link).publicKey)
    const bundle = (await mallory.find(key))!
    await radia.accept(link)
    await expect.poll(async () => toHex((await mallory.find(key))!), { timeout: 60_000 }).not.toBe(toHex(bundle))
    await expect(mallory.node.dht.put(key, bundle, { signal: AbortSignal.timeout(5000) })
      .then(({ stored }) => stored, () => 0)).resolves.toBe(0)
    await expect(grace.accept(link)).rejects.toMatchObject({ code: 'LINK_USED' })
  })

  test('of where somebody was is refused, and they are found where they are', async () => {
    await using world = await createWorld()
    const [ada, radia] = await world.acquainted('Ada', 'Radia')
    await using mallory = await Stranger.on(world.network)
    const secret = fromBase64url((await radia.pairSecrets(ada))[0]!)
    const [device] = await radia.devicesOf(ada)
    const { dhtKey } = rendezvousKeys(secret, device!, 0, epochAt(pairOffsetMs(secret), world.clock.now()))
    await expect.poll(async () => await mallory.find(dhtKey), { timeout: 60_000 }).toBeDefined()
    const old = (await mallory.find(dhtKey))!
    await radia.stop()
    await ada.restart()
    await expect.poll(async () => toHex((await mallory.find(dhtKey))!), { timeout: 60_000 }).not.toBe(toHex(old))
    const stored = await mallory.node.dht.put(dhtKey, old, { signal: AbortSignal.timeout(5000) }).then(put => put.stored, () => 0)
    expect(stored).toBe(0)
    await radia.start()
    await world.together(ada, radia)
  })
})
