/** That somebody writes at this moment: told over a direct stream to who may know, and forgotten at once. */
import type { AccountId } from '../base/ids.ts'
import { SECOND, type Clock } from '../base/time.ts'
import type { ChangeLog } from './core/changes.ts'
import type { Contacts } from './core/contacts.ts'
import type { ContactRow } from './core/rows.ts'
import type { Link, Links } from './reach/links.ts'

/** The same is neither told nor heard again within this time: it lights a word for a few seconds, and is worth no more. */
const AGAIN_AFTER_MS = 2 * SECOND

interface Said { on: boolean, atMs: number }

export interface TypingDeps {
  contacts: Pick<Contacts, 'get'>
  links: Pick<Links, 'of'>
  changes: Pick<ChangeLog, 'tell'>
  clock: Clock
}

export class Typing {
  readonly #deps: TypingDeps
  readonly #said = new Map<AccountId, Said>()
  readonly #heard = new Map<AccountId, Said>()

  constructor (deps: TypingDeps) {
    this.#deps = deps
  }

  /** Tells a contact who is connected directly, unless they are not to know. Nothing is kept for who is not there. */
  async say ({ contactId }: ContactRow, on: boolean): Promise<void> {
    if (!this.#isShared(contactId)) return
    const direct = this.#deps.links.of(contactId).filter(({ route }) => route === 'direct')
    if (direct.length === 0 || !this.#isNews(this.#said, contactId, on)) return
    await Promise.all(direct.map(async link => { await link.send({ typing: { on } }).catch(() => {}) }))
  }

  hear ({ tag: { contactId }, route }: Link, on: boolean): void {
    if (route !== 'direct' || !this.#isShared(contactId) || !this.#isNews(this.#heard, contactId, on)) return
    this.#deps.changes.tell('contact:typing', { contactId, on })
  }

  /** Who does not tell is told nothing either. */
  #isShared (contactId: AccountId): boolean {
    const contact = this.#deps.contacts.get(contactId)
    return contact !== undefined && contact.typing !== false && contact.blockedAtMs === undefined
  }

  #isNews (before: Map<AccountId, Said>, contactId: AccountId, on: boolean): boolean {
    const [last, nowMs] = [before.get(contactId), this.#deps.clock.now()]
    if (last !== undefined && last.on === on && nowMs - last.atMs < AGAIN_AFTER_MS) return false
    before.set(contactId, { on, atMs: nowMs })
    return true
  }
}
