/** Fetches from one queue: waits at its host for cells, hands them on, and lets go there of what is durable here. */
import { fromBase64url, toHex } from '../../base/bytes.ts'
import { AppError } from '../../base/errors.ts'
import { errorFields, short, type Log } from '../../base/log.ts'
import { HOUR, pause, SECOND, type Clock, type Timer } from '../../base/time.ts'
import type { FetchedCell } from '../../protocols/mailbox/mailbox.ts'
import { MAX_MAILBOX_WAIT_MS } from '../../wire/limits.ts'
import type { Fate } from './assembly.ts'
import type { Hosts } from './hosts.ts'
import { keysOf, type Fault, type QueueRow } from './rows.ts'

const MANY = 32
/** fetched and not dealt with yet: what more there is, waits at the host */
const MAX_OPEN_CELLS = 1024
const AFTER_FAILURE_MS = 5 * SECOND
/** Acks of cells that are dealt with one after another go together. */
const ACK_DELAY_MS = 50
/** while what waits for others keeps everything else from being fetched */
const FULL_PAUSE_MS = SECOND
/** of the cells that came last, where they lay; a host remembers for days which it has had */
const MAX_REMEMBERED = 2048
const REMEMBERED_MS = HOUR

interface Entry {
  at: bigint
  kept: boolean
}

export interface CollectorDeps {
  hosts: Hosts
  clock: Clock
  log: Log
  take: (cell: FetchedCell, host: string) => Promise<Fate>
  /** there was nothing more for somebody who asked then */
  onDrained: (host: string, askedAtMs: number) => void
}

export class Collector {
  readonly row: QueueRow
  readonly #deps: CollectorDeps
  readonly #stopping = new AbortController()
  #hurry = new AbortController()
  /** fetched and not let go of at the host, in the order of their positions */
  #entries: Entry[] = []
  #cursor = 0n
  #acked = 0n
  /** by their tags: a host never has the same one twice */
  readonly #positions = new Map<string, { at: bigint, seenMs: number }>()
  #generation: bigint | undefined
  #ackTimer: Timer | undefined
  #running: Promise<void> = Promise.resolve()
  /** when everything that lay there had been fetched last */
  drainedAtMs: number | undefined

  constructor (deps: CollectorDeps, row: QueueRow) {
    this.#deps = deps
    this.row = row
  }

  start (): void {
    this.#running = this.#run()
  }

  /** The network is there again. */
  wake (): void {
    this.#hurry.abort()
  }

  async stop (): Promise<void> {
    this.#ackTimer?.cancel()
    this.#stopping.abort(new AppError('ABORTED', 'the node is stopping'))
    await this.#running
  }

  async #run (): Promise<void> {
    const { hosts, clock, log } = this.#deps
    const { signal } = this.#stopping
    let expecting = true
    while (!signal.aborted) {
      this.#hurry = new AbortController()
      try {
        if (this.#entries.length > MAX_OPEN_CELLS) {
          await pause(clock, FULL_PAUSE_MS, signal)
          continue
        }
        expecting = await this.#fetch(expecting)
        if (!expecting) this.drainedAtMs = clock.now()
      } catch (err) {
        if (signal.aborted) return
        log.debug('mailbox not fetched', { host: short(this.row.host.peerId), ...errorFields(err) })
        expecting = true
        const restMs = Math.max(SECOND, hosts.health(this.row.host.peerId).restsUntilMs - clock.now())
        await pause(clock, restMs, AbortSignal.any([signal, this.#hurry.signal])).catch(() => {})
      }
    }
  }

  /**
   * @param expecting there probably is something: without waiting, and in a large reply
   * @returns whether there is more
   */
  async #fetch (expecting: boolean): Promise<boolean> {
    const { hosts, clock, onDrained } = this.#deps
    const askedAtMs = clock.now()
    const waitMs = expecting ? 0 : MAX_MAILBOX_WAIT_MS
    const { cells, more, generation } = await hosts.use(this.row.host, async (mailbox, host, signal) => await mailbox.get(host, {
      ...this.#queue, cursor: this.#cursor, waitMs, cells: expecting ? MANY : 1
    }, { signal }), { signal: this.#stopping.signal, timeoutMs: waitMs + 20 * SECOND })
    hosts.noteGeneration(this.row.host.peerId, generation)
    if (this.#generation !== undefined && this.#generation !== generation) {
      // It has forgotten everything, and counts anew.
      this.#restart(0n)
      this.#positions.clear()
      this.#generation = generation
      return true
    }
    this.#generation = generation
    this.#judge(cells)
    const before = this.#cursor
    for (const cell of cells.sort((a, b) => a.at < b.at ? -1 : 1)) this.#hand(cell)
    if (this.#cursor > before) return more
    onDrained(this.row.host.peerId, askedAtMs)
    // Whoever was to wait, or says that there is more, and has nothing new is not asked again at once.
    const restMs = waitMs > 0 || more ? askedAtMs + SECOND - clock.now() : 0
    if (restMs > 0) await pause(clock, restMs, this.#stopping.signal)
    return more
  }

  /** What an honest host does not do, whatever was left there: its numbers rise, and each cell has one. */
  #judge (cells: readonly FetchedCell[]): void {
    const nowMs = this.#deps.clock.now()
    let last = this.#cursor
    for (const { sid, tag, at } of cells) {
      const name = toHex(sid) + toHex(tag)
      const known = this.#positions.get(name)
      const isRepeated = known !== undefined && (known.at === at ? at <= last : nowMs - known.seenMs < REMEMBERED_MS)
      const fault: Fault | undefined = isRepeated ? 'repeated' : at <= last ? 'disordered' : undefined
      if (fault !== undefined) this.#deps.hosts.noteFault(this.row.host.peerId, fault, { isProven: true })
      this.#positions.set(name, { at, seenMs: nowMs })
      const [oldest] = this.#positions.keys()
      if (this.#positions.size > MAX_REMEMBERED && oldest !== undefined) this.#positions.delete(oldest)
      last = at > last ? at : last
    }
  }

  #hand (cell: FetchedCell): void {
    if (cell.at <= this.#cursor) return // a host that repeats itself
    this.#cursor = cell.at
    const entry: Entry = { at: cell.at, kept: false }
    const entries = this.#entries
    entries.push(entry)
    this.#deps.take(cell, this.row.host.peerId).catch((err: unknown): Fate => {
      this.#deps.log.warn('letter not kept', errorFields(err))
      return 'failed'
    }).then(fate => {
      if (this.#entries !== entries) return
      if (fate === 'failed') {
        this.#deps.hosts.pauseAfter(this.row.host.peerId, AFTER_FAILURE_MS)
        this.#restart(this.#acked)
        return
      }
      entry.kept = true
      if (entries[0] === entry) this.#ackTimer ??= this.#deps.clock.after(ACK_DELAY_MS, () => { void this.#ack() })
    }).catch(() => {})
  }

  /** What was fetched and not let go of is fetched again. */
  #restart (from: bigint): void {
    this.#entries = []
    this.#cursor = from
    this.#acked = from
  }

  async #ack (): Promise<void> {
    this.#ackTimer = undefined
    const entries = this.#entries
    const open = entries.findIndex(({ kept }) => !kept)
    const upTo = entries[(open === -1 ? entries.length : open) - 1]?.at
    if (upTo === undefined) return
    try {
      await this.#deps.hosts.use(this.row.host, async (mailbox, host, signal) => {
        await mailbox.ack(host, { ...this.#queue, upTo }, { signal })
      }, { signal: this.#stopping.signal })
      if (this.#entries !== entries) return
      this.#acked = upTo
      entries.splice(0, entries.findLastIndex(({ at }) => at <= upTo) + 1)
      if (entries[0]?.kept === true) this.#ackTimer ??= this.#deps.clock.after(ACK_DELAY_MS, () => { void this.#ack() })
    } catch (err) {
      // They are deleted with those that come after them, or when they are old.
      this.#deps.log.debug('mailbox not acknowledged', errorFields(err))
      if (!this.#stopping.signal.aborted) this.#ackTimer ??= this.#deps.clock.after(AFTER_FAILURE_MS, () => { void this.#ack() })
    }
  }

  get #queue (): { rid: ReturnType<typeof fromBase64url>, receiver: ReturnType<typeof keysOf> } {
    return { rid: fromBase64url(this.row.rid), receiver: keysOf(this.row) }
  }
}
