/**
 * Pages on their way to the disk. What is read of a conversation is as the disk was when the reading began: a page that
 * reaches it only then, and belongs in front of what was read last, would be passed over.
 */
import type { AccountId } from '../../base/ids.ts'

export class Arrivals {
  readonly #underway = new Map<AccountId, Set<bigint>>()
  /** the lowest position that reached the disk since a reading began */
  readonly #lowest = new Map<AccountId, bigint>()

  setsOut (contactId: AccountId, position: bigint): void {
    this.#underway.set(contactId, (this.#underway.get(contactId) ?? new Set()).add(position))
  }

  /** It will not come. */
  turnsBack (contactId: AccountId, position: bigint): void {
    this.#underway.get(contactId)?.delete(position)
  }

  lands (contactId: AccountId, position: bigint): void {
    this.turnsBack(contactId, position)
    const lowest = this.#lowest.get(contactId)
    if (lowest === undefined || position < lowest) this.#lowest.set(contactId, position)
  }

  beginReading (contactId: AccountId): void {
    this.#lowest.delete(contactId)
  }

  /** A page up to this position is not on the disk yet. */
  isWaitedFor (contactId: AccountId, position: bigint): boolean {
    for (const one of this.#underway.get(contactId) ?? []) if (one <= position) return true
    return false
  }

  /** One of these pages may not have been read. */
  isPassedOver (contactId: AccountId, position: bigint): boolean {
    const lowest = this.#lowest.get(contactId)
    return (lowest !== undefined && lowest <= position) || this.isWaitedFor(contactId, position)
  }

  forget (contactId: AccountId): void {
    this.#lowest.delete(contactId)
  }
}
