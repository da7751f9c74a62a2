/** Which of a node's own addresses others are told. */
import { CODE_P2P, type Multiaddr } from '@multiformats/multiaddr'
import { MAX_ROUTE_ADDRESSES } from '../wire/limits.ts'
import { hostOf, isLoopback, isPrivateHost, isRelayed, isWildcard } from './addresses.ts'

/**
 * Among strangers only addresses that strangers can reach are told: private ones would help nobody and describe the
 * household. An address that the user named, rather than a wildcard found, is always told. Ways through relays are for
 * contacts alone: they stand in records, and no peer or server is told.
 */
export function announceable (
  { addresses, listen, announce, isPublic }: { addresses: Multiaddr[], listen: string[], announce: string[], isPublic: boolean }
): Multiaddr[] {
  const direct = addresses.filter(address => !isRelayed(address))
  if (announce.length > 0) return direct.slice(0, MAX_ROUTE_ADDRESSES)
  const named = new Set(listen.filter(address => !isWildcard(address)).map(hostOf))
  const found = direct.map(address => ({ address, host: hostOf(address.decapsulateCode(CODE_P2P)) ?? '' }))
  const wanted = found.filter(({ host }) => named.has(host) || !(isPublic ? isPrivateHost(host) : isUnsharedHost(host)))
  // A computer without a network still has itself to talk to.
  const told = wanted.length === 0 && !isPublic ? found : wanted
  return told.map(({ address }) => address).slice(0, MAX_ROUTE_ADDRESSES)
}

/** Loopback means another machine at the other end, and a link-local IPv6 address needs an interface to go with it. */
const isUnsharedHost = (host: string): boolean => isLoopback(host) || /^fe80:/i.test(host)
