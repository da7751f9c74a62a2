/** Neighbours on the local network, by mDNS. It only says who is there; who is who comes from the records. */
import { toHex } from '../../base/bytes.ts'
import type { Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import { SECOND, type Clock, type Timer } from '../../base/time.ts'
import { hostOf, isAddress, isOnLink, isPrivateHost, peerIdOf } from '../addresses.ts'
import { decodeMdns, encodeAnswer, encodeQuery } from './mdns.ts'
import { openMulticast } from './multicast.ts'

export interface Neighbour {
  peerId: string
  addresses: string[]
}

const QUERY_EVERY_MS = 10 * SECOND
/** Both neighbours see each other at once: the one with the higher id gives the other this long to dial first. */
const COURTESY_MS = SECOND
/** A neighbour that asks more often gets no more answers: they go to everybody. */
const ANSWER_EVERY_MS = SECOND / 2
const MAX_TOLD_ADDRESSES = 8
/** Somebody who invents neighbours must not make us dial without end. */
const MAX_DIALLING = 32
const TEXT_PREFIX = 'dnsaddr='

/** A network's own service: neighbours on another network do not see each other. */
const serviceOf = (networkId: string): string => `_nobyte-${networkId}._udp.local`

export function watchNeighbours (
  { networkId, ownId, ownAddresses, isConnected, dial, clock, random, log }: {
    networkId: string
    ownId: string
    /** multiaddrs with /p2p */
    ownAddresses: () => string[]
    isConnected: (peerId: string) => boolean
    dial: (neighbour: Neighbour) => Promise<unknown>
    clock: Clock
    random: Random
    log: Log
  }
): { stop: () => Promise<void> } {
  const service = serviceOf(networkId)
  const instance = toHex(random(16)) // says nothing, and differs at every start
  const dialling = new Set<string>()
  let answeredMs = -Infinity
  let timer: Timer | undefined

  const multicast = openMulticast({
    onPacket (packet, sender) {
      const message = decodeMdns(packet)
      if (!message?.services.includes(service)) return
      if (message.kind === 'query') answer()
      else meet(message.texts, sender)
    },
    onOpen: announce,
    log
  })

  function announce (): void {
    answer()
    multicast.send(encodeQuery(service))
  }

  function answer (): void {
    const nowMs = clock.now()
    const addresses = ownAddresses()
    if (addresses.length === 0 || Math.abs(nowMs - answeredMs) < ANSWER_EVERY_MS) return
    answeredMs = nowMs
    const texts = addresses.slice(0, MAX_TOLD_ADDRESSES).map(address => `${TEXT_PREFIX}${address}`)
    multicast.send(encodeAnswer({ service, instance, texts }))
  }

  function meet (texts: string[], sender: string): void {
    const neighbour = neighbourIn(texts, sender)
    if (neighbour === undefined) return
    const { peerId } = neighbour
    if (peerId === ownId || dialling.has(peerId) || dialling.size >= MAX_DIALLING || isConnected(peerId)) return
    dialling.add(peerId)
    clock.after(ownId < peerId ? 0 : COURTESY_MS, () => {
      const attempt = isConnected(peerId) ? Promise.resolve() : dial(neighbour)
      // It is announced again every few seconds, so a failure needs no retry of its own.
      attempt.catch(() => {}).finally(() => { dialling.delete(peerId) })
    })
  }

  function tick (): void {
    multicast.refresh()
    multicast.send(encodeQuery(service))
    timer = clock.after(QUERY_EVERY_MS, tick)
  }

  tick()
  return {
    async stop () {
      timer?.cancel()
      await multicast.close()
    }
  }
}

/**
 * Who says what the texts of an answer say; undefined: nobody whom we could dial.
 * @param sender where the packet came from
 */
export function neighbourIn (texts: string[], sender: string): Neighbour | undefined {
  // Otherwise a packet could have everybody here knock at some far computer's door.
  const isNear = (host = ''): boolean => host === sender || isPrivateHost(host) || isOnLink(host)
  const addresses = texts.filter(text => text.startsWith(TEXT_PREFIX)).map(text => text.slice(TEXT_PREFIX.length))
    .filter(isAddress).filter(address => isNear(hostOf(address)))
  const peerId = addresses[0] && peerIdOf(addresses[0])
  return peerId === undefined ? undefined : { peerId, addresses }
}
