/**
 * A user's node on an open network that nobody serves, in a process of its own; with the argument "upnp" it asks the router
 * to let others in, and prints what it tells of itself only then. Each line on stdin names somebody to reach; when stdin ends, so
 * does the node.
 */
import { createInterface } from 'node:readline'
import { AppError } from '../../../src/base/errors.ts'
import { silentLog } from '../../../src/base/log.ts'
import { peerIdBytes } from '../../../src/network/addresses.ts'
import { createNode } from '../../../src/network/node.ts'
import { describeDoors } from '../../../src/network/upnp/opening.ts'

const [upnp] = process.argv.slice(2)
const say = (line: unknown): void => { console.log(JSON.stringify(line)) }
const network = { name: 'upnp', id: '0123456789abcdef', bootstrap: [], kind: 'network' as const }
const node = await createNode({ role: 'user', network, listen: ['/ip4/0.0.0.0/tcp/0'], upnp: upnp !== undefined, log: silentLog })
await node.doors?.tried
say({ peerId: node.peerId, addresses: node.addresses(), upnp: node.doors && describeDoors(node.doors.state()) })

for await (const line of createInterface({ input: process.stdin })) {
  const { peerId, addresses } = JSON.parse(line) as { peerId: string, addresses: string[] }
  try {
    const { remotePeer } = await node.dial({ peerId: peerIdBytes(peerId), addresses }, { signal: AbortSignal.timeout(20_000) })
    say({ reached: remotePeer.toString() })
  } catch (err) {
    say({ failed: err instanceof AppError ? err.code : String(err) })
  }
}
await node.stop()
process.exit()
