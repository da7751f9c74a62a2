import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concat, toText, utf8 } from '../../src/base/bytes.ts'
import { contentIdBytes, contentIdFromBytes, type ContentId } from '../../src/base/ids.ts'
import { DAY } from '../../src/base/time.ts'
import type { MessageRow } from '../../src/messenger/conversations.ts'
import { readable } from '../../src/messenger/mail/contents.ts'
import { timerOf } from '../../src/messenger/core/contacts.ts'
import { MAX_HELD } from '../../src/messenger/mail/markings.ts'
import { merged, type MarksRow } from '../../src/messenger/mail/marks.ts'
import { TABLES } from '../../src/store/tables.ts'
import { Content } from '../../src/wire/gen/content.ts'
import { WorldClock } from '../support/clock.ts'
import { Post, type Desk } from './desk.ts'

type Side = 0 | 1
type Event =
  | { kind: 'say', who: Side }
  | { kind: 'edit' | 'delete' | 'hide' | 'react' | 'pin', who: Side, which: number, what: number }
  | { kind: 'expire', who: Side, what: number }
  | { kind: 'deliver' | 'repeat' | 'lose', who: Side, index: number }
  | { kind: 'pause' | 'reconnect' }
  | { kind: 'restart' | 'forget', who: Side }

const EMOJI = ['👍', '❤️', '🇺🇦', '👨‍👩‍👧‍👦', '']
const who = fc.constantFrom<Side>(0, 1)
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('say' as const), who }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom('edit' as const, 'delete' as const, 'react' as const, 'pin' as const), who, which: fc.nat(5), what: fc.nat(4)
    })
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hide' as const), who, which: fc.nat(5), what: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('expire' as const), who, what: fc.nat(4) }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('deliver' as const), who, index: fc.nat(6) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('repeat' as const, 'lose' as const), who, index: fc.nat(6) }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'pause' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reconnect' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('restart' as const, 'forget' as const), who }) }
)
const numRuns = Number(process.env.NOBYTE_TEST_RUNS ?? 15)

/** What one of them believes of a message, said so that it can be compared with what the other believes. */
const seenBy = (side: Side) => ({ text, edited, deleted, pinned, reactions, direction }: MessageRow): object => ({
  text,
  edited,
  deleted,
  pinned,
  author: direction === 'out' ? side : 1 - side,
  reactions: reactions.map(({ emoji, direction: by }) => `${by === 'out' ? side : 1 - side} ${emoji}`).sort()
})

const contactOf = (desk: Desk, other: Desk) => desk.parts.contacts.get(other.identity.account.accountId)!

/** Texts in the history that are not shown any more. */
async function stillThere (desk: Desk, other: Desk): Promise<string[]> {
  const { history, markings, eraser } = desk.parts
  const { accountId } = other.identity.account
  eraser.wake() // what waited for its receipt
  await desk.settled()
  const texts: string[] = []
  for await (const { contents, direction } of history.pagesBefore(accountId)) {
    for (const { id, text } of contents) {
      const { hidden, deleted, edited } = await markings.view(accountId, contentIdFromBytes(id), direction)
      if (text !== undefined && (hidden || deleted || edited)) texts.push(toText(text.text))
    }
  }
  return texts
}

describe('edits, deletions, reactions and pins', () => {
  test('come out the same at both, whatever is lost, repeated or overtakes, between people who restart and lose sessions', async () => {
    await fc.assert(fc.asyncProperty(fc.array(event, { minLength: 10, maxLength: 60 }), async events => {
      await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
      const { desks, underway } = post
      const hidden: [Set<ContentId>, Set<ContentId>] = [new Set(), new Set()]
      let said = 0
      const pick = async (side: Side, which: number, own: boolean): Promise<MessageRow | undefined> => {
        const rows = await desks[side].rows(desks[1 - side]!)
        return rows.filter(({ direction, deleted }) => !deleted && (!own || direction === 'out')).at(-1 - which)
      }
      for (const one of events) {
        switch (one.kind) {
          case 'say':
            await desks[one.who].say(desks[1 - one.who]!, `${one.who} says ${said++}`)
            break
          case 'edit':
          case 'delete':
          case 'hide':
          case 'react':
          case 'pin': {
            const { amendments } = desks[one.who].parts
            const venue = desks[one.who].parts.venueOf(desks[1 - one.who]!.identity.account.accountId)
            const row = await pick(one.who, one.which, one.kind === 'edit' || one.kind === 'delete')
            if (row === undefined) break
            if (one.kind === 'edit') await amendments.edit(venue, row.messageId, `edited ${said++}`)
            else if (one.kind === 'delete') await amendments.deleteForAll(venue, row.messageId)
            else if (one.kind === 'pin') await amendments.pin(venue, row.messageId, one.what > 1)
            else if (one.kind === 'react') await amendments.react(venue, row.messageId, EMOJI[one.what]!)
            else {
              await amendments.deleteHere(venue, row.messageId)
              hidden[one.who].add(row.messageId)
            }
            break
          }
          case 'expire':
            await desks[one.who].parts.expiry.set(contactOf(desks[one.who], desks[1 - one.who]!), one.what * DAY)
            break
          case 'deliver':
            post.deliver(one.who, Math.min(one.index, Math.max(0, underway[one.who].length - 1)))
            break
          case 'repeat':
            post.deliver(one.who, one.index, { again: true })
            break
          case 'lose':
            post.lose(one.who, one.index)
            break
          case 'pause':
            await post.pause()
            break
          case 'reconnect':
            post.connect()
            break
          case 'restart':
          case 'forget':
            await post.disconnect()
            await post.pause()
            if (one.kind === 'restart') await desks[one.who].restart()
            else await desks[one.who].loseSession(desks[1 - one.who]!)
            post.connect()
            break
          default:
            one satisfies never
        }
      }
      for (let i = 0; i < 10 && (i === 0 || await desks[0].owesAnything(desks[1]) || await desks[1].owesAnything(desks[0])); i++) {
        post.connect()
        await post.deliverAll()
      }
      const [ofAda, ofRadia] = await Promise.all([desks[0].rows(desks[1]), desks[1].rows(desks[0])])
      const seen = (rows: MessageRow[], side: Side, notBy: Set<ContentId>) => Object.fromEntries(rows
        .filter(({ messageId }) => !notBy.has(messageId)).map(row => [row.messageId, seenBy(side)(row)]))
      expect(seen(ofAda, 0, hidden[1])).toEqual(seen(ofRadia, 1, hidden[0]))
      expect(await Promise.all([stillThere(desks[0], desks[1]), stillThere(desks[1], desks[0])])).toEqual([[], []])
      expect(timerOf(contactOf(desks[0], desks[1]))).toBe(timerOf(contactOf(desks[1], desks[0])))
      expect(ofAda.some(({ messageId }) => hidden[0].has(messageId))).toBe(false)
    }), { numRuns, endOnFailure: true })
  })

  test('merge to the same in any order, repeated', () => {
    const stamp = fc.record({ lamport: fc.nat(3), id: fc.constantFrom('a', 'b', 'c') as unknown as fc.Arbitrary<ContentId> })
    // What one stamp says never differs: it is one content.
    const patch: fc.Arbitrary<MarksRow> = fc.oneof(
      stamp.map(({ lamport, id }) => ({ edit: { lamport, id, atMs: lamport } })),
      stamp.map(({ lamport, id }) => ({ reaction: { lamport, id, emoji: `${id}${lamport}` } })),
      stamp.map(({ lamport, id }) => ({ pin: { lamport, id, on: id === 'b' } })),
      fc.nat(5).map(atMs => ({ deleted: { atMs } })),
      fc.constant({ hidden: true as const })
    )
    fc.assert(fc.property(fc.array(patch).chain(patches => fc.tuple(
      fc.constant(patches), fc.shuffledSubarray([...patches, ...patches], { minLength: 2 * patches.length })
    )), ([patches, shuffled]) => {
      const outcome = (list: MarksRow[]): MarksRow => list.reduce(merged, {})
      expect(outcome(shuffled)).toEqual(outcome(patches))
    }))
  })
})

describe('a contact', () => {
  test('cannot change or take back what the other wrote, and a reaction must be an emoji', async () => {
    await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
    const [ada, radia] = post.desks
    await ada.say(radia, 'mine')
    await post.deliverAll()
    const [{ messageId }] = await radia.rows(ada) as [MessageRow]
    const target = contentIdBytes(messageId)
    const { outbox } = radia.parts
    const to = ada.identity.account.accountId
    await outbox.enqueue(to, { edit: { target, text: utf8('not mine') } })
    await outbox.enqueue(to, { deletion: { targets: [target] } })
    for (const emoji of ['a', '<b>', '👍👍', '\u202e👍', '1']) await outbox.enqueue(to, { reaction: { target, emoji } })
    await outbox.enqueue(to, { edit: { target: new Uint8Array(3), text: utf8('nobody') } })
    await outbox.enqueue(to, { reaction: { target, emoji: '👏🏽' } })
    await post.deliverAll()
    expect(await ada.rows(radia)).toMatchObject([
      { text: 'mine', edited: false, deleted: false, reactions: [{ emoji: '👏🏽', from: 'Radia', direction: 'in' }] }
    ])
    await ada.restart()
    expect(await ada.rows(radia)).toMatchObject([{ text: 'mine', edited: false, deleted: false }])
  })

  test('who speaks of ever more messages that are not there fills a bounded place', async () => {
    await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
    const [ada, radia] = post.desks
    const to = ada.identity.account.accountId
    const nowhere = Array.from({ length: 3 * MAX_HELD }, (_, i) =>
      contentIdBytes(`01J9Z3Y7Q8X4M2N6P5R1S0${String(i).padStart(4, '0')}` as ContentId))
    for (const target of nowhere) void radia.parts.outbox.enqueue(to, { reaction: { target, emoji: '👍' } })
    await post.deliverAll()
    const held = await ada.count(TABLES.heldMarks)
    expect(held).toBeGreaterThan(0)
    expect(held).toBeLessThanOrEqual(MAX_HELD)
    expect(await ada.count(TABLES.marks)).toBe(held)
    await radia.say(ada, 'late')
    await post.deliverAll()
    expect((await ada.rows(radia)).map(({ text }) => text)).toEqual(['late'])
  })

  test('with a newer nobyte: what this one cannot show is named, kept, and read once it can', async () => {
    await using post = await Post.between('Ada', 'Radia', { clock: new WorldClock() })
    const [ada, radia] = post.desks
    await radia.say(ada, 'before')
    await post.deliverAll()
    // Kinds 90 and 91 do not exist yet; the second says that it shows nowhere.
    const kind = (field: number, quiet: boolean): Uint8Array => concat(
      Content.encode({ id: contentIdBytes(`01J9Z3Y7Q8X4M2N6P5R1S000${field}` as ContentId), lamport: 50, seq: 50, sentAtMs: 50, quiet }),
      Uint8Array.of((field << 3 | 2) & 0x7f | 0x80, field >> 4, 2, 104, 105)
    )
    const plaintext = concat(...[kind(90, false), kind(91, true)].map(content => concat(Uint8Array.of(0x12, content.byteLength), content)))
    const to = ada.identity.device.deviceId
    const envelope = await radia.parts.ratchets.step(to, async overlay => await overlay.encrypt(to, plaintext))
    post.underway[0].push({ envelope })
    await post.deliverAll()
    await ada.restart()
    const rows = await ada.rows(radia)
    expect(rows.map(({ text, newer }) => [text, newer])).toEqual([['before', undefined], ['', true]])
    const text = { text: utf8('hi'), replyTo: utf8(''), expiresAfterMs: 0 }
    const content = { id: contentIdBytes(rows[1]!.messageId), lamport: 50, seq: 50, sentAtMs: 50, quiet: false }
    expect(readable({ ...content, newer: { raw: Content.encode({ ...content, text }) } })).toMatchObject({ text })
    const venue = ada.parts.venueOf(radia.identity.account.accountId)
    await expect(ada.parts.amendments.react(venue, rows[1]!.messageId, '👍')).rejects.toMatchObject({ code: 'REFUSED' })
  })
})
