/**
 * Who may connect, and how often: libp2p counts connections in total, but not per address, so that one machine could
 * take every place. An attacker owns an IPv4 address or a /24 cheaply, and a whole IPv6 /56.
 */
import { isIPv6 } from 'node:net'
import type { ConnectionGater, MultiaddrConnection } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { Clock } from '../base/time.ts'
import { hostOf, isLoopback, isPrivateAddress, relayOf, withoutPeerId } from './addresses.ts'
import { Tallies, type Bound, type Count } from './tallies.ts'

export interface GateLimits {
  /** open inbound connections from one IPv4 address or one IPv6 /56, half-open ones included */
  perAddress: number
  /** and from one IPv4 /24 */
  perBlock: number
  perLoopback: number
  /** and through one relay */
  perRelay: number
  /** new inbound connections a second from one IPv4 address or one IPv6 /56; twice as many may come in a burst */
  attemptsPerSecond: number
  loopbackAttemptsPerSecond: number
}

export interface AddressGroup {
  key: string
  kind: 'loopback' | 'address' | 'block'
}

/** The groups that a host's connections count towards, the narrowest first. */
export function addressGroups (host: string): AddressGroup[] {
  if (isLoopback(host)) return [{ key: 'loopback', kind: 'loopback' }]
  if (isIPv6(host)) return [{ key: expandIPv6(host).slice(0, 14), kind: 'address' }]
  return [{ key: host, kind: 'address' }, { key: host.split('.').slice(0, 3).join('.'), kind: 'block' }]
}

/** All 32 digits, so that a prefix of them is a prefix of the address. */
function expandIPv6 (host: string): string {
  const [head = '', tail = ''] = (host.split('%')[0] ?? '').split('::')
  const groups = (part: string): string[] => part === '' ? [] : part.split(':').map(group => group.padStart(4, '0'))
  const [left, right] = [groups(head), groups(tail)]
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0000'), ...right].join('')
}

export class Gate implements ConnectionGater {
  readonly #limits: GateLimits
  readonly #isPublic: boolean
  readonly #asked = new Set<string>()
  readonly #tallies: Tallies
  #refused = 0

  constructor ({ clock }: { clock: Clock }, { isPublic, ...limits }: GateLimits & { isPublic: boolean }) {
    this.#tallies = new Tallies({ clock })
    this.#limits = limits
    this.#isPublic = isPublic
  }

  /** how many connections were turned away since the start */
  get refused (): number {
    return this.#refused
  }

  /** While `dial` runs, this address may be dialled: a person's bootstrap list or contact gave it. */
  async permit<T> (address: Multiaddr, dial: () => Promise<T>): Promise<T> {
    const name = withoutPeerId(address.toString())
    this.#asked.add(name)
    try {
      return await dial()
    } finally {
      this.#asked.delete(name)
    }
  }

  /**
   * Strangers in a public DHT could otherwise have everybody knock at doors inside their own households, or take up
   * relays' places on the way to somebody.
   */
  denyDialMultiaddr = (address: Multiaddr): boolean =>
    ((this.#isPublic && isPrivateAddress(address)) || relayOf(address) !== undefined) && !this.#asked.has(withoutPeerId(address.toString()))

  denyInboundConnection = (connection: MultiaddrConnection): boolean => {
    const counts = this.#countsOf(connection.remoteAddr)
    if (counts === undefined) return false // in-process transports have no host
    const leave = this.#tallies.admit(counts)
    if (leave === undefined) {
      this.#refused++
      return true
    }
    connection.addEventListener('close', leave, { once: true })
    return false
  }

  #countsOf (address: Multiaddr): Count[] | undefined {
    // Whoever comes through a relay has the relay's address: they share places of their own, and leave it its own.
    const relay = relayOf(address)
    if (relay !== undefined) {
      return [{ key: `relay ${relay.peerId}`, bound: { max: this.#limits.perRelay, rate: this.#limits.attemptsPerSecond } }]
    }
    const host = hostOf(address)
    return host === undefined ? undefined : addressGroups(host).map(group => ({ key: group.key, bound: this.#boundOf(group) }))
  }

  #boundOf ({ kind }: AddressGroup): Bound {
    const { perAddress, perBlock, perLoopback, attemptsPerSecond, loopbackAttemptsPerSecond } = this.#limits
    switch (kind) {
      case 'loopback': return { max: perLoopback, rate: loopbackAttemptsPerSecond }
      case 'address': return { max: perAddress, rate: attemptsPerSecond }
      case 'block': return { max: perBlock, rate: attemptsPerSecond * perBlock / perAddress }
    }
  }
}
