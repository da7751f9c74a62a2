/** One of the friends, embedded through dist/index.js alone. */
import { setTimeout } from 'node:timers/promises'
import type * as Nobyte from '../../../src/index.ts'
import { serve } from '../../bench/children.ts'

const { openNode } = await import(new URL('../../../dist/index.js', import.meta.url).href) as typeof Nobyte

let node: Nobyte.Node | undefined

async function open ({ listen, ...options }: { folder: string, name: string, network: string, listen: string }): Promise<string> {
  node = await openNode({ ...options, passphrase: 'flood', argon2: { memoryKiB: 1024, passes: 1, parallelism: 1 }, listen: [listen] })
  return node.addresses.find(address => address.startsWith(listen))!
}

const invite = async (): Promise<string> => (await node!.messenger.invite()).link

async function accept ({ link }: { link: string }): Promise<void> {
  await node!.accept(link, { wait: true, timeoutMs: 60_000 })
}

/** @param to the only one, unless somebody is named */
async function friendCalled (to?: string): Promise<Nobyte.Contact> {
  return (await node!.messenger.people()).find(({ name }) => to === undefined || name === to)!
}

/** Says things one after another, each when the one before is known to be durable at the other's. */
async function talk ({ count, everyMs = 0, to }: { count: number, everyMs?: number, to?: string }): Promise<{ deliveredMs: number[] }> {
  const { messenger } = node!
  const friend = await friendCalled(to)
  const deliveredMs: number[] = []
  const delivered = new Set<string>()
  let look = (): void => {}
  const off = messenger.events.on('message:state', ({ state, messageIds }) => {
    if (state !== 'delivered') return
    for (const id of messageIds) delivered.add(id)
    look()
  })
  for (let i = 0; i < count; i++) {
    const sinceMs = performance.now()
    const { messageId } = await messenger.send(friend.contactId, `${i} ${'x'.repeat(200)}`)
    await new Promise<void>(resolve => {
      look = () => { if (delivered.has(messageId)) resolve() }
      look()
    })
    deliveredMs.push(performance.now() - sinceMs)
    if (everyMs > 0) await setTimeout(everyMs)
  }
  off()
  return { deliveredMs }
}

/** Says so much to somebody, whether they take it or not. Resolves when all of it is durable here. */
async function pour ({ to, count, bytes }: { to: string, count: number, bytes: number }): Promise<void> {
  const { contactId } = await friendCalled(to)
  const texts = Array.from({ length: count }, (_, i) => `${i} `.padEnd(bytes, 'x'))
  // As many at a time as fill a batch: whoever waits for the disk each time never gets ahead of a reader.
  while (texts.length > 0) await Promise.all(texts.splice(0, 32).map(async text => await node!.messenger.send(contactId, text)))
}

/** Memory in use after its garbage is gone, in MB (run with --expose-gc), and who is connected. */
async function standing (): Promise<{ usedMb: number, online: string[] }> {
  gc!()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  const online = (await node!.messenger.people()).filter(one => one.online).map(({ name }) => name)
  return { usedMb: (heapUsed + arrayBuffers) / 2 ** 20, online }
}

/** Resolves when they have all that was said to them. */
async function delivered ({ to }: { to: string }): Promise<void> {
  const { messenger } = node!
  const { contactId } = await friendCalled(to)
  for (;;) {
    const news = messenger.events.next('message:state')
    if ((await messenger.why(contactId)).facts.waiting === 0) return
    await news
  }
}

/** The first words of what somebody said last. */
async function heard ({ from, count }: { from: string, count: number }): Promise<string[]> {
  const rows = await node!.messenger.read((await friendCalled(from)).contactId, { limit: count, peek: true })
  return rows.map(({ text }) => text.split(' ')[0]!)
}

serve({ open, invite, accept, talk, pour, standing, delivered, heard }, async () => { await node?.close() })
