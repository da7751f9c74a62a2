/** A member of a group: their node in a process of its own, embedded through dist/index.js. */
import type * as Nobyte from '../../../../src/index.ts'

const { openNode } = await import(new URL('../../../../dist/index.js', import.meta.url).href) as typeof Nobyte

export interface MemberOptions {
  folder: string
  name: string
  network: string
}

const [options] = process.argv.slice(2)
const { folder, name, network } = JSON.parse(options!) as MemberOptions
const node = await openNode({
  folder, name, network, passphrase: 'correct-horse', listen: ['/ip4/127.0.0.1/tcp/0'],
  argon2: { memoryKiB: 1024, passes: 1, parallelism: 1 } // light: it is started again and again
})

/** What is asked is a method of the messenger, or of a part of it, by its name. */
process.on('message', ({ id, path, args }: { id: number, path: string[], args: unknown[] }) => {
  const owner = path.slice(0, -1).reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], node.messenger)
  const method = (owner as Record<string, (...args: unknown[]) => unknown>)[path.at(-1)!]!
  Promise.resolve().then(async () => await method.apply(owner, args)).then(
    result => { process.send?.({ id, result }) },
    (err: unknown) => { process.send?.({ id, error: err instanceof Error ? err.message : String(err) }) }
  )
})
process.once('disconnect', () => { process.exit() })
for (const event of ['message:received', 'group:changed', 'message:state'] as const) {
  node.messenger.events.on(event, () => { process.send?.({ news: true }) })
}
process.send?.({ ready: true })
