import { describe, expect, test } from 'vitest'
import { Events } from '../../src/base/events.ts'
import { contentIdFromBytes, contentIdSource, type AccountId } from '../../src/base/ids.ts'
import { systemRandom } from '../../src/base/random.ts'
import { DAY } from '../../src/base/time.ts'
import { ChangeLog } from '../../src/messenger/core/changes.ts'
import type { MessengerEvents } from '../../src/messenger/core/events.ts'
import { History } from '../../src/messenger/mail/history.ts'
import type { Direction } from '../../src/messenger/mail/pages.ts'
import { TABLES } from '../../src/store/tables.ts'
import { Content } from '../../src/wire/gen/content.ts'
import { newBench } from '../store/workbench.ts'

const RADIA = 'radia' as AccountId
const START = Date.UTC(2030, 0, 1)

async function newHistory () {
  const { store } = await (await newBench()).create()
  const history = new History({ store })
  const changes = new ChangeLog({ store, events: new Events<MessengerEvents>(() => {}) })
  const idAt = (ms: number): Uint8Array => contentIdSource({ now: () => ms }, systemRandom)()
  let lamport = 0
  /** Pages of contents that were written at these times. */
  async function add (direction: Direction, pages: number[][]): Promise<Uint8Array[][]> {
    const change = changes.begin()
    const ids: Uint8Array[][] = []
    for (const times of pages) {
      const contents = times.map(ms => {
        lamport++
        return Content.decode(Content.encode({ id: idAt(ms) as never, lamport, seq: lamport, sentAtMs: ms }))
      })
      await history.addPage(change, RADIA, { direction, storedAtMs: START, contents })
      ids.push(contents.map(({ id }) => id))
    }
    await change.commit()
    return ids
  }
  const entries = async (): Promise<number> => (await store.holdings()).find(({ table }) => table === TABLES.historyIndex)!.rows
  return { history, add, entries }
}

const from = (ms: number, count: number, stepMs: number): number[] => Array.from({ length: count }, (_, i) => ms + i * stepMs)

describe('what was said is found again', () => {
  test('in a page of many seconds, though thousands of others were written meanwhile', async () => {
    const { history, add } = await newHistory()
    const [theirs] = await add('in', [from(START, 60, 100)])
    await add('out', from(START, 3000, 2).map(ms => [ms]))
    for (const id of theirs!) expect((await history.find(RADIA, id))?.direction).toBe('in')
    expect(await history.known(RADIA, theirs!)).toEqual(new Set(theirs!.map(contentIdFromBytes)))
    // One alone, as when a session was reset in the middle of what the page holds.
    expect(await history.known(RADIA, theirs!.slice(-1))).toHaveLength(1)
  })

  test('in a page that somebody wrote over a year, with few entries in the index', async () => {
    const { history, add, entries } = await newHistory()
    const [theirs] = await add('in', [from(START, 4000, DAY / 10)])
    expect(await entries()).toBeLessThanOrEqual(256)
    for (const id of [theirs!.at(0)!, theirs!.at(1234)!, theirs!.at(-1)!]) expect(await history.find(RADIA, id)).toBeDefined()
  })

  test('and a page that was written at once has one entry', async () => {
    const { add, entries } = await newHistory()
    await add('out', [from(START, 900, 1)])
    expect(await entries()).toBe(1)
  })
})
