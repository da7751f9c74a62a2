/** Many people in one process, each with one contact. */
import { join } from 'node:path'
import type * as Nobyte from '../../src/index.ts'
import { serve } from './children.ts'
import { PASSPHRASE } from './programs.ts'

const { openNode } = await import(new URL('../../dist/index.js', import.meta.url).href) as typeof Nobyte

const nodes: Nobyte.Node[] = []

async function meet ({ folder, network, links }: { folder: string, network: string, links: string[] }): Promise<void> {
  for (const [i, link] of links.entries()) {
    const node = await openNode({
      folder: join(folder, `${i}`),
      name: `Friend ${i}`,
      network,
      passphrase: PASSPHRASE,
      argon2: { memoryKiB: 1024, passes: 1, parallelism: 1 },
      listen: ['/ip4/127.0.0.1/tcp/0']
    })
    nodes.push(node)
    await node.accept(link, { wait: true, timeoutMs: 60_000 })
  }
}

serve({ meet: meet }, async () => { await Promise.all(nodes.map(async node => { await node.close() })) })
