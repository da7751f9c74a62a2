/**
 * Takes deleted and replaced texts off the disk. What marks say shows at once; this follows, a page at a time, and goes
 * on after a restart where it was.
 */
import { contentIdFromBytes, type AccountId } from '../../base/ids.ts'
import { errorFields, type Log } from '../../base/log.ts'
import type { Store } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import type { Content } from '../../wire/gen/content.ts'
import type { Change, ChangeLog } from '../core/changes.ts'
import { authorOf } from './contents.ts'
import { pageKey, type History } from './history.ts'
import type { PlacedPage } from './pages.ts'
import type { ErasurePlan, Markings } from './markings.ts'

/** Pages written anew in one batch. */
const PAGES_AT_ONCE = 32

export interface EraserDeps {
  store: Store
  changes: ChangeLog
  history: History
  markings: Markings
  log: Log
  /** these pages are not what they were: copies of what they said have to go, too */
  onErased: (contactId: AccountId, positions: bigint[]) => Promise<void>
}

export class Eraser {
  readonly #deps: EraserDeps
  #running: Promise<void> | undefined
  #again = false
  #stopped = false

  constructor (deps: EraserDeps) {
    this.#deps = deps
  }

  /** Something was planned, or what could not be done before may be possible now. */
  wake (): void {
    if (this.#stopped) return
    this.#again = true
    this.#running ??= this.#run().catch((err: unknown) => {
      this.#deps.log.warn('not erased yet', errorFields(err)) // the plans stay: the next wake tries again
    }).finally(() => { this.#running = undefined })
  }

  /** Resolves when nothing is under way. */
  async settled (): Promise<void> {
    while (this.#running !== undefined) await this.#running
  }

  async stop (): Promise<void> {
    this.#stopped = true
    await this.settled()
  }

  async #run (): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false
      const plans = await this.#deps.markings.plans()
      for (let i = 0; i < plans.length && !this.#stopped; i += PAGES_AT_ONCE) await this.#erase(plans.slice(i, i + PAGES_AT_ONCE))
    }
  }

  async #erase (plans: ErasurePlan[]): Promise<void> {
    const { store, changes, history, markings } = this.#deps
    const [done, touched]: [ErasurePlan[], ErasurePlan[]] = [[], []]
    const change = changes.begin()
    for (const plan of plans) {
      const page = await history.page(plan.contactId, plan.position)
      if (page === undefined) {
        done.push(plan)
        continue
      }
      const { contents, isEmpty, waits } = await this.#contents(change, plan, page)
      if (isEmpty) await history.forgetSteps(change, plan.contactId, plan.position)
      if (!waits) done.push(plan)
      else if (contents.every((content, i) => content === page.contents[i])) continue
      history.replacePage(change.batch, plan.contactId, { ...page, contents })
      touched.push(plan)
    }
    await change.commit()
    await store.scrub(TABLES.history, touched.map(({ contactId, position }) => pageKey(contactId, position)))
    for (const [contactId, ofOne] of Map.groupBy(touched, plan => plan.contactId)) {
      await this.#deps.onErased(contactId, ofOne.map(({ position }) => position))
    }
    // Only now: a crash before this does it once more.
    const settled = changes.begin()
    for (const plan of done) markings.settle(settled.batch, plan)
    await settled.commit({ sync: false })
  }

  /** @returns what is left of the page, whether that is nothing, and whether there is more to do once the other side has it */
  async #contents (
    change: Change, { contactId, position }: ErasurePlan, page: PlacedPage
  ): Promise<{ contents: Content[], isEmpty: boolean, waits: boolean }> {
    const { history, markings } = this.#deps
    const { deliveredAtMs, readAtMs } = await history.state(contactId, position)
    // What was said to a group lies in envelopes of its own, and does not wait for everybody in it.
    const isOwed = page.direction === 'out' && deliveredAtMs === undefined && readAtMs === undefined &&
      page.contents.every(({ origin }) => origin === undefined)
    let [isEmpty, waits] = [true, false]
    const contents: Content[] = []
    for (const content of page.contents) {
      const messageId = contentIdFromBytes(content.id)
      const author = authorOf(page.direction, content)
      const { hidden, deleted, edited } = await markings.view(contactId, messageId, author)
      // What is deleted here alone still goes to whom it was written for; of what is deleted there, too, the empty page goes,
      // and by which way that went is forgotten when it is there.
      if ((hidden || deleted) && isOwed) waits = true
      if (!hidden && !deleted) isEmpty = false
      if (hidden) markings.forgetText(change.batch, contactId, messageId, author)
      const isGone = deleted || edited || (hidden && !isOwed)
      contents.push(isGone && content.erased === undefined ? erased(content) : content)
    }
    return { contents, isEmpty, waits }
  }
}

const erased = ({ text, newer: _, ...content }: Content): Content =>
  ({ ...content, erased: { replyTo: text?.replyTo ?? new Uint8Array(0), expiresAfterMs: text?.expiresAfterMs ?? 0 } })
