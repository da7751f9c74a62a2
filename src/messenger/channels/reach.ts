/** Keeps in touch with a few who serve each channel: asks them for what is missing, tells them what they lack, and finds others. */
import { toBase64url, type Bytes } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import type { ChannelId } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { jitterMs } from '../../base/random.ts'
import { MINUTE, SECOND, type Clock, type Timer } from '../../base/time.ts'
import type { DialTarget } from '../../network/dial.ts'
import type { NetworkNode } from '../../network/node.ts'
import type { ChannelTalks, Talk } from '../../protocols/channels.ts'
import { addressTexts } from '../../wire/addresses.ts'
import type { Channel } from './channel.ts'
import type { Channels } from './channels.ts'
import type { Places } from './places.ts'
import type { Spread } from './spread.ts'
import type { Sync } from './sync.ts'

/** of those who serve a channel, with how many one is in touch */
const WANTED = 2
/** with those from whom posts come as they are made */
const COMPARE_MS = 5 * MINUTE
/** over relays, where none come by themselves */
const RELAYED_COMPARE_MS = MINUTE
const LOOK_AGAIN_MS = 10 * MINUTE
const FIRST_RETRY_MS = 4 * SECOND
const MAX_RETRY_MS = 5 * MINUTE
/** Who says what leads to a comparison, as any author and follower can, has us ask no more often. */
const GAP_MS = 3 * SECOND
/** what comes in a burst is asked for once */
const SOON_MS = 300
const MAX_TALKS_IN_A_ROW = 1000

interface Source {
  target: DialTarget
  connection: Talk['connection']
  hint: string | undefined
}

interface Search {
  timer: Timer | undefined
  /** undefined while nothing is under way */
  running: Promise<void> | undefined
  again: boolean
  sources: Map<string, Source>
  lookedAtMs: number
  gapAtMs: number
  isGapDue: boolean
  failures: number
}

export interface ReachDeps {
  node: Pick<NetworkNode, 'routes'>
  channels: Channels
  places: Places
  sync: Sync
  spread: Spread
  talks: ChannelTalks
  clock: Clock
  log: Log
  onChanged: (id: ChannelId) => void
}

export class Reach {
  readonly #deps: ReachDeps
  readonly #searches = new Map<ChannelId, Search>()
  readonly #stopping = new AbortController()

  constructor (deps: ReachDeps) {
    this.#deps = deps
  }

  /** with how many who serve it one is in touch */
  sources (id: ChannelId): number {
    return this.#live(this.#searches.get(id)).length
  }

  /** Compares now, or as soon as what is under way is over. @param anew others may be found than before */
  wake (id: ChannelId, { anew = false } = {}): void {
    if (this.#stopping.signal.aborted || this.#deps.channels.get(id) === undefined) return
    const search = this.#searches.get(id) ?? {
      timer: undefined, running: undefined, again: false, sources: new Map<string, Source>(), lookedAtMs: -Infinity, gapAtMs: -Infinity,
      isGapDue: false, failures: 0
    }
    this.#searches.set(id, search)
    if (anew) Object.assign(search, { lookedAtMs: -Infinity, failures: 0 })
    if (search.running !== undefined) {
      search.again = true
      return
    }
    search.timer?.cancel()
    search.running = this.#turn(id, search).catch((err: unknown) => {
      if (!this.#stopping.signal.aborted) this.#deps.log.warn('channel not compared', errorFields(err))
      return FIRST_RETRY_MS
    }).then(inMs => {
      search.running = undefined
      const soon = search.again
      search.again = false
      this.#later(id, search, soon ? SOON_MS : jitterMs(inMs * 0.8, inMs * 1.2))
    })
  }

  /** What came shows that something is missing. */
  gap (id: ChannelId): void {
    const search = this.#searches.get(id)
    if (search === undefined) return
    const nowMs = this.#deps.clock.now()
    const sinceMs = Math.abs(nowMs - search.gapAtMs)
    if (sinceMs >= GAP_MS) {
      search.gapAtMs = nowMs
      this.wake(id)
    } else if (!search.isGapDue) {
      search.isGapDue = true
      this.#deps.clock.after(GAP_MS - sinceMs, () => {
        search.isGapDue = false
        if (this.#searches.get(id) === search) this.gap(id)
      })
    }
  }

  /** One of those asked was told of our topics meanwhile: what was posted between the two is asked for. */
  joined (id: ChannelId, peerId: string): void {
    const search = this.#searches.get(id)
    const isAsked = this.#live(search).some(({ connection }) => connection.remotePeer.toString() === peerId)
    if (isAsked || search?.running !== undefined) this.wake(id)
  }

  /** Somebody went: where it was one of few, others are looked for. */
  gone (peerId: string): void {
    for (const [id, search] of this.#searches) {
      const wasOne = [...search.sources.values()].some(({ connection }) => connection.remotePeer.toString() === peerId)
      if (wasOne) this.#later(id, search, SOON_MS)
    }
  }

  forget (id: ChannelId): void {
    this.#searches.get(id)?.timer?.cancel()
    this.#searches.delete(id)
  }

  /** Resolves when nobody is being asked any more. */
  async stop (): Promise<void> {
    this.#stopping.abort(new AppError('ABORTED', 'the node is stopping'))
    for (const { timer } of this.#searches.values()) timer?.cancel()
    await Promise.all([...this.#searches.values()].map(async ({ running }) => { await running }))
  }

  #later (id: ChannelId, search: Search, inMs: number): void {
    search.timer?.cancel()
    if (this.#stopping.signal.aborted || this.#searches.get(id) !== search) return
    search.timer = this.#deps.clock.after(inMs, () => { this.wake(id) })
  }

  /** @returns in how long to compare again */
  async #turn (id: ChannelId, search: Search): Promise<number> {
    const { channels, clock } = this.#deps
    const before = this.#live(search).length
    for (const source of this.#live(search)) await this.#compare(id, search, source.target, source.hint)
    const nowMs = clock.now()
    if (this.#live(search).length < WANTED && Math.abs(nowMs - search.lookedAtMs) >= this.#lookEvery(search)) {
      search.lookedAtMs = nowMs
      await this.#look(id, search)
    }
    const live = this.#live(search)
    if (live.length !== before && channels.get(id) !== undefined) this.#deps.onChanged(id)
    search.failures = live.length > 0 ? 0 : search.failures + 1
    if (live.length === 0) return Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(search.failures - 1, 10))
    return live.some(({ connection }) => connection.limits === undefined) ? COMPARE_MS : RELAYED_COMPARE_MS
  }

  #lookEvery (search: Search): number {
    return this.#live(search).length > 0 ? LOOK_AGAIN_MS : 0
  }

  async #look (id: ChannelId, search: Search): Promise<void> {
    const { channels, places, node } = this.#deps
    const channel = channels.get(id)
    if (channel === undefined) return
    const own = addressTexts(node.routes().addresses)
    const finding = places.find(channel, { signal: this.#stopping.signal })
    finding.catch(() => {}) // waited for below
    const known = new Set(this.#live(search).map(({ hint }) => hint))
    const hints = channel.row.hints.filter(hint => !own.includes(hint) && !known.has(hint))
    await Promise.all(hints.slice(0, WANTED).map(async hint => { await this.#compare(id, search, { addresses: [hint] }, hint) }))
    for (const hint of hints.slice(WANTED)) if (this.#lacks(search)) await this.#compare(id, search, { addresses: [hint] }, hint)
    if (!this.#lacks(search)) return
    for (const target of await finding) {
      const isInTouch = search.sources.get(nameOf(target.peerId!))?.connection.status === 'open'
      if (!isInTouch && this.#lacks(search)) await this.#compare(id, search, target, target.addresses[0])
    }
  }

  #lacks (search: Search): boolean { return this.#live(search).length < WANTED && !this.#stopping.signal.aborted }

  /** Asks one of them, as often as they have more. Never throws. */
  async #compare (id: ChannelId, search: Search, target: DialTarget, hint: string | undefined): Promise<void> {
    for (let i = 0; i < MAX_TALKS_IN_A_ROW; i++) {
      const channel = this.#deps.channels.get(id)
      if (channel === undefined || this.#stopping.signal.aborted) return
      try {
        const { source, more } = await this.#ask(channel, target, hint)
        search.sources.set(nameOf(source.target.peerId!), source)
        if (i === 0 && hint !== undefined) await this.#deps.channels.remember(id, hint)
        if (!more) return
        target = source.target
      } catch (err) {
        if (target.peerId !== undefined) search.sources.delete(nameOf(target.peerId))
        if (!this.#stopping.signal.aborted) this.#deps.log.debug('channel not had there', errorFields(err))
        return
      }
    }
  }

  async #ask (channel: Channel, target: DialTarget, hint: string | undefined): Promise<{ source: Source, more: boolean }> {
    const { sync, spread, talks } = this.#deps
    const known = await sync.known(channel)
    let question: Bytes
    let listener: Bytes
    return await talks.ask(target, {
      signal: this.#stopping.signal,
      ask: there => {
        listener = there
        return question = sync.ask(channel, known, there)
      },
      talk: async (answer, talk) => {
        const onProven = async (): Promise<void> => { await spread.allow(talk.connection) }
        const { more, posts } = await sync.listen(channel, { question, answer, listener, talk, onProven })
        // Whoever says that there is more, and sends nothing, would be asked for ever.
        return { source: { target: { ...target, peerId: listener }, connection: talk.connection, hint }, more: more && posts > 0 }
      }
    })
  }

  #live (search: Search | undefined): Source[] {
    return [...search?.sources.values() ?? []].filter(({ connection }) => connection.status === 'open')
  }
}

const nameOf = (peerId: Uint8Array): string => toBase64url(peerId)
