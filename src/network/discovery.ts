/** Neighbours on the local network, by mDNS. It only says who is there; who is who comes from the records. */
import { mdns } from '@libp2p/mdns'
import type { PeerDiscovery, PeerInfo } from '@libp2p/interface'
import { SECOND, type Clock } from '../base/time.ts'

const QUERY_EVERY_MS = 10 * SECOND
/** Both neighbours see each other at once: the one with the higher id gives the other this long to dial first. */
const COURTESY_MS = SECOND

type MdnsComponents = Parameters<ReturnType<typeof mdns>>[0] & { peerId: PeerInfo['id'] }

/** A network of its own tag: neighbours on another network do not see each other. */
const serviceTag = (networkId: string): string => `_nobyte-${networkId}._udp.local`

export function neighbours (
  { networkId, clock, isConnected, dial }: {
    networkId: string
    clock: Clock
    isConnected: (peerId: PeerInfo['id']) => boolean
    dial: (neighbour: PeerInfo) => Promise<unknown>
  }
): (components: MdnsComponents) => PeerDiscovery {
  const dialling = new Set<string>()

  function onNeighbour (neighbour: PeerInfo, ownId: string): void {
    const id = neighbour.id.toString()
    if (id === ownId || dialling.has(id) || isConnected(neighbour.id)) return
    dialling.add(id)
    clock.after(ownId < id ? 0 : COURTESY_MS, () => {
      const attempt = isConnected(neighbour.id) ? Promise.resolve() : dial(neighbour)
      // It is announced again every few seconds, so a failure needs no retry of its own.
      attempt.catch(() => {}).finally(() => { dialling.delete(id) })
    })
  }

  return components => {
    const discovery = mdns({ serviceTag: serviceTag(networkId), interval: QUERY_EVERY_MS })(components)
    const ownId = components.peerId.toString()
    discovery.addEventListener('peer', ({ detail }) => { onNeighbour(detail, ownId) })
    return discovery
  }
}
