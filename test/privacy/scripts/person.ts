/** Somebody's node in a process of its own, of whichever build; its log goes to stderr. */
import type * as Nobyte from '../../../src/index.ts'

export interface PersonOptions {
  /** index.js of the build */
  index: string
  folder: string
  name: string
  passphrase: string
  /** left out by who has a link and nothing else */
  network?: string
}

export type Order =
  /** Answers when there are so many mailboxes to fetch from. */
  | { order: 'settle', mailboxes: number }
  | { order: 'invite' }
  | { order: 'accept', link: string }
  /** Answers when all of it lies in a mailbox. */
  | { order: 'leave', texts: string[] }
  /** Answers when somebody has written this. */
  | { order: 'read', text: string }

const { index, ...options } = JSON.parse(process.argv[2]!) as PersonOptions
const { openNode } = await import(index) as typeof Nobyte
const node = await openNode({
  ...options, listen: ['/ip4/127.0.0.1/tcp/0'], log: 'debug', argon2: { memoryKiB: 1024, passes: 1, parallelism: 1 }
})

/** Looks ten times a second. */
async function until (isSo: () => Promise<boolean>): Promise<void> {
  while (!await isSo()) await new Promise(resolve => { setTimeout(resolve, 100) })
}

async function has (holds: (message: Nobyte.Message) => boolean): Promise<boolean> {
  const [friend] = await node.messenger.people()
  return friend !== undefined && (await node.messenger.read(friend.contactId, { limit: 50 })).some(holds)
}

async function obey (order: Order): Promise<string | undefined> {
  switch (order.order) {
    case 'settle': return await until(async () => node.messenger.mailboxes().length === order.mailboxes) as undefined
    case 'invite': return (await node.messenger.invite()).link
    case 'accept':
      await node.accept(order.link, { timeoutMs: 60_000 })
      return await until(async () => (await node.messenger.people()).length === 1) as undefined
    case 'leave': {
      const [friend] = await node.messenger.people()
      for (const text of order.texts) await node.messenger.send(friend!.contactId, text)
      return await until(async () => {
        const lies = order.texts.map(async said => await has(({ text, state }) => text === said && state === 'in mailbox'))
        return (await Promise.all(lies)).every(Boolean)
      }) as undefined
    }
    case 'read': return await until(async () => await has(({ text, direction }) => direction === 'in' && text === order.text)) as undefined
    default: return order satisfies never
  }
}

process.on('message', (order: Order) => { void obey(order).then(answer => { process.send?.({ answer }) }) })
process.once('disconnect', () => { void node.close().finally(() => { process.exit() }) })
process.send?.({ answer: node.addresses[0] })
