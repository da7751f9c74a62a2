import { expect, test } from 'vitest'
import type { Connection } from '@libp2p/interface'
import { concat, toText, utf8 } from '../../src/base/bytes.ts'
import { nextTurn } from '../../src/base/time.ts'
import type { NetworkNode } from '../../src/network/node.ts'
import type { Judgement, Topics } from '../../src/network/topics.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import { servedNetwork, soon, startNode } from './testbed.ts'

const TOPIC = 'the-topic'
const HELLO = '/test/hello'
const HUGE = 4 * 1024 * 1024

function varint (number: number): Uint8Array {
  const bytes: number[] = []
  for (let left = number; ; left = Math.floor(left / 128)) {
    bytes.push(left > 127 ? left % 128 + 128 : left)
    if (left <= 127) return Uint8Array.from(bytes)
  }
}

/** Somebody on a topic, who believes what begins with "good". */
class Listener {
  readonly heard: string[] = []

  constructor (topics: Topics) {
    topics.join(TOPIC, message => this.#judge(toText(message)))
  }

  hasHeard (text: string): boolean { return this.heard.some(one => one.startsWith(text)) }

  #judge (text: string): Judgement {
    if (!text.startsWith('good')) return 'reject'
    this.heard.push(text)
    return 'accept'
  }
}

/** Whoever comes in at a node's door. */
class Door {
  #coming = Promise.withResolvers<Connection>()

  async open (node: NetworkNode): Promise<this> {
    await node.handle(HELLO, (stream, connection) => {
      stream.abort(new Error('hello'))
      this.#coming.resolve(connection)
    })
    return this
  }

  /** Both ends of a connection from somebody. */
  async takes (from: NetworkNode, to: NetworkNode): Promise<[Connection, Connection]> {
    this.#coming = Promise.withResolvers()
    const near = await from.dial({ peerId: to.peerIdBytes, addresses: to.addresses() }, { signal: soon() })
    const stream = await near.newStream(HELLO, { signal: soon() })
    if (stream.status === 'open') stream.send(Uint8Array.of(1))
    return [near, await this.#coming.promise]
  }
}

/** Says it again, each time a little differently, until everybody has heard it: a topic is joined a moment after a meeting. */
async function say (topics: Topics, text: string, listeners: Listener[]): Promise<void> {
  for (let i = 0; listeners.some(one => !one.hasHeard(text)); i++) {
    await topics.publish(TOPIC, utf8(`${text} ${i}`))
    await nextTurn()
  }
}

/** Ada is met by Ben, who hears her. */
async function talking (ada: NetworkNode, ben: NetworkNode): Promise<{ door: Door, adas: Topics, bens: Topics, listeners: Listener[] }> {
  const door = await new Door().open(ben)
  const [adas, bens] = await Promise.all([ada.topics(), ben.topics()])
  const listeners = [new Listener(adas), new Listener(bens)]
  const [near, far] = await door.takes(ada, ben)
  adas.allow(near)
  bens.meet(far)
  await say(adas, 'good morning', [listeners[1]!])
  return { door, adas, bens, listeners }
}

test('what is said on a topic reaches those who were met, over each other; a stranger is told of no topic and is not heard', async () => {
  const { network } = await servedNetwork()
  const [ada, ben, cid, eve] = await Promise.all(Array.from({ length: 4 }, async () => await startNode({ network }))) as
    [NetworkNode, NetworkNode, NetworkNode, NetworkNode]
  const door = await new Door().open(ben)
  const topics = await Promise.all([ada, ben, cid, eve].map(async node => await node.topics()))
  const [adas, bens, cids, eves] = topics as [Topics, Topics, Topics, Topics]
  const listeners = [adas, bens, cids, eves].map(one => new Listener(one))
  for (const [node, its] of [[ada, adas], [cid, cids]] as const) {
    const [near, far] = await door.takes(node, ben)
    its.allow(near)
    bens.meet(far)
  }
  await say(adas, 'good morning', [listeners[1]!, listeners[2]!])
  await say(cids, 'good night', [listeners[0]!, listeners[1]!])

  // Eve is connected with Ben, and meets him though he does not meet her.
  const [near] = await door.takes(eve, ben)
  eves.meet(near)
  const said: number[] = []
  const stream = await near.newStream(PROTOCOLS.topics, { signal: soon() })
  stream.addEventListener('message', ({ data }) => { said.push(data.byteLength) })
  const ended = new Promise<void>(resolve => { stream.addEventListener('close', () => { resolve() }) })
  if (stream.status === 'open') {
    stream.send(Uint8Array.of(0))
    await ended
  }
  expect(said).toEqual([])
  await eves.publish(TOPIC, utf8('good for nothing'))
  await say(adas, 'good again', [listeners[1]!, listeners[2]!])
  expect(listeners[3]!.heard).toEqual([])
  expect(listeners[1]!.heard.filter(one => one.includes('nothing'))).toEqual([])
  expect(bens.peers).toBe(2)
})

test('whoever says much that nobody there could have said is not listened to any more', async () => {
  const { network } = await servedNetwork()
  const [ada, ben] = await Promise.all([startNode({ network }), startNode({ network })])
  const { adas, bens, listeners } = await talking(ada, ben)
  for (let i = 0; bens.peers > 0; i++) {
    await adas.publish(TOPIC, utf8(`bad ${i}`))
    await nextTurn()
    expect(i).toBeLessThan(100_000)
  }
  expect(listeners[1]!.heard.filter(one => !one.startsWith('good'))).toEqual([])
})

test('of a message of 4 MiB, or of a hundred thousand subscriptions at once, nothing is read; others talk on', async () => {
  const { network } = await servedNetwork()
  const [ada, ben, eve] = await Promise.all([startNode({ network }), startNode({ network }), startNode({ network })])
  const { door, adas, bens, listeners } = await talking(ada, ben)
  const memory = process.memoryUsage.rss()
  // gossipsub's RPC: subscriptions are field 1 (2: the topic), messages field 2 (2: the data, 4: the topic).
  const field = (number: number, bytes: Uint8Array): Uint8Array => concat(Uint8Array.of(number * 8 + 2), varint(bytes.byteLength), bytes)
  const huge = field(2, concat(field(2, concat(utf8('good'), new Uint8Array(HUGE))), field(4, utf8(TOPIC))))
  const subscription = field(1, concat(Uint8Array.of(8, 1), field(2, utf8('another-topic'))))
  const many = Buffer.concat(Array.from({ length: 100_000 }, () => subscription))
  for (const rpc of [huge, many]) {
    const [evesEnd, bensEnd] = await door.takes(eve, ben)
    bens.allow(bensEnd)
    const stream = await evesEnd.newStream(PROTOCOLS.topics, { signal: soon() })
    stream.send(concat(varint(rpc.byteLength), rpc)) // as much of it goes as the other end takes
    await say(adas, `good while ${rpc.byteLength} come`, [listeners[1]!])
    await evesEnd.close()
  }
  await say(adas, 'good night', [listeners[1]!])
  expect(listeners[1]!.heard.every(one => one.length < 100)).toBe(true)
  expect(process.memoryUsage.rss() - memory).toBeLessThan(16 * HUGE)
})
