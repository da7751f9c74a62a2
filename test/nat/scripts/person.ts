/**
 * Somebody's node in a process of its own, embedded through dist/index.js. Prints a line when it is ready, one whenever
 * the way to the first contact is another, and one as the answer to each line on stdin: ["invite"], ["accept", link],
 * ["send", text], which is answered when it has arrived, or ["why"].
 */
import { createInterface } from 'node:readline'
import type * as Nobyte from '../../../src/index.ts'

const { openNode } = await import(new URL('../../../dist/index.js', import.meta.url).href) as typeof Nobyte

export type Order = ['invite'] | ['accept', string] | ['send', string] | ['why']
export interface Way {
  kind: 'direct' | 'relayed'
  address: string
}
export type Report = { ready: true } | { way: Way | null } | { answer: unknown }

const report = (said: Report): void => { console.log(JSON.stringify(said)) }

const [folder, name, network] = process.argv.slice(2)
const node = await openNode({
  folder: folder!,
  name: name!,
  ...(network === undefined ? {} : { network }),
  passphrase: 'correct-horse',
  argon2: { memoryKiB: 1024, passes: 1, parallelism: 1 }
})
const { messenger } = node
let told = ''

async function tell (): Promise<void> {
  const [friend] = await messenger.people()
  if (friend === undefined) return
  const route = (await messenger.why(friend.contactId)).facts.route as Way | null
  const way = route && { kind: route.kind, address: route.address }
  if (JSON.stringify(way) === told) return
  told = JSON.stringify(way)
  report({ way })
}

async function obey (order: Order): Promise<unknown> {
  const [friend] = await messenger.people()
  switch (order[0]) {
    case 'invite': return (await messenger.invite()).link
    case 'accept': return (await node.accept(order[1], { wait: true, timeoutMs: 60_000 })).state
    case 'why': return await messenger.why(friend!.contactId)
    case 'send': {
      const arrived = Promise.withResolvers<void>()
      const off = messenger.events.on('message:state', () => { if (messenger.waiting === 0) arrived.resolve() })
      await messenger.send(friend!.contactId, order[1])
      await arrived.promise
      off()
      return true
    }
    default: return order satisfies never
  }
}

messenger.events.on('contact:changed', () => { void tell() })
report({ ready: true })
for await (const line of createInterface({ input: process.stdin })) report({ answer: await obey(JSON.parse(line) as Order) })
await node.close()
process.exit()
