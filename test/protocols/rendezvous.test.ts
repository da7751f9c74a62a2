import { afterEach, describe, expect, test } from 'vitest'
import { toHex, type Bytes } from '../../src/base/bytes.ts'
import { AppError } from '../../src/base/errors.ts'
import { deviceIdFromBytes } from '../../src/base/ids.ts'
import { silentLog } from '../../src/base/log.ts'
import { systemRandom } from '../../src/base/random.ts'
import { systemClock } from '../../src/base/time.ts'
import { epochAt, openRendezvous, pairOffsetMs, rendezvousKeys, sealRendezvous } from '../../src/crypto/rendezvous.ts'
import type { Dht } from '../../src/network/dht/dht.ts'
import { newNetwork } from '../../src/network/networks/descriptors.ts'
import { createNode, type NetworkNode } from '../../src/network/node.ts'
import { createRendezvous } from '../../src/protocols/rendezvous.ts'
import { StoryClock } from './clock.ts'
import { codeOf } from './outcome.ts'

const nodes: NetworkNode[] = []
afterEach(async () => { for (const node of nodes.splice(0).reverse()) await node.stop() })

const secret = systemRandom(32)
const publisher = deviceIdFromBytes(systemRandom(32))
const soon = (): AbortSignal => AbortSignal.timeout(100_000)

function record (seq: number, of: Bytes = secret): { value: Bytes, keys: ReturnType<typeof rendezvousKeys>, epoch: number } {
  const epoch = epochAt(pairOffsetMs(of), systemClock.now())
  return {
    epoch,
    keys: rendezvousKeys(of, publisher, 0, epoch),
    value: sealRendezvous({
      secret: of, publisher, replica: 0, epoch, seq, peerId: systemRandom(38), addresses: [systemRandom(8)], random: systemRandom
    })
  }
}

interface Read {
  key: Bytes
  signal: AbortSignal
  answer: (value: Bytes) => void
  end: () => void
}

/** A DHT in which every answer comes when the story says so. */
function scriptedDht (): { node: { dht: Dht }, reads: Read[], puts: Array<() => void> } {
  const reads: Read[] = []
  const puts: Array<() => void> = []
  const dht = {
    async put (_key: Bytes, _value: Bytes) {
      await new Promise<void>(resolve => { puts.push(resolve) })
      return { stored: 3 }
    },
    async read (key: Bytes, { signal, onValue }: { signal: AbortSignal, onValue: (value: Bytes) => void }) {
      await new Promise<void>((resolve, reject) => {
        reads.push({ key, signal, answer: onValue, end: resolve })
        signal.addEventListener('abort', () => { reject(signal.reason) }, { once: true })
      })
    }
  } as Partial<Dht> as Dht
  return { node: { dht }, reads, puts }
}

const settle = async (): Promise<void> => { await new Promise(resolve => { setImmediate(resolve) }) }

describe('over a real network', () => {
  test('what one publishes the other finds, and reads', async () => {
    const description = newNetwork({ name: 'story', open: true, random: systemRandom })
    const common = { listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false, log: silentLog }
    const server = await createNode({ ...common, role: 'infrastructure', network: description })
    const network = { ...description, bootstrap: [{ addresses: server.addresses() }] }
    const [ada, radia] = await Promise.all([1, 2].map(async () => {
      const node = await createNode({ ...common, role: 'user', network })
      if (!node.dht.isReady()) await node.events.next('dht:ready', { signal: soon() })
      return node
    }))
    nodes.push(server, ada!, radia!)
    const { value, keys, epoch } = record(5)
    expect((await createRendezvous({ node: ada!, clock: systemClock }).publish(value, { signal: soon() })).stored).toBeGreaterThan(0)
    const seen: number[] = []
    const outcome = await createRendezvous({ node: radia!, clock: systemClock }).find(keys.dhtKey, {
      signal: soon(), accept: found => { seen.push(openRendezvous({ value: found, keys, epoch }).seq) }
    })
    expect(outcome).toEqual({ found: true })
    expect(seen).toEqual([5])
    const missing = record(1, systemRandom(32))
    expect(await createRendezvous({ node: radia!, clock: systemClock }).find(missing.keys.dhtKey, { signal: soon(), accept: () => {} }))
      .toEqual({ found: false })
  })

  test('only a valid record is published', async () => {
    const { node } = scriptedDht()
    const { publish } = createRendezvous({ node, clock: systemClock })
    expect(await codeOf(publish(systemRandom(1100), { signal: soon() }))).toBe('PROTOCOL')
  })
})

describe('a look-up', () => {
  test('hands on the first record at once and newer ones after it, never an older one or the same again', async () => {
    const { node, reads } = scriptedDht()
    const [older, first, newer] = [record(4), record(5), record(6)]
    const seen: string[] = []
    const finding = createRendezvous({ node, clock: new StoryClock() }).find(first.keys.dhtKey, {
      signal: soon(), accept: value => { seen.push(toHex(value)) }
    })
    await settle()
    reads[0]!.answer(first.value)
    expect(seen).toEqual([toHex(first.value)])
    for (const { value } of [first, older, newer, first, newer]) reads[0]!.answer(value)
    reads[0]!.end()
    expect(await finding).toEqual({ found: true })
    expect(seen).toEqual([toHex(first.value), toHex(newer.value)])
  })

  test('ends soon after the first record, however long the network takes over the rest', async () => {
    const clock = new StoryClock()
    const { node, reads } = scriptedDht()
    const { value, keys } = record(5)
    const finding = createRendezvous({ node, clock }).find(keys.dhtKey, { signal: soon(), accept: () => {} })
    await settle()
    clock.pass(60_000)
    expect(reads[0]!.signal.aborted).toBe(false)
    reads[0]!.answer(value)
    clock.pass(2999)
    await settle()
    expect(reads[0]!.signal.aborted).toBe(false)
    clock.pass(1)
    expect(await finding).toEqual({ found: true })
    expect(reads[0]!.signal.aborted).toBe(true)
    expect(clock.pending).toBe(0)
  })

  test('passes over what is damaged, lies under another key or is not accepted', async () => {
    const { node, reads } = scriptedDht()
    const { value, keys } = record(5)
    const damaged = value.slice()
    damaged[200]! ^= 1
    const asked: string[] = []
    const finding = createRendezvous({ node, clock: new StoryClock() }).find(keys.dhtKey, {
      signal: soon(),
      accept: found => {
        asked.push(toHex(found))
        throw new AppError('PROTOCOL', 'not mine')
      }
    })
    await settle()
    for (const answer of [damaged, systemRandom(5000), new Uint8Array(), record(9, systemRandom(32)).value, value]) reads[0]!.answer(answer)
    reads[0]!.end()
    expect(await finding).toEqual({ found: false })
    expect(asked).toEqual([toHex(value)])
  })

  test('fails as its reader fails, and as its caller gives up', async () => {
    const { node, reads } = scriptedDht()
    const { value, keys } = record(5)
    const { find } = createRendezvous({ node, clock: new StoryClock() })
    const full = find(keys.dhtKey, { signal: soon(), accept: () => { throw new AppError('DISK_FULL', 'full') } })
    await settle()
    reads[0]!.answer(value)
    expect(await codeOf(full)).toBe('DISK_FULL')
    const giveUp = new AbortController()
    const given = find(keys.dhtKey, { signal: giveUp.signal, accept: () => {} })
    await settle()
    const reason = new Error('enough')
    giveUp.abort(reason)
    await expect(given).rejects.toBe(reason)
  })
})

describe('many at once', () => {
  test('run eight by eight in the order of the calls, and who gives up leaves the queue', async () => {
    const { node, reads } = scriptedDht()
    const { find } = createRendezvous({ node, clock: new StoryClock() })
    const keys = Array.from({ length: 40 }, (_, i) => new Uint8Array(40).fill(i))
    const giveUp = new AbortController()
    const finding = keys.map(async (key, i) => await find(key, { signal: i === 12 ? giveUp.signal : soon(), accept: () => {} }))
    const given = codeOf(finding[12]!.catch(() => { throw new AppError('ABORTED', 'left') }))
    await settle()
    expect(reads).toHaveLength(8)
    giveUp.abort(new Error('enough'))
    expect(await given).toBe('ABORTED')
    for (let i = 0; i < 39; i++) {
      reads[i]!.end()
      await settle()
      expect(reads.length - i - 1).toBeLessThanOrEqual(8)
    }
    await Promise.all(finding.filter((_, i) => i !== 12))
    expect(reads.map(({ key }) => key[0])).toEqual(keys.map(key => key[0]).filter(i => i !== 12))
  })

  test('records to publish do not keep a look-up waiting', async () => {
    const { node, reads, puts } = scriptedDht()
    const { publish, find } = createRendezvous({ node, clock: new StoryClock() })
    const publishing = Array.from({ length: 30 }, async (_, i) => await publish(record(i + 1).value, { signal: soon() }))
    await settle()
    expect(puts).toHaveLength(8)
    const finding = find(record(1).keys.dhtKey, { signal: soon(), accept: () => {} })
    await settle()
    expect(reads).toHaveLength(1)
    reads[0]!.end()
    await finding
    for (let i = 0; i < 30; i++) {
      puts[i]!()
      await settle()
    }
    expect(await Promise.all(publishing)).toHaveLength(30)
  })
})
