/** A private network's key: every connection is encrypted under it before anything else is said. */
import { preSharedKey } from '@libp2p/pnet'
import type { ConnectionProtector } from '@libp2p/interface'
import type { Bytes } from '../../base/bytes.ts'
import { guardCiphers } from './cipher-streams.ts'

/** Progress of a dial: the socket is open, so that a failure from here on is not about reaching it. */
export const SOCKET_OPEN = 'nobyte:socket-open'

type Components = Parameters<ReturnType<typeof preSharedKey>>

/** @param psk the key as libp2p writes it */
export function networkKey (psk: Bytes): (...components: Components) => ConnectionProtector {
  return (...components) => {
    const protector = preSharedKey({ psk })(...components)
    return {
      async protect (connection, options) {
        const { onProgress } = (options ?? {}) as { onProgress?: (event: Event) => void }
        onProgress?.(new Event(SOCKET_OPEN))
        const encrypted = await protector.protect(connection, options)
        guardCiphers(encrypted)
        return encrypted
      }
    }
  }
}
