/** A conversation with one contact. */
import { contentIdBytes, type AccountId, type ContentId } from '../../base/ids.ts'
import type { Clock } from '../../base/time.ts'
import type { Content } from '../../wire/gen/content.ts'
import { MAX_TEXT_BYTES } from '../../wire/limits.ts'
import { checkReachable, shownName, timerOf } from '../core/contacts.ts'
import type { MessageState } from '../core/events.ts'
import type { Step } from '../core/journeys.ts'
import type { ContactRow, PageStateRow } from '../core/rows.ts'
import type { History } from './history.ts'
import type { Author } from './marks.ts'
import type { Body, Enqueued, Outbox } from './outbox.ts'
import type { PlacedPage } from './pages.ts'
import type { FreshContent } from './parcels.ts'
import type { TimelineRow, Told, Venue } from './venue.ts'

export interface CorrespondenceDeps {
  /** this account's own name */
  ownName: string
  history: History
  outbox: Outbox
  clock: Clock
}

export class Correspondence implements Venue {
  readonly maxTextBytes = MAX_TEXT_BYTES
  readonly #deps: CorrespondenceDeps
  readonly #contact: ContactRow

  constructor (deps: CorrespondenceDeps, contact: ContactRow) {
    this.#deps = deps
    this.#contact = contact
  }

  get contactId (): AccountId { return this.#contact.contactId }
  get expiresAfterMs (): number { return timerOf(this.#contact) }

  checkOpen (): void { checkReachable(this.#contact) }

  async say (body: Body, options: { also?: FreshContent['also'] } = {}): Promise<Enqueued> {
    this.checkOpen()
    return await this.#deps.outbox.enqueue(this.contactId, body, options)
  }

  nameOf (author: Author): string {
    return author === 'out' ? this.#deps.ownName : shownName(this.#contact)
  }

  async told (page: PlacedPage, state: PageStateRow, { timeline }: { timeline: boolean }): Promise<Told[]> {
    const isOut = page.direction === 'out'
    const custody = isOut && reached(state) === undefined ? this.#custodyOf(page.position) : []
    const shown: MessageState = isOut
      ? reached(state) ?? (custody.length > 0 ? 'in mailbox' : this.#deps.outbox.stateOf(this.contactId, page.position))
      : 'received'
    const steps = timeline && isOut ? await this.#stepsOf(page.position) : []
    return page.contents.map(content => ({
      state: shown,
      deliveredAtMs: isOut ? state.deliveredAtMs ?? state.readAtMs ?? null : page.storedAtMs,
      readAtMs: state.readAtMs ?? null,
      ...(custody.length > 0 ? { custody } : {}),
      ...(timeline ? { timeline: timelineOf(page, content, { steps, state }) } : {})
    }))
  }

  async tellRead (newest: ReadonlyMap<Author, ContentId>, readAtMs: number): Promise<void> {
    const { readReceipts, blockedAtMs, state } = this.#contact
    const id = newest.get('in')
    if (id === undefined || !readReceipts || blockedAtMs !== undefined || state !== 'ready') return
    await this.#deps.outbox.enqueue(this.contactId, { read: { ids: [contentIdBytes(id)], readAtMs } })
  }

  #custodyOf (position: bigint): NonNullable<Told['custody']> {
    const { outbox, clock } = this.#deps
    return outbox.custodyOf(this.contactId, position).filter(({ untilMs, doubted }) => untilMs > clock.now() && doubted !== true)
      .map(({ alias, untilMs }) => ({ host: alias, untilMs }))
  }

  async #stepsOf (position: bigint): Promise<Step[]> {
    return [...await this.#deps.history.steps(this.contactId, position), ...this.#deps.outbox.stepsOf(this.contactId, position)]
  }
}

const reached = (state: PageStateRow): MessageState | undefined =>
  state.readAtMs !== undefined ? 'read' : state.deliveredAtMs !== undefined ? 'delivered' : undefined

function timelineOf (
  { direction, storedAtMs }: PlacedPage, { sentAtMs }: Content, { steps, state }: { steps: readonly Step[], state: PageStateRow }
): TimelineRow[] {
  const { deliveredAtMs, readAtMs } = state
  const read: TimelineRow[] = readAtMs === undefined ? [] : [{ what: 'read', atMs: readAtMs }]
  // By their clock, which may be another: it stands first whatever it says.
  if (direction === 'in') return [{ what: 'written', atMs: sentAtMs }, { what: 'received', atMs: storedAtMs }, ...read]
  const delivered: TimelineRow[] = deliveredAtMs === undefined ? [] : [{ what: 'delivered', atMs: deliveredAtMs }]
  // When it was read is by their clock as well: nobody reads what has not come.
  return [{ what: 'queued', atMs: storedAtMs }, ...[...steps, ...delivered].sort((a, b) => a.atMs - b.atMs), ...read]
}
