/** One of the two friends, embedded through dist/index.js alone. */
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

/** Says things one after another, each when the one before is known to be durable at the other's. */
async function talk ({ count, everyMs = 0 }: { count: number, everyMs?: number }): Promise<{ deliveredMs: number[] }> {
  const { messenger } = node!
  const [friend] = await messenger.people()
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
    const { messageId } = await messenger.send(friend!.contactId, `${i} ${'x'.repeat(200)}`)
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

serve({ open, invite, accept, talk }, async () => { await node?.close() })
