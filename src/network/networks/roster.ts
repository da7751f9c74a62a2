/**
 * A network's servers as its file lists them: the only word on who runs what that counts. An operator's file gets new
 * entries while the node runs, so it is read again when somebody is asked for who is not in it.
 */
import { toHex, fromBase64url, type Bytes } from '../../base/bytes.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { MINUTE, SECOND, type Clock } from '../../base/time.ts'
import { peerIdBytes, peerIdOf, socketOf } from '../addresses.ts'
import { readNetworkFile, type NetworkDescriptor } from './descriptors.ts'

export interface ListedServer {
  /** multihash */
  peerId: Bytes
  addresses: string[]
  /** who runs it; where the file does not say, the place where it listens stands for that */
  operator: string
  /** the file does not say who runs it, as after an invite link */
  unnamed?: true
  /** X25519, of one that hosts mailboxes */
  mailbox?: Bytes
  proxy: boolean
}

/** Those that are named: an address without a PeerId may lead to anybody. */
export function listedServers ({ bootstrap }: Pick<NetworkDescriptor, 'bootstrap'>): ListedServer[] {
  return bootstrap.flatMap(({ addresses, operator, mailbox, proxy = false }) => {
    const peerId = addresses.map(peerIdOf).find(id => id !== undefined)
    if (peerId === undefined) return []
    return [{
      peerId: peerIdBytes(peerId), addresses, operator: operator ?? placeOf(addresses) ?? peerId, proxy,
      ...(operator === undefined ? { unnamed: true as const } : {}),
      ...(mailbox === undefined ? {} : { mailbox: fromBase64url(mailbox) })
    }]
  })
}

/** As people write it. */
function placeOf ([address]: string[]): string | undefined {
  const socket = address === undefined ? undefined : socketOf(address)
  return socket && (socket.host.includes(':') ? `[${socket.host}]:${socket.port}` : `${socket.host}:${socket.port}`)
}

export interface Roster {
  /** @param peerId multihash. @returns undefined: no server of this network */
  find: (peerId: Uint8Array) => Promise<ListedServer | undefined>
}

const READ_AGAIN_MS = MINUTE
/** Whoever asks for servers that do not exist makes us read no more often. */
const LOOK_AGAIN_MS = 5 * SECOND

/** What an operator's network file says by now. */
export function followRoster ({ path, network, clock, log }: { path: string, network: NetworkDescriptor, clock: Clock, log: Log }): Roster {
  let servers = new Map<string, ListedServer>()
  let readAtMs = -Infinity
  let reading: Promise<void> | undefined
  const take = (descriptor: NetworkDescriptor): void => {
    servers = new Map(listedServers(descriptor).map(server => [toHex(server.peerId), server]))
  }
  const read = async (): Promise<void> => {
    readAtMs = clock.now()
    try {
      const descriptor = await readNetworkFile(path)
      if (descriptor.id === network.id) take(descriptor)
    } catch (err) {
      log.debug('network-file-not-read', errorFields(err)) // what it said before still holds
    }
  }
  take(network)
  return {
    async find (peerId) {
      const name = toHex(peerId)
      const ageMs = Math.abs(clock.now() - readAtMs)
      if (ageMs > (servers.has(name) ? READ_AGAIN_MS : LOOK_AGAIN_MS)) {
        reading ??= read().finally(() => { reading = undefined })
      }
      await reading
      return servers.get(name)
    }
  }
}
