/** What somebody on the same network, who is in no group with them, can tell of a member: no more than of anybody. */
import { expect, test } from 'vitest'
import { concat, toText } from '../../src/base/bytes.ts'
import { networkPrefix, PROTOCOLS } from '../../src/wire/protocols.ts'
import type { Person } from '../support/person.ts'
import { Stranger } from '../support/stranger.ts'
import { createWorld, meet } from '../support/world.ts'

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

test('a member of groups says of themselves what somebody in none says, and has no topic', async () => {
  await using world = await createWorld()
  const [ada, ben, cid, yan, zed] = await world.people('Ada', 'Ben', 'Cid', 'Yan', 'Zed')
  await meet(yan, zed)
  await ada.messenger.groups.create(GROUP, [])
  const { link } = await ada.messenger.groupLinks.make(GROUP)
  for (const one of [ben, cid]) await one.messenger.joinGroup(link, { timeoutMs: 100_000 })
  await ada.say(GROUP, 'hello')
  await cid.until('it is there', async () => (await cid.conversation(GROUP)).length === 1)
  await using outsider = await Stranger.on(world.network)
  const ofNoGroup = await identityOf(outsider, zed)
  expect(ofNoGroup.some(line => line.includes('/nobyte/'))).toBe(true)
  for (const one of [ada, ben, cid]) {
    expect(await identityOf(outsider, one)).toEqual(ofNoGroup)
    for (const protocol of [PROTOCOLS.topics, PROTOCOLS.channel]) {
      expect(await outsider.knock(one, protocol, new Uint8Array(64))).toEqual(await outsider.knock(zed, protocol, new Uint8Array(64)))
    }
  }
})
