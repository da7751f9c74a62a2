/**
 * Looks for a way through both sides' routers to contacts who are there only through a relay. One side asks, the one whose
 * link it is; what comes of it is a direct connection, and the link over it takes over from the relayed one.
 */
import { AppError } from '../../base/errors.ts'
import { errorFields, type Log } from '../../base/log.ts'
import { MINUTE, SECOND, type Clock, type Timer } from '../../base/time.ts'
import { peerIdBytes } from '../../network/addresses.ts'
import type { Delivery } from '../../protocols/delivery.ts'
import type { Punch } from '../../protocols/punch.ts'
import type { Attempts } from './attempts.ts'
import type { Link } from './links.ts'
import type { Proofs, ProvenTag } from './proofs.ts'

/**
 * The first try fails by chance as well: when a packet is lost, or the other side's computer was busy. The next may come once
 * the other side has given the last one up, some two seconds later. Between two routers that let nothing through, nothing
 * changes by asking often.
 */
const FIRST_RETRY_MS = 3 * SECOND
const MAX_RETRY_MS = 30 * MINUTE
const TIMEOUT_MS = 30 * SECOND

export interface PassagesDeps {
  punch: Punch
  delivery: Delivery<ProvenTag>
  proofs: Proofs
  attempts: Attempts
  clock: Clock
  log: Log
}

export class Passages {
  readonly #deps: PassagesDeps

  constructor (deps: PassagesDeps) {
    this.#deps = deps
  }

  /** Tries now, and ever more rarely for as long as this link is open: a direct one would have closed it. */
  seek (link: Link): void {
    if (link.direction === 'outbound' && link.route === 'relayed') void this.#seek(link, FIRST_RETRY_MS)
  }

  async #seek (link: Link, retryMs: number): Promise<void> {
    const { attempts, clock, log } = this.#deps
    const { contactId } = link.tag
    if (link.closed.aborted) return
    try {
      await this.#pass(link)
      return
    } catch (err) {
      if (link.closed.aborted) return
      const result = err instanceof AppError ? err.code : 'PEER_UNREACHABLE'
      attempts.dialled(attempts.latest(contactId) ?? attempts.begin(contactId), ['a way through both routers (WebRTC)'], result)
      log.debug('no-passage', errorFields(err))
    }
    const timer: Timer = clock.after(retryMs, () => { void this.#seek(link, Math.min(MAX_RETRY_MS, retryMs * 2)) })
    link.closed.addEventListener('abort', () => { timer.cancel() }, { once: true })
  }

  async #pass (link: Link): Promise<void> {
    const { punch, delivery, proofs } = this.#deps
    const signal = AbortSignal.any([link.closed, AbortSignal.timeout(TIMEOUT_MS)])
    const peerId = peerIdBytes(link.remotePeerId)
    await punch.through(peerId, { signal })
    // Not with the link's signal: the new link closes the old one before it is returned.
    await delivery.dial({ peerId, addresses: [], onlyDirect: true }, proofs.forDial(link.tag), { signal: AbortSignal.timeout(TIMEOUT_MS) })
  }
}
