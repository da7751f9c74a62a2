/** The last message of each conversation, kept at hand: a list of all of them asks for each, every time it is opened. */
import type { Events } from '../../base/events.ts'
import type { AccountId } from '../../base/ids.ts'
import type { MessengerEvents } from '../core/events.ts'
import type { History } from './history.ts'
import type { Outbox } from './outbox.ts'
import type { Venue } from './venue.ts'

export interface LatestDeps<Message> {
  read: (venue: Venue) => Promise<Message | undefined>
  history: History
  outbox: Pick<Outbox, 'owed'>
  events: Events<MessengerEvents>
}

export class Latest<Message> {
  readonly #deps: LatestDeps<Message>
  readonly #messages = new Map<AccountId, Message | undefined>()
  /** counts what happened to each: what was read before the last of it is not kept */
  readonly #happened = new Map<AccountId, number>()

  constructor (deps: LatestDeps<Message>) {
    this.#deps = deps
    const { history, events } = deps
    history.onPage((change, contactId) => { change.after(() => { this.forget(contactId) }) })
    for (const name of ['message:received', 'message:changed', 'message:state', 'contact:changed', 'contact:removed'] as const) {
      events.on(name, ({ contactId }) => { this.forget(contactId) })
    }
  }

  async of (venue: Venue): Promise<Message | undefined> {
    const { contactId, groupId } = venue
    // What becomes of it there depends on every member, and who they are called.
    if (groupId !== undefined) return await this.#deps.read(venue)
    if (this.#messages.has(contactId)) return this.#messages.get(contactId)
    const happened = this.#happened.get(contactId)
    const message = await this.#deps.read(venue)
    // What becomes of a message on its way is not always told: that its stream has ended, that a host has lost it.
    const isOnItsWay = this.#deps.outbox.owed(contactId) > 0
    if (this.#happened.get(contactId) === happened && !isOnItsWay) this.#messages.set(contactId, message)
    return message
  }

  /** Something happened to it. */
  forget (contactId: AccountId): void {
    this.#messages.delete(contactId)
    this.#happened.set(contactId, (this.#happened.get(contactId) ?? 0) + 1)
  }
}
