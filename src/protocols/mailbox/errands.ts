/**
 * What a host does for its clients in the DHT, so that the servers there see the host beside a key and not whoever is
 * looking for it. A record is signed and sealed: the host can hold it back, and no more.
 */
import type { Connection } from '@libp2p/interface'
import { withDeadline } from '../../base/abort.ts'
import { copy, type Bytes } from '../../base/bytes.ts'
import { AppError, hasCode } from '../../base/errors.ts'
import { SECOND, type Clock, type Timer } from '../../base/time.ts'
import { readRecord } from '../../crypto/records.ts'
import type { NetworkNode } from '../../network/node.ts'
import { ReplyStatus, type FindRecord, type MailboxReply, type PublishRecord } from '../../wire/gen/mailbox.ts'
import { Budget } from './budget.ts'
import { createRendezvous, type Rendezvous } from '../rendezvous.ts'

export interface ErrandLimits {
  /** look-ups and publications under way and waiting; each talks to about twenty servers */
  maxErrands: number
  /** by address group; above, they are refused for now */
  errandsPerSecond: number
  errandBurst: number
}

/** shorter than a client waits */
const ERRAND_TIMEOUT_MS = 20 * SECOND
/** After a first record, how much longer a newer one may take to turn up. */
const GRACE_MS = SECOND / 2
const BUSY: Partial<MailboxReply> = { status: ReplyStatus.BUSY, retryAfterMs: 2 * SECOND }
const AT_ONCE = { finds: 32, publishes: 16, isOwn: false }

export class Errands {
  readonly #clock: Clock
  readonly #limits: ErrandLimits
  readonly #rendezvous: Rendezvous
  readonly #budget: Budget
  #underWay = 0

  constructor ({ node, clock }: { node: Pick<NetworkNode, 'dht'>, clock: Clock }, limits: ErrandLimits) {
    this.#clock = clock
    this.#limits = limits
    this.#rendezvous = createRendezvous({ node, clock }, AT_ONCE)
    this.#budget = new Budget({ clock }, { perSecond: limits.errandsPerSecond, burst: limits.errandBurst })
  }

  get underWay (): number { return this.#underWay }

  mayGo (connection: Connection, { isProxy }: { isProxy: boolean }): boolean {
    return this.#budget.spend(connection, { isProxy }) === 0
  }

  /** @throws the signal's reason */
  async publish ({ record }: PublishRecord, signal: AbortSignal): Promise<Partial<MailboxReply>> {
    return await this.#run(signal, async timed => {
      const { stored } = await this.#rendezvous.publish(copy(record), { signal: timed })
      return { status: ReplyStatus.OK, stored }
    })
  }

  /** @throws the signal's reason */
  async find ({ key, notBefore }: FindRecord, signal: AbortSignal): Promise<Partial<MailboxReply>> {
    return await this.#run(signal, async timed => {
      const enough = new AbortController()
      let newest: Bytes | undefined
      let grace: Timer | undefined
      const accept = (value: Bytes): void => {
        // Somebody who puts back an old record must not end the look-up.
        if (readRecord(value).seq < notBefore) throw new AppError('PROTOCOL', 'older than what is looked for')
        newest = value
        grace ??= this.#clock.after(GRACE_MS, () => { enough.abort() })
      }
      try {
        await this.#rendezvous.find(copy(key), { signal: AbortSignal.any([timed, enough.signal]), accept })
      } catch (err) {
        if (newest === undefined) throw err
      } finally {
        grace?.cancel()
      }
      return { status: ReplyStatus.OK, ...(newest && { record: newest }) }
    })
  }

  async #run (signal: AbortSignal, errand: (signal: AbortSignal) => Promise<Partial<MailboxReply>>): Promise<Partial<MailboxReply>> {
    if (this.#underWay >= this.#limits.maxErrands) return BUSY
    this.#underWay++
    try {
      return await errand(withDeadline(ERRAND_TIMEOUT_MS, signal))
    } catch (err) {
      signal.throwIfAborted()
      return hasCode(err, 'PROTOCOL', 'TOO_LARGE') ? { status: ReplyStatus.REFUSED } : BUSY
    } finally {
      this.#underWay--
    }
  }
}
