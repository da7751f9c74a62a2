/** One opt-in: the people nearby who opted in as well, and how far one has come with each of them. */
import { toHex } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import type { AccountId } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import { MINUTE, pause, type Clock } from '../../base/time.ts'
import type { Meeting } from '../../protocols/meeting.ts'
import type { Greeted, NearbyProtocol } from '../../protocols/nearby.ts'
import { MAX_NEARBY_PEOPLE, MAX_NEARBY_PER_HOST, MAX_NAME_BYTES } from '../../wire/limits.ts'
import { plainName } from '../core/identity.ts'
import { becomeContacts, type Introducing } from './becoming.ts'

/** for two people to compare two words */
const COMPARE_MS = 2 * MINUTE
const ID_BYTES = 4

/**
 * there → asked (they have to ask as well) or asks (they want to meet) → compare (the words are there) → confirmed (here;
 * they have not said yet, or the link is on its way) → met; or failed, from where one may ask again
 */
export type NearbyState = 'there' | 'asked' | 'asks' | 'compare' | 'confirmed' | 'met' | 'failed'

export interface NearbyPerson {
  id: string
  /** as they call themselves: not checked */
  name: string
  state: NearbyState
  /** two words, both people see the same, unless somebody stands between them */
  words?: string
  /** why it failed */
  error?: { code: string, message: string, hint?: string }
  /** once they are a contact */
  contactId?: AccountId
}

interface Row extends NearbyPerson {
  peerId: string
  host: string
  isGone: boolean
  /** of theirs, that nobody here has answered yet */
  asking?: Meeting | undefined
  /** the one under way */
  meeting?: Meeting | undefined
  /** which of the meetings with them, in the order in which they were begun */
  turn: number
  decide?: ((match: boolean) => void) | undefined
}

export interface GatheringDeps extends Introducing {
  /** this node's id among those nearby */
  peerId: string
  ask: NearbyProtocol['ask']
  /** the words were the same on both screens */
  onVerified: (contactId: AccountId) => Promise<void>
  onChanged: () => void
  clock: Clock
  random: Random
  log: Log
  signal: AbortSignal
}

export class Gathering {
  readonly #deps: GatheringDeps
  readonly #rows = new Map<string, Row>()
  /** what was begun, by row */
  readonly #running = new Set<Promise<void>>()

  constructor (deps: GatheringDeps) {
    this.#deps = deps
  }

  list (): NearbyPerson[] {
    return [...this.#rows.values()].map(shown)
  }

  greeted ({ peerId, name, host }: Greeted): void {
    const known = this.#rows.get(peerId)
    // The name that was picked is the one to go on with: it must not change under somebody's finger.
    if (known !== undefined) {
      known.isGone = false
      return
    }
    const present = [...this.#rows.values()].filter(row => !row.isGone)
    if (present.length >= MAX_NEARBY_PEOPLE || present.filter(row => row.host === host).length >= MAX_NEARBY_PER_HOST) return
    const plain = plainName(name)
    if (plain === '' || Buffer.byteLength(plain) > MAX_NAME_BYTES) return
    const id = toHex(this.#deps.random(ID_BYTES))
    this.#rows.set(peerId, { id, name: plain, state: 'there', peerId, host, isGone: false, turn: 0 })
    this.#deps.onChanged()
  }

  gone (peerId: string): void {
    const row = this.#rows.get(peerId)
    if (row === undefined) return
    row.isGone = true
    // What came of a meeting stays to be read.
    if (row.state === 'there' || row.state === 'asks') this.#rows.delete(peerId)
    this.#deps.onChanged()
  }

  /** Somebody asks for a meeting. Only whoever is listed can, one at a time. */
  asked (meeting: Meeting): void {
    const row = this.#rows.get(meeting.peerId)
    if (row === undefined || row.asking !== undefined || !['there', 'asked', 'failed'].includes(row.state)) {
      void meeting.end()
      return
    }
    // Both asked at once: the request of the one with the lower id stands.
    if (row.state === 'asked' && this.#deps.peerId > row.peerId) {
      const own = row.meeting
      this.#begin(row, meeting)
      void own?.end()
      return
    }
    row.asking = meeting
    if (row.state !== 'asked') this.#become(row, 'asks')
    meeting.over.addEventListener('abort', () => {
      if (row.asking !== meeting) return
      row.asking = undefined
      if (row.state === 'asks') this.#become(row, 'there')
    }, { once: true })
  }

  /** Asks for a meeting, or says yes to theirs. @throws AppError NOT_FOUND */
  pick (id: string): NearbyPerson {
    const row = this.#row(id)
    if (row.state === 'asks' && row.asking !== undefined) {
      const { asking } = row
      row.asking = undefined
      this.#begin(row, asking)
    } else if (row.state === 'there' || row.state === 'failed') {
      this.#begin(row)
    }
    return shown(row)
  }

  /** What this person says of the words. @throws AppError NOT_FOUND; BAD_INPUT: there are no words to compare */
  confirm (id: string, match: boolean): NearbyPerson {
    const row = this.#row(id)
    if (row.state !== 'compare' || row.decide === undefined) {
      throw new AppError('BAD_INPUT', `there are no words to compare with ${row.name}`, { hint: 'Ask them first: nobyte nearby' })
    }
    if (match) this.#become(row, 'confirmed')
    row.decide(match)
    return shown(row)
  }

  /** Everything that was under way has ended. */
  async settled (): Promise<void> {
    await Promise.allSettled(this.#running)
  }

  #row (id: string): Row {
    const row = [...this.#rows.values()].find(one => one.id === id)
    if (row === undefined) throw new AppError('NOT_FOUND', 'nobody nearby has that id', { hint: 'See: nobyte nearby' })
    return row
  }

  #begin (row: Row, theirs?: Meeting): void {
    row.meeting = theirs
    this.#become(row, 'asked')
    const task = this.#meet(row, ++row.turn, theirs)
    this.#running.add(task)
    void task.finally(() => { this.#running.delete(task) })
  }

  /** @param theirs what was asked of us; otherwise we ask */
  async #meet (row: Row, turn: number, theirs?: Meeting): Promise<void> {
    const { ask, onVerified, log, signal } = this.#deps
    let meeting = theirs
    try {
      meeting ??= await ask(row.peerId, { signal })
      if (row.turn !== turn) return // while it was being opened theirs came, and stands
      row.meeting = meeting
      row.words = (await meeting.words()).join(' ')
      await this.#compare(row, meeting)
      const contactId = await becomeContacts(meeting, this.#deps)
      await onVerified(contactId)
      row.contactId = contactId
      this.#become(row, 'met')
    } catch (err) {
      log.debug('nearby-meeting-failed', errorFields(err))
      if (row.turn === turn) this.#fail(row, err)
    } finally {
      if (row.turn === turn) this.#release(row)
      await meeting?.end()
    }
  }

  #release (row: Row): void {
    const { asking } = row
    row.meeting = undefined
    row.decide = undefined
    if (row.state === 'asks') return // they have asked again already
    row.asking = undefined
    void asking?.end()
  }

  /** @throws AppError REFUSED: one of the two sees other words; TIMED_OUT */
  async #compare (row: Row, meeting: Meeting): Promise<void> {
    const decided = Promise.withResolvers<boolean>()
    row.decide = decided.resolve
    this.#become(row, 'compare')
    const done = new AbortController()
    const late = pause(this.#deps.clock, COMPARE_MS, AbortSignal.any([done.signal, this.#deps.signal])).then(() => {
      throw new AppError('TIMED_OUT', 'nobody said here whether the words are the same', { hint: 'Ask again' })
    })
    const ours = async (): Promise<void> => {
      const match = await Promise.race([decided.promise, late])
      await meeting.say(Uint8Array.of(match ? 1 : 0))
      if (!match) {
        throw new AppError('REFUSED', 'the words were not the same: somebody may stand between you', {
          hint: 'Meet by a link instead, sent over a way that you trust: nobyte invite'
        })
      }
    }
    const theirs = async (): Promise<void> => {
      const [match] = await meeting.hear(COMPARE_MS)
      if (match !== 1) {
        throw new AppError('REFUSED', 'they say that the words are not the same: somebody may stand between you', {
          hint: 'Meet by a link instead, sent over a way that you trust: nobyte invite'
        })
      }
    }
    try {
      await Promise.all([ours(), theirs()])
    } finally {
      done.abort()
      late.catch(() => {})
    }
  }

  #fail (row: Row, cause: unknown): void {
    const { code, message, hint } = cause instanceof AppError
      ? cause
      : new AppError('PEER_UNREACHABLE', 'they cannot be reached any more', { hint: 'Ask again, if they are still there' })
    row.error = { code, message, ...(hint === undefined ? {} : { hint }) }
    this.#become(row, 'failed')
  }

  #become (row: Row, state: NearbyState): void {
    row.state = state
    if (state !== 'compare' && state !== 'confirmed') row.words = undefined
    if (state !== 'failed') row.error = undefined
    this.#deps.onChanged()
  }
}

const shown = ({ id, name, state, words, error, contactId }: Row): NearbyPerson => ({
  id,
  name,
  state,
  ...(words === undefined ? {} : { words }),
  ...(error === undefined ? {} : { error }),
  ...(contactId === undefined ? {} : { contactId })
})
