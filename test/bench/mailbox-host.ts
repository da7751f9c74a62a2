/** A mailbox host in a process of its own, without the limits that keep one address from filling it. */
import { join } from 'node:path'
import type * as Bytes from '../../src/base/bytes.ts'
import type * as Logs from '../../src/base/log.ts'
import type * as Randoms from '../../src/base/random.ts'
import type * as Times from '../../src/base/time.ts'
import type * as Keys from '../../src/crypto/mailbox.ts'
import type * as Primitives from '../../src/crypto/primitives.ts'
import type * as Descriptors from '../../src/network/networks/descriptors.ts'
import type * as Node from '../../src/network/node.ts'
import type * as Hosting from '../../src/protocols/mailbox/host.ts'
import type * as Cells from '../../src/store/hosted/cells.ts'
import type * as Queues from '../../src/store/hosted/queues.ts'
import { serve } from './children.ts'

const part = (name: string): string => new URL(`../../.cache/parts/${name}`, import.meta.url).href
const { toBase64url } = await import(part('base/bytes.js')) as typeof Bytes
const { silentLog: log } = await import(part('base/log.js')) as typeof Logs
const { systemRandom: random } = await import(part('base/random.js')) as typeof Randoms
const { systemClock: clock } = await import(part('base/time.js')) as typeof Times
const { hostKey } = await import(part('crypto/mailbox.js')) as typeof Keys
const { ed25519FromSeed } = await import(part('crypto/primitives.js')) as typeof Primitives
const { readNetworkFile } = await import(part('network/networks/descriptors.js')) as typeof Descriptors
const { createNode } = await import(part('network/node.js')) as typeof Node
const { createMailboxHost } = await import(part('protocols/mailbox/host.js')) as typeof Hosting
const { WaitingCells } = await import(part('store/hosted/cells.js')) as typeof Cells
const { QueueTable } = await import(part('store/hosted/queues.js')) as typeof Queues

const LISTEN = ['/ip4/127.0.0.1/tcp/0']
const LIMITS = {
  maxCells: 262_144, maxCellsPerSender: 262_144, maxTags: 2_097_152, maxTagsPerSender: 262_144, maxBundles: 1, maxBundlesPerQueue: 1
}
const UNHURRIED = { commandsPerSecond: 1e6, commandBurst: 1e6, queuesPerSecond: 1e6, queueBurst: 1e6 }

let close = async (): Promise<void> => {}

async function open (
  { folder, networkFile }: { folder: string, networkFile: string }
): Promise<Record<'peerId' | 'key', string> & { addresses: string[] }> {
  const seed = random(32)
  const node = await createNode({
    role: 'infrastructure', network: await readNetworkFile(networkFile), listen: LISTEN, privateKeySeed: seed, relay: false, log
  })
  const queues = await QueueTable.open({ folder: join(folder, 'queues'), log })
  const cells = await WaitingCells.open({ folder, durable: false, limits: LIMITS, random, log })
  const host = await createMailboxHost({
    node, key: hostKey(seed), signing: ed25519FromSeed(seed), operator: 'bench', queues, cells, clock, random, log
  }, UNHURRIED)
  close = async () => {
    await host.stop()
    await node.stop()
    await cells.close()
    await queues.close()
  }
  return { peerId: toBase64url(node.peerIdBytes), key: toBase64url(host.key), addresses: node.addresses() }
}

/** What is not in use any more is given back first. */
function settle (): void {
  for (let i = 0; i < 3; i++) globalThis.gc!()
}

serve({ open, settle }, async () => { await close() })
