import { expect, test } from 'vitest'
import { fromUtf8, utf8, type Bytes } from '../../src/base/bytes.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { newDevice } from '../../src/crypto/devices.ts'
import { giveSenderKey, newDistribution, openFromGroup, sealForGroup, takeSenderKey } from '../../src/crypto/sender-keys.ts'

const { deviceId: device } = newDevice(random)

/** Somebody who keeps the keys that they are given. */
class Listener {
  readonly records = new Map<string, Bytes>()

  async takes (key: Bytes): Promise<void> {
    const { distribution, record } = await takeSenderKey({ device, key, recordOf: name => this.records.get(name) })
    this.records.set(distribution, record)
  }

  async opens (sealed: Bytes): Promise<string> {
    const opened = await openFromGroup({ device, sealed, recordOf: name => this.records.get(name) })
    if (opened.kind !== 'plaintext') return opened.kind
    this.records.set(opened.distribution, opened.record)
    return fromUtf8(opened.plaintext)
  }
}

test('what is sealed once is opened by all who have the key, once, in any order; nothing from before it was given', async () => {
  const distribution = newDistribution(random)
  let { record, key } = await giveSenderKey({ device, distribution, record: undefined })
  const [early, late, none] = [new Listener(), new Listener(), new Listener()]
  await early.takes(key)
  const say = async (text: string): Promise<Bytes> => {
    const { record: next, sealed } = await sealForGroup({ device, distribution, record, plaintext: utf8(text) })
    record = next
    return sealed
  }
  const first = await say('one')
  ;({ record, key } = await giveSenderKey({ device, distribution, record }))
  await late.takes(key)
  const [second, third] = [await say('two'), await say('three')]
  expect([await early.opens(third), await early.opens(first), await early.opens(second)]).toEqual(['three', 'one', 'two'])
  expect([await late.opens(second), await late.opens(third)]).toEqual(['two', 'three'])
  expect(await late.opens(first)).not.toBe('one')
  expect(await early.opens(second)).toBe('duplicate')
  await early.takes(key) // given again, it opens nothing twice
  expect(await early.opens(second)).not.toBe('two')
  expect(await none.opens(second)).toBe('no-key')
  expect(await early.opens(utf8('nothing'))).toBe('broken')
  const changed = third.slice()
  changed[changed.length - 1]! ^= 1
  expect(await late.opens(changed)).not.toBe('three')
  await expect(none.takes(utf8('nothing'))).rejects.toMatchObject({ code: 'PROTOCOL' })
})
