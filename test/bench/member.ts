/** A member of a group, in a process of its own, used as a program that embeds it would: through dist/index.js alone. */
import { setTimeout } from 'node:timers/promises'
import type * as Nobyte from '../../src/index.ts'
import { serve } from './children.ts'
import { PASSPHRASE } from './programs.ts'

const { openNode } = await import(new URL('../../dist/index.js', import.meta.url).href) as typeof Nobyte

export interface Stamped {
  id: string
  atMs: number
}

const GROUP = 'Bench'
const argon2 = { memoryKiB: 1024, passes: 1, parallelism: 1 }
const PATIENCE_MS = 120_000
/** The same clock in all processes of a machine. */
const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6

let node: Nobyte.Node | undefined
const log: Stamped[] = []

async function open (options: Omit<Nobyte.OpenNodeOptions, 'passphrase'>): Promise<void> {
  node = await openNode({ ...options, passphrase: PASSPHRASE, argon2, listen: ['/ip4/127.0.0.1/tcp/0'] })
  node.messenger.events.on('message:received', ({ messageIds }) => { for (const id of messageIds) log.push({ id, atMs: nowMs() }) })
}

/** @returns a link into a group of one's own */
async function make (): Promise<string> {
  await node!.messenger.groups.create(GROUP, [])
  return (await node!.messenger.groupLinks.make(GROUP)).link
}

async function join ({ link }: { link: string }): Promise<void> {
  await node!.messenger.joinGroup(link, { timeoutMs: PATIENCE_MS })
}

/** Until so many take part, as far as is known here. */
async function counts ({ members }: { members: number }): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = (): void => {
    void node!.messenger.groups.info(GROUP).then(group => {
      if (group.members.filter(({ accepted }) => accepted).length >= members) resolve()
    })
  }
  const off = node!.messenger.events.on('group:changed', look)
  look()
  await promise
  off()
}

/** @returns each message and when it was said */
async function say ({ bytes, count, pauseMs }: { bytes: number, count: number, pauseMs: number }): Promise<Stamped[]> {
  const text = 'x'.repeat(bytes)
  const said = async (): Promise<Stamped> => {
    const atMs = nowMs()
    return { id: (await node!.messenger.send(GROUP, text)).messageId, atMs }
  }
  if (pauseMs === 0) return await Promise.all(Array.from({ length: count }, said))
  const all: Stamped[] = []
  for (let i = 0; i < count; i++) {
    all.push(await said())
    await setTimeout(pauseMs)
  }
  return all
}

/** Until so many messages are here. @returns all of them, and when they came */
async function heard ({ count }: { count: number }): Promise<Stamped[]> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = (): void => { if (log.length >= count) resolve() }
  const off = node!.messenger.events.on('message:received', () => { queueMicrotask(look) })
  look()
  await promise
  off()
  return log
}

async function close (): Promise<void> {
  await node?.close()
  node = undefined
}

serve({ open, make, join, counts, say, heard, close }, close)
