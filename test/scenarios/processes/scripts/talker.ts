/** Somebody's node in a process of its own, embedded through dist/index.js; says numbers one after another when told to. */
import type * as Nobyte from '../../../../src/index.ts'
import type { Message as MessageRow } from '../../../../src/index.ts'

const { openNode } = await import(new URL('../../../../dist/index.js', import.meta.url).href) as typeof Nobyte

export interface TalkerOptions {
  folder: string
  name: string
  network: string
}

type Circumstance =
  | 'fetching at two hosts' | 'told where to leave things' | 'a friend is there to write to'
  | 'at one host' | 'at two hosts' | 'receipts are on their way'

export type Command =
  | { command: 'invite' }
  | { command: 'accept', link: string }
  /** without waiting for the other side's answer */
  | { command: 'request', link: string }
  | { command: 'identify' }
  /** numbers as texts, from behind the last one that is durable here, so many at a time, until told to finish */
  | { command: 'talk', atOnce: number }
  /** Answers once everything said was received. */
  | { command: 'finish' }
  /** so many numbers as texts, from 0 or this one on; answers when all are durable */
  | { command: 'say', count: number, from?: number }
  /** Answers once this holds of the only friend; looks ten times a second. */
  | { command: 'wait', until: Circumstance }
  /** what the conversation holds */
  | { command: 'recall' }
  /** the hosts that gave something else than what was left there */
  | { command: 'accuse' }

/** Numbers, oldest first. */
export interface Memory {
  said: number[]
  heard: number[]
  /** told by an event, each time that it was */
  announced: number[]
}

export type Report =
  | { report: 'ready' }
  | { report: 'heard', count: number }
  /** the highest number of which this program was told that it is durable */
  | { report: 'said', last: number }
  | { report: 'answer', answer: unknown }


/** of `why`'s facts */
interface Standing {
  told: boolean
  receiptsDue: number
}

const report = (said: Report): void => { process.send?.(said) }
const { folder, name, network } = JSON.parse(process.argv[2]!) as TalkerOptions
const node = await openNode({
  folder, name, network, passphrase: 'correct-horse', listen: ['/ip4/127.0.0.1/tcp/0'],
  argon2: { memoryKiB: 1024, passes: 1, parallelism: 1 } // light: it is started again and again
})
const { messenger } = node
let talking: Promise<void> | undefined
let finishing = false

async function talk (atOnce: number): Promise<void> {
  const [friend] = await messenger.people()
  let next = 0
  for await (const { direction, text } of conversation()) {
    if (direction === 'in') continue
    next = Number(text) + 1
    break
  }
  const onTheWay = new Set<Promise<unknown>>()
  while (!finishing) {
    const number = next++
    const sending = messenger.send(friend!.contactId, String(number)).then(() => {
      report({ report: 'said', last: number })
    }).finally(() => onTheWay.delete(sending))
    onTheWay.add(sending)
    if (onTheWay.size >= atOnce) await Promise.race(onTheWay)
    await new Promise(setImmediate) // the loop must not keep the node from its work
  }
  await Promise.all(onTheWay)
}

/** Newest first. */
async function * conversation (): AsyncGenerator<MessageRow> {
  const [friend] = await messenger.people()
  for (let before: string | undefined; ;) {
    const rows = await messenger.read(friend!.contactId, { limit: 1000, peek: true, ...(before === undefined ? {} : { before }) })
    if (rows.length === 0) return
    before = rows[0]!.messageId
    yield * rows.reverse()
  }
}

async function finish (): Promise<void> {
  finishing = true
  await talking
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = (): void => { if (messenger.waiting === 0) resolve() }
  messenger.events.on('message:state', look)
  look()
  await promise
}

async function say (count: number, from: number): Promise<void> {
  const [friend] = await messenger.people()
  for (let i = from; i < from + count; i++) await messenger.send(friend!.contactId, String(i))
}

async function wait (until: Circumstance): Promise<void> {
  const isSo = async (): Promise<boolean> => {
    if (until === 'fetching at two hosts') return messenger.mailboxes().length === 2
    const [friend] = await messenger.people()
    if (until === 'a friend is there to write to') return friend?.state === 'ready'
    const [standing] = (await messenger.why(friend!.contactId)).facts.mailboxes as Standing[]
    if (until === 'told where to leave things') return standing!.told
    if (until === 'receipts are on their way') return standing!.receiptsDue === 0
    const copies = until === 'at one host' ? 1 : 2
    for await (const { direction, state, custody = [] } of conversation()) {
      if (direction === 'out' && state !== 'delivered' && state !== 'read' && custody.length < copies) return false
    }
    return true
  }
  while (!await isSo()) await new Promise(resolve => { setTimeout(resolve, 100) })
}

async function recall (): Promise<Memory> {
  const memory: Memory = { said: [], heard: [], announced: [] }
  const texts = new Map<string, number>()
  for await (const { messageId, direction, text } of conversation()) {
    (direction === 'out' ? memory.said : memory.heard).unshift(Number(text))
    texts.set(messageId, Number(text))
  }
  for await (const { name: event, payload } of messenger.log.since(0)) {
    if (event === 'message:received' && 'messageIds' in payload) memory.announced.push(...payload.messageIds.map(id => texts.get(id) ?? -1))
  }
  return memory
}

async function obey (order: Command): Promise<unknown> {
  switch (order.command) {
    case 'invite': return (await messenger.invite()).link
    case 'accept': return (await node.accept(order.link, { wait: true, timeoutMs: 120_000 })).state
    case 'request': return (await node.accept(order.link, { wait: false })).state
    case 'accuse': return messenger.mailboxes().filter(({ altered }) => altered > 0).map(({ host }) => host)
    case 'identify': return { ...messenger.identity(), addresses: node.addresses }
    case 'talk':
      talking = talk(order.atOnce)
      return true
    case 'finish': return await finish()
    case 'say': return await say(order.count, order.from ?? 0)
    case 'wait': return await wait(order.until)
    case 'recall': return await recall()
    default: return order satisfies never
  }
}

messenger.events.on('message:received', ({ messageIds }) => { report({ report: 'heard', count: messageIds.length }) })
process.on('message', (order: Command) => { void obey(order).then(answer => { report({ report: 'answer', answer }) }) })
process.once('disconnect', () => { process.exit() })
report({ report: 'ready' })
