/**
 * How much of this computer strangers may use, by address group: every byte that they send costs, every stream and
 * request more than its bytes, and a group that has spent its share is not read from until it has earned some again.
 * All groups together have a share as well; whoever keeps something here is counted with others who do, so that no crowd
 * of strangers is in their way. Bytes of a contact who has proved who they are cost nothing; streams and pings cost them
 * as much, out of a share of their own.
 */
import type { Clock, Timer } from '../../base/time.ts'
import { SECOND } from '../../base/time.ts'
import { Crowd, type ThrottleLimits } from './crowd.ts'

/** A connection as far as it can be slowed down. libp2p's types leave these out. */
export interface Slowable {
  onData: (data: { byteLength: number }) => void
  sendPause: () => void
  sendResume: () => void
  /** where it is one: libp2p does not pause it, while the socket below could */
  websocket?: { pause?: () => void, resume?: () => void }
  abort: (err: Error) => void
  addEventListener: (name: 'close', listener: () => void, options: { once: true }) => void
}

interface Share {
  /** of the group; undefined: one connection's own */
  readonly name: string | undefined
  tokens: number
  atMs: number
  readonly limits: ThrottleLimits
  readonly members: Set<Slowable>
  resuming: Timer | undefined
  /** with whom it shares what is read of all of them */
  readonly crowd: Crowd<Share> | undefined
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
  /** how much each is waited for */
  readonly #waiting = new Map<Slowable, number>()
  readonly #strangers: Crowd<Share>
  readonly #known: Crowd<Share>

  /** @param all what all groups of strangers may send together, and all groups of those who are known */
  constructor ({ clock }: { clock: Clock }, all: ThrottleLimits) {
    this.#clock = clock
    const crowd = (): Crowd<Share> => new Crowd({ clock, onTurn: share => { this.#read(share) } }, all)
    this.#strangers = crowd()
    this.#known = crowd()
  }

  /** address groups that are not read for the moment */
  get held (): number {
    return [...this.#shares.values()].filter(share => this.#isHeld(share)).length
  }

  /**
   * Counts what arrives on a connection from now on, before anything else looks at it.
   * @param isOfCrowd whether its group is counted with the other strangers
   */
  watch (connection: object, group: string, { isOfCrowd = true, ...limits }: ThrottleLimits & { isOfCrowd?: boolean }): void {
    if (!isSlowable(connection)) return
    const share = this.#join(connection, group, { limits, crowd: isOfCrowd ? this.#strangers : undefined })
    tap(connection, 'onData', ({ byteLength }) => { this.spend(connection, byteLength) })
    connection.addEventListener('close', () => { this.#leave(connection) }, { once: true })
    if (this.#isHeld(share)) pauseOrResume(connection, 'pause')
  }

  /** Something that is free for contacts. */
  spend (connection: object, cost: number): void {
    if (!this.#friends.has(connection)) this.charge(connection, cost)
  }

  /** Something that nobody has a use for in great numbers. */
  charge (connection: object, cost: number): void {
    const share = this.#shareOf.get(connection)
    if (share === undefined) return
    if (share.crowd?.spend(share, cost) === true) this.#hold(share)
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

  /** Whoever is at the other end is a friend. */
  lift (connection: object): void {
    const share = this.#shareOf.get(connection)
    if (share === undefined || !isSlowable(connection) || this.#friends.has(connection)) return
    this.#friends.add(connection)
    this.#move(connection, share, this.#newShare({ limits: share.limits }))
  }

  /** Whoever is at the other end is no friend, yet no stranger either: they keep something here. */
  recognise (connection: object): void {
    const share = this.#shareOf.get(connection)
    if (share?.name === undefined || share.crowd !== this.#strangers || !isSlowable(connection)) return
    const { name, limits } = share
    this.#move(connection, share, this.#join(connection, `known ${name}`, { limits, crowd: this.#known }))
  }

  /** Reads nothing more of a connection, while what was read already waits. @returns how to go on reading, to be called once */
  wait (connection: object): () => void {
    if (!isSlowable(connection)) return () => {}
    this.#waiting.set(connection, (this.#waiting.get(connection) ?? 0) + 1)
    pauseOrResume(connection, 'pause')
    return () => {
      const others = (this.#waiting.get(connection) ?? 0) - 1
      if (others > 0) this.#waiting.set(connection, others)
      if (others !== 0) return // or it is closed by now
      this.#waiting.delete(connection)
      const share = this.#shareOf.get(connection)
      if (share === undefined || !this.#isHeld(share)) pauseOrResume(connection, 'resume')
    }
  }

  stop (): void {
    this.#strangers.stop()
    this.#known.stop()
    for (const { resuming } of this.#shares.values()) resuming?.cancel()
  }

  #join (connection: Slowable, name: string, of: Pick<Share, 'limits' | 'crowd'>): Share {
    const share = this.#shares.get(name) ?? this.#newShare({ name, ...of })
    this.#shares.set(name, share)
    share.members.add(connection)
    this.#shareOf.set(connection, share)
    return share
  }

  #move (connection: Slowable, from: Share, to: Share): void {
    from.members.delete(connection)
    this.#forgetLater(from)
    to.members.add(connection)
    this.#shareOf.set(connection, to)
    if (this.#isHeld(to)) pauseOrResume(connection, 'pause')
    else if (this.#isHeld(from) && !this.#waiting.has(connection)) pauseOrResume(connection, 'resume')
  }

  #newShare ({ name, limits, crowd }: { name?: string, limits: ThrottleLimits, crowd?: Crowd<Share> | undefined }): Share {
    return { name, tokens: limits.burst, atMs: this.#clock.now(), limits, members: new Set(), resuming: undefined, crowd }
  }

  #isHeld (share: Share): boolean {
    return share.resuming !== undefined || share.crowd?.isWaiting(share) === true
  }

  #hold (share: Share): void {
    for (const member of share.members) pauseOrResume(member, 'pause')
  }

  /** Unless there is another reason to wait. */
  #read (share: Share): void {
    if (this.#isHeld(share)) return
    for (const member of share.members) if (!this.#waiting.has(member)) pauseOrResume(member, 'resume')
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

  #leave (connection: Slowable): void {
    this.#waiting.delete(connection)
    const share = this.#shareOf.get(connection)
    share?.members.delete(connection)
    if (share !== undefined) this.#forgetLater(share)
  }

  /** A group that reconnects is not given a new share before the old one would have been full again. */
  #forgetLater (share: Share): void {
    const { name, members } = share
    if (name === undefined || members.size > 0) return
    this.#refill(share)
    const fullInMs = (share.limits.burst - share.tokens) * SECOND / share.limits.rate
    this.#clock.after(Math.max(0, fullInMs), () => {
      if (members.size === 0 && this.#shares.get(name) === share) this.#shares.delete(name)
    })
  }
}

function pauseOrResume (connection: Slowable, how: 'pause' | 'resume'): void {
  connection.websocket?.[how]?.()
  if (how === 'pause') connection.sendPause()
  else connection.sendResume()
}
