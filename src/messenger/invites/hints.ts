/** Where a link leads on the network: its maker, and the servers by which it works while they are away. */
import { equal, fromBase64url, type Bytes } from '../../base/bytes.ts'
import type { ListedServer } from '../../network/networks/roster.ts'
import type { NetworkNode } from '../../network/node.ts'
import { addressTexts } from '../../wire/addresses.ts'
import { serverDigest } from '../../wire/link.ts'
import type { LinkMailboxes } from './postings.ts'

export interface HintsDeps {
  node: NetworkNode
  mailboxes: Pick<LinkMailboxes, 'places'>
  servers: () => ListedServer[]
}

/** What a link says of its network, and of who is asked there first. */
export function hintsOf (
  { node, mailboxes, servers }: HintsDeps, { withNetworkKey }: { withNetworkKey: boolean }
): { networkId: string, networkKey?: Bytes, servers?: Bytes[], hints: string[] } {
  const { psk } = node.network
  const key = withNetworkKey && psk !== undefined ? fromBase64url(psk) : undefined
  const bootstrap = node.network.bootstrap.flatMap(({ addresses }) => addresses.slice(0, 1)).map(withoutPeerId)
  // A link has room for hosts alone; the bundle that it leads to names the relays.
  const direct = addressTexts(node.routes().addresses).filter(address => !address.includes('/p2p-circuit'))
  // First where it works while this device is away.
  const places = mailboxes.places()
  const pair = pairOf(servers(), places)
  const hints = [...new Set([...pair.map(placeOf), ...places, ...bootstrap, ...direct])]
  return {
    networkId: node.network.id,
    ...(key === undefined ? {} : { networkKey: key }),
    ...(pair.length === 0 ? {} : { servers: pair.map(({ peerId }) => serverDigest(peerId)) }),
    hints
  }
}

const placeOf = ({ addresses }: ListedServer): string => withoutPeerId(addresses[0]!)

/**
 * Two servers by which a newcomer asks without being seen beside it: one to go over and one to ask, of two operators. Best
 * those where the link works while this device is away. @returns none where there are no such two
 */
function pairOf (servers: ListedServer[], places: readonly string[]): ListedServer[] {
  const able = servers.filter(({ mailbox, proxy }) => mailbox !== undefined && proxy)
    .sort((a, b) => Number(places.includes(placeOf(b))) - Number(places.includes(placeOf(a))))
  const other = able.find(({ operator, peerId }) => operator !== able[0]!.operator && !equal(peerId, able[0]!.peerId))
  return other === undefined ? [] : [able[0]!, other]
}

const withoutPeerId = (address: string): string => address.replace(/\/p2p\/[^/]+$/, '')
