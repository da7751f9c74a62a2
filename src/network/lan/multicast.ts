/**
 * Sends to every local network that this computer is on, and hears from all of them, by IPv4 and by IPv6. One socket an
 * interface: left to itself the system sends multicast along the default route alone, which may be a VPN, or missing.
 */
import { createSocket, type Socket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import type { Bytes } from '../../base/bytes.ts'
import { errorFields, type Log } from '../../base/log.ts'

const GROUPS = { udp4: '224.0.0.251', udp6: 'ff02::fb' }
const PORT = 5353
/** no router passes it on */
const HOPS = 1

export interface Multicast {
  send: (packet: Bytes) => void
  /** Follows interfaces that came or went. */
  refresh: () => void
  close: () => Promise<void>
}

/** One way into a local network: by IPv4 an address of the interface names it, by IPv6 its name or number does. */
interface Way {
  type: keyof typeof GROUPS
  local: string
}

/** `onPacket` hears own packets as well, and each perhaps once an interface. */
export function openMulticast (
  { onPacket, onOpen, log }: { onPacket: (packet: Uint8Array, sender: string) => void, onOpen: () => void, log: Log }
): Multicast {
  const sockets = new Map<string, { socket: Socket, group: string }>()

  function open ({ type, local }: Way): void {
    const group = GROUPS[type]
    const socket = createSocket({ type, reuseAddr: true, ipv6Only: type === 'udp6' })
    sockets.set(local, { socket, group })
    socket.on('message', (packet, { address: sender }) => { onPacket(packet, sender) })
    socket.on('error', err => {
      log.debug('multicast-failed', errorFields(err))
      forget(local, socket)
    })
    socket.bind(PORT, () => {
      try {
        socket.addMembership(group, local)
        socket.setMulticastInterface(local)
        socket.setMulticastTTL(HOPS)
      } catch (err) {
        log.debug('multicast-failed', errorFields(err))
        forget(local, socket)
        return
      }
      onOpen()
    })
    socket.unref()
  }

  function forget (local: string, socket: Socket): void {
    if (sockets.get(local)?.socket !== socket) return
    sockets.delete(local)
    socket.close()
  }

  function refresh (): void {
    const present = localWays()
    for (const [local, { socket }] of sockets) if (!present.has(local)) forget(local, socket)
    for (const way of present.values()) if (!sockets.has(way.local)) open(way)
  }

  return {
    send (packet) {
      // A network that is just going away fails the send; its neighbours are gone with it.
      for (const { socket, group } of sockets.values()) socket.send(packet, PORT, group, () => {})
    },
    refresh,
    async close () {
      const closing = [...sockets.values()].map(async ({ socket }) => { await new Promise<void>(resolve => { socket.close(resolve) }) })
      sockets.clear()
      await Promise.all(closing)
    }
  }
}

/** One an interface and version of IP; loopback only for a computer that has nothing else. By what names them. */
function localWays (): Map<string, Way> {
  const all = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) => {
    const four = addresses.find(({ family }) => family === 'IPv4')
    const six = addresses.find(({ family }) => family === 'IPv6')
    return [
      ...(four === undefined ? [] : [{ internal: four.internal, way: { type: 'udp4' as const, local: four.address } }]),
      ...(six === undefined ? [] : [{ internal: six.internal, way: { type: 'udp6' as const, local: `::%${zoneOf(name, six)}` } }])
    ]
  })
  const outer = all.filter(({ internal }) => !internal)
  return new Map((outer.length > 0 ? outer : all).map(({ way }) => [way.local, way]))
}

/** Windows knows interfaces by number. */
const zoneOf = (name: string, { scopeid }: { scopeid?: number }): string =>
  process.platform === 'win32' ? String(scopeid ?? 0) : name
