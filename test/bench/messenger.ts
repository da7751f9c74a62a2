/** A person's node in a process of its own, used as a program that embeds it would: through dist/index.js alone. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import type * as Nobyte from '../../src/index.ts'
import { serve } from './children.ts'
import { PASSPHRASE } from './programs.ts'

const { openNode } = await import(new URL('../../dist/index.js', import.meta.url).href) as typeof Nobyte

interface Reconnected {
  opened: number[]
  connected: number[]
}

/** light, so that what is measured is not the passphrase */
const argon2 = { memoryKiB: 1024, passes: 1, parallelism: 1 }
const WINDOW = 4096

let node: Nobyte.Node | undefined
let stopEcho = (): void => {}

const who = async (): Promise<string> => (await node!.messenger.people())[0]!.contactId

async function open (options: Omit<Nobyte.OpenNodeOptions, 'passphrase'>): Promise<void> {
  node = await openNode({ ...options, passphrase: PASSPHRASE, argon2, listen: ['/ip4/127.0.0.1/tcp/0'] })
}

const invite = async (): Promise<string> => (await node!.messenger.invite()).link

async function accept ({ link }: { link: string }): Promise<void> {
  await node!.accept(link, { wait: true, timeoutMs: 60_000 })
}

/** Answers every message with its own text until it is called again. */
function echo ({ on }: { on: boolean }): void {
  stopEcho()
  stopEcho = on ? node!.onMessage(async ({ text }, { contactId }) => { await node!.messenger.send(contactId, text) }) : () => {}
}

async function roundTrips ({ bytes, count }: { bytes: number, count: number }): Promise<number[]> {
  const to = await who()
  const samples: number[] = []
  let answered = (): void => {}
  const off = node!.onMessage(() => { answered() })
  for (let i = 0; i < count; i++) {
    const sinceMs = performance.now()
    const answer = new Promise<void>(resolve => { answered = resolve })
    await node!.messenger.send(to, 'x'.repeat(bytes))
    await answer
    samples.push(performance.now() - sinceMs)
  }
  off()
  return samples
}

/** From the call of send until the other side's receipt is here: durable there. */
async function receipts ({ bytes, count }: { bytes: number, count: number }): Promise<{ queued: number[], delivered: number[] }> {
  const to = await who()
  const [queued, delivered]: [number[], number[]] = [[], []]
  let receipted = (): void => {}
  const off = node!.messenger.events.on('message:state', ({ state }) => { if (state === 'delivered') receipted() })
  for (let i = 0; i < count; i++) {
    const sinceMs = performance.now()
    const receipt = new Promise<void>(resolve => { receipted = resolve })
    await node!.messenger.send(to, 'x'.repeat(bytes))
    queued.push(performance.now() - sinceMs)
    await receipt
    delivered.push(performance.now() - sinceMs)
  }
  off()
  return { queued, delivered }
}

/** @returns messages a second that were durable on both sides, and how many they were */
async function pipelined ({ bytes, durationMs }: { bytes: number, durationMs: number }): Promise<{ rate: number, count: number }> {
  const to = await who()
  let [sent, delivered] = [0, 0]
  let wake = (): void => {}
  let failed: Error | undefined
  const off = node!.messenger.events.on('message:state', ({ state, messageIds }) => {
    if (state !== 'delivered') return
    delivered += messageIds.length
    wake()
  })
  const text = 'x'.repeat(bytes)
  const sinceMs = performance.now()
  const isOver = (): boolean => performance.now() - sinceMs >= durationMs
  while (!isOver() || delivered < sent) {
    for (; !isOver() && sent - delivered < WINDOW; sent++) node!.messenger.send(to, text).catch((err: Error) => { failed = err })
    if (failed !== undefined) throw failed
    const news = new Promise<void>(resolve => { wake = resolve })
    if (delivered < sent) await news
  }
  off()
  return { rate: sent / (performance.now() - sinceMs) * 1000, count: sent }
}

/** Closes the node and opens it again: until it listens, and from then until the encrypted session with the contact is open. */
async function reconnections ({ count, ...options }: Omit<Nobyte.OpenNodeOptions, 'passphrase'> & { count: number }): Promise<Reconnected> {
  const [opened, connected]: [number[], number[]] = [[], []]
  for (let i = 0; i < count; i++) {
    await close()
    const sinceMs = performance.now()
    await open(options)
    const openMs = performance.now()
    await whenOnline()
    opened.push(openMs - sinceMs)
    connected.push(performance.now() - openMs)
  }
  return { opened, connected }
}

async function whenOnline (): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = (): void => { void node!.messenger.people().then(([contact]) => { if (contact!.online) resolve() }) }
  const off = node!.messenger.events.on('contact:changed', look)
  look()
  await promise
  off()
}

/** Until a DHT server holds where this node is. */
async function whenPublished (): Promise<void> {
  const { contactId } = (await node!.messenger.people())[0]!
  const stored = async (): Promise<number> => {
    const { facts } = await node!.messenger.why(contactId)
    return (facts as { published: { stored: number } | null }).published?.stored ?? 0
  }
  while (await stored() === 0) await setTimeout(20)
}

/** Until the contact has said where to leave something for them. */
async function whenTold (): Promise<void> {
  while (!(await standing()).told) await setTimeout(20)
}

const standing = async (): Promise<{ told: boolean }> =>
  ((await node!.messenger.why(await who())).facts.mailboxes as [{ told: boolean }])[0]

async function say ({ bytes, count }: { bytes: number, count: number }): Promise<void> {
  const to = await who()
  for (let i = 0; i < count; i++) await node!.messenger.send(to, 'x'.repeat(bytes))
}

/** Until everything that was written lies at a host. */
async function whenLeft (): Promise<void> {
  const isLeft = async (): Promise<boolean> => {
    const [last] = await node!.messenger.read(await who(), { limit: 1, peek: true })
    return last?.state === 'in mailbox' && node!.messenger.waiting > 0
  }
  while (!await isLeft()) await setTimeout(20)
}

/** Until the contact has it. */
async function whenReceipted (): Promise<void> {
  while (node!.messenger.waiting > 0) await setTimeout(20)
}

/** Starts, and has what waits somewhere. @returns milliseconds from the beginning until it is ready, and until all is here */
async function catchUp (
  { count, ...own }: Omit<Nobyte.OpenNodeOptions, 'passphrase'> & { count: number }
): Promise<Record<'openMs' | 'allMs', number>> {
  const sinceMs = performance.now()
  await open(own)
  const openMs = performance.now() - sinceMs
  const unread = async (): Promise<number> => (await node!.messenger.people())[0]!.unread
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = (): void => { void unread().then(here => { if (here >= count) resolve() }) }
  const off = node!.messenger.events.on('message:received', look)
  look()
  await promise
  off()
  const allMs = performance.now() - sinceMs
  await node!.messenger.read(await who(), { limit: count })
  return { openMs, allMs }
}

/** Opens a profile and lists its chats, as the page does at once; then what follows a start goes on for so long. */
async function settle (
  { durationMs, ...own }: Omit<Nobyte.OpenNodeOptions, 'passphrase'> & { durationMs: number }
): Promise<Record<'listMs' | 'cpuMs' | 'longestMs', number>> {
  await open(own)
  const before = process.cpuUsage()
  const turns = monitorEventLoopDelay({ resolution: 1 })
  turns.enable()
  const sinceMs = performance.now()
  await node!.messenger.chats.list()
  const listMs = performance.now() - sinceMs
  await setTimeout(durationMs)
  turns.disable()
  const { user, system } = process.cpuUsage(before)
  return { listMs, cpuMs: (user + system) / 1000, longestMs: turns.max / 1e6 }
}

async function close (): Promise<void> {
  stopEcho()
  await node?.close()
  node = undefined
}

serve({
  open, invite, accept, echo, roundTrips, receipts, pipelined, reconnections, whenOnline, whenPublished, whenTold, say, whenLeft,
  whenReceipted, catchUp, settle, close
}, close)
