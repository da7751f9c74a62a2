/**
 * Sends to every local network that this computer is on, and hears from all of them. One socket an interface: left to
 * itself the system sends multicast along the default route alone, which may be a VPN, or missing.
 */
import { createSocket, type Socket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import type { Bytes } from '../base/bytes.ts'
import { errorFields, type Log } from '../base/log.ts'

const GROUP = '224.0.0.251'
const PORT = 5353

export interface Multicast {
  send: (packet: Bytes) => void
  /** Follows interfaces that came or went. */
  refresh: () => void
  close: () => Promise<void>
}

/** `onPacket` hears own packets as well, and each perhaps once an interface. */
export function openMulticast (
  { onPacket, onOpen, log }: { onPacket: (packet: Uint8Array, sender: string) => void, onOpen: () => void, log: Log }
): Multicast {
  const sockets = new Map<string, Socket>()

  function open (address: string): void {
    const socket = createSocket({ type: 'udp4', reuseAddr: true })
    sockets.set(address, socket)
    socket.on('message', (packet, { address: sender }) => { onPacket(packet, sender) })
    socket.on('error', err => {
      log.debug('multicast-failed', errorFields(err))
      forget(address, socket)
    })
    socket.bind(PORT, () => {
      try {
        socket.addMembership(GROUP, address)
        socket.setMulticastInterface(address)
        socket.setMulticastTTL(1)
      } catch (err) {
        log.debug('multicast-failed', errorFields(err))
        forget(address, socket)
        return
      }
      onOpen()
    })
    socket.unref()
  }

  function forget (address: string, socket: Socket): void {
    if (sockets.get(address) !== socket) return
    sockets.delete(address)
    socket.close()
  }

  function refresh (): void {
    const present = localAddresses()
    for (const [address, socket] of sockets) if (!present.has(address)) forget(address, socket)
    for (const address of present) if (!sockets.has(address)) open(address)
  }

  return {
    send (packet) {
      // A network that is just going away fails the send; its neighbours are gone with it.
      for (const socket of sockets.values()) socket.send(packet, PORT, GROUP, () => {})
    },
    refresh,
    async close () {
      const closing = [...sockets.values()].map(async socket => { await new Promise<void>(resolve => { socket.close(resolve) }) })
      sockets.clear()
      await Promise.all(closing)
    }
  }
}

/** One IPv4 address an interface; loopback only for a computer that has nothing else. */
function localAddresses (): Set<string> {
  const all = Object.values(networkInterfaces()).flatMap(addresses => addresses?.find(({ family }) => family === 'IPv4') ?? [])
  const outer = all.filter(({ internal }) => !internal)
  return new Set((outer.length > 0 ? outer : all).map(({ address }) => address))
}
