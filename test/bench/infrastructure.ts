/** Servers of a network: the bootstrap and DHT server that people meet through, or many DHT servers in one process. */
import { setTimeout } from 'node:timers/promises'
import type * as Logs from '../../src/base/log.ts'
import type * as Infra from '../../src/infra.ts'
import type * as Descriptors from '../../src/network/networks/descriptors.ts'
import type * as Node from '../../src/network/node.ts'
import { serve } from './children.ts'

const part = (name: string): string => new URL(`../../.cache/parts/${name}`, import.meta.url).href
const { startInfrastructure } = await import(part('infra.js')) as typeof Infra
const { createNode } = await import(part('network/node.js')) as typeof Node
const { readNetworkFile } = await import(part('network/networks/descriptors.js')) as typeof Descriptors
const { silentLog } = await import(part('base/log.js')) as typeof Logs

const LISTEN = ['/ip4/127.0.0.1/tcp/0']
const POLL_MS = 100

const running: { stop: () => Promise<void> }[] = []
const servers: Node.NetworkNode[] = []

async function open ({ home, networkFile }: { home: string, networkFile: string }): Promise<void> {
  running.push(await startInfrastructure({ home, networkFile, listen: LISTEN, log: silentLog }))
}

/** DHT servers that know of one another what the network's file and the DHT tell them. */
async function openMany ({ count, networkFile }: { count: number, networkFile: string }): Promise<void> {
  const network = await readNetworkFile(networkFile)
  for (let i = 0; i < count; i++) {
    const node = await createNode({ role: 'infrastructure', network, listen: LISTEN, log: silentLog })
    servers.push(node)
    running.push(node)
  }
}

/** Resolves once every server knows so many others, or the time is up. @returns how many they know on average */
async function known ({ atLeast, withinMs }: { atLeast: number, withinMs: number }): Promise<number> {
  const untilMs = performance.now() + withinMs
  const sizes = (): number[] => servers.map(({ dht }) => dht.tableSize())
  while (Math.min(...sizes()) < atLeast && performance.now() < untilMs) await setTimeout(POLL_MS)
  return sizes().reduce((sum, size) => sum + size, 0) / servers.length
}

serve({ open, openMany, known }, async () => { await Promise.all(running.map(async one => { await one.stop() })) })
