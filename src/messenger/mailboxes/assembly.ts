/**
 * From cells to letters. Cells of one letter may come from several hosts, in any order, more than once, and altered; what
 * was left for us by whom, its sender id says, and under whose secret it opens.
 */
import { fromBase64url, toBase64url, toHex } from '../../base/bytes.ts'
import { deviceIdFromBytes, type AccountId, type DeviceId } from '../../base/ids.ts'
import { HOUR, type Clock } from '../../base/time.ts'
import { joinCells, openCell, type OpenedCell } from '../../crypto/cells.ts'
import type { FetchedCell } from '../../protocols/mailbox/mailbox.ts'
import { Deposit } from '../../wire/gen/deposit.ts'
import { MAX_CELL_BODY_BYTES, MAX_CELLS_PER_ENVELOPE } from '../../wire/limits.ts'
import { readMessage, wholeNumber } from '../../wire/messages.ts'
import type { Holder } from './rows.ts'

/** Letters of which cells are missing, of one sender; the oldest make room for new ones. */
const MAX_PARTIAL = 64
/** A cell that is still missing then was lost: its sender hears of no receipt, and leaves it again. */
const PARTIAL_KEPT_MS = HOUR

/** From whom, as far as keys show it. */
export type Origin =
  | { contactId: AccountId, secret: string }
  | { inviteId: string }

/** A secret, as base64url, under which something may have been left; and by whom, if it was. */
export interface Opener {
  secret: string
  origin: Origin
}

export interface Letter {
  origin: Origin
  /** claimed; whoever opens its envelope will see */
  device: DeviceId
  deposit: Deposit
}

/** kept: it is durable here, or of no use, and may be deleted where it lay; failed: it has to be fetched again */
export type Fate = 'kept' | 'failed'

export type CellOutcome =
  /** `settle` tells what became of it to those who brought its other cells */
  | { kind: 'letter', letter: Letter, settle: (fate: Promise<Fate>) => void }
  | { kind: 'partial', fate: Promise<Fate> }
  /** of nobody known, or no letter */
  | { kind: 'void' }
  | { kind: 'altered' }

interface Partial {
  cells: OpenedCell[]
  sinceMs: number
  fate: PromiseWithResolvers<Fate>
}

export interface AssemblyDeps {
  holderOf: (sid: string) => Holder | undefined
  /** the likeliest first; undefined: whoever it is, nothing is taken from them */
  secretsOf: (holder: Holder) => Opener[] | undefined
  clock: Clock
}

export class Assembly {
  readonly #deps: AssemblyDeps
  readonly #partials = new Map<string, Partial>()

  constructor (deps: AssemblyDeps) {
    this.#deps = deps
  }

  take ({ sid, body }: Pick<FetchedCell, 'sid' | 'body'>): CellOutcome {
    const holder = this.#deps.holderOf(toBase64url(sid))
    const secrets = holder === undefined ? undefined : this.#deps.secretsOf(holder)
    if (secrets === undefined) return { kind: 'void' }
    for (const { secret, origin } of secrets) {
      const cell = openCell({ secret: fromBase64url(secret), sid, body })
      if (cell !== undefined) return this.#add(cell, origin)
    }
    return { kind: 'altered' }
  }

  /** Called now and then: what was not completed in time is not waited for. */
  sweep (): void {
    for (const [id, { sinceMs }] of this.#partials) if (this.#deps.clock.now() - sinceMs > PARTIAL_KEPT_MS) this.#giveUp(id)
  }

  #giveUp (id: string): void {
    this.#partials.get(id)?.fate.resolve('kept')
    this.#partials.delete(id)
  }

  #add (cell: OpenedCell, origin: Origin): CellOutcome {
    const from = 'contactId' in origin ? origin.contactId : origin.inviteId
    const id = `${from}/${toHex(cell.envelopeId)}`
    const partial = this.#partials.get(id) ?? {
      cells: [], sinceMs: this.#deps.clock.now(), fate: Promise.withResolvers<Fate>()
    }
    partial.cells.push(cell)
    const joined = joinCells(partial.cells)
    switch (joined.kind) {
      case 'whole': {
        this.#partials.delete(id)
        const letter = readLetter(joined.envelope, origin)
        if (letter !== undefined) return { kind: 'letter', letter, settle: fate => { partial.fate.resolve(fate) } }
        partial.fate.resolve('kept')
        return { kind: 'void' }
      }
      case 'partial':
        // The same one again is no more than there was.
        if (partial.cells.length > cell.count - joined.missing.length) partial.cells.pop()
        this.#partials.set(id, partial)
        this.#makeRoom(from)
        return { kind: 'partial', fate: partial.fate.promise }
      case 'corrupt':
        partial.fate.resolve('kept')
        this.#partials.delete(id)
        return { kind: 'altered' }
      default:
        return joined satisfies never
    }
  }

  #makeRoom (from: string): void {
    const theirs = [...this.#partials.keys()].filter(id => id.startsWith(`${from}/`))
    for (const id of theirs.slice(0, Math.max(0, theirs.length - MAX_PARTIAL))) this.#giveUp(id)
  }
}

function readLetter (bytes: Uint8Array, origin: Origin): Letter | undefined {
  try {
    const deposit = readMessage(Deposit, bytes, MAX_CELLS_PER_ENVELOPE * MAX_CELL_BODY_BYTES)
    wholeNumber(deposit.counter, 'a counter')
    wholeNumber(deposit.after, 'a counter')
    return { origin, device: deviceIdFromBytes(deposit.device), deposit }
  } catch {
    return undefined // by somebody who holds the secret, and no deposit: it would be no better the next time
  }
}
