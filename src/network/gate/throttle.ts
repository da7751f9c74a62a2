/**
 * How much of this computer strangers may use, by address group: every byte that they send costs, every stream and
 * request more than its bytes, and a group that has spent its share is not read from until it has earned some again.
 * Bytes of a contact who has proved who they are cost nothing; streams and pings cost them as much, out of a share of
 * their own.
 */
import type { Clock, Timer } from '../../base/time.ts'
import { SECOND } from '../../base/time.ts'
import { Crowd, type ThrottleLimits } from './crowd.ts'

/** A connection as far as it can be slowed down. libp2p's types leave these out, TCP has them, WebSockets do not pause. */
export interface Slowable {
  onData: (data: { byteLength: number }) => void
  sendPause: () => void
  sendResume: () => void
  abort: (err: Error) => void
  addEventListener: (name: 'close', listener: () => void, options: { once: true }) => void
}

interface Share {
  tokens: number
  atMs: number
  readonly limits: ThrottleLimits
  readonly members: Set<Slowable>
  resuming: Timer | undefined
  /** whether it is of a group of strangers, who share what is read of all of them */
  readonly isOfCrowd: boolean
}

const isSlowable = (connection: unknown): connection is Slowable =>
  typeof (connection as Partial<Slowable>).onData === 'function' && typeof (connection as Partial<Slowable>).sendPause === 'function'

type Mouth = 'onData' | 'send'

/**
 * Sees what arrives before anything else does, or what is sent. A listener would be counted as a reader, and what came too
 * early be lost.
 */
export function tap (stream: object, mouth: Mouth, see: (data: { byteLength: number }) => void): void {
  if (!(mouth in stream)) return
  const tapped = stream as Record<Mouth, (data: { byteLength: number }) => unknown>
  const pass = tapped[mouth]
  tapped[mouth] = data => {
    see(data)
    return pass.call(stream, data)
  }
}

export class Throttle {
  readonly #clock: Clock
  readonly #shares = new Map<string, Share>()
  readonly #shareOf = new WeakMap<object, Share>()
  readonly #friends = new WeakSet()
  readonly #crowd: Crowd<Share>

  /** @param all what all groups may send together that are counted with the crowd */
  constructor ({ clock }: { clock: Clock }, all: ThrottleLimits) {
    this.#clock = clock
    this.#crowd = new Crowd({ clock, onTurn: share => { this.#read(share) } }, all)
  }

  /** address groups that are not read for the moment */
  get held (): number {
    return [...this.#shares.values()].filter(share => this.#isHeld(share)).length
  }

  /**
   * Counts what arrives on a connection from now on, before anything else looks at it.
   * @param isOfCrowd whether its group is counted with the crowd
   */
  watch (connection: object, group: string, { isOfCrowd = true, ...limits }: ThrottleLimits & { isOfCrowd?: boolean }): void {
    if (!isSlowable(connection)) return
    const known = this.#shares.get(group)
    const share = known ?? this.#newShare(limits, { isOfCrowd })
    this.#shares.set(group, share)
    share.members.add(connection)
    this.#shareOf.set(connection, share)
    tap(connection, 'onData', ({ byteLength }) => { this.spend(connection, byteLength) })
    connection.addEventListener('close', () => { this.#leave(connection, group) }, { once: true })
    if (this.#isHeld(share)) connection.sendPause()
  }

  /** Something that is free for contacts. */
  spend (connection: object, cost: number): void {
    if (!this.#friends.has(connection)) this.charge(connection, cost)
  }

  /** Something that nobody has a use for in great numbers. */
  charge (connection: object, cost: number): void {
    const share = this.#shareOf.get(connection)
    if (share === undefined) return
    if (share.isOfCrowd && this.#crowd.spend(share, cost)) this.#hold(share)
    this.#refill(share)
    share.tokens -= cost
    if (share.tokens >= 0) return
    if (share.tokens < -share.limits.burst && isSlowable(connection)) {
      // It cannot be paused, or a single chunk of it asked for too much: it is ended, and its neighbours wait no longer.
      share.tokens = -share.limits.burst
      connection.abort(new Error('more than a stranger may send'))
      return
    }
    if (share.resuming !== undefined) return
    this.#hold(share)
    this.#resumeLater(share)
  }

  /** Whoever is at the other end is no stranger. */
  lift (connection: object): void {
    const share = this.#shareOf.get(connection)
    if (share === undefined || !isSlowable(connection) || this.#friends.has(connection)) return
    this.#friends.add(connection)
    share.members.delete(connection)
    this.#shareOf.set(connection, this.#newShare(share.limits, { isOfCrowd: false, members: [connection] }))
    if (this.#isHeld(share)) connection.sendResume()
  }

  stop (): void {
    this.#crowd.stop()
    for (const { resuming } of this.#shares.values()) resuming?.cancel()
  }

  #newShare (limits: ThrottleLimits, { isOfCrowd, members = [] }: { isOfCrowd: boolean, members?: Slowable[] }): Share {
    return { tokens: limits.burst, atMs: this.#clock.now(), limits, members: new Set(members), resuming: undefined, isOfCrowd }
  }

  #isHeld (share: Share): boolean {
    return share.resuming !== undefined || this.#crowd.isWaiting(share)
  }

  #hold (share: Share): void {
    for (const member of share.members) member.sendPause()
  }

  /** Unless there is another reason to wait. */
  #read (share: Share): void {
    if (!this.#isHeld(share)) for (const member of share.members) member.sendResume()
  }

  #refill (share: Share): void {
    const nowMs = this.#clock.now()
    const { rate, burst } = share.limits
    share.tokens = Math.min(burst, share.tokens + Math.max(0, nowMs - share.atMs) * rate / SECOND)
    share.atMs = nowMs
  }

  #resumeLater (share: Share): void {
    share.resuming = this.#clock.after(Math.ceil((-share.tokens + 1) * SECOND / share.limits.rate), () => {
      share.resuming = undefined
      this.#refill(share)
      if (share.tokens < 0) this.#resumeLater(share)
      else this.#read(share)
    })
  }

  /** A group that reconnects is not given a new share before the old one would have been full again. */
  #leave (connection: Slowable, group: string): void {
    this.#shareOf.get(connection)?.members.delete(connection)
    const share = this.#shares.get(group)
    if (share === undefined || share.members.size > 0) return
    this.#refill(share)
    const fullInMs = (share.limits.burst - share.tokens) * SECOND / share.limits.rate
    this.#clock.after(Math.max(0, fullInMs), () => {
      if (share.members.size === 0 && this.#shares.get(group) === share) this.#shares.delete(group)
    })
  }
}
