import { expect, test } from 'vitest'
import type { Connection } from '@libp2p/interface'
import { toText, utf8 } from '../../src/base/bytes.ts'
import { nextTurn } from '../../src/base/time.ts'
import type { NetworkNode } from '../../src/network/node.ts'
import type { Judgement, Topics } from '../../src/network/topics.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import { servedNetwork, soon, startNode } from './testbed.ts'

const TOPIC = 'the-topic'
const HELLO = '/test/hello'

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
  const door = await new Door().open(ben)
  const [adas, bens] = await Promise.all([ada.topics(), ben.topics()])
  const listeners = [new Listener(adas), new Listener(bens)]
  const [near, far] = await door.takes(ada, ben)
  adas.allow(near)
  bens.meet(far)
  await say(adas, 'good morning', [listeners[1]!])
  for (let i = 0; bens.peers > 0; i++) {
    await adas.publish(TOPIC, utf8(`bad ${i}`))
    await nextTurn()
    expect(i).toBeLessThan(100_000)
  }
  expect(listeners[1]!.heard.filter(one => !one.startsWith('good'))).toEqual([])
})
