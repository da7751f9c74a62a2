/**
 * Where those who serve a channel tell that they do: in the DHT, under keys that only its read key gives, other ones every
 * day. Whoever has the link can read them, and could write over them too: whoever is found must still prove to have the channel.
 */
import type { Bytes } from '../../base/bytes.ts'
import type { ChannelId } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { jitterMs, type Random } from '../../base/random.ts'
import { HOUR, MINUTE, SECOND, type Clock, type Timer } from '../../base/time.ts'
import { CHANNEL_SLOTS, slotName } from '../../crypto/channel-keys.ts'
import { epochAt, openRendezvous, pairOffsetMs, rendezvousKeys, sealRendezvous } from '../../crypto/rendezvous.ts'
import type { DialTarget } from '../../network/dial.ts'
import type { NetworkNode } from '../../network/node.ts'
import type { Rendezvous } from '../../protocols/rendezvous.ts'
import { addressTexts } from '../../wire/addresses.ts'
import { MAX_ROUTE_ADDRESSES } from '../../wire/limits.ts'
import type { Channel } from './channel.ts'
import type { Channels } from './channels.ts'

const REPUBLISH_MS = 2 * HOUR
/** the next day's records are there before the day is */
const EARLY_MS = 6 * HOUR
const TIMEOUT_MS = 60 * SECOND
const FIRST_RETRY_MS = 15 * SECOND
const MAX_RETRY_MS = 10 * MINUTE

export interface PlacesDeps {
  node: Pick<NetworkNode, 'routes' | 'peerIdBytes'>
  channels: Channels
  rendezvous: Rendezvous
  clock: Clock
  random: Random
  log: Log
}

export class Places {
  readonly #deps: PlacesDeps
  readonly #timers = new Map<ChannelId, Timer>()
  readonly #failures = new Map<ChannelId, number>()
  /** true: somebody asked for it again meanwhile */
  readonly #publishing = new Map<ChannelId, boolean>()
  readonly #stopping = new AbortController()
  #lastSeq = 0

  constructor (deps: PlacesDeps) {
    this.#deps = deps
  }

  /** Tells where this node is, where it serves, and again in time. Never throws. */
  async publish (id: ChannelId): Promise<void> {
    const { channels, clock, log } = this.#deps
    this.#timers.get(id)?.cancel()
    const channel = channels.get(id)
    if (channel?.row.serving !== true || this.#stopping.signal.aborted) return
    if (this.#publishing.has(id)) {
      this.#publishing.set(id, true)
      return
    }
    this.#publishing.set(id, false)
    const stored = await this.#tell(channel).catch((err: unknown) => {
      if (!this.#stopping.signal.aborted) log.debug('place of a channel not published', errorFields(err))
      return 0
    })
    const isStale = this.#publishing.get(id) === true
    this.#publishing.delete(id)
    if (isStale) {
      await this.publish(id)
      return
    }
    if (this.#stopping.signal.aborted) return
    const failures = stored > 0 ? 0 : (this.#failures.get(id) ?? 0) + 1
    this.#failures.set(id, failures)
    const inMs = stored > 0 ? REPUBLISH_MS : Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 10))
    this.#timers.set(id, clock.after(jitterMs(inMs * 0.9, inMs * 1.1), () => { void this.publish(id) }))
  }

  /** Who tells that they serve it, this node left out. @throws the signal's reason */
  async find (channel: Channel, { signal }: { signal: AbortSignal }): Promise<DialTarget[]> {
    const { rendezvous, clock, node } = this.#deps
    const own = addressTexts(node.routes().addresses)
    const epoch = epochAt(pairOffsetMs(channel.keys.places), clock.now())
    const found = await Promise.all(Array.from({ length: CHANNEL_SLOTS }, async (_, slot) => {
      const keys = rendezvousKeys(channel.keys.places, slotName(slot), 0, epoch)
      let target: DialTarget | undefined
      await rendezvous.find(keys.dhtKey, {
        signal: AbortSignal.any([signal, this.#stopping.signal, AbortSignal.timeout(TIMEOUT_MS)]),
        accept: value => {
          const { peerId, addresses } = openRendezvous({ value, keys, epoch })
          const told = addressTexts(addresses).filter(address => !own.includes(address)).slice(0, MAX_ROUTE_ADDRESSES)
          target = { peerId: new Uint8Array(peerId), addresses: told }
        }
      }).catch(() => {}) // one of several
      return target
    }))
    signal.throwIfAborted()
    return found.filter(target => target !== undefined && target.addresses.length > 0) as DialTarget[]
  }

  forget (id: ChannelId): void {
    this.#timers.get(id)?.cancel()
    this.#timers.delete(id)
  }

  stop (): void {
    this.#stopping.abort(new Error('stopping'))
    for (const timer of this.#timers.values()) timer.cancel()
  }

  async #tell ({ keys }: Channel): Promise<number> {
    const { rendezvous, node, clock, random } = this.#deps
    const { peerId, addresses } = node.routes()
    const nowMs = clock.now()
    this.#lastSeq = Math.max(this.#lastSeq + 1, nowMs)
    // Which of the slots: whoever takes the same one next is found instead.
    const slot = node.peerIdBytes.at(-1)! % CHANNEL_SLOTS
    const epochs = new Set([nowMs, nowMs + EARLY_MS].map(ms => epochAt(pairOffsetMs(keys.places), ms)))
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(TIMEOUT_MS)])
    const stored = await Promise.all([...epochs].map(async epoch => {
      const value: Bytes = sealRendezvous({
        secret: keys.places, publisher: slotName(slot), replica: 0, epoch, seq: this.#lastSeq, peerId, addresses, random
      })
      return (await rendezvous.publish(value, { signal })).stored
    }))
    return Math.min(...stored)
  }
}
