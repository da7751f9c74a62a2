/** Every cell that was fetched, brought to who wants it: letters to oneself apart from those of others. */
import { toBase64url } from '../../base/bytes.ts'
import type { FetchedCell } from '../../protocols/mailbox/mailbox.ts'
import type { Assembly, Fate } from './assembly.ts'
import type { Hosts } from './hosts.ts'
import type { Letters } from './letters.ts'
import type { Probes } from './probes.ts'
import type { Queues } from './queues.ts'

export interface SortingDeps {
  queues: Pick<Queues, 'holderOf'>
  assembly: Pick<Assembly, 'take'>
  letters: Pick<Letters, 'take'>
  probes: Pick<Probes, 'take'>
  hosts: Pick<Hosts, 'noteFault'>
}

export class Sorting {
  readonly #deps: SortingDeps
  /** the last request that each link brought */
  readonly #answering = new Map<string, Promise<Fate>>()

  constructor (deps: SortingDeps) {
    this.#deps = deps
  }

  /** Resolves when the cell may be deleted where it lay, or has to be fetched again. */
  async take (cell: FetchedCell, host: string, { again = false } = {}): Promise<Fate> {
    const { queues, assembly, letters, probes, hosts } = this.#deps
    const holder = queues.holderOf(toBase64url(cell.sid))
    if (holder !== undefined && 'self' in holder) {
      probes.take(cell, host)
      return 'kept'
    }
    const answering = again || holder === undefined || !('inviteId' in holder) ? undefined : this.#answering.get(holder.inviteId)
    const outcome = assembly.take(cell)
    switch (outcome.kind) {
      case 'letter': {
        const { letter, settle } = outcome
        const fate = letters.take(letter)
        settle(fate)
        if ('inviteId' in letter.origin) this.#answering.set(letter.origin.inviteId, fate)
        return await fate
      }
      case 'partial': return await outcome.fate
      case 'altered':
        // First words lie behind the request that brings their key.
        if (answering !== undefined) return await answering.catch(() => {}).then(async () => await this.take(cell, host, { again: true }))
        hosts.noteFault(host, 'altered', { isProven: false })
        return 'kept'
      case 'void': return 'kept'
      default: return outcome satisfies never
    }
  }
}
