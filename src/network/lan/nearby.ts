/** The network of those who let their neighbours see them for some minutes. */
import type { Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import type { Clock } from '../../base/time.ts'
import type { NetworkDescriptor } from '../networks/descriptors.ts'
import { createNode, type NetworkNode } from '../node.ts'

/** Nobody is on it who did not ask to be seen, and no record lies there. */
export const NEARBY_NETWORK: NetworkDescriptor = { name: 'Nearby', id: 'nearby', bootstrap: [], kind: 'lan' }

/**
 * A node on it, under a fresh id, that has nothing in common with the profile's own.
 * @param listen what the profile's node listens on: the same interfaces, at other ports
 */
export async function openNearbyNode (
  { listen, ...parts }: { listen: string[], clock: Clock, random: Random, log: Log }
): Promise<NetworkNode> {
  return await createNode({
    role: 'user', network: NEARBY_NETWORK, listen: [...new Set(listen.flatMap(atFreePort))],
    limits: { dhtServer: false, maxConnections: 64, maxKnownPeers: 128 }, ...parts
  })
}

function atFreePort (address: string): string[] {
  const [host] = /^\/ip[46]\/[^/]+/.exec(address) ?? []
  return host === undefined ? [] : [`${host}/tcp/0`]
}
