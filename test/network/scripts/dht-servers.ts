/** So many DHT servers in one process: prints their addresses once they know somebody to ask. */
import { silentLog } from '../../../src/base/log.ts'
import { readNetworkFile } from '../../../src/network/networks/descriptors.ts'
import { createNode, type NetworkNode } from '../../../src/network/node.ts'

const [networkFile, count] = process.argv.slice(2)
let network = await readNetworkFile(networkFile!)
const isFirst = network.bootstrap.length === 0
const servers: NetworkNode[] = []
while (servers.length < Number(count)) {
  const server = await createNode({ role: 'infrastructure', network, listen: ['/ip4/127.0.0.1/tcp/0'], relay: false, log: silentLog })
  if (network.bootstrap.length > 0 && !server.dht.isReady()) await server.events.next('dht:ready')
  servers.push(server)
  if (isFirst) network = { ...network, bootstrap: [{ addresses: servers[0]!.addresses() }] }
}
console.log(JSON.stringify(servers.map(server => server.addresses())))
// Whoever started it is gone, however that ended.
process.stdin.once('end', () => { process.exit() }).resume()
