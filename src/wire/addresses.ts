/** Multiaddrs as they travel: binary, and without the user's own /p2p at the end; a relay's on the way to them stays. */
import { CODE_P2P, multiaddr } from '@multiformats/multiaddr'
import { copy, type Bytes } from '../base/bytes.ts'
import { MAX_ADDRESS_BYTES } from './limits.ts'

/** What a peer says of where somebody is; nothing of it that is no address survives. */
export function addressTexts (addresses: readonly Uint8Array[]): string[] {
  return addresses.flatMap(bytes => {
    try {
      if (bytes.byteLength > MAX_ADDRESS_BYTES) return []
      const address = multiaddr(bytes)
      const isNamed = address.getComponents().at(-1)?.code === CODE_P2P
      return [(isNamed ? address.decapsulateCode(CODE_P2P) : address).toString()].filter(text => text !== '' && text !== '/')
    } catch {
      return []
    }
  })
}

/** As they travel. */
export const addressBytes = (addresses: readonly string[]): Bytes[] =>
  addresses.map(address => copy(multiaddr(address).decapsulateCode(CODE_P2P).bytes))
