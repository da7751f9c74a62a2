/** A node that offered a way through routers to somebody who never answered, and has stopped. Must end by itself. */
import { silentLog } from '../../../src/base/log.ts'
import { newNetwork } from '../../../src/network/networks/descriptors.ts'
import { createNode } from '../../../src/network/node.ts'

const network = newNetwork({ name: 'open', open: true })
const node = await createNode({ role: 'user', network, listen: ['/ip4/127.0.0.1/tcp/0'], log: silentLog })
const offer = await node.punching!.offer(node.peerId, { signal: AbortSignal.timeout(100_000) })
offer.abandon()
await node.stop()
console.log(JSON.stringify('stopped'))
