/** The program as people start it: `nobyte start`, and its local API. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import type * as Client from '../../src/api/client.ts'
import type { ApiEvent, WayIn } from '../../src/api/schema.ts'
import { residentMb } from './machine.ts'

const client = new URL('../../.cache/parts/api/client.js', import.meta.url).href
const { connect, openEvents, resolveHome } = await import(client) as typeof Client

export const PASSPHRASE = 'bench'

export interface Bin {
  readonly pid: number
  memory: () => number
  /** Sends a text to the only contact; resolves when it was delivered. */
  deliver: (text: string) => Promise<void>
  /** Resolves when so many contacts are online, and all of them were told where this node is. */
  whenSettled: (count: number) => Promise<void>
  /** A way into its page. */
  open: () => Promise<WayIn>
  end: () => Promise<void>
}

/** Resolves once it is ready. @throws Error: it ended instead */
export async function startBin ({ main, home, execArgv }: { main: string, home: string, execArgv: string[] }): Promise<Bin> {
  mkdirSync(home, { recursive: true })
  for (const folder of ['', 'data']) chmodSync(join(home, folder), 0o700)
  const file = join(home, 'passphrase')
  writeFileSync(file, PASSPHRASE, { mode: 0o600 })
  const child = spawn(process.execPath, [...execArgv, main, 'start', '--foreground', '--json', '--passphrase-file', file], {
    env: { ...process.env, NOBYTE_HOME: home }, stdio: ['ignore', 'pipe', 'pipe']
  })
  let log = ''
  child.stderr.on('data', data => { log += data })
  for await (const line of createInterface({ input: child.stdout })) {
    if ((JSON.parse(line) as { type: string }).type !== 'ready') continue
    child.stdout.resume()
    return {
      pid: child.pid!,
      memory: () => residentMb(child.pid!),
      deliver: async text => { await deliver(home, text) },
      whenSettled: async count => { await whenSettled(home, count) },
      open: async () => await wayIn(home),
      end: async () => { await end(child) }
    }
  }
  throw new Error(`nobyte start ended before it was ready: ${log}`)
}

const homeIn = (folder: string): Client.Home =>
  resolveHome({ env: { NOBYTE_HOME: folder }, cwd: folder, uid: process.getuid?.() ?? 0 })

async function deliver (folder: string, text: string): Promise<void> {
  const home = homeIn(folder)
  const events = await openEvents(home)
  const client = await connect(home)
  try {
    const { contacts: [contact] } = await client.call('people.list')
    const { messageId } = await client.call('messages.send', { to: contact!.contactId, text })
    for await (const event of events) if (isDelivered(event, messageId)) return
  } finally {
    events.close()
    client.close()
  }
}

async function wayIn (folder: string): Promise<WayIn> {
  const client = await connect(homeIn(folder))
  try {
    return await client.call('page.open')
  } finally {
    client.close()
  }
}

async function whenSettled (folder: string, count: number): Promise<void> {
  const client = await connect(homeIn(folder))
  try {
    for (;;) {
      const { contacts } = await client.call('people.list')
      const told = await Promise.all(contacts.map(async ({ contactId, online }) => {
        const { facts } = await client.call('people.why', { who: contactId })
        return online && (facts['published'] as { stored: number } | null)?.stored
      }))
      if (told.filter(stored => stored).length >= count) return
      await setTimeout(500)
    }
  } finally {
    client.close()
  }
}

const isDelivered = (event: ApiEvent, messageId: string): boolean =>
  event.type === 'message-state' && event.messageId === messageId && event.state === 'delivered'

async function end (child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const late = new AbortController()
  void setTimeout(5000, undefined, { signal: late.signal }).then(() => { child.kill('SIGKILL') }, () => {})
  await exited
  late.abort()
}
