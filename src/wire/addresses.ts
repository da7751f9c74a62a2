/** Multiaddrs as they travel: binary, and without /p2p, since a user's PeerId lives no longer than their process. */
import { CODE_P2P, multiaddr } from '@multiformats/multiaddr'
import { MAX_ADDRESS_BYTES } from './limits.ts'

/** What a peer says of where somebody is; nothing of it that is no address survives. */
export function addressTexts (addresses: readonly Uint8Array[]): string[] {
  return addresses.flatMap(bytes => {
    try {
      if (bytes.byteLength > MAX_ADDRESS_BYTES) return []
      return [multiaddr(bytes).decapsulateCode(CODE_P2P).toString()].filter(text => text !== '' && text !== '/')
    } catch {
      return []
    }
  })
}
