/**
 * A user's node on the local network, or on the one of a network file, in a process of its own. Prints a line when it
 * listens and one when it has found somebody, then does what each line on stdin says: ["put", value] or ["read", key],
 * with bytes as base64url.
 */
import { createInterface } from 'node:readline'
import { fromBase64url } from '../../../src/base/bytes.ts'
import { silentLog } from '../../../src/base/log.ts'
import { readRecord } from '../../../src/crypto/records.ts'
import { createNode } from '../../../src/network/node.ts'
import { LAN_NETWORK, readNetworkFile } from '../../../src/network/networks/descriptors.ts'

const say = (line: unknown): void => { console.log(JSON.stringify(line)) }

const [networkFile] = process.argv.slice(2)
const network = networkFile === undefined ? LAN_NETWORK : await readNetworkFile(networkFile)
const node = await createNode({ role: 'user', network, listen: ['/ip4/0.0.0.0/tcp/0', '/ip6/::/tcp/0'], log: silentLog })
say({ peerId: node.peerId, addresses: node.addresses() })
if (!node.dht.isReady()) await node.events.next('dht:ready')
say({ mode: node.dht.mode(), peers: node.peers().map(({ peerId }) => peerId) })

for await (const line of createInterface({ input: process.stdin })) {
  const [command, text] = JSON.parse(line) as [string, string]
  const bytes = fromBase64url(text)
  const signal = AbortSignal.timeout(100_000)
  if (command === 'put') {
    say(await node.dht.put(readRecord(bytes).key, bytes, { signal }))
  } else {
    const seqs: number[] = []
    await node.dht.read(bytes, { signal, onValue: value => { seqs.push(readRecord(value).seq) } })
    say([...new Set(seqs)])
  }
}
