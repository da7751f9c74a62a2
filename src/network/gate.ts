/**
 * Who may connect, and how often: libp2p counts connections in total, but not per address, so that one machine could
 * take every place. An attacker owns an IPv4 address or a /24 cheaply, and a whole IPv6 /56.
 */
import { isIPv6 } from 'node:net'
import type { ConnectionGater, MultiaddrConnection } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'
import { SECOND, type Clock } from '../base/time.ts'
import { hostOf, isLoopback, isPrivateAddress, withoutPeerId } from './addresses.ts'

export interface GateLimits {
  /** open inbound connections from one IPv4 address or one IPv6 /56, half-open ones included */
  perAddress: number
  /** and from one IPv4 /24 */
  perBlock: number
  perLoopback: number
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

interface Tally {
  open: number
  /** attempts left, refilled with time */
  tokens: number
  atMs: number
}

const MAX_IDLE_TALLIES = 10_000

export class Gate implements ConnectionGater {
  readonly #limits: GateLimits
  readonly #clock: Clock
  readonly #isPublic: boolean
  readonly #asked = new Set<string>()
  readonly #tallies = new Map<string, Tally>()
  #refused = 0

  constructor ({ clock }: { clock: Clock }, { isPublic, ...limits }: GateLimits & { isPublic: boolean }) {
    this.#clock = clock
    this.#limits = limits
    this.#isPublic = isPublic
  }

  /** how many connections were turned away since the start */
  get refused (): number {
    return this.#refused
  }

  /** While `dial` runs, the address may be dialled even if it is private: a person's bootstrap list or contact gave it. */
  async permit<T> (address: Multiaddr, dial: () => Promise<T>): Promise<T> {
    const name = address.toString()
    this.#asked.add(name)
    try {
      return await dial()
    } finally {
      this.#asked.delete(name)
    }
  }

  /** Strangers in a public DHT could otherwise have everybody knock at doors inside their own households. */
  denyDialMultiaddr = (address: Multiaddr): boolean =>
    this.#isPublic && isPrivateAddress(address) && !this.#asked.has(withoutPeerId(address.toString()))

  denyInboundConnection = (connection: MultiaddrConnection): boolean => {
    const host = hostOf(connection.remoteAddr)
    if (host === undefined) return false // in-process transports have no host
    const counted = addressGroups(host).map(group => ({ ...this.#limitsOf(group), tally: this.#tally(group) }))
    const denied = counted.map(({ tally, rate }) => !this.#spend(tally, rate)).includes(true) ||
      counted.some(({ tally, max }) => tally.open >= max)
    if (denied) {
      this.#refused++
      return true
    }
    for (const { tally } of counted) tally.open++
    connection.addEventListener('close', () => { for (const { tally } of counted) tally.open-- }, { once: true })
    return false
  }

  #limitsOf ({ kind }: AddressGroup): { max: number, rate: number } {
    const { perAddress, perBlock, perLoopback, attemptsPerSecond, loopbackAttemptsPerSecond } = this.#limits
    switch (kind) {
      case 'loopback': return { max: perLoopback, rate: loopbackAttemptsPerSecond }
      case 'address': return { max: perAddress, rate: attemptsPerSecond }
      case 'block': return { max: perBlock, rate: attemptsPerSecond * perBlock / perAddress }
    }
  }

  #tally (group: AddressGroup): Tally {
    const known = this.#tallies.get(group.key)
    if (known !== undefined) return known
    if (this.#tallies.size >= MAX_IDLE_TALLIES) this.#forgetIdle()
    const tally = { open: 0, tokens: this.#limitsOf(group).rate * 2, atMs: this.#clock.now() }
    this.#tallies.set(group.key, tally)
    return tally
  }

  #spend (tally: Tally, rate: number): boolean {
    const nowMs = this.#clock.now()
    tally.tokens = Math.min(rate * 2, tally.tokens + Math.max(0, nowMs - tally.atMs) * rate / SECOND)
    tally.atMs = nowMs
    if (tally.tokens < 1) return false
    tally.tokens--
    return true
  }

  #forgetIdle (): void {
    const nowMs = this.#clock.now()
    for (const [key, { open, atMs }] of this.#tallies) {
      if (open === 0 && nowMs - atMs > 2 * SECOND) this.#tallies.delete(key)
    }
  }
}
