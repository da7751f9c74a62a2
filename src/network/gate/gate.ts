/**
 * Who may connect, and how often: libp2p counts connections in total, but not per address, so that one machine could
 * take every place. An attacker owns an IPv4 address or a /24 cheaply, and a whole IPv6 /56.
 */
import { isIPv6 } from 'node:net'
import type { Connection, ConnectionGater, MessageStream, MultiaddrConnection, PeerId, StreamMuxer } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'
import { AppError } from '../../base/errors.ts'
import type { Clock } from '../../base/time.ts'
import { hostOf, isLoopback, isPrivateAddress, relayOf, withoutPeerId } from '../addresses.ts'
import { Tallies, type Bound, type Count } from './tallies.ts'
import { ASKED, type Asked } from './muxer.ts'
import type { ThrottleLimits } from './crowd.ts'
import { tap, Throttle } from './throttle.ts'
import { Turns } from './turns.ts'

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
  /** what strangers of one IPv4 /24 or IPv6 /56 may send */
  traffic: ThrottleLimits
  /** and all strangers together; as much again those who keep something here */
  allTraffic: ThrottleLimits
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

/** What it costs to negotiate a stream and to answer what is asked on it, in the bytes that strangers have a share of. */
const STREAM_COST = 4 * 1024
/** A byte of a negotiation costs more than others: each line of four is answered by one of a hundred (measured: 80 s of work). */
const NEGOTIATION_COST = 64
/**
 * What it takes to say who one is; and, on a stream, which protocol. Each line is answered, and thousands fit in that
 * many bytes: an honest handshake hears four answers, on a private network too, and the negotiation of a stream two.
 */
const HANDSHAKE = { maxBytes: 16 * 1024, maxAnswers: 16 }
const NEGOTIATION = { maxBytes: 1024, maxAnswers: 8 }
/** Whoever asks for protocols that are not served, on a stream that comes to nothing: in great numbers that is an attack. */
const REFUSED_STREAM_COST = 64 * 1024
/** What a frame costs besides its bytes, and a ping of the multiplexer: its answer is a write of its own. */
const FRAME_COST = 256
const PING_COST = 4 * 1024
/** Whoever runs on this computer shares it with us anyway. */
const LOOPBACK_TRAFFIC = { rate: 64 * 1024 * 1024, burst: 256 * 1024 * 1024, isOfCrowd: false }

/** What libp2p's types leave out of a connection. */
interface Inside {
  maConn?: MultiaddrConnection
  muxer?: StreamMuxer
}

export class Gate implements ConnectionGater {
  readonly #limits: GateLimits
  readonly #isPublic: boolean
  /** addresses that may be dialled now, and how many asked for each */
  readonly #asked = new Map<string, number>()
  readonly #tallies: Tallies
  readonly #throttle: Throttle
  readonly #turns = new Turns()
  /** how to count a connection as half-open no more */
  readonly #halfOpen = new WeakMap<MultiaddrConnection, () => void>()
  #refused = 0

  constructor ({ clock }: { clock: Clock }, { isPublic, ...limits }: GateLimits & { isPublic: boolean }) {
    this.#tallies = new Tallies({ clock })
    this.#limits = limits
    this.#isPublic = isPublic
    this.#throttle = new Throttle({ clock }, limits.allTraffic)
  }

  /** how many connections were turned away since the start */
  get refused (): number {
    return this.#refused
  }

  /** how many address groups have sent more than they may, and are not read for the moment */
  get held (): number {
    return this.#throttle.held
  }

  /** While `dial` runs, this address may be dialled: a person's bootstrap list or contact gave it. */
  async permit<T> (address: Multiaddr, dial: () => Promise<T>): Promise<T> {
    const name = withoutPeerId(address.toString())
    this.#asked.set(name, (this.#asked.get(name) ?? 0) + 1)
    try {
      return await dial()
    } finally {
      const others = this.#asked.get(name)! - 1
      if (others > 0) this.#asked.set(name, others)
      else this.#asked.delete(name)
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
    // Half of the places stay free for those who say who they are.
    const named = leave && this.#tallies.admit(counts.map(({ key, bound: { max, rate } }) =>
      ({ key: `half-open ${key}`, bound: { max: Math.ceil(max / 2), rate } })))
    if (leave === undefined || named === undefined) {
      leave?.()
      this.#refused++
      return true
    }
    this.#halfOpen.set(connection, named)
    connection.addEventListener('close', () => {
      named()
      leave()
    }, { once: true })
    const isOver = (): boolean => !this.#halfOpen.has(connection)
    this.#turns.follow(connection, counts.at(-1)!.key, isOver) // counted first, so it comes last
    this.#watch(connection)
    this.#boundNegotiation(connection, { ...HANDSHAKE, isOver, payer: connection })
    return false
  }

  denyInboundUpgradedConnection = (_peerId: PeerId, connection: MultiaddrConnection): boolean => {
    this.#halfOpen.get(connection)?.()
    this.#halfOpen.delete(connection)
    return false
  }

  /** Whoever we dialled can flood us as well. */
  denyOutboundEncryptedConnection = (_peerId: PeerId, connection: MultiaddrConnection): boolean => {
    this.#watch(connection)
    return false
  }

  /** Counts the frames that the other end sends, and the streams that it opens. */
  follow (connection: Connection): void {
    const { maConn, muxer } = connection as unknown as Inside
    if (maConn === undefined) return
    muxer?.addEventListener('stream', ({ detail: stream }) => {
      this.#throttle.charge(maConn, STREAM_COST)
      const isOver = (): boolean => stream.protocol !== ''
      const answers = this.#boundNegotiation(stream, { ...NEGOTIATION, isOver, payer: maConn })
      stream.addEventListener('close', () => {
        // Not where they gave up before a second answer, as a look-up does that has found what it wanted elsewhere.
        if (!isOver() && answers() > 1) this.#throttle.charge(maConn, REFUSED_STREAM_COST)
      }, { once: true })
    })
    muxer?.addEventListener(ASKED as 'stream', event => {
      const { frames, pings } = (event as unknown as CustomEvent<Asked>).detail
      this.#throttle.spend(maConn, frames * FRAME_COST)
      if (pings > 0) this.#throttle.charge(maConn, pings * PING_COST)
    })
  }

  /** A contact has proved who they are: the bytes that they send are bounded by what we can store, no longer by a share. */
  welcome (connection: Connection): void {
    const { maConn } = connection as unknown as Inside
    if (maConn !== undefined) this.#throttle.lift(maConn)
  }

  /** Whoever is at the other end keeps something here: what they send is no longer counted with what strangers do. */
  recognise (connection: Connection): void {
    const { maConn } = connection as unknown as Inside
    if (maConn !== undefined) this.#throttle.recognise(maConn)
  }

  /** Reads nothing more of it, while what it has said waits. @returns how to go on, to be called once */
  wait (connection: Connection): () => void {
    const { maConn } = connection as unknown as Inside
    return maConn === undefined ? () => {} : this.#throttle.wait(maConn)
  }

  /** Whoever is at the other end has had us do something for nothing: it counts as so many bytes. */
  charge (connection: Connection, cost: number): void {
    const { maConn } = connection as unknown as Inside
    if (maConn !== undefined) this.#throttle.charge(maConn, cost)
  }

  stop (): void {
    this.#throttle.stop()
  }

  /** multistream-select bounds a line, and neither how many there are nor how much is answered. @returns how many were answered */
  #boundNegotiation (
    stream: MessageStream,
    { maxBytes, maxAnswers, isOver, payer }: { maxBytes: number, maxAnswers: number, isOver: () => boolean, payer: MultiaddrConnection }
  ): () => number {
    let [bytes, answers] = [0, 0]
    tap(stream, 'onData', ({ byteLength }) => {
      if (isOver()) return
      bytes += byteLength
      this.#throttle.charge(payer, byteLength * NEGOTIATION_COST)
      if (bytes > maxBytes) stream.abort(new AppError('TOO_MANY', 'negotiates without end'))
    })
    tap(stream, 'send', () => {
      if (!isOver() && ++answers > maxAnswers) stream.abort(new AppError('TOO_MANY', 'negotiates without end'))
    })
    return () => answers
  }

  #watch (connection: MultiaddrConnection): void {
    const host = hostOf(connection.remoteAddr)
    // The bytes of a relayed connection are counted as the relay's.
    if (host === undefined || relayOf(connection.remoteAddr) !== undefined) return
    const { key, kind } = addressGroups(host).at(-1)!
    this.#throttle.watch(connection, key, kind === 'loopback' ? LOOPBACK_TRAFFIC : this.#limits.traffic)
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
