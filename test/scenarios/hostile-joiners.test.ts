import { describe, expect, onTestFinished, test } from 'vitest'
import type { Bytes } from '../../src/base/bytes.ts'
import { systemRandom } from '../../src/base/random.ts'
import { MINUTE } from '../../src/base/time.ts'
import { accountFromEntropy } from '../../src/crypto/account.ts'
import { newDevice, signDeviceList } from '../../src/crypto/devices.ts'
import { openReply, openRequest, linkKeys, readRequest, sealRequest } from '../../src/crypto/invites.ts'
import { entropyFromWords } from '../../src/crypto/recovery.ts'
import { bytesCodec } from '../../src/store/codecs.ts'
import { TABLES } from '../../src/store/tables.ts'
import { InviteStatus, type Introduction } from '../../src/wire/gen/invite.ts'
import { INVITE_REPLY_BYTES } from '../../src/wire/limits.ts'
import { parseLink } from '../../src/wire/link.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import type { Person } from '../support/person.ts'
import { Stranger } from '../support/stranger.ts'
import { createWorld } from '../support/world.ts'

/** How many requests the flood has; `npm run faults -- requests` has 10,000. */
const FLOOD = Number(process.env.NOBYTE_REQUESTS ?? 100)

/** What a request was told; undefined: random bytes, or nothing. */
async function answerTo (request: Bytes, { by, at, link }: { by: Stranger, at: Person, link: string }): Promise<InviteStatus | undefined> {
  const [reply] = await by.knock(at, PROTOCOLS.invite, request)
  if (reply !== undefined) expect(reply.byteLength).toBe(INVITE_REPLY_BYTES)
  return reply === undefined ? undefined : openReply({ link: parseLink(link), request, reply })
}

/** As many at a time as there are strangers to ask for it: each has one connection. */
async function eachBy<In, Out> (gang: Stranger[], all: Iterable<In>, task: (one: In, by: Stranger) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = []
  const queue = Array.from(all).entries()
  await Promise.all(gang.map(async by => { for (const [i, one] of queue) results[i] = await task(one, by) }))
  return results
}

async function rowsOf (person: Person): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of [TABLES.requests, TABLES.sessions, TABLES.prekeys, TABLES.contacts, TABLES.spares]) {
    counts[table.name] = 0
    for await (const _ of person.store.table(table, bytesCodec).entries()) counts[table.name]!++
  }
  return counts
}

test('whoever holds a link and introduces themselves as they may not is no contact, and has not used it up', async () => {
  await using world = await createWorld()
  const [ada, radia, grace] = await world.people('Ada', 'Radia', 'Grace')
  await using mallory = await Stranger.on(world.network)
  await radia.accept(await ada.invite())
  // The last that a new contact brings about here: keys for the day on which their session breaks.
  await expect.poll(async () => await radia.spareFrom(ada), { timeout: 100_000 }).toBeDefined()
  const link = await ada.invite()
  const before = await rowsOf(ada)
  const [own, other] = [(await mallory.bundleOf(link)).devices, (await mallory.bundleOf(await radia.invite())).devices]
  const [account, device] = [accountFromEntropy(systemRandom(32)), newDevice(systemRandom)]
  const radias = accountFromEntropy(entropyFromWords(radia.words))
  const theirs = signDeviceList({ account: radias, devices: [device], version: Date.now(), addedMs: 1 })
  const twists: Record<string, (honest: Introduction) => Introduction | Uint8Array> = {
    'no introduction at all': () => systemRandom(500),
    'nothing': () => new Uint8Array(),
    'a name of 129 bytes': honest => ({ ...honest, name: 'x'.repeat(129) }),
    'a name of 4 KiB': honest => ({ ...honest, name: 'x'.repeat(4096) }),
    'a name of nothing that shows': honest => ({ ...honest, name: '\u202e\u0000\u0007 ' }),
    'no keys': ({ preKeys: _, ...honest }) => honest as Introduction,
    'garbage for keys': honest => ({ ...honest, preKeys: { ...honest.preKeys!, kyberKey: systemRandom(1569) } }),
    'keys that nobody signed': honest => ({ ...honest, preKeys: { ...honest.preKeys!, signedSignature: systemRandom(64) } }),
    'keys of another device': honest => ({ ...honest, preKeys: { ...honest.preKeys!, device: systemRandom(32) } }),
    'a pair secret of 31 bytes': honest => ({ ...honest, pairSecret: systemRandom(31) }),
    'Ada\'s own device list': honest => ({ ...honest, devices: own }),
    'a contact\'s device list': honest => ({ ...honest, devices: other }),
    'a contact\'s account, without this device': honest => ({ ...honest, devices: theirs }),
    'a device list without the device that speaks': honest =>
      ({ ...honest, devices: signDeviceList({ account, devices: [device], version: 1, addedMs: 1 }) }),
    'a device list that was changed': honest => ({ ...honest, devices: { ...honest.devices!, signature: systemRandom(64) } })
  }
  for (const [what, twist] of Object.entries(twists)) {
    const request = await mallory.requestFor(link, { name: 'Mallory', twist })
    expect(await answerTo(request, { by: mallory, at: ada, link }), what).toBeUndefined()
    world.clock.pass(MINUTE / 4) // more than five failures a minute are not even answered
  }
  expect(await rowsOf(ada)).toEqual(before)
  expect((await ada.messenger.people()).map(({ name }) => name)).toEqual(['Radia'])
  await grace.accept(link)
  expect((await ada.messenger.people()).map(({ name }) => name)).toEqual(['Radia', 'Grace'])
})

describe('somebody with the maker\'s own account', () => {
  test('on another device is no contact of theirs', async () => {
    await using world = await createWorld()
    const ada = await world.person('Ada')
    await using mallory = await Stranger.on(world.network)
    const link = await ada.invite()
    const account = accountFromEntropy(entropyFromWords(ada.words))
    const device = newDevice(systemRandom)
    const devices = signDeviceList({ account, devices: [device], version: Date.now(), addedMs: 1 })
    const request = await mallory.requestFor(link, { name: 'Ada', device, twist: honest => ({ ...honest, devices }) })
    expect(await answerTo(request, { by: mallory, at: ada, link })).toBeUndefined()
    expect(await ada.messenger.people()).toEqual([])
  })
})

describe('a reusable link', () => {
  test(`under ${FLOOD} requests keeps fifty, and not a byte more`, async () => {
    await using world = await createWorld()
    const ada = await world.person('Ada')
    const gang = await Promise.all(Array.from({ length: 8 }, async () => await Stranger.on(world.network)))
    onTestFinished(async () => { await Promise.all(gang.map(async one => { await one[Symbol.asyncDispose]() })) })
    const mallory = gang[0]!
    const link = await ada.invite({ reusable: true })
    const { secret } = parseLink(link)
    const requests: Bytes[] = []
    for (let i = 0; i < 50; i++) requests.push(await mallory.requestFor(link, { name: `Mallory ${i}` }))
    const first50 = await eachBy(gang, requests, async (request, by) => await answerTo(request, { by, at: ada, link }))
    expect(first50).toEqual(Array(50).fill(InviteStatus.WAITING))
    const spare = await mallory.requestFor(link, { name: 'one more' })
    const full = await rowsOf(ada)
    // New to look at each time, and under a seal that fits: of the one that found no room, and of those that did.
    const messages = [spare, ...requests].map(request => openRequest(readRequest(request), linkKeys(secret))!)
    const flood = await eachBy(gang, Array(FLOOD).keys(), async (i, by) => {
      const request = sealRequest({ secret, message: messages[i % messages.length]!, random: systemRandom })
      return await answerTo(request, { by, at: ada, link })
    })
    expect(flood).toEqual(Array(FLOOD).fill(undefined))
    expect(await rowsOf(ada)).toEqual(full)
    expect(await ada.messenger.requests()).toHaveLength(50)
    // With room again, what was seen before is not taken for something new.
    const [first] = await ada.messenger.requests()
    await ada.messenger.declineRequest(first!.requestId)
    const again = sealRequest({ secret, message: messages[1]!, random: systemRandom })
    world.clock.pass(2 * MINUTE)
    expect(await answerTo(again, { by: mallory, at: ada, link })).toBeUndefined()
    expect(await answerTo(spare, { by: mallory, at: ada, link })).toBe(InviteStatus.WAITING)
  }, 240_000 + FLOOD * 300)
})
