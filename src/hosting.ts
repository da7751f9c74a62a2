/** An operator's mailbox host: where its queues and cells lie, with which key it serves them, and the order in which it ends. */
import { join } from 'node:path'
import type { Bytes } from './base/bytes.ts'
import type { Log } from './base/log.ts'
import type { Random } from './base/random.ts'
import type { Clock } from './base/time.ts'
import { hostKey } from './crypto/mailbox.ts'
import { ed25519FromSeed } from './crypto/primitives.ts'
import type { NetworkNode } from './network/node.ts'
import type { Roster } from './network/networks/roster.ts'
import { createMailboxHost, type MailboxHosting } from './protocols/mailbox/host.ts'
import { WaitingCells } from './store/hosted/cells.ts'
import { QueueTable } from './store/hosted/queues.ts'

/**
 * 262,144 cells are 1 GiB, 65,536 bundles of links a quarter of that; on disk up to twice as much, until what was deleted
 * is gone from there as well.
 */
const LIMITS = {
  maxCells: 262_144, maxCellsPerSender: 2048, maxTags: 2_097_152, maxTagsPerSender: 65_536, maxBundles: 65_536, maxBundlesPerQueue: 32
}

interface HostingParts {
  node: NetworkNode
  /** the node's folder */
  home: string
  /** of the node's key */
  seed: Bytes
  operator: string
  /** which nodes are proxies of this network; without it none is */
  roster?: Roster
  durable: boolean
  clock: Clock
  random: Random
  log: Log
}

/** @throws AppError CORRUPT: the queues are damaged; DISK_FULL */
export async function openMailboxHost (
  { node, home, seed, operator, roster, durable, clock, random, log }: HostingParts
): Promise<MailboxHosting> {
  const folder = join(home, 'mailbox')
  const queues = await QueueTable.open({ folder: join(folder, 'queues'), log })
  try {
    const cells = await WaitingCells.open({ folder, durable, limits: LIMITS, random, log })
    const host = await createMailboxHost({
      node, key: hostKey(seed), signing: ed25519FromSeed(seed), operator, ...(roster && { roster }), queues, cells, clock, random, log
    })
    return {
      ...host,
      async stop () {
        await host.stop()
        await cells.close()
        await queues.close()
      }
    }
  } catch (err) {
    await queues.close()
    throw err
  }
}
