/**
 * Being seen by people on the same local network who want to be seen as well: for ten minutes, under an id that is made
 * for it, on a network that is not the profile's. Nobody who has not opted in is listed, or answers anything.
 */
import { AppError } from '../../base/errors.ts'
import { errorFields, type Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import { MINUTE, SECOND, type Clock, type Timer } from '../../base/time.ts'
import type { NetworkNode } from '../../network/node.ts'
import { createNearby, type NearbyProtocol } from '../../protocols/nearby.ts'
import { MAX_NEARBY_MS } from '../../wire/limits.ts'
import { Gathering, type GatheringDeps, type NearbyPerson } from './gathering.ts'

/** Somebody who comes and goes a thousand times a second is told of twice. */
const TELL_EVERY_MS = SECOND / 2

export interface NearbyStatus {
  /** when this node is not seen any more; null: it is not */
  untilMs: number | null
  people: NearbyPerson[]
}

export interface NearbyDeps extends Omit<GatheringDeps, 'peerId' | 'ask' | 'signal'> {
  /** A node on NEARBY_NETWORK that has nothing in common with the profile's. */
  openNode: () => Promise<NetworkNode>
  /** how this person is called */
  name: string
  clock: Clock
  random: Random
  log: Log
}

interface OptIn {
  untilMs: number
  gathering: Gathering
  stop: () => Promise<void>
}

export class Nearby {
  readonly #deps: NearbyDeps
  #optIn: Promise<OptIn> | undefined
  #present: OptIn | undefined
  #telling: Timer | undefined
  #isStale = false

  constructor (deps: NearbyDeps) {
    this.#deps = deps
  }

  /** Opts in, for ten minutes at most; who is seen already stays so until then. @throws AppError BAD_INPUT */
  async start (forMs: number = MAX_NEARBY_MS): Promise<NearbyStatus> {
    if (!(forMs > 0 && forMs <= MAX_NEARBY_MS)) throw new AppError('BAD_INPUT', `at most ${MAX_NEARBY_MS / MINUTE} minutes`)
    const optIn = this.#optIn ??= this.#open(forMs)
    try {
      const present = await optIn
      if (this.#optIn === optIn) this.#present = present
    } catch (err) {
      if (this.#optIn === optIn) this.#optIn = undefined
      throw err
    }
    return this.list()
  }

  /** Not seen any more from now on; what is under way ends. */
  async stop (): Promise<void> {
    const optIn = this.#optIn
    this.#optIn = undefined
    this.#present = undefined
    if (optIn === undefined) return
    await (await optIn.catch(() => undefined))?.stop()
    this.#tell()
  }

  list (): NearbyStatus {
    return this.#present === undefined
      ? { untilMs: null, people: [] }
      : { untilMs: this.#present.untilMs, people: this.#present.gathering.list() }
  }

  /** Asks somebody for a meeting, or says yes to theirs. @throws AppError NOT_FOUND */
  pick (id: string): NearbyPerson {
    return this.#gathering.pick(id)
  }

  /** Whether the words are the same on both screens. @throws AppError NOT_FOUND; BAD_INPUT: there are none to compare */
  confirm (id: string, match: boolean): NearbyPerson {
    return this.#gathering.confirm(id, match)
  }

  get #gathering (): Gathering {
    if (this.#present === undefined) throw new AppError('NOT_FOUND', 'nobody sees you at present', { hint: 'Let them: nobyte nearby' })
    return this.#present.gathering
  }

  async #open (forMs: number): Promise<OptIn> {
    const { openNode, name, clock, random, log } = this.#deps
    const node = await openNode()
    const stopping = new AbortController()
    let protocol: NearbyProtocol | undefined
    const gathering = new Gathering({
      ...this.#deps, peerId: node.peerId, signal: stopping.signal, onChanged: () => { this.#tell() },
      async ask (...args) {
        if (protocol === undefined) throw new AppError('PEER_UNREACHABLE', 'not there yet')
        return await protocol.ask(...args)
      }
    })
    try {
      protocol = await createNearby({
        node,
        name,
        onGreeted: greeted => { gathering.greeted(greeted) },
        onGone: peerId => { gathering.gone(peerId) },
        onAsked: meeting => { gathering.asked(meeting) },
        clock,
        random,
        log
      })
    } catch (err) {
      await node.stop()
      throw err
    }
    const end = clock.after(forMs, () => {
      this.stop().catch((err: unknown) => { log.warn('nearby-not-stopped', errorFields(err)) })
    })
    this.#tell()
    return {
      untilMs: clock.now() + forMs,
      gathering,
      async stop () {
        end.cancel()
        stopping.abort(new AppError('ABORTED', 'you are not seen nearby any more'))
        await protocol?.stop()
        await node.stop()
        await gathering.settled()
      }
    }
  }

  #tell (): void {
    this.#isStale = true
    if (this.#telling !== undefined) return
    this.#isStale = false
    this.#deps.onChanged()
    this.#telling = this.#deps.clock.after(TELL_EVERY_MS, () => {
      this.#telling = undefined
      if (this.#isStale) this.#tell()
    })
  }
}
