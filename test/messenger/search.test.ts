import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AccountId, ContentId } from '../../src/base/ids.ts'
import type { MessageRow } from '../../src/messenger/conversations.ts'
import { Arrivals } from '../../src/messenger/search/arrivals.ts'
import { bind, findIn, fold, termsOf } from '../../src/messenger/search/volumes.ts'
import { TABLES } from '../../src/store/tables.ts'
import { filesIn } from '../store/workbench.ts'
import { WorldClock } from '../support/clock.ts'
import { Post, type Desk } from './desk.ts'

const accountOf = (desk: Desk) => desk.identity.account.accountId
const found = async (desk: Desk, other: Desk, query: string): Promise<string[]> => {
  const { search, conversations, venueOf } = desk.parts
  const hits = await search.find(query, { most: 1000, contactId: accountOf(other) })
  const rows = await Promise.all(hits.map(async ({ messageId }) => await conversations.message(venueOf(accountOf(other)), messageId)))
  return rows.map(row => row!.text)
}

const ACCOUNT = 'ab'.repeat(32) as AccountId
const numRuns = Number(process.env.NOBYTE_TEST_RUNS ?? 10)

describe('a search', () => {
  test('finds whatever holds the words, at both ends, after edits, deletions, restarts and bindings, and nothing else', async () => {
    const word = fc.constantFrom('key', 'Schlüssel', 'КЛЮЧ', 'مفتاح', '鍵', 'mat', 'the')
    const action = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({ kind: fc.constant('say' as const), who: fc.nat(1), words: fc.array(word, { minLength: 1, maxLength: 4 }) })
      },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constantFrom('edit' as const, 'delete' as const, 'hide' as const), who: fc.nat(1), which: fc.nat(5),
          words: fc.array(word, { minLength: 1, maxLength: 3 })
        })
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('bind' as const, 'restart' as const), who: fc.nat(1) }) }
    )
    const history = fc.array(action, { minLength: 5, maxLength: 25 })
    const queries = fc.array(word, { minLength: 1, maxLength: 2 })
    await fc.assert(fc.asyncProperty(history, queries, async (actions, query) => {
      await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
      for (const one of actions) {
        const [me, other] = [post.desks[one.who]!, post.desks[1 - one.who]!]
        const venue = () => me.parts.venueOf(accountOf(other))
        switch (one.kind) {
          case 'say':
            await me.say(other, one.words.join(' '))
            break
          case 'edit':
          case 'delete':
          case 'hide': {
            const mine = (await me.rows(other)).filter(({ direction, deleted }) => direction === 'out' && !deleted)
            const row = mine.at(-1 - one.which)
            if (row === undefined) break
            if (one.kind === 'edit') await me.parts.amendments.edit(venue(), row.messageId, one.words.join(' '))
            else if (one.kind === 'delete') await me.parts.amendments.deleteForAll(venue(), row.messageId)
            else await me.parts.amendments.deleteHere(venue(), row.messageId)
            break
          }
          case 'bind':
            me.parts.search.start()
            break
          case 'restart':
            await post.disconnect()
            await post.pause()
            await me.restart()
            post.connect()
            break
          default:
            one satisfies never
        }
      }
      await post.deliverAll()
      for (const [me, other] of [post.desks, post.desks.toReversed()] as [Desk, Desk][]) {
        const terms = termsOf(query.join(' '))
        const holds = ({ text, deleted }: MessageRow): boolean => !deleted && terms.every(term => fold(text).includes(term))
        const expected = (await me.rows(other)).filter(holds).map(({ text }) => text)
        expect((await found(me, other, query.join(' '))).sort()).toEqual(expected.sort())
      }
    }), { numRuns, endOnFailure: true })
  })

  test('says newest first, in any case, with or without accents, and by parts of words; no word is no query', async () => {
    await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
    const [ada, radia] = post.desks
    for (const text of ['Das Café am See', 'cafeteria', 'CAFÉ\nzu', 'tea']) await ada.say(radia, text)
    await post.deliverAll()
    expect(await found(radia, ada, 'café')).toEqual(['CAFÉ\nzu', 'cafeteria', 'Das Café am See'])
    expect(await found(radia, ada, ' see CAFE ')).toEqual(['Das Café am See'])
    await expect(radia.parts.search.find(' \n', { most: 10 })).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await expect(radia.parts.search.find('a b c d e f g h i j', { most: 10 })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  test('is made ready after a start: that is told while something is unbound, and what a counter has lost is bound as well', async () => {
    await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
    const [ada, radia] = post.desks
    await ada.say(radia, 'said before a crash')
    await post.deliverAll()
    radia.parts.search.start()
    expect(radia.parts.search.isBinding).toBe(true)
    await radia.settled()
    expect(radia.parts.search.isBinding).toBe(false)

    await post.disconnect()
    await post.pause()
    await ada.loseTop(radia)
    expect(await ada.count(TABLES.volumes)).toBe(0)
    await ada.restart()
    ada.parts.search.start()
    await ada.settled()
    expect(await ada.count(TABLES.volumes)).toBe(1)
    expect(await found(ada, radia, 'crash')).toEqual(['said before a crash'])
  })

  test('leaves no word in the clear on the disk, and a deleted one in nothing that is searched', async () => {
    await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
    const [ada, radia] = post.desks
    for (let i = 0; i < 50; i++) await ada.say(radia, `Rendezvous under the Zoobrücke number ${i}`)
    await post.deliverAll()
    for (const desk of post.desks) {
      desk.parts.search.start()
      await desk.settled()
      expect(await desk.count(TABLES.volumes)).toBe(1)
      expect(await found(desk, desk === ada ? radia : ada, 'zoobrücke 17')).toHaveLength(1)
    }
    const [row] = (await ada.rows(radia)).slice(17)
    await ada.parts.amendments.deleteForAll(ada.parts.venueOf(accountOf(radia)), row!.messageId)
    await post.deliverAll()
    expect(await found(radia, ada, 'number 17')).toEqual([])
    const words = ['Rendezvous', 'rendezvous', 'Zoobr', 'zoobr', 'under the']
      .flatMap(word => [Buffer.from(word), Buffer.from(word, 'utf16le')])
    for (const { path, content } of await filesIn(post.folder)) {
      for (const word of words) expect(content.includes(word), `${word.toString()} in ${path}`).toBe(false)
    }
  })

  test('whatever lands while pages are read, in front of where the reading ends, counts as passed over; what lands behind does not', () => {
    const arrivals = new Arrivals()
    arrivals.setsOut(ACCOUNT, 5n)
    arrivals.beginReading(ACCOUNT)
    expect([4n, 5n].map(at => arrivals.isPassedOver(ACCOUNT, at))).toEqual([false, true])
    arrivals.lands(ACCOUNT, 5n)
    expect([4n, 5n].map(at => arrivals.isPassedOver(ACCOUNT, at))).toEqual([false, true])
    expect(arrivals.isWaitedFor(ACCOUNT, 5n)).toBe(false)
    arrivals.beginReading(ACCOUNT)
    expect(arrivals.isPassedOver(ACCOUNT, 5n)).toBe(false)
    arrivals.setsOut(ACCOUNT, 3n)
    arrivals.turnsBack(ACCOUNT, 3n)
    expect(arrivals.isPassedOver(ACCOUNT, 5n)).toBe(false)
  })

  test('a volume gives back what holds all terms, wherever they stand in it', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ') })
    const query = letters.map(termsOf).filter(terms => terms.length > 0)
    fc.assert(fc.property(fc.array(letters, { maxLength: 30 }), query, (texts, terms) => {
      const ids = texts.map((_, i) => `01J9Z3Y7Q8X4M2N6P5R1S000${String(i).padStart(2, '0')}` as ContentId)
      const volume = bind(ACCOUNT, texts.map((text, i) => ({ position: BigInt(i), messageId: ids[i]!, text })))
      const expected = ids.filter((_, i) => terms.every(term => texts[i]!.includes(term)))
      expect(findIn(volume, terms, Infinity).map(({ hit }) => hit().messageId)).toEqual(expected.toReversed())
    }))
  })
})
