/** What somebody on the same network, who is in no group with them, can tell of a member: no more than of anybody. */
import { expect, test } from 'vitest'
import { concat, toHex, toText } from '../../src/base/bytes.ts'
import { bundleDhtKey } from '../../src/crypto/invites.ts'
import { parseLink } from '../../src/wire/link.ts'
import { networkPrefix, PROTOCOLS } from '../../src/wire/protocols.ts'
import { HostileServer } from '../support/hostile-server.ts'
import { KIND } from '../support/kad.ts'
import type { Person } from '../support/person.ts'
import { Stranger } from '../support/stranger.ts'
import { createWorld } from '../support/world.ts'

const GROUP = 'Walkers'
/** of identify's message: what differs from node to node by itself */
const [PUBLIC_KEY, LISTEN_ADDRESS, OBSERVED_ADDRESS, SIGNED_RECORD] = [1, 2, 4, 8]
const OWN = [PUBLIC_KEY, LISTEN_ADDRESS, OBSERVED_ADDRESS, SIGNED_RECORD]

/** The fields of a protobuf message that are all strings of bytes. */
function * fieldsOf (bytes: Uint8Array): Iterable<[field: number, value: Uint8Array]> {
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
  while (at < bytes.byteLength) {
    const field = varint() >>> 3
    const length = varint()
    yield [field, bytes.subarray(at, at += length)]
  }
}

/** Its length, then as many bytes: what a node says of itself to whoever asks, but for its key and addresses. */
async function identityOf (outsider: Stranger, person: Person): Promise<string[]> {
  const signal = AbortSignal.timeout(60_000)
  const connection = await outsider.node.dial({ addresses: person.node.addresses() }, { signal })
  const stream = await connection.newStream(`/${networkPrefix(person.node.network.id)}/id/1.0.0`, { signal })
  let message = new Uint8Array(0)
  const wanted = (): number => {
    const start = message.findIndex(byte => byte < 0x80) + 1
    return start === 0 ? Infinity : start + message.subarray(0, start).reduce((sum, byte, i) => sum + (byte & 0x7f) * 2 ** (7 * i), 0)
  }
  for await (const chunk of stream) {
    message = concat(message, 'subarray' in chunk ? chunk.subarray() : chunk)
    if (message.byteLength >= wanted()) break
  }
  await connection.close()
  const start = message.findIndex(byte => byte < 0x80) + 1
  const fields = [...fieldsOf(message.subarray(start))].filter(([field]) => !OWN.includes(field))
  return fields.map(([field, value]) => `${field} ${toText(value)}`).sort()
}

/** the others ask for servers, by whoever asks or by chance */
const OF_VALUES: number[] = [KIND.putValue, KIND.getValue]

interface Question { by: string, kind: number, key: string, shape: string }

/** What the DHT's messages look like to a server, and how many of these people sent one about the same key. */
interface Traffic {
  shapes: Set<string>
  /** the largest number of people who put, or asked for, the same key */
  sharers: number
  /** how many keys each put */
  keys: number[]
}

function trafficOf (people: readonly Person[], asked: readonly Question[], links: readonly string[]): Traffic {
  const own = links.map(link => toHex(bundleDhtKey(parseLink(link).publicKey)))
  const theirs = asked.filter(({ by, kind, key }) =>
    OF_VALUES.includes(kind) && !own.includes(key) && people.some(({ node }) => by === toHex(node.peerIdBytes)))
  const sharers = [...Map.groupBy(theirs, ({ key }) => key).values()].map(all => new Set(all.map(({ by }) => by)).size)
  return {
    shapes: new Set(theirs.map(({ shape }) => shape)),
    sharers: Math.max(...sharers),
    keys: people.map(({ node }) => {
      const puts = theirs.filter(({ by, kind }) => kind === KIND.putValue && by === toHex(node.peerIdBytes))
      return new Set(puts.map(({ key }) => key)).size
    })
  }
}

test('a member of groups says of themselves what somebody in none says, has no topic, and puts and asks what a contact does', async () => {
  await using world = await createWorld({ open: true })
  // The outsider who sees most: a server that everybody asks.
  const asked: Question[] = []
  await using server = await HostileServer.on(world.network, {
    answers: ({ kind, key, record }, asker) => {
      const by = toHex(asker.toMultihash().bytes)
      asked.push({ by, kind, key: toHex(key), shape: `${kind} ${key.byteLength} ${record?.byteLength ?? 0}` })
      return { kind, key, record: kind === KIND.putValue ? record : undefined }
    }
  })
  await server.join(world.network.bootstrap[0]!.addresses)
  const [ada, ben, cid, xan, yan, zed] = await world.people('Ada', 'Ben', 'Cid', 'Xan', 'Yan', 'Zed')
  const [inGroup, inNone] = [[ada, ben, cid], [xan, yan, zed]] as const
  const links: string[] = []
  for (const [one, other] of [[xan, yan], [xan, zed], [yan, zed]] as const) {
    links.push(await one.invite())
    await other.accept(links.at(-1)!)
  }
  await ada.messenger.groups.create(GROUP, [])
  const { link } = await ada.messenger.groupLinks.make(GROUP)
  links.push(link)
  for (const one of [ben, cid]) await one.messenger.joinGroup(link, { timeoutMs: 100_000 })
  await ada.say(GROUP, 'hello')
  await cid.until('it is there', async () => (await cid.conversation(GROUP)).length === 1)
  // Each of them has two others, to each of whom they say in two places where they are: in four, before an epoch ends.
  for (const people of [inGroup, inNone]) {
    await expect.poll(() => trafficOf(people, asked, links).keys.every(keys => keys >= 4)).toBe(true)
  }
  const [ofMembers, ofContacts] = [trafficOf(inGroup, asked, links), trafficOf(inNone, asked, links)]
  const puts = ({ shapes }: Traffic): string[] => [...shapes].filter(shape => shape.startsWith(`${KIND.putValue} `))
  expect(puts(ofContacts)).toHaveLength(1)
  expect(puts(ofMembers)).toEqual(puts(ofContacts))
  expect(new Set([...ofMembers.shapes, ...ofContacts.shapes].map(shape => shape.split(' ')[1]))).toEqual(new Set(['40']))
  // No key belongs to a group: at most the two who meet there know one.
  for (const { sharers, keys } of [ofMembers, ofContacts]) {
    expect(sharers).toBeLessThanOrEqual(2)
    for (const count of keys) expect(count).toBeLessThanOrEqual(8)
  }

  await using outsider = await Stranger.on(world.network)
  const ofNoGroup = await identityOf(outsider, zed)
  expect(ofNoGroup.some(line => line.includes('/nobyte/'))).toBe(true)
  for (const one of inGroup) {
    expect(await identityOf(outsider, one)).toEqual(ofNoGroup)
    for (const protocol of [PROTOCOLS.topics, PROTOCOLS.channel]) {
      expect(await outsider.knock(one, protocol, new Uint8Array(64))).toEqual(await outsider.knock(zed, protocol, new Uint8Array(64)))
    }
  }
})
