/** What a node listens on, and how the internet sees that where a router passes it on. */
import { multiaddr } from '@multiformats/multiaddr'
import type { Libp2pOptions } from 'libp2p'
import type { Socket } from './addresses.ts'
import type { Door } from './upnp/opening.ts'

export interface Sockets {
  /** Lets public addresses of own interfaces be announced, which libp2p does only after others have vouched for them. */
  confirm: () => void
  listening: () => string[]
  /** Where routers pass on to this node, from now on. */
  leadTo: (doors: readonly Door[]) => void
  /** To be called when they are closed: libp2p would write down the addresses it no longer has, a second later. */
  settle: () => void
}

type Parts = Parameters<NonNullable<Libp2pOptions<{ sockets: Sockets }>['services']>['sockets']>[0]

export function socketsOf ({ addressManager, transportManager }: Parts): Sockets {
  let doors: readonly Door[] = []
  const confirm = (): void => {
    for (const address of transportManager.getAddrs()) addressManager.confirmObservedAddr(address, { type: 'transport' })
    for (const { external } of doors) addressManager.confirmObservedAddr(multiaddr(addressOf(external)), { type: 'ip-mapping' })
  }
  return {
    confirm,
    listening: () => transportManager.getAddrs().map(String),
    leadTo (next) {
      const isIn = (list: readonly Door[], one: Door): boolean => list.some(door => nameOf(door) === nameOf(one))
      for (const { own, external } of doors.filter(door => !isIn(next, door))) {
        addressManager.removePublicAddressMapping(own.host, own.port, external.host, external.port)
      }
      for (const { own, external } of next.filter(door => !isIn(doors, door))) {
        addressManager.addPublicAddressMapping(own.host, own.port, external.host, external.port)
      }
      doors = next
      confirm()
    },
    settle () {
      (addressManager as unknown as { _updatePeerStoreAddresses: { stop: () => void } })._updatePeerStoreAddresses.stop()
    }
  }
}

const addressOf = ({ host, port }: Socket): string => `/ip4/${host}/tcp/${port}`
const nameOf = ({ own, external }: Door): string => `${addressOf(own)} ${addressOf(external)}`
