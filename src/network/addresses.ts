/** What can be read off a multiaddr: its host, whether strangers can reach it, and which peer it names. */
import { BlockList, isIP, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { peerIdFromString } from '@libp2p/peer-id'
import { CODE_P2P, CODE_P2P_CIRCUIT, multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { concat, copy, type Bytes } from '../base/bytes.ts'

/** /p2p as a varint */
const P2P_CODE = new Uint8Array([0xa5, 0x03])

const HOST_NAMES = new Set(['ip4', 'ip6', 'dns', 'dns4', 'dns6', 'dnsaddr'])

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** Loopback and link-local included; none of these means the same machine to two strangers. */
const unroutable = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12],
  ['192.0.0.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['224.0.0.0', 3]
] as const) unroutable.addSubnet(net, prefix)
for (const [net, prefix] of [['::', 127], ['fc00::', 7], ['fe80::', 10], ['ff00::', 8]] as const) {
  unroutable.addSubnet(net, prefix, 'ipv6')
}

/** An IPv4 address that a dual-stack socket shows as IPv6 is the same machine. */
function unmapped (host: string): string {
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(host) ?? []
  if (high === undefined || low === undefined) return host
  return [high, low].map(group => Number.parseInt(group, 16)).flatMap(group => [group >> 8, group & 0xff]).join('.')
}

const listed = (list: BlockList, host: string): boolean =>
  isIP(host) !== 0 && list.check(host, isIPv6(host) ? 'ipv6' : 'ipv4')

/** An IP address or a name; undefined for what is neither, such as a memory address. */
export function hostOf (address: string | Multiaddr): string | undefined {
  const component = multiaddr(address).getComponents().find(({ name }) => HOST_NAMES.has(name))
  return component?.value === undefined ? undefined : unmapped(component.value)
}

export interface Socket {
  host: string
  port: number
}

/** Where a TCP address leads; undefined for any other. */
export function socketOf (address: string | Multiaddr): Socket | undefined {
  const host = hostOf(address)
  const tcp = multiaddr(address).getComponents().find(({ name }) => name === 'tcp')
  return host === undefined || tcp?.value === undefined ? undefined : { host, port: Number(tcp.value) }
}

/** 4 or 16 bytes. @throws for what is no IP address */
export function ipBytes (host: string): Bytes {
  const address = host.split('%')[0]!
  return copy(multiaddr(`/ip${isIPv6(address) ? 6 : 4}/${address}`).bytes.subarray(1)) // after the code
}

/** Whether only the machine itself can reach this host. */
export const isLoopback = (host: string): boolean => host === 'localhost' || listed(loopback, host)

/** Whether only neighbours can reach this host; names count as public. */
export const isPrivateHost = (host: string): boolean => host === 'localhost' || listed(unroutable, host)

/** Whether this host is on one of the networks that this computer's own addresses are of: no router is in between. */
export function isOnLink (host: string): boolean {
  const near = new BlockList()
  for (const { address, cidr, family, internal } of Object.values(networkInterfaces()).flatMap(addresses => addresses ?? [])) {
    const bits = Number(cidr?.split('/')[1])
    if (!internal && Number.isInteger(bits)) near.addSubnet(address, bits, family === 'IPv6' ? 'ipv6' : 'ipv4')
  }
  return listed(near, host)
}

export const isPrivateAddress = (address: string | Multiaddr): boolean => {
  const host = hostOf(address)
  return host === undefined || isPrivateHost(host)
}

export const isWildcard = (address: string): boolean => ['0.0.0.0', '::'].includes(hostOf(address) ?? '')

/** Without the peer that is meant; the one of a relay on the way stays. */
export function withoutPeerId (address: string): string {
  const whole = multiaddr(address)
  return (whole.getComponents().at(-1)?.code === CODE_P2P ? whole.decapsulateCode(CODE_P2P) : whole).toString()
}

export interface RelayPart {
  /** where the relay is, without /p2p */
  socket: string
  peerId: string
}

/** The relay that an address leads through; undefined for a direct one, and for one through several relays. */
export function relayOf (address: string | Multiaddr): RelayPart | undefined {
  const components = multiaddr(address).getComponents()
  const at = components.findIndex(({ code }) => code === CODE_P2P_CIRCUIT)
  const relay = components[at - 1]
  if (components.findLastIndex(({ code }) => code === CODE_P2P_CIRCUIT) !== at) return undefined
  if (relay?.code !== CODE_P2P || relay.value === undefined) return undefined
  return { socket: multiaddr(components.slice(0, at - 1)).toString(), peerId: relay.value }
}

/** Whether it leads through any relay, in whatever way. */
export const isRelayed = (address: string | Multiaddr): boolean =>
  multiaddr(address).getComponents().some(({ code }) => code === CODE_P2P_CIRCUIT)

export const peerIdOf = (address: string): string | undefined =>
  multiaddr(address).getComponents().findLast(({ code }) => code === CODE_P2P)?.value

/** A peer id's multihash. @throws for what is no peer id */
export const peerIdBytes = (peerId: string): Bytes => copy(peerIdFromString(peerId).toMultihash().bytes)

/** A multihash as the last part of a multiaddr. @throws for what is none */
export const peerPart = (peerId: Uint8Array): Multiaddr => multiaddr(concat(P2P_CODE, new Uint8Array([peerId.byteLength]), peerId))

/** A multihash as people write it. @throws for what is none */
export const peerIdText = (peerId: Uint8Array): string => peerPart(peerId).toString().slice('/p2p/'.length)

export function isAddress (text: string): boolean {
  try {
    return hostOf(text) !== undefined
  } catch {
    return false
  }
}
